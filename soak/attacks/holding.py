"""Connections that are kept and not used: silent, slow to write, slow to read."""

import asyncio
import socket
from itertools import cycle

import orjson

from bench import pages
from bench.room import new_id
from soak.attacks.raw import Target, connected, for_ever, frame, many, websocket

SOCKETS = 5000
SLOW = 3000  # connections
DEAF = 200  # phones, and half as many projectors


async def silent(target: Target) -> None:
    """5,000 sockets from one address: some say nothing, some never CONNECT, some are refused. Each comes back when it is hung up on."""
    said = cycle((b"", b"3", b'40{"role":"phone","session":"nobody","wire":2}'))
    gate = asyncio.Semaphore(50)

    async def once() -> None:
        async with gate:
            line = websocket(target)
            reader, writer = await line.__aenter__()
        try:
            if packet := next(said):
                writer.write(frame(packet))
            await reader.read()
            target.did["hung up on"] += 1
        finally:
            await line.__aexit__(None, None, None)

    await many(SOCKETS, lambda: for_ever(once, 1.0))


async def polled(target: Target) -> None:
    """Lines opened by polling and left, as fast as they are let; and some that post and never listen."""
    blob = b"\x1e".join([b'421["alive",{}]'] * 16)

    async def once() -> None:
        browser = pages.Browser(target.host)
        sid = orjson.loads((await browser.get("/socket.io/?EIO=4&transport=polling"))[1:])["sid"]
        target.did["lines"] += 1
        for _ in range(10):
            await browser.post(f"/socket.io/?EIO=4&transport=polling&sid={sid}", said=blob.decode())
        browser.close()

    await many(20, lambda: for_ever(once))


async def slow_to_write(target: Target) -> None:
    """Slowloris: headers byte by byte, bodies byte by byte, half of each; 3,000 connections."""
    heads = cycle(
        (
            b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: " + b"a" * 1000,
            b"POST /join HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n",
        )
    )
    gate = asyncio.Semaphore(50)

    async def once() -> None:
        head = next(heads)
        async with gate:
            line = connected(target, from_elsewhere=True)
            reader, writer = await line.__aenter__()
        try:
            at = len(head) if head.startswith(b"POST") else 40
            writer.write(head[:at])
            while not reader.at_eof():
                writer.write(b"x")
                target.did["bytes"] += 1
                try:
                    async with asyncio.timeout(5):
                        await reader.read(100)
                except TimeoutError:
                    continue
            target.did["hung up on"] += 1
        finally:
            await line.__aexit__(None, None, None)

    await many(SLOW, lambda: for_ever(once, 1.0))


async def slow_to_read(target: Target) -> None:
    """200 phones and 100 projectors that answer pings and never read, while views flow; and pages that nobody reads."""

    async def deaf(cookie: str, auth: bytes) -> None:
        async with websocket(target, cookie) as (_, writer):
            writer.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            writer.transport.pause_reading()  # type: ignore[attr-defined]
            writer.write(frame(b"40" + auth))
            target.did["deaf"] += 1
            while not writer.transport.is_closing():
                await asyncio.sleep(5)
                writer.write(frame(b"3"))  # no ping was read, but there will have been one
        target.did["hung up on"] += 1

    async def phone() -> None:
        browser, page = await pages.join(target.host, target.code)
        auth = orjson.dumps(page["auth"])
        await for_ever(lambda: deaf(browser.cookie, auth), 1.0)

    async def votes() -> None:
        browser, page = await pages.join(target.host, target.code)
        async with websocket(target, browser.cookie) as (reader, writer):
            writer.write(frame(b"40" + orjson.dumps(page["auth"])))
            for number in range(1_000_000):
                place = {"round": 1, "square": 1 + number % 24, "choice": ("green", "red")[number // 24 % 2], "counter": number}
                writer.write(frame(b"42" + orjson.dumps(["place_dots", {"dots": [{"command_id": new_id(), **place}]}])))
                await asyncio.sleep(0.1)
                if number % 10 == 0:
                    await reader.read(1 << 16)

    async def page_unread() -> None:
        async with connected(target) as (_, writer):
            writer.transport.pause_reading()  # type: ignore[attr-defined]
            writer.write(f"GET /j/{target.code} HTTP/1.1\r\nHost: {target.host}\r\n\r\n".encode() * 500)
            await asyncio.sleep(30)

    projector = orjson.dumps(target.projector())
    async with asyncio.TaskGroup() as all_of_them:
        all_of_them.create_task(many(5, lambda: for_ever(votes, 1.0)))
        all_of_them.create_task(many(DEAF, lambda: for_ever(phone, 1.0)))
        all_of_them.create_task(many(DEAF // 2, lambda: for_ever(lambda: deaf("", projector), 1.0)))
        all_of_them.create_task(many(20, lambda: for_ever(page_unread, 1.0)))
