"""What is asked for in the discussion, in the imperative. See `commands`."""

from dataclasses import dataclass

from pollapp.domain.command import Command, StageCommand
from pollapp.domain.contributions import cleaned
from pollapp.domain.talk_events import Prompt, Recall, Verdict, Which


@dataclass(frozen=True, slots=True)
class BeginUnveiling(StageCommand):
    """Close the round if it is open, and reveal its squares one by one."""


@dataclass(frozen=True, slots=True)
class Unveil(Command):
    square: int


@dataclass(frozen=True, slots=True)
class OpenSecondLook(StageCommand):
    squares: tuple[int, ...]
    recall: Recall = "nothing"


@dataclass(frozen=True, slots=True)
class WrapUp(StageCommand):
    pass


@dataclass(frozen=True, slots=True)
class AskTakeaways(StageCommand):
    pass


@dataclass(frozen=True, slots=True)
class StepBack(StageCommand):
    pass


@dataclass(frozen=True, slots=True)
class MoveSpotlight(Command):
    """From the square that is in the spotlight now (or none) to another (or none)."""

    from_square: int | None
    square: int | None


@dataclass(frozen=True, slots=True)
class ShowPrompt(Command):
    prompt: Prompt


@dataclass(frozen=True, slots=True)
class SetAgenda(Command):
    """`before`: the seq of the agenda that this one was made from (0: the proposed one). `squares` None: back to what is proposed."""

    before: int
    squares: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class MarkDiscussed(Command):
    square: int
    discussed: bool


@dataclass(frozen=True, slots=True)
class ShowSquares(Command):
    which: Which


@dataclass(frozen=True, slots=True)
class WordsCommand(Command):
    """Carries what somebody typed, as they typed it."""

    words: str

    @property
    def typed(self) -> str | None:
        return cleaned(self.words)


@dataclass(frozen=True, slots=True)
class SendReason(WordsCommand):
    participant: str
    square: int


@dataclass(frozen=True, slots=True)
class SendTakeaway(WordsCommand):
    participant: str


@dataclass(frozen=True, slots=True)
class WriteNote(WordsCommand):
    """`before`: how much of the log its writer had seen; None: whatever stands there is replaced."""

    square: int
    before: int | None = None


@dataclass(frozen=True, slots=True)
class JudgeContribution(Command):
    contribution: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class DeleteContribution(Command):
    contribution: int

    @property
    def takes_back(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class BringUp(Command):
    contribution: int | None


@dataclass(frozen=True, slots=True)
class CitePrinciples(Command):
    participant: str
    square: int
    principles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CountPaper(Command):
    round: int
    square: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SetCountdown(Command):
    seconds: int
    running: bool
