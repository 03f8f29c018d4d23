"""Whatever worker a phone sits on: its dots are the same on both, it is counted on both, and a worker that is behind refuses nobody."""

import re
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from pollapp.service import Service
from pollapp.store.log import StoreFailed
from pollapp.store.redis_shelf import RedisShelf
from pollapp.store.shelf import SHARE_HOLDS
from pollapp.web.tries import BURST
from tests.live.lines import Line, LiveClass
from tests.live.two_workers import WITHIN, TwoWorkers, gone, on
from tests.web.people import browser

# Phones


def test_two_tabs_of_a_phone_on_two_workers_stay_in_step(two: TwoWorkers) -> None:
    ana = two.a.phone()
    here, there = two.a.line(ana), two.b.line(on(two.apps[1], ana))
    assert here.places(1, "green")["ok"]
    two.until(lambda: there.mines()[-1]["dots"] == {"1": "green"})
    assert there.places(1, "red")["ok"]
    two.until(lambda: here.mines()[-1]["dots"] == {"1": "red"})
    assert on(two.apps[1], ana).post(f"/j/{two.a.code}/dots", data={"round": 1, "square-2": "yellow"}).status_code in (200, 303)
    two.until(lambda: here.mines()[-1]["dots"].get("2") == "yellow")


def test_a_dot_is_on_the_projector_of_the_other_worker(two: TwoWorkers) -> None:
    projector, phone = two.b.projector(), two.a.line()
    assert phone.places(3, "green")["ok"]
    two.until(lambda: projector.views()[-1]["turnout"]["squares"]["3"] == 1)


def test_dots_forgotten_in_one_tab_end_the_one_on_the_other_worker(two: TwoWorkers) -> None:
    ana, ben = two.a.phone(), two.b.line()
    here, there = two.a.line(ana), two.b.line(on(two.apps[1], ana))
    assert here.says("forget_dots")["ok"]
    two.until(lambda: gone(there))
    assert not gone(ben)
    assert two.b.line(on(two.apps[1], ana)).refused["refused"] == "forgotten"


def test_a_phone_that_is_passed_on_ends_its_page_on_the_other_worker(two: TwoWorkers) -> None:
    ana, ben = two.a.phone(), two.b.line()
    there = two.b.line(on(two.apps[1], ana))
    assert ana.post(f"/j/{two.a.code}/next").status_code == 303
    two.until(lambda: gone(there))
    assert not gone(ben)
    assert not gone(two.b.line(on(two.apps[1], ana)))  # the next person


# A worker that is behind


def test_who_has_just_joined_on_one_worker_is_known_on_the_other(two: TwoWorkers) -> None:
    console = two.b.console()
    with two.deaf():
        ana, ben = two.a.phone(), two.a.phone()
        assert not gone(two.b.line(on(two.apps[1], ana)))
        assert ">Join<" not in on(two.apps[1], ben).get(f"/j/{two.a.code}").text.split("<main", 1)[1].split("</form>", 1)[0]
    assert not gone(console)


def test_a_page_without_scripts_shows_what_was_sent_to_the_other_worker(two: TwoWorkers) -> None:
    ana, console = two.a.phone(), two.b.console()
    page = f"/j/{two.a.code}?plain=1"
    before = _without_random_numbers(on(two.apps[1], ana).get(page).text)
    with two.deaf():
        assert ana.post(f"/j/{two.a.code}/dots", data={"round": 1, "square-2": "yellow"}).status_code in (200, 303)
        after = _without_random_numbers(on(two.apps[1], ana).get(page).text)
        assert after == _without_random_numbers(ana.get(page).text) != before
    assert not gone(console)


def _without_random_numbers(page: str) -> str:
    return re.sub(r'value="[\w-]{11,}"', "", page)


def test_nobody_is_refused_for_what_a_worker_has_not_heard_yet(two: TwoWorkers) -> None:
    console = two.b.console()
    with two.deaf():
        assert two.a.console().says("close_round", from_="voting")["ok"]
        assert console.says("close_session", from_="revealed")["ok"]


def test_tabs_are_told_also_of_what_their_worker_had_to_ask_for(two: TwoWorkers) -> None:
    ana, ben = two.a.phone(), two.a.phone()
    here, passed_on = two.b.line(on(two.apps[1], ana)), two.b.line(on(two.apps[1], ben))
    with two.deaf():
        assert two.a.line(ana).places(1, "green")["ok"]
        assert ben.post(f"/j/{two.a.code}/next").status_code == 303
        assert here.mines()[-1]["dots"] == {}
        assert on(two.apps[1], ana).get(f"/j/{two.a.code}").status_code == 200
        two.until(lambda: here.mines()[-1]["dots"] == {"1": "green"})
        two.until(lambda: gone(passed_on))


