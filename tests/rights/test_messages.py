"""Every message × every role, in every stage: whoever may not send it is refused with a code, and nothing is changed by it."""

from typing import Any

import pytest

from pollapp.domain import commands, talk_commands
from pollapp.live.wire import SENDERS
from tests.live.lines import Line, LiveClass
from tests.rights.messages import BODIES, body
from tests.rights.roles import ROLES, Stage, line
from tests.web.people import browser

SEATS = ("phone", "console", "projector")
SEATED = {("participant", "phone"), ("console", "console"), ("projector", "projector")}  # who gets which seat in `here`
WHY_NOT = {
    "phone": {"forgotten participant": "forgotten", "passed-on phone": "passed_on"},
    "console": {},
    "projector": {},
}
USUAL = {"phone": "not_joined", "console": "no_control", "projector": "no_projector"}
STAGES: dict[str, list[Any]] = {  # stage → how it is reached, each from the one before
    "lobby": [],
    "voting": [commands.OpenRound("lobby")],
    "hidden": [commands.CloseRound("voting"), commands.TakeBack("revealed")],
    "revealed": [commands.Reveal("hidden"), talk_commands.MoveSpotlight(None, 1)],
    "wrap_up": [talk_commands.WrapUp("revealed")],
    "takeaways": [talk_commands.AskTakeaways("wrap_up")],
    "closed": [commands.CloseSession("takeaways")],
}


def test_every_message_has_a_body_here_and_every_body_a_message() -> None:
    assert set(BODIES) == set(SENDERS)


@pytest.mark.parametrize("seat", SEATS)
@pytest.mark.parametrize("role", ROLES)
def test_who_gets_which_seat(stage: Stage, role: str, seat: str) -> None:
    before = stage.stands()
    one = line(stage, stage.here, role, seat)
    if (role, seat) in SEATED:
        assert one.is_connected()
        one.disconnect()
    else:
        assert one.refused
        assert one.refused["refused"] == WHY_NOT[seat].get(role, USUAL[seat])
        assert one.came == []
    assert stage.stands() == before


@pytest.mark.parametrize("role", ROLES)
def test_a_session_that_was_deleted_has_no_seat_for_anybody(stage: Stage, role: str) -> None:
    gone = LiveClass(stage.app)
    gone.parts.service.delete(gone.id)
    for seat in SEATS:
        one = line(stage, gone, role, seat)
        assert one.refused
        assert one.refused["refused"] == "gone"


def test_a_message_for_another_role_is_refused_in_every_stage_and_changes_nothing(stage: Stage) -> None:
    here = LiveClass(stage.app)
    ana = here.phone()
    for name, ways in STAGES.items():
        here.says(*ways)
        assert here.session.stage == name
        lines = {"phone": here.line(ana), "console": here.console(), "projector": here.projector()}
        here.tick()
        before = stage.stands()
        for event, sender in SENDERS.items():
            for seat in set(SEATS) - {sender}:
                _told(lines[seat], event, "not_allowed")
        assert stage.stands() == before, name
        for seat, one in lines.items():
            assert not here.parts.seats.is_peeking(one.sid), seat
            one.disconnect()


def test_a_message_of_the_right_role_is_read(stage: Stage) -> None:
    """It may be refused for where the session stands, and never for who sends it, nor for how it is written."""
    for event, sender in SENDERS.items():
        room = LiveClass(stage.app).after(commands.OpenRound("lobby"))
        one = room.line() if sender == "phone" else room.console()
        ack = one.send(event, body(event))
        said = ack["answers"][0] if "answers" in ack else ack
        assert said.get("refused") not in ("not_allowed", "malformed", "unknown_event", "server_error"), (event, said)
        one.disconnect()


def _told(one: Line, event: str, code: str) -> None:
    one.room.clock += 100  # so that nobody hears that they are too fast
    ack = one.send(event, body(event))
    assert ack["refused"] == code, (event, ack)


def test_whoever_sits_in_another_session_changes_nothing_here(stage: Stage) -> None:
    """A message names no session: it is the one of the seat. Ids that stand in it are looked for there alone."""
    there = LiveClass(stage.app)
    there.says(commands.OpenRound("lobby"))
    phone, console = there.line(), there.console()
    log, header = stage.here.log_length(), stage.here.parts.log.header(stage.here.id)
    for event, sender in SENDERS.items():
        there.clock += 100
        (phone if sender == "phone" else console).send(event, body(event))
    assert (stage.here.log_length(), stage.here.parts.log.header(stage.here.id)) == (log, header)


@pytest.mark.parametrize("what", ["revoked", "forgotten", "passed on", "new link", "deleted"])
def test_a_socket_whose_right_has_ended_does_nothing_any_more(stage: Stage, what: str) -> None:
    here = LiveClass(stage.app)
    here.says(commands.OpenRound("lobby"))
    phone = here.phone()
    if what in ("forgotten", "passed on"):
        one = here.line(phone)
        phone.post(f"/j/{here.code}/{'forget' if what == 'forgotten' else 'next'}")
    elif what == "new link":
        one = here.projector()
        here.fay.post(f"{here.console_url}/new-projector")
    else:
        laptop = browser(stage.app)
        laptop.post("/recover", data={"phrase": here.phrase()})
        one = here.console(laptop)
        here.new_phrase() if what == "revoked" else here.fay.post(f"{here.console_url}/delete")
    assert what == "deleted" or not one.is_connected()
    before = stage.stands()
    for event in SENDERS.keys() - {"peek"}:  # to peek at what was deleted is a wish for a view that never comes
        here.clock += 100
        ack = one.send(event, body(event)) if one.is_connected() else {"refused": "hung up on"}
        assert "refused" in (ack["answers"][0] if "answers" in ack else ack), (event, ack)
    assert stage.stands() == before


def test_other_pages_of_who_forgets_their_dots_end(stage: Stage) -> None:
    here = LiveClass(stage.app)
    phone = here.phone()
    one, other, ben = here.line(phone), here.line(phone), here.line(here.phone())
    assert one.says("forget_dots")["ok"]
    assert [line.is_connected() for line in (one, other, ben)] == [True, False, True]
