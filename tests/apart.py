"""Work in a thread of its own: after a browser test, Playwright's event loop stays in the main one, where no second one can run."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def apart(work: Callable[..., T], *args: Any, **named: Any) -> T:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work, *args, **named).result()
