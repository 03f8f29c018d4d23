"""Privacy, proven: a whole class on a real server, with browsers and sockets, a kill in the middle; then everything it wrote is searched.

Searched are its folder (database, write-ahead log, lock, key) while it ran, after the kill and after the stop; what it printed, once
with every library at its most talkative; its temporary and home folders; and every file that was taken home. That the search finds
what is there is shown in test_searching.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.rooms import Room
from tests.privacy.everything import TYPED, Everything
from tests.privacy.searching import disguises, disguises_of_address, found, moments
from tests.privacy.watched import WatchedServer

pytestmark = [pytest.mark.e2e, pytest.mark.server]

TIMED = (b"The disk ", b"Storing works again.")  # what the server says with a time: of itself


@pytest.fixture(scope="module")
def done(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everything]:
    """The class, after all is over."""
    server = WatchedServer(tmp_path_factory.mktemp("watched"))
    room = Room(browser, server)
    everything = Everything(server, room)
    try:
        everything.runs()
        yield everything
    finally:
        room.close()
        server.stop()


def test_there_was_something_to_search(done: Everything) -> None:
    written = done.written()
    for name in ("while it ran", "after it was killed", "at the end", "after it had stopped"):
        assert any(where.startswith(name) and where.endswith("sessions.sqlite3") for where in written)
    for ending in ("sessions.sqlite3-wal", "sessions.sqlite3-shm", "server.lock", "opening-key"):
        assert any(where.startswith("while it ran") and where.endswith(ending) for where in written), ending
    assert len(done.known.addresses) >= 15
    assert len(done.known.secrets) >= 60
    assert {"pdf", "pdf, its text", "xlsx", "csv", "rounds.csv", "json", "dots.csv", "html", "film", "report"} <= set(written)
    assert any(name.startswith("xlsx/") for name in written)
    assert found({"what people typed": TYPED.encode()}, written)  # the search reaches what is meant to be kept
    assert b"root DEBUG all" in written["printed"]  # by the talkative one


def test_no_address_is_written_down(done: Everything) -> None:
    for address in sorted(done.known.addresses):
        assert found(disguises_of_address(address), done.written()) == [], address


def test_no_browser_cookie_or_connection_is_written_down(done: Everything) -> None:
    for secret, what in done.known.secrets.items():
        forms = disguises(secret)
        if "control" in what:
            forms = {form: needle for form, needle in forms.items() if "sha256" not in form}  # that hash is kept, to be compared with
        assert found(forms, done.written()) == [], what


def test_when_anybody_joined_or_voted_is_written_nowhere(done: Everything) -> None:
    first, last = done.known.moments
    lines = done.written()["printed"].splitlines()
    written = done.written() | {"printed": b"\n".join(line for line in lines if not any(said in line for said in TIMED))}
    times = [(where, sorted(moments(first, last, {where: content}))) for where, content in written.items()]
    assert [(where, when) for where, when in times if when] == []


def test_ids_stand_in_the_log_alone(done: Everything) -> None:
    """What an id is, and what it leads to, stands in SECURITY.md."""
    folder = str(done.server.data_dir)
    for participant in done.known.participants:
        places = found(disguises(participant), done.written())
        assert places
        assert [place for place in places if folder not in place or not place.endswith(": as it is")] == []


def test_it_leaves_nothing_in_other_folders(done: Everything) -> None:
    elsewhere = [where for where in done.server.snapshots if str(done.server.data_dir) not in where]
    assert elsewhere == []
