"""`python -m bench`: options, runs, medians, and where they are written."""

import argparse
import statistics
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench import cores, writing
from bench.elsewhere import Elsewhere
from bench.ours import Ours
from bench.several import Several
from bench.table import Columns
from bench.taking import QUICK, TINY, Run, Sizes

SERVERS = ("pollapp", "node", "node, to all", "ws", "plain, 10 Hz", "plain", "bare")


def main() -> None:
    options = _options()
    cores.lighten()
    columns = measured(options.sizes, options.servers, options.runs)
    runs = (
        f"Medians of {options.runs} runs" if options.runs > 1 else "One run" if options.sizes.patient else "One short run, not to be quoted"
    )
    head = f"{runs}, {options.sizes.phones:,} phones."
    text = writing.text(head, columns)
    print(f"\n{text}")
    if options.write:
        writing.write(text, columns, Path(__file__).parents[1])


def measured(sizes: Sizes, servers: list[str], runs: int) -> Columns:
    """One server after the other in each run, so that an hour in which the machine is slower strikes all of them; medians."""
    ours, elsewhere = Ours(sizes), Elsewhere(sizes)
    ways: dict[str, Callable[[], Run]] = {
        "pollapp": lambda: ours.run() | Several(sizes).run(),
        "node": elsewhere.node,
        "node, to all": elsewhere.node_to_all,
        "ws": elsewhere.ws,
        "plain, 10 Hz": elsewhere.plain_ticking,
        "plain": elsewhere.plain,
        "bare": elsewhere.bare,
    }
    taken: dict[str, list[Run]] = {server: [] for server in servers}
    for turn in range(runs):
        for server, all_of_it in taken.items():
            print(f"run {turn + 1}: {server} …", file=sys.stderr, flush=True)
            all_of_it.append(ways[server]())
    return {server: _medians(runs_of_it) for server, runs_of_it in taken.items()}


def _medians(taken: list[Run]) -> Run:
    return {phase: {name: statistics.median(run[phase][name] for run in taken) for name in figures} for phase, figures in taken[0].items()}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Our server and others on this machine, under the same load.")
    parser.add_argument("--phones", type=int, default=1000, metavar="N", help="how many phones (default: 1000)")
    parser.add_argument("--runs", type=int, default=3, help="runs to take medians of (default: 3)")
    parser.add_argument("--quick", action="store_true", help="one short run: a first look, no figures to quote")
    parser.add_argument("--tiny", action="store_true", help="a few phones for a moment: whether all of it works")
    parser.add_argument("--servers", nargs="+", choices=SERVERS, default=list(SERVERS), metavar="NAME", help=f"of {', '.join(SERVERS)}")
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md, and the figures for the model of scale")
    options = parser.parse_args()
    if options.write and (set(options.servers) != set(SERVERS) or options.phones != Sizes().phones or options.tiny):
        parser.error("--write takes all servers and as many phones as usual: the documents and the model name them")
    options.sizes = TINY if options.tiny else replace(QUICK if options.quick else Sizes(), phones=options.phones)
    options.runs = 1 if options.quick or options.tiny else max(1, options.runs)
    return options


if __name__ == "__main__":
    main()