def test_it_may_be_told_of_a_session_that_it_is_just_loading(two: TwoWorkers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the two reads of a worker that loads it, the other one votes, and gives the projector a new link: it is to be read anew."""
    ana = two.a.phone()
    here, there = two.a.line(ana), two.b.line(on(two.apps[1], ana))
    service, log = two.b.parts.service, two.b.parts.log
    read, reads = log.read, list[int]()

    def slow(session_id: str, after: int = 0) -> Any:
        reads.append(after)
        if len(reads) == 2:
            assert here.places(1, "green")["ok"]
            two.a.parts.log.replace_projector(session_id, "another")
            _until_gone(service, session_id)
        return read(session_id, after)

    service._let_go(two.b.id)
    monkeypatch.setattr(log, "read", slow)
    loaded: list[Any] = []
    loading = threading.Thread(target=lambda: loaded.append(service.session(two.b.id)), daemon=True)
    loading.start()
    loading.join(WITHIN)
    assert loaded, "it still waits"
    assert loaded[0].seq > 0
    two.until(lambda: there.mines()[-1]["dots"] == {"1": "green"})
    assert there.places(2, "red")["ok"]


def _until_gone(service: Service, session_id: str) -> None:
    """Until the worker has been told to read it anew."""
    late = time.monotonic() + WITHIN
    while session_id in service._rooms and time.monotonic() < late:
        time.sleep(0.005)


def test_what_was_done_elsewhere_is_left_where_the_store_cannot_tell(
    two: TwoWorkers, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody is there who could be told of an error: it is looked at by a task of its own."""
    ana = two.a.phone()
    there = two.b.line(on(two.apps[1], ana))

    def away(*_: Any, **__: Any) -> Any:
        raise StoreFailed("nobody answers")

    with monkeypatch.context() as patch:
        patch.setattr(two.b.parts.service, "session", away)
        two.b.door._bring_up_to_date(two.b.id, ["somebody"])
    assert "Not looked what was done elsewhere: nobody answers" in caplog.messages
    assert not gone(there)


# Who is here


def test_screens_on_each_worker_count_the_phones_and_consoles_of_both(two: TwoWorkers) -> None:
    phones = [two.a.line(), two.a.line(), two.b.line()]
    here, there, projector = two.a.console(), two.b.console(), two.b.projector()
    two.beat()
    two.until(lambda: _counted(here) == _counted(there) == (3, 2))
    assert projector.views()[-1]["turnout"]["present"] == 3
    phones[2].disconnect()
    there.disconnect()
    two.beat()
    two.until(lambda: _counted(here) == (2, 1))


def test_phones_of_a_worker_that_died_are_counted_no_more(two: TwoWorkers, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = two.a.console(), two.b.line()
    two.beat()
    two.until(lambda: _counted(here) == (1, 1))
    later = time.monotonic() + SHARE_HOLDS
    monkeypatch.setattr(_shelf(two.a)._sums, "_now", lambda: later)  # in which the other has said nothing more
    two.a.parts.broadcast.presence.beat()
    two.until(lambda: _counted(here) == (0, 1))
    assert not gone(there)


def _counted(console: Line) -> tuple[int, int]:
    view = console.views()[-1]
    return view["turnout"]["present"], view["consoles"]


def _shelf(room: LiveClass) -> RedisShelf:
    shelf = room.parts.shelf
    assert isinstance(shelf, RedisShelf)
    return shelf


# Guessing


def test_a_code_that_was_found_on_one_worker_stays_open_on_the_other(two: TwoWorkers, monkeypatch: pytest.MonkeyPatch) -> None:
    source = {"REMOTE_ADDR": "192.0.2.77"}
    somebody, elsewhere = browser(two.apps[0]), browser(two.apps[1])
    heard: list[str] = []
    monkeypatch.setattr(two.b.parts.site.found, "_keep", _also(heard, two.b.parts.site.found._keep))
    for _ in range(BURST):
        two.b.parts.site.tries.spend("code 192.0.2.77")
    assert elsewhere.get(f"/j/{two.a.code}", environ_base=source).status_code == 429
    assert somebody.get(f"/j/{two.a.code}", environ_base=source).status_code == 200
    two.until(lambda: two.b.parts.site.found.has("192.0.2.77", two.b.id))
    assert elsewhere.get(f"/j/{two.a.code}", environ_base=source).status_code == 200
    assert "192.0.2.77" not in str(heard)  # an address leaves no process


def _also(heard: list[str], keep: Callable[..., None]) -> Callable[..., None]:
    def both(*what: Any) -> None:
        heard.append(str(what))
        keep(*what)

    return both
