"""This computer's IPv4 addresses, and through which of its networks each is."""

import socket
import struct
import sys
from contextlib import suppress

SIOCGIFADDR = 0x8915  # Linux: the address of an interface (netdevice(7))
# Networks that are no room's Wi-Fi: tunnels, and those between a computer and its virtual machines.
VIRTUAL = (
    "tun",
    "tap",
    "wg",
    "ppp",
    "utun",
    "ipsec",
    "tailscale",
    "zt",
    "nordlynx",
    "proton",
    "docker",
    "br-",
    "veth",
    "virbr",
    "vmnet",
    "vboxnet",
)

Addresses = dict[str, str]  # address → interface, "" where the system does not tell


def addresses() -> Addresses:
    """Every address but those of the computer with itself."""
    found = _asked_of_linux() if sys.platform == "linux" else _asked_of_the_resolver()
    return {address: name for address, name in found.items() if not address.startswith("127.")}


def virtual(interface: str) -> bool:
    return interface.startswith(VIRTUAL)


def _asked_of_linux() -> Addresses:
    import fcntl  # noqa: PLC0415  # Windows has none

    found = {}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _, name in socket.if_nameindex():
            with suppress(OSError):  # an interface without an address
                answer = fcntl.ioctl(asking.fileno(), SIOCGIFADDR, struct.pack("256s", name.encode()[:15]))
                found[socket.inet_ntoa(answer[20:24])] = name
    return found


def _asked_of_the_resolver() -> Addresses:
    with suppress(OSError):
        return {str(where[4][0]): "" for where in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    return {}
