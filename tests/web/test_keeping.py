"""The console's row that says how long the session is kept, and changes it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pollapp.access import control_cookie
from pollapp.opening import DAY
from pollapp.web.page_data import long_date
from tests.web.people import Class, browser, cookies_set, data_block, facilitator, says
from tests.web.test_import import imported

JSON = {"Accept": "application/json"}


def _keeps(room: Class, keep: str, who: FlaskClient | None = None, **more: Any) -> TestResponse:
    return (who or room.fay).post(f"{room.console_url}/keep", data={"keep": keep}, **more)


def _kept(room: Class) -> int | None:
    header = room.parts.log.header(room.id)
    assert header
    return header.keep_until


def _max_age(cookie: str) -> int:
    found = re.search(r"Max-Age=(\d+)", cookie)
    assert found
    return int(found[1])


def _days_ago(room: Class, days: int) -> None:
    """From now on the session was opened so long ago."""
    room.parts.log._file._writer.execute(  # type: ignore[attr-defined]
        "UPDATE sessions SET opened_at = opened_at - ?, keep_until = keep_until - ?", (days * DAY, days * DAY)
    )


def test_the_row_says_until_when_closed_and_open(room: Class) -> None:
    page = room.fay.get(room.console_url).text
    day = datetime.fromtimestamp(room.header.opened_at, UTC) + timedelta(days=30)
    assert f'id="keep-now">until {day:%B} {day.day}</span>' in page
    assert f"Until {day:%B} {day.day}, {day.year}, then everything is deleted." in page
    assert re.findall(r'name="keep" value="(\w+)"( checked)?( disabled)?', page) == [
        ("30d", " checked", ""), ("24h", "", ""), ("forever", "", ""),
    ]  # fmt: skip


def test_the_plain_form_changes_it_and_everybody_is_shown_the_new_day(app: Flask, room: Class) -> None:
    answer = _keeps(room, "24h")
    assert (answer.status_code, answer.headers["Location"]) == (302, room.console_url)
    assert _kept(room) == room.header.opened_at + DAY
    ana = room.phone()
    day = datetime.fromtimestamp(room.header.opened_at + DAY, UTC).date()
    with app.test_request_context():
        sentence = f"Until {long_date(day)}, then everything is deleted."
    for page in (ana.get(f"/j/{room.code}"), browser(app).get(f"/j/{room.code}"), room.fay.get(room.console_url)):
        assert sentence in page.text
    for page in (ana.get(f"/j/{room.code}"), room.fay.get(f"/projector/{room.token}")):
        assert data_block(page)["session"]["keep_until"] == day.isoformat()


def test_a_script_gets_the_row_as_it_is_now(room: Class) -> None:
    room.phone()
    answer = _keeps(room, "24h", headers=JSON).get_json()
    assert answer["now"].startswith("until ")
    assert answer["sentence"].endswith("then everything is deleted.")
    assert [(one["key"], one["chosen"], one["offered"]) for one in answer["choices"]] == [
        ("30d", False, False), ("24h", True, True), ("forever", False, False),
    ]  # fmt: skip
    refusal = _keeps(room, "30d", headers=JSON)
    assert (refusal.status_code, refusal.get_json()["refused"]) == (403, "keep_promised")


def test_once_somebody_has_joined_it_is_not_lengthened(room: Class) -> None:
    room.phone()
    answer = _keeps(room, "forever")
    assert answer.status_code == 403
    assert says(answer, "keep_promised")
    assert _kept(room) == room.header.keep_until


@pytest.mark.parametrize(("before", "after"), [("24h", "30d"), ("24h", "forever"), ("30d", "forever")])
def test_who_joins_between_the_look_and_the_writing_is_kept_to_the_promise(
    app: Flask, monkeypatch: pytest.MonkeyPatch, before: str, after: str
) -> None:
    room = Class(app, keep=before)
    writes = room.parts.log.keep

    def joined_first(session_id: str, keep_until: int | None, was: int | None) -> bool:
        if not room.session.participants:
            room.phone()
        return writes(session_id, keep_until, was)

    monkeypatch.setattr(room.parts.log, "keep", joined_first)
    answer = _keeps(room, after)
    assert says(answer, "keep_promised")
    assert len(room.session.participants) == 1
    assert _kept(room) == room.header.keep_until


def test_who_joins_in_that_moment_does_not_keep_it_from_becoming_shorter(room: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    writes = room.parts.log.keep
    monkeypatch.setattr(room.parts.log, "keep", lambda *kept: (room.phone(), writes(*kept))[1])
    assert _keeps(room, "24h").status_code == 302
    assert _kept(room) == room.header.opened_at + DAY


def test_two_consoles_that_change_it_at_once_are_one_after_the_other(room: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the other console made of it meanwhile counts: a promise that it gave is kept."""
    writes, others = room.parts.log.keep, [room.header.opened_at + DAY]

    def after_the_other(session_id: str, keep_until: int | None, was: int | None) -> bool:
        if others:
            writes(session_id, others.pop(), room.header.keep_until)
            room.phone()
        return writes(session_id, keep_until, was)

    monkeypatch.setattr(room.parts.log, "keep", after_the_other)
    assert says(_keeps(room, "forever"), "keep_promised")
    assert _kept(room) == room.header.opened_at + DAY


