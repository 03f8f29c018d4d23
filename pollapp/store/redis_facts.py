"""Asks an engine what it is, for `doctor.engine` to judge. The library is imported when it is needed: a server patches sockets first."""

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pollapp.redis_address import has_password, shown
from pollapp.store.engine_facts import SETTINGS, SLOTS, CannotAsk, Facts, Node
from pollapp.store.log import StoreFailed
from pollapp.store.redis_keys import BUCKETS

if TYPE_CHECKING:
    from redis import Redis

_DISK = {"aof_last_write_status": "its last write to its append-only file", "rdb_last_bgsave_status": "its last snapshot"}


def ask(address: str) -> Facts:
    """What it says of itself, from every node that has sessions. Changes nothing. Raises CannotAsk."""
    from redis.exceptions import AuthenticationError, BusyLoadingError, NoPermissionError, ReadOnlyError, RedisError  # noqa: PLC0415

    try:
        return _asked(address)
    except AuthenticationError as error:
        raise CannotAsk(f"lets nobody in with what its address says ({_plain(error)})") from error
    except NoPermissionError as error:
        raise CannotAsk(f"does not let this user ask how it is, which takes the command INFO ({_plain(error)})") from error
    except ReadOnlyError as error:
        raise CannotAsk("is a replica, where nothing can be stored") from error
    except BusyLoadingError as error:
        raise CannotAsk("is still reading its data from the disk") from error
    except (RedisError, OSError, StoreFailed) as error:
        raise CannotAsk(f"cannot be reached ({_plain(error)})") from error


def _plain(error: Exception) -> str:
    return str(error).rstrip(".") or type(error).__name__


def _asked(address: str) -> Facts:
    from redis import Redis  # noqa: PLC0415

    from pollapp.store.redis_url import pools_of  # noqa: PLC0415

    pools = pools_of(address)
    clients = {id(pool): Redis(connection_pool=pool) for pool in map(pools.of, range(BUCKETS))}
    try:
        told = [_node(client) for client in clients.values()]
        nodes = tuple(node for node, _ in told)
        slots = _slots(next(iter(clients.values()))) if "+cluster" in address else SLOTS
    finally:
        pools.close()
    encrypted = address.startswith("rediss")
    return Facts(shown(address), nodes, slots, has_password(address), encrypted, all(tells for _, tells in told))


def _node(client: "Redis") -> tuple[Node, bool]:
    """What it is; and whether it tells its settings."""
    says: dict[str, Any] = client.info()
    settings = _settings(client)
    valkey = says.get("valkey_version", "")
    speaks = str(says["redis_version"])
    return Node(
        at=_at(client),
        name="Valkey" if valkey else "Redis",
        version=str(valkey or speaks),
        speaks=tuple(int(part) for part in speaks.split(".")[:2]),
        master=says["role"] == "master",
        clustered=bool(says.get("cluster_enabled")),
        loading=bool(says.get("loading")),
        policy=str(says.get("maxmemory_policy", "noeviction")),
        used=int(says.get("used_memory", 0)),
        most=int(says.get("maxmemory", 0)),
        appends=bool(says.get("aof_enabled")),
        ill=next((what for field, what in _DISK.items() if says.get(field, "ok") != "ok"), ""),
        replicas=sum(isinstance(said, dict) and said.get("state") == "online" for name, said in says.items() if name.startswith("slave")),
        settings=settings or {},
        channels=_has_channels(client),
        ahead=_ahead(client),
    ), settings is not None


def _at(client: "Redis") -> str:
    connection = client.connection_pool.get_connection()
    try:
        host, port = getattr(connection, "host", ""), getattr(connection, "port", "")
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}" if host else str(getattr(connection, "path", ""))
    finally:
        client.connection_pool.release(connection)


def _settings(client: "Redis") -> dict[str, str] | None:
    """Those of SETTINGS; None where it does not tell: whoever runs a Redis for others often forbids that."""
    from redis.exceptions import ResponseError  # noqa: PLC0415

    with suppress(ResponseError):
        found: dict[Any, Any] = client.config_get(*SETTINGS)
        return {_text(name): _text(value) for name, value in found.items()}
    return None


def _has_channels(client: "Redis") -> bool:
    from redis.exceptions import NoPermissionError  # noqa: PLC0415

    try:
        client.publish("pollapp:told", "")  # one of those of `redis_shelf`; whoever hears it makes nothing of it
    except NoPermissionError:
        return False
    return True


def _slots(client: "Redis") -> int:
    found = dict(line.split(":", 1) for line in _text(client.execute_command("CLUSTER", "INFO")).splitlines() if ":" in line)
    return int(found.get("cluster_slots_ok", 0))


def _ahead(client: "Redis") -> float:
    """Seconds; half of the way there and back counts for the way there."""
    before = time.time()
    seconds, microseconds = client.time()
    return float(seconds + microseconds / 1e6 - (before + time.time()) / 2)


def _text(said: Any) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)
