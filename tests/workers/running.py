"""Servers with two workers, and what tests ask them on a connection of their own."""

import http.client
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.real_server import RealServer
from tests.redis_servers import Engine

RESTARTED = "Restarted: every worker is a new one"
HANDSHAKE = "/socket.io/?EIO=4&transport=polling"
KNOCKS = 12  # more than one worker may have ahead of the other (pollapp/workers/load.py)


@contextmanager
def two_workers(folder: Path, redis: Engine, *arguments: str) -> Iterator[RealServer]:
    server = RealServer(folder, "--redis", redis.url, "--workers", "2", *arguments)
    try:
        yield server
    finally:
        server.stop()


def workers(server: RealServer) -> dict[str, str]:
    """The names of those that other workers can reach now, and how they are called in full."""
    return {path.name.partition(".")[0]: path.name for path in (server.data_dir / "workers").iterdir()}


def pids(server: RealServer) -> list[int]:
    """The processes of its workers."""
    parent = server.process.pid
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def pids_by_place(server: RealServer) -> dict[int, int]:
    """The process at each place, from 0."""
    posts = {pid: Path(f"/proc/{pid}/environ").read_text().partition("POLLAPP_WORKER=")[2].partition("\0")[0] for pid in pids(server)}
    return {int(json.loads(post)["number"]): pid for pid, post in posts.items()}


class Connection:
    """One connection that is kept open: whose it is, a new line on it tells."""

    def __init__(self, server: RealServer, timeout: float = 30.0) -> None:
        self._http = http.client.HTTPConnection("127.0.0.1", server.port, timeout=timeout)
        self._http.connect()

    @property
    def socket(self) -> socket.socket:
        return self._http.sock

    def asks(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        self._http.request(method, path, body)
        answer = self._http.getresponse()
        return answer.status, answer.read().decode()

    def opens_a_line(self, more: str = "") -> str:
        """Its id, which begins with whose it is. `more`: of the address."""
        status, said = self.asks("GET", HANDSHAKE + more)
        assert status == 200, said
        return str(json.loads(said[1:])["sid"])

    def close(self) -> None:
        self._http.close()


def answering(server: RealServer) -> set[str]:
    """The names of the workers that answer who knocks now. One that is only starting can be reached by the others already."""
    knocks = [Connection(server) for _ in range(KNOCKS)]
    try:
        return {owner(knock.opens_a_line()) for knock in knocks}
    finally:
        for knock in knocks:
            knock.close()


def owner(sid: str) -> str:
    return sid.partition(".")[0]


def of_another(server: RealServer, than: str) -> Connection:
    """A connection of a worker that is not this one."""
    for _ in range(200):
        connection = Connection(server)
        if owner(connection.opens_a_line()) != than:
            return connection
        connection.close()
    raise AssertionError(f"Every connection comes to worker {than}.")


def is_running(pid: int) -> bool:
    """Whether this process is there; one that has ended and that nobody has asked about is not."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False
