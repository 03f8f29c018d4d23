"""`python -m chaos`: one fault after the other, then the table. Exits with 1 when a dot was lost or doubled, or a fault could not be tried:
to its end, or at all, because this machine lacks what it takes. Whoever knows that leaves the fault out with `--only`.
"""

import argparse
import secrets
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

from bench import cores
from chaos import (
    disk,
    engine_cut,
    engine_failover,
    engine_memory,
    engine_restarts,
    engine_workers,
    killing,
    power,
    returning,
    table,
    upgrading,
)
from chaos.table import NotHere, Row, Wanted

FAULTS: dict[str, Callable[[Wanted], Row]] = {
    "killing": killing.run,
    "returning": returning.run,
    "power": power.run,
    "upgrading": upgrading.run,
    **disk.FAULTS,
    **engine_restarts.FAULTS,
    "redis-failover": engine_failover.run,
    "redis-memory": engine_memory.run,
    "redis-cut": engine_cut.run,
    "worker-killed": engine_workers.killed,
    "workers-restarted": engine_workers.restarted,
}


def main() -> None:
    options = _options()
    cores.lighten()
    _say(f"seed {options.seed}")
    came = {name: _tried(name, options) for name in options.only or FAULTS}
    lacking = {name: why for name, why in came.items() if isinstance(why, NotHere)}
    done = [row for row in came.values() if isinstance(row, Row)]
    print("\n".join(table.lines([*done, *(Row(name, 0, 0, 0, 0, f"not tried: {why}") for name, why in lacking.items())])))
    if lacking:
        _say(f"Not tried, because this machine lacks what it takes: {', '.join(lacking)}. The table says what that is.")
    sys.exit(0 if len(done) == len(came) and all(row.kept for row in done) else 1)


def _tried(name: str, options: argparse.Namespace) -> Row | NotHere | None:
    """The fault's row; or what this machine lacks for it; None when it could not be tried to its end, which stderr then tells."""
    with tempfile.TemporaryDirectory(prefix=f"pollapp-chaos-{name}-", ignore_cleanup_errors=True) as folder:
        how = Wanted(options.rounds, Path(folder), options.seed, lambda sentence: _say(f"{name}: {sentence}"))
        try:
            return FAULTS[name](how)
        except NotHere as why:
            return why
        except Exception:
            traceback.print_exc()
            return None


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m chaos", description="What becomes of acked dots when things break, on this machine.")
    parser.add_argument("--rounds", type=int, default=100, metavar="N", help="how often the server is killed (default: 100)")
    parser.add_argument("--only", nargs="+", choices=FAULTS, metavar="NAME", help=f"only these faults, of {', '.join(FAULTS)}")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10_000), help="repeat what came out with this seed")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds takes numbers from 1")
    return options


if __name__ == "__main__":
    main()
