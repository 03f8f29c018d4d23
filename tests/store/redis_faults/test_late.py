"""What was sent to an engine that did not answer may still be done there, after whoever asked has been told that nobody knows."""

from collections.abc import Callable

import pytest

from pollapp.store.log import StoreFailed
from pollapp.store.redis_log import RedisLog
from tests.contract.sessions import open_session
from tests.contract.test_shared import Attending, soon
from tests.redis_servers import Engine
from tests.store.redis_faults.telling import recovers


@pytest.mark.usefixtures("hurried")
def test_a_change_that_is_made_late_is_news_to_who_asked_for_it(redis: Engine, opened: Callable[[str], RedisLog]) -> None:
    """Its consoles have shown in between what they had, and that was right then."""
    log = opened(redis.url)
    open_session(log)
    assert log.replace_control("one", "first", "hash-one")  # the engine knows the script
    follower = Attending(log)
    with redis.held(), pytest.raises(StoreFailed) as failed:
        log.replace_control("one", "second", "first")
    assert failed.value.trouble == "away"
    recovers(log)
    soon(lambda: bool(follower.anew))
    header = log.header("one")
    assert header
    assert header.control_hash == "second"
