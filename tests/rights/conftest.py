"""`stage`: two sessions and everybody who may come near one of them. Made once for a file: what is refused changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pollapp.app import create_app
from pollapp.config import Config
from tests.rights.roles import Stage
from tests.web.people import grid_read_once


@pytest.fixture(autouse=True, scope="package")
def _read_the_grid_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pollapp.app.shipped_grid", grid_read_once)
        yield


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    data_dir: Path = tmp_path_factory.mktemp("rights")
    app = create_app(Config(host="127.0.0.1", port=8000, data_dir=data_dir, styleguide=True))
    app.testing = True
    yield Stage(app, data_dir)
    app.extensions["pollapp"].close()
