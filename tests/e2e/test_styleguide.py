"""The style guide, photographed: each component in every state, light and dark, against the pictures beside this file.

Meant to change? `UPDATE_PICTURES=1 make test ARGS=tests/e2e/test_styleguide.py` takes them anew; look at them before you commit.
"""

import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from pollapp.web.styleguide import FOUNDATIONS
from tests.e2e.likeness import difference, keep, unlike
from tests.e2e.rooms import QUIETLY, chromium
from tests.real_server import RealServer

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]
PICTURES = Path(__file__).parent / "pictures" / "styleguide"
MOST_BYTES = 3_000_000
UPDATE = os.environ.get("UPDATE_PICTURES") == "1"
SHEETS = {sheet.stem: sheet for sheet in sorted((ROOT / "static/css/components").glob("*.css"))}
# Type and shapes are smoothed in one way on every machine, as far as a browser lets itself be told.
PHOTOGRAPHING = [*QUIETLY, "--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb", "--hide-scrollbars"]
FOCUS = """section => {
  const at = section.querySelector('[data-focus]');
  if (at) (at.dataset.focus ? at.querySelector(at.dataset.focus) : at).focus();
}"""
SIZE = {"width": 1280, "height": 800}
FOR_PICTURES = pytest.mark.skipif(sys.platform != "linux", reason="The pictures are from Linux; elsewhere type is drawn by other rules.")
# Our one font in place of the machine's own monospaced one, which is another on every machine.
ONE_FONT = """url => {
  const face = name => `@font-face { font-family: "${name}"; src: url(${url}); font-weight: 200 800; }`;
  const style = document.createElement('style');
  style.textContent = ['Liberation Mono', 'Cascadia Mono', 'monospace'].map(face).join(' ');
  document.head.append(style);
}"""


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The style guide's address on a server of its own."""
    server = RealServer(tmp_path_factory.mktemp("styleguide") / "data", "--styleguide")
    yield f"{server.url}/styleguide"
    server.stop()


@pytest.fixture(scope="module")
def camera(browser: Browser) -> Iterator[Browser]:
    camera = browser.browser_type.launch(executable_path=chromium(), args=PHOTOGRAPHING)
    yield camera
    camera.close()


@pytest.fixture(scope="module", params=["light", "dark"])
def page(request: pytest.FixtureRequest, camera: Browser, guide: str) -> Iterator[Page]:
    page = opened(camera, guide, str(request.param))
    yield page
    page.context.close()


def opened(camera: Browser, guide: str, theme: str = "light", language: str = "en", size: dict[str, int] = SIZE, scale: int = 1) -> Page:
    """The style guide, painted and at rest: seconds of work, so tests share the page."""
    context = camera.new_context(
        viewport=size,  # type: ignore[arg-type]
        device_scale_factor=scale,
        reduced_motion="reduce",
        locale="en-US",
        bypass_csp=True,  # for ONE_FONT
    )
    context.add_cookies([{"name": "theme", "value": theme, "url": guide}])
    page = context.new_page()
    page.errors = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.errors.append(str(error)))  # type: ignore[attr-defined]
    page.goto(f"{guide}?lang={language}")
    expect(page.locator("body[data-painted]")).to_be_attached()
    page.evaluate(ONE_FONT, page.locator('link[rel="preload"][as="font"]').get_attribute("href"))
    page.evaluate("document.fonts.ready")
    _force_states(page)
    return page


def _force_states(page: Page) -> None:
    """What the pointer would do, to each element that says data-forced="hover" or "hover active"."""
    devtools = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        devtools.send(f"{domain}.enable")
    root = devtools.send("DOM.getDocument")["root"]["nodeId"]
    for states in set(page.locator("[data-forced]").evaluate_all("all => all.map(one => one.dataset.forced)")):
        found = devtools.send("DOM.querySelectorAll", {"nodeId": root, "selector": f'[data-forced="{states}"]'})
        for node in found["nodeIds"]:
            devtools.send("CSS.forcePseudoState", {"nodeId": node, "forcedPseudoClasses": states.split()})


def photograph(page: Page, name: str) -> Image.Image:
    """The section of this component, with the focus where it says data-focus."""
    section = page.locator(f"#component-{name}")
    page.evaluate("document.activeElement.blur()")
    section.evaluate(FOCUS)
    return Image.open(io.BytesIO(section.screenshot(animations="disabled")))


