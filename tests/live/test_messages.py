"""Every message of the closed set: good, from the wrong seat, and malformed in every way. What is refused changes nothing."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from pollapp.domain.command import Command
from pollapp.domain.commands import CloseRound, Join, LockJoining, OpenRound, Reveal
from pollapp.domain.refused import REFUSALS
from pollapp.domain.talk_commands import AskTakeaways, BeginUnveiling, JudgeContribution, MoveSpotlight, SendReason, WrapUp
from pollapp.live import wire
from tests.live.lines import Line, LiveClass

ID = "abcdefgh"
VOTING = (OpenRound("lobby"),)
REVEALED = (*VOTING, CloseRound("voting"))
SPOTLIGHT = (*REVEALED, MoveSpotlight(None, 1))
THREE = tuple(map(Join, ("somebody", "one-more", "another")))  # fewer are too few to say anything
SAID = (*SPOTLIGHT, *THREE, SendReason("I thought of whose decision it is.", "somebody", 1))
REASON = len(SAID) + 1  # its seq: the session was opened before all this
TAKEAWAYS = (*REVEALED, WrapUp("revealed"), AskTakeaways("wrap_up"))

# event → what Fay has to do before, and a good payload
GOOD: dict[str, tuple[tuple[Command, ...], dict[str, Any]]] = {
    "place_dots": (VOTING, {"dots": [{"command_id": ID, "round": 1, "square": 1, "choice": "green", "counter": 1}]}),
    "finish": (VOTING, {"command_id": ID, "round": 1, "done": True}),
    "forget_dots": ((), {"command_id": ID}),
    "open_round": ((), {"command_id": ID, "from": "lobby"}),
    "close_round": (VOTING, {"command_id": ID, "from": "voting"}),
    "reveal": (VOTING, {"command_id": ID, "from": "voting"}),
    "take_back": ((*VOTING, Reveal("voting")), {"command_id": ID, "from": "showing"}),
    "close_session": (REVEALED, {"command_id": ID, "from": "revealed"}),
    "reopen_session": ((*REVEALED,), {"command_id": ID, "from": "closed"}),
    "lock_joining": ((), {"command_id": ID, "locked": True}),
    "admit_one": ((LockJoining(True),), {"command_id": ID}),
    "change_settings": ((), {"command_id": ID, "live": True, "minimum": 5}),
    "arrange_board": ((), {"command_id": ID, "layer": "agreement", "order": "last"}),
    "peek": ((), {"open": True}),
    "begin_unveiling": (VOTING, {"command_id": ID, "from": "voting"}),
    "unveil": ((*VOTING, BeginUnveiling("voting")), {"command_id": ID, "square": 1}),
    "open_second_look": (REVEALED, {"command_id": ID, "from": "revealed", "squares": [1, 2], "recall": "own"}),
    "wrap_up": (REVEALED, {"command_id": ID, "from": "revealed"}),
    "ask_takeaways": ((*REVEALED, WrapUp("revealed")), {"command_id": ID, "from": "wrap_up"}),
    "step_back": ((*REVEALED, WrapUp("revealed")), {"command_id": ID, "from": "wrap_up"}),
    "move_spotlight": (SPOTLIGHT, {"command_id": ID, "from_square": 1, "square": 2}),
    "show_prompt": (SPOTLIGHT, {"command_id": ID, "prompt": "lenses"}),
    "set_agenda": (REVEALED, {"command_id": ID, "before": 0, "squares": [2, 1]}),
    "mark_discussed": (REVEALED, {"command_id": ID, "square": 1, "discussed": True}),
    "show_squares": (REVEALED, {"command_id": ID, "which": "all"}),
    "judge": (SAID, {"command_id": ID, "id": REASON, "verdict": "approved"}),
    "delete_words": (SAID, {"command_id": ID, "id": REASON}),
    "bring_up": ((*SAID, JudgeContribution(REASON, "approved")), {"command_id": ID, "id": REASON}),
    "write_note": ((), {"command_id": ID, "square": 1, "words": "Ask the quieter side first."}),
    "count_paper": (VOTING, {"command_id": ID, "round": 1, "square": 1, "counts": [2, 0, 1]}),
    "set_countdown": (SPOTLIGHT, {"command_id": ID, "seconds": 60, "running": True}),
    "send_reason": ((*SPOTLIGHT, *THREE), {"command_id": ID, "square": 1, "words": "I thought of whose decision it is."}),
    "send_takeaway": ((*TAKEAWAYS, *THREE), {"command_id": ID, "words": "Review the codes."}),
    "cite_principles": (SPOTLIGHT, {"command_id": ID, "square": 1, "principles": [6, 2]}),
}
OPTIONAL = {("change_settings", "live"), ("change_settings", "minimum")}
NOTHING_MEANS_SOMETHING = {("move_spotlight", "from_square"), ("move_spotlight", "square"), ("set_agenda", "squares"), ("bring_up", "id")}
LISTS = ("squares", "principles", "counts")
NO_OBJECTS = [None, [], [{}], "x", "", 0, 1, True, 1.5, "{}"]
# whatever a field should be, these are not all of it: a wrong type, a number that is none, too much
WRONG: dict[type, list[Any]] = {
    str: [None, True, 1, 1.5, [], {}, ["green"], "", "x" * 41],
    int: [None, True, False, "1", 1.0, 1.5, -1, 2**53, 1e308, "NaN", [], {}, [1]],
    bool: [None, 0, 1, "true", "", [], {}],
    list: [None, {}, "x", 1, True, [], [None], [[]], ["x"], [1], [{}]],
}
COMMAND_IDS = ["a" * 7, "a" * 41, "abcdefg ", "abcdefg\n", "abcdefgé", "../../../", "a b c d e f"]


def _role(event: str) -> str:
    return "console" if event == "peek" else wire.INBOUND[event].role


def _seated(room: LiveClass, role: str) -> Line:
    return {"phone": room.line, "console": room.console, "projector": room.projector}[role]()


def _payloads_that_are_wrong(event: str) -> Iterator[Any]:
    _, good = GOOD[event]
    yield from NO_OBJECTS
    yield {}
    yield good | {"extra": 1}
    yield good | {"": None}
    for name, value in good.items():
        if (event, name) not in OPTIONAL:
            yield {other: good[other] for other in good if other != name}
        for wrong in [*WRONG[type(value)], *(COMMAND_IDS if name == "command_id" else [])]:
            if not _can_be_read(event, name, wrong):
                yield good | {name: wrong}


def _can_be_read(event: str, name: str, value: Any) -> bool:
    """It is no good either, but that is for the law of the room to say: no words, too many, no square."""
    if name == "words":
        return isinstance(value, str)
    return (name in LISTS and value in ([], [1])) or (value is None and (event, name) in NOTHING_MEANS_SOMETHING)


def _dots_that_are_wrong() -> Iterator[Any]:
    dot = GOOD["place_dots"][1]["dots"][0]
    yield from NO_OBJECTS
    for name, value in dot.items():
        yield {other: dot[other] for other in dot if other != name}
        for wrong in [*WRONG[type(value)], *(COMMAND_IDS if name == "command_id" else [])]:
            if not (name == "choice" and wrong is None):  # which clears
                yield dot | {name: wrong}
    yield dot | {"round": 0}
    yield dot | {"square": 0}
    yield dot | {"extra": 1}
    yield dot | {"skipped": True}  # and a choice
    skip = {name: value for name, value in dot.items() if name != "choice"}
    yield from (skip | {"skipped": wrong} for wrong in (False, None, 1, "true"))


def _malformed(ack: Any) -> str:
    """The sentence of a refusal that says the message cannot be read."""
    sentence, hint = REFUSALS["malformed"]
    assert ack["refused"] == "malformed", ack
    assert ack["sentence"].startswith(f"{sentence[:-1]}: ")
    assert ack["hint"] == hint
    assert set(ack) == {"refused", "sentence", "hint"}
    said: str = ack["sentence"]
    return said


def test_this_table_knows_every_message() -> None:
    assert set(GOOD) == {*wire.INBOUND, "peek"}


@pytest.mark.parametrize("event", GOOD)
def test_a_good_message_is_stored_and_acked(room: LiveClass, event: str) -> None:
    before, payload = GOOD[event]
    line = _seated(room.after(*before), _role(event))
    if event == "reopen_session":
        assert line.says("close_session", from_="revealed")["ok"]
    length = room.log_length()
    ack = line.send(event, payload)
    if event == "peek":
        assert ack == {"ok": True}
        assert room.log_length() == length
    else:
        seq = {"ok": True, "seq": length + 1}
        assert ack == ({"ok": True, "answers": [seq]} if event == "place_dots" else seq)
        assert room.log_length() == room.session.seq == length + 1


@pytest.mark.parametrize("event", GOOD)
def test_the_same_again_gets_the_same_answer_and_is_stored_once(room: LiveClass, event: str) -> None:
    before, payload = GOOD[event]
    line = _seated(room.after(*before), _role(event))
    if event == "reopen_session":
        line.says("close_session", from_="revealed")
    first = line.send(event, payload)
    length = room.log_length()
    assert line.send(event, payload) == line.send(event, deepcopy(payload)) == first
    assert room.log_length() == length


@pytest.mark.parametrize("event", GOOD)
def test_from_the_wrong_seat_it_is_not_allowed(room: LiveClass, event: str) -> None:
    before, payload = GOOD[event]
    lines = [_seated(room, role) for role in ("phone", "console", "projector") if role != _role(event)]
    room.after(*(command for command in before if not isinstance(command, JudgeContribution)))  # its id depends on who has joined
    length = room.log_length()
    for line in lines:
        assert line.send(event, payload)["refused"] == "not_allowed"
        assert line.send(event, None)["refused"] == "not_allowed"
    assert room.log_length() == length
    assert not any(room.parts.seats.is_peeking(line.sid) for line in lines)


@pytest.mark.parametrize("event", GOOD)
def test_malformed_in_every_way_it_changes_nothing(room: LiveClass, event: str) -> None:
    before, good = GOOD[event]
    line = _seated(room.after(*before), _role(event))
    length = room.log_length()
    for payload in _payloads_that_are_wrong(event):
        _malformed(line.send(event, payload))
    _malformed(line.send(event))  # no payload at all
    _malformed(line.send(event, good, good))  # two
    assert room.log_length() == length
    assert not room.parts.seats.is_peeking(line.sid)


def test_one_malformed_dot_spoils_its_message(voting: LiveClass) -> None:
    line = voting.line()
    length = voting.log_length()
    good = GOOD["place_dots"][1]["dots"][0]
    for wrong in _dots_that_are_wrong():
        _malformed(line.send("place_dots", {"dots": [wrong]}))
        _malformed(line.send("place_dots", {"dots": [good, wrong]}))
    assert voting.log_length() == length


def test_the_sentence_names_what_is_wrong(voting: LiveClass) -> None:
    phone, console = voting.line(), voting.console()
    dot = GOOD["place_dots"][1]["dots"][0]

    def said(**fields: Any) -> str:
        return _malformed(phone.send("place_dots", {"dots": [dot | fields]})).partition(": ")[2]

    assert said(square="1") == "square should be a whole number from 1 to 9007199254740991."
    assert said(choice=True) == "choice should be a text of 1 to 40 characters."
    assert said(command_id="short") == "command_id should be 8 to 40 letters, digits, - or _."
    assert said(**{"<script>": 1}) == "'<script>' is not a field of it."
    assert _malformed(phone.send("finish", {"command_id": ID, "round": 1})).endswith(": done is missing.")
    assert _malformed(console.send("arrange_board", {"command_id": ID, "layer": "x", "order": "grid"})).endswith(
        ": layer should be one of votes, agreement."
    )
    long = "x" * 5000
    assert len(_malformed(phone.send("finish", {"command_id": ID, "round": 1, "done": True, long: 1}))) < 200


def test_64_dots_are_taken_and_65_are_not(voting: LiveClass) -> None:
    line = voting.line()
    dots = [{"command_id": f"number-{n:03}", "round": 1, "square": 1 + n % 24, "choice": "red", "counter": n} for n in range(65)]
    assert _malformed(line.send("place_dots", {"dots": dots})).endswith("dots should be a list of 1 to 64.")
    ack = line.send("place_dots", {"dots": dots[:64]})
    assert ack["ok"] is True
    assert [answer["seq"] for answer in ack["answers"]] == list(range(voting.session.seq - 63, voting.session.seq + 1))


@pytest.mark.parametrize("minimum", [0, 21, 2**53, -3, 3.0, True, "3"])
def test_a_minimum_that_cannot_be_is_malformed(room: LiveClass, minimum: Any) -> None:
    _malformed(room.console().says("change_settings", minimum=minimum))


def test_an_unknown_event_is_said(room: LiveClass) -> None:
    lines = [room.line(), room.console(), room.projector()]
    length = room.log_length()
    for line in lines:
        for event in ("alive", "OPEN_ROUND", "open_round ", "", "message", "json", "connect_error", "__class__", "view", "x" * 10_000, "é"):
            assert line.send(event, {"command_id": ID})["refused"] == "unknown_event"
    assert room.log_length() == length


def test_every_refusal_in_an_ack_has_a_sentence_and_a_hint(voting: LiveClass) -> None:
    line = voting.line()
    for ack in (line.send("nothing"), line.places(99, "green"), line.places(1, "blue"), line.send("open_round", {})):
        assert (ack["sentence"], ack["hint"]) == REFUSALS[ack["refused"]]
