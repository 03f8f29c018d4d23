"""A class in which everything that can be typed is hostile: a grid file in two languages, and every kind of words of a talk."""

from io import BytesIO
from typing import Any

import yaml
from flask import Flask

from pollapp import grid_entries, grid_file
from pollapp.domain import commands, talk_commands
from pollapp.domain.talk_commands import WordsCommand
from pollapp.room import Counted
from pollapp.service import Order
from tests.injection.payloads import MARKUP, TEMPLATES
from tests.web.people import Class

FIELDS = {**grid_file.LONGEST, **grid_entries.LONGEST}  # what a grid file's texts are called there, and how long each may be
NO_WORDS = {"key"}  # a grid file's text that has letters and digits alone
SAID: dict[type[WordsCommand], str] = {
    talk_commands.SendReason: f"Reason {MARKUP['tag']} {TEMPLATES['jinja']}",
    talk_commands.SendTakeaway: f"Takeaway {MARKUP['end of script']} {TEMPLATES['printf']}",
    talk_commands.WriteNote: f"=Note {MARKUP['attribute']} {TEMPLATES['typst']}\n{MARKUP['entity']}",
}
LANGUAGES = ("en", "es")


def hostile(field: str, code: str, number: int) -> str:
    """A text for this field, as long as it may be, told apart by its number."""
    payloads = [text.replace("\u2028", "") for text in (*MARKUP.values(), *TEMPLATES.values())]
    payload = payloads[number % len(payloads)]
    return f"{number}{code} {payload}"[: FIELDS[field]].strip()


def grid_texts() -> dict[str, Any]:
    """A grid file's content, in which every text is hostile in both languages."""
    numbers = iter(range(1000))

    def text(field: str) -> dict[str, str]:
        number = next(numbers)
        return {code: hostile(field, code, number) for code in LANGUAGES}

    return {
        "title": text("title"),
        "directions": text("directions"),
        "choices": [
            {"key": key, "name": text("name"), "label": text("label"), "shape": shape} for key, shape in (("a", "circle"), ("b", "square"))
        ],
        "principles": [{"number": number, "text": text("principle"), "short": text("in short")} for number in (1, 2)],
        "lenses": [{"key": "lens", "title": text("heading"), "text": text("prompt")}],
        "steps": [{"key": "step", "title": text("heading"), "text": text("prompt")}],
        "squares": [{"id": id, "text": text("text"), "short": text("short"), "principles": [1, 2]} for id in range(1, 10)],
        "sets": [{"key": "set", "label": text("label"), "squares": "all"}],
    }


def hostile_grid() -> bytes:
    return yaml.safe_dump(grid_texts(), allow_unicode=True).encode()


class HostileClass(Class):
    """Fay opens it on the hostile grid; twelve people vote, talk and take something with them, each in hostile words."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app, grid_file=(BytesIO(hostile_grid()), "grid.yaml"))
        self.ana = self.phone()
        people = [self.participant(self.ana)]
        self.says(commands.OpenRound("lobby"))
        people += [self.somebody(s1="a", s2="b") for _ in range(11)]
        self.says(commands.CloseRound("voting"), talk_commands.MoveSpotlight(None, 1))
        self.words: dict[type[WordsCommand], str] = {}
        self._shown(talk_commands.SendReason(SAID[talk_commands.SendReason], people[0], 1))
        self._said("facilitator", talk_commands.WriteNote(SAID[talk_commands.WriteNote], 1))
        self.says(talk_commands.WrapUp("revealed"), talk_commands.AskTakeaways("wrap_up"))
        self._shown(talk_commands.SendTakeaway(SAID[talk_commands.SendTakeaway], people[0]))

    def _shown(self, command: WordsCommand) -> None:
        seq = self._said(getattr(command, "participant", "facilitator"), command)
        self.says(talk_commands.JudgeContribution(seq, "approved"))
        if isinstance(command, talk_commands.SendReason):
            self.says(talk_commands.BringUp(seq))

    def _said(self, who: str, command: WordsCommand) -> int:
        [answer] = self.parts.service.handle(self.id, [Order(who, f"said-{type(command).__name__}", command)])
        assert isinstance(answer, Counted), answer
        self.words[type(command)] = command.words
        return answer.seq
