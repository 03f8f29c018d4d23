"""What is enough in a talk: three of one person, a queue that nobody has read, words that never end, and anything of a forgotten phone."""

from dataclasses import replace

import pytest

from pollapp.domain import commands, contributions, talk_commands
from pollapp.domain.contributions import MOST_EACH, MOST_WAITING
from pollapp.domain.decide import decide
from tests.cast import crowd, run, why
from tests.domain.talk_rooms import ANA, BEN, revealed, spotlight, takeaways


@pytest.mark.parametrize("kind", ["reason", "takeaway"])
def test_three_of_one_person_are_enough_and_deleting_one_makes_no_room(kind: str) -> None:
    session = spotlight() if kind == "reason" else takeaways()
    command = talk_commands.SendReason("Why.", ANA, 1) if kind == "reason" else talk_commands.SendTakeaway("Ask first.", ANA)
    assert [why(one) for one in run(session, command, command, command, command)] == [None, None, None, "said_enough"]
    run(session, talk_commands.DeleteContribution(session.seq))
    assert why(decide(session, command)) == "said_enough"
    assert why(decide(session, replace(command, participant=BEN))) is None


def test_a_forgotten_phone_says_nothing_more() -> None:
    session = spotlight()
    run(session, commands.ForgetDots(ANA))
    for command in (
        talk_commands.SendReason("Why.", ANA, 1),
        talk_commands.SendTakeaway("Ask first.", ANA),
        talk_commands.CitePrinciples(ANA, 1, (1,)),
    ):
        assert why(decide(session, command)) == "forgotten"


def test_a_queue_that_nobody_has_read_takes_no_more_until_something_is_read() -> None:
    session = spotlight()
    everybody = crowd(MOST_WAITING // MOST_EACH + 1)
    run(session, *map(commands.Join, everybody))
    sent = run(session, *[talk_commands.SendReason("Why.", somebody, 1) for somebody in everybody for _ in range(MOST_EACH)])
    assert [why(one) for one in sent] == [None] * MOST_WAITING + ["queue_full"] * (len(sent) - MOST_WAITING)
    run(session, talk_commands.JudgeContribution(next(iter(session.talk.contributions)), "hidden"))
    assert why(decide(session, talk_commands.SendReason("Why.", everybody[-1], 1))) is None


def test_words_that_would_take_long_to_clean_are_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Composing sorts marks that stand in a row: a hundred thousand of them would hold up everybody for many seconds."""
    composed: list[str] = []
    monkeypatch.setattr(contributions, "cleaned", lambda typed: composed.append(typed) or typed)
    marks = "a" + "\u0301" * 60_000 + "\u0316" * 60_000
    assert why(decide(spotlight(), talk_commands.SendReason(marks, ANA, 1))) == "too_long"
    assert why(decide(revealed(), talk_commands.WriteNote(marks, 1))) == "too_long"
    assert composed == []
