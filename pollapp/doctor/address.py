"""The address in the QR: which of this computer's networks it is in, and whether something answers there."""

import ipaddress
import socket
from contextlib import suppress
from urllib.parse import urlsplit

from pollapp.addresses import EVERY_INTERFACE, ITSELF, lan_address, phones_address
from pollapp.config import Config
from pollapp.doctor.asking import NOT_TRUSTED, PATIENCE, why_not
from pollapp.doctor.finding import Finding, ok, warning, wrong
from pollapp.doctor.interfaces import Addresses, addresses, virtual
from pollapp.doctor.network import serves

CARRIERS = ipaddress.ip_network("100.64.0.0/10")  # RFC 6598; VPNs such as Tailscale give their addresses from it
NAME_IT = "If phones cannot open it, name the one of the room's Wi-Fi: --public-url http://{other}:{port}"

TRUST_IT = (
    "Phones would warn of it too: let what does https in front show a valid certificate for this name, with its whole chain. "
    "If an authority of your own signed it, and phones know that: SSL_CERT_FILE=its.pem pollapp doctor …"
)


def address(config: Config, here: Addresses | None = None) -> Finding:
    here = addresses() if here is None else here
    if config.public_url:
        return _public(config)
    shown = phones_address(config)
    host = urlsplit(shown).hostname or ""
    if host in ITSELF:
        return _in_no_network(config, shown)
    return _among(config, shown, host, here)


def _in_no_network(config: Config, shown: str) -> Finding:
    if config.host in ITSELF:
        return warning(
            "address", f"The QR shows {shown}, which on a phone is the phone itself.", "Leave --host out, or name an address: --public-url"
        )
    return wrong(
        "address", "This computer is in no network: phones cannot reach it.", "Join the room's Wi-Fi, or open a hotspot on a phone."
    )


def _among(config: Config, shown: str, host: str, here: Addresses) -> Finding:
    """Of several addresses the system chose one; whether phones are in that network nobody here can know."""
    others = [other for other, interface in here.items() if other != host and not virtual(interface)]
    name_it = NAME_IT.format(other=others[0] if others else "…", port=config.port)
    through = f" (through {here[host]})" if here.get(host) else ""
    if virtual(here.get(host, "")) or _of_a_carrier(host):
        return warning(
            "address", f"The QR shows {shown}{through}, which looks like a VPN's or a virtual network's.", f"Leave the VPN. {name_it}"
        )
    if others:
        also = ", ".join(others)
        return warning("address", f"The QR shows {shown}{through}, and this computer has other addresses too: {also}.", name_it)
    return ok("address", f"The QR shows {shown}{through}: phones have to be in the same network.")


def _of_a_carrier(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host) in CARRIERS
    return False


def _public(config: Config) -> Finding:
    parts = urlsplit(config.public_url)
    host = parts.hostname or ""
    if host in ITSELF or host.startswith("127."):
        return wrong(
            "address", f"The QR shows {config.public_url}, which on a phone is the phone itself.", "Name the address that phones use."
        )
    try:
        found = socket.getaddrinfo(host, parts.port or 80, type=socket.SOCK_STREAM)
    except OSError as error:
        why = error.strerror or error
        return warning(
            "address", f"The QR shows {config.public_url}, and this computer does not find {host} ({why}).", "Check how it is spelled."
        )
    return ok("address", f"The QR shows {config.public_url}, which is at {found[0][4][0]}.")


def reachable(config: Config) -> Finding:
    """Tried from this computer: a firewall, or a Wi-Fi that keeps its guests apart, can still stand between phones and it."""
    shown = phones_address(config)
    if not serves(config):
        return _only_tried(config)
    why = why_not(shown)
    if why:
        do = TRUST_IT if why.startswith(NOT_TRUSTED) else "See what is said of address and bind."
        return warning("reachable", f"pollapp does not answer at {shown}, asked from this computer: {why}.", do)
    return ok("reachable", f"pollapp answers at {shown}, asked from this computer; a phone's own browser is the last proof.")


def _only_tried(config: Config) -> Finding:
    """No server runs: a door is opened for a moment, on a free port, and knocked at."""
    host = lan_address() if config.host in EVERY_INTERFACE else config.host
    if config.public_url or host is None or host in ITSELF or ":" in host:
        return ok("reachable", "No server runs here now, so there is nothing to ask; ask again while it runs.")
    try:
        with socket.create_server((host, 0)) as door, socket.create_connection((host, door.getsockname()[1]), PATIENCE):
            return ok("reachable", f"This computer can be reached at {host} from itself; ask again while pollapp runs.")
    except OSError as error:
        return warning(
            "reachable", f"This computer cannot be reached at {host} even from itself: {error.strerror or error}.", "Look at its firewall."
        )
