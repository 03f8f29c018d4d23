"""What is wrong in a grid file: a line, what is wrong there, and what would be right."""

from collections.abc import Iterable
from dataclasses import dataclass

from pollapp.domain.said import Said, say

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
    """A grid file that cannot be used. `problems` holds everything found, in the order of the lines.

    `str()` gives a line for each, as in "my_grid.yaml:12: …", so that an editor can jump there.
    """

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        self.name = name
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__("\n".join(f"{name}:{one.line}: {one.wrong} {one.right}" for one in self.problems))


def quoted(value: str) -> str:
    """The value in quotes as a message may repeat it: cut short, and with nothing that would steer a terminal."""
    return f'"{printable(value, _LONGEST_QUOTE)}"'


def printable(value: str, longest: int) -> str:
    """The value, of at most so many letters, with nothing that would steer a terminal."""
    letters = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in value)
    return letters if len(letters) <= longest else letters[: longest - 1] + "…"
