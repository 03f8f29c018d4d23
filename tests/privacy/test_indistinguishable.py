"""What consoles and projectors are sent cannot tell who tapped what: when two people exchange what they do, every frame is the same.

The same class is run twice, with everything that two of its phones do exchanged, in the same order of deeds. Consoles peek, which
shows them all there is.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from pollapp.app import create_app
from pollapp.config import Config
from tests.live.lines import Line, LiveClass

Frames = dict[str, list[tuple[str, Any]]]
PEOPLE = 6
MINIMUM = 3
# Role → square → choice. Each differs from every other, on squares of its own too.
DOTS: tuple[dict[int, str], ...] = (
    {1: "green", 2: "green", 3: "green"},
    {1: "red", 2: "yellow", 4: "red"},
    {1: "yellow", 2: "green", 5: "yellow"},
    {1: "red", 3: "red", 4: "red", 5: "red"},
    {1: "green", 2: "red", 6: "green"},
    {1: "green", 3: "yellow"},
)


class Played:
    """One class, with the phones in these roles: `order[role]` is the phone that plays it."""

    def __init__(self, app: Flask, order: Sequence[int], **form: str) -> None:
        self.room = LiveClass(app, **form)
        self.console, self.other_console, self.projector = self.room.console(), self.room.console(), self.room.projector()
        phones = self.room.lines(PEOPLE)
        self.room.tick(after=2)
        self.roles = [phones[place] for place in order]

    def says(self, command: str, **fields: Any) -> None:
        assert self.console.says(command, **fields)["ok"]
        self.room.tick(after=2)

    def does(self, role: int, deed: Callable[[Line], Any]) -> None:
        """This role does something, and everybody gets to see what may be seen of it."""
        answer = deed(self.roles[role])
        assert answer.get("ok"), answer
        self.room.tick(after=2)

    def votes(self, role: int, dots: dict[int, str], round: int = 1) -> None:
        for square, choice in dots.items():
            self.does(role, partial(_places, square=square, choice=choice, round=round))

    def frames(self) -> Frames:
        return {"console": self.console.came, "other console": self.other_console.came, "projector": self.projector.came}


def _places(line: Line, square: int, choice: str, round: int) -> Any:
    return line.places(square, choice, round=round)


def _a_whole_session(app: Flask, order: Sequence[int], live: bool = False) -> Frames:
    played = Played(app, order)
    for console in (played.console, played.other_console):
        assert console.send("peek", {"open": True})["ok"]
    played.says("open_round", from_="lobby")
    if live:
        played.says("change_settings", live=True)
    for role in range(PEOPLE):
        played.votes(role, DOTS[role])
    _second_thoughts(played)
    played.says("close_round", from_="voting")
    _the_talk(played)
    played.says("open_second_look", from_="revealed", squares=[1, 2], recall="own")
    for role in (3, 0, 2, 1):
        played.votes(role, {1: "red", 2: "green"} if role % 2 else {1: "yellow"}, round=2)
    played.says("close_round", from_="voting")
    played.says("wrap_up", from_="revealed")
    played.says("ask_takeaways", from_="wrap_up")
    played.does(1, lambda line: line.says("send_takeaway", words="I shall ask first."))
    played.says("close_session", from_="takeaways")
    return played.frames()


def _second_thoughts(played: Played) -> None:
    """A dot is moved, one cleared, one square skipped; somebody is done, somebody forgets all, somebody hangs up."""
    played.does(0, lambda line: line.places(1, "red"))
    played.does(1, lambda line: line.places(2, None))
    played.does(1, lambda line: line.says("finish", round=1, done=True))
    played.does(5, lambda line: line.says("forget_dots"))
    played.roles[4].disconnect()
    played.room.tick(after=2)


def _the_talk(played: Played) -> None:
    played.says("move_spotlight", from_square=None, square=1)
    played.does(0, lambda line: line.says("send_reason", square=1, words="I asked myself who gains."))
    played.does(1, lambda line: line.says("send_reason", square=1, words="It depends on where we are."))
    played.does(1, lambda line: line.says("cite_principles", square=1, principles=[2, 6]))
    played.does(2, lambda line: line.says("cite_principles", square=1, principles=[6]))
    typed = [payload for name, payload in played.console.came if name == "typed"][-1]
    ids = [reason["id"] for reason in typed["reasons"]]
    assert len(ids) == 2
    played.says("judge", id=ids[0], verdict="approved")
    played.says("bring_up", id=ids[0])
    played.says("write_note", square=1, words="Come back to this.")


@pytest.fixture
def another(tmp_path: Path) -> Iterator[Callable[[], Flask]]:
    """Makes one more server that knows nothing of the others."""
    made: list[Flask] = []

    def make() -> Flask:
        made.append(create_app(Config(host="127.0.0.1", port=8000, data_dir=tmp_path / f"data-{len(made)}")))
        return made[-1]

    yield make
    for app in made:
        app.extensions["pollapp"].close()


def _exchanged(one: int, other: int) -> list[int]:
    order = list(range(PEOPLE))
    order[one], order[other] = order[other], order[one]
    return order


@pytest.mark.parametrize(
    ("live", "orders"),
    [(False, [_exchanged(0, 1), _exchanged(0, 5), _exchanged(2, 4)]), (True, [_exchanged(0, 1), [5, 4, 3, 2, 1, 0]])],
)
def test_no_frame_tells_who_did_what(another: Callable[[], Flask], live: bool, orders: list[list[int]]) -> None:
    as_they_are = _a_whole_session(another(), range(PEOPLE), live)
    assert sum(len(frames) for frames in as_they_are.values()) > 60  # there is something to compare
    for order in orders:
        assert _a_whole_session(another(), order, live) == as_they_are, order


def _one_step(app: Flask, choices: Sequence[str]) -> Frames:
    """Three people place a dot on one square, each with what they are given here; a console peeks."""
    played = Played(app, range(PEOPLE))
    assert played.console.send("peek", {"open": True})["ok"]
    played.says("open_round", from_="lobby")
    for role, choice in enumerate(choices):
        played.votes(role, {1: choice})
    return played.frames()


def test_within_a_step_nothing_tells_who_chose_what(another: Callable[[], Flask]) -> None:
    """Also with the order of people fixed: whoever watches Ana tap first, Ben second and Cem third learns nothing."""
    first = _one_step(another(), ("green", "yellow", "red"))
    assert _counts(first) == [1, 1, 1]
    for choices in (("red", "yellow", "green"), ("yellow", "green", "red"), ("red", "green", "yellow")):
        assert _one_step(another(), choices) == first
    assert _one_step(another(), ("green", "green", "red")) != first  # the comparison can fail


def _counts(frames: Frames) -> list[int]:
    """What a peeking console was told of square 1 last."""
    view = [payload for name, payload in frames["console"] if name == "view"][-1]
    counts: list[int] = view["results"]["1"]["counts"]
    return counts


def test_a_single_dot_changes_counts_of_turnout_and_nothing_else(another: Callable[[], Flask]) -> None:
    """Below the minimum a console that peeks learns how many dots there are, and the projector not more."""
    played = Played(another(), range(PEOPLE))
    assert played.console.send("peek", {"open": True})["ok"]
    played.says("open_round", from_="lobby")
    for role in range(MINIMUM - 1):
        before = [screen.views()[-1] for screen in (played.console, played.projector)]
        played.votes(role, {1: "red"})
        for was, screen in zip(before, (played.console, played.projector), strict=True):
            _tells_a_number_only(was, screen.views()[-1], role + 1)
    played.votes(MINIMUM, {1: "red"})
    assert played.console.views()[-1]["results"]["1"]["counts"] == [0, 0, 3]  # with the third the picture comes, for whoever peeks
    assert played.projector.views()[-1]["results"] is None


NUMBER_ONLY = {"turnout.squares.1", "minimum_frozen", *(f"results.1.{what}" for what in ("n", "withheld", "counts", "word", "leading"))}


def _tells_a_number_only(before: dict[str, Any], after: dict[str, Any], count: int) -> None:
    assert _differences(before, after) <= NUMBER_ONLY
    assert after["turnout"]["squares"]["1"] == count
    told = (after["results"] or {}).get("1", {})
    assert not any(told.get(what) for what in ("counts", "word", "leading", "agreement"))


def _differences(before: Any, after: Any, path: str = "") -> set[str]:
    """The paths at which two views differ; that time passes or the log grows is none."""
    if isinstance(before, dict) and isinstance(after, dict):
        paths = {*before, *after} - {"seq", "remains"}
        return set().union(*(_differences(before.get(one), after.get(one), f"{path}.{one}".lstrip(".")) for one in paths))
    return set() if before == after else {path}
