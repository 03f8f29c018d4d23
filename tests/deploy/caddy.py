"""The shipped Caddyfile, served by a real Caddy on loopback: only its address and ports are others, and it signs its certificate itself."""

import os
import shutil
import socket
import ssl
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.deploy.proxy import Proxy
from tests.real_server import free_port

SHIPPED = Path(__file__).parents[2] / "deploy" / "caddy" / "Caddyfile"
BINARY = shutil.which("caddy")


class Caddy(Proxy):
    """`url`: where it is asked by https; `certificate`: of the authority that signed what it shows there."""

    def __init__(self, folder: Path) -> None:
        if BINARY is None:
            pytest.skip("Caddy is not on this machine: tests/deploy/need_nginx.sh says how to get it.")
        folder.mkdir(parents=True)
        self.folder, self.port, self.plain_port = folder, free_port(), free_port()
        self.url = f"https://127.0.0.1:{self.port}"
        self.certificate = folder / "pki/authorities/local/root.crt"
        ports = f"http_port {self.plain_port}\n\thttps_port {self.port}\n\tdefault_bind 127.0.0.1"
        ours = f"\tadmin off\n\t{ports}\n\tskip_install_trust\n\tstorage file_system {folder}\n"
        self._file = folder / "Caddyfile"
        self._file.write_text(SHIPPED.read_text("utf-8").replace("\n{\n", f"\n{{\n{ours}", 1).replace("poll.example.org {", "127.0.0.1 {"))

    def sends_to(self, upstreams: Mapping[str, str]) -> None:
        """Where the server behind it really is: the shipped address → "host:port". Before it is started."""
        text = self._file.read_text()
        for shipped, ours in upstreams.items():
            text = text.replace(f"reverse_proxy {shipped}", f"reverse_proxy {ours}")
        self._file.write_text(text)

    def command(self) -> list[str]:
        assert BINARY
        return [BINARY, "run", "--adapter", "caddyfile", "--config", str(self._file)]

    def environment(self) -> dict[str, str]:
        return os.environ | {"HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder)}

    def is_ready(self) -> bool:
        """Its port is open before it has signed what it shows there."""
        try:
            trusting = ssl.create_default_context(cafile=str(self.certificate))
            with socket.create_connection(("127.0.0.1", self.port), 5) as plain, trusting.wrap_socket(plain, server_hostname="127.0.0.1"):
                return True
        except OSError:
            return False

    def written(self) -> str:
        """Everything that it has said."""
        return self.said()
