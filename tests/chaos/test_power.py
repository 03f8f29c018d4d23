"""`make chaos` cuts the power over a thousand times; here it is fewer. And with a disk that syncs nothing, it is seen to fail."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chaos import power, trace
from chaos.phones import Crowd
from chaos.table import Wanted
from tests.apart import apart

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(not trace.available(), reason="What is synced when is watched with strace, which Linux has."),
]
Watched = tuple[Crowd, Path, Wanted]
_KEY_SHOWN = "".join(f"\\x{byte:02x}" for byte in b"/facilitate#key=")


@pytest.fixture(scope="module")
def voted(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    how = Wanted(rounds=5, folder=tmp_path_factory.mktemp("power"), seed=3)
    return *apart(power.watched, how), how


def test_whatever_was_told_is_on_the_disk(voted: Watched) -> None:
    row = power.cut(*voted)
    assert (row.lost, row.doubled) == (0, 0), row
    assert row.acked >= 20
    assert row.tried > 40


def test_with_a_disk_that_syncs_nothing_it_is_not(voted: Watched, tmp_path: Path) -> None:
    crowd, written, how = voted
    lying = tmp_path / "trace"
    lying.write_text("".join(_unsynced(written.read_text("ascii").splitlines(keepends=True))), "ascii")
    assert power.cut(crowd, lying, how).lost > 100


def _unsynced(lines: list[str]) -> Iterator[str]:
    """The same calls without any sync once the server is up."""
    up = False
    for line in lines:
        up = up or _KEY_SHOWN in line
        if not (up and ("fdatasync" in line or "fsync" in line)):
            yield line
