"""Whose turn it is to get a new view: a class all together, a hall group by group; nobody too often, nobody left behind."""

from itertools import pairwise
from typing import Any

import pytest

from pollapp.live import phone_turns
from pollapp.live.phone_turns import CROWD, GROUPS, PHONE_PAUSE, PhoneTurns, group_of, looks
from tests.live.lines import LiveClass

ALL = set(range(GROUPS))
TICK = 0.1


def _view(tally: int, stage: str = "showing", epoch: str = "", seq: int = 0) -> dict[str, Any]:
    return {"epoch": epoch, "stage": stage, "tally": tally, "seq": seq, "remains": None}


def _shown() -> PhoneTurns:
    """Everybody has seen tally 0, long ago."""
    turns = PhoneTurns({})
    assert turns.of(_view(0), 0.0, CROWD + 1) == (ALL, False)
    return turns


def test_a_class_gets_it_all_together_and_after_a_pause() -> None:
    turns = _shown()
    assert turns.of(_view(1), PHONE_PAUSE - TICK, CROWD) == (set(), True)
    assert turns.of(_view(1), PHONE_PAUSE, CROWD) == (ALL, False)


def test_a_hall_gets_it_group_by_group_and_each_group_once_in_a_pause() -> None:
    turns, got = _shown(), list[tuple[float, int]]()
    for tick in range(1, 60):
        now = tick * TICK
        groups, some_wait = turns.of(_view(tick), now, CROWD + 1)
        assert len(groups) <= 1
        assert some_wait
        got += [(now, group) for group in groups]
    for group in ALL:
        mine = [at for at, one in got if one == group]
        assert len(mine) >= 4
        assert all(PHONE_PAUSE - 1e-9 <= later - earlier < PHONE_PAUSE + 2 * TICK for earlier, later in pairwise(mine))


def test_when_it_is_quiet_again_everybody_has_the_newest() -> None:
    turns, tick, waits = _shown(), 0, True
    while waits:
        tick += 1
        _, waits = turns.of(_view(5), tick * TICK, CROWD + 1)
    assert tick * TICK <= 2 * PHONE_PAUSE
    assert turns.saw == [looks(_view(5))] * GROUPS
    assert turns.of(_view(5, seq=99), 100.0, CROWD + 1) == (set(), False)


@pytest.mark.parametrize("moved", [_view(0, stage="revealed"), _view(0, epoch="another")])
def test_what_moves_the_room_on_waits_for_nobody(moved: dict[str, Any]) -> None:
    turns = _shown()
    assert turns.of(moved, TICK, CROWD + 1) == (ALL, False)


def test_one_who_comes_ahead_of_their_group_hears_of_whatever_comes_next() -> None:
    """Also when it is what the group has seen already: somebody took their dot back."""
    turns, sid = _shown(), "somebody"
    turns.is_ahead(sid, _view(1))
    assert turns.of(_view(0), PHONE_PAUSE, CROWD + 1) == ({group_of(sid)}, False)
    turns.is_ahead(sid, _view(0, seq=3))
    assert turns.of(_view(0), 9.0, CROWD + 1) == (set(), False)


def test_another_life_of_the_log_is_known() -> None:
    turns = PhoneTurns({})
    assert not turns.is_of_another_epoch("a")
    turns.of(_view(0, epoch="a"), 0.0, 1)
    assert not turns.is_of_another_epoch("a")
    assert turns.is_of_another_epoch("b")


def test_in_a_hall_every_phone_gets_every_group_of_it_once(voting: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_turns, "CROWD", 5)
    lines, console = voting.lines(12), voting.console()
    assert console.says("reveal", from_="voting")["ok"]
    voting.tick(after=2)
    before = [len(line.views()) for line in lines]
    for line in lines:
        line.places(1, "green")
    for _ in range(3 * GROUPS):
        voting.tick()
    assert [len(line.views()) for line in lines] == [count + 1 for count in before]
    assert {line.views()[-1]["results"]["1"]["n"] for line in lines} == {12}
