"""Every command of the talk: where it counts, and where not. What `decide` refuses the fold ignores, for the same reason."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import fields
from typing import Any

import pytest

from pollapp.domain import talk_commands, talk_events
from pollapp.domain.command import Command
from pollapp.domain.contributions import MOST_NOTE, MOST_WORDS
from pollapp.domain.decide import decide
from pollapp.domain.event import Event
from pollapp.domain.fold import apply
from pollapp.domain.session import Session
from pollapp.domain.tally import MOST_PAPER
from tests.cast import ZED, why
from tests.domain.talk_rooms import (
    ANA,
    REASON,
    STAGES,
    approved,
    closed,
    hidden,
    lobby,
    moved_on,
    on_paper,
    on_withheld,
    open_round,
    plain_grid,
    revealed,
    said,
    second_look,
    spotlight,
    takeaways,
    two_are_left,
    two_are_left_at_the_end,
    unveiling,
    wrap_up,
)

TALK = talk_commands

# Where each counts
COUNTS: list[tuple[Callable[[], Session], Command]] = [
    (open_round, TALK.BeginUnveiling("voting")),
    (hidden, TALK.BeginUnveiling("hidden")),
    *[(unveiling, TALK.Unveil(square)) for square in (1, 2, 3)],
    *[(revealed, TALK.OpenSecondLook("revealed", squares, recall)) for squares, recall in (((1,), "own"), ((3, 1), "room"))],  # type: ignore[arg-type]
    (revealed, TALK.WrapUp("revealed")),
    (wrap_up, TALK.AskTakeaways("wrap_up")),
    (wrap_up, TALK.StepBack("wrap_up")),
    (takeaways, TALK.StepBack("takeaways")),
    (revealed, TALK.MoveSpotlight(None, 3)),
    (spotlight, TALK.MoveSpotlight(1, None)),
    *[(spotlight, TALK.ShowPrompt(prompt)) for prompt in ("principles", "lenses", "steps")],  # type: ignore[arg-type]
    *[(revealed, TALK.SetAgenda(0, squares)) for squares in ((2, 1), (), None)],
    *[(made, TALK.MarkDiscussed(3, done)) for made in STAGES for done in (True, False)],
    *[(made, TALK.ShowSquares("all")) for made in STAGES],
    *[(made, TALK.WriteNote("Ask the quieter side first.", 3)) for made in STAGES],
    (revealed, TALK.WriteNote("x" * MOST_NOTE, 3)),
    (revealed, TALK.WriteNote("", 3)),
    (revealed, TALK.WriteNote("Ask the quieter side first.", 3, 0)),
    *[(made, TALK.CountPaper(1, 3, (0, 0, MOST_PAPER))) for made in STAGES if made not in (lobby, closed)],
    (second_look, TALK.CountPaper(1, 3, (4, 0, 0))),
    *[(spotlight, TALK.SetCountdown(seconds, True)) for seconds in (0, 3600)],
    (spotlight, TALK.SendReason("x" * MOST_WORDS, ANA, 1)),
    (spotlight, TALK.CitePrinciples(ANA, 1, (2, 1))),
    (on_withheld, TALK.CitePrinciples(ANA, 2, ())),
    (takeaways, TALK.SendTakeaway("Ask first.", ANA)),
    *[(made, TALK.JudgeContribution(REASON, "hidden")) for made in (said, approved, moved_on, takeaways)],
    *[(made, TALK.DeleteContribution(REASON)) for made in (said, approved, moved_on, takeaways)],
    (approved, TALK.BringUp(REASON)),
    (lobby, TALK.BringUp(None)),
]

# Where not, and why: the fold says the same at the event's place
REFUSED: list[tuple[Callable[[], Session], Command, str]] = [
    *[(made, TALK.BeginUnveiling(made().stage.value), "not_from_here") for made in STAGES if made not in (open_round, hidden)],
    (open_round, TALK.BeginUnveiling("hidden"), "moved_on"),
    *[(made, TALK.Unveil(1), "not_from_here") for made in STAGES if made is not unveiling],
    (unveiling, TALK.Unveil(9), "unknown_square"),
    *[(made, TALK.OpenSecondLook(made().stage.value, (1,)), "not_from_here") for made in STAGES if made is not revealed],
    (revealed, TALK.OpenSecondLook("voting", (1,)), "moved_on"),
    (revealed, TALK.OpenSecondLook("revealed", ()), "no_squares"),
    (revealed, TALK.OpenSecondLook("revealed", (1, 1)), "no_squares"),
    (revealed, TALK.OpenSecondLook("revealed", (1, 9)), "unknown_square"),
    *[(made, TALK.WrapUp(made().stage.value), "not_from_here") for made in STAGES if made is not revealed],
    *[(made, TALK.AskTakeaways(made().stage.value), "not_from_here") for made in STAGES if made is not wrap_up],
    *[(made, TALK.StepBack(made().stage.value), "not_from_here") for made in STAGES if made not in (wrap_up, takeaways)],
    *[(made, TALK.MoveSpotlight(None, 1), "not_from_here") for made in STAGES if made not in (unveiling, revealed)],
    (unveiling, TALK.MoveSpotlight(None, 1), "not_revealed"),
    (revealed, TALK.MoveSpotlight(None, 9), "not_revealed"),
    (revealed, TALK.MoveSpotlight(2, 1), "moved_on"),
    (spotlight, TALK.MoveSpotlight(None, 2), "moved_on"),
    (revealed, TALK.SetAgenda(5, (1,)), "moved_on"),
    (revealed, TALK.SetAgenda(0, (1, 9)), "unknown_square"),
    (revealed, TALK.MarkDiscussed(9, True), "unknown_square"),
    (revealed, TALK.WriteNote("Ask.", 9), "unknown_square"),
    (revealed, TALK.WriteNote("Ask.", 9, 1), "unknown_square"),
    (lobby, TALK.CountPaper(1, 1, (1, 0, 0)), "no_such_round"),
    (revealed, TALK.CountPaper(2, 1, (1, 0, 0)), "no_such_round"),
    (revealed, TALK.CountPaper(0, 1, (1, 0, 0)), "no_such_round"),
    (closed, TALK.CountPaper(1, 1, (1, 0, 0)), "session_closed"),
    (revealed, TALK.CountPaper(1, 9, (1, 0, 0)), "unknown_square"),
    (second_look, TALK.CountPaper(2, 3, (1, 0, 0)), "unknown_square"),
    *[(revealed, TALK.CountPaper(1, 1, counts), "bad_counts") for counts in ((), (1, 0), (1, 0, 0, 0), (-1, 5, 5), (MOST_PAPER + 1, 0, 0))],
    (spotlight, TALK.SendReason("Why.", ZED, 1), "not_joined"),
    (spotlight, TALK.SendReason("Why.", ANA, 2), "not_in_spotlight"),
    *[(made, TALK.SendReason("Why.", ANA, 2), "too_few_dots") for made in (on_withheld, on_paper)],
    (two_are_left, TALK.SendReason("Why.", ANA, 3), "too_few_people"),
    (two_are_left_at_the_end, TALK.SendTakeaway("Ask first.", ANA), "too_few_people"),
    *[(plain_grid, TALK.ShowPrompt(prompt), "no_such_prompt") for prompt in ("lenses", "steps")],  # type: ignore[arg-type]
    *[(made, TALK.ShowPrompt("principles"), "not_from_here") for made in STAGES],
    *[(made, TALK.SetCountdown(60, True), "not_from_here") for made in (lobby, hidden, wrap_up, takeaways, closed)],
    *[(spotlight, TALK.SetCountdown(seconds, True), "bad_countdown") for seconds in (-1, 3601)],
    *[(made, TALK.SendReason("Why.", ANA, 1), "not_in_spotlight") for made in STAGES if made is not lobby],
    (spotlight, TALK.CitePrinciples(ZED, 1, (1,)), "not_joined"),
    (spotlight, TALK.CitePrinciples(ANA, 2, (1,)), "not_in_spotlight"),
    *[(made, TALK.CitePrinciples(ANA, 1, (1,)), "not_in_spotlight") for made in STAGES if made is not lobby],
    *[(spotlight, TALK.CitePrinciples(ANA, 1, principles), "unknown_principle") for principles in ((3,), (1, 3), (1, 1))],
    (takeaways, TALK.SendTakeaway("Ask first.", ZED), "not_joined"),
    *[(made, TALK.SendTakeaway("Ask first.", ANA), "not_asked") for made in STAGES if made not in (takeaways, lobby)],
    *[(said, TALK.JudgeContribution(seq, "approved"), "no_such_words") for seq in (0, REASON - 1, REASON + 1)],
    (said, TALK.DeleteContribution(REASON - 1), "no_such_words"),
    (said, TALK.BringUp(REASON - 1), "no_such_words"),
    (said, TALK.BringUp(REASON), "not_approved"),
    (moved_on, TALK.BringUp(REASON), "not_in_spotlight"),
    (wrap_up, TALK.BringUp(REASON), "not_in_spotlight"),
]

# What only `decide` can judge: the event does not hold the words
DECIDED: list[tuple[Callable[[], Session], Command, str]] = [
    *[(spotlight, TALK.SendReason(words, ANA, 1), "no_words") for words in ("", " \n\t ", "\u200b\u202e")],
    (spotlight, TALK.SendReason("x" * (MOST_WORDS + 1), ANA, 1), "too_long"),
    (takeaways, TALK.SendTakeaway("", ANA), "no_words"),
    (takeaways, TALK.SendTakeaway("x" * (MOST_WORDS + 1), ANA), "too_long"),
    (revealed, TALK.WriteNote("x" * (MOST_NOTE + 1), 1), "too_long"),
    *[
        (takeaways, TALK.SendTakeaway(blank, ANA), "no_words")
        for blank in "\u061c\u200c\u200d\u3164\uffa0\u115f\u2800\u180e\u034f\ufe0f\ue000"
    ],
    (spotlight, TALK.SendReason(" " * 4 * MOST_WORDS + "Why.", ANA, 1), "too_long"),
]


def _named(case: Any) -> str | None:
    return case.__name__ if callable(case) else f"{case!r:.60}"


EVENTS: dict[type[Command], type[Event]] = {
    TALK.BeginUnveiling: talk_events.UnveilingBegun, TALK.Unveil: talk_events.SquareUnveiled, TALK.WrapUp: talk_events.WrappedUp,
    TALK.AskTakeaways: talk_events.TakeawaysAsked, TALK.StepBack: talk_events.SteppedBack, TALK.MoveSpotlight: talk_events.SpotlightMoved,
    TALK.SetAgenda: talk_events.AgendaSet, TALK.MarkDiscussed: talk_events.SquareDiscussed,
    TALK.CountPaper: talk_events.PaperCounted, TALK.SendReason: talk_events.ReasonSent, TALK.SendTakeaway: talk_events.TakeawaySent,
    TALK.CitePrinciples: talk_events.PrinciplesCited, TALK.JudgeContribution: talk_events.ContributionJudged,
    TALK.DeleteContribution: talk_events.ContributionDeleted, TALK.BringUp: talk_events.ReasonBroughtUp,
    TALK.ShowPrompt: talk_events.PromptShown, TALK.SetCountdown: talk_events.CountdownSet,
}  # fmt: skip


def _as_event(session: Session, command: Command) -> Event:
    """The event that this command would be, decided on an old picture."""
    if isinstance(command, TALK.OpenSecondLook):
        return talk_events.SecondLookOpened(command.from_stage, len(session.rounds) + 1, command.squares, command.recall)
    if isinstance(command, TALK.WriteNote):
        square, before = command.square, command.before
        return talk_events.NoteWritten(square) if before is None else talk_events.NoteChanged(square, before)
    return EVENTS[type(command)](*[getattr(command, field.name) for field in fields(command) if field.name != "words"])


@pytest.mark.parametrize(("made", "command"), COUNTS, ids=_named)
def test_it_counts_here(made: Callable[[], Session], command: Command) -> None:
    session = made()
    event = decide(session, command)
    assert isinstance(event, Event), event
    apply(session, event, command.typed)
    assert session.seq not in session.ignored


@pytest.mark.parametrize(("made", "command", "code"), REFUSED, ids=_named)
def test_it_is_refused_here_and_its_event_counts_for_nothing_and_keeps_no_words(
    made: Callable[[], Session], command: Command, code: str
) -> None:
    session = made()
    assert why(decide(session, command)) == code
    before = deepcopy(session)
    apply(session, _as_event(session, command), command.typed)
    assert session.ignored.pop(session.seq) == code
    assert session.dropped == ({session.seq} if command.typed else set())
    session.seq, session.dropped = before.seq, before.dropped
    assert session == before


@pytest.mark.parametrize(("made", "command", "code"), DECIDED, ids=_named)
def test_it_is_refused_before_it_is_stored(made: Callable[[], Session], command: Command, code: str) -> None:
    assert why(decide(made(), command)) == code


def test_every_command_of_the_talk_stands_here() -> None:
    every = {kind for kind in vars(TALK).values() if isinstance(kind, type) and issubclass(kind, Command)}
    bases = {Command, TALK.StageCommand, TALK.WordsCommand}
    assert {type(command) for _, command in COUNTS} == every - bases
    assert every - bases - {type(command) for _, command, _ in REFUSED + DECIDED} == {TALK.ShowSquares}
