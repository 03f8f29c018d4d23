"""What the doctor says of who can reach the server: binding, port, proxies, https, and the address in the QR."""

import http.server
import json
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pollapp.config import Config
from pollapp.doctor.address import address, reachable
from pollapp.doctor.asking import is_pollapp, why_not
from pollapp.doctor.interfaces import addresses, virtual
from pollapp.doctor.network import bind, https, port, proxies
from pollapp.store.one_server import OneServer
from tests.real_server import free_port

HTTPS = "https://poll.example.org"


@contextmanager
def answering(body: str, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """Something that answers every request with this; its port."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("config", "state", "said"),
    [
        (Config(), "ok", "in every network of this computer"),
        (Config(host="::"), "ok", "in every network of this computer"),
        (Config(host="127.0.0.1"), "warning", "no phone can reach it"),
        (Config(host="127.0.0.1", public_url=HTTPS, proxies=1), "ok", "has to run on this computer"),
        (Config(public_url=HTTPS, proxies=1), "warning", "go past the proxy"),
        (Config(host="203.0.113.9"), "wrong", "has no address 203.0.113.9"),
        (Config(host="127.0.0.77"), "ok", "on 127.0.0.77 alone"),
    ],
)
def test_the_address_it_listens_on(config: Config, state: str, said: str) -> None:
    if config.host == "127.0.0.77" and sys.platform != "linux":
        pytest.skip("Only Linux answers to every address of 127.0.0.0/8.")
    found = bind(config)
    assert (found.state, said in found.says, bool(found.do)) == (state, True, state != "ok")


def test_a_free_port_and_none_named() -> None:
    assert port(Config(host="127.0.0.1", port=free_port())).state == "ok"
    assert port(Config(port=0)).state == "warning"


def test_a_port_that_the_system_keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pollapp.doctor.network._refused_to_bind", lambda *_: PermissionError(13, "Permission denied"))
    assert port(Config(port=80)).do == "Choose another: --port 8000"


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux tells in /proc who listens.")
def test_who_has_the_port_is_named(tmp_path: Path) -> None:
    with answering("hello") as taken:
        found = port(Config(host="127.0.0.1", port=taken, data_dir=tmp_path))
    me = Path("/proc/self").resolve().name
    assert (found.state, f"(process {me})" in found.says) == ("wrong", True)
    assert f"--port {taken + 1}" in found.do


def test_a_pollapp_on_this_port_is_well_if_it_is_this_folders(tmp_path: Path) -> None:
    with answering(json.dumps({"ok": True})) as taken:
        config = Config(host="127.0.0.1", port=taken, data_dir=tmp_path)
        assert (port(config).state, "another folder" in port(config).says) == ("wrong", True)
        lock = OneServer(tmp_path)
        assert port(config).state == "ok"
        lock.close()


@pytest.mark.parametrize("body", ["hello", "[]", '{"ok": false}', "1"])
def test_what_answers_otherwise_is_no_pollapp(body: str) -> None:
    with answering(body) as taken:
        assert not is_pollapp(f"http://127.0.0.1:{taken}")
        assert why_not(f"http://127.0.0.1:{taken}") == "something else answers there"


@pytest.mark.parametrize(
    ("config", "state"),
    [
        (Config(), "ok"),
        (Config(public_url=HTTPS, proxies=1), "ok"),
        (Config(proxies=1), "warning"),
        (Config(public_url=HTTPS), "warning"),
    ],
)
def test_what_stands_in_front(config: Config, state: str) -> None:
    assert proxies(config).state == state


@pytest.mark.parametrize(
    ("config", "state"),
    [
        (Config(host="192.168.1.5"), "ok"),
        (Config(public_url=HTTPS), "ok"),
        (Config(public_url="http://laptop.local:8000"), "ok"),
        (Config(public_url="http://poll.example.org"), "warning"),
        (Config(public_url="http://9.9.9.9"), "warning"),
        (Config(secure_cookies=True), "warning"),
        (Config(secure_cookies=True, public_url="http://192.168.1.5:8000"), "wrong"),
        (Config(secure_cookies=True, public_url=HTTPS), "ok"),
    ],
)
def test_https_and_cookies(config: Config, state: str) -> None:
    assert https(config).state == state


@pytest.mark.parametrize(
    ("here", "state", "said"),
    [
        ({"192.168.1.5": "wlan0"}, "ok", "http://192.168.1.5:8000 (through wlan0)"),
        ({"192.168.1.5": "wlan0", "172.17.0.1": "docker0"}, "ok", "http://192.168.1.5:8000"),
        ({"192.168.1.5": "wlan0", "10.0.0.7": "eth0"}, "warning", "other addresses too: 10.0.0.7"),
        ({"192.168.1.5": "tun0", "10.0.0.7": "wlan0"}, "warning", "looks like a VPN's"),
        ({"192.168.1.5": "utun3"}, "warning", "looks like a VPN's"),
        ({}, "ok", "http://192.168.1.5:8000:"),
    ],
)
def test_the_address_in_the_qr(monkeypatch: pytest.MonkeyPatch, here: dict[str, str], state: str, said: str) -> None:
    monkeypatch.setattr("pollapp.addresses.lan_address", lambda: "192.168.1.5")
    found = address(Config(), here)
    assert (found.state, said in found.says) == (state, True), found
    if "10.0.0.7" in here:
        assert "--public-url http://10.0.0.7:8000" in found.do


@pytest.mark.parametrize(
    ("config", "lan", "state"),
    [
        (Config(), "100.101.2.3", "warning"),
        (Config(), None, "wrong"),
        (Config(host="127.0.0.1"), "192.168.1.5", "warning"),
        (Config(public_url="http://localhost:8000"), "192.168.1.5", "wrong"),
        (Config(public_url="http://127.0.0.1:8000"), "192.168.1.5", "wrong"),
        (Config(public_url="http://192.168.1.5:8000"), "192.168.1.5", "ok"),
        (Config(public_url="https://no-such-host.invalid"), "192.168.1.5", "warning"),
    ],
)
def test_an_address_that_phones_cannot_use(monkeypatch: pytest.MonkeyPatch, config: Config, lan: str | None, state: str) -> None:
    monkeypatch.setattr("pollapp.addresses.lan_address", lambda: lan)
    monkeypatch.setattr("pollapp.doctor.address.socket.getaddrinfo", _resolves_numbers_only)
    found = address(config, {"192.168.1.5": "wlan0"} if lan else {})
    assert (found.state, bool(found.do)) == (state, state != "ok"), found


def _resolves_numbers_only(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
    if host.endswith(".invalid"):
        raise socket.gaierror(-2, "Name or service not known")
    return [(0, 0, 0, "", (host, 80))]


def test_this_computers_own_addresses_are_found() -> None:
    assert all(not one.startswith("127.") for one in addresses())
    assert [name for name in ("tun0", "wg0", "docker0", "wlan0", "eth0", "en0") if virtual(name)] == ["tun0", "wg0", "docker0"]


def test_it_is_asked_whether_it_can_be_reached(tmp_path: Path) -> None:
    lock = OneServer(tmp_path)
    with answering('{"ok": true}') as taken:
        config = Config(host="127.0.0.1", port=taken, data_dir=tmp_path)
        assert reachable(config).state == "ok"
    assert (reachable(config).state, "does not answer" in reachable(config).says) == ("warning", True)
    lock.close()
    assert "No server runs here now" in reachable(config).says


def test_a_certificate_that_is_not_trusted_is_called_that(tmp_path: Path) -> None:
    lock = OneServer(tmp_path)
    with answering('{"ok": true}', _certified(tmp_path)) as taken:
        found = reachable(Config(host="127.0.0.1", port=1, data_dir=tmp_path, public_url=f"https://127.0.0.1:{taken}"))
    lock.close()
    assert found.state == "warning"
    assert "its certificate is not trusted by this computer (self" in found.says
    assert "_ssl.c" not in found.says
    assert "a valid certificate for this name" in found.do


def _certified(folder: Path) -> ssl.SSLContext:
    if not shutil.which("openssl"):
        pytest.skip("openssl is not here, which makes the certificate")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
         "/CN=poll", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux answers to every address of 127.0.0.0/8.")
def test_a_door_is_tried_where_no_server_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pollapp.doctor.address.lan_address", lambda: "127.0.0.2")
    assert "can be reached at 127.0.0.2" in reachable(Config(data_dir=tmp_path)).says
    monkeypatch.setattr("pollapp.doctor.address.socket.create_connection", _refuses)
    assert (reachable(Config(data_dir=tmp_path)).state, reachable(Config(data_dir=tmp_path)).do) == ("warning", "Look at its firewall.")


def _refuses(*_: object) -> None:
    raise TimeoutError("timed out")


def test_on_a_redis_whichever_server_answers_on_the_port_is_one_of_ours(tmp_path: Path) -> None:
    """There is no lock that would tell: several may serve."""
    with answering('{"ok": true}') as taken:
        config = Config(host="127.0.0.1", port=taken, data_dir=tmp_path, redis="redis://127.0.0.1:1/0")
        assert (port(config).state, port(config).says) == ("ok", f"pollapp answers on port {taken}.")
        assert reachable(config).state == "ok"
        assert port(Config(host="127.0.0.1", port=taken, data_dir=tmp_path)).state == "wrong"
