"""What the C library keeps of memory that nobody needs, and what Python's collector need not look through.

glibc gives each thread a heap ("arena") of its own. That is of no use under Python's lock and costs a lot: twenty threads that store dots,
and connections that come and go, leave each heap half empty, for good. In a day of `make soak` that was 50 MB of 145. And what is free in
the middle of a heap it keeps: after a deletion, whose VACUUM is made in memory, as much as the sessions' file has.
"""

import ctypes
import gc
import sys

_M_ARENA_MAX = -8  # malloc.h of glibc; see mallopt(3)


def share_one_heap() -> bool:
    """Every thread takes its memory from one heap; call it before the first of them starts. False where the C library is another one."""
    glibc = _glibc()
    return bool(glibc and glibc.mallopt(_M_ARENA_MAX, 1))


def give_back() -> bool:
    """Give whole pages that nothing stands on to the system; a millisecond, after a crowd ten. False with another C library."""
    glibc = _glibc()
    return bool(glibc and glibc.malloc_trim(0))


def settle() -> None:
    """What exists now stays: no need to look through it again. From here on the collector is asked (server/collector.py); by itself it
    comes in need alone.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)


def _glibc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "gnu_get_libc_version") else None  # musl has a mallopt too, which does nothing
