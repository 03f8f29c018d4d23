"""A sessions' file with a class in it, and random damage to it."""

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

from pollapp.store.log import Entry, EventLog, Header
from pollapp.store.sqlite_check import Found, Report
from pollapp.store.sqlite_log import SESSIONS_FILE, SqliteLog
from tests.contract.sessions import FAY, header, item, stored

NAMES = ("one", "two", "three", "four")
BESIDE = ("", "-wal", "-shm")
PAGE = 4096


def can_read(body: bytes) -> None:
    """These events say nothing that a version could not know."""


@dataclass
class Written:
    """A file, copied while its server was at work and again once it had stopped; and what is in it."""

    killed: Path
    stopped: Path
    sessions: dict[str, tuple[Header, list[Entry]]]


def written(folder: Path) -> Written:
    log = SqliteLog(folder / "at work" / SESSIONS_FILE)
    for name in NAMES:
        log.open(header(name, keep_until=9_000), [item(FAY, "open", f"open {name}" * 300, name)])
    for number in range(40):  # one commit each; the last ones stand in the write-ahead log alone
        said = [item(f"{name} {number}", f"tap {number}", f"green {name} {number}", name) for name in NAMES]
        said += [item(f"says {number}", "say", session=NAMES[number % 4], words=f"words {number} " * 20)] if number % 5 == 0 else []
        log.append(said)
        if number == 20:
            log._file._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    log.erase("one", [entry.seq for entry in stored(log, "one") if entry.words][:1])
    for number in range(40, 60):
        log.append([item(f"{name} {number}", f"tap {number}", f"red {name} {number}", name) for name in NAMES])
    sessions = content(log)
    killed = copied(log_path(log), folder / "killed")
    log.close()
    return Written(killed, copied(log_path(log), folder / "stopped"), sessions)


def log_path(log: SqliteLog) -> Path:
    return log._file._folder / SESSIONS_FILE


def content(log: EventLog) -> dict[str, tuple[Header, list[Entry]]]:
    return {one.id: (one, stored(log, one.id)) for one in log.headers()}


def copied(path: Path, folder: Path) -> Path:
    """This file with what SQLite keeps beside it, in another folder."""
    folder.mkdir()
    (folder / "opening-key").touch()  # a server has run there
    for suffix in BESIDE:
        if path.with_name(path.name + suffix).exists():
            shutil.copy(path.with_name(path.name + suffix), folder)
    return folder / path.name


def damage(path: Path, chance: random.Random) -> str:
    """Do one random thing to the file or its log; what it was."""
    there = [file for suffix in BESIDE[:2] if (file := path.with_name(path.name + suffix)).exists()]
    file = chance.choice(there)
    data = bytearray(file.read_bytes())
    how = chance.choice(("flip", "flip", "flip", "bytes", "zero", "cut", "cut to a page"))
    at = chance.randrange(len(data))
    page = at - at % PAGE
    if how == "flip":
        data[at] ^= 1 << chance.randrange(8)
    elif how == "bytes":
        data[at : at + 16] = chance.randbytes(len(data[at : at + 16]))
    elif how == "zero":
        data[page : page + PAGE] = bytes(len(data[page : page + PAGE]))
    else:
        del data[at if how == "cut" else page :]
    file.write_bytes(data)
    return f"{how} at {at} of {file.name}"


def assert_told_right(report: Report, saved: dict[str, tuple[Header, list[Entry]]], before: dict[str, tuple[Header, list[Entry]]]) -> None:
    """Whoever is called whole is as before; of the others, nothing is there that was not."""
    found = {one.header.id: one for one in report.sessions if one.header}
    for name, one in found.items():
        if not one.damage:
            assert saved[name] == before[name], name
    for name, (_, entries) in saved.items():
        _assert_a_part(found[name], entries, before)


def _assert_a_part(found: Found, entries: list[Entry], before: dict[str, tuple[Header, list[Entry]]]) -> None:
    assert found.header
    if found.header.id not in before:  # a damaged header may have another id; then nothing stands under it
        assert found.damage
        return
    there = before[found.header.id][1][: len(entries)]
    without_words = [(entry.seq, entry.actor, entry.command_id, entry.body) for entry in entries]
    assert without_words == [(entry.seq, entry.actor, entry.command_id, entry.body) for entry in there]
    assert all(entry.words in (None, other.words) for entry, other in zip(entries, there, strict=True))
