"""The floor: Flask-SocketIO on eventlet, tuned as pollapp is, that acks every dot and does nothing else. What it costs on this
machine is what the parts cost; what pollapp costs beyond it is ours. `python -m bench.bare_server` prints its port.
"""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import eventlet
    import eventlet.wsgi

    eventlet.monkey_patch()

import gc
import socket
from itertools import count
from typing import Any

import flask_socketio
from flask import Flask

from pollapp.live import fast_json


class AckAll(flask_socketio.Namespace):  # type: ignore[misc]  # Flask-SocketIO has no types
    seqs = count(1)

    def trigger_event(self, event: str, *args: Any) -> Any:
        if event == "connect":
            self.emit("view", {"seq": 0}, room=args[0])
        if event == "place_dots":
            return {"ok": True, "answers": [{"ok": True, "seq": next(self.seqs)} for _ in args[1]["dots"]]}
        return None


def serve() -> None:
    app = Flask("bare")
    flask_socketio.SocketIO(app, async_mode="eventlet", json=fast_json, async_handlers=False, manage_session=False).on_namespace(
        AckAll("/")
    )
    listener = eventlet.listen(("127.0.0.1", 0), backlog=4096)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    print(listener.getsockname()[1], flush=True)

    def without_deflate(environ: dict[str, Any], start_response: Any) -> Any:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        return app(environ, start_response)

    eventlet.wsgi.server(listener, without_deflate, max_size=20_000, log_output=False, debug=False)


if __name__ == "__main__":
    serve()
