"""nginx in front of two machines, each a stand-in that says which one it is and what it was asked: who is sent where, and what with."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.deploy.machines import LIED, Machine, believed, of_the_visitor
from tests.deploy.nginx import Nginx

PATIENCE = 10  # seconds
POLL = {"EIO": "4", "transport": "polling"}


class _Park:
    """nginx and the machines behind it."""

    def __init__(self, folder: Path) -> None:
        self.machines = {name: Machine(name) for name in ("a", "b")}
        self.nginx = Nginx(folder / "nginx", "pollapp-several.conf")
        self.nginx.sends_to({"10.0.0.11:8000": self.machines["a"].address, "10.0.0.12:8000": self.machines["b"].address})

    def ask(self, method: str = "GET", **query: str) -> dict[str, Any]:
        """What the machine says that was asked."""
        with requests.Session() as web:
            web.trust_env, web.verify = False, str(self.nginx.certificate)
            answer = web.request(method, f"{self.nginx.url}/socket.io/", params=POLL | query, headers=LIED, timeout=PATIENCE, data="x")
        assert answer.status_code == 200
        said: dict[str, Any] = answer.json()
        return said


@pytest.fixture
def park(tmp_path: Path) -> Iterator[_Park]:
    with ExitStack() as all_of_it:
        park = _Park(tmp_path)
        for machine in park.machines.values():
            all_of_it.callback(machine.stop)
        all_of_it.enter_context(park.nginx)
        yield park


def test_a_line_is_asked_for_where_it_is_and_a_new_one_anywhere(park: _Park) -> None:
    for sid, machine in (("a1.0123af.xyz", "a"), ("b12.0123af.xyz", "b"), ("a2.xyz", "a"), ("b1.0123af.xyz", "b")):
        for method in ("GET", "POST"):
            said = park.ask(method, sid=sid)
            assert (said["machine"], said["method"]) == (machine, method)
    assert {park.ask()["machine"] for _ in range(4)} == {"a", "b"}
    assert park.ask(sid="nobodys")["machine"] in ("a", "b")


def test_lines_of_a_room_are_opened_on_one_machine_and_asked_for_where_they_are(park: _Park) -> None:
    came = {
        room: {park.ask(room=room)["machine"] for _ in range(4)}
        for room in ("0a1b", "77c0", "1234", "ffff", "90d2", "be57", "4e4e", "0000")
    }
    assert {len(machines) for machines in came.values()} == {1}
    assert set.union(*came.values()) == {"a", "b"}
    for machine in ("a", "b"):
        assert {park.ask(sid=f"{machine}1.0123af.xyz", room=room)["machine"] for room in came} == {machine}
    park.machines["a"].server_close()
    assert {park.ask(room=room)["machine"] for room in came} == {"b"}


def test_whose_machine_is_gone_hears_it_from_another_one(park: _Park) -> None:
    """It knows no such line, and the page opens a new one. The request stays what it was."""
    park.machines["a"].server_close()
    assert park.ask("POST", sid="a1.0123af.xyz") | {"headers": {}} == {"machine": "b", "method": "POST", "headers": {}}
    assert park.ask()["machine"] == "b"


def test_what_visitors_say_of_themselves_is_believed_by_nobody(park: _Park, tmp_path: Path) -> None:
    sent = park.ask()["headers"]
    host = park.nginx.url.removeprefix("https://")
    about = of_the_visitor(sent)
    assert about == {
        "Host": host,
        "X-Forwarded-For": "203.0.113.9, 127.0.0.1",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": host,
    }
    assert believed(tmp_path, 1, about) == ("127.0.0.1", "https", host)
    assert believed(tmp_path, 0, about) == ("198.51.100.7", "http", host)
