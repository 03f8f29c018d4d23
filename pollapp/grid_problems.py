"""What is wrong in a grid file: a line, what is wrong there, and what would be right."""

from collections.abc import Iterable
from dataclasses import dataclass

from pollapp.domain.said import Said, say

MOST_PROBLEMS = 100  # of one file: nobody reads more, and whoever sends a file of nothing else is not to hold up everybody
_LONGEST_QUOTE = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` counts from 1; `wrong` and `right` are sentences."""

    line: int
    wrong: Said
    right: Said

    def said(self) -> Said:
        """All of it, for `pollapp.languages.in_language`."""
        return say("Line %(line)s: %(wrong)s %(right)s", line=self.line, wrong=self.wrong, right=self.right)

    def __str__(self) -> str:
        return str(self.said())


class GridFileError(ValueError):
    """A grid file that cannot be used. `problems` holds everything found, in the order of the lines; of very many the first ones,
    and that there may be more.

    `str()` gives a line for each, as in "my_grid.yaml:12: …", so that an editor can jump there.
    """

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        self.name = name
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__("\n".join(f"{name}:{one.line}: {one.wrong} {one.right}" for one in self.problems))


def and_maybe_more(problems: list[Problem]) -> list[Problem]:
    """These problems; where they are the most that are looked for, it says so."""
    if len(problems) < MOST_PROBLEMS:
        return problems
    last = max(problem.line for problem in problems)
    more = Problem(last, say("From here on there may be more that is wrong."), say("Correct the rest first."))
    return [*problems[:MOST_PROBLEMS], more]


def quoted(value: str) -> str:
    """The value in quotes as a message may repeat it: cut short, and with nothing that would steer a terminal."""
    return f'"{printable(value, _LONGEST_QUOTE)}"'


def printable(value: str, longest: int) -> str:
    """The value, of at most so many letters, with nothing that would steer a terminal."""
    letters = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in value)
    return letters if len(letters) <= longest else letters[: longest - 1] + "…"
