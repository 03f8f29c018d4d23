"""What a film leaves out, and when there is none."""

import pytest

from pollapp.domain import commands, events, talk_commands
from pollapp.domain.fold import open_session
from pollapp.domain.replay import Film, film, may_be_shown, why_no_film
from pollapp.domain.stages import Stage
from tests.cast import grid, opening
from tests.domain.filming import PEOPLE, Log, counts_seen, voted

# Who has forgotten their dots


def test_a_picture_with_a_forgotten_dot_is_left_out() -> None:
    log = voted().votes("ffwwuffff").goes(commands.CloseRound)
    assert log.goes(commands.CloseSession).series() == [None, (2, 0, 1), (3, 1, 2), (6, 1, 2)]
    log.run(commands.ForgetDots(PEOPLE[3]))  # in the second picture and in the third, which still stands
    assert log.series() == [None, (2, 0, 1), (6, 1, 2)]


def test_between_what_is_left_each_step_is_a_whole_one_again() -> None:
    """Of the first and the third picture the dots of two people differ: without the second one the first goes too."""
    log = voted().votes("fff").votes("f", start=3).votes("ww").votes("f").votes("-f", start=3).votes("fff", start=5)
    log.goes(commands.CloseRound, commands.CloseSession)
    assert log.series() == [None, (3, 0, 0), (2, 0, 2), (3, 0, 1), (6, 0, 1)]
    assert log.run(commands.ForgetDots(PEOPLE[3])).series() == [None, (3, 0, 1), (6, 0, 1)]


def test_once_the_picture_has_moved_on_it_is_left_out_too() -> None:
    log = voted().votes("ffwwuffff").goes(commands.CloseRound, commands.CloseSession)
    log.run(*map(commands.ForgetDots, PEOPLE[3:6]))
    assert log.series() == [None, (2, 0, 1), (5, 0, 1)]


def test_what_was_before_a_second_look_is_no_way_round() -> None:
    log = voted().votes("ffwwuf").goes(commands.CloseRound)
    log.run(talk_commands.OpenSecondLook("revealed", (1,), "nothing")).votes("fffwww", round=2)
    log.goes(commands.CloseRound).run(*map(commands.ForgetDots, PEOPLE[:3])).goes(commands.CloseSession)
    befores = [view["before"] for frame in log.film().frames if (view := frame.changed.get(1)) and "before" in view]
    assert [counts_seen(before) for before in befores] == [
        None,
        (1, 1, 1),
    ]  # of all six nothing; of those who stayed, once enough have gone


def test_a_dot_that_was_forgotten_before_any_picture_leaves_the_film_as_it_is() -> None:
    log = voted().votes("ww").run(commands.ForgetDots(PEOPLE[0])).votes("fffff", start=2).goes(commands.CloseRound, commands.CloseSession)
    assert log.series() == [None, (2, 0, 1), (5, 0, 1)]


# When there is one


@pytest.mark.parametrize(
    "moves",
    [
        (),
        (commands.CloseRound,),
        (commands.CloseRound, commands.TakeBack, commands.CloseSession),
        (talk_commands.BeginUnveiling, commands.CloseSession),
        (commands.CloseRound, commands.CloseSession, commands.ReopenSession),
    ],
)
def test_there_is_none_before_the_end_or_with_nothing_revealed(moves: tuple[type[commands.StageCommand], ...]) -> None:
    log = voted().votes("ffw").goes(*moves)
    assert (log.refused(), may_be_shown(log.session)) == ("no_film", False)


def test_nor_of_a_session_that_never_began() -> None:
    assert Log().goes(commands.CloseSession).refused() == "no_film"


def test_a_log_begins_with_its_opening() -> None:
    with pytest.raises(ValueError):
        film([(events.ParticipantJoined("ana"), None)])


def test_a_poster_has_none_and_is_told_so() -> None:
    session = open_session(opening(grid(3), kind="paper"))
    session.stage, session.closed_from = Stage.CLOSED, Stage.REVEALED
    assert (why_no_film(session), may_be_shown(session)) == ("no_film_of_poster", False)


# So many frames and no more


def test_of_many_frames_some_are_made_one_but_stages_and_the_end_stay() -> None:
    log = voted()
    for square in (1, 2, 3):
        log.votes("fuwfuwfuw", square=square)
    log.goes(commands.CloseRound, commands.CloseSession)
    whole, short = log.film(), log.film(most=7)
    assert (len(whole.frames), len(short.frames)) == (9, 6)
    assert _stages(short) == _stages(whole)
    assert [seen for _, seen in short.boards()][-1] == [seen for _, seen in whole.boards()][-1]
    boards = [(frame.dots, seen) for frame, seen in whole.boards()]
    assert all((frame.dots, seen) in boards for frame, seen in short.boards())


def test_then_too_each_step_is_a_whole_one() -> None:
    """Of the first and the third picture the dots of two people differ: without the second one the first goes too."""
    log = voted().votes("fff", square=2).votes("fff").votes("www").votes("ff").votes("f", start=3)
    log.votes("fff", start=4).votes("fff", square=2, start=3).goes(commands.CloseRound, commands.CloseSession)
    assert log.series() == [None, (3, 0, 0), (0, 0, 3), (3, 0, 1), (6, 0, 1)]
    assert log.series(most=5) == [None, (3, 0, 1), (6, 0, 1)]


def _stages(made: Film) -> list[tuple[str, int]]:
    told = [(frame.stage, frame.round) for frame in made.frames]
    return [one for at, one in enumerate(told) if not at or told[at - 1] != one]
