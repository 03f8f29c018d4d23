"""What the doctor says of the metrics: who may see them."""

import pytest

from pollapp.config import Config
from pollapp.doctor.watching import metrics


@pytest.mark.parametrize(
    ("config", "state", "says"),
    [
        (Config(), "ok", "Nowhere"),
        (Config(metrics="127.0.0.1:9108"), "ok", "port 9108, for this computer alone"),
        (Config(metrics="[::1]:9108"), "ok", "port 9108, for this computer alone"),
        (Config(metrics="localhost:9108", workers=3, redis="redis://127.0.0.1"), "ok", "ports 9108 to 9110"),
        (Config(metrics="0.0.0.0:9108"), "warning", "Whoever is in one of this computer's networks"),
        (Config(metrics="[::]:9108"), "warning", "Whoever is in one of this computer's networks"),
        (Config(metrics="10.0.0.11:9108"), "warning", "Whoever reaches 10.0.0.11"),
    ],
)
def test_whoever_may_see_them_is_named(config: Config, state: str, says: str) -> None:
    found = metrics(config)
    assert found.state == state
    assert says in found.says
