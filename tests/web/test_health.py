"""Is it alive, and may visitors come? Two questions with two answers."""

import pytest
from flask.testing import FlaskClient

from pollapp.app import Parts
from pollapp.store.log import StoreFailed, Trouble
from tests.web.people import Class, data_block


def _not_ready(client: FlaskClient) -> str:
    """The sentence that says why."""
    answer = client.get("/readyz")
    said = answer.get_json()
    assert (answer.status_code, said["ok"], set(said)) == (503, False, {"ok", "sentence"})
    assert answer.headers["Cache-Control"] == "no-store"
    return str(said["sentence"])


def test_a_server_that_is_well_is_alive_and_ready(client: FlaskClient, room: Class) -> None:
    for address in ("/healthz", "/readyz"):
        answer = client.get(address)
        assert (answer.status_code, answer.get_json()) == (200, {"ok": True})
    assert data_block(room.fay.get(room.console_url))["session"]["id"] == room.id


def test_without_its_store_it_is_alive_and_not_ready(client: FlaskClient, parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(code: str) -> None:
        raise StoreFailed("Could not look up a session in /var/lib/pollapp: disk I/O error")

    monkeypatch.setattr(parts.log, "by_code", fails)
    assert client.get("/healthz").status_code == 200
    assert _not_ready(client) == "The store does not answer."


@pytest.mark.parametrize("trouble", ["full", "read_only", "failing"])
def test_a_store_that_only_reads_is_not_ready_until_it_stores_again(client: FlaskClient, parts: Parts, trouble: Trouble) -> None:
    with pytest.raises(StoreFailed), parts.log.health.noticing():
        raise StoreFailed("no", trouble)
    assert f"({trouble})" in _not_ready(client)
    assert client.get("/healthz").status_code == 200
    parts.log.health._last -= 60  # a minute ago
    parts.log.try_again()
    assert client.get("/readyz").status_code == 200


def test_a_slow_store_is_no_reason_to_send_people_elsewhere(client: FlaskClient, parts: Parts) -> None:
    with pytest.raises(StoreFailed), parts.log.health.noticing():
        raise StoreFailed("no", "slow")
    assert client.get("/readyz").status_code == 200


def test_one_that_lets_go_of_its_visitors_is_alive_and_not_ready(client: FlaskClient, parts: Parts) -> None:
    parts.site.draining.set()
    assert "Others take them." in _not_ready(client)
    assert client.get("/healthz").status_code == 200
