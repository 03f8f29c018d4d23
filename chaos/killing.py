"""SIGKILL, at random moments under load, also while the server is only just starting. Nothing it acked may be lost or count twice."""

import asyncio
import random
import statistics
from collections.abc import Sequence

from bench.line import now
from chaos.ledger import held_at_last, stored
from chaos.phones import Crowd, Phone
from chaos.table import Row, Wanted
from pollapp.store.sqlite_log import SESSIONS_FILE
from tests.real_server import RealServer

PHONES = 40
EVERY = 0.25  # seconds between two taps of a phone
LOAD = 0.1, 1.2  # seconds under load before the next kill: from, to
STARTING = 1.0  # seconds in which a start that is killed is struck
STRUCK = 0.2  # the share of starts that are


def run(how: Wanted, phones: int = PHONES) -> Row:
    server = RealServer(how.folder)
    try:
        crowd, away = asyncio.run(_killed(server, how, phones))
    finally:
        server.stop()
    kept = held_at_last(stored(how.folder / SESSIONS_FILE, crowd.session_id), crowd.tapped)
    return Row("killed under load", how.rounds, kept.acked, kept.lost, kept.doubled, _seen(crowd.phones, away))


async def _killed(server: RealServer, how: Wanted, phones: int) -> tuple[Crowd, Sequence[float]]:
    """The crowd after its last tap was answered; and how long each round's killed server was away, in seconds."""
    chance = how.chance()
    crowd = Crowd(server.url.removeprefix("http://"), chance)
    await crowd.open(server.key, phones)
    tapping = [crowd.start(phone.tap_steadily(EVERY)) for phone in crowd.phones]
    away = []
    for turn in range(how.rounds):
        await asyncio.sleep(chance.uniform(*LOAD))
        crowd.complain()
        server.kill()
        away.append(await _back(server, chance))
        if turn % 10 == 9:
            how.say(f"{turn + 1} of {how.rounds} kills")
    for task in tapping:
        task.cancel()
    await crowd.drained()
    await crowd.close()
    return crowd, away


async def _back(server: RealServer, chance: random.Random) -> float:
    """Start the server until it stays, now and then killing it while it starts; how long that took, in seconds."""
    began = now()
    while server.process.poll() is not None:
        starting = asyncio.create_task(asyncio.to_thread(server.start))
        struck = chance.random() < STRUCK
        if struck:
            await asyncio.sleep(chance.uniform(0, STARTING))
            server.kill()
        try:
            await starting
        except AssertionError:  # it did not come up
            if not struck:
                raise
    return now() - began


def _seen(phones: Sequence[Phone], away: Sequence[float]) -> str:
    taps = [tap for phone in phones for tap in phone.outbox.taps]
    again = sum(tap.sent > 1 for tap in taps)
    refused = sum(len(phone.outbox.refusals) for phone in phones)
    turned = sum(len(phone.line.turned_away) for phone in phones)
    return (
        f"{len(phones)} phones, {len(taps):,} taps, {again:,} sent again, {refused} refused, {turned} connections turned away; "
        f"back after {statistics.median(away):.1f} s (median)"
    )
