"""A real server in a process of its own, on a free loopback port: started, killed and started again by tests."""

import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from itertools import count
from pathlib import Path
from queue import Empty, Queue

START_WITHIN = 60  # seconds; two workers that are restarted one after the other need half of it on a busy machine
STOP_WITHIN = 10
# Below those that systems give to outgoing connections: one of these would have the port of a server that is about to start again, and a
# phone that knocks there meanwhile could even come to itself.
PORTS = range(20_000, 32_000)
_PART = len(PORTS) // 6  # for each process of pytest-xdist: what another one is about to listen on cannot be taken from it
_OURS = PORTS[int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) % 6 * _PART :][:_PART]
_turns = count(secrets.randbelow(_PART))  # nor twice by ourselves; tests may have `random` give the same every time


class RealServer:
    """`url`: its address. `key`: its opening key. `lines`: what it has printed so far. `environ`: settings that may be in no argument."""

    def __init__(
        self, data_dir: Path, *arguments: str, command: str = "serve", python: str = sys.executable, module: str = "pollapp",
        environ: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self._environ = environ or {}
        self.data_dir, self._arguments, self._command, self._python, self.module = data_dir, arguments, command, python, module
        self.port = free_port()
        self.lines: list[str] = []
        self.start()

    def start(self) -> None:
        """Start it, on the port it had before. Raises AssertionError with its output when it does not come up."""
        environ = {name: value for name, value in os.environ.items() if not name.startswith("POLLAPP_")} | self._environ
        self.process = subprocess.Popen(
            [self._python, "-P", "-X", "faulthandler", "-m", self.module, self._command, "--host", "127.0.0.1", "--port", str(self.port),
             "--data-dir", str(self.data_dir), *self._arguments],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, env=environ,
        )  # fmt: skip
        self.printed: Queue[str | None] = Queue()  # None: it says nothing more
        self._reading = threading.Thread(target=self._read, args=(self.process, self.printed), daemon=True)
        self._reading.start()
        self.key = self.wait_for(r"/facilitate#key=(\S+)")[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def wait_for(self, pattern: str, within: float = START_WITHIN) -> re.Match[str]:
        """The next printed line that matches."""
        until = time.monotonic() + within
        with suppress(Empty):
            while (line := self.printed.get(timeout=max(0.0, until - time.monotonic()))) is not None:
                if match := re.search(pattern, line):
                    return match
            self.printed.put(None)  # for whoever waits next
            self.process.wait(STOP_WITHIN)
        raise AssertionError(f"{pattern} was not printed:\n{''.join(self.lines)}")

    def kill(self) -> None:
        """SIGKILL: as if the power had been cut."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(STOP_WITHIN)

    def stop(self) -> int:
        """SIGTERM, and its exit code. Raises AssertionError with what every thread was doing when it does not end."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            code = self.process.wait(STOP_WITHIN)
            self._reading.join(1)  # until its last line is read; what it has started may hold the pipe open for longer
            return code
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGABRT)  # faulthandler prints the threads
            self.process.wait(STOP_WITHIN)
            raise AssertionError(f"The server did not stop:\n{''.join(self.lines)}") from None

    def _read(self, process: "subprocess.Popen[str]", printed: "Queue[str | None]") -> None:
        assert process.stdout
        with process.stdout:
            for line in process.stdout:
                self.lines.append(line)
                printed.put(line)
        printed.put(None)


def free_port(in_a_row: int = 1) -> int:
    """A loopback port that nothing uses now; the first of so many, each after the other."""
    while True:
        ports = [_OURS[next(_turns) % _PART] for _ in range(in_a_row)]
        with ExitStack() as probes, suppress(OSError):
            for port in ports:
                probes.enter_context(socket.socket()).bind(("127.0.0.1", port))
            if ports[-1] - ports[0] == in_a_row - 1:  # it has not begun again in between
                return ports[0]
