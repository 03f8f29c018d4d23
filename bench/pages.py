"""What the bench asks over plain HTTP, as a browser does: one connection kept open, cookies, the data block of a page."""

import asyncio
import re
from typing import Any
from urllib.parse import urlencode, urljoin

import orjson

_BLOCK, _BLOCK_END = b'id="page">', b"</script>"
_FILES = re.compile(rb'(?:href|src)="(/[^"]+\.(?:css|js|svg))"')
_MODULES = re.compile(rb'^import[^"]+"(\.[^"]+)"', re.MULTILINE)


class Browser:
    """`host`: where the server is, as "127.0.0.1:8000". `cookie`: what it comes with. `cookies`: what it has been given, by name."""

    def __init__(self, host: str, cookie: str = "") -> None:
        self.host = host
        self.cookies = {name: value for name, _, value in (pair.partition("=") for pair in cookie.split("; ") if pair)}
        self._connection: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    @property
    def cookie(self) -> str:
        """The cookies as a request's header holds them."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def get(self, path: str) -> bytes:
        return (await self._ask("GET", path))[1]

    async def post(self, path: str, **form: str) -> str:
        """Send a form; the address that the answer leads to."""
        return (await self._ask("POST", path, urlencode(form)))[0]

    async def send(self, path: str, text: str) -> bytes:
        """Post a text that is no form; what comes back."""
        return (await self._ask("POST", path, text))[1]

    def close(self) -> None:
        if self._connection:
            self._connection[1].close()
            self._connection = None

    async def _ask(self, method: str, path: str, body: str = "") -> tuple[str, bytes]:
        if self._connection and self._connection[0].at_eof():
            self.close()  # the server closes what has been idle for long
        reader, writer = self._connection = self._connection or await self._connect()
        head = [f"{method} {path} HTTP/1.1", f"Host: {self.host}", f"Origin: http://{self.host}", f"Cookie: {self.cookie}"]
        if method == "POST":
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        writer.write("\r\n".join((*head, "", body)).encode())
        status, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
        if int(status.split()[1]) >= 400:
            raise RuntimeError(f"{method} {path}: {status}")
        headers = [(name.lower(), value) for name, _, value in (line.partition(": ") for line in lines)]
        for name, value in headers:
            if name == "set-cookie":
                key, _, secret = value.partition(";")[0].partition("=")
                self.cookies[key] = secret
        by_name = dict(headers)
        return by_name.get("location", ""), await reader.readexactly(int(by_name.get("content-length", 0)))

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        name, _, port = self.host.partition(":")
        return await asyncio.open_connection(name, int(port), limit=1 << 20)


def data_block(html: bytes) -> dict[str, Any]:
    """The JSON that a live page carries (docs/wire.md)."""
    start = html.index(_BLOCK) + len(_BLOCK)
    block: dict[str, Any] = orjson.loads(html[start : html.index(_BLOCK_END, start)])
    return block


async def open_session(host: str, key: str) -> tuple[Browser, dict[str, Any]]:
    """Open a session on the usual 24 squares; with the live heatmap, which costs most. Gives the facilitator and the console's data."""
    facilitator = Browser(host)
    await facilitator.post("/facilitate", key=key)
    console = await facilitator.post("/sessions", live="1", minimum="3")
    return facilitator, data_block(await facilitator.get(console))


async def join(host: str, code: str) -> tuple[Browser, dict[str, Any]]:
    """Join as somebody new: press the button, follow to the phone's page, keep its data."""
    browser = Browser(host)
    page = data_block(await browser.get(await browser.post(f"/j/{code}")))
    browser.close()
    return browser, page


async def files_of(browser: Browser, path: str) -> list[str]:
    """The files that a page needs: those it names, and the modules that its scripts import."""
    found = [file.decode() for file in _FILES.findall(await browser.get(path))]
    for file in found:  # it grows meanwhile
        for module in _MODULES.findall(await browser.get(file)) if file.endswith(".js") else ():
            imported = urljoin(file, module.decode())
            if imported not in found:
                found.append(imported)
    return found
