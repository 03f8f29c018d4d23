"""Fuzzes one target for some seconds, with atheris (libFuzzer): a process of its own, because libFuzzer ends it.

What it finds is kept in `<folder>/found`, what it has learnt in `<folder>/corpus`: the next run goes on from there.
"""

import argparse
import sys
from pathlib import Path

import atheris

PARSERS = ["pollapp", "yaml", "csv", "engineio.packet", "engineio.payload", "socketio.packet", "werkzeug.http", "werkzeug.sansio"]
SLOWED = 15  # how much slower code is that reports where it goes: the bound of `tests/fuzz` is one second
MEMORY = 1500  # MB

with atheris.instrument_imports(include=PARSERS, enable_loader_override=False):
    from fuzz.target import LARGEST, LONGEST, in_time
    from fuzz.targets import TARGETS


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m fuzz.one")
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args()
    target = TARGETS[options.target]
    corpus, found = options.folder / "corpus", options.folder / "found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for name, given in target.seeds().items():
        (corpus / f"seed-{name.encode().hex()[:80]}").write_bytes(given)
    words = options.folder / "words"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in target.words()))

    def once(given: bytes) -> None:
        in_time(target.run, given, LONGEST * SLOWED)

    def changed(given: bytes, longest: int, seed: int) -> bytes:
        assert target.change
        return target.change(given, seed)[:longest] if seed % 2 else atheris.Mutate(given, longest)

    flags = [
        f"-max_total_time={options.seconds}",
        f"-max_len={LARGEST}",
        f"-dict={words}",
        f"-artifact_prefix={found}/",
        f"-rss_limit_mb={MEMORY}",
    ]
    flags += ["-print_final_stats=1", "-timeout=60", "-verbosity=1", "-len_control=20"]
    atheris.Setup([sys.argv[0], *flags, str(corpus)], once, **({"custom_mutator": changed} if target.change else {}))
    atheris.Fuzz()


def _escaped(word: str) -> str:
    """The word as libFuzzer's dictionaries have it: in bytes."""
    return "".join(f"\\x{byte:02x}" for byte in word.encode("utf-8", "surrogatepass"))


if __name__ == "__main__":
    main()
