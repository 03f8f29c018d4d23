"""`python -m fuzz [target …] --minutes N`: the minutes are shared among the targets, each runs in a process of its own.

Prints a row for each target, and where what it found is kept. Ends with 1 when it found anything.
"""

import argparse
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from fuzz.targets import TARGETS

FOLDER = Path(".make/fuzz")
_LAST = re.compile(r"^#\d+\s.*?cov: (\d+) ft: \d+ corp: (\d+)/", re.MULTILINE)
_RAN = re.compile(r"^stat::number_of_executed_units: +(\d+)", re.MULTILINE)
_HEAD = ("target", "inputs tried", "branches reached", "inputs kept", "broke")


@dataclass(frozen=True, slots=True)
class Row:
    """`reached`: branches of the parsers' code. `kept`: inputs that each reached something new. `broke`: those that broke a promise."""

    target: str
    tried: int
    reached: int
    kept: int
    broke: int


def main() -> int:
    options = _options()
    names = options.targets or list(TARGETS)
    seconds = max(5, int(options.minutes * 60 / len(names)))
    rows = [_fuzzed(name, seconds) for name in names]
    table = [_HEAD, *((row.target, *(f"{number:,}" for number in (row.tried, row.reached, row.kept, row.broke))) for row in rows)]
    print("\n".join("  ".join(f"{cell:>16}" for cell in cells) for cells in table))
    if any(row.broke for row in rows):
        print(f"\nWhat broke something is in {FOLDER}/<target>/found, why in {FOLDER}/<target>/log.")
        print("Mend it, and keep the input under a name as tests/fuzz/kept/<target>/<what it broke>.")
    return int(any(row.broke for row in rows))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description="Throws made-up input at everything that reads what others wrote.")
    parser.add_argument("targets", nargs="*", metavar="target", help=f"some of: {', '.join(TARGETS)} (default: all)")
    parser.add_argument("--minutes", type=float, default=10, help="for all of them together (default: 10)")
    options = parser.parse_args()
    for name in options.targets:
        if name not in TARGETS:
            parser.error(f"There is no target {name}; there are: {', '.join(TARGETS)}.")
    return options


def _fuzzed(name: str, seconds: int) -> Row:
    """Fuzz it until the time is up or something broke; a log without figures means that it could not begin: it is shown."""
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    print(f"{name}, {seconds} s …", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "fuzz.one", name, "--seconds", str(seconds), "--folder", str(folder)]
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    said = ended.stdout.decode("utf-8", "replace")
    (folder / "log").write_text(said)
    ran, seen = _RAN.findall(said), _LAST.findall(said)
    if not ran or not seen:
        raise SystemExit(f"{name} could not be fuzzed:\n{said[-3000:]}")
    reached, kept = seen[-1]
    return Row(name, int(ran[-1]), int(reached), int(kept), int(ended.returncode != 0))


if __name__ == "__main__":
    raise SystemExit(main())
