"""The shipped nginx files, served by a real nginx on loopback: only ports and paths are others."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.deploy.proxy import WITHIN, Proxy
from tests.real_server import free_port

SHIPPED = Path(__file__).parents[2] / "deploy" / "nginx"
_PATH = os.environ.get("PATH", "") + ":/usr/sbin"
BINARY = shutil.which("nginx", path=_PATH)


class Nginx(Proxy):
    """`url`: where it is asked by https; `certificate`: the one to trust there."""

    def __init__(self, folder: Path, site: str) -> None:
        if BINARY is None:
            pytest.skip("nginx is not on this machine: tests/deploy/need_nginx.sh says how to get it.")
        self.folder, self.port, self.plain_port = folder, free_port(), free_port()
        self.url = f"https://127.0.0.1:{self.port}"
        self.certificate = folder / "poll.pem"
        self._write(site)
        _made_certificate(folder)

    def _write(self, site: str) -> None:
        (self.folder / "conf.d").mkdir(parents=True)
        files = {"nginx.conf": "", "pollapp-proxy.conf": "", site: "conf.d"}
        if site == "pollapp.conf":
            files["pollapp-upstream.conf"] = "conf.d"
        for name, below in files.items():
            text = self._here((SHIPPED / name).read_text("utf-8"))
            (self.folder / below / name).write_text(text)
        config = self.folder / "nginx.conf"
        temporary = "".join(f"{kind}_temp_path {self.folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        config.write_text(config.read_text().replace("http {\n", "http {\n" + temporary, 1))

    def sends_to(self, upstreams: Mapping[str, str]) -> None:
        """Where the servers behind it really are: the shipped address of each → "host:port". Before it is started."""
        for file in (self.folder / "conf.d").iterdir():
            text = file.read_text()
            for shipped, ours in upstreams.items():
                text = text.replace(f"server {shipped}", f"server {ours}")
            file.write_text(text)

    def _here(self, text: str) -> str:
        """On our own ports and in our own folder, and on IPv4's loopback alone."""
        text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)
        text = text.replace("listen 443", f"listen 127.0.0.1:{self.port}").replace("listen 80;", f"listen 127.0.0.1:{self.plain_port};")
        for path in ("/var/log/nginx/", "/var/cache/", "/run/", "/etc/ssl/private/", "/etc/ssl/"):
            text = text.replace(f" {path}", f" {self.folder}/")
        return text

    def command(self) -> list[str]:
        assert BINARY
        ours = "daemon off;" + ("user root;" if os.geteuid() == 0 else "")  # another user cannot enter the folder of the test
        return [BINARY, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), "-g", ours]

    def test(self) -> str:
        """What `nginx -t` says; it is fine with the files where it says that the test is successful."""
        run = subprocess.run([*self.command(), "-t"], capture_output=True, text=True, timeout=WITHIN, check=False)
        return run.stderr

    def written(self) -> str:
        """Everything in its logs."""
        return "".join(file.read_text() for file in self.folder.iterdir() if file.suffix == ".log" or file.name == "said")


def _made_certificate(folder: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not on this machine: it makes the certificate.")
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=poll",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(folder / "poll.key"), "-out", str(folder / "poll.pem")],
        check=True, capture_output=True, timeout=WITHIN,
    )  # fmt: skip
