"""`room`: a class in which everything that was typed is hostile; one for a whole file. No test starts processes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from pollapp.app import create_app
from pollapp.config import Config
from tests.injection.hostile_class import HostileClass, hostile_grid


class _NoProcess:
    """Stands in for a simulated class that has ended at once."""

    pid = returncode = 0

    def poll(self) -> int:
        return 0

    def wait(self, timeout: float | None = None) -> int:
        return 0

    terminate = kill = poll


@pytest.fixture(scope="module")
def hostile_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "grid.yaml").write_bytes(hostile_grid())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pollapp.rehearsal.start.start_class", lambda *_: _NoProcess())
        patch.setattr("pollapp.taking_home.start.Exports.make", lambda *_, **__: iter([{"refused": "gone"}]))
        app = create_app(Config(host="127.0.0.1", port=8000, data_dir=folder / "data", grid_file=str(folder / "grid.yaml")))
        _slow_nobody_down(app.extensions["pollapp"])
        yield app
        app.extensions["pollapp"].close()


def _slow_nobody_down(parts: Any) -> None:
    """Thousands of requests come from one address here."""
    for name in parts.site.__dataclass_fields__:
        credits = getattr(parts.site, name)
        if hasattr(credits, "_burst"):
            credits._burst = credits._per_second = 1e12


@pytest.fixture(scope="module")
def room(hostile_app: Flask) -> HostileClass:
    return HostileClass(hostile_app)


@pytest.fixture(autouse=True)
def _where_we_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a path trick that writes would write here
