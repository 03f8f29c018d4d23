"""Two workers in one test: two whole apps on one engine, and people whose next request, or socket, lands on the other one.

A browser keeps its cookies whichever worker it asks (`on`). What one worker learns of the other comes by threads of the store, so tests
wait for it (`until`); broadcasts go out when a test asks for them (`tick`).
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from pollapp.app import Parts, create_app
from pollapp.config import Config
from pollapp.store.redis_log import RedisLog
from tests.live.lines import Line, LiveClass
from tests.web.people import Class

WITHIN = 5.0  # seconds; what is promised is two, to pages of a machine that does nothing else


class Elsewhere(LiveClass):
    """A session that was opened on another worker, as this worker has it. Fay is the same, with the same cookies."""

    def __init__(self, app: Flask, room: Class) -> None:
        self.app, self.fay = app, on(app, room.fay)
        self.id, self.console_url, self.header, self.code, self.token = room.id, room.console_url, room.header, room.code, room.token
        self._stand_still()


class TwoWorkers:
    """`a` and `b`: the same session on both. `apps`: in this order."""

    def __init__(self, redis: str, data_dir: Path, **form: Any) -> None:
        self.apps = [_worker(redis, data_dir) for _ in range(2)]
        self.another(**form)

    def another(self, **form: Any) -> None:
        """From now on, `a` and `b` are a new session."""
        self.a = LiveClass(self.apps[0], **form)
        self.b = Elsewhere(self.apps[1], self.a)

    def leave(self) -> None:
        """Everybody closes their pages."""
        for line in (*self.a.seated, *self.b.seated):
            if line.is_connected():
                line.disconnect()

    def beat(self) -> None:
        """Each says who is connected to it, twice: then each has heard what the other says."""
        for _ in range(2):
            for app in self.apps:
                _parts(app).broadcast.presence.beat()

    def tick(self, after: float = 0.1) -> None:
        self.a.tick(after)
        self.b.tick(after)

    def until(self, there: Callable[[], Any], what: str = "") -> Any:
        """What there() gives once it gives something, both broadcasting meanwhile. Fails when that takes too long."""
        late = time.monotonic() + WITHIN
        while not (found := there()):
            assert time.monotonic() < late, what or "it took too long"
            self.tick(after=2)
            time.sleep(0.005)
        return found

    @contextmanager
    def deaf(self) -> Iterator[None]:
        """Meanwhile `b` hears nothing of what is stored by `a`, as if its line to the engine were slow; it can ask."""
        log = self.b.parts.log
        assert isinstance(log, RedisLog)
        followers = log._followers
        feeds, followers._feeds = followers._feeds, []
        try:
            yield
        finally:
            followers._feeds = feeds

    def close(self) -> None:
        for app in self.apps:
            _parts(app).close()


def on(app: Flask, somebody: FlaskClient) -> FlaskClient:
    """The same browser, asking this worker: one jar of cookies."""
    client = app.test_client()
    client._cookies = somebody._cookies
    return client


def gone(line: Line) -> bool:
    """Whether this page's socket has been ended."""
    return not line.is_connected()


def _worker(redis: str, data_dir: Path) -> Flask:
    app = create_app(Config(host="127.0.0.1", port=8000, data_dir=data_dir, redis=redis))
    app.testing = True
    return app


def _parts(app: Flask) -> Parts:
    parts: Parts = app.extensions["pollapp"]
    return parts
