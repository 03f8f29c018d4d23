from collections.abc import Iterator

import pytest

from tests.web.people import grid_read_once


@pytest.fixture(autouse=True, scope="package")
def _read_the_grid_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pollapp.app.shipped_grid", grid_read_once)
        yield
