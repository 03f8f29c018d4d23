"""Where metrics may be offered, and what a machine may be called: bad values are refused with what would be right."""

from typing import Any

import pytest

from pollapp.config import BadSetting, Config

REDIS = "redis://127.0.0.1:6379/0"


@pytest.mark.parametrize(
    ("given", "address"),
    [("", None), ("127.0.0.1:9108", ("127.0.0.1", 9108)), ("[::1]:9108", ("::1", 9108)), ("localhost:65535", ("localhost", 65535))],
)
def test_an_address_and_a_port(given: str, address: tuple[str, int] | None) -> None:
    assert Config(metrics=given).metrics_address == address


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"metrics": "9108"}, "It is an address of this computer and a port: 127.0.0.1:9108"),
        ({"metrics": "::1:9108"}, "It is an address of this computer and a port"),
        ({"metrics": "http://127.0.0.1:9108"}, "It is an address of this computer and a port"),
        ({"metrics": "127.0.0.1:0"}, "9108 is usual."),
        ({"metrics": "127.0.0.1:65536"}, "9108 is usual."),
        ({"metrics": "127.0.0.1:65535", "workers": 2, "redis": REDIS}, "each worker needs one"),
        ({"machine": "A"}, "up to eight small letters"),
        ({"machine": "a1"}, "up to eight small letters"),
        ({"machine": "ninetieth"}, "up to eight small letters"),
    ],
)
def test_others_are_refused(settings: dict[str, Any], says: str) -> None:
    with pytest.raises(BadSetting) as refused:
        Config(**settings)
    assert says in str(refused.value)
