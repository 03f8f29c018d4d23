"""Joining over HTTP, as a browser does it: press Join, keep the cookie, read the data block of the phone's page."""

import json
import re
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

WITHIN = 8.0  # seconds for one request
_LARGEST_PAGE = 2_000_000  # bytes
_PASSING = (429, 500, 502, 503, 504)
_BLOCK = re.compile(r'<script\b[^>]*\bid="page"[^>]*>(.*?)</script>', re.DOTALL)


class NotYet(Exception):
    """The server is not there, or cannot answer now: try again."""


class TurnedAway(Exception):
    """The server lets nobody in here: no such session, joining is locked, or this is no pollapp."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a joined phone holds: its cookie (as a request header's value) and the page's data block."""

    cookie: str
    page: dict[str, Any]

    @property
    def session(self) -> str:
        return str(self.page["session"]["id"])

    @property
    def grid(self) -> dict[str, Any]:
        return dict(self.page["grid"])

    @property
    def squares(self) -> tuple[int, ...]:
        return tuple(square["id"] for square in self.page["grid"]["squares"])

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(choice["key"] for choice in self.page["grid"]["choices"])


def origin(url: str) -> str:
    """Scheme, host and port of an address, as browsers send it in `Origin`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


class Door:
    """Where one new participant comes in, whose phone is set to `language`."""

    def __init__(self, url: str, code: str, language: str = "en") -> None:
        self._url, self._path, self._language = url, f"/j/{code}", language
        self._cookie = ""

    def enter(self) -> Ticket:
        """Join as somebody new; called again after NotYet it goes on as the same one. Raises NotYet, TurnedAway."""
        if not self._cookie:
            pressed, _ = _request(self._url, "POST", self._path, {"Origin": origin(self._url)})
            self._cookie = _voice(pressed)
        _, html = _request(self._url, "GET", self._path, {"Cookie": self._cookie, "Accept-Language": self._language})
        return Ticket(self._cookie, _page(html))


def _request(url: str, method: str, path: str, headers: dict[str, str]) -> tuple[HTTPResponse, str]:
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.netloc, timeout=WITHIN)
    try:
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        html = response.read(_LARGEST_PAGE).decode(errors="replace")
    except (OSError, HTTPException) as error:
        raise NotYet(f"{method} {path}: {error!r}") from error
    finally:
        connection.close()
    if response.status in _PASSING:
        raise NotYet(f"{method} {path}: {response.status}")
    if response.status >= 400:
        raise TurnedAway(f"{method} {path}: {response.status}")
    return response, html


def _voice(response: HTTPResponse) -> str:
    """The cookie that speaks for the new participant. Raises TurnedAway when there is none."""
    for header in response.headers.get_all("Set-Cookie", []):
        try:
            cookies = SimpleCookie(header)
        except CookieError:
            continue
        for name, morsel in cookies.items():
            if name.startswith("voice_") and morsel.value:
                return f"{name}={morsel.value}"
    raise TurnedAway("Joining gave no cookie.")


def _page(html: str) -> dict[str, Any]:
    """The page's data block. Raises TurnedAway when this is no phone's page."""
    block = _BLOCK.search(html)
    try:
        page = json.loads(block.group(1)) if block else None
    except ValueError:
        page = None
    if not isinstance(page, dict) or page.get("auth", {}).get("role") != "phone":
        raise TurnedAway("This is no phone's page.")
    return page
