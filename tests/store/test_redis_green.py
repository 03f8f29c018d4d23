"""The server runs the store in green threads: what waits, follows and lets go in real ones must do so there too."""

import subprocess
import sys

TRIED = "redis and not cluster and (fed_what or one_order or deletion or lets_go)"
# In a process of its own: patching the standard library is for ever.
_GREEN = """
import sys, warnings
warnings.simplefilter("ignore")
import eventlet
eventlet.monkey_patch()
import pytest
raise SystemExit(pytest.main(["-q", "-x", "-W", "ignore", "tests/contract/test_shared.py", "-k", sys.argv[1]]))
"""


def test_stores_follow_each_other_in_green_threads() -> None:
    done = subprocess.run([sys.executable, "-c", _GREEN, TRIED], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "...." in done.stdout, "nothing was tried"
