"""What a rehearsal's class should be like, as somebody asks for it on the page or in the shell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from pollapp.domain.said import say
from pollapp.rehearsal.speech import ENGLISH, Speech

MOST = 60  # people in one class
PACES: dict[str, str] = {
    "calm": say("calm: 3 to 4 minutes, like a real class"),
    "brisk": say("brisk: under a minute"),
    "fast": say("fast: a quarter of a minute"),
}
MOODS: dict[str, str] = {
    "mixed": say("mixed: something of everything"),
    "agreeing": say("agreeing: of one mind on most squares"),
    "divided": say("divided: split on most squares"),
}


@dataclass(frozen=True)
class Wishes:
    """A class of `size` people. Raises ValueError, with a sentence that says what would be right, for what cannot be."""

    size: int = 24
    pace: str = "brisk"
    mood: str = "mixed"
    speech: Speech = ENGLISH  # how people say what they say; nobody is asked for it, it follows whoever opens the rehearsal

    def __post_init__(self) -> None:
        if not 1 <= self.size <= MOST:
            raise _bad_size(str(self.size))
        _check(self.pace, PACES)
        _check(self.mood, MOODS)

    @classmethod
    def parse(cls, fields: Mapping[str, str]) -> Self:
        """The wishes in a form's fields `size`, `pace` and `mood`; one that is left out is as usual. Raises ValueError with a sentence."""
        size = fields.get("size", str(cls.size)).strip()
        if not (size.isascii() and size.isdigit() and len(size) <= 4):
            raise _bad_size(size)
        return cls(int(size), fields.get("pace", cls.pace).strip(), fields.get("mood", cls.mood).strip())


def _bad_size(given: str) -> ValueError:
    return ValueError(
        say(
            "The size of the class is “%(given)s”. It should be a whole number from 1 to %(most)s, such as 24.",
            given=given[:40],
            most=MOST,
        )
    )


def _check(given: str, known: Mapping[str, str]) -> None:
    if given not in known:
        raise ValueError(say("“%(given)s” is not offered. It should be one of: %(known)s.", given=given[:40], known=", ".join(known)))
