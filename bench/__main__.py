"""`python -m bench`: options, runs, medians. Every run has a server and a data folder of its own."""

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from bench import cores, phases, table
from bench.big_session import big_session
from bench.exporting import exporting
from bench.phases import Figures
from bench.room import BareRoom, open_room
from tests.real_server import RealServer

Run = dict[str, Figures]
STEADY, SATURATED = 10, 5.0  # seconds
QUICK_STEADY, QUICK_SATURATED = 3, 2.0
FILES = 200  # phones that load their page's files


class Bench:
    def __init__(self, quick: bool) -> None:
        self._quick = quick
        self._steady, self._saturated = (QUICK_STEADY, QUICK_SATURATED) if quick else (STEADY, SATURATED)

    def pollapp(self, phones: int) -> Run:
        """Every phase, on a server of its own."""
        with tempfile.TemporaryDirectory(prefix="pollapp-bench-") as folder:
            big = big_session(Path(folder))
            with cores.servers_core():
                server = RealServer(Path(folder))
            try:
                return asyncio.run(self._pollapp(server, phones, *big))
            finally:
                server.stop()

    def bare(self, phones: int) -> Run:
        """The phases that make sense without a product."""
        with cores.servers_core():
            server = subprocess.Popen([sys.executable, "-m", "bench.bare_server"], stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout
            return asyncio.run(self._bare(server.pid, f"127.0.0.1:{server.stdout.readline().strip()}", phones))
        finally:
            server.terminate()
            server.wait()

    async def _pollapp(self, server: RealServer, phones: int, big: str, cookie: str) -> Run:
        pid = server.process.pid
        room = await open_room(server.url.removeprefix("http://"), server.key)
        run = {"joins": await self._take(pid, phases.joins(room, phones, pid))}
        run["files"] = await self._take(pid, phases.files(room, min(phones, FILES), pid))
        await room.move("open_round", "lobby")
        run["steady"] = await self._take(pid, phases.steady(room, self._steady, pid))
        run["exporting"] = await self._take(pid, exporting(room, self._steady, pid, big, cookie))
        run["burst"] = await self._take(pid, phases.burst(room, pid))
        run["saturated"] = await self._take(pid, phases.saturated(room, self._saturated, pid))
        await room.move("reveal", "voting")
        run["showing"] = await self._take(pid, phases.steady(room, self._steady, pid))
        room.close()
        return run

    async def _bare(self, pid: int, host: str, phones: int) -> Run:
        room = BareRoom(host)
        run = {"joins": await self._take(pid, phases.joins(room, phones, pid))}
        run["steady"] = await self._take(pid, phases.steady(room, self._steady, pid))
        run["burst"] = await self._take(pid, phases.burst(room, pid))
        run["saturated"] = await self._take(pid, phases.saturated(room, self._saturated, pid))
        room.close()
        return run

    async def _take(self, pid: int, phase: Coroutine[Any, Any, Figures]) -> Figures:
        if not self._quick:
            await cores.quiet(pid)
        return await phase


def main() -> None:
    options = _options()
    cores.lighten()
    bench = Bench(options.quick)
    columns = {f"{phones:,} phones": _median(bench.pollapp, phones, options.runs) for phones in options.phones}
    most = max(options.phones)
    columns[f"bare, {most:,} phones"] = _median(bench.bare, most, options.runs)
    print(f"\n{'One run' if options.runs == 1 else f'Medians of {options.runs} runs'}\n")
    print("\n".join(table.lines(columns)))
    print(f"\n{table.notes(columns)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Joins, acked dots and latency of a real server on this machine.")
    parser.add_argument("--phones", type=int, nargs="+", default=[200, 1000], metavar="N", help="how many phones (default: 200 1000)")
    parser.add_argument("--runs", type=int, default=3, help="runs to take medians of (default: 3)")
    parser.add_argument("--quick", action="store_true", help="one short run: a first look, no figures to quote")
    options = parser.parse_args()
    if not all(0 < phones <= 1900 for phones in options.phones):  # one address may let 2,000 join
        parser.error("--phones takes numbers from 1 to 1900")
    options.runs = 1 if options.quick else max(1, options.runs)
    return options


def _median(measure: Callable[[int], Run], phones: int, runs: int) -> Run:
    """Each figure's median over the runs."""
    measured = []
    for turn in range(runs):
        print(f"{measure.__name__}, {phones:,} phones, run {turn + 1} …", file=sys.stderr, flush=True)
        measured.append(measure(phones))
    return {
        phase: {name: statistics.median(run[phase][name] for run in measured) for name in figures} for phase, figures in measured[0].items()
    }


if __name__ == "__main__":
    main()
