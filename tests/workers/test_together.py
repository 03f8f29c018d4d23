"""Lines of one room come to one worker, whichever has the knock; as long as that one is there, is heard of, and is not much fuller."""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from zlib import crc32

import pytest
from playwright.sync_api import Browser, expect

from pollapp.workers.load import A_CLASS, FULLER, HEARD_WITHIN, Load, new_table
from pollapp.workers.post import Files, Post
from pollapp.workers.together import Together
from tests.real_server import RealServer
from tests.redis_servers import Engine
from tests.workers.rooms import NO_WEBSOCKETS, RoomOfLines
from tests.workers.running import HANDSHAKE, Connection, owner, pids_by_place, two_workers

ROOMS = [f"{number:04x}" for number in range(16)]
LIVES = ("00000a", "00000b")


@pytest.fixture
def clock() -> list[float]:
    return [1000.0]


@pytest.fixture
def load(clock: list[float]) -> Iterator[Load]:
    """Two workers that have said how many they have, and sit neither in the order of their places nor first."""
    with new_table() as file:
        load = Load(file.fileno(), lambda: clock[0])
        for place, life in enumerate(LIVES):
            load.sit(7 - place, place, life)
            load.say(7 - place, 10)
        yield load


def _post(number: int) -> Post:
    return Post(f"a{number + 1}", LIVES[number], number, 7 - number, "/nowhere", Files(-1, -1, -1, -1))


def _hosts(load: Load, us: int) -> set[str | None]:
    together = Together(_post(us), 2, "a", load)
    return {together.host(room, leaving=False) for room in ROOMS}


def test_all_workers_agree_whose_a_room_is(load: Load) -> None:
    for room in ROOMS:
        place = crc32(room.encode()) % 2
        said = [Together(_post(us), 2, "a", load).host(room, leaving=False) for us in (0, 1)]
        assert said[place] is None
        assert said[1 - place] == f"a{place + 1}.{LIVES[place]}"


def test_a_worker_that_has_left_is_given_nothing(load: Load) -> None:
    assert _hosts(load, us=0) == {None, "a2.00000b"}
    load.leave(6)
    assert _hosts(load, us=0) == {None}


def test_whoever_replaces_it_is_given_its_rooms(load: Load) -> None:
    load.sit(0, 1, "abcdef")
    load.say(0, 0)
    load.leave(6)
    assert _hosts(load, us=0) == {None, "a2.abcdef"}


def test_one_that_nobody_hears_of_is_given_nothing_until_it_says_something(load: Load, clock: list[float]) -> None:
    clock[0] += HEARD_WITHIN + 0.01
    assert _hosts(load, us=0) == {None}
    load.say(6, 10)
    assert _hosts(load, us=0) == {None, "a2.00000b"}


def test_it_is_heard_of_also_where_the_clock_begins_anew(load: Load, clock: list[float]) -> None:
    clock[0] = 2**32 / 1000 - 0.2
    load.say(6, 10)
    clock[0] += 0.4
    assert _hosts(load, us=0) == {None, "a2.00000b"}


def test_a_single_class_is_not_divided_and_a_hall_is(load: Load) -> None:
    load.say(7, 0)
    load.say(6, A_CLASS)
    assert "a2.00000b" in _hosts(load, us=0)
    load.say(7, 400)
    load.say(6, round(FULLER * 500 + A_CLASS))
    assert "a2.00000b" in _hosts(load, us=0)
    load.say(6, 800)
    assert _hosts(load, us=0) == {None}


def test_who_is_on_the_way_counts_too_until_it_has_arrived(load: Load) -> None:
    """Hundreds may knock before the one who has their room can say how many it has."""
    together = Together(_post(0), 2, "a", load)
    [room] = [room for room in ROOMS if together.host(room, leaving=False)][:1]
    with ExitStack() as coming:
        given = 0
        while host := together.host(room, leaving=False):
            coming.enter_context(together.giving(host))
            given += 1
        assert 10 + given >= load.most() > 9 + given
    assert together.host(room, leaving=False)
    with together.giving("made.0a0b0c"):
        pass
    assert together._coming == {}


