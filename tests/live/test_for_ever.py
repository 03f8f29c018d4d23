"""Tasks that keep a promise as long as the server runs go on, whatever goes wrong in one of their rounds."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from pollapp.expiry import keep_deleting, keep_letting_go
from pollapp.live.lines import Lines

ROUNDS = 3
Sleep = Callable[[float], None]
Task = Callable[[Callable[[], Any], Sleep], None]


class _Enough(BaseException):
    """Ends a task that goes on for ever."""


def _deleting(fails: Callable[[], Any], sleep: Sleep) -> None:
    service: Any = SimpleNamespace(log=SimpleNamespace(headers=list, sweep=fails))
    keep_deleting(service, lambda: datetime.now(UTC), sleep)


def _letting_go(fails: Callable[[], Any], sleep: Sleep) -> None:
    service: Any = SimpleNamespace(let_go_of_deleted=fails)
    keep_letting_go(service, sleep)


def _hanging_up(fails: Callable[[], Any], sleep: Sleep) -> None:
    lines = Lines()
    lines.hang_up_late = fails  # type: ignore[method-assign]  # whatever it is that fails
    lines.keep_hanging_up(sleep)


@pytest.mark.parametrize(
    ("task", "says", "times"),
    [
        (_deleting, "Nothing deleted.", ROUNDS),
        (_letting_go, "Not looked whether sessions were deleted.", 1),  # each second would be too often
        (_hanging_up, "Not looked whom to hang up on.", ROUNDS),
    ],
)
def test_it_says_what_went_wrong_and_tries_again(task: Task, says: str, times: int, caplog: pytest.LogCaptureFixture) -> None:
    tries: list[bool] = []

    def fails() -> None:
        if len(tries) == ROUNDS:
            raise _Enough
        tries.append(True)
        raise ValueError("what nobody thought of")

    with pytest.raises(_Enough):
        task(fails, lambda seconds: None)
    assert len(tries) == ROUNDS
    assert caplog.text.count(says) == caplog.text.count("ValueError: what nobody thought of") == times
