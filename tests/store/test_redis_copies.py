"""What somebody took back stays so when a replica takes over that was behind in that moment: they are answered once it has heard of it.

The replica is held (SIGSTOP), so that it lacks what the master stores; it is let go of, the master is killed at the answer, and the
replica is made the master.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest

from pollapp.domain.command import Command
from pollapp.domain.commands import ForgetDots, Join, OpenRound, PassOn, PlaceDot
from pollapp.domain.session import Session
from pollapp.opening import Settings, open_session
from pollapp.room import Counted
from pollapp.service import FACILITATOR, Order, Service
from pollapp.store import redis_copies
from pollapp.store.log import Header
from pollapp.store.redis_log import RedisLog
from tests.cast import ANA, WRONG, grid
from tests.contract.sessions import at_once
from tests.redis_servers import Engine, redis_server, until_true

Take = Callable[[Service, Header], object]
IsBack = Callable[[Header | None, Session | None], bool]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Engine]]:
    """A master, and the replica that follows it. The last test is the master's end."""
    tmp_path = tmp_path_factory.mktemp("redis")
    at_once = ("--repl-diskless-sync-delay", "0")
    with (
        redis_server(tmp_path / "master", *at_once) as master,
        redis_server(tmp_path / "replica", "--replicaof", f"127.0.0.1 {master.port}", *at_once) as replica,
    ):
        confirmed(master)
        yield master, replica


@pytest.fixture
def service(pair: tuple[Engine, Engine]) -> Iterator[Service]:
    with closing(RedisLog(pair[0].url)) as log:
        yield Service(log)


def opened(service: Service) -> Header:
    """A session in which Ana has placed a dot."""
    header = open_session(service.log, grid(3), Settings(), lambda: datetime.now(UTC)).header
    says(service, header, ANA, Join(ANA))
    says(service, header, FACILITATOR, OpenRound("lobby"))
    says(service, header, ANA, PlaceDot(ANA, 1, 1, 1, WRONG))
    return header


def says(service: Service, header: Header, actor: str, command: Command) -> None:
    [answer] = service.handle(header.id, [Order(actor, type(command).__name__, command)])
    assert isinstance(answer, Counted), answer


def confirmed(master: Engine) -> None:
    """Until the replica has all that there is."""
    with master.client() as client:
        client.set("all", "")
        until_true(lambda: client.execute_command("WAIT", 1, 500) == 1, lambda: "the replica did not follow")


TAKEN_BACK: dict[str, tuple[Take, IsBack]] = {
    "forget my dots": (
        lambda service, header: says(service, header, ANA, ForgetDots(ANA)),
        lambda header, session: bool(session) and ANA not in session.forgotten,
    ),
    "next person": (
        lambda service, header: says(service, header, ANA, PassOn(ANA)),
        lambda header, session: bool(session) and ANA not in session.passed_on,
    ),
    "deletion": (
        lambda service, header: service.delete(header.id),
        lambda header, session: header is not None or session is not None,
    ),
    "control": (
        lambda service, header: service.log.replace_control(header.id, "another", header.control_hash),
        lambda header, session: header is None or header.control_hash != "another",
    ),
    "projector": (
        lambda service, header: service.log.replace_projector(header.id, "another"),
        lambda header, session: header is None or header.projector_token != "another",
    ),
}  # fmt: skip


def test_a_replica_that_says_nothing_holds_up_nobody_for_long_and_is_told_of_once(
    pair: tuple[Engine, Engine], service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(redis_copies, "WITHIN", 0.3)
    caplog.set_level(logging.WARNING)
    master, replica = pair
    header = opened(service)
    confirmed(master)
    with replica.held():
        began = time.monotonic()
        at_once([lambda: service.log.await_copy(header.id)] * 40)
        assert time.monotonic() - began < 3  # one after the other it would be twelve seconds
        says(service, header, ANA, ForgetDots(ANA))
        service.log.delete("another", "and another")
    assert service.log.health.trouble is None
    [told] = [record.getMessage() for record in caplog.records]
    assert "No replica of Redis has confirmed in 0.3 s" in told
    confirmed(master)
    service.log.await_copy(header.id)
    with replica.held():
        service.log.await_copy(header.id)
    assert len(caplog.records) == 2


def test_who_may_not_wait_is_answered_all_the_same(pair: tuple[Engine, Engine], caplog: pytest.LogCaptureFixture) -> None:
    """Nobody is away for it, and who may not even ask whether there is a replica goes without."""
    master, _ = pair
    for forbidden, lines in (("-wait", 1), ("-info", 1)):
        with master.client() as client:
            client.execute_command("ACL", "SETUSER", "modest", "reset", "on", ">Vzr8qK2mT0x", "~*", "&*", "+@all", forbidden)
        with closing(RedisLog(f"redis://modest:Vzr8qK2mT0x@127.0.0.1:{master.port}/0")) as log:
            header = opened(Service(log))
            log.await_copy(header.id)
            assert log.header(header.id) == header
            assert log.health.trouble is None
        assert len(caplog.records) == lines, forbidden


def test_what_is_taken_back_stays_so_on_the_replica_that_takes_over(
    pair: tuple[Engine, Engine], service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_copies, "WITHIN", 20.0)
    master, replica = pair
    headers = {what: opened(service) for what in TAKEN_BACK}
    confirmed(master)
    answered: list[str] = []

    def takes(what: str) -> None:
        TAKEN_BACK[what][0](service, headers[what])
        answered.append(what)

    def back(url: str) -> list[str]:
        with closing(RedisLog(url)) as log:
            return [
                what for what, (_, is_back) in TAKEN_BACK.items() if is_back(log.header(id := headers[what].id), Service(log).session(id))
            ]

    taking = [threading.Thread(target=takes, args=[what]) for what in TAKEN_BACK]
    with replica.held():
        for one in taking:
            one.start()
        until_true(lambda: back(master.url) == [], lambda: "it was not stored")
        time.sleep(0.2)
        assert answered == [], "while no replica had it"
    for one in taking:
        one.join()
    master.kill()
    assert sorted(answered) == sorted(TAKEN_BACK)
    with replica.client() as client:
        client.replicaof("NO", "ONE")
    assert back(replica.url) == []
