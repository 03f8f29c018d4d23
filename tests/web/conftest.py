"""`fay`: the facilitator's browser. `zed`: an outsider's. `room`: a session that Fay has opened on the 24 squares."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.people import Class, browser, facilitator, grid_read_once


@pytest.fixture
def fay(app: Flask) -> FlaskClient:
    return facilitator(app)


@pytest.fixture
def zed(app: Flask) -> FlaskClient:
    return browser(app)


@pytest.fixture
def room(app: Flask, fay: FlaskClient) -> Class:
    return Class(app, fay)


@pytest.fixture(autouse=True, scope="package")
def _read_the_grid_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pollapp.app.shipped_grid", grid_read_once)
        yield
