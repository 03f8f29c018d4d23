"""Another life of the store, which lacks the end of the one before: everybody is told what there is now, and under which epoch."""

from typing import cast

import pytest

from pollapp.store.log import Entry
from pollapp.store.sqlite_log import SqliteLog
from tests.live.lines import LiveClass

# The lives are made up: an engine's own followers would still know of one alone. Its real ones are in test_lost_engine.py.
pytestmark = pytest.mark.in_a_file


class Lives:
    """The store of a room as a replica would have it that takes over: without the last `lost` entries."""

    def __init__(self, room: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
        self._room, self._log = room, cast(SqliteLog, room.parts.log)
        self.epoch, self._end, self.reads = "one", 0, 0
        self._whole = self._log.read
        monkeypatch.setattr(self._log, "epoch", lambda session_id: self.epoch)
        monkeypatch.setattr(self._log, "read", self._read)

    def _read(self, session_id: str, after: int = 0) -> list[Entry] | None:
        self.reads += 1
        entries = self._whole(session_id, after)
        return entries if entries is None or not self._end else [entry for entry in entries if entry.seq <= self._end]

    def begin_anew(self, lost: int) -> None:
        """Nobody is told yet."""
        self._end = self._room.log_length() - lost
        self.epoch = "two"

    def fail_over(self, lost: int) -> None:
        self.begin_anew(lost)
        self._log._followers.tell(self._room.id, ())


@pytest.fixture
def lives(voting: LiveClass, monkeypatch: pytest.MonkeyPatch) -> Lives:
    lives = Lives(voting, monkeypatch)
    voting.parts.service._let_go(voting.id)  # it is read again, in this life
    return lives


def test_everything_that_carries_a_seq_says_of_which_life_it_is(voting: LiveClass, lives: Lives) -> None:
    for line in (voting.line(), voting.console(), voting.projector()):
        assert {payload["epoch"] for name, payload in line.came if "seq" in payload} == {"one"}


def test_after_a_failover_everybody_is_told_what_there_is_now(voting: LiveClass, lives: Lives) -> None:
    phone, console, projector = voting.line(), voting.console(), voting.projector()
    voting.tick(2)
    phone.places(1, "green")
    voting.tick(2)
    before = projector.views()[-1]
    lives.fail_over(lost=1)
    voting.tick(2)
    for line in (phone, console, projector):
        view = line.views()[-1]
        assert (view["epoch"], view["seq"]) == ("two", before["seq"] - 1)
    assert [name for name, _ in phone.came[-2:]] == ["view", "mine"]
    assert (phone.mines()[-1]["epoch"], phone.mines()[-1]["dots"]) == ("two", {})
    quiet = len(phone.came)
    voting.tick(2)
    assert len(phone.came) == quiet


def test_a_phone_that_came_first_in_the_new_life_keeps_nobody_from_hearing(voting: LiveClass, lives: Lives) -> None:
    phone, other = voting.line(), voting.phone()
    voting.tick(2)
    lives.fail_over(lost=0)
    voting.line(other)
    voting.tick(2)
    assert phone.views()[-1]["epoch"] == phone.mines()[-1]["epoch"] == "two"


def test_a_life_that_begins_while_a_session_is_read_is_noticed(voting: LiveClass, lives: Lives, monkeypatch: pytest.MonkeyPatch) -> None:
    voting.parts.service._let_go(voting.id)
    folds = voting.parts.service._run_blocking

    def slowly(*work: object) -> object:
        if lives.epoch == "one":
            lives.begin_anew(lost=1)
        return folds(*work)

    monkeypatch.setattr(voting.parts.service, "_run_blocking", slowly)
    length = voting.log_length()
    session = voting.parts.service.session(voting.id)
    assert session
    assert (session.epoch, session.seq) == ("two", length - 1)
