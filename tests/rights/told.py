"""The tables of docs/rights.md, made from the code: `python -m tests.rights.told` prints them."""

import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from pollapp import codes
from pollapp.app import create_app
from pollapp.config import Config
from pollapp.live.wire import SENDERS
from pollapp.web.rights import RIGHTS
from pollapp.web.tries import BURST, PER_SECOND

SEATS = {"phone": "a participant of this session", "console": "who controls this session", "projector": "who has the projector's link"}


def messages() -> str:
    """Role → what it may send."""
    sent: dict[str, list[str]] = {role: [] for role in SEATS}
    for event, role in SENDERS.items():
        sent[role].append(f"`{event}`")
    rows = (f"| {SEATS[role]} | {', '.join(events) or 'nothing: it only looks'} |" for role, events in sent.items())
    return "\n".join(("| seat | may send |", "|---|---|", *rows))


def routes(app: Flask) -> str:
    """Right → which pages need it, and what everybody else is told."""
    ways: defaultdict[str, list[str]] = defaultdict(list)
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            ways[rule.endpoint].append(f"`{method} {_address(app, rule.rule)}`")
    rights = dict.fromkeys(RIGHTS.values())
    return "\n".join(("| who | pages | everybody else |", "|---|---|---|", *(_row(right.who, right.otherwise, ways) for right in rights)))


def _row(who: str, otherwise: str | None, ways: dict[str, list[str]]) -> str:
    pages = [way for endpoint, right in RIGHTS.items() if right.who == who for way in ways[endpoint]]
    return f"| {who} | {' · '.join(pages)} | {f'`{otherwise}`' if otherwise else ''} |"


def _address(app: Flask, rule: str) -> str:
    known = rule.replace(app.static_url_path or "/static", "/static/<version>")
    return re.sub(r"<(?:path:)?(\w+?)(?:_id)?>", r"<\1>", known)


def guesses() -> str:
    """How long a stranger guesses until they are in any live session."""
    rows = (_guessed(alive) for alive in (1, 100))
    head = "| live sessions | guesses until one is hit | from one address | from 1,000 addresses |"
    return "\n".join((head, "|---|---|---|---|", *rows))


def _guessed(alive: int) -> str:
    needed = expected(alive)
    return f"| {alive} | {round(needed, -3):,} | {said(seconds(needed, 1))} | {said(seconds(needed, 1000))} |"


def expected(alive: int) -> int:
    """Guesses that it takes on average, none twice, among the codes of the length where it takes the fewest."""
    lengths = [codes.digits_for(others) for others in range(alive)]
    return min((9 * 10 ** (digits - 1) + 1) // (lengths.count(digits) + 1) for digits in set(lengths))


def seconds(guesses: int, addresses: int) -> float:
    """How long the server lets so many addresses take for so many wrong guesses."""
    return max(0.0, (guesses / addresses - BURST) / PER_SECOND)


def said(seconds: float) -> str:
    for unit, name in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * unit:
            return f"{seconds / unit:.0f} {name}"
    return f"{seconds:.0f} seconds" if seconds else "as fast as the server answers"


def tables(app: Flask) -> Iterator[str]:
    yield from (messages(), routes(app), guesses())


if __name__ == "__main__":
    print("\n\n".join(tables(create_app(Config(data_dir=Path(tempfile.mkdtemp()), styleguide=True)))))
