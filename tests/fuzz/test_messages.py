"""Whole messages, good and made up, by many people in any order, against the real app: each is answered with a code, none fails,
and the session is what its log says.
"""

import json
import logging
import random
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from fuzz.jumbled import jumbled
from fuzz.targets.pages import Errors
from fuzz.targets.wire import FRAMES, messages
from pollapp.app import create_app
from pollapp.config import Config
from pollapp.domain.refused import REFUSALS
from pollapp.live import fast_json
from pollapp.live.packets import StrictPacket
from pollapp.room import Room
from tests.grid_files import GOOD, PROMPTS
from tests.live.lines import Line, LiveClass, new_id
from tests.web.people import grid_read_once

NEVER = {"server_error", "not_stored", "gone", "slow_down"}
EXAMPLES = messages()
ROLES = ("ana", "ben", "console", "projector", "other console", "other phone")
IN_TALK = [
    "place_dots",
    "move_spotlight",
    "send_reason",
    "judge",
    "bring_up",
    "cite_principles",
    "write_note",
    "send_takeaway",
    "open_second_look",
]


class Step(NamedTuple):
    who: str  # "": one of those who may say it
    what: str  # a message's name, or "frame"
    seed: int
    how: str  # "good", "here" (as its sender's pages would say it now), or "jumbled"


BEGINNINGS = (
    [],
    ["open_round"],
    ["open_round"],
    ["open_round", "close_round"],
    ["open_round", "begin_unveiling"],
    ["open_round", "close_round", "wrap_up", "ask_takeaways"],
)


def script(seed: int) -> list[Step]:
    """A session's beginning, then whatever comes. Drawn by chance: Hypothesis leans to what is simple, and would stay in the lobby."""
    chance = random.Random(seed)
    begins = [Step("console", what, 0, "here") for what in chance.choice(BEGINNINGS)]
    whose = ["", "", "", "", *ROLES]
    whats, hows = [*EXAMPLES, *IN_TALK, *IN_TALK, "frame"], ["good", "here", "here", "here", "jumbled"]
    return begins + [Step(chance.choice(whose), chance.choice(whats), chance.randrange(2**16), chance.choice(hows)) for _ in range(60)]


@pytest.fixture(scope="module")
def live_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pollapp.app.shipped_grid", grid_read_once)
        app = create_app(Config(host="127.0.0.1", port=8000, data_dir=tmp_path_factory.mktemp("messages") / "data"))
        patch.setattr(app.extensions["pollapp"].socketio.server, "packet_class", StrictPacket)
        patch.setattr(StrictPacket, "json", fast_json, raising=False)
        yield app
        app.extensions["pollapp"].close()


class Played:
    """Two sessions; what is said in the one must leave the other as it is."""

    def __init__(self, app: Flask) -> None:
        self.room, self.other = (LiveClass(app, grid_file=(BytesIO((GOOD + PROMPTS).encode()), "g"), minimum_off="1") for _ in range(2))
        phones = {who: room.phone() for who, room in (("ana", self.room), ("ben", self.room), ("other phone", self.other))}
        self._comes: dict[str, Callable[[], Line]] = {
            "ana": lambda: self.room.line(phones["ana"]), "ben": lambda: self.room.line(phones["ben"]), "console": self.room.console,
            "projector": self.room.projector, "other console": self.other.console,
            "other phone": lambda: self.other.line(phones["other phone"]),
        }  # fmt: skip
        self.lines = {who: come() for who, come in self._comes.items()}
        self.stored: list[tuple[str, str, Any, Any]] = []  # who, message, payload, answer

    def says(self, step: Step) -> None:
        who = step.who or ("console" if EXAMPLES.get(step.what, ("", "console"))[1] == "console" else ("ana", "ben")[step.seed % 2])
        step, line = step._replace(who=who), self.lines[who]
        self._a_minute_later()
        if step.what == "frame":
            line.raw(FRAMES[step.seed % len(FRAMES)][1:] or "2")
            if not line.is_connected() or line.sid is None:  # it said that it was leaving
                self.lines[who] = self._comes[who]()
            return
        event, payload = self._message(step)
        answer = line.send(event, payload)
        self._is_an_answer(answer, event)
        if not any(code in json.dumps(answer) for code in ("refused", "late")):
            self.stored.append((who, event, payload, answer))

    def _a_minute_later(self) -> None:
        """Everybody has all their credits again."""
        for room in (self.room, self.other):
            room.clock += 60

    def _message(self, step: Step) -> tuple[str, Any]:
        _, _, (event, payload) = EXAMPLES[step.what]
        payload = json.loads(json.dumps(payload))
        chance = random.Random(step.seed)
        if step.how == "here":
            self._fit(step, payload, chance)
        if "command_id" in payload:
            payload["command_id"] = new_id()
        for dot in payload.get("dots", []):
            dot["command_id"] = new_id()
        return event, jumbled(payload, chance) if step.how == "jumbled" else payload

    def _fit(self, step: Step, payload: dict[str, Any], chance: random.Random) -> None:
        """Make it what would be said in this moment."""
        session = (self.other if step.who.startswith("other") else self.room).session
        here = {
            "from": session.stage.value, "round": len(session.rounds) or 1, "from_square": session.talk.spotlight,
            "before": session.talk.agenda_seq,
            "square": session.talk.spotlight or chance.choice([1, 7]), "id": chance.choice([*session.talk.contributions, 1]),
            "counts": [chance.randint(0, 9) for _ in session.choices],
        }  # fmt: skip
        for one in (payload, *payload.get("dots", [])):
            one.update({name: value for name, value in here.items() if name in one})
            if one.get("choice"):
                one["choice"] = chance.choice(session.choices)

    def _is_an_answer(self, answer: Any, event: str) -> None:
        for one in answer.get("answers", [answer]):
            assert ("ok" in one) + ("late" in one) + ("refused" in one) == 1, (event, answer)
            assert one.get("refused") in {None, *REFUSALS} - NEVER, (event, answer)
            assert "ok" in one or (one["sentence"] and one["hint"])

    def is_what_its_log_says(self) -> None:
        parts = self.room.parts
        for room in (self.room, self.other):
            log = parts.log.read(room.id)
            assert log
            assert Room(log).session == room.session
        before = [room.log_length() for room in (self.room, self.other)]
        for who, event, payload, answer in self.stored:
            self._a_minute_later()
            if event != "peek":
                assert self.lines[who].send(event, payload) == answer, (event, payload)
        assert before == [room.log_length() for room in (self.room, self.other)]


@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 2**32))
def test_whatever_is_said_is_answered_and_the_session_is_what_its_log_says(live_app: Flask, seed: int) -> None:
    errors = Errors()
    logging.getLogger().addHandler(errors)
    try:
        played = Played(live_app)
        for step in script(seed):
            played.says(step)
        played.room.tick()
        played.is_what_its_log_says()
    finally:
        logging.getLogger().removeHandler(errors)
    assert [record.getMessage() for record in errors.found] == []
    assert all(line.is_connected() for line in played.lines.values())
    played.room.parts.service.delete(played.room.id, played.other.id)


def test_kept_inputs_have_names_that_say_what_they_broke() -> None:
    kept = sorted((Path(__file__).parent / "kept").glob("*/*"))
    assert kept
    assert all(not path.name.startswith(("crash-", "slow-", "timeout-", "oom-", "leak-")) for path in kept)
