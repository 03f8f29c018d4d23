"""A store in trouble: consoles are told, and nobody else; nobody has to do anything for it to be told, or to be over."""

import pytest

from pollapp.store.log import StoreFailed, Trouble
from tests.live.lines import LiveClass


def _fails(room: LiveClass, monkeypatch: pytest.MonkeyPatch, trouble: Trouble) -> None:
    def fails(*_: object) -> None:
        raise StoreFailed("Could not store events: it is ill", trouble)

    monkeypatch.setattr(room.parts.log._file, "write", fails)  # type: ignore[attr-defined]


@pytest.mark.in_a_file
@pytest.mark.parametrize("trouble", ["full", "read_only"])
def test_consoles_are_told_and_told_when_it_is_over(voting: LiveClass, monkeypatch: pytest.MonkeyPatch, trouble: Trouble) -> None:
    console, projector, phone = voting.console(), voting.projector(), voting.line()
    assert console.views()[-1]["trouble"] is None
    voting.tick(2)
    quiet = len(projector.views()), len(phone.views())
    with monkeypatch.context() as patched:
        _fails(voting, patched, trouble)
        for _ in range(3):
            assert phone.places(1, "green")["refused"] == "not_stored"
        voting.tick(2)
        assert console.views()[-1]["trouble"] == trouble
    voting.parts.log.try_again()
    voting.tick(2)
    assert console.views()[-1]["trouble"] is None
    assert (len(projector.views()), len(phone.views())) == quiet
    assert not any("trouble" in view for view in (*projector.views(), *phone.views()))


@pytest.mark.in_a_file
def test_a_console_that_comes_meanwhile_sees_it_at_once(voting: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = voting.line()
    _fails(voting, monkeypatch, "full")
    phone.places(1, "green")
    assert voting.console().views()[0]["trouble"] == "full"


@pytest.mark.in_a_file
def test_consoles_of_every_session_are_told(voting: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
    other = LiveClass(voting.app)
    console = other.console()
    phone = voting.line()
    _fails(voting, monkeypatch, "full")
    phone.places(1, "green")
    other.tick(2)
    assert console.views()[-1]["trouble"] == "full"


@pytest.mark.in_a_file
def test_refusals_in_trouble_are_logged_once(voting: LiveClass, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    phone = voting.line()
    _fails(voting, monkeypatch, "full")
    for _ in range(5):
        phone.places(1, "green")
    assert len(caplog.records) == 1


def test_a_page_that_could_not_be_had_from_an_engine_that_is_away_is_asked_for_again(
    voting: LiveClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = voting.phone()

    def away(*_: object) -> None:
        raise StoreFailed("It does not answer", "away")

    monkeypatch.setattr(voting.parts.log, "by_code", away)
    page, pressed = phone.get(f"/j/{voting.code}"), phone.post(f"/j/{voting.code}")
    assert (page.status_code, pressed.status_code) == (503, 503)
    assert 4 <= int(page.headers["Refresh"]) < 8
    assert "Refresh" not in pressed.headers
    assert "This page tries again by itself." in page.text
    assert 'href="/"' not in page.text  # it would lead away from what is asked for
    assert "Try again in a moment." in pressed.text
    assert 'href="/"' in pressed.text
