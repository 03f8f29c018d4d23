"""A real server whose every written byte can be looked at: its folder, its output, and the temporary and home folders it was given."""

import socket
import sys
from pathlib import Path

from tests.privacy.searching import Written, files_under
from tests.real_server import RealServer

TALKATIVE = 'import logging; logging.basicConfig(level=logging.DEBUG, format="%(name)s %(levelname)s %(message)s"); logging.debug("all")\n'


class WatchedServer(RealServer):
    """`snapshots`: what was written, at each `look`. Behind one proxy, for everybody who names an address. `redis`: keeps the sessions."""

    def __init__(self, folder: Path, redis: str = "") -> None:
        self.folder, self.snapshots = folder, {}
        for name in ("tmp", "home", "start"):
            (folder / name).mkdir()
        self.speaks_ipv6 = _speaks_ipv6()
        everywhere = "::" if self.speaks_ipv6 else "0.0.0.0"
        super().__init__(
            folder / "data", "--host", everywhere, "--proxies", "1", python=str(self._starter()), environ={"POLLAPP_REDIS": redis}
        )

    def _starter(self) -> Path:
        """Starts Python with folders of its own, and with what stands in `start`."""
        starter = self.folder / "python"
        given = f"TMPDIR={self.folder}/tmp HOME={self.folder}/home XDG_CACHE_HOME={self.folder}/home PYTHONPATH={self.folder}/start"
        starter.write_text(f'#!/bin/sh\nexec env {given} {sys.executable} "$@"\n')
        starter.chmod(0o700)
        return starter

    def says_all(self) -> None:
        """From its next start on it logs whatever any library has to say."""
        (self.folder / "start" / "sitecustomize.py").write_text(TALKATIVE)

    def look(self, when: str) -> None:
        """Keep every file as it is now."""
        found = {**files_under(self.data_dir), **files_under(self.folder / "tmp"), **files_under(self.folder / "home")}
        self.snapshots |= {f"{when}: {path}": content for path, content in found.items()}

    def printed_by_now(self) -> Written:
        """What it printed; without the lines of its greeting that are nothing but an address of its own."""
        said = [line for line in self.lines if not line.strip().startswith(("http://127.0.0.1:", "http://[::1]:"))]
        return {"printed": "".join(said).encode()}

    @property
    def url_in_ipv6(self) -> str:
        return f"http://[::1]:{self.port}"


def _speaks_ipv6() -> bool:
    """Whether this computer talks to itself by IPv6 too."""
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False
