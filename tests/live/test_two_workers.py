"""Whatever worker a page sits on: who steers, who is here, what remains, whose phone it is, and what is gone is the same on both."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pollapp.access import control_cookie
from pollapp.domain.commands import OpenRound
from pollapp.store.health import Health
from pollapp.store.log import StoreFailed
from pollapp.store.redis_shelf import RedisShelf
from pollapp.store.shelf import SHARE_HOLDS
from pollapp.web.tries import BURST
from tests.live.lines import Line, LiveClass
from tests.live.two_workers import TwoWorkers, gone, on
from tests.real_server import free_port
from tests.redis_servers import Engine, redis_server
from tests.web.people import browser, data_block
from tests.web.test_handover import Offer


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with redis_server(tmp_path_factory.mktemp("redis")) as engine:
        yield engine


@pytest.fixture(scope="module")
def workers(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoWorkers]:
    workers = TwoWorkers(engine.url, tmp_path_factory.mktemp("data"))
    yield workers
    workers.close()


@pytest.fixture
def two(workers: TwoWorkers) -> Iterator[TwoWorkers]:
    """With a new session, whose round 1 is open."""
    workers.another()
    workers.a.says(OpenRound("lobby"))
    yield workers
    workers.leave()


def _came(line: Line, event: str) -> int:
    return [name for name, _ in line.came].count(event)


# Control


def test_control_moves_to_a_phone_though_each_step_is_on_another_worker(two: TwoWorkers, engine: Engine) -> None:
    offer, phone = Offer(two.a), browser(two.apps[1])
    assert "Steer from this phone" in phone.get(offer.path).text
    number = offer.claimed_by(phone)
    assert offer.state() == {"state": "claimed", "number": int(number)}
    assert offer.answer("1").get_json()["state"] == "granted"
    secret = two.a.fay.get_cookie(control_cookie(two.a.id))
    assert secret
    kept = _all_that_is_kept(engine)
    assert b'"granted"' in kept
    for hidden in (secret.value, secret.value.encode().hex(), offer.path.rsplit("/", 1)[1]):
        assert hidden.encode() not in kept
    assert phone.post(f"{offer.path}/collect").headers["Location"] == two.b.console_url
    assert phone.get(two.b.console_url).status_code == 200
    assert offer.state()["state"] == "collected"
    with engine.client() as client:
        assert list(client.scan_iter(match="*control:*")) == []
    assert two.b.console(phone).says("close_round", from_="voting")["ok"]


def test_a_second_phone_is_told_so_on_either_worker_and_a_no_is_heard_there(two: TwoWorkers) -> None:
    offer, phone, zed = Offer(two.a), browser(two.apps[1]), browser(two.apps[0])
    offer.claimed_by(phone)
    assert "Another phone was quicker" in zed.post(offer.path).text
    fay_there = on(two.apps[1], two.a.fay)
    assert offer.answer("0", fay_there).get_json()["state"] == "refused"
    assert phone.post(f"{offer.path}/collect").status_code == 403
    assert Offer(two.b).state(on(two.apps[0], two.a.fay)) == {"state": "offered"}


def test_a_new_hold_on_one_worker_ends_the_offer_of_the_other(two: TwoWorkers) -> None:
    before = Offer(two.a)
    Offer(two.b)
    assert before.state() == {"state": "over"}
    assert browser(two.apps[1]).post(before.path).status_code == 410


def _all_that_is_kept(engine: Engine) -> bytes:
    """Every byte that the engine holds, and all that it has written to its files."""
    with engine.client() as client:
        values = [client.dump(key) or b"" for key in client.scan_iter()]
        names = list(client.scan_iter())
    files = [file.read_bytes() for file in engine.folder.rglob("*") if file.is_file()]
    return b"\n".join((*values, *names, *files))


def test_control_taken_over_ends_consoles_on_the_other_worker(two: TwoWorkers) -> None:
    here, there, projector, phone = two.a.console(), two.b.console(), two.b.projector(), two.b.line()
    assert two.a.new_phrase().status_code == 200
    assert gone(here)
    two.until(lambda: gone(there))
    assert not gone(projector)
    assert not gone(phone)
    assert not gone(two.b.console())  # whoever has the new one comes back


def test_a_new_phrase_whose_answer_is_lost_shuts_its_facilitator_out_of_neither(two: TwoWorkers, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other worker hears of it, and ends the console there, long before whoever asked hears that nobody knows."""
    there, fay_there = two.b.console(), on(two.apps[1], two.a.fay)
    really = two.a.parts.log.replace_control

    def stores_and_fails(*args: str, **more: str) -> bool:
        assert really(*args, **more)
        two.until(lambda: gone(there))
        assert not gone(two.b.console(fay_there))
        raise StoreFailed("no answer", "away")

    with monkeypatch.context() as failing:
        failing.setattr(two.a.parts.log, "replace_control", stores_and_fails)
        assert two.a.new_phrase().status_code == 503
    for room, fay in ((two.a, two.a.fay), (two.b, fay_there)):
        assert not gone(room.console(fay))
        assert fay.get(room.console_url).status_code == 200
    assert two.a.new_phrase().status_code == 200


