"""One worker, as the supervisor has it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

from pollapp.config import Config
from pollapp.workers.post import DRAIN, END, HOME_ENDS, Files, Post, environment

MODULE = "pollapp.cli.worker"


class Worker:
    """`text`: what it said when it was ready; None until then. `home`: the name of its store, from then on.

    Its end of `orders` closes with us, however we end.
    """

    def __init__(self, post: Post, process: "subprocess.Popen[bytes]", orders: int, ready: int) -> None:
        self.post, self._process, self._orders, self._ready = post, process, orders, ready
        self.since = time.monotonic()
        self.ends_by: float | None = None  # then it is killed
        self.text: str | None = None
        self.home = ""
        self._heard = b""

    def fileno(self) -> int:
        """Can be read when it has become ready, or has ended."""
        return self._ready

    def hear(self) -> bool:
        """Read what it says; False when it says nothing more."""
        heard = os.read(self._ready, 1 << 16)
        self._heard += heard
        if self.text is None and self._heard.endswith(END):
            self.home, _, self.text = self._heard.removesuffix(END).decode().rpartition(HOME_ENDS)
            self.ends_by = None
        return bool(heard)

    def drain(self, within: float) -> None:
        """Have it let go of its phones and end, in this many seconds."""
        self.ends_by = time.monotonic() + within
        with suppress(OSError):  # it has just ended
            os.write(self._orders, DRAIN)

    def kill(self) -> None:
        self.ends_by = None
        self.send(signal.SIGKILL)

    def send(self, number: signal.Signals) -> None:
        if self._process.poll() is None:
            self._process.send_signal(number)

    def ended(self, within: float) -> str | None:
        """How it ended, as the end of a sentence; None when it has not, within this many seconds."""
        try:
            code = self._process.wait(within)
        except subprocess.TimeoutExpired:
            return None
        return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"

    def forget(self) -> None:
        """Close what only concerned it, after it has ended."""
        for end in (self._orders, self._ready):
            os.close(end)
        Path(self.post.folder, self.post.owner).unlink(missing_ok=True)


def start(config: Config, post: Post, environ: Mapping[str, str] = os.environ) -> Worker:
    """From the code that is on the disk now. `post.files.orders` and `.ready` are made here. Raises OSError."""
    with ExitStack() as ours, ExitStack() as theirs:
        orders, our_orders = os.pipe()
        theirs.callback(os.close, orders)
        ours.callback(os.close, our_orders)
        our_ready, ready = os.pipe()
        theirs.callback(os.close, ready)
        ours.callback(os.close, our_ready)
        files = Files(post.files.listener, orders, ready, post.files.load)
        post = replace(post, files=files)
        process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
            [sys.executable, "-P", "-m", MODULE],
            stdin=subprocess.DEVNULL,
            pass_fds=files,
            process_group=0,  # Ctrl-C in a terminal is the supervisor's to hear
            env=environment(config, post, environ),
        )
        ours.pop_all()  # from now on the Worker closes them
    return Worker(post, process, our_orders, our_ready)
