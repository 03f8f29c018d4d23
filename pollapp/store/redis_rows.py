"""From the engine's answers to headers and entries, and from items to what a script takes."""

from collections.abc import Iterable, Sequence
from typing import Any

from pollapp.store.log import Append, Entry, Header

FIELDS = ("code", "kind", "control", "projector", "opened", "keep")


def header_fields(header: Header) -> tuple[str | int, ...]:
    return (header.code, header.kind, header.control_hash, header.projector_token, header.opened_at, kept(header.keep_until))


def kept(keep_until: int | None) -> str:
    return "" if keep_until is None else str(keep_until)


def header_of(session_id: str, row: Sequence[bytes | None]) -> Header | None:
    """From FIELDS; None where there is no such session."""
    if row[0] is None:
        return None
    code, kind, control, projector, opened, keep = (str(field or b"", "utf-8") for field in row)
    return Header(session_id, code, kind, control, projector, int(opened), int(keep) if keep else None)


def item_fields(item: Append) -> tuple[str | bytes, ...]:
    return (item.actor, item.command_id, item.digest, item.body, "" if item.words is None else "w" + item.words)


def flat(items: Iterable[Append]) -> list[str | bytes]:
    fields: list[str | bytes] = []
    for item in items:
        fields += item_fields(item)
    return fields


def seq_of(row: Sequence[Any]) -> int:
    return int(row[0][2:])  # of "0-seq"


def entry_of(row: Sequence[Any], typed: bytes | None = None) -> Entry:
    """From a stream's entry, and what `words` holds of it: given beside it, or in it as its third part."""
    _, actor, _, command_id, _, digest, _, body = row[1]
    typed = row[2] if len(row) > 2 else typed
    if typed is None:
        return Entry(seq_of(row), actor.decode(), command_id.decode(), digest.decode(), body)
    size, _, both = typed.partition(b":")
    return Entry(seq_of(row), actor.decode(), command_id.decode(), both[: int(size)].decode(), body, both[int(size) :].decode())


def came_with_words(row: Sequence[Any]) -> bool:
    """Whether it did, and they may be there still."""
    digest: bytes = row[1][5]
    return not digest
