"""How often the collector is asked: often while connections come and go, and seldom while nobody does."""

import subprocess
import sys

_LOOKS = '''
import gc
from pollapp.server import collector
from pollapp.server.collector import ALL_EVERY, CALM, MIDDLE_EVERY, keep_collecting

class Enough(Exception): pass

def looks(spans, comes):
    """Which generations were looked at in so many spans; in those that `comes` says somebody had come or gone."""
    seen, at, gone = [], 0, 0
    def sleep(_):
        nonlocal at, gone
        at += 1
        gone += comes(at)
        if at > spans:
            raise Enough
    gc.collect = lambda generation=2: seen.append((at, generation))
    try:
        keep_collecting(lambda: gone, sleep)
    except Enough:
        return seen

calm = looks(4 * CALM, lambda at: False)
assert [at for at, _ in calm] == [CALM, 2 * CALM, 3 * CALM, 4 * CALM], calm
busy = looks(20, lambda at: True)
assert [at for at, _ in busy] == list(range(1, 21)), busy
assert [generation for _, generation in busy] == [0, 1] * 10 and MIDDLE_EVERY == 2
assert looks(CALM - 1, lambda at: at == 2) == [(2, 0)]
given = []
collector.give_back = lambda: given.append(1)
assert [at for at, generation in looks(ALL_EVERY, lambda at: False) if generation == 2] == [ALL_EVERY]
assert given == [1]
'''


def test_it_looks_often_while_somebody_comes_or_goes_and_seldom_in_a_calm_room() -> None:
    """In a process of its own: the server's package patches the standard library."""
    done = subprocess.run([sys.executable, "-c", _LOOKS], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
