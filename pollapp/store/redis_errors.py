"""What an error of the engine means, and whether it is worth another try."""

import re
from collections.abc import Sequence
from typing import Any

from redis.exceptions import (
    AuthenticationError,
    ClusterDownError,
    ConnectionError,
    MasterDownError,
    MovedError,
    NoPermissionError,
    NoScriptError,
    OutOfMemoryError,
    ReadOnlyError,
    TimeoutError,
    TryAgainError,
)

from pollapp.store.log import StoreFailed, Trouble

_UNTRUSTED = "CERTIFICATE_VERIFY_FAILED"
_MAY_BE_FORBIDDEN = re.compile(r"'(info|config|bgrewriteaof|bgsave|publish|subscribe)\b| channels?\b")  # without it all is stored
_ELSEWHERE = (MovedError, TryAgainError, ClusterDownError, MasterDownError)  # somebody else has it, or will soon


def worth_another_try(answer: Any) -> bool:
    """An answer that is no error is worth none."""
    if isinstance(answer, AuthenticationError) or _UNTRUSTED in str(answer):
        return False
    return isinstance(answer, (ConnectionError, TimeoutError, NoScriptError, ReadOnlyError, *_ELSEWHERE))


def refuse_failed(answers: Sequence[Any]) -> None:
    """Raises the first StoreFailed among these."""
    for answer in answers:
        if isinstance(answer, StoreFailed):
            raise answer


def failed(error: Exception) -> StoreFailed:
    """What an error of the engine means. One that lets nobody in, or whose certificate is not trusted, is away like one that is silent."""
    return error if isinstance(error, StoreFailed) else StoreFailed(f"The engine of the sessions: {error}", _trouble_of(error))


def _trouble_of(error: Exception) -> Trouble | None:
    text = str(error)
    if isinstance(error, OutOfMemoryError) or text.startswith("OOM"):
        return "full"
    if text.startswith("MISCONF"):
        return "full" if "No space" in text else "failing"
    if isinstance(error, ReadOnlyError) or text.startswith(("READONLY", "NOREPLICAS")):
        return "read_only"
    if isinstance(error, NoPermissionError):
        return None if _MAY_BE_FORBIDDEN.search(text) else "away"
    if isinstance(error, (ConnectionError, TimeoutError, OSError, *_ELSEWHERE)):
        return "away"
    return "away" if text.startswith("BUSY ") else None
