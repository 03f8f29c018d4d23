"""The embedded default: every session in one SQLite file, no server.

Durable means `synchronous=FULL` on a write-ahead log: a commit returns after fsync, and only then is anything acked.
Deletion is real from the first day: `secure_delete` overwrites what is removed, a `VACUUM` what was moved before, and a
truncating checkpoint empties the write-ahead log.

The SQL is in `sqlite_file` and `sqlite_sweep`, the tables in `sqlite_schema`; this class adds group commit, the followers,
and `run_blocking` around every blocking call.
"""

import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from pollapp.store.followers import Followers
from pollapp.store.group_commit import GroupCommit
from pollapp.store.health import Health
from pollapp.store.left_to_do import LeftToDo
from pollapp.store.log import Append, Entry, Feed, Header, Outcome, RunBlocking, StoreFailed, run_here
from pollapp.store.sqlite_file import SqliteFile

SESSIONS_FILE = "sessions.sqlite3"  # in the data folder


def sessions_file_in(data_dir: Path) -> Path:
    """Where the sessions' file of a data folder really is: SQLite keeps its log beside that, and not beside a link to it."""
    return (data_dir / SESSIONS_FILE).resolve()


class SqliteLog:
    def __init__(self, path: Path, run_blocking: RunBlocking = run_here, run_storing: RunBlocking | None = None) -> None:
        """Open or make the file. Raises StoreFailed when it cannot be used. `run_storing`: as `run_blocking`, for what is written, which is
        never called before it has returned.
        """
        self.health = Health()
        self._file = SqliteFile(path)
        self._run_blocking, self._run_storing = run_blocking, run_storing or run_blocking
        self._followers, self._left_to_do = Followers(), LeftToDo()
        # Turns are taken here and not in SqliteFile: run_blocking may use real threads, where an async library's locks fail.
        self._writing, self._reading = threading.Lock(), threading.Lock()
        self._left_to_do.is_now(self._file.sweep())  # what a deletion before a power cut had not
        self._commits = GroupCommit(self._write_group, self._feed)
        self.figures = self._commits.figures

    def open(self, header: Header, events: Sequence[Append]) -> None:
        self._write(self._file.open, header, events)

    def append(self, items: Sequence[Append]) -> list[Outcome]:
        return self._commits.append(items)

    def append_soon(self, items: Sequence[Append], settled: Callable[[Sequence[Outcome]], None]) -> None:
        self._commits.append_soon(items, settled)

    def read(self, session_id: str, after: int = 0) -> list[Entry] | None:
        entries: list[Entry] | None = self._read(self._file.read, session_id, after)
        return entries

    def header(self, session_id: str) -> Header | None:
        return self._find("id", session_id)

    def by_code(self, code: str) -> Header | None:
        return self._find("code", code)

    def headers(self) -> list[Header]:
        found: list[Header] = self._read(self._file.headers)
        return found

    def replace_control(self, session_id: str, control_hash: str, was: str) -> bool:
        replaced: bool = self._write(self._file.replace_control, session_id, control_hash, was)
        return replaced

    def replace_projector(self, session_id: str, token: str) -> None:
        self._write(self._file.replace_projector, session_id, token)

    def keep(self, session_id: str, keep_until: int | None, was: int | None) -> bool:
        kept: bool = self._write(self._file.keep, session_id, keep_until, was)
        return kept

    def erase(self, session_id: str, seqs: Collection[int]) -> None:
        self._write(self._file.erase, session_id, seqs)

    def delete(self, *session_ids: str) -> None:
        self._left_to_do.is_now(self._write(self._file.delete, session_ids))

    def delete_expired(self, moment: float) -> list[str]:
        deleted, left_to_do = self._write(self._file.delete_expired, moment)
        self._left_to_do.is_now(left_to_do)
        return list(deleted)

    def await_copy(self, session_id: str) -> None:
        """There is one place: the disk."""

    def sweep(self) -> None:
        self._left_to_do.is_now(self._write(self._file.sweep))

    def try_again(self) -> None:
        self.health.look()
        if self.health.trouble:
            with suppress(StoreFailed):  # then the trouble goes on
                self._write(self._file.probe)
                self.health.works()

    def follow(self, feed: Feed) -> None:
        self._followers.add(feed)

    def attend(self, session_id: str, after: int) -> None:
        """One process works on the file: nobody else appends. What the shell deletes is found by `Service.let_go_of_deleted`."""

    def leave(self, session_id: str) -> None:
        """Likewise."""

    def epoch(self, session_id: str) -> str:
        """One for ever: what is acked is on the disk."""
        return ""

    def close(self) -> None:
        self._commits.close()
        with self._writing, self._reading:  # whoever looks in this moment, finishes
            self._file.close()

    def _write(self, work: Callable[..., Any], *args: Any) -> Any:
        with self._writing, self.health.writing():
            return self._run_storing(work, *args)

    def _read(self, work: Callable[..., Any], *args: Any) -> Any:
        """One read at a time: two threads on one connection can get each other's rows (Python 3.12 on, cpython issue 118172)."""
        with self._reading, self.health.noticing():
            return self._run_blocking(work, *args)

    def _write_group(self, items: Sequence[Append]) -> list[Outcome]:
        outcomes: list[Outcome] = self._write(self._file.write, items)
        return outcomes

    def _find(self, column: str, value: str) -> Header | None:
        header: Header | None = self._read(self._file.find, column, value)
        return header

    def _feed(self, items: Sequence[Append], outcomes: Sequence[Outcome]) -> None:
        """Hand each session's entries on, in order. A retry gives an old entry again: followers know it by its seq."""
        fresh: dict[str, dict[int, Entry]] = {}
        for item, outcome in zip(items, outcomes, strict=True):
            if isinstance(outcome, Entry):
                fresh.setdefault(item.session_id, {})[outcome.seq] = outcome
        for session_id, entries in fresh.items():
            self._followers.tell(session_id, [entries[seq] for seq in sorted(entries)])
