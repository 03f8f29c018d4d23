"""`python -m soak`: the day, then the attacks. Exits with 1 when a dot was lost or doubled, or something did not go back to what it was."""

import argparse
import asyncio
import json
import os
import secrets
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import cores, pages
from bench.acks import Acks, percentile
from bench.line import connect
from bench.room import new_id
from soak import table
from soak.attacks.__main__ import KINDS
from soak.neighbours import neighbours, shown
from soak.table import Attacked
from soak.watched import Figures, Sample, WatchedServer, slope

ROOT = Path(__file__).parents[1]
WARM_UP = 5.0  # seconds before the first figure: what is made once is made
GONE_WITHIN = 90.0  # seconds after the last one left: two heartbeats, a dropped connection's patience, and a look
SAMPLE_EVERY = 1.0
DAYS_PHONES, DAYS_SESSIONS = 200, 20


@dataclass(frozen=True, slots=True)
class Soak:
    """One run. `minutes` of the day; `seconds` of each attack and of quiet before it."""

    folder: Path
    minutes: float
    seconds: float
    kinds: list[str]
    seed: int

    async def day(self) -> bool:
        """The day; whether all was kept and everything went back."""
        server = WatchedServer(self.folder / "day")
        try:
            return await self._day(server)
        finally:
            server.stop()

    async def _day(self, server: WatchedServer) -> bool:
        host = server.url.removeprefix("http://")
        fresh = await asyncio.to_thread(server.look)
        await self._child(self._day_for(server, host, WARM_UP))
        start = await settled(server, fresh)
        _say(f"day: {self.minutes:g} minutes", sys.stderr)
        samples: list[Sample] = []
        next_door = await neighbours(host, server.key, self.seed)
        voting = asyncio.create_task(next_door.vote())
        with next_door.noticed() as acks:
            going = asyncio.create_task(self._child(self._day_for(server, host, 60 * self.minutes)))
            peak = await _watched(server, going, samples)
        told = await going
        await _stop(voting)
        next_door.room.close()
        _say(f"day: waiting for the last one to be gone, {GONE_WITHIN:g} seconds at most", sys.stderr)
        end = await settled(server, start)
        back = table.not_back(start, end)
        _say("\n".join(table.inside(start, peak, end)))
        _say(f"\nMemory in the last half: {slope(samples):+,.0f} kB a minute. Acks next door, p50 / p99: {shown(acks)} ms.")
        _say(
            f"{told['sessions']} sessions, {told['deleted']} of them deleted; {told['joined']} joined, {told['cut']:,} lines cut. "
            f"Dots: {told['acked']:,} acked, {told['lost']} lost, {told['doubled']} doubled."
        )
        return not (back or told["lost"] or told["doubled"])

    def _day_for(self, server: WatchedServer, host: str, seconds: float) -> list[str]:
        return ["soak.day", host, server.key, str(server.data_dir), str(seconds), str(DAYS_SESSIONS), str(DAYS_PHONES), str(self.seed)]

    async def attacks(self) -> bool:
        """Each attack on a server of its own; whether it went back to what it was after each. Latency is for people to judge."""
        rows, stayed = [], True
        for kind in self.kinds:
            server = WatchedServer(self.folder / kind)
            try:
                row, back = await self._attacked(server, kind)
            finally:
                server.stop()
            rows.append(row)
            stayed = stayed and not back
            _say(f"{kind}: p99 {row.quiet[1]:.1f} → {row.during[1]:.1f} ms{', not back: ' + ', '.join(back) if back else ''}", sys.stderr)
        _say("\n".join(table.attacks(rows)))
        return stayed

    async def _attacked(self, server: WatchedServer, kind: str) -> tuple[Attacked, list[str]]:
        host = server.url.removeprefix("http://")
        next_door = await neighbours(host, server.key, self.seed)
        target = await _target(host, server.key)
        voting = asyncio.create_task(next_door.vote())
        await asyncio.sleep(WARM_UP)
        start = await settled(server, None)
        with next_door.noticed() as quiet:
            await asyncio.sleep(self.seconds)
        samples: list[Sample] = []
        with next_door.noticed() as during:
            going = asyncio.create_task(self._child(["soak.attacks", kind, json.dumps(target), str(self.seconds)]))
            await _watched(server, going, samples)
        did = ", ".join(f"{count:,} {what}" for what, count in (await going).items())
        end = await settled(server, start)
        await _stop(voting)
        memory = (start["memory, MB"], max(one.memory for one in samples) / 1024, end["memory, MB"])
        return Attacked(kind, did, _times(quiet), _times(during), len(during.refusals), memory), table.not_back(start, end)

    async def _child(self, words: list[str]) -> dict[str, Any]:
        """A process of ours, on the core that is not the server's; what it printed."""
        child = await asyncio.create_subprocess_exec(sys.executable, "-m", *words, stdout=asyncio.subprocess.PIPE, cwd=ROOT)
        printed, _ = await child.communicate()
        if child.returncode:
            raise RuntimeError(f"{words[0]} ended with {child.returncode}")
        result: dict[str, Any] = json.loads(printed)
        return result


