"""The report in a browser: from the console to the page, under the app's strict rules, and onto paper."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from pollapp.domain.report import report
from pollapp.exports.about import About
from pollapp.exports.html_export import report_html
from pollapp.exports.telling.tell import tell
from tests.e2e.prepared import Prepared, World
from tests.e2e.rooms import LAPTOP, PHONE
from tests.e2e.talks import NOTE, REASONS, talks_of
from tests.e2e.visiting import Visitor
from tests.exports.pages import one_line
from tests.exports.talked import whole_grid
from tests.real_server import RealServer

pytestmark = pytest.mark.e2e
ABOUT = About("472918", "2026-12-24")


@pytest.fixture(scope="module")
def talked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    """A class that has talked, looked again and wrapped up."""
    server = RealServer(tmp_path_factory.mktemp("report"))
    world = World(server)
    yield talks_of(world).wrapped_up
    world.close()
    server.stop()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Complains of whatever its console says, such as a breach of the content policy."""
    context = browser.new_context(viewport=LAPTOP)  # type: ignore[arg-type]
    page, complaints = context.new_page(), list[str]()
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def printed(page: Page, paper: str) -> list[str]:
    """The text of each sheet."""
    return [one_line(sheet.extract_text()) for sheet in PdfReader(io.BytesIO(page.pdf(format=paper))).pages]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_it_is_a_page_of_the_app_and_prints_without_the_app(talked: Prepared, page: Page, paper: str) -> None:
    Visitor(talked.world, page, "light").facilitates(f"{talked.console}/report")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ethics Grid")
    expect(page.get_by_text(REASONS[0])).to_be_visible()
    expect(page.get_by_text(NOTE)).to_have_count(0)
    sheets = printed(page, paper)
    text = " ".join(sheets)
    assert 2 <= len(sheets) <= 5  # six squares, and all that is said of any grid
    assert "Ethics Grid" in sheets[0]
    assert REASONS[0] in text
    assert "Take it home" not in text
    assert "Krippendorff" in text


def test_a_button_prints_it(talked: Prepared, page: Page) -> None:
    page.add_init_script("window.print = () => { window.printed = (window.printed ?? 0) + 1; }")
    Visitor(talked.world, page, "light").facilitates(f"{talked.console}/report")
    button, next_hint = page.get_by_role("button", name="Print").bounding_box(), page.locator(".report-hints > li").nth(1).bounding_box()
    assert button
    assert next_hint
    assert next_hint["y"] - button["y"] - button["height"] >= 8
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed") == 1


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_printed_rehearsal_is_called_one_on_each_page(page: Page, tmp_path: Path, paper: str, language: str) -> None:
    """And its 24 squares stand on the first, even with all that may have to be said above them."""
    result = replace(report(whole_grid(), language), kind="rehearsal", seen=False, taken_back=1)
    told = tell(result, about := About("472918", "2026-12-24", language, language))
    file = tmp_path / "report.html"
    file.write_bytes(report_html(result, about))
    page.goto(file.as_uri())
    sheets = printed(page, paper)
    assert [sheet.count(told["kind_says"]) for sheet in sheets] == [1] * len(sheets)
    assert told["star_says"] in sheets[0]


@pytest.mark.parametrize("lines", [0, 5, 10, 15, 20, 25, 30, 35])
def test_the_printed_table_for_researchers_keeps_three_rows_together(page: Page, tmp_path: Path, lines: int) -> None:
    whole = report(whole_grid())
    result = replace(whole, grid=replace(whole.grid, directions="A line of directions. " * (1 + 4 * lines)))
    file = tmp_path / "report.html"
    file.write_bytes(report_html(result, ABOUT))
    page.goto(file.as_uri())
    ends = {" ".join(row["cells"][-2:]) for row in tell(result, ABOUT)["researchers"]["rows"]}
    sheets = printed(page, "Letter")
    found = [sum(sheet.count(end) for end in ends) for sheet in sheets]
    assert sum(found) == len(whole.squares)
    assert all(number == 0 or number >= 3 for number in found), found
    assert ["Entropy (bits)" in sheet for sheet in sheets] == [number > 0 for number in found]


def test_a_card_of_the_heatmap_leads_to_the_whole_text(talked: Prepared, page: Page) -> None:
    Visitor(talked.world, page, "light").facilitates(f"{talked.console}/report")
    page.locator(".report-card a").nth(3).press("Enter")
    expect(page.locator(".report-row:target")).to_be_in_viewport()


def test_the_file_opens_from_disk_and_looks_as_it_does_in_the_app(talked: Prepared, page: Page, tmp_path: Path) -> None:
    answer = talked.world.fay.get(f"{talked.console}/export/html?notes=1")
    file = tmp_path / "report.html"
    file.write_bytes(answer.content)
    in_app = shape_of(Visitor(talked.world, page, "light").facilitates(f"{talked.console}/report?notes=1"))
    page.goto(file.as_uri())
    expect(page.get_by_text(NOTE)).to_be_visible()
    assert shape_of(page) == in_app


# What each thing of the report measures, and in which type and colours it is drawn.
SHAPE = """() => [...document.querySelectorAll('.report *')].map(one => {
  const { width, height } = one.getBoundingClientRect();
  const { color, backgroundColor, fontFamily, fontSize } = getComputedStyle(one);
  return [one.tagName, Math.round(width), Math.round(height), color, backgroundColor, fontFamily, fontSize].join(' ');
})"""


def shape_of(page: Page) -> list[str]:
    page.evaluate("document.fonts.ready")
    shape: list[str] = page.evaluate(SHAPE)
    assert len(shape) > 100
    return shape


@pytest.mark.parametrize("notes", ["", "?notes=1"])
def test_a_phone_need_not_scroll_sideways(talked: Prepared, page: Page, notes: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    Visitor(talked.world, page, "light").facilitates(f"{talked.console}/report{notes}")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    expect(page.get_by_text("The table scrolls sideways.")).to_be_visible()
    assert page.evaluate("(table => table.scrollWidth > table.clientWidth)(document.querySelector('.report-scroll'))")
