"""Good inputs with pieces cut out and put in: a moment of what `make fuzz` does for as long as it is told to, and without a fuzzer."""

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from fuzz.target import LARGEST, Target
from fuzz.targets import TARGETS

EXAMPLES = {"pages": 40, "grids": 60}  # those of others take no time
_NO_SHRINKING = [Phase.explicit, Phase.generate]  # what breaks here is found again, and made small, by the fuzzer


def _changed(target: Target, data: st.DataObject) -> bytes:
    seeds, words = list(target.seeds().values()), target.words()
    given = data.draw(st.sampled_from(seeds))
    for _ in range(data.draw(st.integers(1, 4))):
        at, cut = data.draw(st.integers(0, len(given))), data.draw(st.integers(0, 8))
        piece = data.draw(st.sampled_from(words).map(lambda word: word.encode("utf-8", "surrogatepass")) | st.binary(max_size=6))
        given = given[:at] + piece + given[at + cut :]
    return given[:LARGEST]


@pytest.mark.parametrize("name", TARGETS)
def test_a_changed_input_breaks_nothing(name: str) -> None:
    target = TARGETS[name]

    @settings(max_examples=EXAMPLES.get(name, 150), deadline=None, phases=_NO_SHRINKING)
    @given(st.data())
    def try_them(data: st.DataObject) -> None:
        target.run(_changed(target, data))
        if target.change:
            target.run(target.change(_changed(target, data), data.draw(st.integers(0, 2**32))))

    try_them()


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_at_all_and_anything_break_nothing(name: str) -> None:
    for anything in (b"", b"\0", b"\n", b"\xff" * 20, b"\0\0" + b"[" * 5000, b"x" * LARGEST):
        TARGETS[name].run(anything)


def test_targets_have_names_of_their_own() -> None:
    assert len(TARGETS) == 6
    assert all(name == target.name and target.seeds() and target.words() for name, target in TARGETS.items())
