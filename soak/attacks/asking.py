"""Pages, joins, and what is no request at all."""

import asyncio
import os
from itertools import cycle

from bench import pages
from soak.attacks.raw import Target, connected, for_ever, many, until_hung_up, websocket

NO_REQUESTS = [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + os.urandom(512),  # https on the http port
    os.urandom(4096),
    b"GET / HTTP/1.1\r\n" + b"X-Large: " + b"a" * 60_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: a\r\n" % number for number in range(5000)) + b"\r\n",
    b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
    b"POST /join HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n",
    b"POST /join HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"POST /join HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n" + b"x" * 1000,
    b"POST /join HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"\r\n" * 1000,
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n" + b"\0" * 4000,
]


async def garbage(target: Target) -> None:
    """What is no request: TLS, noise, headers and addresses without end, lengths that are none."""
    kinds = cycle(NO_REQUESTS)

    async def once() -> None:
        async with connected(target) as (reader, writer), asyncio.timeout(2):
            writer.write(next(kinds))
            target.did["pieces"] += 1
            await reader.read()

    await many(50, lambda: for_ever(once, 0.01))


async def pipelined(target: Target) -> None:
    """Pages, as many in one piece as fit, on 50 connections."""
    blob = f"GET /j/{target.code} HTTP/1.1\r\nHost: {target.host}\r\n\r\n".encode() * 100

    async def write(writer: asyncio.StreamWriter) -> None:
        writer.write(blob)
        target.did["pages asked for"] += 100

    async def once() -> None:
        async with connected(target) as pair:
            await until_hung_up(target, pair, write)

    await many(50, lambda: for_ever(once))


async def joins(target: Target) -> None:
    """Joins, as many as are let."""

    async def once() -> None:
        browser = pages.Browser(target.host)
        try:
            await browser.post(f"/j/{target.code}")
            target.did["joined"] += 1
        except RuntimeError:
            target.did["refused"] += 1
            await asyncio.sleep(0.05)
        finally:
            browser.close()

    await many(20, lambda: for_ever(once))


async def handshakes(target: Target) -> None:
    """Websockets opened and dropped, as fast as it goes."""

    async def once() -> None:
        async with websocket(target):
            target.did["handshakes"] += 1

    await many(20, lambda: for_ever(once))
