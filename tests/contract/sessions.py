"""Sessions and events as the store sees them: it knows ids, digests and bytes, and nothing of what they mean."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from pollapp.store.log import Append, Entry, EventLog, Header, Outcome

ANA, BEN, FAY = "ana", "ben", "facilitator"


def header(name: str = "one", *, code: str = "", opened_at: int = 1_000, keep_until: int | None = None) -> Header:
    return Header(name, code or f"code-{name}", "class", f"hash-{name}", f"token-{name}", opened_at, keep_until)


def item(actor: str, command_id: str, said: str = "green", session: str = "one", words: str | None = None) -> Append:
    """An event by `actor`; what it says decides its body, that and the words its digest."""
    digest = f"digest of {said}" if words is None else f"digest of {said} and {words}"
    return Append(session, actor, command_id, digest, f'{{"said":"{said}"}}'.encode(), words)


def open_session(log: EventLog, name: str = "one", **more: Any) -> Header:
    made = header(name, **more)
    log.open(made, [item(FAY, "open", f"open {name}", name)])
    return made


def stored(log: EventLog, session: str = "one") -> list[Entry]:
    entries = log.read(session)
    assert entries is not None
    return entries


def seqs(outcomes: Sequence[Outcome]) -> list[int]:
    """The places that the items got; every one must have been stored."""
    assert all(isinstance(outcome, Entry) for outcome in outcomes), outcomes
    return [outcome.seq for outcome in outcomes if isinstance(outcome, Entry)]


def at_once(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """Every work in a thread of its own, all let go in the same moment; their results, in order."""
    results: list[Any] = [None] * len(works)
    gate = threading.Barrier(len(works))

    def run(place: int) -> None:
        gate.wait()
        results[place] = works[place]()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
