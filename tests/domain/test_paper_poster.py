"""A paper poster as a session: what its log amounts to, and that nobody can vote there."""

from datetime import UTC, date, datetime

import pytest

from pollapp.domain import commands
from pollapp.domain.events import SessionReopened, decode, encode
from pollapp.domain.fold import apply, fold
from pollapp.domain.kinds import kind_words
from pollapp.domain.report import report
from pollapp.domain.session import Session
from pollapp.domain.stages import Stage
from pollapp.domain.views import console_view, projector_view
from pollapp.importing import Poster, read_day, what_happened
from pollapp.opening import Settings
from tests.cast import ANA, grid, run, why

COUNTED = {1: (7, 2, 1), 2: (1, 1, 0), 3: None}
NOW = datetime(2026, 11, 29, 17, 0, tzinfo=UTC)


def _poster(minimum: int = 3) -> Session:
    log = what_happened(Poster(grid(4), COUNTED, date(2025, 11, 20)), Settings("paper", minimum=minimum))
    session = fold(decode(encode(event)) for event in log)
    assert session.ignored == {}
    return session


def test_it_is_over_and_revealed_with_what_was_counted() -> None:
    session = _poster()
    told = report(session)
    assert (session.stage, session.revealed, told.kind, told.opened_on, told.joined) == (Stage.CLOSED, True, "paper", "2025-11-20", 0)
    assert [(one.square.id, one.counts, one.paper) for one in told.squares] == [(1, (7, 2, 1), 10), (2, None, None), (3, (0, 0, 0), 0)]
    assert kind_words(told.kind) == "Paper poster"


def test_small_groups_are_protected_unless_that_is_switched_off() -> None:
    assert [one.counts for one in report(_poster(minimum=1)).squares] == [(7, 2, 1), (1, 1, 0), (0, 0, 0)]


def test_there_is_no_next_step_and_no_way_back() -> None:
    session = _poster()
    view = console_view(session, 0, peeking=False)
    assert (view["next"], view["back"]) == (None, None)
    assert projector_view(session, 0)["results"]["1"]["counts"] == [7, 2, 1]


def test_nobody_reopens_it_and_nobody_joins() -> None:
    session = _poster()
    reopened, joined = run(session, commands.ReopenSession("closed"), commands.Join(ANA))
    assert (why(reopened), why(joined)) == ("not_from_here", "session_closed")
    apply(session, SessionReopened("closed"))
    assert session.ignored == {session.seq: "not_from_here"}
    assert session.stage is Stage.CLOSED


def test_a_class_is_still_reopened() -> None:
    log = what_happened(Poster(grid(4), COUNTED, date(2025, 11, 20)), Settings("class"))
    session = fold([*log, SessionReopened("closed")])
    assert session.ignored == {}
    assert session.stage is Stage.REVEALED


@pytest.mark.parametrize(
    "typed", ["", "yesterday", "2025-02-30", "20251120", "2025-11-20T10:00", "1949-12-31", "0025-11-20", "٢٠٢٥-١١-٢٠", "9" * 400]
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"That is no da(y|te)\b"):
        read_day(typed, NOW)


def test_a_day_to_come_is_refused_but_not_one_that_has_begun_somewhere() -> None:
    assert read_day(" 2026-11-30 ", NOW) == date(2026, 11, 30)
    with pytest.raises(ValueError, match="still to come"):
        read_day("2026-12-01", NOW)
