"""`python -m tests.live.without_collector serve …`: the server without Python's collector: what goes goes by itself. And it is impatient.

SIGUSR2 asks; the answer is one line on standard output: "inside " and JSON: how many connections exist, closed or not, how many websockets,
and how many turns strangers have had.
"""

from pollapp import server  # patches the standard library: before everything else  # isort: skip

import gc

from eventlet.websocket import RFC6455WebSocket

from pollapp.app import Parts
from pollapp.server.sockets import FairSocket
from pollapp.server.turns import strangers
from soak import launcher
from tests.live.impatient import hurry


def _kept(_: Parts) -> dict[str, int]:
    there = gc.get_objects()
    return {
        "connections": sum(isinstance(one, FairSocket) for one in there),
        "websockets": sum(isinstance(one, RFC6455WebSocket) for one in there),
        "turns": strangers.served,
    }


if __name__ == "__main__":
    hurry()
    vars(server)["keep_collecting"] = lambda _: None
    vars(launcher)["inside"] = _kept
    gc.disable()
    launcher.run()
