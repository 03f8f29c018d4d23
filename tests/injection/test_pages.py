"""Every page and every answer, with hostile words in everything that a session holds; and in every place of every request."""

import json
import logging
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pollapp.domain import talk_commands
from pollapp.domain.talk_commands import WordsCommand
from tests.injection.hostile_class import FIELDS, LANGUAGES, NO_WORDS, SAID, HostileClass, grid_texts
from tests.injection.payloads import ALL, POLYGLOT, harmless, texts_in
from tests.web.people import browser, data_block

WEB = Path(__file__).parents[2] / "pollapp/web"
_IN_FORM = (
    r'form\.(?:get|getlist)\("([\w-]+)"',
    r'"([\w-]+)" in (?:request\.)?form',
    r'number_in\((?:request\.)?form, "([\w-]+)"',
    r'form\["([\w-]+)"\]',
)
_IN_ADDRESS = (
    r'(?:args|values)\.(?:get|getlist)\("([\w-]+)"',
    r'"([\w-]+)" (?:not )?in request\.(?:args|values)',
    r'args\["([\w-]+)"\]',
)
_FILES = (r'files\.get\("([\w-]+)"', r'files\["([\w-]+)"\]')
# What comes after these would find no session, or nobody.
ENDS = ("console.delete", "console.new_phrase", "plain.forget", "next_person.pass_on")


def _named(*patterns: str) -> list[str]:
    """What pages ask for in these ways, by their source."""
    source = "\n".join(path.read_text("utf-8") for path in sorted(WEB.glob("*.py")))
    return sorted({name for pattern in patterns for name in re.findall(pattern, source)})


FORM, ADDRESS, FILES = _named(*_IN_FORM, *_IN_ADDRESS), _named(*_IN_ADDRESS), _named(*_FILES)
ADDRESS += ["one", "other", "language", "theme"]  # these are read by names in a tuple
FORM += ["language", "theme", "size", "pace", "mood", "square-1", "square-99"]
GOOD = {
    "round": "1", "square": "1", "words": "Because.", "minimum": "3", "held_on": "2025-11-20", "set": "set", "squares": "1", "live": "0",
    "voice": "a" * 43, "claim": "b" * 43, "back": "/guide", "cite": "1", "uncite": "2", "clear": "0", "skip": "0", "done": "1",
    "confirm": "1",
    "language": "es", "theme": "dark", "size": "3", "pace": "quick", "mood": "mixed", "square-1": "a", "phrase": "ABCDE", "lang": "es",
}  # fmt: skip


def test_every_kind_of_words_is_typed() -> None:
    """A new text of grid files, or another command with words, is to be made hostile too."""
    kinds = {one for one in vars(talk_commands).values() if isinstance(one, type) and issubclass(one, WordsCommand)}
    assert set(SAID) == kinds - {WordsCommand}
    used = texts_in(grid_texts())
    assert len([text for text in used if re.match(r"[0-9]+e[ns] ", text)]) > 2 * len(set(FIELDS) - NO_WORDS)


def test_what_requests_bring_was_found_in_the_source() -> None:
    assert {"code", "words", "square", "phrase", "key", "back", "voice", "me", "held_on", "minimum", "squares", "claim"} <= set(FORM)
    assert {"lang", "late", "sent", "plain", "notes", "order"} <= set(ADDRESS)
    assert set(FILES) == {"grid_file", "counts_file"}


class Rule(NamedTuple):
    endpoint: str
    method: str
    rule: str
    places: tuple[str, ...]


def _rules(room: HostileClass) -> Iterator[Rule]:
    for rule in room.app.url_map.iter_rules():
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            yield Rule(rule.endpoint, method, rule.rule, tuple(sorted(rule.arguments)))


def _address(room: HostileClass, rule: Rule, **bad: str) -> str:
    names = {"session_id": room.id, "code": room.code, "token": room.token, "what": "csv", "names": "tokens", "filename": "css/tokens.css"}
    return re.sub(r"<(?:[^:>]*:)?(\w+)>", lambda place: quote(bad.get(place[1], names.get(place[1], "abc")), safe=""), rule.rule)


def _who(room: HostileClass, rule: Rule) -> FlaskClient:
    return room.ana if rule.rule.startswith("/j/") else room.fay


def _looked_at(answer: TestResponse, where: str) -> None:
    assert answer.status_code not in (500, 501, 502), where
    for name, value in answer.headers:
        assert "pwned" not in f"{name} {value}" or name == "Location", f"{where}: {name}: {value}"
        assert not set("\r\n") & set(value), where
    if answer.mimetype == "text/html":
        harmless(answer.text, where)
        assert "Content-Security-Policy" in answer.headers, where
    else:
        assert answer.headers.get("X-Content-Type-Options") == "nosniff", where
    answer.close()  # a file


