"""A whole room behind one address: the server goes away, and everybody comes back to it. Once after a moment, once after so long
that every phone waits as long as it ever does between two tries; and then the room's Wi-Fi fails, while the server stays and remembers.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bench.acks import percentile
from bench.line import now
from chaos.ledger import held_at_last, stored
from chaos.phones import Crowd
from chaos.table import Row, Wanted
from pollapp.store.sqlite_log import SESSIONS_FILE
from tests.real_server import RealServer

PHONES = 500
AWAY = 3.0, 20.0  # seconds that each outage lasts until the server is started again
FAILURES = 3  # of the Wi-Fi, one right after the other
TAPS = 3  # of each phone, while it is away
BIN = 0.1  # seconds: how many connect in the same moment


@dataclass(frozen=True, slots=True)
class Return:
    """`waits`: per phone, seconds from when there was a server to reach until it was connected."""

    after: str
    waits: Sequence[float]

    def __str__(self) -> str:
        moments = Counter(int(wait / BIN) for wait in self.waits)
        half, most = percentile(self.waits, 50), max(moments.values())
        return f"after {self.after} all in {max(self.waits):.1f} s (half in {half:.1f} s, at most {most} in {BIN} s)"


def run(how: Wanted, phones: int = PHONES, away: Sequence[float] = AWAY) -> Row:
    server = RealServer(how.folder)
    try:
        crowd, returns = asyncio.run(_returned(server, how, phones, away))
    finally:
        server.stop()
    kept = held_at_last(stored(how.folder / SESSIONS_FILE, crowd.session_id), crowd.tapped)
    refused = sum(len(phone.outbox.refusals) + len(phone.line.turned_away) for phone in crowd.phones)
    seen = "; ".join((f"{phones} phones, one address, {refused} refused", *map(str, returns)))
    return Row("whole room returns", len(away) + FAILURES, kept.acked, kept.lost, kept.doubled, seen)


async def _returned(server: RealServer, how: Wanted, phones: int, away: Sequence[float]) -> tuple[Crowd, list[Return]]:
    """The crowd after its last tap was answered, and how it came back: from each outage, and from the slowest failure of the Wi-Fi."""
    crowd = Crowd(server.url.removeprefix("http://"), how.chance())
    await crowd.open(server.key, phones)
    await crowd.drained()
    returns = []
    for seconds in away:
        how.say(f"{phones} phones, the server away for {seconds:.0f} s")
        returns.append(await _outage(server, crowd, seconds))
    failures = [await _failure(crowd) for _ in range(FAILURES)]
    returns.append(max(failures, key=lambda one: max(one.waits)))
    await crowd.close()
    return crowd, returns


async def _outage(server: RealServer, crowd: Crowd, seconds: float) -> Return:
    server.kill()
    _tap(crowd)
    await asyncio.sleep(seconds)
    await asyncio.to_thread(server.start)
    return await _back(crowd, f"{seconds:.0f} s")


async def _failure(crowd: Crowd) -> Return:
    for phone in crowd.phones:
        phone.line.cut()
    _tap(crowd)
    return await _back(crowd, f"the worst of {FAILURES} failures of the Wi-Fi")


def _tap(crowd: Crowd) -> None:
    for phone in crowd.phones:
        for _ in range(TAPS):
            phone.tap()


async def _back(crowd: Crowd, after: str) -> Return:
    """There is a server, and from now on they may find it."""
    since = now()
    await crowd.drained()
    return Return(after, [max(0.0, phone.line.back[-1] - since) for phone in crowd.phones])
