"""The shelf: the same in memory, in one engine and in a cluster; and what several processes make of it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from pollapp.store.health import Health
from pollapp.store.log import StoreFailed
from pollapp.store.redis_shelf import RedisShelf
from pollapp.store.redis_sums import Sums
from pollapp.store.shelf import NOBODY, SHARE_HOLDS, Kept, MemoryShelf, Share, Shelf, of_session
from tests.real_server import free_port
from tests.redis_servers import Engine, redis_cluster, redis_server, until_true

KEYS = ("plain", "é: {x} y", of_session("abc", "countdown"), of_session("with:colons", "offers"))


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with redis_server(tmp_path_factory.mktemp("redis")) as engine:
        yield engine


@pytest.fixture(scope="module")
def urls(redis: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    with ExitStack() as ended:
        started = {"redis": redis.url}

        def url(name: str) -> str:
            if name not in started:
                started[name] = ended.enter_context(redis_cluster(tmp_path_factory.mktemp("cluster"))).url
            return started[name]

        yield url


@pytest.fixture(params=["memory", "redis", "cluster"])
def shelf(request: pytest.FixtureRequest, urls: Callable[[str], str], tmp_path: Path) -> Iterator[Shelf]:
    shelf: Shelf = MemoryShelf() if request.param == "memory" else RedisShelf(urls(request.param), Health(), tmp_path.name)
    yield shelf
    shelf.close()


@pytest.fixture(params=["redis", "cluster"])
def two(request: pytest.FixtureRequest, urls: Callable[[str], str], tmp_path: Path) -> Iterator[list[RedisShelf]]:
    """As two processes have it."""
    both = [RedisShelf(urls(request.param), Health(), tmp_path.name) for _ in range(2)]
    yield both
    for one in both:
        one.close()


def _text(kept: Kept | None) -> str | None:
    return kept.text if kept else None


@pytest.mark.parametrize("key", KEYS)
def test_what_is_put_there_lies_there_for_its_span(shelf: Shelf, key: str) -> None:
    assert shelf.look(key) is None
    shelf.put(key, "words, é", 50)
    kept = shelf.look(key)
    assert kept
    assert kept.text == "words, é"
    assert 45 < kept.left <= 50
    shelf.put(key, "others", 0.02)
    until_true(lambda: shelf.look(key) is None, lambda: "it does not run out")
    shelf.put(key, "more", 9)
    shelf.take(key, "not there")
    assert shelf.look(key) is None


def test_it_is_changed_only_where_it_is_what_it_was(shelf: Shelf) -> None:
    assert not shelf.swap("key", "something", "else", 9)
    assert shelf.swap("key", None, "first", 9)
    assert not shelf.swap("key", None, "second", 9)
    assert not shelf.swap("key", "", "second", 9)
    assert _text(shelf.look("key")) == "first"
    assert shelf.swap("key", "first", "second", 60)
    kept = shelf.look("key")
    assert kept
    assert (kept.text, kept.left > 50) == ("second", True)


def test_a_change_that_is_sent_twice_is_one(shelf: Shelf) -> None:
    """The engine's answer may be lost, and the script is sent again."""
    assert [shelf.swap("key", None, "first", 9) for _ in range(2)] == [True, True]
    assert [shelf.swap("key", "first", "", 9) for _ in range(2)] == [True, True]
    assert _text(shelf.look("key")) == ""


def test_a_shelf_of_ones_own_is_bounded_and_the_oldest_goes() -> None:
    shelf = MemoryShelf(most=3)
    for number in range(10):
        shelf.put(str(number), "", 9)
    shelf.put("8", "again", 9)
    shelf.put("10", "", 9)
    assert list(shelf.everything()) == ["9", "8", "10"]


def test_two_processes_see_the_same_and_one_of_them_is_quicker(two: list[RedisShelf]) -> None:
    here, there = two
    here.put("key", "was", 60)
    assert _text(there.look("key")) == "was"
    assert [one.swap("key", "was", text, 60) for one, text in ((there, "theirs"), (here, "ours"))] == [True, False]
    assert _text(here.look("key")) == "theirs"


def test_each_says_who_is_connected_to_it_and_hears_the_sum_of_the_others(two: list[RedisShelf]) -> None:
    here, there = two
    many = {f"session {number}": Share(number + 1, 1) for number in range(30)}
    there.share({})  # whoever has just begun to listen hears the others with their next beat
    assert set(here.share(many).values()) == {NOBODY}
    assert there.share({"session 3": Share(10, 0)}) == {"session 3": Share(4, 1)}
    assert here.share(many)["session 3"] == Share(10, 0)
    assert here.share({"session 3": NOBODY}) == {"session 3": Share(10, 0)}  # the last one has left here
    assert there.share({"session 3": Share(10, 0), "session 4": NOBODY}) == {"session 3": NOBODY, "session 4": Share(5, 1)}


def test_what_a_dead_process_said_is_forgotten(two: list[RedisShelf]) -> None:
    here, there = two
    now = 0.0
    here._sums = Sums(lambda: now)

    def heard() -> Share:
        return here.share({"session": Share(1, 0)})["session"]

    until_true(lambda: (there.share({"session": Share(7, 2)}), heard() == Share(7, 2))[1], lambda: "it was not heard")
    now = SHARE_HOLDS - 0.1
    assert heard() == Share(7, 2)
    now = SHARE_HOLDS
    assert heard() == NOBODY
    assert here._sums._heard == {}


def test_others_hear_what_one_tells_and_the_engine_keeps_none_of_it(two: list[RedisShelf]) -> None:
    here, there = two
    heard: list[str] = []
    own: list[str] = []
    here.hear(own.append)
    there.hear(heard.append)

    def told() -> bool:
        here.tell("found, é")
        return bool(heard)

    until_true(told, lambda: "nothing was heard")
    assert set(heard) == {"found, é"}
    assert own == []
    assert here.look("told") is None


def test_a_listener_comes_back_after_the_engine_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pollapp.store.redis_shelf.LISTEN_AGAIN", 0.02)
    with redis_server(tmp_path, durable=False) as engine:
        here, there = RedisShelf(engine.url, Health()), RedisShelf(engine.url, Health())
        heard: list[str] = []
        there.hear(heard.append)

        def told(text: str) -> bool:
            here.tell(text)
            return text in heard

        until_true(lambda: told("before"), lambda: "nothing was heard")
        engine.restart()
        until_true(lambda: told("after"), lambda: "nothing was heard")
        here.close()
        there.close()


def test_an_engine_that_is_away_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pollapp.store.redis_shelf.PATIENCE", 0.03)
    health = Health()
    shelf = RedisShelf(f"redis://127.0.0.1:{free_port()}/0", health)
    asks: list[Callable[[], object]] = [
        lambda: shelf.look("key"),
        lambda: shelf.put("key", "text", 9),
        lambda: shelf.swap("key", None, "text", 9),
        lambda: shelf.take("key"),
        lambda: shelf.share({"session": Share(1, 1)}),
        lambda: shelf.tell("text"),
    ]
    for ask in asks:
        with pytest.raises(StoreFailed) as failed:
            ask()
        assert failed.value.trouble == "away"
    assert health.trouble == "away"
    shelf.close()
