"""What screens promise: the heatmap fits, a rehearsal comes alive by itself, nothing comes from outside, polling works too."""

import json
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from pollapp.domain.stages import Stage
from pollapp.languages import languages
from tests.e2e.prepared import World
from tests.e2e.rooms import LAPTOP, PROJECTOR, Room, data_block, until

pytestmark = pytest.mark.e2e

PROJECTORS = [(1920, 1080), (1280, 720), (1024, 768)]
SMALLEST_LABEL = 28 / 1080  # of the screen's height


CHOICES = ("green", "yellow", "red")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("squares", [24, 30])
def test_the_heatmap_fits_every_projector_and_reads_from_the_back(world: World, browser: Browser, squares: int, language: str) -> None:
    voters = tuple({str(square): CHOICES[(square + place * (square % 2)) % 3] for square in range(1, squares + 1)} for place in range(3))
    session = world.at(Stage.REVEALED, dots=voters, set="all" if squares == 30 else "first-24")
    projector = browser.new_page(viewport=PROJECTOR)  # type: ignore[arg-type]
    projector.goto(f"{world.server.url}{session.projector}?lang={language}")
    cards = projector.locator("#board [data-square]")
    expect(cards).to_have_count(squares)
    expect(cards.last).to_contain_text("%")
    for width, height in PROJECTORS:
        projector.set_viewport_size({"width": width, "height": height})
        projector.evaluate(AT_REST)
        assert projector.evaluate(NO_SCROLLING)
        measured = projector.evaluate(MEASURE)
        assert len(measured) == squares
        assert max(one["bottom"] for one in measured) <= height * 0.9 + 1, (width, height)
        assert all(one["fits"] for one in measured), (width, height, [one for one in measured if not one["fits"]])
        assert projector.evaluate(LOST_MARKS) == 0  # not by colour alone
        if (width, height) == PROJECTORS[0]:
            assert min(one["label"] for one in measured) >= SMALLEST_LABEL * height
    projector.close()


# The board has fitted itself to the window, which takes it two frames, and its squares have glided to their places.
AT_REST = """async () => {
  for (let frame = 0; frame < 4; frame += 1) await new Promise(requestAnimationFrame);
  await Promise.allSettled(document.getAnimations().map(one => one.finished));
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
}"""
NO_SCROLLING = "(page => page.scrollHeight <= innerHeight && page.scrollWidth <= innerWidth)(document.documentElement)"
MEASURE = """() => [...document.querySelectorAll('#board [data-square]')].map(card => {
  const edge = card.getBoundingClientRect();
  const seen = part => part.checkVisibility() && !part.closest('.visually-hidden, svg') && getComputedStyle(part).clipPath === 'none';
  const inline = part => getComputedStyle(part).display === 'inline';
  const inside = part => (box => box.bottom <= edge.bottom + 1 && box.right <= edge.right + 1)(part.getBoundingClientRect());
  const cut = part => !inline(part) && (part.scrollWidth > part.clientWidth + 1 || !inside(part));
  const misfits = [...card.querySelectorAll('*')].filter(part => seen(part) && cut(part)).map(part => part.outerHTML.slice(0, 120));
  const label = parseFloat(getComputedStyle(card.querySelector('.board-label')).fontSize);
  return {square: card.dataset.square, bottom: edge.bottom, fits: misfits.length === 0, misfits, label};
})"""


# Segments whose mark or count is not wholly inside their bar.
LOST_MARKS = """() => [...document.querySelectorAll('#board .segment')].filter(segment => {
  if (!segment.checkVisibility()) return false;
  const edge = segment.getBoundingClientRect();
  const wide = box => box.left >= edge.left - 1 && box.right <= edge.right + 1;
  const inside = box => wide(box) && box.top >= edge.top - 2 && box.bottom <= edge.bottom + 2;
  return ![...segment.querySelectorAll('svg, [data-part=count]')].every(part => inside(part.getBoundingClientRect()));
}).length"""
NARROW_TO_WIDE = (320, 390, 900, 1280)
NOT_SIDEWAYS = "document.documentElement.scrollWidth <= innerWidth"


def test_no_form_scrolls_sideways_however_much_is_unfolded(room: Room) -> None:
    fay = room.fay()
    fay.opens_a_session()
    stranger = room.page(LAPTOP)
    for page, paths in ((fay.console, ("/", "/sessions/new")), (stranger, ("/", f"/j/{fay.code}"))):
        for path in paths:
            page.goto(fay.url + path)
            page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
            for width in NARROW_TO_WIDE:
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate(NOT_SIDEWAYS), (path, width)