def test_every_page_shows_a_hostile_session_as_words(room: HostileClass) -> None:
    """Each address that there is, in both languages, as each person: none but files and endings is left out."""
    typed = list(room.words.values())
    shown = ""
    for who in (room.fay, room.ana, browser(room.app)):
        for code in LANGUAGES:
            for rule in _rules(room):
                if rule.method == "GET":
                    answer = who.get(f"{_address(room, rule)}?lang={code}&one={room.id}&other={room.id}&notes=1&peek=1&plain=1")
                    shown += answer.text if answer.mimetype == "text/html" else ""
                    _looked_at(answer, f"{rule.rule} in {code}")
    looked = harmless(shown, "all pages")
    everything = looked.words + "".join(text for block in looked.blocks for text in texts_in(json.loads(block)))
    missing = [text for text in (*typed, *texts_in(grid_texts())) if " " in text and text[:12] not in everything]
    assert not missing, missing


def test_the_data_blocks_hold_the_words_unchanged(room: HostileClass) -> None:
    texts = set(texts_in(grid_texts()))
    for who, address in ((room.fay, room.console_url), (browser(room.app), f"/projector/{room.token}")):
        for code in LANGUAGES:
            block = data_block(who.get(f"{address}?lang={code}"))
            held = texts_in(block["grid"])
            assert {text for text in held if text.startswith(tuple("0123456789"))} <= texts
            assert block["grid"]["squares"][0]["text"] in texts


def _answers(room: HostileClass, rule: Rule) -> Iterator[tuple[str, TestResponse]]:
    """With one place of the request after the other hostile, the rest of it good."""
    who, good = _who(room, rule), {**GOOD, "code": room.code, "one": room.id, "other": room.id}
    for place in rule.places:
        yield f"<{place}>", _asked(who, rule, _address(room, rule, **{place: POLYGLOT}), good)
    if rule.endpoint in ENDS or "static" in rule.rule:
        return
    for name in ADDRESS if rule.method == "GET" else ():
        yield f"?{name}", _asked(who, rule, f"{_address(room, rule)}?{name}={quote(POLYGLOT)}", good)
    if rule.method == "POST":
        for name in FORM:
            yield f"{name}=", _asked(who, rule, _address(room, rule), good | {name: POLYGLOT})
        for name in FILES:
            for content in (b"", f"id,{POLYGLOT}\n{POLYGLOT}".encode()):
                yield f"file {name}", _asked(who, rule, _address(room, rule), good | {name: (BytesIO(content), POLYGLOT)})


def _asked(who: FlaskClient, rule: Rule, address: str, form: dict[str, Any]) -> TestResponse:
    return who.get(address) if rule.method == "GET" else who.post(address, data=form)


def test_whatever_a_request_brings_comes_back_as_words_or_not_at_all(room: HostileClass, caplog: pytest.LogCaptureFixture) -> None:
    tried = 0
    with caplog.at_level(logging.DEBUG):
        for rule in _rules(room):
            for place, answer in _answers(room, rule):
                _looked_at(answer, f"{rule.method} {rule.rule} {place}")
                tried += 1
    assert tried > 500
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []
    for record in caplog.records:
        assert not {"\n", "\r", "\x1b"} & set(record.getMessage()), record
        assert "pwned" not in record.getMessage(), record


@pytest.mark.parametrize("name", ALL)
def test_words_that_were_refused_stand_in_their_field_again(room: HostileClass, name: str) -> None:
    answer = room.ana.post(f"/j/{room.code}/reason", data={"square": "1", "words": ALL[name] + "x" * 300})
    assert answer.status_code == 403
    looked = harmless(answer.text, name)
    start = ALL[name].split("\r")[0].split("\x00")[0].strip()[:40]
    assert start in looked.words


@pytest.mark.parametrize("name", ALL)
def test_a_mistyped_code_and_a_refused_file_are_repeated_as_words(room: HostileClass, name: str) -> None:
    harmless(room.fay.post("/join", data={"code": ALL[name]}).text, name)
    file_name = ALL[name].translate({ord('"'): "%22", ord("\r"): "%0D", ord("\n"): "%0A"})  # as browsers send them
    grid = (BytesIO(f"title: {ALL[name]!r}\n".encode("utf-8", "replace")), file_name)
    answer = room.fay.post("/sessions", data={"grid_file": grid})
    assert answer.status_code == 400
    harmless(answer.text, name)
    counts = (BytesIO(f"id,{ALL[name]},fine\n{ALL[name]},1,2\n".encode("utf-8", "replace")), file_name)
    answer = room.fay.post("/import", data={"held_on": "2025-11-20", "counts_file": counts})
    assert answer.status_code == 400
    harmless(answer.text, name)
