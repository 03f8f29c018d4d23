"""A session that has gone all the way: a round, dots from paper, a talk, a second look, and what people took with them."""

from pollapp.domain import commands, talk_commands
from pollapp.domain.decide import decide
from pollapp.domain.event import Event
from pollapp.domain.fold import apply
from pollapp.domain.session import Session
from pollapp.grid_file import shipped_grid
from tests.cast import FINE, UNSURE, WRONG, crowd, dot, fay, grid, run, voting

PEOPLE = crowd(6)
AGAIN = (FINE, FINE, UNSURE, WRONG, WRONG, WRONG)  # on square 1 in the second look; before it three were fine and three wrong
# What people type, and programs that open a file must not be led astray by.
HOSTILE = [
    *("=HYPERLINK('//evil','x')", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r\n=1", "＝1", '";=1;"', 'a "quoted" , comma', "'; DROP TABLE"),
    *("first line\nsecond line\r\nthird", "\u202egnp.exe", "مرحبا\u200f =1", "👩🏽‍🦰 ✓", "<script>alert(1)</script>", "{{ 7*7 }} %(n)s %s"),
]


def says(session: Session, command: talk_commands.WordsCommand) -> int:
    """Carry out a command that brings words: its seq, which is the name of what was said."""
    event = decide(session, command)
    assert isinstance(event, Event), event
    apply(session, event, command.typed)
    return session.seq


def approved(session: Session, command: talk_commands.WordsCommand) -> None:
    run(session, talk_commands.JudgeContribution(says(session, command), "approved"))


def first_round() -> Session:
    """Square 1: three and three. Square 2: six of one mind, and four more on paper. Square 3: two, withheld. Square 4: none."""
    session = voting(*PEOPLE, on=grid(4), minimum=3)
    run(session, *[dot(somebody, FINE if at < 3 else WRONG, 1) for at, somebody in enumerate(PEOPLE)])
    run(session, *[dot(somebody, FINE, 2) for somebody in PEOPLE], *[dot(somebody, WRONG, 3) for somebody in PEOPLE[:2]])
    run(session, talk_commands.CountPaper(1, 2, (3, 0, 1)))
    fay(session, commands.CloseRound)
    return session


def talk(session: Session) -> None:
    """Square 1 in the spotlight: one reason waits, one is hidden, one is approved; four people cite principles; two notes."""
    run(session, talk_commands.MoveSpotlight(None, 1))
    says(session, talk_commands.SendReason("It waits.", PEOPLE[0], 1))
    run(session, talk_commands.JudgeContribution(says(session, talk_commands.SendReason("It is hidden.", PEOPLE[1], 1)), "hidden"))
    approved(session, talk_commands.SendReason("I would ask first.", PEOPLE[2], 1))
    run(session, *[talk_commands.CitePrinciples(somebody, 1, (2, 1) if somebody == PEOPLE[2] else (2,)) for somebody in PEOPLE[:3]])
    says(session, talk_commands.WriteNote("Ask about the policy.", 1))
    says(session, talk_commands.WriteNote("Nobody dared.", 3))


def second_look(session: Session) -> None:
    """One of six moves a step on square 1."""
    run(session, talk_commands.OpenSecondLook("revealed", (1,)))
    run(session, *[dot(somebody, choice, 1, round=2) for somebody, choice in zip(PEOPLE, AGAIN, strict=True)])


def ending(session: Session) -> None:
    """Of two takeaways one is approved."""
    fay(session, commands.CloseRound, talk_commands.WrapUp, talk_commands.AskTakeaways)
    says(session, talk_commands.SendTakeaway("It waits too.", PEOPLE[0]))
    approved(session, talk_commands.SendTakeaway("Ask, then act.", PEOPLE[1]))


def talked() -> Session:
    session = first_round()
    talk(session)
    second_look(session)
    ending(session)
    return session


def whole_grid() -> Session:
    """All 24 squares of our own grid, each with eleven dots: every word, and many that one dot could change."""
    people, on = crowd(11), shipped_grid().grid_for("first-24")
    session = voting(*people, on=on, minimum=3)
    for square in on.squares:
        first, between = square.id % 12, square.id % 5
        chosen = [0 if at < first else 1 if at < first + between else 2 for at in range(11)]
        run(session, *[dot(who, on.choice_keys[choice], square.id) for who, choice in zip(people, chosen, strict=True)])
    fay(session, commands.CloseRound)
    return session
