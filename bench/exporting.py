"""Phones vote in one session while somebody takes a large one home, on the same server and the same core, one file after the other."""

import asyncio
import statistics
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bench import phases
from bench.acks import Figures
from bench.cores import Pids
from bench.line import now
from bench.pages import Browser
from bench.room import Room
from pollapp.exports.formats import FORMATS

Waits = dict[str, list[float]]  # what → seconds that each file of it took


async def exporting(room: Room, seconds: float, pid: Pids, session_id: str, cookie: str) -> Figures:
    """As `steady`, with the median seconds of each kind of file beside it."""
    waits: Waits = {what: [] for what in FORMATS}
    async with _taking_home(room.host, session_id, cookie, waits):
        figures = await phases.steady(room, seconds, pid)
        while not all(waits.values()):  # a short run: each at least once
            await asyncio.sleep(0.1)
    return figures | {what.replace(".", "_"): statistics.median(taken) for what, taken in waits.items()}


@asynccontextmanager
async def _taking_home(host: str, session_id: str, cookie: str, waits: Waits) -> AsyncIterator[None]:
    task = asyncio.create_task(_again_and_again(host, session_id, cookie, waits))
    try:
        yield
    finally:
        task.cancel()


async def _again_and_again(host: str, session_id: str, cookie: str, waits: Waits) -> None:
    browser = Browser(host, cookie)
    while True:
        for what, taken in waits.items():
            began = now()
            await browser.get(f"/console/{session_id}/export/{what}?understood=1")
            taken.append(now() - began)
