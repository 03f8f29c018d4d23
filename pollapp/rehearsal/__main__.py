"""`python -m pollapp.rehearsal URL CODE --size 24 --pace brisk --mood mixed`: one class, in this process, until it goes home."""

import argparse
import contextlib
import logging
import os
from collections.abc import Sequence
from dataclasses import replace

from pollapp.rehearsal.classroom import hold_class
from pollapp.rehearsal.speech import ENGLISH, Speech
from pollapp.rehearsal.wishes import MOODS, MOST, PACES, Wishes


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit 0 when the class is over, 2 for wishes that cannot be."""
    given = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        wishes = Wishes.parse({"size": given.size, "pace": given.pace, "mood": given.mood})
        wishes = replace(wishes, speech=Speech.from_json(given.speech))
    except (ValueError, TypeError) as sentence:
        logging.error(sentence)
        return 2
    _stand_back()
    with contextlib.suppress(KeyboardInterrupt):
        logging.info("The class goes home: %s.", hold_class(given.url, given.code, wishes))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pollapp.rehearsal", description="A simulated class for one rehearsal session.")
    parser.add_argument("url", help="the server's address, such as http://127.0.0.1:8000")
    parser.add_argument("code", help="the session's join code")
    parser.add_argument("--size", default=str(Wishes.size), help=f"how many people, 1 to {MOST} (%(default)s)")
    parser.add_argument("--pace", default=Wishes.pace, help=f"{', '.join(PACES)} (%(default)s)")
    parser.add_argument("--mood", default=Wishes.mood, help=f"{', '.join(MOODS)} (%(default)s)")
    parser.add_argument("--speech", default=ENGLISH.to_json(), help="what people say, as JSON (as in pollapp/rehearsal/speech.py)")
    return parser


def _stand_back() -> None:
    """Whoever votes for real comes first on a busy machine."""
    if hasattr(os, "nice"):
        os.nice(10)


if __name__ == "__main__":
    code = main()
    logging.shutdown()
    os._exit(code)  # at once: threads that wait for a server need not be waited for
