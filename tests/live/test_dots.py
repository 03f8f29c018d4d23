"""A dot on the wire: placed, moved, cleared, skipped; late, superseded, retried; and what two tabs of one phone see."""

import pytest

from pollapp.domain.commands import CloseRound, LockJoining
from pollapp.domain.refused import REFUSALS
from pollapp.store.log import StoreFailed
from tests.live.lines import LiveClass, new_id


def _dots(room: LiveClass, square: int = 1) -> list[str]:
    assert room.session.round
    return sorted(room.session.round.squares[square].dots.values())


def test_a_dot_is_placed_moved_and_cleared(voting: LiveClass) -> None:
    ana = voting.line()
    for choice, stands in (("green", ["green"]), ("red", ["red"]), (None, []), ("yellow", ["yellow"])):
        assert ana.places(1, choice)["ok"] is True
        assert _dots(voting) == stands


def test_skipping_takes_the_dot_away(voting: LiveClass) -> None:
    ana = voting.line()
    ana.places(1, "green")
    skip = {"command_id": new_id(), "round": 1, "square": 1, "skipped": True, "counter": 10**6}
    assert ana.send("place_dots", {"dots": [skip]})["answers"][0]["ok"]
    assert _dots(voting) == []
    assert voting.session.round
    assert len(voting.session.round.squares[1].skipped) == 1


def test_unknown_squares_choices_and_rounds_are_said(voting: LiveClass) -> None:
    ana = voting.line()
    length = voting.log_length()
    assert ana.places(25, "green")["refused"] == "unknown_square"
    assert ana.places(2**53 - 1, "green")["refused"] == "unknown_square"
    assert ana.places(1, "blue")["refused"] == "unknown_choice"
    assert ana.places(1, "GREEN")["refused"] == "unknown_choice"
    assert ana.places(1, "green", round=2)["refused"] == "no_such_round"
    assert ana.places(1, "green", round=2**53 - 1)["refused"] == "no_such_round"
    assert voting.log_length() == length


def test_in_the_lobby_there_is_no_round_yet(room: LiveClass) -> None:
    ana = room.line()
    assert ana.places(1, "green")["refused"] == "no_such_round"
    assert ana.says("finish", round=1, done=True)["refused"] == "no_such_round"


def test_what_is_late_is_said_and_not_counted(voting: LiveClass) -> None:
    ana = voting.line()
    ana.places(1, "green")
    voting.says(CloseRound("voting"))
    sentence, hint = REFUSALS["late"]
    assert ana.places(1, "red") == {"late": True, "sentence": sentence, "hint": hint}
    assert ana.says("finish", round=1, done=True)["late"] is True
    assert _dots(voting) == ["green"]


def test_one_message_may_hold_good_and_late_and_refused_dots(voting: LiveClass) -> None:
    ana = voting.line()
    dots = [
        {"command_id": new_id(), "round": 1, "square": 1, "choice": "green", "counter": 5},
        {"command_id": new_id(), "round": 1, "square": 99, "choice": "green", "counter": 6},
        {"command_id": new_id(), "round": 1, "square": 2, "choice": "red", "counter": 7},
    ]
    good, refused, another = ana.send("place_dots", {"dots": dots})["answers"]
    assert (good["ok"], refused["refused"], another["ok"]) == (True, "unknown_square", True)


def test_an_older_tap_never_overwrites_a_newer_one(voting: LiveClass) -> None:
    ana = voting.line()
    assert ana.places(1, "red", counter=9)["ok"]
    assert ana.places(1, "green", counter=8)["refused"] == "superseded"
    assert ana.places(2, "green", counter=8)["ok"]  # another square
    assert _dots(voting) == ["red"]


def test_within_one_message_the_higher_counter_wins_whatever_the_order(voting: LiveClass) -> None:
    ana = voting.line()
    dots = [{"command_id": new_id(), "round": 1, "square": 1, "choice": choice, "counter": n} for choice, n in (("red", 9), ("green", 8))]
    newer, older = ana.send("place_dots", {"dots": dots})["answers"]
    assert (newer["ok"], older["refused"]) == (True, "superseded")
    assert _dots(voting) == ["red"]
    assert ana.send("place_dots", {"dots": dots})["answers"] == [newer, older]  # and a retry hears the same


def test_a_retry_of_an_old_tap_gets_its_old_answer_and_changes_nothing(voting: LiveClass) -> None:
    ana = voting.line()
    first = ana.places(1, "green", id="first-tap", counter=1)
    ana.places(1, "red", counter=2)
    assert ana.places(1, "green", id="first-tap", counter=1) == first
    assert _dots(voting) == ["red"]


def test_a_retry_after_the_close_hears_that_it_was_counted(voting: LiveClass) -> None:
    ana = voting.line()
    first = ana.places(1, "green", id="first-tap", counter=1)
    voting.says(CloseRound("voting"))
    assert ana.places(1, "green", id="first-tap", counter=1) == first


