"""Where phones find this server: a public address if one is set, else this machine's address in its own network."""

import ipaddress
import re
import socket
from typing import Literal
from urllib.parse import urlsplit

from pollapp.config import Config

_NOWHERE = ("10.255.255.255", 1)  # never contacted: connecting a datagram socket only asks the system for a route
ITSELF = ("127.0.0.1", "localhost", "::1")
WayForPhones = Literal["network", "public", "named", "bound", "alone"]
EVERY_INTERFACE = ("0.0.0.0", "::", "")  # noqa: S104  # compared with, not bound to


def lan_address() -> str | None:
    """This machine's IPv4 address in its network, None without one. Asked anew each time: a laptop changes Wi-Fi."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_NOWHERE)
            address = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if address.startswith(("127.", "0.")) else address


def phones_address(config: Config) -> str:
    """The address that phones use, without a slash at its end, such as http://192.168.1.5:8000."""
    if config.public_url:
        return config.public_url.rstrip("/")
    host = (lan_address() or "127.0.0.1") if config.host in EVERY_INTERFACE else config.host
    return _http(host, config.port)


def way_for_phones(config: Config) -> WayForPhones:
    """How phones get to `phones_address`: they are in its "network", or reach it where it is "public". Or not at all, where it means the
    computer that opens it: it was "named" so (or not named, behind a proxy), pollapp is "bound" to it, or it is "alone", in no network.
    """
    host = urlsplit(phones_address(config)).hostname or ""
    if host in ITSELF or host.startswith("127."):
        if config.public_url or config.proxies:
            return "named"
        return "alone" if config.host in EVERY_INTERFACE else "bound"
    return "public" if config.public_url and not in_own_network(host) else "network"


def in_own_network(host: str) -> bool:
    """Whether this host, of an address that phones use, is in a network of the room's or the house's own."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or "." not in host or bool(re.search(r"\.(local|lan|home|internal|fritz\.box|home\.arpa)$", host))


def own_address(config: Config) -> str:
    """An address that works on this very machine, whatever network it is in."""
    if config.public_url:
        return config.public_url.rstrip("/")
    return local_address(config)


def local_address(config: Config) -> str:
    """The server itself, with nothing in front of it, from this machine."""
    return _http("127.0.0.1" if config.host in EVERY_INTERFACE else config.host, config.port)


def spoken(address: str) -> str:
    """The address as a person types it: without http://."""
    return urlsplit(address).netloc


def _http(host: str, port: int) -> str:
    named = f"[{host}]" if ":" in host else host
    return f"http://{named}" if port == 80 else f"http://{named}:{port}"
