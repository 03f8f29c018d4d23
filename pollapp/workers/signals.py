"""What the supervisor is told from outside: to stop, or to restart its workers."""

import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

STOP, RESTART = b"sr"


@contextmanager
def told() -> Iterator[socket.socket]:
    """From this socket such a word can be read once Ctrl-C, SIGTERM or SIGHUP has come. Where whoever started us has SIGHUP ignored
    (nohup), it stays so.
    """
    hear, tell = socket.socketpair()
    tell.setblocking(False)
    terminal = sys.stdin.isatty()

    def on_signal(number: int, frame: Any) -> None:
        restart = number == signal.SIGHUP and not (terminal and _is_closed())
        tell.send(bytes([RESTART if restart else STOP]))

    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        numbers.append(signal.SIGHUP)
    before = {number: signal.signal(number, on_signal) for number in numbers}
    try:
        yield hear
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        hear.close()
        tell.close()


def _is_closed() -> bool:
    """Whether the window of the terminal that we were started in is gone: that sends SIGHUP too."""
    try:
        os.tcgetpgrp(sys.stdin.fileno())
    except OSError:
        return True
    return False
