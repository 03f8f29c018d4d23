"""The class as a process: what it is told in the shell."""

import pytest

from pollapp.rehearsal import __main__ as shell
from pollapp.rehearsal.speech import ENGLISH, Speech
from pollapp.rehearsal.wishes import Wishes


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[Wishes]:
    """The wishes of the classes that were held: no real one is."""
    held: list[Wishes] = []
    monkeypatch.setattr(shell, "_stand_back", lambda: None)
    monkeypatch.setattr(shell, "hold_class", lambda url, code, wishes: held.append(wishes) or "done")
    return held


def test_it_holds_the_class_that_was_wished_for(held: list[Wishes]):
    spanish = Speech("es", "Pensé en el principio %(number)s.")
    assert shell.main(["http://x", "472918", "--size", "7", "--pace", "fast", "--mood", "divided", "--speech", spanish.to_json()]) == 0
    assert held == [Wishes(7, "fast", "divided", spanish)]


def test_by_itself_it_speaks_english(held: list[Wishes]):
    assert shell.main(["http://x", "472918"]) == 0
    assert held == [Wishes(speech=ENGLISH)]


@pytest.mark.parametrize("wrong", [["--size", "0"], ["--pace", "never"], ["--speech", "[]"], ["--speech", "{"]])
def test_what_cannot_be_is_no_class(held: list[Wishes], wrong: list[str]):
    assert shell.main(["http://x", "472918", *wrong]) == 2
    assert held == []
