"""The socket that phones knock on: bound by the server itself, or by the supervisor of several (pollapp/workers)."""

import errno
import socket
import sys

from pollapp.addresses import local_address
from pollapp.config import BadSetting, Config
from pollapp.doctor.asking import is_pollapp

BACKLOG = 4096  # phones that may knock in the same moment
MOST_UNSENT = 128 * 1024  # bytes that the system keeps for one slow reader; left to itself it would keep 4 MB


def bound(config: Config) -> socket.socket:
    """A socket that listens as `config` says; connections inherit its options. Raises BadSetting, with a sentence, where it cannot."""
    listener = socket.socket(socket.AF_INET6 if ":" in config.host else socket.AF_INET)
    try:
        if sys.platform != "win32":  # there it would let two listen on one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((config.host, config.port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise BadSetting(_why_not(config, error)) from error
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # small messages leave at once
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, MOST_UNSENT)
    return listener


def _why_not(config: Config, error: OSError) -> str:
    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
        return f"This computer has no address {config.host}. Leave --host out, and phones in the same network reach it."
    if error.errno == errno.EACCES:
        return f"Port {config.port} is for the system's own programs. Choose another: --port 8000"
    other = "the pollapp that answers there" if is_pollapp(local_address(config)) else "the program that uses it"
    better = f"Stop {other}, or choose another: --port {config.port + 1}"
    return f"Cannot listen on {config.host}, port {config.port}: {error.strerror}. {better}"
