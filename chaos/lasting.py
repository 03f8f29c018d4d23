"""A line that connects again whenever it is lost, as static/js/lib/socket.js has it."""

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from bench import pages
from bench.line import OFFLINE, Heard, Line, Payload, TurnedAway, connect, named_by_pages, now
from chaos.by_polling import connect_by_polling
from chaos.patience import ACK_WITHIN, CONNECT_WITHIN, RECONNECT_MOST, pause_after


def _unheard(event: str, data: Payload) -> None:
    """What screens and phones are told matters to nobody here; that it is confirmed does."""


class LastingLine:
    """`back`: when it was connected, each time. `tries`: when it tried to. `turned_away`: what a server that was there said instead."""

    def __init__(
        self,
        host: str,
        cookie: str,
        auth: Payload,
        chance: random.Random,
        woken: Callable[[], None] = lambda: None,
        heard: Heard = _unheard,
    ) -> None:
        self._host, self._cookie, self._auth, self._woken, self._heard = host, cookie, auth, woken, heard
        self._chance, self._tries = chance, 1
        self._ways = [connect, connect_by_polling]
        self._line: Line | None = None
        self.tries: list[float] = []
        self.back: list[float] = []
        self.turned_away: list[str] = []

    @property
    def connected(self) -> bool:
        return bool(self._line and not self._line.lost.is_set())

    def cut(self) -> None:
        """The line breaks; `run` connects again."""
        if self._line:
            self._line.close()

    async def reload(self, address: str) -> dict[str, Any]:
        """The page is loaded anew, and the line connects as that one does from the next time on; the page's data."""
        browser = pages.Browser(self._host, self._cookie)
        page: dict[str, Any] = pages.data_block(await browser.get(address))
        browser.close()
        self._auth = page["auth"]
        return page

    async def run(self) -> None:
        """Be connected, and connect again, for ever."""
        while True:
            self.tries.append(now())
            with suppress(OSError):  # nobody is there, or nobody answers
                await self._stay()
            await asyncio.sleep(pause_after(self._tries, self._chance, RECONNECT_MOST))
            self._tries += 1

    async def _stay(self) -> None:
        async with asyncio.timeout(CONNECT_WITHIN):
            line = self._line = await self._connected()
        self.back.append(now())
        self._tries = 1
        self._woken()
        try:
            await line.lost.wait()
        finally:
            line.close()

    async def _connected(self) -> Line:
        """One way or the other. When both fail, the other one comes first next time, as socket.js has it.

        Pages name their room, and workers keep it together by that; here every second line does not, so that both have some.
        """
        room = self._chance.choice((named_by_pages(self._auth), ""))
        for connected in self._ways:
            try:
                return await connected(self._host, self._cookie, self._auth, self._heard, room=room)
            except TurnedAway as why:
                self.turned_away.append(str(why))
            except OSError:
                pass
        self._ways.reverse()
        raise ConnectionError

    async def send(self, event: str, payload: Payload) -> Payload:
        """The ack; OFFLINE when none came in time."""
        if self._line is None:
            return OFFLINE
        try:
            async with asyncio.timeout(ACK_WITHIN):
                return await self._line.call(event, payload)
        except TimeoutError:
            return OFFLINE
