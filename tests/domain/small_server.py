"""Commands of every kind, and the service in miniature: it answers a retry from its log, decides on a session that may lag behind the
log, appends, and may crash and fold its log anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from pollapp.domain import commands, talk_commands
from pollapp.domain.decide import decide
from pollapp.domain.event import Event
from pollapp.domain.fold import apply, fold
from pollapp.domain.refused import Refused
from pollapp.domain.session import Session
from pollapp.domain.stages import Stage
from tests.cast import FINE, UNSURE, WRONG, crowd, grid, opening

PEOPLE = crowd(4)
CHOICES = (FINE, UNSURE, WRONG)
SQUARES = (1, 2)
STAGES = ("lobby", "voting", "showing", "hidden", "revealed", "closed")
MINIMUMS = st.sampled_from([1, 3])

people = st.sampled_from(PEOPLE)
counters = st.integers(0, 6)
rounds = st.sampled_from([1, 1, 1, 1, 0, 2])
where = (people, rounds, st.sampled_from([*SQUARES, *SQUARES, 9]), counters)
stages = st.sampled_from(STAGES)

COMMANDS: st.SearchStrategy[commands.Command] = st.one_of(
    st.builds(commands.Join, people),
    st.builds(commands.PlaceDot, *where, st.sampled_from([*CHOICES, *CHOICES, "purple"])),
    st.builds(commands.PlaceDot, *where, st.sampled_from(CHOICES)),
    st.builds(commands.ClearDot, *where),
    st.builds(commands.SkipSquare, *where),
    st.builds(commands.Finish, people, rounds, st.booleans()),
    st.builds(commands.ForgetDots, people),
    st.builds(commands.PassOn, people),
    *[st.builds(kind, stages) for kind in (commands.CloseRound, commands.Reveal, commands.TakeBack)],
    *[st.builds(kind, stages) for kind in (commands.OpenRound, commands.CloseSession, commands.ReopenSession)],
    st.builds(commands.LockJoining, st.booleans()),
    st.builds(commands.AdmitOne),
    st.builds(commands.ChangeSettings, st.none() | st.booleans(), st.none() | st.integers(0, 5)),
    st.builds(commands.ArrangeBoard, st.sampled_from(["votes", "agreement"]), st.sampled_from(["grid", "disagreement", "last"])),
)
every_stage = st.sampled_from([stage.value for stage in Stage])
squares = st.sampled_from([*SQUARES, *SQUARES, 9])
some = st.lists(squares, max_size=3).map(tuple)
words = st.sampled_from(["Ask first.", "Whose decision?", "", "x" * 281])
seqs = st.integers(0, 25)
TALK: st.SearchStrategy[commands.Command] = st.one_of(
    *[st.builds(kind, every_stage) for kind in (talk_commands.BeginUnveiling, talk_commands.WrapUp, talk_commands.AskTakeaways)],
    st.builds(talk_commands.StepBack, every_stage),
    st.builds(talk_commands.Unveil, squares),
    st.builds(talk_commands.OpenSecondLook, every_stage, some, st.sampled_from(["nothing", "own", "room"])),
    *[st.builds(talk_commands.MoveSpotlight, st.none() | squares, squares) for _ in range(3)],
    st.builds(talk_commands.ShowPrompt, st.sampled_from(["principles", "lenses", "steps"])),
    st.builds(talk_commands.SetAgenda, st.just(0) | seqs, st.none() | some),
    st.builds(talk_commands.MarkDiscussed, squares, st.booleans()),
    st.builds(talk_commands.ShowSquares, st.sampled_from(["round", "all"])),
    *[st.builds(talk_commands.SendReason, words, people, squares) for _ in range(3)],
    st.builds(talk_commands.SendTakeaway, words, people),
    st.builds(talk_commands.WriteNote, words, squares, st.none() | seqs),
    *[st.builds(talk_commands.JudgeContribution, seqs, st.sampled_from(["approved", "hidden"])) for _ in range(2)],
    st.builds(talk_commands.DeleteContribution, seqs),
    st.builds(talk_commands.BringUp, st.none() | seqs),
    st.builds(talk_commands.CitePrinciples, people, squares, st.lists(st.integers(1, 3), max_size=3).map(tuple)),
    st.builds(talk_commands.CountPaper, rounds, squares, st.lists(st.integers(-1, 4), min_size=2, max_size=3).map(tuple)),
    st.builds(talk_commands.SetCountdown, st.integers(-1, 90), st.booleans()),
)
BEGINNING = [*map(commands.Join, PEOPLE[:3]), commands.OpenRound("lobby")]


@dataclass
class Step:
    """The command that arrives next: a new one, or (retry) one that was sent before. `behind`: how old the decider's picture is."""

    command: commands.Command
    retry: int | None = None
    behind: int = 0
    crash: bool = False


def _steps(of: st.SearchStrategy[commands.Command], most: int) -> st.SearchStrategy[list[Step]]:
    crashes = st.sampled_from([False, False, False, True])
    return st.lists(st.builds(Step, of, st.none() | st.integers(0, 20), st.integers(0, 3), crashes), max_size=most)


STEPS = _steps(COMMANDS, 25)
REVEALED = st.just(
    [Step(commands.PlaceDot(somebody, 1, 1, 1, FINE)) for somebody in PEOPLE[:3]]
    + [Step(commands.CloseRound("voting")), Step(talk_commands.MoveSpotlight(None, 1))]
)
WHOLE = _steps(COMMANDS | TALK, 25) | st.tuples(REVEALED, _steps(COMMANDS | TALK | TALK | TALK, 25)).map(lambda parts: parts[0] + parts[1])


class Server:
    def __init__(self, minimum: int) -> None:
        self.log: list[Event] = [opening(grid(2), minimum=minimum)]
        self.typed: dict[int, str] = {}  # place in the log → what was typed with that event
        self.session: Session = fold(self.log)
        self.stored: dict[int, int] = {}  # command id → its place in the log
        self.sent: list[commands.Command] = []
        self.answers: dict[int, list[str | None]] = {}  # command id → every answer that was given from the log
        for command in BEGINNING:
            self.send(Step(command))

    def send(self, step: Step) -> None:
        if step.retry is not None and step.retry < len(self.sent):
            self._receive(step.retry, step)
        else:
            self.sent.append(step.command)
            self._receive(len(self.sent) - 1, step)

    def _receive(self, command_id: int, step: Step) -> None:
        if command_id not in self.stored:
            picture = self.folded(max(1, len(self.log) - step.behind))
            decision = decide(picture, self.sent[command_id])
            if isinstance(decision, Refused):
                return
            self.log.append(decision)
            self.stored[command_id] = len(self.log)
            if (typed := self.sent[command_id].typed) is not None:
                self.typed[len(self.log)] = typed
        if step.crash:
            self.session = self.folded(len(self.log))
        for event in self.log[self.session.seq :]:
            apply(self.session, event, self.typed.get(self.session.seq + 1))
        seq = self.stored[command_id]
        self.answers.setdefault(command_id, []).append(self.session.ignored.get(seq))

    def folded(self, length: int, *, log: Sequence[Event] | None = None) -> Session:
        """So much of the log, folded anew with what was typed."""
        session = fold((log or self.log)[:1])
        for event in (log or self.log)[1:length]:
            apply(session, event, self.typed.get(session.seq + 1))
        return session


def ran(steps: Sequence[Step], minimum: int) -> Server:
    server = Server(minimum)
    for step in steps:
        server.send(step)
    return server
