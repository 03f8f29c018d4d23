"""Afterwards, at the desk: every file is downloaded and read by another program, one is cancelled, then the session is deleted."""

import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.e2e.rooms import Fay, Phone, Room

pytestmark = pytest.mark.e2e

NOTE = "=1+1 is my own note"
DOTS = ({1: "green", 2: "green"}, {1: "green", 2: "red"}, {1: "red"})


def voted(room: Room) -> tuple[Fay, list[Phone]]:
    """Three people have voted, the round is revealed, and there is a note on the square in the spotlight."""
    fay = room.fay()
    fay.opens_a_session()
    phones = [room.phone(fay.code) for _ in DOTS]
    fay.goes_on("People are voting.")
    for phone, dots in zip(phones, DOTS, strict=True):
        phone.votes(dots)
    fay.goes_on("The round is closed and revealed.")
    fay.console.locator("#next").click()
    fay.console.locator("#note").fill(NOTE)
    expect(fay.console.locator("#note-status")).to_have_text("Saved")
    return fay, phones


def takes(page: Page, name: str) -> tuple[str, bytes]:
    """Presses a button of the row, and waits for its file: its name, its bytes."""
    with page.expect_download() as download:
        page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator('[data-take-home] [data-part="note"]')).to_have_text(
        f"Saved among your downloads as {download.value.suggested_filename}."
    )
    expect(page.locator('[data-take-home] [data-part="making"]')).to_be_hidden()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_every_file_is_taken_home_and_then_all_is_gone(room: Room) -> None:
    fay, phones = voted(room)
    projector = fay.opens_the_projector()
    page = fay.console
    page.locator("#results-row > summary").click()
    stem = f"ethics-grid-{fay.data['session']['opened_on']}-{fay.code}"

    name, raw = takes(page, "Report (PDF)")
    text = "\n".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(raw)).pages)
    assert name == f"{stem}.pdf"
    assert "Giving a hug" in text
    assert "my own note" not in text

    name, raw = takes(page, "Report (web page)")
    assert (name, b"Giving a hug" in raw, b"<script" in raw) == (f"{stem}.html", True, False)

    name, raw = takes(page, "Spreadsheet (Excel)")
    assert name == f"{stem}.xlsx"
    cells = [cell for sheet in load_workbook(io.BytesIO(raw)) for row in sheet.values for cell in row]
    assert any("Giving a hug" in str(cell) for cell in cells)
    assert not any("my own note" in str(cell) for cell in cells)

    name, raw = takes(page, "Results (CSV)")
    [first, second, *_] = csv.DictReader(io.StringIO(raw.decode()))
    assert (first["green"], first["yellow"], first["red"]) == ("2", "0", "1")
    assert (second["green"], second["placed"], second["withheld"]) == ("", "2", "yes")

    name, raw = takes(page, "Each round (CSV)")
    assert (name, len(raw.decode().splitlines())) == (f"{stem}-rounds.csv", 1 + 24)

    name, raw = takes(page, "Data (JSON)")
    assert json.loads(raw)["squares"][0]["note"] is None
    page.get_by_text("With my private notes").click()
    name, raw = takes(page, "Data (JSON)")
    assert name == f"{stem}-with-notes.json"
    assert NOTE in [square["note"] for square in json.loads(raw)["squares"]]

    dots_are_asked_for_twice_and_never_of_three(page)
    one_is_cancelled(page)
    all_is_gone(fay, phones, projector)


def dots_are_asked_for_twice_and_never_of_three(page: Page) -> None:
    page.get_by_text("For research: a row for each dot").click()
    button = page.get_by_role("button", name="A row for each dot (CSV)")
    button.click()
    expect(page.locator('[data-take-home] [data-part="making"]')).to_be_hidden()  # the browser asks for the tick first
    page.get_by_text("I have understood").click()
    button.click()
    expect(page.locator('[data-take-home] [data-part="note"]')).to_contain_text("from 10 people on")


def one_is_cancelled(page: Page) -> None:
    """How far it is can be seen where it was asked for, and below its button, which stays where it is."""
    where = page.evaluate("""() => {
        const [file, making, cancel] = ['button[formaction*="pdf"]', '[data-part="making"]', '[data-part="cancel"]']
            .map((part) => document.querySelector(`[data-take-home] ${part}`));
        const rows = document.querySelector('.rows');
        const place = (part) => part.getBoundingClientRect();
        file.scrollIntoView({ block: 'start' });
        const before = place(file).top;
        file.click();
        const [moved, below] = [place(file).top - before, place(making).bottom - place(rows).bottom];
        const seen = { moved, below, between: place(making).top - place(file).bottom };
        cancel.click();
        return seen;
    }""")
    assert (where["moved"], where["below"] <= 0, where["between"] >= 0) == (0, True, True), where
    expect(page.locator('[data-take-home] [data-part="note"]')).to_have_text("Cancelled: no file was saved.")
    expect(page.locator('[data-take-home] [data-part="making"]')).to_be_hidden()


def all_is_gone(fay: Fay, phones: list[Phone], projector: Page) -> None:
    """Deleted: every open page says so, a phone that was away too, and nothing answers to the session's addresses any more."""
    urls, away = fay.data["urls"], phones[0]
    away.page.context.set_offline(True)
    page = fay.console
    page.locator("#keep-row > summary").click()
    page.locator("#ask-delete").click()
    dialog = page.locator("#delete-dialog")
    expect(dialog).to_contain_text(f"Delete session {fay.data['session']['spoken_code']}?")
    expect(dialog.get_by_role("link").first).to_be_visible()  # the results are offered first
    dialog.get_by_role("button", name="Delete it for good").click()
    expect(page.locator("body")).to_contain_text("The session was deleted, with everything in it.")
    for other in phones[1:]:
        expect(other.page.locator("body")).to_have_attribute("data-scene", "over")
    expect(projector.locator("body")).to_have_attribute("data-scene", "over")
    away.page.context.set_offline(False)
    expect(away.page.locator("body")).to_have_attribute("data-scene", "over")
    for name in ("report", "replay", "projector", "pdf", "csv", "json"):
        answer = page.request.get(f"{fay.url}{urls[name]}", headers={"Accept": "application/json"})
        assert (answer.status, answer.json()["refused"]) == (410, "no_projector" if name == "projector" else "gone"), name
    assert page.request.get(f"{fay.url}/console/{fay.data['session']['id']}").status == 410
    answer = page.request.post(f"{fay.url}/j/{fay.code}", headers={"Accept": "application/json"})
    assert answer.json()["refused"] in ("unknown_code", "gone")
