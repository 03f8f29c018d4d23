"""All sessions that a browser controls: in groups, each with where it can be looked at, and nobody else's."""

import re

from flask import Flask
from flask.testing import FlaskClient

from pollapp.domain.commands import CloseRound, CloseSession, OpenRound
from tests.web.people import Class, browser, facilitator
from tests.web.test_import import imported


def _revealed(app: Flask, fay: FlaskClient, **form: str) -> Class:
    room = Class(app, fay, **form)
    room.says(OpenRound("lobby"), CloseRound("voting"))
    return room


def _groups(page: str) -> dict[str, str]:
    """Heading → what stands below it."""
    found = re.split(r"<h2>(.*?)</h2>", page)[1:]
    return dict(zip(found[::2], found[1::2], strict=True))


def test_a_browser_that_has_none_is_told_what_to_do(fay: FlaskClient) -> None:
    page = fay.get("/sessions").text
    assert "None yet." in page
    assert 'href="/recover"' in page


def test_whoever_has_some_finds_the_way_to_bring_in_another(app: Flask, fay: FlaskClient) -> None:
    Class(app, fay)
    assert 'href="/recover"' in fay.get("/sessions").text


def test_they_stand_in_groups(app: Flask, fay: FlaskClient) -> None:
    lobby, closed = Class(app, fay), _revealed(app, fay)
    closed.says(CloseSession("revealed"))
    poster = imported(fay)
    groups = _groups(fay.get("/sessions").text)
    assert list(groups) == ["Running", "Closed", "Paper posters"]
    for heading, id in zip(groups, (lobby.id, closed.id, poster), strict=True):
        assert f"/console/{id}" in groups[heading]


def test_each_says_what_it_is_and_until_when_it_is_kept(app: Flask, fay: FlaskClient) -> None:
    room = Class(app, fay)
    room.phone()
    forever = Class(app, fay, keep="forever")
    poster = imported(fay)
    page = fay.get("/sessions").text
    for words in ("in the lobby · 1 joined", "kept until you delete it", "12 dots on paper", "November 20, 2025"):
        assert words in page
    assert page.count("kept until") == 3
    assert all(id in page for id in (room.id, forever.id, poster))


def test_only_what_is_revealed_or_over_can_be_ticked(app: Flask, fay: FlaskClient) -> None:
    lobby, voting, revealed = Class(app, fay), Class(app, fay), _revealed(app, fay)
    voting.says(OpenRound("lobby"))
    poster = imported(fay)
    page = fay.get("/sessions").text
    ticks = set(re.findall(r'name="session" value="(\w+)"', page))
    assert ticks == {revealed.id, poster}
    assert "Compare the two that are ticked" in page
    assert lobby.id in page


def test_with_one_of_them_there_is_nothing_to_compare(app: Flask, fay: FlaskClient) -> None:
    _revealed(app, fay)
    page = fay.get("/sessions").text
    assert "Compare the two" not in page
    assert "you can look at both beside each other" in page


def test_nobody_elses_are_there(app: Flask, fay: FlaskClient) -> None:
    another = Class(app, facilitator(app))
    for somebody in (fay, browser(app)):
        page = somebody.get("/sessions")
        assert page.status_code == 200
        assert another.id not in page.text


def test_without_the_opening_key_ones_own_are_there_all_the_same(app: Flask, fay: FlaskClient) -> None:
    room = Class(app, fay)
    laptop = browser(app)
    assert laptop.post("/recover", data={"phrase": room.phrase()}).status_code == 302
    assert room.console_url in laptop.get("/sessions").text


def test_the_start_page_has_the_newest_and_the_way_to_all(app: Flask, fay: FlaskClient) -> None:
    rooms = [Class(app, fay) for _ in range(7)]
    page = fay.get("/").text
    assert sum(room.console_url in page for room in rooms) == 5
    assert "All my sessions: 2 more" in page
    everything = fay.get("/sessions").text
    assert all(room.console_url in everything for room in rooms)
