"""Looks for a secret in bytes, in every form in which a program might have written it down."""

import base64
import hashlib
import io
import ipaddress
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from pypdf import PdfReader

Written = Mapping[str, bytes]  # what was written, by where it was found
HASHES = ("md5", "sha1", "sha256", "blake2b")


def disguises(secret: str) -> dict[str, bytes]:
    """The forms of a text, by name. Of a hash of it too: who knows a short list of candidates turns that back."""
    raw = secret.encode()
    forms = {
        "backwards": raw[::-1],
        "in UTF-16, low byte first": secret.encode("utf-16-le"),
        "in UTF-16, high byte first": secret.encode("utf-16-be"),
        "in hex": raw.hex().encode(),
        "in capital hex": raw.hex().upper().encode(),
        "percent-encoded": quote(secret, safe="").encode(),
        **{f"in base64, moved by {shift}": _inside_base64(raw, shift) for shift in range(3)},
        **{f"as {kind} in hex": hashlib.new(kind, raw).hexdigest()[:20].encode() for kind in HASHES},
        **{f"as {kind} in bytes": hashlib.new(kind, raw).digest()[:10] for kind in HASHES},
    }
    return {"as it is": raw} | {form: needle for form, needle in forms.items() if needle != raw}


def _inside_base64(raw: bytes, shift: int) -> bytes:
    """What base64 makes of these bytes wherever they begin in what is encoded: the letters that the bytes beside them do not touch."""
    first, last = -(-8 * shift // 6), 8 * (shift + len(raw)) // 6  # a letter holds 6 bits
    return base64.b64encode(b"\0" * shift + raw)[first:last]


def disguises_of_address(address: str) -> dict[str, bytes]:
    """As `disguises`, and packed, and as a number: unless that is nearly all noughts, which stand in every file."""
    ip = ipaddress.ip_address(address)
    mapped = ipaddress.ip_address(f"::ffff:{address}") if ip.version == 4 else ip
    forms = {**disguises(address), "as an IPv6 address": mapped.exploded.encode()}
    if len(set(ip.packed)) < 3:
        return forms
    packed = {"packed": ip.packed, "packed, low byte first": ip.packed[::-1], "packed as IPv6": mapped.packed}
    return forms | packed | {"as a number": str(int(ip)).encode()}


def found(forms: Mapping[str, bytes], written: Written) -> list[str]:
    """Where, and in which form."""
    return [f"{where}: {form}" for where, content in written.items() for form, needle in forms.items() if needle and needle in content]


def moments(since: float, until: float, written: Written) -> set[int]:
    """Every second of this span (of 1970's count) that stands anywhere: in digits, as ISO time, or packed as SQLite packs a number."""
    span = range(int(since), int(until) + 1)
    return {second for content in written.values() for second in (*_in_words(content, span), *_in_numbers(content, span))}


def _in_words(content: bytes, span: range) -> Iterable[int]:
    for second in span:
        clocks = (datetime.fromtimestamp(second, UTC), datetime.fromtimestamp(second).astimezone())
        iso = [f"{clock:%Y-%m-%d{between}%H:%M:%S}" for clock in clocks for between in "T "]
        if any(form.encode() in content for form in (str(second), *iso)):
            yield second


def _in_numbers(content: bytes, span: range) -> Iterable[int]:
    """Seconds in 4 bytes (either order), milliseconds in 6, or a float in 8: whatever begins as all numbers of the span do. In text there
    are none, and there are moments whose four bytes are letters.
    """
    if not _BINARY.search(content):
        return
    for pack in _PACKINGS:
        begins = os.path.commonprefix([pack(span[0]), pack(span[-1])])  # noqa: RUF071  # byte by byte is what is wanted
        for at in re.finditer(re.escape(begins), content) if begins else ():
            seen = content[at.start() : at.start() + 8]
            yield from (second for second in span if seen >= pack(second) and seen < pack(second + 1))
    for second in span:
        if struct.pack("<I", second) in content:
            yield second


def _seconds(second: int) -> bytes:
    return struct.pack(">I", second)


def _milliseconds(second: int) -> bytes:
    return (second * 1000).to_bytes(6, "big")


def _real(second: int) -> bytes:
    return struct.pack(">d", second)


_PACKINGS = (_seconds, _milliseconds, _real)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # what stands in no text: a terminal's colours begin with 1b
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def unpacked(name: str, content: bytes) -> Written:
    """What a reader makes of a file: members of an archive, the text of a PDF. Not what is packed: any four bytes stand there by chance."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            about = [(one.filename, one.date_time, one.comment, one.extra) for one in archive.infolist()]
            return {name: repr(about).encode(), **{f"{name}/{member}": archive.read(member) for member in archive.namelist()}}
    if content.startswith(b"%PDF"):
        objects = _STREAM.sub(b"", content)
        return {name: objects, f"{name}, its text": _text_of(content), f"{name}, its streams": b"\n".join(_streams(content))}
    return {name: content}


def _text_of(pdf: bytes) -> bytes:
    reader = PdfReader(io.BytesIO(pdf))
    return "\n".join([*(page.extract_text() for page in reader.pages), str(reader.metadata)]).encode()


def _streams(pdf: bytes) -> Iterable[bytes]:
    for packed in _STREAM.findall(pdf):
        try:
            yield zlib.decompress(packed)
        except zlib.error:
            yield packed


def files_under(folder: Path) -> Written:
    """Every file under this folder, by its path; one that goes while it is looked at is left out."""
    kept = {}
    for path in sorted(folder.rglob("*")):
        try:
            if path.is_file():
                kept[str(path)] = _pages_of(path.read_bytes()) if path.name.endswith("-wal") else path.read_bytes()
        except FileNotFoundError:
            continue
    return kept


def _pages_of(log: bytes) -> bytes:
    """A write-ahead log of SQLite's without its checksums, in which any four bytes stand by chance."""
    size = int.from_bytes(log[8:12], "big")
    return b"".join(log[at + 24 : at + 24 + size] for at in range(32, len(log), 24 + size))
