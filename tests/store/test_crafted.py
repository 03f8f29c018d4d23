"""A sessions' file that somebody made to hold up whoever looks at it: it is told of, and reading it ends."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pollapp.store.sqlite_check import check
from pollapp.store.sqlite_log import SqliteLog
from tests.contract.sessions import open_session
from tests.store.damaging import can_read

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT"
COLUMNS = "'s' AS session, i AS seq, 'a' AS actor, i AS command_id, '' AS digest, x'00' AS body, 0 AS crc"
CRAFTED = {
    "an endless view": f"DROP TABLE texts; DROP TABLE events; CREATE VIEW events AS {ENDLESS} {COLUMNS} FROM n;",
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON events BEGIN DELETE FROM sessions; END;",
    "a table of theirs": "CREATE TABLE recipes (soup);",
    "an index of theirs": "CREATE INDEX recipes ON events (body);",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "sessions.sqlite3"
    with closing(SqliteLog(file)) as log:
        open_session(log)
    return file


@pytest.mark.parametrize("script", CRAFTED.values(), ids=list(CRAFTED))
def test_what_is_not_ours_is_not_looked_at(path: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript(script)
    monkeypatch.setattr("pollapp.store.sqlite_check._named", lambda *_: pytest.fail("looked at rows"))
    report = check(path, can_read)
    assert (report.damage, report.sessions) == (["Its tables are not those of pollapp."], [])


def test_a_table_of_ours_with_a_damaged_text_is_looked_at_all_the_same(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_schema SET sql = replace(sql, 'keep_until INTEGER', 'keep_until INTEGES') WHERE name = 'sessions'")
    report = check(path, can_read)
    assert report.damage == ["Its tables are not those of pollapp."]
    assert [one.entries for one in report.sessions] == [1]


def test_of_a_huge_body_nothing_is_read(path: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("UPDATE events SET body = zeroblob(8 * 1024 * 1024)")
    before = shutil.copy(path, tmp_path / "before")
    report = check(path, lambda body: pytest.fail("read"))
    assert not report.whole
    assert "string or blob too big" in "".join(report.lines())
    assert path.read_bytes() == Path(before).read_bytes()
