"""What people type and browsers send, where we read it ourselves: codes, phrases, cookies, origins, ways back, days, numbers.

The first line of an input says what it is, the rest is it.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from werkzeug.datastructures import MultiDict
from werkzeug.http import parse_cookie

from fuzz.target import Target
from pollapp import access, codes
from pollapp.config import Config
from pollapp.domain.contributions import MOST_NOTE, MOST_WORDS, length_refused, words_refused
from pollapp.domain.refused import REFUSALS
from pollapp.domain.said import Said
from pollapp.importing import EARLIEST, read_day
from pollapp.languages import known, languages
from pollapp.opening import KEEPS
from pollapp.rehearsal.wishes import MOST, Wishes
from pollapp.store.log import Header
from pollapp.web import display, guard
from pollapp.web.open_form import FieldRefused, read_keep, read_minimum
from pollapp.web.plain_vote import number_in
from pollapp.web.refusing import Turned

_NOW = datetime(2026, 11, 24, tzinfo=UTC)
_SECRET = "0" * 25
_HEADER = Header("s", "123456", "class", access.hashed(_SECRET), "token", 0, None)


def _is_said(sentence: object) -> None:
    assert isinstance(sentence, Said)


def _code(text: str) -> None:
    code = codes.typed(text)
    assert code is None or (code.isascii() and code.isdigit() and 6 <= len(code) <= 12)
    assert code is None or codes.typed(codes.spoken(code)) == code


def _phrase(text: str) -> None:
    secret = access.from_phrase(text)
    assert access.from_phrase(access.phrase(secret)) == secret
    access.hashed(secret)


def _cookies(text: str) -> None:
    cookies = parse_cookie({"HTTP_COOKIE": text.encode("utf-8", "replace").decode("latin-1")})
    assert access.controls(_HEADER, cookies) == (access.from_phrase(cookies.get("control_s", "")) == _SECRET == cookies.get("control_s"))
    assert not access.is_facilitator("key", cookies)
    assert len(access.participant_id("s", cookies.get("voice_s", ""))) == 24


def _mark(text: str) -> None:
    assert not access.speaks_for("ana", text)
    assert not access.same(text, _SECRET) or text == _SECRET


def _back(text: str) -> None:
    path = display._back(text)
    assert urlsplit(path)[:2] == ("", "")
    assert path.startswith("/")
    assert path[1:2] not in ("/", "\\")
    assert path.isprintable()


def _origin(text: str) -> None:
    origin, _, host = text.partition("\n")
    if guard.same_site(origin, host, Config()):
        assert origin.partition("://")[2].startswith(host)


def _day(text: str) -> None:
    try:
        assert EARLIEST <= read_day(text, _NOW) <= date(2026, 11, 24)
    except ValueError as error:
        _is_said(error.args[0])


def _form(text: str) -> None:
    form = MultiDict({"minimum": text, "keep": text, "number": text, "size": text, "pace": text, "mood": text})
    for read in (read_minimum, read_keep):
        try:
            assert read(form) in (*range(1, 21), *KEEPS)
        except FieldRefused as why:
            _is_said(why.sentence)
    try:
        assert 0 <= number_in(form, "number") < 10**6
    except Turned as turned:
        _is_said(turned.refused.sentence)


def _wishes(text: str) -> None:
    size, _, rest = text.partition("\n")
    pace, _, mood = rest.partition("\n")
    try:
        assert 0 < Wishes.parse({"size": size, "pace": pace, "mood": mood}).size <= MOST
    except ValueError as error:
        _is_said(error.args[0])


def _words(text: str) -> None:
    assert words_refused(text, MOST_WORDS) in (None, *REFUSALS)
    assert length_refused(text, MOST_NOTE) in (None, *REFUSALS)
    assert known(text) in languages()


KINDS: dict[str, Callable[[str], None]] = {
    "code": _code, "phrase": _phrase, "cookies": _cookies, "mark": _mark, "back": _back, "origin": _origin, "day": _day, "form": _form,
    "wishes": _wishes, "words": _words,
}  # fmt: skip


def run(given: bytes) -> None:
    kind, _, text = given.decode("utf-8", "replace").partition("\n")
    read = KINDS.get(kind)
    if read:
        read(text)


def seeds() -> dict[str, bytes]:
    good = {
        "code": "472 918", "phrase": "ABCDE-FGHJK-01234-56789-XYZZZ", "cookies": f"control_s={_SECRET}; voice_s=abc; facilitator=\"x\"",
        "mark": "a" * 12,
        "back": "/j/472918?plain=1", "origin": "http://a:8000\na:8000", "day": "2025-11-20", "form": "3", "wishes": "30\nslow\nmixed",
        "words": "Because.",
    }  # fmt: skip
    return {kind: f"{kind}\n{text}".encode() for kind, text in good.items()}


def words() -> list[str]:
    odd = [
        "٣",
        "²",
        "\u2028",
        "\x00",
        "\r\n",
        "//",
        "/\\",
        "\\",
        "http://",
        "https://",
        "[",
        "]",
        "@",
        "#",
        "%0d%0a",
        "-",
        "—",
        "\u00a0",
        "\ufeff",
    ]
    return [
        *[f"{kind}\n" for kind in KINDS],
        *odd,
        "control_s=",
        "voice_s=",
        "facilitator=",
        "2026-02-30",
        "999999",
        "24h",
        "forever",
        "es",
        "\\351",
    ]


TARGET = Target("typed", run, seeds, words)
