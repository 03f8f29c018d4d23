"""How long a session may be kept: shorter at any time, longer only while nobody has been promised anything."""

from datetime import UTC, datetime, timedelta

import pytest

from pollapp.domain.commands import ForgetDots, Join
from pollapp.domain.session import Session
from pollapp.keeping import keep_until, why_not
from pollapp.opening import DAY, KEEPS
from pollapp.store.log import Header
from tests.cast import opened, run

OPENED = datetime(2026, 11, 29, 12, tzinfo=UTC)
SHORTER = {("30d", "24h"), ("forever", "24h"), ("forever", "30d")}
CHANGES = [(one, other) for one in KEEPS for other in KEEPS]


def _header(keep: str, kind: str = "class") -> Header:
    opened_at = int(OPENED.timestamp())
    seconds = KEEPS[keep][1]
    return Header("id", "472918", kind, "hash", "token", opened_at, None if seconds is None else opened_at + seconds)


def _joined() -> Session:
    session = opened()
    run(session, Join("ana"))
    return session


def _left() -> Session:
    session = _joined()
    run(session, ForgetDots("ana"))
    return session


@pytest.mark.parametrize(("before", "after"), CHANGES)
def test_while_nobody_has_joined_everything_goes(before: str, after: str) -> None:
    assert why_not(_header(before), opened(), after, OPENED) is None


@pytest.mark.parametrize("session", [_joined(), _left()])
@pytest.mark.parametrize(("before", "after"), CHANGES)
def test_once_somebody_has_joined_it_only_becomes_shorter(before: str, after: str, session: Session) -> None:
    fine = before == after or (before, after) in SHORTER
    assert why_not(_header(before), session, after, OPENED) == (None if fine else "keep_promised")


def test_a_poster_has_promised_nobody_anything() -> None:
    assert why_not(_header("24h", "paper"), opened(), "forever", OPENED) is None


@pytest.mark.parametrize(("keep", "why"), [("24h", None), ("30d", "rehearsal_kept"), ("forever", "rehearsal_kept")])
def test_a_rehearsal_is_never_kept_longer_than_a_day(keep: str, why: str | None) -> None:
    assert why_not(_header("24h", "rehearsal"), opened(), keep, OPENED) == why


def test_a_date_that_has_passed_deletes_nothing() -> None:
    last = OPENED + timedelta(seconds=DAY)
    assert why_not(_header("30d"), _joined(), "24h", last - timedelta(seconds=1)) is None
    assert why_not(_header("30d"), _joined(), "24h", last) == "keep_over"
    assert why_not(_header("30d"), opened(), "24h", last + timedelta(days=2)) == "keep_over"


@pytest.mark.parametrize("keep", ["", "1y", "30D", "None"])
def test_there_are_no_other_choices(keep: str) -> None:
    assert why_not(_header("30d"), opened(), keep, OPENED) == "bad_form"


def test_it_is_counted_from_opening() -> None:
    header = _header("30d")
    assert [keep_until(header, keep) for keep in ("24h", "30d", "forever")] == [header.opened_at + DAY, header.opened_at + 30 * DAY, None]
