"""What is said of an engine in trouble."""

from pollapp.store.log import EventLog, NotStored
from tests.contract.sessions import ANA, item
from tests.contract.test_shared import soon


def reason(log: EventLog, command_id: str = "tap") -> str:
    [outcome] = log.append([item(ANA, command_id)])
    assert isinstance(outcome, NotStored), outcome
    return outcome.reason


def recovers(log: EventLog) -> None:
    """What the server does every two seconds while there is trouble, until there is none."""
    soon(lambda: (log.try_again(), log.health.trouble is None)[1])
