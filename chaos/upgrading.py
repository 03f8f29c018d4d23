"""An upgrade in the middle of a round: the server stops, people go on tapping, and a newer version starts, which speaks a newer wire.
Every page is told that it is too old, reloads once, at a moment of its own, and its outbox is sent by the new page.
"""

import asyncio
import os
from collections.abc import Mapping
from dataclasses import dataclass

from bench.line import now
from chaos import another_version
from chaos.lasting import LastingLine
from chaos.ledger import held_at_last, stored
from chaos.phones import Crowd
from chaos.table import Row, Wanted
from pollapp.access import WIRE_VERSION
from pollapp.store.sqlite_log import SESSIONS_FILE
from tests.real_server import RealServer

PHONES = 200
TAPS = 3  # of each phone before, and again while there is no server
AWAY = 1.0  # seconds
RELOAD_WITHIN = 2.0  # seconds, as static/js/lib/socket.js spreads them
BIN = 0.1  # seconds: how many reload in the same moment


@dataclass(slots=True)
class Reloads:
    """`at`: when each page was loaded anew."""

    at: list[float]

    def __str__(self) -> str:
        moments = [int(moment / BIN) for moment in self.at]
        most = max(moments.count(moment) for moment in set(moments))
        return f"{len(self.at)} reloads within {max(self.at) - min(self.at):.1f} s, at most {most} in {BIN} s"


def run(how: Wanted, phones: int = PHONES) -> Row:
    server = RealServer(how.folder, module=another_version.__name__)
    try:
        crowd, reloads = asyncio.run(_upgraded(server, how, phones))
    finally:
        server.stop()
        os.environ.pop(another_version.WIRE, None)
    kept = held_at_last(stored(how.folder / SESSIONS_FILE, crowd.session_id), crowd.tapped)
    refused = sum(len(phone.outbox.refusals) for phone in crowd.phones)
    return Row("upgraded mid-round", 1, kept.acked, kept.lost, kept.doubled, f"{phones} phones, {reloads}, {refused} dots refused")


async def _upgraded(server: RealServer, how: Wanted, phones: int) -> tuple[Crowd, Reloads]:
    crowd = Crowd(server.url.removeprefix("http://"), how.chance())
    await crowd.open(server.key, phones)
    await _tap(crowd)
    await crowd.drained()
    addresses = await _addresses(crowd)
    await asyncio.to_thread(server.stop)
    await asyncio.sleep(AWAY)
    await _tap(crowd)
    reloads = Reloads([])
    chance = how.chance()
    for line, address in addresses.items():
        crowd.start(_reload(line, address, reloads, chance.uniform(0, RELOAD_WITHIN)))
    os.environ[another_version.WIRE] = str(WIRE_VERSION + 1)
    how.say(f"{phones} phones meet wire version {WIRE_VERSION + 1}")
    await asyncio.to_thread(server.start)
    await crowd.drained()
    await crowd.close()
    return crowd, reloads


async def _tap(crowd: Crowd) -> None:
    for _ in range(TAPS):
        for phone in crowd.phones:
            phone.tap()
        await asyncio.sleep(0)


async def _addresses(crowd: Crowd) -> Mapping[LastingLine, str]:
    """Where each page was loaded from."""
    console = f"/console/{crowd.session_id}"
    projector = (await crowd.screens[0].reload(console))["urls"]["projector"]
    screens = zip(crowd.screens, (console, projector), strict=True)
    return dict(screens) | {phone.line: f"/j/{crowd.code}" for phone in crowd.phones}


async def _reload(line: LastingLine, address: str, reloads: Reloads, pause: float) -> None:
    """Once it was told that its page is old; as it was told: once."""
    while not any("old_page" in why for why in line.turned_away):
        await asyncio.sleep(0.02)
    await asyncio.sleep(pause)
    reloads.at.append(now())
    await line.reload(address)
