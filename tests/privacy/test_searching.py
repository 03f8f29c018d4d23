"""The searcher finds what is there, in whichever form: a privacy test that could find nothing would prove nothing."""

import base64
import hashlib
import io
import ipaddress
import json
import sqlite3
import struct
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest
import typst

from tests.privacy.searching import disguises, disguises_of_address, files_under, found, moments, unpacked

SECRET = "Anas-Own-Phone/7.1 (grey; cracked)"
ADDRESS = "203.0.113.201"
NOISE = bytes(range(256)) * 4

WAYS = {
    "as it is": SECRET.encode(),
    "in JSON": json.dumps({"agent": SECRET}).encode(),
    "in UTF-16": SECRET.encode("utf-16"),
    "in hex": SECRET.encode().hex().encode(),
    "in an address": quote(SECRET, safe="").encode(),
    "backwards": SECRET[::-1].encode(),
    "in base64": base64.b64encode(SECRET.encode()),
    "in base64, one byte in": base64.b64encode(b"x" + SECRET.encode() + b"yz"),
    "in base64, two bytes in": base64.b64encode(b"xy" + SECRET.encode() + b"z"),
    "in the base64 of addresses": base64.urlsafe_b64encode(b"agent=" + SECRET.encode()),
    "hashed": hashlib.sha256(SECRET.encode()).hexdigest().encode(),
    "hashed in bytes": hashlib.md5(SECRET.encode()).digest(),
    "hashed and cut": hashlib.sha1(SECRET.encode()).hexdigest()[:24].encode(),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_planted_secret_is_found(way: str) -> None:
    assert found(disguises(SECRET), {"here": NOISE + WAYS[way] + NOISE})
    assert not found(disguises(SECRET), {"here": NOISE})


@pytest.mark.parametrize(
    "way",
    [
        *(ADDRESS.encode(), ipaddress.ip_address(ADDRESS).packed, ipaddress.ip_address(ADDRESS).packed[::-1]),
        *(str(int(ipaddress.ip_address(ADDRESS))).encode(), f"::ffff:{ADDRESS}".encode(), ADDRESS.encode("utf-16-le")),
        *(struct.pack("<I", int(ipaddress.ip_address(ADDRESS))), base64.b64encode(ADDRESS.encode())),
    ],
)
def test_a_planted_address_is_found(way: bytes) -> None:
    assert found(disguises_of_address(ADDRESS), {"here": NOISE + way + NOISE})
    assert not found(disguises_of_address("198.51.100.9"), {"here": NOISE + way + NOISE})


@pytest.mark.parametrize("address", ["2001:db8::77", "::1"])
def test_one_of_ipv6_too(address: str) -> None:
    packed = [] if address == "::1" else [ipaddress.ip_address(address).packed]
    for way in (address.encode(), *packed, ipaddress.ip_address(address).exploded.encode()):
        assert found(disguises_of_address(address), {"here": b"..." + way + b"..."})


def test_what_is_in_a_database_is_found_while_it_is_open_and_after(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "kept.sqlite3", isolation_level=None)
    db.executescript("PRAGMA journal_mode = WAL; CREATE TABLE people (agent TEXT, address BLOB, at INTEGER);")
    db.execute("INSERT INTO people VALUES (?, ?, ?)", (SECRET, ipaddress.ip_address(ADDRESS).packed, 1_796_000_123))
    _all_three_are_in(tmp_path)
    db.close()
    _all_three_are_in(tmp_path)


def _all_three_are_in(folder: Path) -> None:
    written = files_under(folder)
    assert found(disguises(SECRET), written)
    assert found(disguises_of_address(ADDRESS), written)
    assert moments(1_796_000_100, 1_796_000_200, written) == {1_796_000_123}


@pytest.mark.parametrize(
    "way",
    [
        *("1796000123", "1796000123456", "2026-11-30T00:55:23Z", "2026-11-30 00:55:23,456 INFO"),
        *(struct.pack(">q", 1_796_000_123_456), struct.pack(">d", 1_796_000_123.456), struct.pack("<i", 1_796_000_123)),
    ],
)
def test_a_planted_time_is_found(way: str | bytes) -> None:
    content = way if isinstance(way, bytes) else way.encode()
    assert 1_796_000_123 in moments(1_796_000_100, 1_796_000_200, {"here": NOISE + content + NOISE})
    assert moments(1_796_000_124, 1_796_000_200, {"here": content}) == set()


def test_letters_in_a_text_are_no_time() -> None:
    moment = int.from_bytes(b"kiss", "big")  # in February 2027
    assert moments(moment - 9, moment + 9, {"here": b"a kiss", "there": b"a kiss\0"}) == {moment}
    assert moments(moment - 9, moment + 9, {"here": b"a kiss"}) == set()


def test_what_is_in_an_archive_is_found() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", "<c>" * 99 + SECRET)
    assert not found(disguises(SECRET), {"it": packed.getvalue()})
    assert found(disguises(SECRET), unpacked("it.xlsx", packed.getvalue())) == ["it.xlsx/sheet.xml: as it is"]


def test_what_is_in_a_pdf_is_found() -> None:
    secret = "Anas Own Phone 7"
    pdf = typst.compile(f"Hello {secret} there".encode())
    assert not found(disguises(secret), {"it": pdf})
    assert found(disguises(secret), unpacked("it.pdf", pdf))
