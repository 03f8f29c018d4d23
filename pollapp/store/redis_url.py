"""From an address to connections: `redis://`, `rediss://`, `unix://`, and with several hosts `redis+cluster://`, `redis+sentinel://`.

Nobody but us decides when something is tried again, and nothing waits for ever.
"""

import threading
from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from redis.backoff import NoBackoff
from redis.cluster import ClusterNode, RedisCluster
from redis.connection import Connection, ConnectionPool, parse_url
from redis.exceptions import ReadOnlyError, ResponseError
from redis.retry import Retry
from redis.sentinel import Sentinel, SentinelConnectionPool

from pollapp.redis_address import shown
from pollapp.store.log import StoreFailed
from pollapp.store.redis_keys import TAGS

ANSWER = 2.0  # seconds to wait for one
CONNECT = 1.0


_LIFE = "pollapp_life"  # what a connection knows of the engine at its other end


def life_of(connection: Connection) -> str:
    """The run id of the engine that this connection goes to."""
    return str(vars(connection)[_LIFE])


class PoolOf(Protocol):
    def of(self, bucket: int) -> ConnectionPool:
        """Connections to the engine that has this bucket now. Raises RedisError."""

    def look_again(self) -> None:
        """It may be another one by now."""

    def close(self) -> None:
        """Close every connection."""


def pools_of(url: str) -> PoolOf:
    """Raises StoreFailed for what is no such address."""
    try:
        parts = urlsplit(url)
        kind, _, more = parts.scheme.partition("+")
        if more == "cluster":
            return _Cluster(_hosts(parts.netloc, 6379), _usual(parts, kind, _learn_which))
        if more == "sentinel":
            return _Single(_sentinel_pool(parts, _usual(parts, kind, _learn)))
        settings = {name: value for name, value in _SETTINGS.items() if kind != "unix" or name != "socket_keepalive"}
        return _Single(ConnectionPool.from_url(url, **settings))
    except ValueError:  # whose text may be a part of a password
        raise StoreFailed(
            f"{shown(url)} is no address of an engine. "
            "In a password, signs such as / # ? are written as %2F %23 %3F (docs/operating.md, Redis)."
        ) from None


def _learn(connection: Connection) -> None:
    """What every new connection begins with: which life of the engine's this is, and that it takes writes."""
    connection.on_connect()
    if _learn_which(connection) != "master":
        raise ReadOnlyError("You can't write against a read only replica.")


def _learn_which(connection: Connection) -> str:
    """Gives its role. In a cluster a replica says itself who has the bucket."""
    try:
        connection.send_command("INFO", "server", "replication")
        lines = connection.read_response().decode(errors="replace").splitlines()
    except ResponseError as error:
        if "NOPERM" in str(error) or "no permissions" in str(error):
            vars(connection)[_LIFE] = ""  # then a restart shows only where something is missing
            return "master"
        raise
    said: dict[str, str] = dict(line.split(":", 1) for line in lines if ":" in line)
    vars(connection)[_LIFE] = said.get("run_id", "")
    return said.get("role", "master")


_SETTINGS: dict[str, Any] = {
    "protocol": 2,
    "socket_timeout": ANSWER,
    "socket_connect_timeout": CONNECT,
    "socket_keepalive": True,
    "retry": Retry(NoBackoff(), 0),
    "driver_info": None,
    "redis_connect_func": _learn,
}


class _Single:
    def __init__(self, pool: ConnectionPool) -> None:
        self._pool = pool

    def of(self, bucket: int) -> ConnectionPool:
        return self._pool

    def look_again(self) -> None:
        """Each new connection does."""

    def close(self) -> None:
        self._pool.disconnect()


class _Cluster:
    """The library finds out which node has what; the questions go to the node itself."""

    def __init__(self, hosts: list[tuple[str, int]], settings: dict[str, Any]) -> None:
        self._hosts, self._settings = hosts, settings
        self._cluster: RedisCluster | None = None
        self._finding = threading.Lock()
        self._stale = False

    def of(self, bucket: int) -> ConnectionPool:
        with self._finding:
            if self._cluster is None:
                nodes = [ClusterNode(host, port) for host, port in self._hosts]
                self._cluster = RedisCluster(startup_nodes=nodes, require_full_coverage=False, **self._settings)
            elif self._stale:
                self._cluster.nodes_manager.initialize()
            self._stale = False
        return self._cluster.get_redis_connection(self._cluster.get_node_from_key(TAGS[bucket])).connection_pool

    def look_again(self) -> None:
        self._stale = True

    def close(self) -> None:
        if self._cluster:
            self._cluster.close()


def _sentinel_pool(parts: SplitResult, settings: dict[str, Any]) -> ConnectionPool:
    """`…/master's name/db`; `?sentinel_username=…&sentinel_password=…` where the sentinels want one too."""
    name, _, db = unquote(parts.path).strip("/").partition("/")
    if not name:
        raise ValueError("the name of the master is missing after the sentinels' addresses")
    theirs = {key.removeprefix("sentinel_"): settings.pop(key) for key in ("sentinel_username", "sentinel_password") if key in settings}
    quick = {key: settings[key] for key in ("protocol", "socket_timeout", "socket_connect_timeout", "retry", "driver_info")}
    sentinel = Sentinel(_hosts(parts.netloc, 26379), sentinel_kwargs=quick | theirs)
    return SentinelConnectionPool(name, sentinel, db=int(db or 0), **settings)


def _usual(parts: SplitResult, scheme: str, learn: Callable[[Connection], Any]) -> dict[str, Any]:
    """How to connect to each of several hosts: credentials before the first, and what stands behind "?"."""
    one = urlunsplit((scheme, f"{parts.netloc.rpartition('@')[0]}@host", "", parts.query, ""))
    settings: dict[str, Any] = parse_url(one)
    for told in ("host", "connection_class"):
        settings.pop(told, None)
    return settings | _SETTINGS | {"redis_connect_func": learn} | ({"ssl": True} if scheme == "rediss" else {})


def _hosts(netloc: str, usual_port: int) -> list[tuple[str, int]]:
    hosts = [urlsplit(f"//{one}") for one in netloc.rpartition("@")[2].split(",")]
    return [(one.hostname or "127.0.0.1", one.port or usual_port) for one in hosts]
