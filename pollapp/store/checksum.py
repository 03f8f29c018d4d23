"""A row's checksum, which stands beside the row so that a flipped bit is found.

SQLite has none of its own: a dot on `greeo` would just not count.
"""

from zlib import crc32

Field = str | bytes | int | float | None


def checksum(*fields: Field) -> int:
    """CRC-32 of these fields as they are written, bytes as Python writes them."""
    return crc32("\0".join(map(str, fields)).encode("utf-8", "surrogatepass"))


def event_checksum(row: tuple[str, int, str, str, str, bytes]) -> int:
    """The same of an event's row, in half the time: a large log has tens of thousands."""
    session, seq, actor, command_id, digest, body = row
    return crc32(f"{session}\0{seq}\0{actor}\0{command_id}\0{digest}\0{body!r}".encode("utf-8", "surrogatepass"))
