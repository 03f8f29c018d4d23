"""What people of a simulated class say: sentences that the grid's own words fill, so that nothing is invented on anybody's behalf.

The class cannot translate them, for it knows no more than a phone does: whoever starts it hands them over in the language wanted.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Self

from pollapp.domain.said import filled, say

LONGEST = 280  # characters that the server takes


@dataclass(frozen=True, slots=True)
class Speech:
    """`language`: that of the sentences, in which phones ask for the grid's words too."""

    language: str = "en"
    number: str = say("I thought of principle %(number)s.")
    principle: str = say("What decided it for me: “%(principle)s”")
    takeaway: str = say("I take with me: “%(principle)s”")

    def in_language(self, language: str, said: Callable[[str], str]) -> Self:
        """The same in another language; `said` knows how each sentence goes there."""
        return type(self)(language, *map(said, (self.number, self.principle, self.takeaway)))

    def to_json(self) -> str:
        return json.dumps({one.name: str(getattr(self, one.name)) for one in fields(self)})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """What `to_json` wrote. Raises ValueError, TypeError for anything else."""
        return cls(**json.loads(text))


ENGLISH = Speech()


def spoken(sentence: str, **values: object) -> str:
    """The sentence with its places filled, no longer than the server takes it."""
    words = filled(sentence, values)
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
