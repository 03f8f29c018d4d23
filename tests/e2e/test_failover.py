"""Redis goes, and comes back without the last of what it had acked, as a replica does that takes over: pages recover by themselves, and
phones send again what they hold.
"""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from pollapp.domain.fold import fold
from pollapp.domain.session import Session
from pollapp.room import decode_body
from pollapp.store.redis_log import RedisLog
from tests.e2e.rooms import Room, room_on, told, until
from tests.e2e.talk_room import TalkRoom
from tests.real_server import RealServer
from tests.redis_servers import Engine, redis_server

pytestmark = pytest.mark.e2e

NOTING = """() => {
    window.noted = "";
    const note = () => (noted += document.body.innerText);
    new MutationObserver(note).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""  # whatever the page says from now on, however briefly


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Engine]:
    with redis_server(tmp_path / "redis") as redis:
        yield redis


@pytest.fixture
def room(browser: Browser, redis: Engine, tmp_path: Path) -> Iterator[Room]:
    server = RealServer(tmp_path / "data", "--redis", redis.url)
    yield from room_on(browser, server)
    server.stop()


def _stored(redis: Engine, session_id: str) -> Session:
    with closing(RedisLog(redis.url)) as log:
        return fold(decode_body(entry.body) for entry in log.read(session_id) or ())


def test_what_a_failover_lost_is_sent_again_by_the_phones(room: Room, redis: Engine, tmp_path: Path) -> None:
    fay = room.fay()
    fay.opens_a_session()
    projector = fay.opens_the_projector()
    fay.goes_on("People are voting.")
    ana, ben = room.phone(fay.code), room.phone(fay.code)
    ana.votes({1: "green"})
    shutil.copytree(redis.folder / "appendonlydir", tmp_path / "behind")
    ana.votes({1: "green", 2: "red"})
    ben.votes({1: "red"})
    ben.page.locator("#done").click()
    expect(ben.page.locator('body[data-scene="done"]')).to_be_visible()
    expect(fay.console.locator("#finished")).to_have_text("1")
    expect(ben.page.locator("#done-status")).to_be_empty()

    redis.kill()
    shutil.rmtree(redis.folder / "appendonlydir")
    shutil.copytree(tmp_path / "behind", redis.folder / "appendonlydir")
    ana.places(3, "yellow")
    expect(fay.console.locator("#trouble")).to_contain_text("does not answer")
    redis.start()
    expect(fay.console.locator("#trouble")).to_be_hidden()

    ana.has_saved_all()
    session_id = fay.data["session"]["id"]

    def complete() -> bool:
        current = _stored(redis, session_id).rounds[0]
        placed = {id: sorted(square.dots.values()) for id, square in current.squares.items() if square.dots}
        return placed == {1: ["green", "red"], 2: ["red"], 3: ["yellow"]} and len(current.done) == 1

    until(complete)
    ben.sees(1, "Saved")
    expect(ben.page.locator('body[data-scene="done"]')).to_be_visible()
    expect(fay.console.locator("#finished")).to_have_text("1")
    expect(projector.locator("#had-finished")).to_contain_text("1")
    for frames in (ana.received, fay.received, fay.projector_received):
        epochs = [view["epoch"] for view in told(frames, "view")]
        assert len(set(epochs)) == 2, epochs


def test_after_the_reveal_own_dots_are_told_as_the_server_has_them(room: Room, redis: Engine) -> None:
    talk = TalkRoom(room, (1, 2), [{1: "green", 2: "green"}, *({1: "red", 2: "red"} for _ in range(3))])
    ana = talk.phones[0]
    rows = ana.page.locator("#my-rows > li")
    ana.loses_its_connection()
    ana.places(2, "yellow")
    talk.fay.presses_next("Close the round and reveal")
    ana.comes_back()
    expect(rows.nth(1).locator('[data-part="late"]')).to_have_text("Your change is not counted: the round had closed")
    before = rows.all_inner_texts()
    ana.page.evaluate(NOTING)

    redis.kill()
    redis.start()

    def has_heard() -> bool:
        ana.page.evaluate("noted")  # frames come in while a page is asked something
        return len({mine["epoch"] for mine in told(ana.received, "mine")}) == 2

    until(has_heard, seconds=20)
    assert rows.all_inner_texts() == before
    talk.talks_about(1)
    expect(ana.page.locator("#spot-outcome [data-part='late']")).to_be_empty()
    assert "Saving" not in ana.page.evaluate("noted")
