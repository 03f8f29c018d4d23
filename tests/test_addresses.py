"""Where phones find the server, and whether they can."""

import pytest

from pollapp.addresses import WayForPhones, way_for_phones
from pollapp.config import Config


@pytest.mark.parametrize(
    ("config", "lan", "way"),
    [
        (Config(), "192.168.1.5", "network"),
        (Config(proxies=1), "192.168.1.5", "network"),  # the QR goes past the proxy; the doctor says so
        (Config(), None, "alone"),
        (Config(host="127.0.0.1"), "192.168.1.5", "bound"),
        (Config(host="::1"), "192.168.1.5", "bound"),
        (Config(host="10.0.0.7"), None, "network"),
        (Config(host="127.0.0.1", proxies=1), "192.168.1.5", "named"),
        (Config(public_url="https://poll.example.org", host="127.0.0.1", proxies=1), None, "public"),
        (Config(public_url="http://203.0.114.9"), None, "public"),
        (Config(public_url="http://192.168.1.5:8000"), None, "network"),  # the doctor's advice where a computer has several
        (Config(public_url="http://laptop.local:8000"), None, "network"),
        (Config(public_url="http://localhost:8080", host="127.0.0.1"), None, "named"),
        (Config(public_url="http://127.0.0.2"), "192.168.1.5", "named"),
    ],
)
def test_the_way_for_phones(monkeypatch: pytest.MonkeyPatch, config: Config, lan: str | None, way: WayForPhones) -> None:
    monkeypatch.setattr("pollapp.addresses.lan_address", lambda: lan)
    assert way_for_phones(config) == way
