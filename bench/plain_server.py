"""Flask-SocketIO as tutorials write it: a handler an event, the whole tally to everybody after every vote, nothing tuned, nothing stored.

`python -m bench.plain_server PORT`. With a second argument, seconds, the tally goes out that often instead of after every vote: the
kindest reading of a tutorial, and the one that a room of a thousand survives.
"""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import eventlet

    eventlet.monkey_patch()

import sys
from typing import Any

from flask import Flask, request
from flask_socketio import SocketIO, emit

app = Flask(__name__)
socketio = SocketIO(app, async_mode="eventlet", cors_allowed_origins="*")
EVERY = float(sys.argv[2]) if len(sys.argv) > 2 else 0.0
SQUARES, CHOICES = range(1, 25), ("green", "yellow", "red")

votes: dict[tuple[str, int], str] = {}
tally: dict[int, dict[str, int]] = {square: dict.fromkeys(CHOICES, 0) for square in SQUARES}
seq = 0


def view() -> dict[str, Any]:
    return {"seq": seq, "tally": tally}


@socketio.on("connect")  # type: ignore[untyped-decorator]
def connected() -> None:
    emit("view", view())


@socketio.on("place_dots")  # type: ignore[untyped-decorator]
def vote(data: dict[str, Any]) -> dict[str, Any]:
    global seq  # noqa: PLW0603  # as tutorials do
    [dot] = data["dots"]
    voter = (request.sid, dot["square"])  # type: ignore[attr-defined]  # Flask-SocketIO puts it there
    if voter in votes:
        tally[dot["square"]][votes[voter]] -= 1
    votes[voter] = dot["choice"]
    tally[dot["square"]][dot["choice"]] += 1
    seq += 1
    if not EVERY:
        emit("view", view(), broadcast=True)
    return {"ok": True, "answers": [{"ok": True, "seq": seq}]}


def send_views() -> None:
    sent = seq
    while True:
        socketio.sleep(EVERY)
        if seq != sent:
            sent = seq
            socketio.emit("view", view())


if __name__ == "__main__":
    if EVERY:
        socketio.start_background_task(send_views)
    socketio.run(app, port=int(sys.argv[1]))
