"""A listener of its own for whoever watches the server: participants never reach it, and a proxy in front does not pass it on."""

import errno
import logging
import socket
from collections.abc import Callable, Iterable
from typing import Any

import eventlet
import eventlet.wsgi
from prometheus_client import make_wsgi_app

from pollapp.app import Parts
from pollapp.config import BadSetting, Config
from pollapp.metrics.exported import registry
from pollapp.metrics.lateness import keep_looking_how_late

PATIENCE = 10.0  # seconds
MOST_ASKING = 10  # connections
TRY_AGAIN = 1.0  # seconds
PATIENT_TRIES = 60  # who is replaced may take a while to leave

logger = logging.getLogger(__name__)


class _Asking(eventlet.wsgi.HttpProtocol):  # type: ignore[misc]  # eventlet has no types
    def log_message(self, format: str, *args: Any) -> None:
        """Python's own handler writes the address of whoever asks for nonsense."""


def offer_metrics(config: Config, parts: Parts, number: int | None = None) -> None:
    """From now on, at the configured address, if there is one. `number`: which worker this is, from 0; None: the only one.

    Raises BadSetting where it cannot listen. A worker waits until the one that it replaces has let go of the port.
    """
    if config.metrics_address is None:
        return
    host, port = config.metrics_address
    eventlet.spawn(keep_looking_how_late, parts.figures)
    if number is None:
        _serve(_listen(host, port), parts)
    else:
        eventlet.spawn(_serve_once_free, host, port + number, parts)


def _serve_once_free(host: str, port: int, parts: Parts) -> None:
    tries = 0
    while True:
        try:
            return _serve(_listen(host, port), parts)
        except BadSetting as why:
            tries += 1
            if tries == PATIENT_TRIES:
                logger.warning("%s It is tried again; until then nobody can ask how this worker does.", why)
            eventlet.sleep(TRY_AGAIN)


def _listen(host: str, port: int) -> Any:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return eventlet.listen((host, port), family, reuse_port=False)
    except OSError as error:
        why = "Another program uses it." if error.errno == errno.EADDRINUSE else f"{error.strerror}."
        raise BadSetting(f"Metrics cannot be offered on {host}, port {port}. {why}") from error


def _serve(listener: Any, parts: Parts) -> None:
    app = _only_metrics(make_wsgi_app(registry(parts.figures, parts.log.figures, parts.standing)))
    eventlet.spawn(
        eventlet.wsgi.server, listener, app, max_size=MOST_ASKING, socket_timeout=PATIENCE, keepalive=False,
        protocol=_Asking, log=logging.getLogger("pollapp.wsgi"), log_output=False, debug=False,
    )  # fmt: skip


def _only_metrics(app: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    def wsgi(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/metrics":
            return app(environ, start_response)
        start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
        return [b"Metrics are at /metrics\n"]

    return wsgi
