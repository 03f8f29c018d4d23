"""Events as they stand in the log: what is written comes back the same, and nothing else is read."""

import json
from dataclasses import fields
from typing import Any

import pytest

from pollapp.domain import events, talk_events
from pollapp.domain.event import Event
from pollapp.domain.events import EVENTS, decode, encode
from tests.cast import ANA, FINE, OPENED_ON, grid, opening

ONE_OF_EACH: list[Event] = [
    opening(minimum=3, live=True, kind="rehearsal"),
    events.ParticipantJoined(ANA),
    events.DotPlaced(ANA, 1, 2, 3, FINE),
    events.DotCleared(ANA, 1, 2, 4),
    events.SquareSkipped(ANA, 1, 2, 5),
    events.ParticipantFinished(ANA, 1, True),
    events.DotsForgotten(ANA),
    events.PhonePassedOn(ANA),
    events.RoundOpened("lobby", 1, (1, 2, 3)),
    events.RoundClosed("voting"),
    events.Revealed("voting"),
    events.RevealTakenBack("showing"),
    events.SessionClosed("revealed"),
    events.SessionReopened("closed"),
    events.JoiningLocked(True),
    events.OneAdmitted(),
    events.SettingsChanged(None, 4),
    events.BoardArranged("agreement", "last"),
    talk_events.UnveilingBegun("voting"),
    talk_events.SquareUnveiled(2),
    talk_events.SecondLookOpened("revealed", 2, (1, 3), "own"),
    talk_events.WrappedUp("revealed"),
    talk_events.TakeawaysAsked("wrap_up"),
    talk_events.SteppedBack("takeaways"),
    talk_events.SpotlightMoved(None, 3),
    talk_events.PromptShown("lenses"),
    talk_events.AgendaSet(7, (3, 1)),
    talk_events.SquareDiscussed(3, True),
    talk_events.SquaresShown("all"),
    talk_events.ReasonSent(ANA, 3),
    talk_events.TakeawaySent(ANA),
    talk_events.ContributionJudged(9, "approved"),
    talk_events.ContributionDeleted(9),
    talk_events.ReasonBroughtUp(9),
    talk_events.PrinciplesCited(ANA, 3, (6, 10)),
    talk_events.NoteWritten(3),
    talk_events.NoteChanged(3, 41),
    talk_events.PaperCounted(1, 3, (4, 0, 2)),
    talk_events.CountdownSet(120, True),
]


def _name(event: Event) -> str:
    return type(event).__name__


def test_the_set_is_closed_and_whole_here() -> None:
    assert [_name(event) for event in ONE_OF_EACH] == list(EVENTS)


@pytest.mark.parametrize("event", ONE_OF_EACH, ids=_name)
def test_round_trip(event: Event) -> None:
    body = encode(event)
    through_json = json.loads(json.dumps(body, allow_nan=False))
    assert through_json == body
    assert decode(through_json) == event
    assert encode(decode(through_json)) == body


@pytest.mark.parametrize("event", ONE_OF_EACH, ids=_name)
def test_the_order_of_the_fields_does_not_matter(event: Event) -> None:
    assert decode(dict(sorted(encode(event).items()))) == decode(dict(reversed(encode(event).items()))) == event


@pytest.mark.parametrize("event", ONE_OF_EACH, ids=_name)
def test_an_event_says_its_name_and_version_and_nothing_of_a_clock_or_a_person(event: Event) -> None:
    body = encode(event)
    assert (body["event"], body["v"]) == (_name(event), 1)
    known = {"participant", "round", "square", "counter", "choice", "done", "from_stage", "squares", "locked", "live", "minimum"}
    known |= {"kind", "grid", "opened_on", "layer", "order", "recall", "from_square", "prompt", "before", "discussed", "which"}
    known |= {"contribution", "verdict", "principles", "counts", "seconds", "running"}
    assert {field.name for field in fields(event)} <= known
    assert ("opened_on" in body) == isinstance(event, events.SessionOpened)


@pytest.mark.parametrize("event", ONE_OF_EACH, ids=_name)
def test_a_log_is_never_read_in_part(event: Event) -> None:
    body = encode(event)
    for wrong in ({**body, "v": 2}, {**body, "extra": 1}, *({key: body[key] for key in body if key != gone} for gone in body)):
        with pytest.raises(ValueError, match="unknown to this version"):
            decode(wrong)


@pytest.mark.parametrize("body", [{}, {"event": "Exploded", "v": 1}, {"event": None, "v": 1}, {"event": [], "v": 1}])
def test_an_unknown_event_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="unknown to this version"):
        decode(body)


@pytest.mark.parametrize("minimum", [0, 2, -3, 21, True, 3.0, "3", None])
def test_a_session_has_a_minimum_of_three_to_twenty_or_none(minimum: Any) -> None:
    with pytest.raises(ValueError, match="from 3 to 20, or 1 for no protection"):
        events.SessionOpened("class", grid(), False, minimum, OPENED_ON)


@pytest.mark.parametrize("minimum", [1, 3, 20])
def test_these_minimums_are_fine(minimum: int) -> None:
    assert opening(minimum=minimum).minimum == minimum


def test_an_opening_embeds_its_grid_whole() -> None:
    assert encode(opening(grid(2)))["grid"] == grid(2).to_dict()
    with pytest.raises(ValueError, match="at least one square"):
        decode({**encode(opening()), "grid": {**grid().to_dict(), "squares": []}})
