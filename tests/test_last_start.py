"""What a start says of the ones before. It is a courtesy: whatever stands in its file, the server starts."""

from pathlib import Path

import pytest

from pollapp.last_start import PORT_FILE, changes


def _told(folder: Path, port: int, home: str = "here") -> str | None:
    """The port that this start is told to go to; None when it is told nothing."""
    said = changes(folder, port, 1, home)
    return said[0].rsplit("--port ", 1)[1] if said else None


def test_another_port_is_said(tmp_path: Path) -> None:
    assert changes(tmp_path, 8000, 1, "here") == []
    assert "It listened on port 8000 before" in changes(tmp_path, 8001, 1, "here")[0]


def test_nobody_is_sent_in_circles(tmp_path: Path) -> None:
    """A flag was forgotten: whoever does as they are told is told nothing then. The next time that it is forgotten, it is said again."""
    assert [_told(tmp_path, port) for port in (18080, 8000, 18080, 18080, 8000, 18080)] == [None, "18080", None, None, "18080", None]


def test_whoever_stays_on_the_other_port_is_told_once(tmp_path: Path) -> None:
    assert [_told(tmp_path, port) for port in (8000, 8001, 8001, 8001, 8002, 8001)] == [None, "8000", None, None, "8001", None]


def test_every_port_that_is_named_is_silent(tmp_path: Path) -> None:
    for port in (1, 2, 3, 2, 3, 1, 3, 2, 1):
        named = _told(tmp_path, port)
        assert named is None or _told(tmp_path, int(named)) is None


def test_workers_that_follow_the_first_change_nothing(tmp_path: Path) -> None:
    """Each of them asks, and only the first is heard."""
    _told(tmp_path, 18080)
    assert [_told(tmp_path, 8000) for _ in range(4)] == ["18080", None, None, None]
    assert _told(tmp_path, 18080) is None


def test_each_store_has_a_port_of_its_own(tmp_path: Path) -> None:
    for home, port in (("file", 18080), ("redis-a", 18081), ("redis-b", 18082)):
        assert _told(tmp_path, port, home) is None
    assert [_told(tmp_path, 8000, home) for home in ("redis-a", "file", "redis-b")] == ["18081", "18080", "18082"]


def test_so_many_stores_are_remembered_and_no_more(tmp_path: Path) -> None:
    for number in range(20):
        _told(tmp_path, 8000, f"redis-{number}")
    assert len((tmp_path / PORT_FILE).read_text().splitlines()) == 8
    assert (_told(tmp_path, 8001, "redis-0"), _told(tmp_path, 8001, "redis-19")) == (None, "8000")


def test_where_no_session_is_the_port_is_nobodys(tmp_path: Path) -> None:
    _told(tmp_path, 18080)
    assert "No session is in this folder yet." in changes(tmp_path, 8000, 0, "here")[0]
    assert (_told(tmp_path, 8000), _told(tmp_path, 18080)) == (None, "8000")


@pytest.mark.parametrize("rubbish", [b"", b"\xff", b"here 80 00 1", b"8000\n--yes", "here ٨٠٠٠".encode(), b"here 8001 --yes"])
def test_what_is_no_port_counts_as_none(tmp_path: Path, rubbish: bytes) -> None:
    (tmp_path / PORT_FILE).write_bytes(rubbish)
    assert _told(tmp_path, 8000) is None
    assert (tmp_path / PORT_FILE).read_bytes() == b"here 8000\n"


def test_where_it_can_be_neither_read_nor_written_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / PORT_FILE).mkdir()
    assert _told(tmp_path, 8000) is None
    assert _told(tmp_path / "nowhere", 8000) is None
