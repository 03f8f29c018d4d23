"""Classes at every stage, made over HTTP and one socket each, in a moment: browsers only come to look at them."""

from functools import cached_property
from typing import Any

from pollapp.domain.stages import Stage
from tests.live.over_the_network import PATIENCE, Person, Socket
from tests.real_server import RealServer

SQUARES = ("1", "2", "3", "4", "5", "6")  # few: what is wrong with one square is wrong with all
UNVEILED = (1, 2, 3)
# Every word that a result can have: agreed, split, withheld, spread, leaning, and no dot at all.
DOTS = (
    {"1": "green", "2": "green", "3": "yellow", "4": "green", "5": "yellow"},
    {"1": "green", "2": "green", "3": "red", "4": "yellow", "5": "yellow"},
    {"1": "green", "2": "red", "4": "red", "5": "yellow"},
    {"1": "green", "2": "red", "5": "green"},
)
FILMED = DOTS * 2  # enough people for pictures before the close
# How a session gets to each stage: (command, the stage it starts from). A stage that is missing here fails a test.
_TO_VOTING = (("open_round", Stage.LOBBY),)
_TO_REVEALED = (*_TO_VOTING, ("close_round", Stage.VOTING))
WAYS: dict[Stage, tuple[tuple[str, Stage], ...]] = {
    Stage.LOBBY: (),
    Stage.VOTING: _TO_VOTING,
    Stage.SHOWING: (*_TO_VOTING, ("reveal", Stage.VOTING)),
    Stage.REVEALED: _TO_REVEALED,
    Stage.HIDDEN: (*_TO_REVEALED, ("take_back", Stage.REVEALED)),
    Stage.UNVEILING: (*_TO_VOTING, ("begin_unveiling", Stage.VOTING)),
    Stage.WRAP_UP: (*_TO_REVEALED, ("wrap_up", Stage.REVEALED)),
    Stage.TAKEAWAYS: (*_TO_REVEALED, ("wrap_up", Stage.REVEALED), ("ask_takeaways", Stage.WRAP_UP)),
    Stage.CLOSED: (*_TO_REVEALED, ("close_session", Stage.REVEALED)),
}
# A facilitator's own grid, in one language only: on a page in another one, its texts must say which language they are in.
OWN_GRID = """
title: Moral value or ethical principle?
directions: Say for each of these what it is to you.
choices:
  - {key: value, name: value, label: Moral value, shape: hexagon, mark: plus}
  - {key: principle, name: principle, label: Ethical principle, shape: diamond, mark: minus}
squares:
  - {id: 1, text: Being truthful and sincere, short: Truthful}
  - {id: 2, text: Safeguarding sensitive information, short: Safeguarding}
"""
OWN_DOTS = ({"1": "value", "2": "value"}, {"1": "value", "2": "principle"}, {"1": "value", "2": "principle"})


class Prepared:
    """One session. `voters`: who joined; the last of them has said "I'm done"."""

    def __init__(self, world: "World", dots: tuple[dict[str, str], ...] = DOTS, file: str = "", **form: Any) -> None:
        self.world, self._dots, fay = world, dots, world.fay
        answer = fay.web.post(
            f"{fay.server.url}/sessions",
            data={"set": "picked", "squares": SQUARES, **form},
            files={"grid_file": ("own.yaml", file)} if file else None,
            headers={"Origin": fay.server.url},
            timeout=PATIENCE,
        )
        assert answer.ok, answer.text
        self._is_at(answer.url)

    def _is_at(self, url: str) -> None:
        self.console = "/" + url.split("/", 3)[3]
        page = self.world.fay.page(self.console)
        self.code, self.projector, self.id = page["session"]["code"], page["urls"]["projector"], page["session"]["id"]
        self.phone = f"/j/{self.code}"
        self.voters = [self.joins() for _ in self._dots]

    def joins(self) -> Person:
        """Somebody who has pressed Join."""
        person = self.world.somebody()
        assert person.post(self.phone).ok
        return person

    def at(self, stage: Stage) -> "Prepared":
        """This session, brought to that stage; dots are placed as soon as they may be."""
        socket = self.world.fay.connects(self.console)
        for command, start in WAYS[stage]:
            assert socket.send(command, from_=start.value)["ok"], command
            if command == "open_round":
                self.place_dots()
            if command == "begin_unveiling":
                assert all(socket.send("unveil", square=square)["ok"] for square in UNVEILED)
        socket.close()
        return self

    def steers(self) -> Socket:
        """A console's socket, for what happens while a browser looks. It is closed with the world."""
        self.world.sockets.append(self.world.fay.connects(self.console))
        return self.world.sockets[-1]

    def place_dots(self) -> None:
        for voter, dots in zip(self.voters, self._dots, strict=True):
            form = {"round": "1"} | {f"square-{square}": choice for square, choice in dots.items()}
            assert voter.post(f"{self.phone}/dots", **form).ok
        assert self.voters[-1].post(f"{self.phone}/dots", round="1", done="1").ok

    def offers_control(self) -> str:
        """The address that the QR code for the facilitator's phone means."""
        link: str = self.world.fay.post(f"{self.console}/handover").json()["link"]
        return "/control/" + link.rsplit("/", 1)[1]

    def delete(self) -> None:
        assert self.world.fay.post(f"{self.console}/delete").ok


class Rehearsal(Prepared):
    """A session with one simulated person in it."""

    def __init__(self, world: "World") -> None:
        self.world, self._dots = world, DOTS[:1]
        self._is_at(world.fay.post("/rehearsals", size="1", pace="calm", mood="mixed").url)


class World:
    """A server, Fay with her key, and every session that somebody wanted to look at: each is made when it is first asked for."""

    def __init__(self, server: RealServer) -> None:
        self.server = server
        self.people: list[Person] = []
        self.sockets: list[Socket] = []
        self.fay = self.somebody()
        assert self.fay.post("/facilitate", key=server.key).ok
        self._made: dict[Any, Prepared] = {}

    def somebody(self) -> Person:
        self.people.append(Person(self.server))
        return self.people[-1]

    @cached_property
    def stranger(self) -> Person:
        return self.somebody()

    def fresh(self, stage: Stage = Stage.LOBBY, **form: Any) -> Prepared:
        """A session of one's own, to do with as one likes."""
        return Prepared(self, **form).at(stage)

    def at(self, stage: Stage, **form: Any) -> Prepared:
        """The session at this stage, opened with these settings, which stays as it is."""
        asked = (stage, repr(sorted(form.items())))
        if asked not in self._made:
            self._made[asked] = self.fresh(stage, **form)
        return self._made[asked]

    def own(self, stage: Stage) -> Prepared:
        """The session on the facilitator's own grid at this stage."""
        return self.at(stage, dots=OWN_DOTS, file=OWN_GRID)

    @cached_property
    def filmed(self) -> Prepared:
        """A session that is over, with enough people for pictures before its close."""
        return self.at(Stage.CLOSED, dots=FILMED)

    @cached_property
    def rehearsal(self) -> Prepared:
        return Rehearsal(self)

    @cached_property
    def locked(self) -> Prepared:
        """A lobby that nobody new can join."""
        made = self.fresh()
        assert made.steers().send("lock_joining", locked=True)["ok"]
        return made

    @cached_property
    def by_agreement(self) -> Prepared:
        """A revealed session whose board shows agreement, most disagreement first."""
        made = self.fresh(Stage.REVEALED)
        assert made.steers().send("arrange_board", layer="agreement", order="disagreement")["ok"]
        return made

    def close(self) -> None:
        for one in (*self.sockets, *self.people):
            one.close()
