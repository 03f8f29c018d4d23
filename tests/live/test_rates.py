"""Credits: nobody can flood a session, and nobody who taps with a thumb ever notices."""

from pollapp.access import Credits
from pollapp.live.handlers import BURST, PER_SECOND
from tests.live.lines import Line, LiveClass, new_id


def _sends(line: Line, dots: int) -> str:
    """Send so many dots in one message: "ok", or the code of the refusal."""
    said = [{"command_id": new_id(), "round": 1, "square": 1, "choice": "green", "counter": 1} for _ in range(dots)]
    ack = line.send("place_dots", {"dots": said})
    return "ok" if ack.get("ok") else ack["refused"]


def _spends(line: Line) -> None:
    for _ in range(BURST // 50):
        assert _sends(line, 50) == "ok"


def test_a_whole_grid_at_once_several_times_is_fine(voting: LiveClass) -> None:
    ana = voting.line()
    assert [_sends(ana, 24) for _ in range(8)] == ["ok"] * 8


def test_too_much_is_slowed_down_and_nothing_of_it_is_stored(voting: LiveClass) -> None:
    ana = voting.line()
    _spends(ana)
    length = voting.log_length()
    assert _sends(ana, 1) == "slow_down"
    assert ana.says("finish", round=1, done=True)["refused"] == "slow_down"
    assert ana.says("forget_dots")["refused"] == "slow_down"
    assert voting.log_length() == length


def test_after_a_moment_it_goes_on(voting: LiveClass) -> None:
    ana = voting.line()
    _spends(ana)
    voting.clock += 1
    assert _sends(ana, PER_SECOND + 1) == "slow_down"
    assert _sends(ana, PER_SECOND) == "ok"
    assert _sends(ana, 1) == "slow_down"
    voting.clock += BURST / PER_SECOND
    _spends(ana)


def test_what_was_slowed_down_can_be_sent_again_under_its_id(voting: LiveClass) -> None:
    ana = voting.line()
    _spends(ana)
    assert ana.places(2, "red", id="the-same-tap", counter=7)["refused"] == "slow_down"
    voting.clock += 1
    assert ana.places(2, "red", id="the-same-tap", counter=7)["ok"]


def test_others_are_not_slowed_down(voting: LiveClass) -> None:
    ana, ben = voting.lines(2)
    _spends(ana)
    assert _sends(ana, 1) == "slow_down"
    assert _sends(ben, 24) == "ok"
    assert voting.console().says("close_round", from_="voting")["ok"]


def test_another_tab_or_another_socket_brings_no_new_credits(voting: LiveClass) -> None:
    phone = voting.phone()
    one, two = voting.line(phone), voting.line(phone)
    _spends(one)
    assert _sends(two, 1) == "slow_down"
    one.disconnect()
    two.disconnect()
    assert _sends(voting.line(phone), 1) == "slow_down"


def test_what_cannot_be_read_costs_one_too(voting: LiveClass) -> None:
    ana = voting.line()
    for _ in range(BURST // 2):
        assert ana.send("place_dots", {})["refused"] == "malformed"
        assert ana.send("alive", {})["refused"] == "unknown_event"
    assert _sends(ana, 1) == "slow_down"
    assert ana.send("alive", {})["refused"] == "slow_down"
    voting.clock += 1
    assert _sends(ana, PER_SECOND) == "ok"


def test_credits_are_forgotten_when_full_again() -> None:
    now = [0.0]
    credits = Credits(burst=2, per_second=1, now=lambda: now[0], most_keys=3)
    for key in "abc":
        assert credits.spend(key)
    now[0] = 10
    assert credits.spend("d")
    assert set(credits._spent) == {"d"}


def test_credits_are_bounded_whatever_happens() -> None:
    credits = Credits(burst=2, per_second=0.001, now=lambda: 1.0, most_keys=100)
    for number in range(1000):
        credits.spend(f"address {number}")
    assert len(credits._spent) <= 100
    assert credits.left("address 999") == 1
