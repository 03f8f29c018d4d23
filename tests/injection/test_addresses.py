"""Addresses and names that would lead elsewhere: out of a folder, to another site."""

import re
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

import pytest

from pollapp.files import FILES
from tests.grid_files import GOOD
from tests.injection.hostile_class import HostileClass
from tests.injection.payloads import harmless
from tests.injection.raw_request import raw
from tests.injection.test_pages import ADDRESS, ENDS, FORM, _address, _rules, _who
from tests.injection.test_pages import GOOD as GOOD_FORM

UP = (
    "../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%252f", "..\\", "..%5c", "....//", "..;/", "%c0%ae%c0%ae/", "..%00/", "/../", "//",
    "./../", "%2f", "~/", "file:///",
)  # fmt: skip
WANTED = (
    "etc/passwd", "pyproject.toml", "grid_items.yaml", "pollapp/access.py", "pollapp-data/sessions.sqlite3", "data/secrets",
    "templates/base.html", ".git/config", "app.py",
)  # fmt: skip
SECRET = re.compile(rb"root:.*:0:0:|\[build-system\]|SQLite format 3|import hashlib|\{% block|title:|\[core\]")
ELSEWHERE = (
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "http:evil.example",
    "https:/evil.example",
    "/%09/evil.example", "/\t/evil.example", "\t//evil.example", " //evil.example", "/\r\nLocation: //evil.example",
    "/%0d%0aX-Pwned: 1", "javascript:alert(1)", "//evil.example/%2f..",
    "/.//evil.example", "@evil.example", "?next=//evil.example", "//[evil", "http://[", "/guide\x00", "data:text/html,x",
    "//evil.example:80@a", "/\x0b/evil.example", "/\u2028/evil.example",
)  # fmt: skip


# Paths


@pytest.mark.parametrize("up", UP)
def test_no_address_leads_out_of_the_static_files(room: HostileClass, up: str) -> None:
    static = room.app.static_url_path
    places = [f"{static}/", f"{static}/css/", f"{static}/css-of/", "/static/"]
    for wanted in WANTED:
        for place in places:
            for ending in ("", ".css", "%00.css"):
                asked = f"{place}{up * 3}{wanted}{ending}"
                for path in {asked, unquote_to_bytes(asked).decode("latin-1")}:
                    status, _, content = raw(room, path)
                    assert status in (301, 308, 400, 404, 405), (path, status)
                    assert not SECRET.search(content), path


def test_sheets_are_those_of_the_folder(room: HostileClass) -> None:
    static = room.app.static_url_path
    names = [
        "..",
        "../base",
        "tokens+../../app",
        "/etc/passwd",
        str(FILES / "static/css/base"),
        "tokens+tokens",
        "",
        "+",
        "con",
        "tokens\0",
        "TOKENS",
        "tokens/",
        "*",
    ]
    for place in ("css-of", "flat-css-of"):
        assert raw(room, f"{static}/{place}/tokens+base.css")[0] == 200
        for name in names:
            assert raw(room, f"{static}/{place}/{name}.css")[0] in (308, 404), name


@pytest.mark.parametrize(
    "name",
    [
        "../../x.yaml",
        "/etc/passwd",
        "..\\..\\x",
        "C:\\x.yaml",
        "a\x00.yaml",
        "con",
        "x" * 5000,
        ".",
        "-rf",
        "$(touch pwned)",
        "%2e%2e%2fx",
        "\u202egnp",
    ],
)
def test_the_name_of_an_uploaded_file_is_a_word_in_an_answer_and_nothing_else(room: HostileClass, name: str, tmp_path: Path) -> None:
    before = _files(tmp_path)
    boundary, form = "limit", {"grid_file": (b"title: x", "/sessions"), "counts_file": (b"id", "/import")}
    for field, (content, page) in form.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'.encode()
        rest = f'\r\n--{boundary}\r\nContent-Disposition: form-data; name="held_on"\r\n\r\n2025-11-20\r\n--{boundary}--\r\n'.encode()
        status, _, answer = raw(room, page, "POST", body=head + content + rest, CONTENT_TYPE=f"multipart/form-data; boundary={boundary}")
        assert status == 400, page
        harmless(answer.decode(), page)
    assert _files(tmp_path) == before


def _files(folder: Path) -> set[Path]:
    return set(folder.rglob("*")) | set(FILES.glob("*"))


# Other sites

KNOWN = ["default-src", "script-src", "style-src", "font-src", "img-src", "connect-src", "base-uri", "form-action", "frame-ancestors"]


@pytest.mark.parametrize("where", ELSEWHERE)
def test_no_answer_leads_to_another_site(room: HostileClass, where: str) -> None:
    """Whatever field or query has it, also those by which other products are led away."""
    names = {
        *FORM,
        *ADDRESS,
        "next",
        "url",
        "redirect",
        "redirect_uri",
        "return",
        "returnTo",
        "continue",
        "goto",
        "r",
        "u",
        "to",
        "target",
        "dest",
    } - set(GOOD_FORM) | {"back"}
    fields = {**GOOD_FORM, **dict.fromkeys(names, where)}
    for rule in _rules(room):
        if rule.endpoint not in ENDS and "static" not in rule.rule:
            who, address = _who(room, rule), _address(room, rule)
            answer = who.get(address, query_string=dict.fromkeys(names, where)) if rule.method == "GET" else who.post(address, data=fields)
            if "Location" in answer.headers:
                to = answer.headers["Location"]
                assert urlsplit(to)[:2] == ("", ""), (rule, to)
                assert re.match(r"/(?![/\\])", to), (rule, to)
                assert not re.match(r"/[\t\r\n\x0b]*[/\\]", to), (rule, to)
            answer.close()


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:80",
        "localhost:8000@evil.example",
        "a, evil.example",
        "evil.example/",
        "[::1",
        '"><x>',
        "evil.example\t",
        "",
    ],
)
def test_a_made_up_host_stands_in_no_page_and_no_redirect(room: HostileClass, host: str) -> None:
    for path, method in (
        ("/", "GET"),
        (room.console_url, "GET"),
        (f"/projector/{room.token}", "GET"),
        ("/sessions", "POST"),
        (f"{room.console_url}/phrase", "POST"),
    ):
        _, headers, content = raw(room, path, method, HTTP_HOST=host)
        policy = dict(headers)["Content-Security-Policy"]  # names the host that was asked for, if it is one
        assert [rule.split()[0] for rule in policy.split(";")] == KNOWN
        said = content.decode() + "".join(value for name, value in headers if value != policy)
        assert "evil.example" not in said, path
        assert not any(urlsplit(value).netloc for name, value in headers if name == "Location")
    _, headers, content = raw(
        room, room.console_url, HTTP_X_FORWARDED_HOST="evil.example", HTTP_FORWARDED="host=evil.example", HTTP_X_FORWARDED_PROTO="evil"
    )
    assert "evil" not in content.decode() + str(headers)


def test_a_good_grid_file_is_one_whatever_its_name(room: HostileClass) -> None:
    answer = room.fay.post("/sessions", data={"grid_file": (BytesIO(GOOD.encode()), "../../../etc/passwd")})
    assert answer.status_code == 302
