"""What an engine that keeps sessions (Redis, Valkey) says of itself: facts alone, judged by `doctor.engine`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SLOTS = 16384  # of a Cluster (redis.io, "Redis cluster specification")


@dataclass(frozen=True, slots=True)
class Node:
    """One server of it that may be written to, or should be. `at`: where it is. `settings`: of SETTINGS, those that it tells.

    `channels`: whether this user may publish in pollapp's. `ahead`: seconds by which its clock is ahead of this computer's.
    """

    at: str
    name: str = "Redis"
    version: str = "7.0.0"
    speaks: tuple[int, ...] = (7, 0)  # the version of Redis whose commands it knows: what Valkey calls its own version is another one
    master: bool = True
    clustered: bool = False
    loading: bool = False
    policy: str = "noeviction"
    used: int = 0  # bytes
    most: int = 0  # bytes; 0: as much as the computer has
    appends: bool = False  # keeps an append-only file
    ill: str = ""  # what it reports of its own last write to the disk, where that failed
    replicas: int = 0
    settings: Mapping[str, str] = field(default_factory=dict)
    channels: bool = True
    ahead: float = 0.0


SETTINGS = ("appendfsync", "save", "min-replicas-to-write", "min-replicas-max-lag", "aof-timestamp-enabled")


@dataclass(frozen=True, slots=True)
class Facts:
    """`address`: as it was given, for people to see (`redis_address.shown`). `nodes`: one, or the masters of a Cluster.

    `guarded`, `encrypted`: whether its address brings a password, and TLS. `tells`: whether it lets itself be asked for its settings.
    """

    address: str
    nodes: tuple[Node, ...]
    slots: int = SLOTS  # that are served
    guarded: bool = False
    encrypted: bool = False
    tells: bool = True


class CannotAsk(Exception):
    """The engine does not answer as one; the text is the rest of a sentence that begins with its address, without a full stop."""
