"""People who would be recognised anywhere: each with an address, a browser and cookies that are nobody else's."""

from dataclasses import dataclass, field
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from tests.live.over_the_network import PATIENCE, Person, Socket
from tests.privacy.watched import WatchedServer


@dataclass
class Known:
    """What is known of everybody, and must be known to no file. `names`: what a secret is, by the secret."""

    addresses: set[str] = field(default_factory=set)
    secrets: dict[str, str] = field(default_factory=dict)
    participants: set[str] = field(default_factory=set)  # ids: they stand in the log, and nowhere else
    moments: list[float] = field(default_factory=list)

    def keep(self, what: str, secret: str) -> None:
        assert len(secret) >= 12, (what, secret)  # a shorter one would be found by chance
        self.secrets[secret] = what


class Guest(Person):
    """Comes from this address, by this browser. `source`: the end of the line itself; else the proxy names the address."""

    def __init__(self, server: WatchedServer, name: str, address: str, source: str = "") -> None:
        self.name, self.address, self.source = name, address, source
        self.agent = f"{name}s-Own-Phone/7.{len(name)} ({name[::-1]}; cracked glass)"
        super().__init__(server, {"User-Agent": self.agent} if source else {"User-Agent": self.agent, "X-Forwarded-For": address})
        self.url = server.url_in_ipv6 if ":" in source else server.url
        if source and ":" not in source:
            self.web.mount("http://", _From(source))

    def get(self, path: str) -> requests.Response:
        return self.web.get(self.url + path, timeout=PATIENCE)

    def post(self, path: str, **form: str) -> requests.Response:
        return self.web.post(self.url + path, data=form, timeout=PATIENCE, headers={"Origin": self.url})

    def connects(self, path: str, transport: str = "websocket") -> Socket:
        return _Line(self, self.page(path)["auth"], "polling" if self.source else transport)

    def known_to(self, known: Known) -> None:
        """Tell who this is."""
        known.addresses.add(self.address)
        known.keep(f"{self.name}'s user agent", self.agent)
        for cookie in self.web.cookies:
            known.keep(f"{self.name}'s cookie {cookie.name[:8]}", str(cookie.value))


class _Line(Socket):
    """A socket from where the guest is."""

    def __init__(self, guest: Guest, auth: dict[str, Any], transport: str) -> None:
        there = guest.server
        guest.server = _At(guest.url)  # type: ignore[assignment]  # a socket asks it for nothing else
        try:
            super().__init__(guest, auth, transport)
        finally:
            guest.server = there

    @property
    def ids(self) -> tuple[str, str]:
        """What Engine.IO and Socket.IO call this connection."""
        return str(self.client.eio.sid), str(self.client.get_sid())


@dataclass
class _At:
    url: str


class _From(HTTPAdapter):
    """Every connection begins at this address of the computer's own."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *given: Any, **named: Any) -> None:
        super().init_poolmanager(*given, source_address=(self._address, 0), **named)
