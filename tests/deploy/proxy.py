"""A proxy that is served from its shipped files: how it is started, waited for and stopped, whichever it is."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Self

WITHIN = 20  # seconds


class Proxy:
    """`folder`: where all that it writes is, what it says in `said`; `port`: on which it is asked by https."""

    folder: Path
    port: int

    def command(self) -> list[str]:
        """What starts it, in the foreground."""
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        return dict(os.environ)

    def is_ready(self) -> bool:
        with socket.socket() as asking:
            return asking.connect_ex(("127.0.0.1", self.port)) == 0

    def said(self) -> str:
        return (self.folder / "said").read_text()

    def __enter__(self) -> Self:
        self._said = (self.folder / "said").open("w")
        self._process = subprocess.Popen(
            self.command(), stdout=self._said, stderr=self._said, stdin=subprocess.DEVNULL, env=self.environment()
        )
        until = time.monotonic() + WITHIN
        while not self.is_ready():
            assert self._process.poll() is None and time.monotonic() < until, self.said()  # noqa: PT018
            time.sleep(0.02)
        return self

    def __exit__(self, *why: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(WITHIN)
        self._said.close()
