"""Privacy where a Redis keeps the sessions: the same class, by sockets and forms, with every file of that Redis searched too: what it
appends, its snapshots, its own log. It is told to write plainly, so that nothing hides in its packing; the disguises are the same.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from tests.privacy.everything import TYPED, Everything
from tests.privacy.searching import Written, disguises, disguises_of_address, files_under, found
from tests.privacy.watched import WatchedServer
from tests.redis_servers import Engine, redis_server

pytestmark = pytest.mark.server

PASSWORD = "Vzr8qK2mT0xWcJ4n"
DAY = 24 * 60 * 60  # seconds
PLAINLY = ("--rdbcompression", "no", "--aof-use-rdb-preamble", "no", "--loglevel", "debug")
# A moment of these years, in seconds or milliseconds, as a word of a command; with the command before it.
_MOMENT = re.compile(rb"\$\d+\r\n(?P<key>pollapp:[^\r]*)\r\n(?:(?!\*)[^\r]*\r\n){0,30}?(?P<moment>1[789]\d{8}(?:\d{3})?)\b")


class WatchedToo(WatchedServer):
    """A server whose engine is looked at with it."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.engine = engine
        super().__init__(folder, f"redis://:{PASSWORD}@127.0.0.1:{engine.port}/0")

    def look(self, when: str) -> None:
        super().look(when)
        with Redis(port=self.engine.port, password=PASSWORD) as client:
            client.save()
        self.snapshots |= {f"{when}: {path}": content for path, content in files_under(self.engine.folder).items()}


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everything]:
    with redis_server(tmp_path_factory.mktemp("engine"), *PLAINLY) as engine:
        with engine.client() as client:
            client.config_set("requirepass", PASSWORD)
        server = WatchedToo(tmp_path_factory.mktemp("watched"), engine)
        everything = Everything(server, None)
        try:
            everything.runs()
            yield everything
        finally:
            server.stop()


def _of_redis(done: Everything) -> Written:
    assert isinstance(done.server, WatchedToo)
    return {where: content for where, content in done.server.snapshots.items() if str(done.server.engine.folder) in where}


def test_there_was_something_to_search(done: Everything) -> None:
    for when in ("while it ran", "after it was killed", "at the end", "after it had stopped"):
        endings = {where.rsplit(".", 1)[-1] for where in _of_redis(done) if where.startswith(when)}
        assert {"aof", "rdb", "manifest"} <= endings, when
        assert f"{when}: {done.server.engine.folder}/log" in _of_redis(done)  # type: ignore[attr-defined]
    for ending in (".aof", ".rdb"):
        held = {where: content for where, content in _of_redis(done).items() if where.endswith(ending)}
        assert found({"what people typed": TYPED.encode()}, held), ending
    assert not any("sqlite" in where for where in done.written())


def test_no_address_browser_cookie_or_connection_is_written_down(done: Everything) -> None:
    for address in sorted(done.known.addresses - {"127.0.0.1", "::1"}):
        assert found(disguises_of_address(address), done.written()) == [], address
    for secret, what in done.known.secrets.items():
        forms = {
            form: needle
            for form, needle in disguises(secret).items()
            if not any(kept in what for kept in ("control", "offer")) or "sha256" not in form
        }
        assert found(forms, done.written()) == [], what


def test_no_time_stands_beside_a_dot(done: Everything) -> None:
    """Redis writes down every key's end as a moment: nothing that comes and goes with people or their dots may have one.

    When a session was opened and until when it is kept is known anyway. When a facilitator offers control, too, ends after a minute.
    """
    kinds = set()
    for where, content in _of_redis(done).items():
        if where.endswith(".aof"):
            found_here = _MOMENT.finditer(content)
            kinds |= {_kind(match["key"]) for match in found_here if int(match["moment"][:10]) % DAY}  # a day is no moment
    assert kinds == {"{codes}", "header", "sessions", "offers", "shelf"}


def _kind(key: bytes) -> str:
    """What kind of key it is: the last of its parts that is no session's or process's own."""
    parts = key.decode().split(":")
    return parts[4] if parts[2:3] == ["s"] else parts[2] if len(parts) > 2 else parts[1]


def test_ids_stand_in_the_log_alone(done: Everything) -> None:
    in_redis = _of_redis(done)
    for participant in done.known.participants:
        places = found(disguises(participant), done.written())
        assert places
        assert [place for place in places if place.removesuffix(": as it is") not in in_redis] == []


def test_the_password_is_written_nowhere(done: Everything) -> None:
    assert found(disguises(PASSWORD), {where: content for where, content in done.written().items() if where not in _of_redis(done)}) == []
    assert PASSWORD.encode() not in b"".join(done.exported.values())


def test_what_is_deleted_leaves_no_byte_in_its_files(done: Everything) -> None:
    """By the shell, with no server there to sweep."""
    assert isinstance(done.server, WatchedToo)
    engine = done.server.engine
    environ = {"POLLAPP_REDIS": f"redis://:{PASSWORD}@127.0.0.1:{engine.port}/0"}
    subprocess.run([sys.executable, "-m", "pollapp", "session", "purge", "--all", "--yes"], env=environ, check=True, capture_output=True)
    with Redis(port=engine.port, password=PASSWORD) as client:
        while any(
            client.info("persistence")[what] for what in ("aof_rewrite_in_progress", "aof_rewrite_scheduled", "rdb_bgsave_in_progress")
        ):
            pass
        left = files_under(engine.folder)
        assert [key for key in client.scan_iter() if done.id.encode() in key and not key.endswith(b":notes")] == []
    assert found({"typed": TYPED.encode(), **{id: id.encode() for id in done.known.participants}}, left) == []
