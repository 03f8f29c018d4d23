"""Who can reach the server: the address it binds, its port, and what stands in front of it."""

import errno
import os
import socket
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from pollapp.addresses import EVERY_INTERFACE, ITSELF, in_own_network, local_address, phones_address
from pollapp.config import Config
from pollapp.doctor.asking import is_pollapp
from pollapp.doctor.finding import Finding, ok, warning, wrong
from pollapp.doctor.storage import serving

LISTENING = "0A"  # the state, in /proc/net/tcp (proc(5))


def bind(config: Config) -> Finding:
    if config.host in ITSELF:
        return _only_itself(config)
    if config.host in EVERY_INTERFACE:
        return _everywhere(config)
    if _refused_to_bind(config.host, 0):
        return wrong("bind", f"This computer has no address {config.host}.", "Leave --host out, and phones in the same network reach it.")
    return ok("bind", f"It listens on {config.host} alone: whoever reaches that network can open its pages.")


def _only_itself(config: Config) -> Finding:
    if config.public_url:
        return ok("bind", f"It listens on {config.host} alone: whatever passes {config.public_url} on to it has to run on this computer.")
    return warning("bind", f"It listens on {config.host} alone: no phone can reach it.", "Leave --host out to let phones in.")


def _everywhere(config: Config) -> Finding:
    if config.proxies:
        return warning(
            "bind",
            "It listens in every network of this computer: somebody could go past the proxy, and claim to come from any address.",
            "Let only the proxy in, with --host 127.0.0.1 where it runs on this computer, or by the firewall.",
        )
    return ok("bind", "It listens in every network of this computer: whoever is in one of them can open its pages.")


def _refused_to_bind(host: str, port: int) -> OSError | None:
    """Why this address cannot be listened on; None when it can. It is let go at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trying:
        if os.name == "posix":
            trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does: a port that was just left is free
        try:
            trying.bind((host, port))
            trying.listen(1)
        except OSError as error:
            return error
    return None


def port(config: Config) -> Finding:
    if config.port == 0:
        return warning("port", "It takes another free port at every start, and no phone finds its way back.", "Name one: --port 8000")
    why = _refused_to_bind(config.host, config.port)
    if why is None:
        return ok("port", f"Port {config.port} is free.")
    if why.errno == errno.EACCES:
        return wrong("port", f"Port {config.port} is for the system's own programs.", "Choose another: --port 8000")
    if why.errno != errno.EADDRINUSE:
        return wrong("port", f"Port {config.port} cannot be had: {why.strerror or why}.", "See what is said of bind.")
    return _taken(config)


def _taken(config: Config) -> Finding:
    other = f"Stop it, or choose another: --port {config.port + 1 if config.port < 65535 else 8000}"
    if not is_pollapp(local_address(config)):
        return wrong("port", f"Port {config.port} is in use by {_holder(config.port)}.", other)
    if serves(config):
        return ok("port", f"pollapp answers on port {config.port}.")
    return wrong("port", f"Port {config.port} is in use by a pollapp that works on another folder.", other)


def serves(config: Config) -> bool:
    """Whether a server works on these sessions from here. Several may on one Redis: then it is whoever answers on the port."""
    return is_pollapp(local_address(config)) if config.redis else serving(config.data_dir)


def _holder(port: int, proc: Path = Path("/proc")) -> str:
    """The program that listens on this port, as far as the system tells: only root sees those of other users."""
    wanted = {f"socket:[{inode}]" for inode in _listening(port, proc)}
    for file in proc.glob("[0-9]*/fd/*") if wanted else ():
        with suppress(OSError):
            if os.readlink(file) in wanted:
                name = (file.parents[1] / "comm").read_text().strip()
                return f"{name} (process {file.parents[1].name})"
    return "another program"


def _listening(port: int, proc: Path) -> set[str]:
    """The inodes of sockets that listen on this port."""
    found = set()
    for table in ("net/tcp", "net/tcp6"):
        with suppress(OSError):
            for row in (proc / table).read_text().splitlines()[1:]:
                columns = row.split()
                if columns[1].endswith(f":{port:04X}") and columns[3] == LISTENING:
                    found.add(columns[9])
    return found


def proxies(config: Config) -> Finding:
    if config.proxies and not config.public_url:
        return warning(
            "proxies",
            f"{config.proxies} in front, and phones are still sent to {phones_address(config)}, past it.",
            "Say at which address it answers: --public-url https://…",
        )
    if config.public_url.startswith("https://") and not config.proxies:
        return warning(
            "proxies",
            "What does https in front is not believed: all phones seem to come from one address, and who guesses codes slows all down.",
            "Say how many stand in front: --proxies 1",
        )
    if config.proxies:
        return ok("proxies", f"{config.proxies} in front: believed in what it says of a visitor's address.")
    return ok("proxies", "None in front: what visitors say of their own address is not believed.")


def https(config: Config) -> Finding:
    """pollapp itself speaks http; cookies are marked for https where the public address says so, or --secure-cookies."""
    url = urlsplit(phones_address(config))
    if config.secure_cookies and config.public_url.startswith("http://"):
        return wrong(
            "https", f"Cookies go over https only, and phones come over http ({config.public_url}): nobody can join.",
            "Make the address https, or leave --secure-cookies out.",
        )  # fmt: skip
    if config.secure_cookies and not config.public_url:
        return warning(
            "https", "Cookies go over https only, and the address in the QR is http.", "Say which one it is: --public-url https://…"
        )
    if config.https:
        return ok("https", "Phones come over https, and cookies go over nothing else.")
    if in_own_network(url.hostname or ""):
        return ok("https", "Plain http, as usual in a room's own network: whoever listens in that Wi-Fi can read along, cookies included.")
    return warning(
        "https", f"Plain http over the internet ({phones_address(config)}): whoever listens on the way can read along, cookies included.",
        "Put a proxy with https in front: docs/operating.md, Behind https.",
    )  # fmt: skip
