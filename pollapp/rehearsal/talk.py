"""What one simulated participant says in the talk, and when. Pure: the same seed gives the same words.

Few of a class speak, as in a real one: some name a principle or two that bear on the square in the spotlight, fewer send a reason,
and at the end a few send what they take with them. Who does is drawn for the whole class, so that there is never a flood.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from pollapp.rehearsal.speech import Speech, spoken
from pollapp.rehearsal.wishes import Wishes

THINKING = {"calm": (8.0, 40.0), "brisk": (3.0, 14.0), "fast": (0.5, 3.0)}  # seconds, least and most, before each thing said
CITING, FEWEST_CITING = 0.4, 4  # of the class, on one square: enough to be shown
SPEAKING, MOST_REASONS = 0.12, 8  # of the class, once on a square however often it is talked about
TAKING = 0.15  # of the class
TAKEAWAYS = 0  # what is talked about at the end; else it is a square's id, from 1


@dataclass(frozen=True, slots=True)
class Say:
    """One message: what it is called, what it holds but for its command_id, and after how many seconds of thinking."""

    event: str
    payload: dict[str, Any]
    after: float


@dataclass(frozen=True, slots=True)
class Voice:
    """Participant number `who` (from 0) of a class that talks about a grid: as phones know it, its squares and principles."""

    who: int
    wishes: Wishes
    seed: str
    grid: Mapping[str, Any]

    def on(self, subject: int) -> list[Say]:
        """What this participant has to say on a square, or at the end; mostly nothing."""
        rng = _random(self.seed, "says", self.who, subject)
        said = self._takeaway() if subject == TAKEAWAYS else [*self._cites(subject, rng), *self._reason(subject)]
        return [Say(event, payload, rng.uniform(*THINKING[self.wishes.pace])) for event, payload in said]

    def _cites(self, square: int, rng: Random) -> list[tuple[str, dict[str, Any]]]:
        numbers = self._principles(square)
        if not numbers or self.who not in self._few("cite", square, CITING, least=FEWEST_CITING):
            return []
        named = rng.sample(numbers, min(rng.choice((1, 1, 2)), len(numbers)))
        return [("cite_principles", {"square": square, "principles": named})]

    def _reason(self, square: int) -> list[tuple[str, dict[str, Any]]]:
        speakers = self._few("speak", square, SPEAKING, most=MOST_REASONS)
        words = self._dealt(speakers, self._reasons(square), square)
        return [("send_reason", {"square": square, "words": words})] if words else []

    def _takeaway(self) -> list[tuple[str, dict[str, Any]]]:
        sentences = [spoken(self._speech.takeaway, principle=text) for text in self._texts.values()]
        words = self._dealt(self._few("take", TAKEAWAYS, TAKING), sentences, TAKEAWAYS)
        return [("send_takeaway", {"words": words})] if words else []

    def _reasons(self, square: int) -> list[str]:
        """All the reasons that this grid has words for."""
        numbers, speech = self._principles(square), self._speech
        named = [spoken(speech.number, number=number) for number in numbers]
        return named + [spoken(speech.principle, principle=self._texts[number]) for number in numbers]

    def _few(self, what: str, subject: int, share: float, *, least: int = 1, most: int | None = None) -> list[int]:
        """Who of the class does this, the same ones for everybody who asks."""
        size = self.wishes.size
        wanted = min(size, max(least, round(size * share)), size if most is None else most)
        return _random(self.seed, what, subject).sample(range(size), wanted)

    def _dealt(self, speakers: Sequence[int], words: list[str], subject: int) -> str | None:
        """The words of this participant, if it is one of the speakers: each has their own, as far as there are enough."""
        if self.who not in speakers or not words:
            return None
        _random(self.seed, "words", subject).shuffle(words)
        return words[speakers.index(self.who) % len(words)]

    def _principles(self, square: int) -> list[int]:
        return next((list(one.get("principles", ())) for one in self.grid["squares"] if one["id"] == square), [])

    @property
    def _texts(self) -> dict[int, str]:
        """Principles, by number."""
        return {one["number"]: one["text"] for one in self.grid.get("principles", ())}

    @property
    def _speech(self) -> Speech:
        return self.wishes.speech


def _random(*seed: object) -> Random:
    return Random(" ".join(map(str, seed)))  # noqa: S311  # a play, no secret