@FOR_PICTURES
@pytest.mark.parametrize("name", [*FOUNDATIONS, *SHEETS])
def test_it_looks_as_it_did(page: Page, name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    theme = page.locator("html").evaluate("root => getComputedStyle(root).colorScheme")
    kept, taken = PICTURES / theme / f"{name}.png", photograph(page, name)
    if UPDATE:
        return keep(taken, kept)
    assert kept.exists(), f"No picture of {name} yet: take it with UPDATE_PICTURES=1."
    before = Image.open(kept)
    if why := unlike(before, taken):
        folder = tmp_path_factory.mktemp(f"{name}-{theme}")
        taken.save(folder / "taken.png")
        difference(before, taken).save(folder / "difference.png")
        pytest.fail(f"{name} ({theme}) looks different. {why} See {folder}; UPDATE_PICTURES=1 takes the pictures anew.")
    return None


@pytest.mark.skipif(UPDATE, reason="New pictures first: look at them, then run the test without UPDATE_PICTURES.")
def test_no_picture_is_of_something_that_has_gone() -> None:
    names = {file.stem for file in PICTURES.rglob("*.png")}
    assert names == {*FOUNDATIONS, *SHEETS}
    assert sum(file.stat().st_size for file in PICTURES.rglob("*.png")) < MOST_BYTES


ALTERED = {
    "a wrong colour": ("bar", ":root { --choice-2: #e9b71c !important; }"),
    "a lost mark": ("choice-mark", '[data-size="14"] > :nth-child(2) { visibility: hidden !important; }'),
    "a lost sign": ("bar", ".segment .choice-mark-sign { visibility: hidden !important; }"),
    "a missing word": ("row", ".row-now { visibility: hidden !important; }"),
    "another size": ("button", ".button { padding: 10px 21px !important; }"),
    "another weight": ("status", ".status { font-weight: 600 !important; }"),
    "no focus to be seen": ("choose", ".choose button { outline: none !important; }"),
}
IN_LIGHT = pytest.mark.parametrize("page", ["light"], indirect=True)


@IN_LIGHT
@FOR_PICTURES
@pytest.mark.skipif(UPDATE, reason="There is nothing to compare with while pictures are taken.")
@pytest.mark.parametrize(("name", "css"), ALTERED.values(), ids=ALTERED.keys())
def test_a_change_that_people_would_see_is_seen(page: Page, name: str, css: str) -> None:
    altered = page.add_style_tag(content=css)
    taken = photograph(page, name)
    altered.evaluate("style => style.remove()")
    assert unlike(Image.open(PICTURES / "light" / f"{name}.png"), taken)


# What stands above it may end between two pixels, which only the finer picture would show.
ON_A_WHOLE_PIXEL = """section => {
  const [top, margin] = [section.getBoundingClientRect().top, parseFloat(getComputedStyle(section).marginTop)];
  section.style.marginTop = `${margin + Math.ceil(top) - top}px`;
}"""
SMOOTHED = ["board", "status", "target"]


@pytest.fixture(scope="module")
def smoothed(camera: Browser, guide: str) -> dict[str, list[Image.Image]]:
    """Each of these components as one machine draws it, and as another one smooths it: taken finer, and made smaller again."""
    pictures: dict[str, list[Image.Image]] = {name: [] for name in SMOOTHED}
    for scale in (1, 2):
        page = opened(camera, guide, scale=scale)
        for name in SMOOTHED:
            page.locator(f"#component-{name}").evaluate(ON_A_WHOLE_PIXEL)
            pictures[name].append(photograph(page, name).convert("RGB").reduce(scale))
        page.context.close()
    return pictures


@FOR_PICTURES
@pytest.mark.skipif(UPDATE, reason="There is nothing to compare with while pictures are taken.")
@pytest.mark.parametrize("name", SMOOTHED)
def test_edges_that_another_machine_smooths_otherwise_are_no_change(smoothed: dict[str, list[Image.Image]], name: str) -> None:
    assert unlike(*smoothed[name]) == ""


# What a sheet says of the page around a component, of moments that no picture holds, or of other components.
ELSEWHERE = {".icon-sprite"}
_RULE = re.compile(r"([^{}]+)\{")
_STATE = re.compile(r"\.[a-z][\w-]*|\[(?:data|aria)-[^\]]+\]")


def states(sheet: Path) -> set[str]:
    """The classes, and the states as data- and aria- attributes, that a sheet has rules for."""
    css = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    selectors = [rule for rule in _RULE.findall(css) if "@" not in rule]
    return {state for selector in selectors for state in _STATE.findall(selector)} - ELSEWHERE


@IN_LIGHT
@pytest.mark.parametrize("name", SHEETS)
def test_every_state_that_a_sheet_has_rules_for_is_shown(page: Page, name: str) -> None:
    section = page.locator(f"#component-{name}")
    expect(section.get_by_role("heading", name=name, exact=True).first).to_be_visible()
    wanted = sorted(states(SHEETS[name]))
    missing = section.evaluate("(section, wanted) => wanted.filter(one => !section.querySelector(one))", wanted)
    assert missing == [], f"Show them in templates/styleguide/{name}.html."


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_can_be_read_in_every_language_and_width(camera: Browser, guide: str, language: str) -> None:
    page = opened(camera, guide, language=language, size={"width": 390, "height": 800})
    assert page.errors == []  # type: ignore[attr-defined]
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("figcaption:not([lang=en])").count() == 0
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    page.context.close()
