"""A phone holds on: it sends until there is an answer, under the same id, and comes back when the line drops."""

import threading
import time
from functools import partial

import pytest

from pollapp.rehearsal import phone as phone_module
from pollapp.rehearsal.again import is_answer, pause_after
from pollapp.rehearsal.phone import Phone
from tests.rehearsal.fakes import OK, FakeLine

OFFLINE = {"refused": "offline"}


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(phone_module, "pause_after", lambda *_: 0.001)


def phone_with(*answers, refusals=None) -> tuple[Phone, FakeLine]:
    lines: list[FakeLine] = []

    def line(changed):
        lines.append(FakeLine(changed, *answers, refusals=refusals))
        return lines[0]

    return Phone(line), lines[0]


def always() -> bool:
    return True


def test_it_sends_the_same_again_until_there_is_an_answer():
    phone, line = phone_with(OFFLINE, {"refused": "not_stored"}, {"refused": "slow_down"}, OK)
    assert phone.until_answered("place_dots", {"dots": [{"command_id": "a"}]}, always) == OK
    assert [payload["dots"][0]["command_id"] for _, payload in line.sent] == ["a"] * 4


@pytest.mark.parametrize("answer", [{"late": True}, {"refused": "superseded"}, {"refused": "conflict"}])
def test_an_answer_is_not_sent_again_even_if_it_is_a_refusal(answer):
    phone, line = phone_with(answer)
    assert phone.until_answered("place_dots", {"dots": [{}]}, always) == answer
    assert len(line.sent) == 1
    assert not phone.over


@pytest.mark.parametrize("code", ["gone", "forgotten", "not_joined"])
def test_some_refusals_are_the_end(code: str):
    phone, _ = phone_with({"refused": code})
    phone.until_answered("finish", {}, always)
    assert phone.over


def test_what_is_not_wanted_any_more_is_not_sent():
    phone, line = phone_with()
    assert phone.until_answered("finish", {}, lambda: False) is None
    assert line.sent == []


def test_it_comes_back_when_the_line_drops_while_it_thinks():
    phone, line = phone_with(refusals=[None, "offline", "server_error", None])
    thinking = threading.Thread(target=partial(phone.wait, 30, lambda: line.tries < 4))
    thinking.start()
    while not line.connected:
        time.sleep(0.005)
    line.connected = False
    line.changed()
    thinking.join()
    assert line.connected
    assert line.tries == 4


def test_the_first_pause_after_each_drop_is_the_short_one(monkeypatch: pytest.MonkeyPatch):
    tries: list[int] = []
    monkeypatch.setattr(phone_module, "pause_after", lambda number, *_: tries.append(number) or 0.001)
    phone, line = phone_with(refusals=[None, "offline", None, None])
    for _ in range(3):
        phone.wait(30, lambda: not line.connected)
        line.connected = False
    assert tries == [1, 2, 1]  # the very first connection is not waited for


def test_a_refused_connection_can_be_the_end():
    phone, line = phone_with(refusals=["gone"])
    phone.wait(60, always)
    assert phone.over
    assert line.tries == 1


def test_waiting_ends_when_the_news_makes_it_pointless():
    phone, line = phone_with()
    began = time.monotonic()
    threading.Timer(0.05, partial(line.show, stage="revealed")).start()
    phone.wait(30, lambda: line.view.get("stage") != "revealed")
    assert time.monotonic() - began < 5


def test_pauses_grow_up_to_a_limit():
    assert [0.25 <= pause_after(1) <= 0.75, 1 <= pause_after(3) <= 3, pause_after(500) <= 30, pause_after(9, 5) <= 7.5] == [True] * 4


def test_what_is_no_ack_is_no_answer():
    assert not any(map(is_answer, [None, {}, [], "ok", {"refused": "offline"}]))
