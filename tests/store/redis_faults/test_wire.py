"""The line to the engine is cut or silent: what was stored is stored once, and nobody misses it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pollapp.store.redis_log import RedisLog
from tests.contract.sessions import ANA, item, open_session, seqs, stored
from tests.contract.test_shared import Attending, soon
from tests.dropping_proxy import Wire, dropping_proxy
from tests.redis_servers import Engine
from tests.store.redis_faults.telling import reason


def test_when_only_the_answer_is_lost_it_is_asked_again_and_stored_once(redis: Engine, opened: Callable[[str], RedisLog]) -> None:
    with dropping_proxy(redis.port) as wire:
        log = opened(f"redis://127.0.0.1:{wire.port}/0")
        open_session(log)
        log.append([item(ANA, "before")])  # the script is known there, and this connection lies ready
        for number in range(5):
            wire.cut_answers(after=0)
            assert seqs(log.append([item(ANA, f"tap-{number}")])) == [3 + number]
        assert len(stored(log)) == 7
        assert log.health.trouble is None


def test_a_session_whose_opening_gets_no_answer_is_open_all_the_same(redis: Engine, opened: Callable[[str], RedisLog]) -> None:
    with dropping_proxy(redis.port) as wire:
        log = opened(f"redis://127.0.0.1:{wire.port}/0")
        open_session(log, "zero")
        for after in range(3):
            wire.cut_answers(after=after)
            made = open_session(log, f"session-{after}")
            assert log.by_code(made.code) == made


@pytest.mark.parametrize("change", ["control", "keep"])
def test_a_change_whose_answer_is_lost_was_made(redis: Engine, opened: Callable[[str], RedisLog], change: str) -> None:
    with dropping_proxy(redis.port) as wire:
        log = opened(f"redis://127.0.0.1:{wire.port}/0")
        open_session(log)
        for was, value in ((None, 5), (5, 6)):  # at the second time the engine knows the script: the change is made, its answer lost
            wire.cut_answers(after=0)
            if change == "control":
                assert log.replace_control("one", f"hash {value}", f"hash {was}" if was else "hash-one")
            else:
                assert log.keep("one", value, was)
        assert not log.keep("one", 7, 1)


@pytest.mark.usefixtures("hurried")
def test_a_follower_whose_wire_is_cut_or_silent_misses_nothing(redis: Engine, opened: Callable[[str], RedisLog]) -> None:
    far = opened(redis.url)
    open_session(far)
    with dropping_proxy(redis.port) as wire:
        near = opened(f"redis://127.0.0.1:{wire.port}/0")
        follower = Attending(near)
        wire.cut()
        far.append([item(ANA, "cut")])
        soon(lambda: len(follower.line) == 2)
        with wire.closed():
            far.append([item(ANA, "closed")])
        soon(lambda: len(follower.line) == 3)
        with wire.silent():
            far.append([item(ANA, "silent")])
            far.replace_projector("one", "another")
            assert "Timeout" in reason(near)
        soon(lambda: len(follower.line) == 4)
        soon(lambda: follower.anew == 1)  # the projector's link; the engine's life is the same
        near.close()


def test_a_wire_passes_on_what_it_is_given(redis: Engine, tmp_path: Path) -> None:
    wire: Wire
    with dropping_proxy(redis.port) as wire:
        log = RedisLog(f"redis://127.0.0.1:{wire.port}/0")
        open_session(log)
        assert len(stored(log)) == 1
        log.close()
