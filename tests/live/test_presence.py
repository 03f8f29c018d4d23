"""Who is connected elsewhere: told in numbers, asked for only when somebody watches, and news only when it changes."""

from collections.abc import Mapping

import pytest

from pollapp.live.presence import BEAT, Presence
from pollapp.store.log import StoreFailed
from pollapp.store.shelf import NOBODY, SHARE_HOLDS, MemoryShelf, Share
from tests.live.lines import LiveClass


class Others(MemoryShelf):
    """A shelf with which others share: what was told, and what they say."""

    shared = True

    def __init__(self) -> None:
        super().__init__()
        self.told: list[dict[str, Share]] = []
        self.say: dict[str, Share] = {}
        self.away = False

    def share(self, shares: Mapping[str, Share]) -> dict[str, Share]:
        if self.away:
            raise StoreFailed("away", "away")
        self.told.append(dict(shares))
        return {session_id: self.say.get(session_id, NOBODY) for session_id in shares}


@pytest.fixture
def others(room: LiveClass) -> Others:
    return Others()


@pytest.fixture
def presence(room: LiveClass, others: Others) -> Presence:
    broadcast = room.parts.broadcast
    broadcast.presence = Presence(others, room.parts.seats, room.parts.service.session, broadcast.mark)
    return broadcast.presence


def test_nothing_is_said_where_nobody_watches(room: LiveClass, presence: Presence, others: Others) -> None:
    presence.beat()
    assert others.told == []
    ana = room.line()
    presence.beat()
    ana.disconnect()
    presence.beat()
    presence.beat()
    assert others.told == [{room.id: Share(1, 0)}, {room.id: NOBODY}]


def test_numbers_are_told_of_those_who_count_here(room: LiveClass, presence: Presence, others: Others) -> None:
    phone = room.phone()
    lines = [room.line(phone), room.line(phone), room.line(), room.console(), room.console(), room.projector()]
    forgotten = room.line()
    assert forgotten.says("forget_dots")["ok"]
    presence.beat()
    assert others.told == [{room.id: Share(2, 2)}]
    assert len(lines) == 6


def test_screens_are_told_the_sum_once_it_changes_and_never_more_than_have_joined(
    room: LiveClass, presence: Presence, others: Others
) -> None:
    room.phones(4)
    phone, console, projector = room.line(), room.console(), room.projector()
    room.tick(after=2)
    assert _seen(console) == (1, 1)
    others.say = {room.id: Share(3, 2)}
    presence.beat()
    room.tick(after=2)
    assert _seen(console) == (4, 3)
    assert projector.views()[-1]["turnout"]["present"] == 4
    sent, to_phone = len(console.views()), len(phone.views())
    presence.beat()
    room.tick(after=2)
    assert len(console.views()) == sent
    others.say = {room.id: Share(300, 2)}
    presence.beat()
    room.tick(after=2)
    assert _seen(console) == (5, 3)
    assert len(phone.views()) == to_phone  # phones are not told who else is there


def test_what_was_heard_last_holds_while_the_shelf_is_out_of_reach(room: LiveClass, presence: Presence, others: Others) -> None:
    room.phones(4)
    console = room.console()
    others.say = {room.id: Share(3, 0)}
    presence.beat()
    others.away = True
    with pytest.raises(StoreFailed):
        presence.beat()
    room.parts.broadcast.mark(room.id)
    room.tick(after=2)
    assert _seen(console) == (3, 1)


class _Enough(Exception):
    """Ends a task that goes on for ever."""


def test_it_beats_for_ever_and_outlives_an_ill_shelf(
    presence: Presence, others: Others, room: LiveClass, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    pauses: list[float] = []

    def ill() -> None:
        raise StoreFailed("broken")

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 4:
            raise _Enough

    monkeypatch.setattr(presence, "beat", ill)
    with pytest.raises(_Enough):
        presence.keep_beating(sleep)
    assert pauses == [BEAT] * 4
    assert SHARE_HOLDS >= 2 * BEAT
    assert caplog.text.count("Not counted who is connected elsewhere: broken") == 1


@pytest.mark.in_a_file
def test_a_process_that_is_alone_says_nothing(room: LiveClass) -> None:
    room.parts.broadcast.presence.keep_beating(lambda seconds: pytest.fail("it goes on"))


def _seen(console: object) -> tuple[int, int]:
    view = console.views()[-1]  # type: ignore[attr-defined]
    return view["turnout"]["present"], view["consoles"]
