"""Rooms and seats, counted as people come and go, are what looking through everything finds."""

from typing import Any

import socketio
from hypothesis import given
from hypothesis import strategies as st

from pollapp.access import Role, Seat
from pollapp.live.rooms import Rooms
from pollapp.live.seats import Seats

SIDS, ROOMS = ("ana", "ben", "cem"), ("class", "screens")
_STEPS = st.lists(
    st.tuples(st.sampled_from(("come", "enter", "leave", "go", "close")), st.sampled_from(SIDS), st.sampled_from(ROOMS)), max_size=40
)


def _do(manager: socketio.Manager, step: str, sid: str, room: str) -> Any:
    there = manager.is_connected(sid, "/")
    if step == "come" and not there:
        manager.basic_enter_room(sid, "/", None, eio_sid=f"line of {sid}")
        manager.basic_enter_room(sid, "/", sid, eio_sid=f"line of {sid}")
        manager.pending_connect.setdefault("/", []).append(sid)
        manager.pending_connect["/"].remove(sid)
        manager.callbacks[sid] = {}
    elif step == "enter" and there:
        manager.basic_enter_room(sid, "/", room)
    elif step == "leave":
        manager.basic_leave_room(sid, "/", room)
    elif step == "close":
        manager.basic_close_room(room, "/")
    elif step == "go" and there:
        manager.pre_disconnect(sid, "/")
        manager.basic_disconnect(sid, "/")
    return manager.rooms, manager.callbacks, {key: value for key, value in manager.pending_disconnect.items() if value}


@given(_STEPS)
def test_leaving_costs_a_look_at_ones_own_rooms_and_comes_to_the_same(steps: list[tuple[str, str, str]]) -> None:
    ours, theirs = Rooms(), socketio.Manager()
    for step in steps:
        assert _do(ours, *step) == _do(theirs, *step)
    for sid in SIDS:
        _do(ours, "go", sid, "class")
    assert not any(ours._of.values()), "nothing is remembered of who has left"


_SEATS = st.lists(
    st.tuples(
        st.booleans(),
        st.integers(0, 9),
        st.sampled_from(("one", "two")),
        st.sampled_from(("phone", "console", "projector")),
        st.sampled_from(SIDS),
    ),
    max_size=50,
)


@given(_SEATS)
def test_who_is_present_is_who_sits_there(steps: list[tuple[bool, int, str, Role, str]]) -> None:
    seats, there = Seats(), dict[str, Seat]()
    for comes, number, session, role, who in steps:
        sid = f"socket {number}"
        if comes and sid not in there:
            there[sid] = Seat(role, session, f"{who} in {session}" if role == "phone" else None)
            seats.take(sid, there[sid])
        elif not comes:
            assert seats.leave(sid) == there.pop(sid, None)
        for one in ("one", "two"):
            here = {sid: seat for sid, seat in there.items() if seat.session_id == one}
            phones = {seat.participant for seat in here.values() if seat.participant}
            assert seats.present(one, phones - {f"ana in {one}"}) == len(phones - {f"ana in {one}"})
            assert sorted(seats.sids(one)) == sorted(here)
            assert seats.sids(one, "phone") == [sid for sid in seats.sids(one) if here[sid].role == "phone"]
            assert seats.watched(one) == bool(here)
    for sid in list(there):
        seats.leave(sid)
    for remembered in (seats._by_sid, seats._by_session, seats._by_participant, seats._participants):
        assert not remembered, "nothing is remembered of who has left"
