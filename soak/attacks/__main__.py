"""`python -m soak.attacks KIND TARGET SECONDS`: attacks for so long; prints what was done, as JSON."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bench import cores
from soak.attacks import asking, holding, talking
from soak.attacks.raw import Target

Attack = Callable[[Target], Awaitable[None]]
KINDS: dict[str, Attack] = {
    attack.__name__: attack
    for attack in (
        *(talking.frames, talking.protocol, talking.events, talking.events_of_many, talking.unseated, talking.pings),
        *(holding.silent, holding.polled, holding.slow_to_write, holding.slow_to_read),
        *(asking.garbage, asking.pipelined, asking.joins, asking.handshakes),
    )
}


async def _attacked(kind: str, target: Target, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await KINDS[kind](target)


def main() -> None:
    kind, target, seconds = sys.argv[1], Target(**json.loads(sys.argv[2])), float(sys.argv[3])
    os.nice(15)  # what is measured is the server, not who gets the other core
    cores.lighten()
    asyncio.run(_attacked(kind, target, seconds))
    print(json.dumps(target.did))


if __name__ == "__main__":
    main()
