"""The style guide page: there only where it was asked for, with a section for every component."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask

from pollapp.app import create_app
from pollapp.config import Config
from pollapp.web.styleguide import FOUNDATIONS
from tests.web.people import browser

ROOT = Path(__file__).parents[2]
SHEETS = sorted(file.stem for file in (ROOT / "static/css/components").glob("*.css"))


class Sections(HTMLParser):
    """`found`: component → how many elements stand in its section. `ids`: every id of the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, int] = {}
        self.ids: list[str] = []
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        self.ids += [id] if (id := named.get("id")) else []
        if component := named.get("data-component"):
            assert (tag, named["id"]) == ("section", f"component-{component}")
            self._open = component
            self.found[component] = 0
        elif self._open:
            self.found[self._open] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "section":
            self._open = ""


@pytest.fixture
def guide(tmp_path: Path) -> Flask:
    app = create_app(Config(host="127.0.0.1", data_dir=tmp_path / "guide", styleguide=True))
    app.testing = True
    return app


def test_nobody_sees_it_who_did_not_ask_for_it(app: Flask) -> None:
    assert browser(app).get("/styleguide").status_code == 404


def test_every_component_has_a_section_with_something_in_it(guide: Flask) -> None:
    page = browser(guide).get("/styleguide").text
    guide.extensions["pollapp"].close()
    sections = Sections(page)
    assert list(sections.found) == [*FOUNDATIONS, *SHEETS]
    empty = [name for name, elements in sections.found.items() if elements < 5]
    assert empty == [], f"What stands in these comes from templates/styleguide/{empty[0]}.html." if empty else ""
    assert len(sections.ids) == len(set(sections.ids))


def test_it_speaks_the_languages_of_the_product_and_captions_are_english(guide: Flask) -> None:
    page = browser(guide).get("/styleguide?lang=es").text
    guide.extensions["pollapp"].close()
    assert '<html lang="es" dir="ltr">' in page
    assert page.count("<figcaption") == page.count('<figcaption lang="en"')


def test_nothing_of_it_is_an_inline_style_or_script(guide: Flask) -> None:
    page = browser(guide).get("/styleguide").text
    guide.extensions["pollapp"].close()
    assert " style=" not in page
    assert "<script>" not in page


def test_no_partial_of_it_is_left_over() -> None:
    shared = {"state", "phone_square"}
    assert {file.stem for file in (ROOT / "templates/styleguide").glob("*.html")} == {*FOUNDATIONS, *SHEETS} | shared
