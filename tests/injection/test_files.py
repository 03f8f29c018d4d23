"""Every file that is taken home, of a class in which everything that was typed is hostile: words are words in all of them."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import load_workbook

from pollapp.domain.events import SessionClosed
from pollapp.exports.formats import DOTS, FORMATS
from pollapp.room import encode_body
from pollapp.store.log import Entry
from pollapp.taking_home.making import take_home
from pollapp.taking_home.wish import FILM, Wish
from tests.exports.pdfs import Pdf
from tests.injection.hostile_class import SAID, HostileClass
from tests.injection.payloads import Looked, texts_in

_FORMULA = re.compile(r"[\s\x00]*[=+\-@＝＋－＠]")


def _is_csv(made: bytes) -> str:
    rows = list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))
    cells = [cell for row in rows for cell in row]
    assert {len(row) for row in rows} == {len(rows[0])}, "a cell broke out of its row"
    assert not [cell for cell in cells if _FORMULA.match(cell) and not re.fullmatch(r"-?[0-9.]+(e-?[0-9]+)?", cell)]
    return "\n".join(cells)


def _is_page(made: bytes) -> str:
    page = made.decode()
    looked = Looked(page)
    assert not looked.foul
    assert "<script" not in page.lower().replace("&lt;script", "")
    assert looked.blocks == []
    return looked.words


def _is_workbook(made: bytes) -> str:
    names = zipfile.ZipFile(io.BytesIO(made)).namelist()
    assert not [name for name in names if re.search(r"external|vba|macro|activeX|embeddings|connections|\.\.", name, re.IGNORECASE)]
    said = []
    for sheet in load_workbook(io.BytesIO(made), rich_text=False):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.value
                assert cell.hyperlink is None or not cell.hyperlink.target, cell.value
                said.append(str(cell.value or ""))
    return "\n".join(said)


def _is_json(made: bytes) -> str:
    said = texts_in(json.loads(made))
    assert json.loads(json.dumps(said)) == said
    return "\n".join(said)


def _is_pdf(made: bytes) -> str:
    pdf = Pdf(made)
    assert not {"/JavaScript", "/OpenAction", "/AA", "/AcroForm"} & set(pdf.root)
    objects = re.sub(rb"stream\r?\n.*?\r?\nendstream", b"", made, flags=re.DOTALL)  # in what is packed, "/JS" may stand by chance
    assert b"/ObjStm" not in objects, "some objects are packed, too"
    assert not re.search(rb"/(JavaScript|JS|Launch|SubmitForm|EmbeddedFile|RichMedia|GoToR)\b", objects)
    assert "root:x:" not in pdf.text
    for page in pdf.reader.pages:
        assert not [one for one in page.get("/Annots", []) if "/URI" in one.get_object().get("/A", {})], "words became a link"
    return pdf.text


CHECKS: dict[str, Callable[[bytes], str]] = {
    "pdf": _is_pdf, "html": _is_page, "xlsx": _is_workbook, "csv": _is_csv, "rounds.csv": _is_csv, "json": _is_json, DOTS: _is_csv,
    FILM: _is_json,
}  # fmt: skip
SAYS_ALL = ("pdf", "html", "xlsx", "json")  # what people said stands in them; in the others what squares are called at most


def test_every_format_is_looked_at() -> None:
    assert set(CHECKS) == {*FORMATS, FILM}


@pytest.mark.parametrize("what", CHECKS)
def test_what_was_typed_is_words_in_a_file(room: HostileClass, what: str) -> None:
    log = list(room.parts.log.read(room.id) or ())
    if what == FILM:  # of a session that is over
        log.append(Entry(len(log) + 1, "facilitator", "closed-1", "-", encode_body(SessionClosed("takeaways"))))
    for language in ("en", "es") if what != "pdf" else ("es",):
        taken = take_home(room.header, log, Wish(what, True, language, language))
        said = CHECKS[what](taken.content)
        assert re.fullmatch(r"[a-z0-9][a-z0-9.-]*", taken.name)
        assert "{{7*7}}" in said or what in (DOTS, FILM), "what was typed stands there as it was typed"
        assert not {"\x00", "\x1b"} & set(said)
        if what in SAYS_ALL:
            for words in SAID.values():
                start = re.sub(r"[\s\u200b]+", "", words)[:12]
                assert start in re.sub(r"[\s\u200b]+", "", said), words
