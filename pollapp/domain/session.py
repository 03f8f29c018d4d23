"""What a log amounts to: the state that `fold` builds. Exactly one applier owns a `Session` and mutates it in log
order (see `fold`); everyone else reads.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from pollapp.domain import events
from pollapp.domain.contributions import Contribution
from pollapp.domain.grid import Grid
from pollapp.domain.stages import REVEALED, ROUND_OPEN, Stage
from pollapp.domain.talk_events import Prompt, Recall, Which
from pollapp.domain.tally import Citations, SquareDots


@dataclass(slots=True)
class Round:
    number: int
    squares: dict[int, SquareDots]
    recall: Recall = "nothing"  # what phones may show of the round before
    done: set[str] = field(default_factory=set)  # who has said "I'm done"
    answered: dict[str, int] = field(default_factory=dict)  # participant → how many squares they have placed or skipped
    complete: set[str] = field(default_factory=set)  # who has done so with every square

    def put(self, square: int, participant: str, choice: str | None, counter: int, *, skip: bool = False) -> None:
        """Replace the participant's dot on this square of the round; None clears it. The caller has checked the counter."""
        dots = self.squares[square]
        before = dots.is_answered(participant)
        dots.put(participant, choice, counter, skip=skip)
        after = choice is not None or skip
        answered = self.answered[participant] = self.answered.get(participant, 0) + after - before
        if answered == len(self.squares):
            self.complete.add(participant)
        else:
            self.complete.discard(participant)

    def forget(self, participant: str) -> None:
        """Take everything of one participant away."""
        for dots in self.squares.values():
            dots.forget(participant)
        self.answered.pop(participant, None)
        self.complete.discard(participant)
        self.done.discard(participant)

    def finished(self, participant: str) -> bool:
        """Finished = said "I'm done", or placed or skipped every square."""
        return participant in self.done or participant in self.complete

    def finished_of(self, participants: Set[str]) -> int:
        """How many of these have finished."""
        return len((self.done | self.complete) & participants)


@dataclass(frozen=True, slots=True)
class Countdown:
    """`seconds` remained when it was set, at `seq`; a paused one stays at them."""

    seq: int
    seconds: int
    running: bool


@dataclass(slots=True)
class Talk:
    """The discussion: what is in the spotlight, what is on the agenda, what people said about it."""

    spotlight: int | None = None
    prompt: Prompt = "principles"  # what stands beside it
    agenda: tuple[int, ...] | None = None  # None: what is proposed
    agenda_seq: int = 0  # where the agenda was set last; 0: the proposed one of this round
    discussed: set[int] = field(default_factory=set)
    discussed_before: set[int] = field(default_factory=set)  # in the talk about an earlier round: a second look begins it anew
    unveiled: set[int] = field(default_factory=set)  # squares revealed so far, one by one
    which: Which = "round"  # after a second look: the squares that the board shows
    contributions: dict[int, Contribution] = field(default_factory=dict)  # seq → reason or takeaway
    sent: dict[tuple[str, int | None], int] = field(default_factory=dict)  # (participant, square) → how many they have sent
    brought_up: int | None = None  # the reason on the projector
    citations: dict[int, Citations] = field(default_factory=dict)  # square → principles cited
    notes: dict[int, int] = field(default_factory=dict)  # square → seq of its note
    countdown: Countdown | None = None

    def put_in_spotlight(self, square: int | None) -> None:
        """The talk is about this square now (None: about none): what belonged to the one before goes with it."""
        self.spotlight, self.prompt = square, "principles"
        self.brought_up = self.countdown = None


@dataclass(slots=True)
class Session:
    kind: events.Kind
    grid: Grid
    live: bool
    minimum: int
    opened_on: str
    seq: int = 1
    epoch: str = ""  # which life of the store's its log was read in: `seq` says something within one alone
    stage: Stage = Stage.LOBBY
    closed_from: Stage = Stage.LOBBY  # where a reopened session returns to
    participants: set[str] = field(default_factory=set)
    forgotten: set[str] = field(default_factory=set)
    passed_on: set[str] = field(default_factory=set)  # participants whose phone somebody else has: their dots count, and stay as they are
    rounds: list[Round] = field(default_factory=list)
    locked: bool = False
    admitted: int = 0  # how many may still join while joining is locked
    taps: dict[str, int] = field(default_factory=dict)  # participant → how much of theirs was counted since the round began (`MOST_TAPS`)
    has_dots: bool = False  # the minimum is frozen with the first dot
    taken_back: int = 0  # how often a reveal was taken back: nobody can unsee it
    layer: events.Layer = "votes"
    order: events.Order = "grid"
    talk: Talk = field(default_factory=Talk)
    words: dict[int, str] = field(default_factory=dict)  # seq → what was typed with that event, as far as it counts
    dropped: set[int] = field(default_factory=set)  # words that count no longer: whoever keeps the log erases them
    ignored: dict[int, str] = field(default_factory=dict)  # seq → why the event counts for nothing

    @property
    def round(self) -> Round | None:
        """The round that is open or was the last one."""
        return self.rounds[-1] if self.rounds else None

    @property
    def round_open(self) -> bool:
        return self.stage in ROUND_OPEN

    @property
    def standing(self) -> Stage:
        """The stage, or the one that the session was closed in."""
        return self.closed_from if self.stage is Stage.CLOSED else self.stage

    @property
    def revealed(self) -> bool:
        """The facilitator has revealed the round, and has not taken it back."""
        return self.standing in REVEALED

    @property
    def choices(self) -> tuple[str, ...]:
        """The choice keys, in the grid's order."""
        return self.grid.choice_keys

    def tapped(self, participant: str) -> None:
        """Something of this participant was counted."""
        self.taps[participant] = self.taps.get(participant, 0) + 1

    def visible(self) -> list[int]:
        """The squares that the class may see the results of, in grid order. What of them: see `tally`."""
        if self.standing is Stage.UNVEILING:
            return [id for id in self.voted() if id in self.talk.unveiled]
        if not self.revealed:
            return []
        return self.voted() if self.stage not in ROUND_OPEN else list(self.rounds[-1].squares)

    def voted(self) -> list[int]:
        """The squares that were in any round so far, in grid order."""
        return [square.id for square in self.grid.squares if any(square.id in past.squares for past in self.rounds)]

    def latest(self, square: int) -> tuple[int, SquareDots] | None:
        """The last round that this square was in (its number, what stands there); None when there was none."""
        return next(self._back_from(len(self.rounds), square), None)

    def before(self, square: int, number: int) -> SquareDots | None:
        """What stands on this square in the last round before this one that it was in; None when there was none."""
        return next((dots for _, dots in self._back_from(number - 1, square)), None)

    def withheld(self, square: int) -> bool:
        """There are dots on it, or were, of which nothing may be seen (yet)."""
        found = self.latest(square)
        return bool(found and found[1].placed and found[1].shown is None)

    def of_few(self, square: int | None = None) -> bool:
        """Whether words about this square (None: about the whole) have so few possible authors that they are not nameless."""
        found = self.latest(square) if square is not None else None
        on_phones = found and found[1].dots and found[1].seen is None  # paper does not hide whoever is there with a phone
        return len(self.participants) < self.minimum or bool(on_phones) or (square is not None and self.withheld(square))

    def _back_from(self, number: int, square: int) -> Iterator[tuple[int, SquareDots]]:
        for past in reversed(self.rounds[:number]):
            if square in past.squares:
                yield past.number, past.squares[square]
