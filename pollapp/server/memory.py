"""What glibc gives each thread, a heap ("arena") of its own, is of no use under Python's lock and costs a lot: twenty threads that store
dots and connections that come and go leave each heap half empty, for good. In a day of `make soak` that was 50 MB of 145.

And what is free in the middle of that heap it keeps: after a deletion, whose VACUUM is made in memory, as much as the sessions' file has.
"""

import ctypes
import sys
import time
from collections.abc import Callable

GIVE_BACK_EVERY = 20.0  # seconds; it takes 1 ms
_M_ARENA_MAX = -8  # malloc.h of glibc; see mallopt(3)


def share_one_heap() -> bool:
    """Every thread takes its memory from one heap; call it before the first of them starts. False where the C library is another one."""
    glibc = _glibc()
    return bool(glibc and glibc.mallopt(_M_ARENA_MAX, 1))


def keep_giving_back(sleep: Callable[[float], None] = time.sleep) -> None:
    """Give whole pages that nothing stands on to the system, every few seconds, for ever; no more where the C library is another one."""
    glibc = _glibc()
    while glibc:
        sleep(GIVE_BACK_EVERY)
        glibc.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "gnu_get_libc_version") else None  # musl has a mallopt too, which does nothing
