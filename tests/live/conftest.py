"""`room`: a session that Fay has opened. `voting`: the same with round 1 open. `talk`: one that talks.

`two`: a session on two workers.
"""

from collections.abc import Iterator

import pytest
from flask import Flask

from pollapp.domain.commands import CloseRound, OpenRound
from pollapp.domain.talk_commands import MoveSpotlight
from tests.live.lines import LiveClass
from tests.live.over_the_network import Stage
from tests.live.two_workers import TwoWorkers
from tests.real_server import RealServer
from tests.redis_servers import Engine, redis_server
from tests.web.people import grid_read_once


@pytest.fixture
def room(app: Flask) -> LiveClass:
    return LiveClass(app)


@pytest.fixture
def voting(room: LiveClass) -> LiveClass:
    return room.after(OpenRound("lobby"))


@pytest.fixture
def talk(room: LiveClass) -> LiveClass:
    """Square 1 is in the spotlight, with three dots on it."""
    room.says(OpenRound("lobby"))
    for choice in ("green", "green", "red"):
        room.somebody(s1=choice)
    return room.after(CloseRound("voting"), MoveSpotlight(None, 1))


@pytest.fixture(autouse=True, scope="package")
def _read_the_grid_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pollapp.app.shipped_grid", grid_read_once)
        yield


@pytest.fixture
def stage(server: RealServer) -> Iterator[Stage]:
    """A real server with room for people."""
    stage = Stage(server)
    yield stage
    stage.close()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with redis_server(tmp_path_factory.mktemp("redis")) as engine:
        yield engine


@pytest.fixture(scope="module")
def workers(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoWorkers]:
    workers = TwoWorkers(engine.url, tmp_path_factory.mktemp("data"))
    yield workers
    workers.close()


@pytest.fixture
def two(workers: TwoWorkers) -> Iterator[TwoWorkers]:
    """With a new session, whose round 1 is open."""
    workers.another()
    workers.a.says(OpenRound("lobby"))
    yield workers
    workers.leave()
