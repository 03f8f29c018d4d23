"""What a start says of the one before. It is a courtesy: whatever stands in its file, the server starts."""

from pathlib import Path

import pytest

from pollapp.last_start import PORT_FILE, changes


def test_another_port_is_said(tmp_path: Path) -> None:
    assert changes(tmp_path, 8000, sessions=1) == []
    assert "Last time it listened on port 8000" in changes(tmp_path, 8001, sessions=1)[0]
    assert changes(tmp_path, 8001, sessions=1) == []


@pytest.mark.parametrize("rubbish", [b"", b"\xff", b"80 00", b"8000\n--yes", "٨٠٠٠".encode()])
def test_what_is_no_port_counts_as_none(tmp_path: Path, rubbish: bytes) -> None:
    (tmp_path / PORT_FILE).write_bytes(rubbish)
    assert changes(tmp_path, 8000, sessions=1) == []
    assert (tmp_path / PORT_FILE).read_bytes() == b"8000\n"


def test_where_it_can_be_neither_read_nor_written_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / PORT_FILE).mkdir()
    assert changes(tmp_path, 8000, sessions=1) == []
    assert changes(tmp_path / "nowhere", 8000, sessions=1) == []
