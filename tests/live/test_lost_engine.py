"""A Redis that comes back without its data while a server runs: nothing is called deleted, phones keep their dots, and all goes on when
the data is there again. What is really deleted is still called so.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from pollapp.app import Parts, create_app
from pollapp.config import Config
from tests.live.lines import LiveClass, new_id
from tests.redis_servers import Engine
from tests.web.people import browser


@pytest.fixture
def app(redis: Engine, tmp_path: Path) -> Iterator[Flask]:
    redis.flush()
    app = create_app(Config(host="127.0.0.1", port=8000, data_dir=tmp_path / "data", redis=redis.url))
    app.testing = True
    yield app
    parts: Parts = app.extensions["pollapp"]
    parts.close()


@pytest.fixture
def room(app: Flask) -> LiveClass:
    room = LiveClass(app)
    assert room.console().says("open_round", from_="lobby")["ok"]
    return room


class Away:
    """The engine's data, put aside and brought back."""

    def __init__(self, redis: Engine) -> None:
        self.redis = redis
        with redis.client() as client:
            self._kept = {key: (client.dump(key), max(client.pttl(key), 0)) for key in client.scan_iter()}
        redis.flush()

    def back(self) -> None:
        with self.redis.client() as client:
            for key, (content, span) in self._kept.items():
                client.restore(key, span, content, replace=True)


def test_nobody_is_told_that_it_is_deleted_and_it_goes_on_when_the_data_is_back(room: LiveClass, redis: Engine) -> None:
    phone, console, somebody = room.line(), room.console(), room.phone()
    id = new_id()
    assert phone.places(1, "green")["ok"]
    away = Away(redis)
    assert phone.places(2, "red", id=id)["refused"] == "not_stored"
    assert room.parts.log.health.trouble == "away"
    room.parts.service._rooms.clear()  # as at the news that it is another life of the engine
    assert room.line(somebody).refused["refused"] == "not_stored"
    assert browser(room.app).get(f"/j/{room.code}").status_code == 503
    room.tick()
    assert "gone" not in [name for line in (phone, console) for name, _ in line.came]
    room.parts.log.try_again()
    assert room.parts.log.health.trouble == "away"
    assert room.fay.post("/sessions").status_code == 503
    away.back()
    room.parts.log.try_again()
    assert room.parts.log.health.trouble is None
    assert phone.places(2, "red", id=id)["ok"]
    assert room.line(somebody).refused is None


def test_what_is_deleted_is_said_to_be(room: LiveClass) -> None:
    phone, somebody = room.line(), room.phone()
    room.parts.service.delete(room.id)
    room.tick()
    assert "gone" in [name for name, _ in phone.came]
    assert room.line(somebody).refused["refused"] == "gone"
    assert browser(room.app).get(f"/j/{room.code}").status_code == 404
    assert room.parts.log.health.trouble is None
