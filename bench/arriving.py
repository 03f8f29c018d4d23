"""Everybody comes at once: by the page, or by the websocket alone; and the files of the page."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

from bench import pages
from bench.acks import Figures, busy
from bench.cores import Meter, Pids, memory_kb
from bench.line import now
from bench.prepared import Guest
from bench.room import Room


async def joins(room: Room, phones: int, pid: Pids) -> Figures:
    """Everybody joins at once: the button, the page, the socket."""
    return await _all_at_once([room.join() for _ in range(phones)], room, pid)


async def connects(room: Room, guests: Sequence[Guest], pid: Pids) -> Figures:
    """The websockets of everybody at once, each with its first view: a whole room comes back, its pages still open."""
    return await _all_at_once([room.connect(guest) for guest in guests], room, pid)


async def _all_at_once(coming: Sequence[Coroutine[Any, Any, None]], room: Room, pid: Pids) -> Figures:
    before, phones = memory_kb(pid), len(coming)
    with Meter(pid) as meter:
        began = now()
        await asyncio.gather(*coming)
        seconds = now() - began
    await room.settle()
    kb = (memory_kb(pid) - before) / phones
    each = {"kb": kb, "cpu": 1e3 * meter.cpu / phones, "again": room.tries_again}
    return {"per_second": phones / seconds, "seconds": seconds, **each, **busy(meter)}


async def files(room: Room, phones: int, pid: Pids) -> Figures:
    """Every phone loads, for the first time, the files that its page names. A browser keeps them; a class's first minute pays."""
    browser, _ = await pages.join(room.host, room.code)
    names = await pages.files_of(browser, f"/j/{room.code}")
    sizes = [len(await browser.get(name)) for name in (f"/j/{room.code}", *names)]
    browser.close()

    async def load() -> None:
        browser = pages.Browser(room.host)
        for name in names:
            await browser.get(name)
        browser.close()

    with Meter(pid) as meter:
        began = now()
        await asyncio.gather(*(load() for _ in range(phones)))
        seconds = now() - began
    size = {"page_kb": sizes[0] / 1024, "files": len(names), "file_kb": sum(sizes[1:]) / 1024}
    return {"per_second": phones / seconds, "cpu": 1e3 * meter.cpu / phones, **size, **busy(meter)}