async def _watched(server: WatchedServer, going: "asyncio.Task[Any]", samples: list[Sample]) -> Figures:
    """Sample the server until this has ended; what it held when it held most open files, looked at every half minute."""
    began, peak = asyncio.get_running_loop().time(), await asyncio.to_thread(server.glance)
    while not going.done():
        await asyncio.wait([going], timeout=SAMPLE_EVERY)
        samples.append(server.sample(asyncio.get_running_loop().time() - began))
        if len(samples) % 30 == 15:
            seen = await asyncio.to_thread(server.glance)
            peak = max(peak, seen, key=lambda figures: figures["open files"])
    return peak


async def settled(server: WatchedServer, start: Figures | None) -> Figures:
    """What the server holds once everybody has left and it is back to `start`, or GONE_WITHIN is over; now, without a start."""
    until = asyncio.get_running_loop().time() + (GONE_WITHIN if start else 1)
    while True:
        await asyncio.sleep(1)
        figures = await asyncio.to_thread(server.look)
        if asyncio.get_running_loop().time() > until or (start and not table.not_back(start, figures)):
            return figures


async def _target(host: str, key: str) -> dict[str, str]:
    """A session for attackers, its first round open."""
    facilitator, page = await pages.open_session(host, key)
    shown = pages.data_block(await facilitator.get(page["urls"]["projector"]))
    console = await connect(host, facilitator.cookie, page["auth"])
    await console.call("open_round", {"command_id": new_id(), "from": "lobby"})
    console.close()
    facilitator.close()
    return {"host": host, "code": page["session"]["code"], "session": shown["auth"]["session"], "token": shown["auth"]["token"]}


async def _stop(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _times(acks: Acks) -> tuple[float, float]:
    return 1000 * percentile(acks.waits, 50), 1000 * percentile(acks.waits, 99)


def _say(text: str, where: Any = None) -> None:
    print(text, file=where, flush=True)


async def _run(soak: Soak, parts: list[str]) -> bool:
    return all([await getattr(soak, part)() for part in parts])


def main() -> None:
    options = _options()
    cores.lighten()
    os.environ["PYTHONPATH"] = str(ROOT)  # for the launcher, which Python is told not to look for in this folder
    with tempfile.TemporaryDirectory(prefix="pollapp-soak-", ignore_cleanup_errors=True) as folder:
        soak = Soak(Path(folder), options.minutes, options.seconds, options.attacks or list(KINDS), options.seed)
        sys.exit(0 if asyncio.run(_run(soak, options.only or ["day", "attacks"])) else 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m soak", description="A school's day in minutes, and hostile clients next door.")
    parser.add_argument("--minutes", type=float, default=10, help="how long the day is (default: 10)")
    parser.add_argument("--seconds", type=float, default=60, help="how long each attack is, and the quiet before it (default: 60)")
    parser.add_argument("--only", nargs="+", choices=["day", "attacks"], help="only this part")
    parser.add_argument("--attacks", nargs="+", choices=KINDS, metavar="KIND", help=f"only these attacks, of {', '.join(KINDS)}")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10_000), help="repeat what came out with this seed")
    return parser.parse_args()


if __name__ == "__main__":
    main()
