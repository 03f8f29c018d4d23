"""The table of faults, and when `make chaos` fails."""

import sys

import pytest

from chaos import __main__ as chaos
from chaos.table import NotHere, Row, Wanted, lines

GOOD = Row("a plug pulled", 100, 12345, 0, 0, "back after 2 s")
LOST, DOUBLED = Row("lost", 1, 5, 1, 0, ""), Row("doubled", 1, 5, 0, 1, "")


def test_the_table_is_markdown_and_aligned() -> None:
    assert lines([GOOD, LOST]) == [
        "| fault         | tried | dots acked | lost | doubled | seen           |",
        "| ------------- | ----: | ---------: | ---: | ------: | -------------- |",
        "| a plug pulled |   100 |     12,345 |    0 |       0 | back after 2 s |",
        "| lost          |     1 |          5 |    1 |       0 |                |",
    ]


def test_randomness_comes_again_under_its_seed() -> None:
    assert Wanted(1, chaos.Path(), 7).chance().random() == Wanted(1, chaos.Path(), 7).chance().random()


def _lacks(how: Wanted) -> Row:
    raise NotHere("It takes another moon.")


def _breaks(how: Wanted) -> Row:
    raise RuntimeError("The test itself broke.")


@pytest.mark.parametrize(
    ("faults", "code", "shown"),
    [
        ({"good": lambda how: GOOD}, 0, "a plug pulled"),
        ({"lost": lambda how: LOST, "good": lambda how: GOOD}, 1, "a plug pulled"),
        ({"doubled": lambda how: DOUBLED}, 1, "doubled"),
        ({"lacks": _lacks, "good": lambda how: GOOD}, 1, "not tried: It takes another moon."),
        ({"breaks": _breaks, "good": lambda how: GOOD}, 1, "a plug pulled"),
    ],
)
def test_it_fails_when_a_dot_was_lost_or_doubled_or_a_fault_was_not_tried_or_not_to_its_end(
    faults: dict[str, object], code: int, shown: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(chaos, "FAULTS", faults)
    monkeypatch.setattr(chaos.cores, "lighten", lambda: None)
    monkeypatch.setattr(sys, "argv", ["chaos", "--rounds", "1"])
    with pytest.raises(SystemExit) as ended:
        chaos.main()
    assert ended.value.code == code
    told = capsys.readouterr()
    assert shown in told.out
    assert ("because this machine lacks what it takes: lacks." in told.err) == ("lacks" in faults)
