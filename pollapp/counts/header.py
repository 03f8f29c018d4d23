"""The header of a file with counts: which columns name squares, and which one has the dots of each choice."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pollapp.counts.names import choice_columns, names_squares, same_words
from pollapp.counts.quoting import quoted
from pollapp.counts.rows import Row, Unreadable
from pollapp.domain.grid import Grid
from pollapp.domain.said import say
from pollapp.grid_problems import Problem


@dataclass(frozen=True, slots=True)
class Columns:
    """`titles`: the header's cells. `names`: the places of those that name squares. `choices`: of those of the choices, in their
    order; None where there is none.
    """

    titles: list[str]
    names: list[int]
    choices: list[int | None]


def known_columns(grid: Grid, titles: list[str]) -> int:
    """How many columns of such a header are known."""
    return sum(map(bool, choice_columns(grid, titles))) + sum(map(names_squares, titles))


def read_header(grid: Grid, header: Row) -> tuple[Columns, list[Problem]]:
    """The columns, and what is wrong with them. Raises Unreadable when none of them names squares."""
    found = choice_columns(grid, header.cells)
    choices = [columns[0] if columns else None for columns in found]
    names = [at for at, title in enumerate(header.cells) if names_squares(title) and at not in choices]
    problems = [*_problems_of_choices(grid, header, found), *_named_twice(header, names)]
    if not names:
        right = say("Call one “id” or “square”, and give the file a header.")
        raise Unreadable(header.line, say("No column names the squares."), right, problems)
    return Columns(header.cells, names, choices), problems


def _problems_of_choices(grid: Grid, header: Row, found: list[list[int]]) -> Iterator[Problem]:
    for choice, columns in zip(grid.choices, found, strict=True):
        if not columns:
            wrong = say("There is no column for the choice %(choice)s.", choice=quoted(choice.name))
            yield Problem(header.line, wrong, say("Call one “%(key)s”.", key=choice.key))
        elif len(columns) > 1:
            yield _double(header.line, header.cells[columns[1]])
    first = [columns[0] for columns in found if columns]
    if len(set(first)) < len(first):
        yield Problem(header.line, say("One column could be for several choices."), say("Call each by the key of its choice."))


def _named_twice(header: Row, names: list[int]) -> Iterator[Problem]:
    called = Counter(same_words(header.cells[at]) for at in names)
    return (_double(header.line, title) for title, columns in called.items() if columns > 1)


def _double(line: int, title: str) -> Problem:
    return Problem(line, say("A second column is for the same: %(column)s.", column=quoted(title)), say("Keep one of them."))
