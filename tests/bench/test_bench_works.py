"""The bench does what it says, with a few phones for a moment. How fast anything is, no test asks."""

import asyncio
import zlib

import pytest

from bench import attended, cores, writing
from bench.acks import seen_after
from bench.deflate import Inflating, deflated
from bench.elsewhere import Elsewhere
from bench.phases import BURST
from bench.prepared import Guest
from bench.room import Room
from bench.taking import TINY, Run
from tests.apart import apart


@pytest.fixture(autouse=True, scope="module")
def _anywhere():
    yield
    cores.spread()  # the bench keeps its process on one core


@pytest.fixture(scope="module")
def node() -> Run:
    return apart(Elsewhere(TINY).node)


def test_node_acks_every_dot_and_shows_every_phone_the_results(node: Run) -> None:
    assert node["burst"]["dots"] == TINY.phones * BURST
    assert all(figures.get("refused", 0) == 0 for figures in node.values())
    assert node["reveal"]["last"] >= node["reveal"]["first"] > 0
    assert node["lone"]["seen_p50"] > 0


def test_a_node_that_tells_all_sends_every_phone_what_a_screen_gets(node: Run) -> None:
    to_all = apart(Elsewhere(TINY).node_to_all)
    assert to_all["steady"].get("refused", 0) == 0
    assert to_all["steady"]["bytes"] > node["steady"]["bytes"]


def test_the_tutorials_server_deflates_and_is_understood() -> None:
    plain = apart(Elsewhere(TINY).plain_ticking)
    assert plain["burst"]["dots"] == TINY.phones * BURST


def test_both_tables_are_written_of_whatever_was_measured(node: Run) -> None:
    text = writing.text("One run.", {"pollapp": node, "node": node})
    assert "acked durable dots a second, saturated" in text
    assert "**The reveal, from the facilitator's press**" in text
    assert "missed" not in writing.text("No run.", {})


def test_many_classes_vote_in_the_same_moment_and_their_groups_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    for span in ("IDLE", "STEADY"):
        monkeypatch.setattr(attended, span, 0.3)
    figures = apart(lambda: attended.one(attended.Way(1, 2, 3, 0.1)))
    assert figures["dots"] == pytest.approx(2 * 3 / 0.1)
    assert 0 < figures["groups"] <= figures["dots"]
    assert figures["reads"] == 0  # without Redis


def test_pages_and_lines_come_to_sessions_that_nobody_votes_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for what, many in (("LINES", 4), ("PAGES", 4), ("FEW", 2)):
        monkeypatch.setattr(attended, what, many)
    figures = apart(lambda: attended.come(attended.Way(1, 3, 1, 1.0)))
    assert {"unnamed", "named", "known", "folded", "folded_redis"} <= set(figures)
    assert figures["known"] > 0


@pytest.mark.parametrize(("is_named", "asked"), [(True, "&room=ab12 "), (False, "websocket ")])
def test_lines_name_their_room_as_pages_do_where_they_are_to(is_named: bool, asked: str) -> None:
    assert asked in apart(lambda: asyncio.run(_asked(is_named)))


async def _asked(is_named: bool) -> str:
    """The first line that a server hears of a screen."""
    heard: list[str] = []

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append((await reader.readline()).decode())
        writer.close()

    async with await asyncio.start_server(hear, "127.0.0.1", 0) as server:
        host = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        guest = Guest("", {"session": "ab12cd"})
        with pytest.raises(ConnectionError):
            await Room(host, is_named=is_named).show(guest, guest)
    return heard[0]


def test_a_browsers_deflated_messages_are_read_in_their_order() -> None:
    server = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    sent = [b'42["view",{"seq":%d}]' % seq for seq in range(3)]
    messages = [(server.compress(one) + server.flush(zlib.Z_SYNC_FLUSH))[:-4] for one in sent]
    line = Inflating("permessage-deflate")
    assert [line.inflated(message) for message in messages] == sent
    assert [Inflating("permessage-deflate").inflated(deflated(one)) for one in sent] == sent


def test_a_dot_is_seen_with_the_first_view_that_holds_it() -> None:
    assert seen_after([(3, 10.0), (5, 10.5), (9, 11.0)], [(2, 10.1), (4, 10.2), (5, 10.7)]) == pytest.approx([0.2, 0.2])
