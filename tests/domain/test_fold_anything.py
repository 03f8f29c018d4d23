"""Whatever stands in a log, by whichever version of pollapp: the fold goes through it, and every view can be made of it."""

import json

from hypothesis import given
from hypothesis import strategies as st

from pollapp.domain import events, talk_events
from pollapp.domain.event import Event
from pollapp.domain.fold import fold
from pollapp.domain.report import report
from pollapp.domain.session import Session
from pollapp.domain.talk_views import typed_view
from pollapp.domain.views import console_view, mine, phone_view, projector_view
from tests.cast import FINE, grid, opening
from tests.domain.small_server import PEOPLE, every_stage, people, stages

JUNK = st.one_of(
    st.builds(events.DotPlaced, st.text(max_size=3) | people, st.integers(), st.integers(), st.integers(), st.text(max_size=3)),
    st.builds(events.DotCleared, people, st.integers(-1, 3), st.integers(-1, 3), st.integers()),
    st.builds(events.RoundOpened, stages | st.text(max_size=3), st.integers(-1, 3), st.lists(st.integers(0, 4)).map(tuple)),
    *[st.builds(kind, stages | st.text(max_size=3)) for kind in (events.RoundClosed, events.Revealed, events.RevealTakenBack)],
    *[st.builds(kind, stages) for kind in (events.SessionClosed, events.SessionReopened)],
    st.builds(events.ParticipantJoined, people),
    st.builds(events.DotsForgotten, people),
    st.builds(events.PhonePassedOn, people),
    st.builds(events.OneAdmitted),
    st.builds(events.SettingsChanged, st.none() | st.booleans(), st.none() | st.integers()),
    st.just(opening()),
)
numbers = st.integers(-1, 30)
many = st.lists(numbers, max_size=4).map(tuple)
TALK_JUNK: st.SearchStrategy[Event] = st.one_of(
    *[st.builds(kind, every_stage | st.text(max_size=3)) for kind in (talk_events.UnveilingBegun, talk_events.WrappedUp)],
    *[st.builds(kind, every_stage) for kind in (talk_events.TakeawaysAsked, talk_events.SteppedBack)],
    st.builds(talk_events.SecondLookOpened, every_stage, numbers, many, st.sampled_from(["nothing", "own", "room"])),
    st.builds(talk_events.SecondLookOpened, st.just("revealed"), st.just(2), st.just((1,)), st.just("room")),
    st.builds(talk_events.SquareUnveiled, numbers),
    st.builds(talk_events.SpotlightMoved, st.none() | numbers, st.none() | numbers),
    st.builds(talk_events.PromptShown, st.sampled_from(["principles", "lenses", "steps"])),
    st.builds(talk_events.AgendaSet, numbers, st.none() | many),
    st.builds(talk_events.SquareDiscussed, numbers, st.booleans()),
    st.builds(talk_events.SquaresShown, st.sampled_from(["round", "all"])),
    st.builds(talk_events.ReasonSent, people, numbers),
    st.builds(talk_events.TakeawaySent, people),
    st.builds(talk_events.ContributionJudged, numbers, st.sampled_from(["approved", "hidden"])),
    st.builds(talk_events.ContributionDeleted, numbers),
    st.builds(talk_events.ReasonBroughtUp, st.none() | numbers),
    st.builds(talk_events.PrinciplesCited, people, numbers, many),
    st.builds(talk_events.NoteWritten, numbers),
    st.builds(talk_events.NoteChanged, numbers, numbers),
    st.builds(talk_events.PaperCounted, numbers, numbers, many),
    st.builds(talk_events.PaperCounted, st.just(1), st.just(1), st.tuples(numbers, numbers, numbers)),
    st.builds(talk_events.CountdownSet, st.integers(), st.booleans()),
)
IN_TALK: list[Event] = [
    *map(events.ParticipantJoined, PEOPLE),
    events.RoundOpened("lobby", 1, (1, 2)),
    *[events.DotPlaced(somebody, 1, 1, 1, FINE) for somebody in PEOPLE],
    events.RoundClosed("voting"),
    talk_events.SpotlightMoved(None, 1),
]


@given(st.lists(JUNK, max_size=25))
def test_the_fold_never_raises_and_every_view_can_be_made(log: list[Event]) -> None:
    _every_view_can_be_made(fold([opening(grid(2), minimum=3), *log]), 1 + len(log))


@given(st.lists(TALK_JUNK | TALK_JUNK | JUNK, max_size=25))
def test_nor_in_the_middle_of_a_talk(log: list[Event]) -> None:
    _every_view_can_be_made(fold([opening(grid(2), minimum=3), *IN_TALK, *log]), 1 + len(IN_TALK) + len(log))


def _every_view_can_be_made(session: Session, length: int) -> None:
    assert session.seq == length
    for view in (phone_view(session), projector_view(session, 0), console_view(session, 0, True), mine(session, PEOPLE[0])):
        json.dumps(view, allow_nan=False)
    json.dumps(typed_view(session), allow_nan=False)
    report(session)