def test_a_console_that_has_lost_control_steers_nothing_where_nobody_has_heard_of_it(two: TwoWorkers) -> None:
    console = two.b.console()
    with two.deaf():
        assert console.says("lock_joining", locked=True)["ok"]
        assert two.a.new_phrase().status_code == 200
        assert console.says("close_round", from_="voting")["refused"] == "no_control"
        assert gone(console)
    assert two.a.parts.service.session(two.a.id, fresh=True).stage == "voting"  # type: ignore[union-attr]


def test_a_new_link_ends_the_projector_on_the_other_worker(two: TwoWorkers) -> None:
    old, console = two.b.projector(), two.b.console()
    assert two.a.fay.post(f"{two.a.console_url}/new-projector").status_code == 303
    two.until(lambda: gone(old))
    assert not gone(console)
    assert two.b.projector().refused["refused"] == "no_projector"


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
        assert "Join" not in on(two.apps[1], ben).get(f"/j/{two.a.code}").text.split("<main", 1)[1].split("</form>", 1)[0]
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
        assert here.mines()[-1]["dots"] == {"1": "green"}
        assert gone(passed_on)


# The session itself


def test_how_long_it_is_kept_is_told_on_the_other_worker(two: TwoWorkers) -> None:
    console, projector = two.b.console(), two.b.projector()
    answer = two.a.fay.post(f"{two.a.console_url}/keep", data={"keep": "24h"})
    assert answer.status_code == 302
    two.until(lambda: _came(console, "kept") and _came(projector, "kept"))
    assert not gone(console)


@pytest.mark.parametrize("how", ["console", "expiry"])
def test_every_page_on_the_other_worker_hears_that_it_is_deleted(two: TwoWorkers, engine: Engine, how: str) -> None:
    lines = [two.b.console(), two.b.projector(), two.b.line(), two.b.line()]
    assert lines[0].says("set_countdown", seconds=90, running=True)["ok"]
    Offer(two.a)
    two.until(lambda: lines[1].views()[-1]["remains"])
    two.beat()
    if how == "console":
        assert two.a.fay.post(f"{two.a.console_url}/delete", data={"confirm": two.a.code}).status_code == 302
    else:
        assert two.a.id in two.a.parts.service.delete_expired(1e11)
    two.until(lambda: all(_came(line, "gone") for line in lines))
    assert browser(two.apps[1]).get(f"/j/{two.a.code}").status_code == 404
    with engine.client() as client:
        left = {key.rsplit(b":", 1)[1] for key in client.scan_iter(match=f"*{two.a.id}*")}
    assert left <= {b"notes"}  # which run out by themselves


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


# The countdown


def test_the_same_remains_on_both_workers_and_on_one_that_joins_later(two: TwoWorkers, engine: Engine) -> None:
    here, there = two.a.console(), two.b.projector()
    assert here.says("set_countdown", seconds=90, running=True)["ok"]
    two.until(lambda: there.views()[-1]["remains"] is not None)
    assert abs(_remains(two.a) - _remains(two.b)) < 0.2
    assert _remains(two.b) > 80

    with engine.client() as client:
        [key] = client.scan_iter(match=f"*{two.a.id}:countdown")
        client.pexpire(key, client.pttl(key) - 30_000)  # it began half a minute earlier
    two.b.parts.broadcast.countdowns.forget(two.b.id)  # as a worker that has just been started knows nothing
    assert abs(_remains(two.a) - 30 - _remains(two.b)) < 0.2

    assert here.says("set_countdown", seconds=60, running=False)["ok"]
    two.until(lambda: there.views()[-1]["remains"] == 60.0)
    assert here.says("set_countdown", seconds=45, running=True)["ok"]
    two.until(lambda: there.views()[-1]["countdown"] == {"seconds": 45, "running": True} or there.views()[-1]["remains"] <= 45.0)
    assert abs(_remains(two.a) - _remains(two.b)) < 0.2


def _remains(room: LiveClass) -> float:
    remains = room.parts.site.remains(room.id, room.session)
    assert remains is not None
    return remains


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


# The engine is away


def test_what_needs_the_shelf_says_that_nothing_was_changed(two: TwoWorkers, monkeypatch: pytest.MonkeyPatch) -> None:
    away = RedisShelf(f"redis://127.0.0.1:{free_port()}/0", Health())
    monkeypatch.setattr("pollapp.store.redis_shelf.PATIENCE", 0.03)
    for part in (two.a.parts.site.handovers, two.a.parts.broadcast.countdowns, two.a.parts.broadcast.presence, two.a.parts.site.found):
        monkeypatch.setattr(part, "_shelf", away)
    console = two.a.console()
    answer = two.a.fay.post(f"{two.a.console_url}/handover", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.get_json()["refused"]) == (503, "not_stored")
    assert data_block(two.a.fay.get(two.a.console_url))["in_engine"] is True  # so its console speaks of no disk
    assert console.says("set_countdown", seconds=90, running=True)["ok"]
    assert 80 < _remains(two.a) <= 90
    with pytest.raises(StoreFailed):
        two.a.parts.broadcast.presence.beat()
    assert browser(two.apps[0]).get(f"/j/{two.a.code}", environ_base={"REMOTE_ADDR": "192.0.2.78"}).status_code == 200
    away.close()
