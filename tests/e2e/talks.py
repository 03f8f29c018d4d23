"""Prepared classes in the middle of their talk: a square in the spotlight, people who say why, a second look, the end."""

from collections.abc import Callable
from functools import cache, cached_property

from pollapp.domain.stages import Stage
from tests.e2e.prepared import Prepared, World
from tests.live.over_the_network import Socket

SPLIT = 2  # of the prepared squares: two green, two red
AGAIN = (2, 4)
SECOND_LOOK = ({"2": "green", "4": "yellow"}, {"2": "yellow", "4": "yellow"}, {"2": "yellow", "4": "red"}, {"2": "red"})
REASONS = ("I can share why I stay sober. Convincing is a different thing.", "I thought of whose decision it is.", "Principle 6.")
TAKEAWAYS = ("Ask who could be harmed, and how badly.", "Review the codes before I act.")
NOTE = "Ask the quieter side first."


def say_so(console: Socket, event: str, **fields: object) -> None:
    answer = console.send(event, **fields)
    assert answer.get("ok"), (event, answer)


class Talk:
    """One prepared session, and what happens in it; each step gives the talk back, so that they follow each other."""

    def __init__(self, session: Prepared) -> None:
        self.session, self.console = session, session.steers()
        self._phones = [self._phone(place) for place in range(len(session.voters))]

    def _phone(self, place: int) -> Socket:
        socket = self.session.voters[place].connects(self.session.phone)
        self.session.world.sockets.append(socket)
        return socket

    def spotlight(self, square: int | None = SPLIT, before: int | None = None) -> "Talk":
        say_so(self.console, "move_spotlight", from_square=before, square=square)
        return self

    def with_reasons(self, square: int = SPLIT) -> "Talk":
        """One on the projector, one hidden, one waiting; three people cite principles; a note, a paused countdown, paper dots."""
        sent = [phone.send("send_reason", square=square, words=words)["seq"] for phone, words in zip(self._phones, REASONS, strict=False)]
        for seq, verdict in zip(sent, ("approved", "hidden"), strict=False):
            say_so(self.console, "judge", id=seq, verdict=verdict)
        say_so(self.console, "bring_up", id=sent[0])
        for phone, cited in zip(self._phones, ([6, 2], [6], [10]), strict=False):
            say_so(phone, "cite_principles", square=square, principles=cited)
        say_so(self.console, "write_note", square=square, words=NOTE)
        say_so(self.console, "set_countdown", seconds=160, running=False)
        say_so(self.console, "count_paper", round=1, square=1, counts=[2, 1, 1])
        return self

    def beside_it(self, prompt: str) -> "Talk":
        say_so(self.console, "show_prompt", prompt=prompt)
        return self

    def looks_again(self, recall: str = "nothing") -> "Talk":
        """The second look is open, and everybody who is here has voted again but for one square."""
        say_so(self.console, "open_second_look", from_="revealed", squares=list(AGAIN), recall=recall)
        for voter, dots in zip(self.session.voters, SECOND_LOOK, strict=True):
            form = {"round": "2"} | {f"square-{square}": choice for square, choice in dots.items()}
            assert voter.post(f"{self.session.phone}/dots", **form).ok
        return self

    def has_looked_again(self) -> "Talk":
        self.looks_again()
        say_so(self.console, "close_round", from_="voting")
        return self

    def wraps_up(self) -> "Talk":
        say_so(self.console, "wrap_up", from_="revealed")
        return self

    def takes_away(self) -> "Talk":
        """Two takeaways, one of them approved."""
        say_so(self.console, "ask_takeaways", from_="wrap_up")
        sent = [phone.send("send_takeaway", words=words)["seq"] for phone, words in zip(self._phones, TAKEAWAYS, strict=False)]
        say_so(self.console, "judge", id=sent[0], verdict="approved")
        return self


class Talks:
    """The talks of a world, each made when somebody first wants to look at it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def _made(self, *steps: Callable[[Talk], Talk]) -> Prepared:
        talk = Talk(self._world.fresh(Stage.REVEALED))
        for step in steps:
            step(talk)
        return talk.session

    @cached_property
    def spotlight(self) -> Prepared:
        return self._made(Talk.spotlight, Talk.with_reasons)

    @cached_property
    def lenses(self) -> Prepared:
        return self._made(Talk.spotlight, lambda talk: talk.beside_it("lenses"))

    @cached_property
    def steps(self) -> Prepared:
        return self._made(lambda talk: talk.spotlight(1), lambda talk: talk.beside_it("steps"))

    @cached_property
    def withheld(self) -> Prepared:
        """A square in the spotlight of which nothing may be seen."""
        return self._made(lambda talk: talk.spotlight(3))

    @cached_property
    def looking_again(self) -> Prepared:
        return self._made(Talk.looks_again)

    @cached_property
    def recalling(self) -> Prepared:
        """A second look in which phones show what was before."""
        return self._made(lambda talk: talk.looks_again("room"))

    @cached_property
    def looked_again(self) -> Prepared:
        return self._made(Talk.has_looked_again)

    @cached_property
    def spotlight_again(self) -> Prepared:
        return self._made(Talk.has_looked_again, Talk.spotlight)

    @cached_property
    def wrapped_up(self) -> Prepared:
        return self._made(Talk.spotlight, Talk.with_reasons, lambda talk: talk.spotlight(None, SPLIT), Talk.has_looked_again, Talk.wraps_up)

    @cached_property
    def taken_away(self) -> Prepared:
        return self._made(Talk.wraps_up, Talk.takes_away)


@cache
def talks_of(world: World) -> Talks:
    """The same talks for the same world."""
    return Talks(world)
