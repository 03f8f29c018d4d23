"""What glibc gives each thread, a heap ("arena") of its own, is of no use under Python's lock and costs a lot: twenty threads that store
dots and connections that come and go leave each heap half empty, for good. In a day of `make soak` that was 50 MB of 145.
"""

import ctypes
import sys

_M_ARENA_MAX = -8  # malloc.h of glibc; see mallopt(3)


def share_one_heap() -> bool:
    """Every thread takes its memory from one heap; call it before the first of them starts. False where the C library is another one."""
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None)
    if not hasattr(libc, "gnu_get_libc_version"):  # musl has a mallopt too, which does nothing
        return False
    return bool(libc.mallopt(_M_ARENA_MAX, 1))
