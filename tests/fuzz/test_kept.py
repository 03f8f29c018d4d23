"""Every seed of the fuzzer, and every input that once broke something (`kept/<target>/<what it broke>`), without the fuzzer."""

from pathlib import Path

import pytest

from fuzz.target import LARGEST, Target, in_time
from fuzz.targets import TARGETS

KEPT = Path(__file__).parent / "kept"


def _warm(name: str) -> Target:
    """The target, when what it makes once is made."""
    target = TARGETS[name]
    target.run(next(iter(target.seeds().values())))
    return target


@pytest.mark.parametrize("name", TARGETS)
def test_good_inputs_break_nothing(name: str) -> None:
    target = _warm(name)
    for seed, given in target.seeds().items():
        try:
            in_time(target.run, given)
        except Exception as error:
            raise AssertionError(f"{name}: {seed}") from error


@pytest.mark.parametrize("path", sorted(KEPT.glob("*/*")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_once_broke_something_breaks_nothing_now(path: Path) -> None:
    given = path.read_bytes()
    assert len(given) <= LARGEST
    in_time(_warm(path.parent.name).run, given)