def test_the_same_id_with_another_content_is_a_conflict(voting: LiveClass) -> None:
    ana = voting.line()
    ana.places(1, "green", id="first-tap", counter=1)
    for changed in ({"square": 2}, {"choice": "red"}, {"counter": 2}):
        said = {"square": 1, "choice": "green", "counter": 1} | changed
        assert ana.places(said["square"], said["choice"], id="first-tap", counter=said["counter"])["refused"] == "conflict"  # type: ignore[arg-type]
    assert _dots(voting) == ["green"]


def test_an_id_twice_in_one_message_with_two_contents_is_a_conflict(voting: LiveClass) -> None:
    ana = voting.line()
    dots = [{"command_id": "same-for-both", "round": 1, "square": 1, "choice": choice, "counter": 1} for choice in ("green", "red")]
    first, second = ana.send("place_dots", {"dots": dots})["answers"]
    assert (first["ok"], second["refused"]) == (True, "conflict")
    assert _dots(voting) == ["green"]


def test_two_people_may_use_the_same_id(voting: LiveClass) -> None:
    ana, ben = voting.lines(2)
    assert ana.places(1, "green", id="tap-number-1")["ok"]
    assert ben.places(1, "red", id="tap-number-1")["ok"]
    assert _dots(voting) == ["green", "red"]


def test_a_retry_after_a_restart_gets_the_same_answer(voting: LiveClass) -> None:
    ana = voting.line()
    first = ana.places(1, "green", id="first-tap", counter=1)
    voting.parts.service._rooms.clear()  # as a new process: what was seen before is read from the log
    assert ana.places(1, "green", id="first-tap", counter=1) == first
    assert ana.places(1, "red", id="first-tap", counter=1)["refused"] == "conflict"


@pytest.mark.in_a_file
def test_what_was_not_stored_is_not_acked_and_a_retry_stores_it(voting: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = voting.line()
    monkeypatch.setattr(voting.parts.log, "_file", _Failing(voting.parts.log))
    sentence, hint = REFUSALS["not_stored"]
    assert ana.places(1, "green", id="first-tap", counter=1) == {"refused": "not_stored", "sentence": sentence, "hint": hint}
    assert _dots(voting) == []
    monkeypatch.undo()
    assert ana.places(1, "green", id="first-tap", counter=1)["ok"]
    assert _dots(voting) == ["green"]


def test_what_cannot_even_be_read_is_not_stored_either(voting: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = voting.line()
    voting.parts.service._rooms.clear()

    def fails(session_id: str, after: int = 0) -> None:
        raise StoreFailed("Could not read a session: disk I/O error")

    monkeypatch.setattr(voting.parts.log, "read", fails)
    assert ana.places(1, "green")["refused"] == "not_stored"


def test_finished_is_said_and_taken_back(voting: LiveClass) -> None:
    ana = voting.line()
    console = voting.console()
    for done in (True, False, True):
        assert ana.says("finish", round=1, done=done)["ok"]
        voting.tick()
        assert console.views()[-1]["turnout"]["finished"] == int(done)


def test_forgotten_dots_count_no_longer_and_nothing_more_is_taken(voting: LiveClass) -> None:
    ana, ben = voting.lines(2)
    ana.places(1, "green")
    ben.places(1, "red")
    first = ana.says("forget_dots")
    assert first["ok"]
    assert _dots(voting) == ["red"]
    for answer in (ana.places(1, "green"), ana.says("finish", round=1, done=True), ana.says("forget_dots")):
        assert answer["refused"] == "forgotten"
    assert _dots(voting) == ["red"]


def test_two_tabs_are_one_voice(voting: LiveClass) -> None:
    phone = voting.phone()
    one, two = voting.line(phone), voting.line(phone)
    other = voting.line()
    before = len(one.mines())
    one.places(1, "green")
    assert two.mines()[-1]["dots"] == {"1": "green"}
    assert len(one.mines()) == before  # it has its ack
    two.places(1, "red")
    assert one.mines()[-1]["dots"] == {"1": "red"}
    assert other.mines()[-1]["dots"] == {}
    assert _dots(voting) == ["red"]


def test_what_was_refused_is_told_no_other_tab(voting: LiveClass) -> None:
    phone = voting.phone()
    one, two = voting.line(phone), voting.line(phone)
    one.places(99, "green")
    assert len(two.mines()) == 1


def test_mine_says_above_which_counter_a_page_goes_on(voting: LiveClass) -> None:
    phone = voting.phone()
    one = voting.line(phone)
    one.places(1, "green", counter=41)
    one.places(2, "green", counter=17)
    assert voting.line(phone).mines()[0]["counter"] == 41


def test_locking_joining_stops_no_vote(voting: LiveClass) -> None:
    ana = voting.line()
    voting.says(LockJoining(True))
    assert ana.places(1, "green")["ok"]


class _Failing:
    """A store's file that can be read and not written."""

    def __init__(self, log: object) -> None:
        self._file = log._file  # type: ignore[attr-defined]

    def write(self, items: object) -> None:
        raise StoreFailed("Could not store events: database or disk is full")

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)
