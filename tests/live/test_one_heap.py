"""The server's threads share one heap: memory that one of them gave back is there for all of them."""

import subprocess
import sys

import pytest

_COUNT = """
import ctypes, os, re, sys, tempfile, threading, zlib
sys.argv[1] == "shared" and __import__("pollapp.memory").memory.share_one_heap()
libc, gate = ctypes.CDLL(None), threading.Barrier(8)
libc.malloc.restype, libc.free.argtypes, libc.fopen.restype = ctypes.c_void_p, [ctypes.c_void_p], ctypes.c_void_p
libc.malloc_info.argtypes, libc.fclose.argtypes = [ctypes.c_int, ctypes.c_void_p], [ctypes.c_void_p]
def take():
    gate.wait()
    for _ in range(100):
        libc.free(libc.malloc(4000))
    gate.wait()
threads = [threading.Thread(target=take) for _ in range(8)]
[one.start() for one in threads]; [one.join() for one in threads]
with tempfile.NamedTemporaryFile() as file:
    out = libc.fopen(file.name.encode(), b"w")
    libc.malloc_info(0, out); libc.fclose(out)
    print(file.read().count(b"<heap nr="))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc alone has several heaps")
def test_threads_share_one_heap() -> None:
    def heaps(how: str) -> int:
        return int(subprocess.run([sys.executable, "-c", _COUNT, how], capture_output=True, text=True, check=True, timeout=60).stdout)

    if heaps("apart") == 1:
        pytest.skip("this C library has one heap anyway")
    assert heaps("shared") == 1
