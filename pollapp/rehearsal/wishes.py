"""What a rehearsal's class should be like, as somebody asks for it on the page or in the shell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

MOST = 60  # people in one class
PACES: dict[str, str] = {
    "calm": "calm: 3 to 4 minutes, like a real class",
    "brisk": "brisk: under a minute",
    "fast": "fast: a quarter of a minute",
}
MOODS: dict[str, str] = {
    "mixed": "mixed: something of everything",
    "agreeing": "agreeing: of one mind on most squares",
    "divided": "divided: split on most squares",
}


@dataclass(frozen=True)
class Wishes:
    """A class of `size` people. Raises ValueError, with a sentence that says what would be right, for what cannot be."""

    size: int = 24
    pace: str = "brisk"
    mood: str = "mixed"

    def __post_init__(self) -> None:
        if not 1 <= self.size <= MOST:
            raise _bad_size(str(self.size))
        _check("pace", self.pace, PACES)
        _check("mood", self.mood, MOODS)

    @classmethod
    def parse(cls, fields: Mapping[str, str]) -> Self:
        """The wishes in a form's fields `size`, `pace` and `mood`; one that is left out is as usual. Raises ValueError with a sentence."""
        size = fields.get("size", str(cls.size)).strip()
        if not (size.isascii() and size.isdigit() and len(size) <= 4):
            raise _bad_size(size)
        return cls(int(size), fields.get("pace", cls.pace).strip(), fields.get("mood", cls.mood).strip())


def _bad_size(given: str) -> ValueError:
    return ValueError(f"The size of the class is “{given[:40]}”. It should be a whole number from 1 to {MOST}, such as 24.")


def _check(what: str, given: str, known: Mapping[str, str]) -> None:
    if given not in known:
        raise ValueError(f"The {what} is “{given[:40]}”. It should be one of: {', '.join(known)}.")
