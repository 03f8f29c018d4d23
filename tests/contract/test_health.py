"""Every store knows whether it can store. That it cannot is tried where a store can be made ill (tests/store)."""

from pollapp.store.log import EventLog
from tests.contract.sessions import ANA, item, open_session, stored


def test_a_store_that_works_is_well_and_is_not_tried(log: EventLog) -> None:
    open_session(log)
    log.append([item(ANA, "tap")])
    before = stored(log)
    log.try_again()
    assert log.health.trouble is None
    assert stored(log) == before


def test_one_that_works_again_says_so(log: EventLog) -> None:
    changes: list[str | None] = []
    log.health.watch(lambda: changes.append(log.health.trouble))
    log.health._is("full", "")
    log.try_again()
    assert changes == ["full", None]
