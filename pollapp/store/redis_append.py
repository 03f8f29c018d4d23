"""A group of items on its way into the engine: one script call for each bucket, all in one packet, answered by what is new to us."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pollapp.store.log import Append, Conflict, Entry, Gone, NotStored, Outcome, StoreFailed
from pollapp.store.redis_asking import Call, scripted
from pollapp.store.redis_connect import Engine
from pollapp.store.redis_keys import Keys, bucket_of
from pollapp.store.redis_rows import entry_of, flat
from pollapp.store.redis_scripts import APPEND

MOST = 2_000  # items in one call of the script: the engine serves others in between
NOT_ATTENDED = -1


@dataclass(slots=True)
class Line:
    """The items of one session in a group, at their `places` in it; `known`: the seq up to which its log has been fed.

    `head`: its last seq before these items. `missed`: the entries after `known` that others stored before them.
    """

    session_id: str
    known: int
    places: list[int] = field(default_factory=list)
    head: int = 0
    missed: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """What came of a group: an outcome for each item, and its lines that are stored."""

    items: Sequence[Append]
    outcomes: list[Outcome]
    lines: list[Line] = field(default_factory=list)
    failed: StoreFailed | None = None


@dataclass(slots=True)
class _Batch:
    lines: list[Line] = field(default_factory=list)
    of: dict[str, Line] = field(default_factory=dict)
    size: int = 0


class RedisAppend:
    def __init__(self, engine: Engine, keys: Keys, known: Callable[[str], int]) -> None:
        self._engine, self._keys, self._known = engine, keys, known

    def write(self, items: Sequence[Append], patience: float | None = None) -> Group:
        """Nothing is raised: where an engine fails within `patience` seconds, those of other buckets may be stored."""
        group = Group(items, [NotStored("the engine did not answer")] * len(items))
        self._send(group, self._batches(items), patience)
        return group

    def _batches(self, items: Sequence[Append]) -> list[list[Line]]:
        """The lines of each bucket, cut where there are more than MOST items."""
        batches: list[list[Line]] = []
        running: dict[int, _Batch] = {}
        for place, item in enumerate(items):
            bucket = bucket_of(item.session_id)
            batch = running.get(bucket)
            if batch is None or batch.size >= MOST:
                batch = running[bucket] = _Batch()
                batches.append(batch.lines)
            if item.session_id not in batch.of:
                batch.of[item.session_id] = Line(item.session_id, self._known(item.session_id))
                batch.lines.append(batch.of[item.session_id])
            batch.of[item.session_id].places.append(place)
            batch.size += 1
        return batches

    def _send(self, group: Group, batches: Sequence[list[Line]], patience: float | None = None) -> None:
        answers = self._engine.call([self._call(group.items, lines) for lines in batches], patience)
        for lines, answer in zip(batches, answers, strict=True):
            if not isinstance(answer, StoreFailed):
                for line, told in zip(lines, answer, strict=True):
                    _settle(group, line, told)
            elif answer.trouble is None and sum(len(line.places) for line in lines) > 1:
                self._send_apart(group, lines)  # something in there cannot be stored: it takes nothing else with it
            else:
                group.failed = answer
                for place in (place for line in lines for place in line.places):
                    group.outcomes[place] = NotStored(str(answer))

    def _send_apart(self, group: Group, lines: Sequence[Line]) -> None:
        for line in lines:
            for place in line.places:
                self._send(group, [[Line(line.session_id, self._known(line.session_id), [place])]])

    def _call(self, items: Sequence[Append], lines: Sequence[Line]) -> Call:
        arguments: list[Any] = []
        for line in lines:
            arguments += (line.known, len(line.places))
            arguments += flat(items[place] for place in line.places)
        return scripted(bucket_of(lines[0].session_id), APPEND, [self._keys.of(line.session_id) for line in lines], arguments)


def _settle(group: Group, line: Line, told: Sequence[Any]) -> None:
    """Each item's outcome, from what the script told of its session."""
    if len(told) == 1:
        for place in line.places:
            group.outcomes[place] = Gone()
        return
    line.head, old, missed = told
    line.missed = [entry_of(row) for row in missed]
    group.lines.append(line)
    found = {old[at]: entry_of(old[at + 1]) for at in range(0, len(old), 2)}
    seq = line.head
    for number, place in enumerate(line.places):
        item, first = group.items[place], found.get(number)
        if first:
            group.outcomes[place] = first if first.is_retry(item.digest) else Conflict()
        else:
            seq += 1
            group.outcomes[place] = Entry(seq, item.actor, item.command_id, item.digest, item.body, item.words)
