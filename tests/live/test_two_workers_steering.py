"""Whatever worker a console sits on: who steers, how long the session is kept, what remains, and what is gone is the same on both."""

import pytest

from pollapp.access import control_cookie
from pollapp.store.health import Health
from pollapp.store.log import StoreFailed
from pollapp.store.redis_shelf import RedisShelf
from tests.live.lines import Line, LiveClass
from tests.live.two_workers import TwoWorkers, gone, on
from tests.real_server import free_port
from tests.redis_servers import Engine
from tests.web.people import browser, data_block
from tests.web.test_handover import Offer

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


def _came(line: Line, event: str) -> int:
    return [name for name, _ in line.came].count(event)


# The countdown


def test_the_same_remains_on_both_workers_and_on_one_that_joins_later(two: TwoWorkers, engine: Engine) -> None:
    here, there = two.a.console(), two.b.projector()
    assert here.says("set_countdown", seconds=90, running=True)["ok"]
    two.until(lambda: there.views()[-1]["remains"] is not None)
    assert abs(_remains(two.a) - _remains(two.b)) < 2
    assert _remains(two.b) > 80

    with engine.client() as client:
        [key] = client.scan_iter(match=f"*{two.a.id}:countdown")
        client.pexpire(key, client.pttl(key) - 30_000)  # it began half a minute earlier
    two.b.parts.broadcast.countdowns.forget(two.b.id)  # as a worker that has just been started knows nothing
    assert abs(_remains(two.a) - 30 - _remains(two.b)) < 2

    assert here.says("set_countdown", seconds=60, running=False)["ok"]
    two.until(lambda: there.views()[-1]["remains"] == 60.0)
    assert here.says("set_countdown", seconds=45, running=True)["ok"]
    two.until(lambda: there.views()[-1]["countdown"] == {"seconds": 45, "running": True} or there.views()[-1]["remains"] <= 45.0)
    assert abs(_remains(two.a) - _remains(two.b)) < 2


def _remains(room: LiveClass) -> float:
    remains = room.parts.site.remains(room.id, room.session)
    assert remains is not None
    return remains


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
