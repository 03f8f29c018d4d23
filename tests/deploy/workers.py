"""`pollapp serve --workers 2` behind the shipped nginx files, with a Redis of its own. One worker can be held: then the other answers."""

import json
import os
import random
import signal
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from tests.deploy.nginx import Nginx
from tests.metrics import asking
from tests.real_server import RealServer
from tests.redis_servers import redis_server

PATIENCE = 10  # seconds


class Front:
    """`url`, `key`: as of a `RealServer`, but by way of nginx. Workers are numbered from 0."""

    def __init__(self, server: RealServer, nginx: Nginx, metrics: int) -> None:
        self.server, self.nginx, self._metrics = server, nginx, metrics
        self.url, self.key = nginx.url, server.key
        self._pids = dict(_workers(server.process.pid))

    def metrics(self, worker: int) -> asking.Values:
        with urllib.request.urlopen(f"http://127.0.0.1:{self._metrics + worker}/metrics", timeout=PATIENCE) as answer:
            return asking.read(answer.read().decode())

    @contextmanager
    def only(self, worker: int) -> Iterator[None]:
        """Only this worker answers, while the other one stands still."""
        other = self._pids[1 - worker]
        os.kill(other, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(other, signal.SIGCONT)

    def kill(self, worker: int) -> None:
        os.kill(self._pids[worker], signal.SIGKILL)


def _workers(supervisor: int) -> Iterator[tuple[int, int]]:
    """(number, pid) of each worker."""
    for child in Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split():
        said = dict(line.partition("=")[::2] for line in Path(f"/proc/{child}/environ").read_text().split("\0"))
        yield json.loads(said["POLLAPP_WORKER"])["number"], int(child)


def _two_free_ports() -> int:
    """The first of two in a row, below those that the system gives to connections: workers make some before they take theirs."""
    while True:
        first = random.randrange(20_000, 32_000, 2)
        with socket.socket() as one, socket.socket() as other, suppress(OSError):
            one.bind(("127.0.0.1", first))
            other.bind(("127.0.0.1", first + 1))
            return first


@contextmanager
def two_workers(folder: Path) -> Iterator[Front]:
    with ExitStack() as all_of_it:
        redis = all_of_it.enter_context(redis_server(folder / "redis"))
        ports = _two_free_ports()
        nginx = Nginx(folder / "nginx", "pollapp.conf")
        metrics = ("--metrics", f"127.0.0.1:{ports}")
        proxied = ("--proxies", "1", "--public-url", nginx.url)
        server = RealServer(folder / "data", "--workers", "2", "--redis", redis.url, "--log-json", *metrics, *proxied)
        all_of_it.callback(server.stop)
        nginx.sends_to({"127.0.0.1:8000": f"127.0.0.1:{server.port}"})
        yield Front(server, all_of_it.enter_context(nginx), ports)
