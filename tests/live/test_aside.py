"""The thread beside the hub: what it is given it does in turn, and gives back results and errors to whoever waits, and to nobody else."""

import subprocess
import sys
from textwrap import dedent

_BEFORE = """
from pollapp import server
import eventlet, eventlet.patcher
from pollapp.server.aside import Aside
native, time = eventlet.patcher.original("threading"), eventlet.patcher.original("time")
aside = Aside()
"""


def _holds(scenario: str) -> None:
    """In a process of its own: the server's package patches the standard library."""
    done = subprocess.run([sys.executable, "-c", _BEFORE + dedent(scenario)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert not done.stderr


def test_work_is_done_elsewhere_in_turn_and_the_hub_goes_on_meanwhile() -> None:
    _holds("""
        at_work, turns = [], 0
        def work(number):
            at_work.append((number, native.get_ident()))
            goes_on, late = turns + 3, time.monotonic() + 10
            while turns < goes_on:
                assert time.monotonic() < late, "the hub stands still"
                time.sleep(0.001)
            return number * number
        def others():
            global turns
            while True:
                turns += 1
                eventlet.sleep(0.001)
        eventlet.spawn(others)
        waiting = [eventlet.spawn(aside, work, number) for number in range(10)]
        assert [one.wait() for one in waiting] == [number * number for number in range(10)]
        assert [number for number, _ in at_work] == list(range(10))
        [thread] = {ident for _, ident in at_work}
        assert thread != native.get_ident()
    """)


def test_an_error_is_raised_where_one_waits_and_the_next_piece_is_done() -> None:
    _holds("""
        def fails():
            raise OSError("the disk")
        for _ in range(3):
            try:
                aside(fails)
            except OSError as error:
                assert str(error) == "the disk"
            else:
                raise AssertionError
        assert aside(lambda: 7) == 7
    """)


def test_whoever_waits_no_longer_is_not_woken_by_it() -> None:
    _holds("""
        ends = native.Event()
        def gives_up():
            with eventlet.Timeout(0.05, False):
                aside(ends.wait, 20)
                raise AssertionError
            eventlet.spawn_after(0.15, ends.set)
            eventlet.sleep(0.4)  # woken by the piece that is done by then, it would be over too soon
            return time.monotonic()
        began = time.monotonic()
        assert eventlet.spawn(gives_up).wait() - began > 0.44
        assert aside(lambda: 7) == 7
    """)


def test_one_who_fails_after_it_takes_nobody_along() -> None:
    """A greenlet that ends with an error ends in the hub: the hub goes on listening to the thread."""
    _holds("""
        import contextlib, io
        def fails_after():
            aside(lambda: 1)
            raise RuntimeError("later")
        with contextlib.redirect_stderr(io.StringIO()):
            ends = eventlet.spawn(fails_after)
            with eventlet.Timeout(5):
                while not ends.dead:
                    eventlet.sleep(0.001)
        with eventlet.Timeout(5):
            assert aside(lambda: 7) == 7
    """)
