"""The other way to connect: Engine.IO by long-polling, which then goes over to a websocket. A page tries it when a websocket fails."""

import orjson

from bench.line import Heard, Line, Payload, TurnedAway, connect
from bench.pages import Browser

_POLLED = "/socket.io/?EIO=4&transport=polling"
_BETWEEN = b"\x1e"  # packets


async def connect_by_polling(host: str, cookie: str, auth: Payload, heard: Heard | None = None, *, room: str = "") -> Line:
    """A line that the server has let in, on a websocket by now. Raises ConnectionError, or OSError when nobody is there."""
    browser = Browser(host, cookie)
    try:
        sid = await _let_in(browser, auth, room)
    except RuntimeError as why:  # an HTTP status
        raise TurnedAway(str(why)) from why
    except EOFError as why:
        raise ConnectionError("The server hung up.") from why
    finally:
        browser.close()
    return await connect(host, cookie, auth, heard, sid, room)


async def _let_in(browser: Browser, auth: Payload, room: str) -> str:
    """The id of a polled line that has a seat."""
    sid = str(orjson.loads((await browser.get(f"{_POLLED}&room={room}"))[1:])["sid"])
    await browser.send(f"{_POLLED}&sid={sid}", "40" + orjson.dumps(auth).decode())
    while True:  # the first view may come before the word that we are in
        for packet in (await browser.get(f"{_POLLED}&sid={sid}")).split(_BETWEEN):
            if packet.startswith(b"40"):
                return sid
            if packet.startswith(b"44"):
                raise TurnedAway(packet.decode())