def test_a_mistake_is_in_front_of_the_eyes_and_nothing_lies_over_it(room: Room) -> None:
    page = room.fay().console
    page.goto(f"{room.server.url}/sessions/new")
    page.get_by_text("Squares", exact=True).first.click()
    page.locator("#set-picked").check()
    page.locator("[data-pick=none]").click()
    expect(page.locator("[data-now]").first).to_have_text("no squares picked by hand")
    page.get_by_role("button", name="Open the session").click()
    expect(page.locator("#refused-squares")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Open the session")).not_to_be_in_viewport()


def test_targets_stay_where_they_are_while_somebody_votes(room: Room) -> None:
    fay = room.fay()
    fay.opens_a_session()
    ana = room.phone(fay.code)
    fay.goes_on("People are voting.")
    ana.places(1, "green")
    ana.has_saved_all()
    target = ana.square(2).locator(".targets")
    before = target.bounding_box()
    ana.loses_its_connection()
    assert target.bounding_box() == before
    ana.comes_back()
    fay.console.locator("#more > summary").click()
    fay.console.locator("#reveal-open").click()
    expect(ana.page.locator("#then")).to_contain_text("revealed")
    assert target.bounding_box() == before
    expect(ana.square(1).locator('[data-part="room"]')).to_be_hidden()
    ana.page.locator("#done").click()
    expect(ana.square(1).locator('[data-part="room"]')).to_be_visible()


def test_a_rehearsal_comes_alive_and_a_real_phone_joins_in(room: Room) -> None:
    fay = room.fay()
    fay.console.get_by_text("Choose the class").click()
    fay.console.locator('select[name="pace"]').select_option("fast")
    fay.console.get_by_role("button", name="Rehearse").click()
    fay.is_at_the_console()
    projector = fay.opens_the_projector()
    for page in (fay.console, projector):
        expect(page.locator("body")).to_contain_text("ehearsal")
    ana = room.phone(fay.code)
    expect(ana.page.locator("body")).to_contain_text("ehearsal")
    until(lambda: export(fay)["session"]["joined"] == 25, 30, every=1)  # files to take home are not made without end
    fay.console.locator("#next").click()
    expect(projector.locator("#board")).to_contain_text("%", timeout=60_000)
    ana.places(1, "green")
    ana.sees(1, "Saved")
    until(lambda: export(fay)["session"]["finished"] >= 18, 60, every=1)
    fay.goes_on("The round is closed and revealed.")
    result = export(fay)
    assert result["session"]["kind"] == "rehearsal"
    assert len({square["word"] for square in result["squares"]}) >= 3
    with fay.console.expect_download() as download:
        fay.console.evaluate("url => { const a = document.createElement('a'); a.href = url; a.click(); }", fay.data["urls"]["csv"])
    assert "rehearsal" in download.value.suggested_filename


def export(fay: object) -> dict[str, object]:
    result: dict[str, object] = json.loads(fay.takes_home("json"))  # type: ignore[attr-defined]
    return result


def test_nothing_comes_from_outside(room: Room) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(urlsplit(request.url).netloc)

    fay = room.fay()
    fay.console.on("request", note)
    fay.opens_a_session()
    projector = room.page(LAPTOP)
    projector.on("request", note)
    projector.goto(fay.url + fay.data["urls"]["projector"])
    phone = room.phone(fay.code)
    phone.page.on("request", note)
    phone.page.reload()
    expect(phone.page.locator("#title")).to_be_visible()
    assert set(asked) == {urlsplit(fay.url).netloc}


REFUSED = """window.WebSocket = class {
  constructor() { setTimeout(() => { this.onerror(new Event('error')); }, 50); }
  close() {}
};"""
HANGING = """window.WebSocket = class {
  constructor() {}
  close() {}
};"""


SIZE_OF = """name => {
  const sample = document.createElement('p');
  sample.style.fontSize = `var(--screen-${name})`;
  document.body.append(sample);
  return parseFloat(getComputedStyle(sample).fontSize);
}"""


def test_the_projectors_scale_reads_from_the_back_row(room: Room) -> None:
    fay = room.fay()
    fay.opens_a_session()
    projector = fay.opens_the_projector()
    note, spotlight, address, code = (projector.evaluate(SIZE_OF, name) for name in ("note", "spotlight", "address", "code"))
    assert note >= 25
    assert spotlight >= 62
    shown = projector.locator(".lobby-code").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert spotlight < address < shown <= code


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("language", languages())
def test_the_guide_is_one_sheet_of_paper(room: Room, language: str, paper: str) -> None:
    page = room.page(LAPTOP)
    page.goto(f"{room.server.url}/guide?lang={language}")
    margins = {"top": "12mm", "bottom": "12mm", "left": "14mm", "right": "14mm"}
    sheet = page.pdf(format=paper, margin=margins)  # type: ignore[arg-type]
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1


@pytest.mark.parametrize("websocket", [REFUSED, HANGING], ids=["refused", "hanging"])
def test_long_polling_carries_a_whole_vote_where_websockets_do_not_get_through(room: Room, websocket: str) -> None:
    fay = room.fay()
    fay.opens_a_session()
    ana = room.phone(fay.code)
    ana.page.add_init_script(websocket)
    ana.page.reload()
    fay.goes_on("People are voting.")
    ana.places(1, "green")
    ana.sees(1, "Saved")
    assert export(fay)["squares"][0]["placed"] == 1  # type: ignore[index]


def test_a_facilitators_own_grid_with_other_choices(room: Room) -> None:
    own = """
title: Moral value or ethical principle?
directions: What is it?
choices:
  - {key: value, label: Moral value, shape: hexagon, mark: plus}
  - {key: principle, label: Ethical principle, shape: diamond, mark: minus}
squares:
  - {id: 1, text: Being truthful and sincere}
  - {id: 2, text: Safeguarding sensitive information}
"""

    def upload(form: Page) -> None:
        form.get_by_text("Squares", exact=True).first.click()
        form.get_by_text("Use a grid of my own").click()
        form.locator("#grid_file").set_input_files({"name": "own.yaml", "mimeType": "application/yaml", "buffer": own.encode()})

    fay = room.fay()
    fay.opens_a_session(upload)
    assert data_block(fay.console)["grid"]["title"] == "Moral value or ethical principle?"
    projector = fay.opens_the_projector()
    phones = [room.phone(fay.code) for _ in range(3)]
    fay.goes_on("People are voting.")
    for phone in phones:
        phone.places(2, "principle")
        phone.has_saved_all()
    fay.goes_on("The round is closed and revealed.")
    expect(projector.locator("#board")).to_contain_text("agreed principle")
    assert fay.takes_home("csv").decode().splitlines()[0].startswith("id,text,value,principle,n")
