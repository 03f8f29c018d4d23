"""`pollapp serve --workers 2` behind the shipped files of nginx or of Caddy, with a Redis of its own. One worker can be held: then the
other answers.
"""

import os
import signal
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.deploy.caddy import Caddy
from tests.deploy.nginx import Nginx
from tests.live.over_the_network import Person, Stage
from tests.metrics import asking
from tests.real_server import RealServer, free_port
from tests.redis_servers import redis_server
from tests.workers.running import pids_by_place

PATIENCE = 10  # seconds


class Front:
    """`url`, `key`: as of a `RealServer`, but by way of the proxy. Workers are numbered from 0."""

    def __init__(self, server: RealServer, proxy: Nginx | Caddy, metrics: int) -> None:
        self.server, self.proxy, self._metrics = server, proxy, metrics
        self.url, self.key = proxy.url, server.key
        self._pids = pids_by_place(server)

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


class TrustingStage(Stage):
    """People who come by way of the proxy, and take its certificate."""

    def __init__(self, front: Front) -> None:
        super().__init__(front)  # type: ignore[arg-type]  # it has what people ask of a server
        self._certificate = str(front.proxy.certificate)

    def somebody(self) -> Person:
        person = super().somebody()
        person.web.verify = self._certificate
        return person


@contextmanager
def two_workers(folder: Path, proxy: Nginx | Caddy) -> Iterator[Front]:
    """Behind this proxy, which is started here."""
    with ExitStack() as all_of_it:
        redis = all_of_it.enter_context(redis_server(folder / "redis"))
        ports = free_port(in_a_row=2)
        metrics = ("--metrics", f"127.0.0.1:{ports}")
        proxied = ("--proxies", "1", "--public-url", proxy.url)
        server = RealServer(folder / "data", "--workers", "2", "--redis", redis.url, "--log-json", *metrics, *proxied)
        all_of_it.callback(server.stop)
        proxy.sends_to({"127.0.0.1:8000": f"127.0.0.1:{server.port}"})
        yield Front(server, all_of_it.enter_context(proxy), ports)
