"""Connections that nothing checks: whatever bytes, in whatever order."""

import asyncio
import base64
import itertools
import os
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

Pair = tuple[asyncio.StreamReader, asyncio.StreamWriter]
_UPGRADE = (
    "GET /socket.io/?EIO=4&transport=websocket{more} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nConnection: Upgrade\r\n"
    "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
)
_addresses = itertools.cycle(f"127.0.0.{last}" for last in range(2, 6))  # 28,000 connections fit under each


@dataclass
class Target:
    """`code`, `session`, `token`: of the attackers' own session, for what only somebody with a seat can do. `did`: what they did."""

    host: str
    code: str
    session: str
    token: str
    did: Counter[str] = field(default_factory=Counter)

    def projector(self) -> dict[str, Any]:
        return {"role": "projector", "session": self.session, "token": self.token, "wire": 2}


@asynccontextmanager
async def connected(target: Target, from_elsewhere: bool = False) -> AsyncIterator[Pair]:
    """`from_elsewhere`: from other loopback addresses, which are not enough for thousands otherwise."""
    name, _, port = target.host.partition(":")
    local = (next(_addresses), 0) if from_elsewhere else None
    reader, writer = await asyncio.open_connection(name, int(port), local_addr=local)
    target.did["connections"] += 1
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


@asynccontextmanager
async def websocket(target: Target, cookie: str = "", more: str = "") -> AsyncIterator[Pair]:
    """Past the handshake. Raises ConnectionError."""
    async with connected(target) as (reader, writer):
        key = base64.b64encode(os.urandom(16)).decode()
        writer.write(_UPGRADE.format(host=target.host, cookie=cookie, key=key, more=more).encode())
        if b" 101 " not in await reader.readuntil(b"\r\n\r\n"):
            raise ConnectionError
        yield reader, writer


def frame(payload: bytes, kind: int = 1, final: bool = True) -> bytes:
    size = len(payload)
    length = bytes((0x80 | size,)) if size < 126 else b"\xfe" + size.to_bytes(2) if size < 1 << 16 else b"\xff" + size.to_bytes(8)
    return bytes((0x80 * final | kind,)) + length + b"\0\0\0\0" + payload


async def listen_to_the_end(reader: asyncio.StreamReader) -> None:
    while await reader.read(1 << 16):
        pass


async def until_hung_up(target: Target, pair: Pair, write: Callable[[asyncio.StreamWriter], Awaitable[None]]) -> None:
    """Write again and again, reading what comes, until the server has had enough."""
    reader, writer = pair
    listening = asyncio.create_task(listen_to_the_end(reader))
    try:
        while not listening.done():
            await write(writer)
            await writer.drain()
    except OSError:
        pass
    finally:
        target.did["hung up on"] += 1
        listening.cancel()


async def for_ever(once: Callable[[], Awaitable[None]], pause: float = 0.0) -> None:
    """Again and again, whatever the server does about it."""
    while True:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, RuntimeError, ValueError):
            await once()
        await asyncio.sleep(pause)


async def many(number: int, one: Callable[[], Awaitable[None]]) -> None:
    async with asyncio.TaskGroup() as all_of_them:
        for _ in range(number):
            all_of_them.create_task(_as_coroutine(one))


async def _as_coroutine(one: Callable[[], Awaitable[None]]) -> None:
    await one()
