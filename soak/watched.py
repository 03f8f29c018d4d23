"""A real server with a door, and what can be seen of it: from outside in /proc, from inside through the launcher's door."""

import json
import os
import signal
from dataclasses import dataclass
from pathlib import Path

from bench import cores
from tests.real_server import RealServer

Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Sample:
    """`at`: seconds since the start. `memory`: kB."""

    at: float
    memory: float
    files: int
    threads: int


class WatchedServer(RealServer):
    def __init__(self, folder: Path) -> None:
        with cores.servers_core():
            super().__init__(folder, module="soak.launcher")

    def sample(self, at: float) -> Sample:
        """What the system says of the process."""
        proc = Path(f"/proc/{self.process.pid}")
        return Sample(at, cores.memory_kb(self.process.pid), len(os.listdir(proc / "fd")), len(os.listdir(proc / "task")))

    def look(self) -> Figures:
        """All that there is to see, from inside too. It holds up whoever votes."""
        return self._asked(signal.SIGUSR1)

    def glance(self) -> Figures:
        """As much of it as holds up nobody."""
        return self._asked(signal.SIGUSR2)

    def _asked(self, how: signal.Signals) -> Figures:
        self.process.send_signal(how)
        inside: Figures = json.loads(self.wait_for(r"inside (\{.*\})")[1])
        seen = self.sample(0)
        return {"memory, MB": seen.memory / 1024, "open files": seen.files, "threads": seen.threads, **inside}


def slope(samples: list[Sample]) -> float:
    """By how many kB a minute memory grew in the last half of the samples: the line of least squares. nan of too few."""
    half = samples[len(samples) // 2 :]
    n = len(half)
    if n < 3:
        return float("nan")
    middle, mean = sum(one.at for one in half) / n, sum(one.memory for one in half) / n
    spread = sum((one.at - middle) ** 2 for one in half)
    return 60 * sum((one.at - middle) * (one.memory - mean) for one in half) / spread
