"""Every store that the product has: name → how to open an empty one. A new one is added here and runs through the whole suite.

An engine is started once for all the tests of a process, and emptied before each.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

from pollapp.store.log import EventLog
from pollapp.store.redis_log import RedisLog
from pollapp.store.sqlite_log import SqliteLog
from tests.redis_servers import Cluster, Engine, redis_cluster, redis_server, valkey_server

Make = Callable[[], EventLog]  # another process's look at the same store
Store = Callable[[Path], Make]  # an empty store, where it needs a folder in this one


def _sqlite(folder: Path) -> Make:
    return lambda: SqliteLog(folder / "sessions.sqlite3")


@contextmanager
def _file() -> Iterator[Store]:
    yield _sqlite


@contextmanager
def _engine(started: Callable[[Path], AbstractContextManager[Engine | Cluster]]) -> Iterator[Store]:
    with tempfile.TemporaryDirectory(prefix="pollapp-engine-", ignore_cleanup_errors=True) as folder, started(Path(folder)) as engine:

        def emptied(_: Path) -> Make:
            engine.flush()
            return lambda: RedisLog(engine.url)

        yield emptied


SHARED: dict[str, Callable[[], AbstractContextManager[Store]]] = {  # by several processes at once
    "redis": partial(_engine, redis_server),
    "redis-cluster": partial(_engine, redis_cluster),
    "valkey": partial(_engine, valkey_server),
}
STORES: dict[str, Callable[[], AbstractContextManager[Store]]] = {"sqlite": _file, **SHARED}
