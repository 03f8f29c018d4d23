"""One message to many: framed once, everybody else has turns in between, and whoever's line is not free is named."""

from types import SimpleNamespace
from typing import Any, cast

from pollapp.live.fanout import A_TURN, Fanout
from pollapp.live.lines import Lines


class _Direct:
    """Takes everything but what goes to a line called busy."""

    def __init__(self) -> None:
        self.framed_ones: list[str] = []
        self.sent: list[tuple[str, bytes]] = []

    def framed(self, packet: str) -> bytes:
        self.framed_ones.append(packet)
        return packet.encode()

    def send(self, line: Any, frame: bytes) -> bool:
        if line == "busy":
            return False
        self.sent.append((line, frame))
        return True

    def is_there(self, line: Any) -> bool:
        return True


def _lines(direct: _Direct | None, **of: str | None) -> Lines:
    return cast(Lines, SimpleNamespace(direct=direct, of=lambda sid: of.get(sid, f"line of {sid}")))


def test_it_is_framed_once_and_everybody_has_it() -> None:
    direct, turns = _Direct(), list[float]()
    sids = [f"phone {number}" for number in range(3 * A_TURN)]
    assert Fanout(_lines(direct), turns.append).send(sids, "view", {"seq": 7, "round": "ñ"}) == []
    assert direct.framed_ones == ['42["view",{"seq":7,"round":"ñ"}]']
    assert direct.sent == [(f"line of {sid}", direct.framed_ones[0].encode()) for sid in sids]
    assert turns == [0, 0, 0]


def test_whoever_is_busy_gets_it_the_usual_way_and_whoever_has_gone_not_at_all() -> None:
    direct = _Direct()
    assert Fanout(_lines(direct, ben="busy", cem=None), lambda _: None).send(["ana", "ben", "cem"], "view", {}) == ["ben"]
    assert [line for line, _ in direct.sent] == ["line of ana"]


def test_a_server_without_another_way_says_so() -> None:
    assert not Fanout(_lines(None)).possible
    assert Fanout(_lines(_Direct())).possible