def test_where_nothing_can_be_changed_there_is_no_form(room: Class, fay: FlaskClient) -> None:
    fay.post("/rehearsals")
    [rehearsal] = [header for header in room.parts.log.headers() if header.kind == "rehearsal"]
    page = fay.get(f"/console/{rehearsal.id}").text
    assert 'id="keep-form"' not in page
    assert "A rehearsal is kept for 24 hours at most." in page
    assert 'id="ask-delete"' in page
    assert 'id="keep-form"' in fay.get(room.console_url).text


def test_a_posters_row_speaks_of_when_it_was_brought_in(fay: FlaskClient) -> None:
    page = fay.get(f"/console/{imported(fay)}").text
    assert "Keep it, from when it was brought in" in page
    for of_a_class in ("from its opening on", "until somebody has joined"):
        assert of_a_class not in page


def test_the_report_leads_to_the_row(fay: FlaskClient) -> None:
    id = imported(fay)
    assert f'href="/console/{id}#keep-row"' in fay.get(f"/console/{id}/report").text
    assert 'id="keep-row"' in fay.get(f"/console/{id}").text


@pytest.mark.in_a_file
def test_a_day_that_has_passed_is_refused_and_deletes_nothing(room: Class) -> None:
    _days_ago(room, 3)
    answer = _keeps(room, "24h")
    assert says(answer, "keep_over")
    assert 'value="24h" disabled' in room.fay.get(room.console_url).text


@pytest.mark.parametrize("keep", ["", "nonsense", "24h\0"])
def test_nothing_else_can_be_asked_for(room: Class, keep: str) -> None:
    assert _keeps(room, keep).status_code == 400
    assert _kept(room) == room.header.keep_until


def test_only_who_controls_it_may_change_it(room: Class) -> None:
    for other in (browser(room.app), facilitator(room.app), room.phone()):
        assert _keeps(room, "24h", other).status_code == 403
    assert _kept(room) == room.header.keep_until
    room.parts.service.delete(room.id)
    assert _keeps(room, "24h").status_code == 410


@pytest.mark.parametrize("headers", [{}, JSON])
def test_the_control_cookie_lasts_as_long_as_the_session(app: Flask, headers: dict[str, str]) -> None:
    room = Class(app, keep="24h")
    longer = cookies_set(_keeps(room, "30d", headers=headers))[control_cookie(room.id)]
    assert abs(_max_age(longer) - 30 * DAY) < 60
    shorter = cookies_set(_keeps(room, "24h", headers=headers))[control_cookie(room.id)]
    assert abs(_max_age(shorter) - DAY) < 60
    assert room.fay.get(room.console_url).status_code == 200
