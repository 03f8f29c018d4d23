"""A row's checksum, which stands beside the row so that a flipped bit is found.

SQLite has none of its own: a dot on `greeo` would just not count.
"""

from zlib import crc32

Field = str | bytes | int | float | None


def checksum(*fields: Field) -> int:
    """CRC-32 of these fields as they are written, bytes as Python writes them."""
    return crc32("\0".join(map(str, fields)).encode("utf-8", "surrogatepass"))
