"""The sessions in a Redis or Valkey that several processes share: one stream a session (docs/decisions/0019-redis-a-stream-a-session.md).

Durable is what the engine makes of it: whoever starts the server is told (`doctor.engine`). Names of keys are in `redis_keys`, what has
to happen as one in `redis_scripts`, connections in `redis_connect`, followers in `redis_follow`.
"""

import logging
import secrets
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress

from pollapp.store.followers import Followers
from pollapp.store.group_commit import GroupCommit
from pollapp.store.health import ENGINE, Health
from pollapp.store.left_to_do import LeftToDo
from pollapp.store.log import Append, Entry, Feed, Header, Outcome, StoreFailed, log_failure
from pollapp.store.redis_append import Group, RedisAppend
from pollapp.store.redis_connect import HURRIED, Engine
from pollapp.store.redis_copies import RedisCopies
from pollapp.store.redis_follow import RedisFollow
from pollapp.store.redis_keys import Keys, bucket_of
from pollapp.store.redis_places import RedisPlaces
from pollapp.store.redis_sessions import RedisSessions
from pollapp.store.redis_sweep import RedisSweep

logger = logging.getLogger(__name__)


class RedisLog:
    def __init__(self, url: str, prefix: str = "pollapp") -> None:
        """Nothing is asked of the engine yet. Raises StoreFailed for an address that cannot be one."""
        self.health = Health(does=ENGINE)
        name, keys = secrets.token_hex(4), Keys(prefix)
        self._engine, self._followers = Engine(url), Followers()
        self._sessions = RedisSessions(self._engine, keys, name)
        self._places = RedisPlaces(self._engine, keys, self._sessions, name, self._followers.tell)
        self._follow = RedisFollow(self._engine, keys, self._places, name)
        self._append = RedisAppend(self._engine, keys, self._places.known)
        self._copies = RedisCopies(self._engine, keys)
        self._sweep = RedisSweep(self._engine, keys, self._sessions)
        self._left_to_do = LeftToDo()
        self._written: list[Group] = []  # and not fed yet
        self._commits = GroupCommit(self._write_group, self._feed)
        self.figures = self._commits.figures

    def open(self, header: Header, events: Sequence[Append]) -> None:
        with self.health.noticing():
            self._sessions.open(header, events)

    def append(self, items: Sequence[Append]) -> list[Outcome]:
        return self._commits.append(items)

    def append_soon(self, items: Sequence[Append], settled: Callable[[Sequence[Outcome]], None]) -> None:
        self._commits.append_soon(items, settled)

    def read(self, session_id: str, after: int = 0) -> list[Entry] | None:
        with self.health.noticing():
            return self._sessions.read(session_id, after)

    def header(self, session_id: str) -> Header | None:
        with self.health.noticing():
            return self._sessions.header(session_id)

    def by_code(self, code: str) -> Header | None:
        with self.health.noticing():
            return self._sessions.by_code(code)

    def headers(self) -> list[Header]:
        with self.health.noticing():
            return self._sessions.headers()

    def replace_control(self, session_id: str, control_hash: str, was: str) -> bool:
        with self.health.noticing():
            replaced = self._sessions.change(session_id, "control", control_hash, was)
        self.await_copy(session_id)
        return replaced

    def replace_projector(self, session_id: str, token: str) -> None:
        with self.health.noticing():
            self._sessions.change(session_id, "projector", token, None)
        self.await_copy(session_id)

    def keep(self, session_id: str, keep_until: int | None, was: int | None) -> bool:
        with self.health.noticing():
            return self._sessions.keep(session_id, keep_until, was)

    def erase(self, session_id: str, seqs: Collection[int]) -> None:
        if seqs:
            with self.health.noticing():
                self._sessions.erase(session_id, seqs)

    def delete(self, *session_ids: str) -> None:
        if session_ids:
            with self.health.noticing():
                self._sessions.delete(session_ids)
            self._copies.wait({bucket_of(session_id) for session_id in session_ids})

    def delete_expired(self, moment: float) -> list[str]:
        with self.health.noticing():
            return self._sessions.delete_expired(moment)

    def await_copy(self, session_id: str) -> None:
        self._copies.wait([bucket_of(session_id)])

    def sweep(self) -> None:
        with self.health.noticing():
            self._left_to_do.is_now(self._sweep.sweep())

    def try_again(self) -> None:
        self.health.look()
        if self.health.trouble:
            with suppress(StoreFailed):  # then the trouble goes on
                self._sweep.probe()
                self.health.works()

    def follow(self, feed: Feed) -> None:
        self._followers.add(feed)

    def attend(self, session_id: str, after: int) -> None:
        self._follow.attend(session_id, after)

    def leave(self, session_id: str) -> None:
        self._places.leave(session_id)

    def epoch(self, session_id: str) -> str:
        return self._places.epoch(session_id)

    def close(self) -> None:
        self._commits.close()
        self._follow.close()
        self._engine.close()

    def _write_group(self, items: Sequence[Append]) -> list[Outcome]:
        with suppress(StoreFailed), self.health.writing():
            group = self._append.write(items, HURRIED if self.health.trouble in ("away", "read_only") else None)
            self._written.append(group)
            if group.failed:
                log_failure(logger, "Not stored", group.failed)
                raise group.failed  # for the health to notice; the outcomes say what came of each
        return group.outcomes

    def _feed(self, items: Sequence[Append], outcomes: Sequence[Outcome]) -> None:
        """Hand each session's entries on, in order, those of others that came before them too."""
        written, self._written = self._written, []
        for group in written:
            for line in group.lines:
                self._places.feed_line(line, [entry for place in line.places if isinstance(entry := group.outcomes[place], Entry)])