def test_whoever_leaves_gives_its_own_rooms_to_its_successor(load: Load) -> None:
    load.leave(7)
    load.sit(0, 0, "abcdef")
    load.say(0, 0)
    together = Together(_post(0), 2, "a", load)
    assert {together.host(room, leaving=True) for room in ROOMS} == {"a1.abcdef", "a2.00000b"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, redis: Engine) -> Iterator[RealServer]:
    with two_workers(tmp_path_factory.mktemp("together"), redis) as server:
        yield server


@contextmanager
def _knocks(server: RealServer, rooms: list[str], at_once: bool = False) -> Iterator[list[str]]:
    """Whose each line is: one for each of these rooms, all there together. `at_once`: all ask before one is answered."""
    connections = [Connection(server) for _ in rooms]
    try:
        if at_once:
            for one, room in zip(connections, rooms, strict=True):
                one.socket.sendall(f"GET {HANDSHAKE}&room={room} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            yield [owner(_sid_in(one.socket.recv(2000))) for one in connections]
        else:
            yield [owner(one.opens_a_line(f"&room={room}")) for one, room in zip(connections, rooms, strict=True)]
    finally:
        for one in connections:
            one.close()


def _sid_in(answer: bytes) -> str:
    return answer.partition(b'"sid":"')[2].partition(b'"')[0].decode()


def _of_room(room: str) -> str:
    return str(crc32(room.encode()) % 2 + 1)


@pytest.mark.server
def test_lines_of_a_room_are_one_workers(server: RealServer) -> None:
    with _knocks(server, ROOMS * 3) as owners:
        assert owners == [_of_room(room) for room in ROOMS] * 3
        assert set(owners) == {"1", "2"}


@pytest.mark.server
@pytest.mark.parametrize("room", ["", "%00", "%ff", "%F0%9F%90%8C", "x" * 4000, "1&room=2"])
def test_whatever_a_room_is_called_its_line_opens(server: RealServer, room: str) -> None:
    with closing(Connection(server)) as here:
        assert owner(here.opens_a_line(f"&room={room}")) in ("1", "2")


@pytest.mark.server
def test_a_connection_follows_from_room_to_room(server: RealServer) -> None:
    with closing(Connection(server)) as here:
        for room in ROOMS:
            assert owner(here.opens_a_line(f"&room={room}")) == _of_room(room)


@pytest.mark.server
@pytest.mark.parametrize("at_once", [False, True], ids=["one after the other", "at once"])
def test_a_hall_is_shared_out(server: RealServer, at_once: bool) -> None:
    with _knocks(server, ROOMS[:1] * 300, at_once) as owners:
        assert 150 < Counter(owners)[_of_room(ROOMS[0])] < 280


@pytest.mark.e2e
@pytest.mark.server
@pytest.mark.parametrize("scripts", [(), (NO_WEBSOCKETS,)], ids=["websockets", "polling"])
def test_a_class_is_on_one_worker(browser: Browser, server: RealServer, scripts: tuple[str, ...]) -> None:
    room = RoomOfLines(browser, server, *scripts)
    try:
        fay = room.fay()
        fay.opens_a_session()
        phones = [room.phone(fay.code) for _ in range(4)]
        fay.opens_the_projector()
        fay.goes_on("People are voting.")
        for phone in phones:
            phone.votes({1: "green"})
        expect(fay.console.locator("[data-present]").first).to_have_text("4")
        for _ in range(400):  # the browser says when a page has asked for its line
            if len(room.lines) >= 6:
                break
            fay.console.wait_for_timeout(50)
        assert len(room.lines) >= 6
        assert room.owners() == {_of_room(fay.data["session"]["id"][:4])}
        assert room.complaints == []
    finally:
        room.close()


@pytest.mark.server
def test_while_a_worker_stands_still_the_other_one_takes_its_rooms(server: RealServer) -> None:
    away = next(room for room in ROOMS if _of_room(room) == "2")
    standing = pids_by_place(server)[1]
    os.kill(standing, signal.SIGSTOP)
    try:
        owners = set()
        for _ in range(3):  # it is heard of for a moment: then a line may be given to it, and waits
            with closing(Connection(server, timeout=3.0)) as here:
                try:
                    owners.add(owner(here.opens_a_line(f"&room={away}")))
                except OSError:
                    owners.clear()
        assert owners == {"1"}
    finally:
        os.kill(standing, signal.SIGCONT)
