"""Every route × every role: whoever may not is refused with a code, and nothing is changed by it; whoever may, is not refused for it."""

import pytest

from pollapp.web.rights import RIGHTS
from tests.rights.roles import ROLES, Stage
from tests.rights.routes import READS, address, form, may, ways
from tests.web.people import Class, browser, facilitator, says

FOR_LACK_OF_RIGHT = {"no_key", "no_control", "not_joined", "no_projector", "not_allowed", "passed_on", "other_site"}
ENDS_A_ROLE = ("console.delete", "console.new_phrase", "console.new_projector", "plain.forget", "next_person.pass_on")
FOREIGN = [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://localhost:9000"}, {"Origin": "http://sub.localhost"},
           {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "nonsense"},
           {"Origin": "http://localhost", "Sec-Fetch-Site": "same-site"}]  # fmt: skip


def test_every_route_has_its_right_and_every_right_a_route(stage: Stage) -> None:
    endpoints = [endpoint for endpoint, _ in ways(stage)]
    assert set(endpoints) == set(RIGHTS)
    assert len(endpoints) == len(set(endpoints)), "One endpoint, one method: its right is that of both."


@pytest.mark.parametrize("role", ROLES)
def test_whoever_may_not_is_refused_and_changes_nothing(stage: Stage, role: str) -> None:
    before = stage.stands()
    asked = [(endpoint, method) for endpoint, method in ways(stage) if not may(endpoint, role)]
    assert len(asked) >= 15
    for endpoint, method in asked:
        answer = stage.ask(role, method, address(stage, endpoint, role=role), **form(endpoint, method))
        assert answer.status_code in (403, 410), (endpoint, answer.status)
        if endpoint != "console.console":  # a page also for scripts: it asks for the phrase
            assert answer.get_json()["refused"] == RIGHTS[endpoint].otherwise, endpoint
        assert "Set-Cookie" not in answer.headers, endpoint
        assert stage.stands() == before, endpoint


@pytest.mark.parametrize("role", ROLES)
def test_whoever_may_look_is_not_refused_and_changes_nothing(stage: Stage, role: str) -> None:
    before = stage.stands()
    for endpoint, method in ways(stage):
        if method in READS and may(endpoint, role):
            answer = stage.ask(role, method, address(stage, endpoint, role=role))
            code = (answer.get_json(silent=True) or {}).get("refused") if answer.is_json else None
            assert code not in FOR_LACK_OF_RIGHT, (endpoint, code)
            assert answer.status_code < 400 or code in ("no_film", "not_found"), (endpoint, answer.status)
            assert stage.ask(role, "HEAD", address(stage, endpoint, role=role)).status_code == answer.status_code, endpoint
            assert stage.stands() == before, endpoint


@pytest.mark.parametrize("role", ["facilitator", "console", "participant", "stranger"])
def test_whoever_may_act_does_not_hear_that_they_may_not(stage: Stage, role: str) -> None:
    """What it does is tested where it belongs."""
    for endpoint, method in ways(stage):
        if method not in READS and may(endpoint, role) and endpoint not in ENDS_A_ROLE:
            answer = stage.ask(role, method, address(stage, endpoint, role=role), **form(endpoint, method))
            code = answer.get_json()["refused"] if answer.is_json and answer.status_code >= 400 else None
            assert code not in FOR_LACK_OF_RIGHT, (endpoint, code)


def test_what_ends_a_role_can_be_done_by_who_has_it(stage: Stage) -> None:
    room = Class(stage.app)
    for what in ("next", "forget"):
        assert room.phone().post(f"/j/{room.code}/{what}").status_code == 303
    for what, status in (("new-phrase", 200), ("new-projector", 303), ("delete", 302)):
        assert room.fay.post(f"{room.console_url}/{what}", follow_redirects=what == "new-phrase").status_code == status


def test_an_offer_to_steer_is_for_who_was_granted_it(stage: Stage) -> None:
    room, phone, zed = Class(stage.app), browser(stage.app), browser(stage.app)
    offer = room.fay.post(f"{room.console_url}/handover").get_json()
    path = offer["link"][offer["link"].index("/control/") :]
    assert phone.post(path).status_code == 303
    before = stage.stands()
    for who in (zed, stage.clients["console of another"], facilitator(stage.app), room.phone()):
        for answer in (who.get(path), who.post(path), who.post(f"{path}/collect")):
            assert says(answer, "handover_taken")
        assert who.post(offer["follow"], data={"confirm": "1"}).status_code == 403
        assert who.get(offer["follow"]).status_code == 403
    assert (stage.stands()[0], stage.stands()[2]) == (before[0], before[2])  # headers and offers; somebody has joined meanwhile
    assert phone.post(f"{path}/collect").headers["Location"].endswith(path)  # the console has not answered yet
    room.fay.post(offer["follow"], data={"confirm": "1"})
    assert zed.post(f"{path}/collect").status_code == 403
    assert phone.post(f"{path}/collect").headers["Location"] == room.console_url


@pytest.mark.parametrize("foreign", FOREIGN, ids=lambda headers: " ".join(headers.values()))
def test_no_form_of_another_site_does_anything(stage: Stage, foreign: dict[str, str]) -> None:
    before = stage.stands()
    for role in ("console", "facilitator", "participant"):
        for endpoint, method in ways(stage):
            if method not in READS:
                answer = stage.ask(role, method, address(stage, endpoint, role=role), headers=foreign, **form(endpoint, method))
                assert (answer.status_code, answer.get_json()["refused"]) == (403, "other_site"), endpoint
                assert "Set-Cookie" not in answer.headers, endpoint
    assert stage.stands() == before


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "PROPFIND"])
def test_other_methods_do_nothing(stage: Stage, method: str) -> None:
    before = stage.stands()
    for endpoint, _ in ways(stage):
        assert stage.ask("console", method, address(stage, endpoint, role="console")).status_code == 405, endpoint
    assert stage.stands() == before


def test_a_route_without_a_right_is_refused(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pollapp.web.rights.RIGHTS", {name: right for name, right in RIGHTS.items() if name != "facilitator.guide"})
    answer = stage.ask("console", "GET", "/guide")
    assert (answer.status_code, answer.get_json()["refused"]) == (403, "not_allowed")
