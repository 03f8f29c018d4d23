"""Too much, too large, too deep, in the wrong order."""

import asyncio
from itertools import cycle

import orjson

from bench import pages
from soak.attacks.raw import Target, connected, for_ever, frame, many, until_hung_up, websocket

_LARGE = 1 << 20
_DEEP = b'42["place_dots",' + b"[" * 7000 + b"]" * 7000 + b"]"
MALFORMED = [
    frame(b"4" + b"x" * _LARGE),  # too large
    frame(b"4" + b"x" * 16_000),  # as large as may be
    b"\xff" * 4000,  # no frame
    b"\x81\x05hello",  # no mask
    b"\xf1\x85\0\0\0\0hello",  # bits that nobody agreed on
    b"\x83\x81\0\0\0\0x",  # a kind that there is not
    b"\x89\xfe\x7f\xff\0\0\0\0" + b"x" * 0x7FFF,  # a ping that is too long
    b"\x01\x80\0\0\0\0" * 20_000,  # a message in parts that never ends
    b"\x00\x81\0\0\0\0x",  # goes on with nothing
    frame(b"\xff\xfe\xfd"),  # no UTF-8
    frame(b"", 8) + frame(b"4") * 100,  # talks on after the goodbye
    frame(b"\x00", 8),
    b"\x81\xff" + b"\xff" * 8 + b"\0\0\0\0",  # 16 exabytes are announced
    frame(_DEEP),
    frame(b'42["place_dots",' + b'{"a":' * 3000 + b"1" + b"}" * 3000 + b"]"),
    frame(b"42" + b"9" * 15_000 + b'["a"]'),
    frame(b"\x00" * 16_000, 2),  # binary
    frame(b"b" + b"A" * 16_000),
]
ABUSE = [
    [b'42["place_dots",{}]'],  # before the seat
    [b"3probe", b"5", b"5"],
    [b"2probe", b"2probe", b"2probe"],
    [b"0{}", b"6", b"1"],
    [b"40" * 50],
    [b"40/" + b"n" * 15_000 + b",{}"],
    [b"40/other,{}", b"40/another,{}"] * 5,
    [b"40{}"] * 100,
    [b"41"] * 100,
    [b"43%d[]" % number for number in range(3000)],
    [b"451-" + b'["a",{"_placeholder":true,"num":0}]', b"b" + b"A" * 100],
    [b"44{}", b"46", b"47", b"48"],
]


async def frames(target: Target) -> None:
    """Malformed and oversized, one a connection."""
    kinds = cycle(MALFORMED)

    async def once() -> None:
        async with websocket(target) as (reader, writer), asyncio.timeout(2):
            writer.write(next(kinds))
            target.did["frames"] += 1
            await reader.read()

    await many(20, lambda: for_ever(once, 0.01))


async def protocol(target: Target) -> None:
    """Engine.IO and Socket.IO out of order; versions, transports and ids that there are not; two upgrades of one line."""
    kinds = cycle(ABUSE)
    asked = cycle(("EIO=3&transport=polling", "EIO=4&transport=carrier-pigeon", "EIO=4&transport=polling&sid=nobody", "", "j=x&EIO=4"))

    async def once() -> None:
        async with websocket(target) as (reader, writer), asyncio.timeout(2):
            writer.write(b"".join(map(frame, next(kinds))))
            target.did["abuses"] += 1
            await reader.read()

    async def ask() -> None:
        async with connected(target) as (reader, writer), asyncio.timeout(2):
            writer.write(f"GET /socket.io/?{next(asked)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            target.did["wrong requests"] += 1
            await reader.read()

    async def upgrade_twice() -> None:
        browser = pages.Browser(target.host)
        sid = orjson.loads((await browser.get("/socket.io/?EIO=4&transport=polling"))[1:])["sid"]
        browser.close()
        async with websocket(target, more=f"&sid={sid}") as one, websocket(target, more=f"&sid={sid}") as other, asyncio.timeout(2):
            for _, writer in (one, other):
                writer.write(frame(b"2probe") + frame(b"5") + frame(b"5"))
            target.did["double upgrades"] += 1
            await one[0].read()

    async with asyncio.TaskGroup() as all_of_them:
        for attack, number in ((once, 15), (ask, 5), (upgrade_twice, 5)):
            all_of_them.create_task(many(number, lambda attack=attack: for_ever(attack, 0.01)))  # type: ignore[misc]


async def events(target: Target) -> None:
    """10,000 events a second from one joined phone."""
    await _flood(target, 1)


async def events_of_many(target: Target) -> None:
    """As fast as they can, from 50 joined phones."""
    await _flood(target, 50)


async def _flood(target: Target, phones: int) -> None:
    dot = {"command_id": "0" * 32, "round": 1, "square": 1, "choice": None, "counter": 1}
    blob = frame(b"421" + orjson.dumps(["place_dots", {"dots": [dot]}])) * 100

    async def write(writer: asyncio.StreamWriter) -> None:
        writer.write(blob)
        target.did["events"] += 100
        await asyncio.sleep(0.01)

    async def once(cookie: str, auth: bytes) -> None:
        async with websocket(target, cookie) as pair:
            pair[1].write(frame(b"40" + auth))
            await until_hung_up(target, pair, write)

    async def phone() -> None:
        browser, page = await pages.join(target.host, target.code)
        auth = orjson.dumps(page["auth"])
        await for_ever(lambda: once(browser.cookie, auth))

    await many(phones, phone)


async def pings(target: Target) -> None:
    """Websocket pings and Engine.IO pongs, from 50 lines that took no seat."""
    await _shouted(target, (frame(b"hi", 9) + frame(b"3")) * 500)


async def unseated(target: Target) -> None:
    """Events from 50 lines that took no seat."""
    await _shouted(target, frame(b'421["place_dots",{"dots":[]}]') * 500)


async def _shouted(target: Target, blob: bytes) -> None:
    async def write(writer: asyncio.StreamWriter) -> None:
        writer.write(blob)
        target.did["messages"] += 500
        await asyncio.sleep(0.01)

    async def once() -> None:
        async with websocket(target) as pair:
            await until_hung_up(target, pair, write)

    await many(50, lambda: for_ever(once))
