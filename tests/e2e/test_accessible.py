"""WCAG 2.2 AA on every screen of the table in screens.py, light and dark, in every language: axe-core, and what it does not see.

Whoever adds a screen, a stage or a language gets these tests with it. `make test` sees each screen in both themes and in each
language; `make test-all` in all combinations.
"""

import os
import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from pollapp.domain.grid import Grid
from pollapp.domain.stages import Stage
from pollapp.grid_file import parse_grid, shipped_grid
from pollapp.languages import FOLDER, ORIGINAL, languages
from tests.e2e.posters import poster_of
from tests.e2e.prepared import OWN_GRID, WAYS, World
from tests.e2e.rooms import PATIENCE
from tests.e2e.screens import SCREENS
from tests.e2e.visiting import DEVICES, Screen, Visitor
from tests.live.over_the_network import Person

pytestmark = pytest.mark.e2e

ALL = bool(os.environ.get("POLLAPP_TEST_ALL"))
THEMES = ("light", "dark")
REGIONS = {"en": "en-US", "es": "es-MX"}  # what phones in class say; any other language goes by its own code
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
QUERIES = {"/compare.csv": "?one={poster}&other={session}"}  # address → what it answers only with
UNWANTED: dict[str, str] = {}  # best practices of axe's that are not ours: rule → why
LEAST = {"phone": 48, "laptop": 24, "projector": 24}  # CSS pixels of a target, both ways: the issue's for thumbs, WCAG 2.5.8's for mice

RUN_AXE = """async ([standards, unwanted]) => {
  const rules = Object.fromEntries(unwanted.map(rule => [rule, { enabled: false }]));
  const runOnly = { type: 'tag', values: standards };
  const { violations } = await axe.run({ runOnly, rules, resultTypes: ['violations'], preload: false, iframes: false });
  const told = ({ id, help }, node) => `${id}: ${help}: ${node.html.slice(0, 200)} ${node.failureSummary}`;
  return violations.flatMap(rule => rule.nodes.map(node => told(rule, node)));
}"""
# Everything that is said on the page to eyes or ears: {text, lang: the language that it is marked as, html}.
SAID = """() => {
  const said = [];
  const note = (text, element) => {
    const plain = text.replace(/\\s+/g, ' ').trim();
    if (!plain || !element.checkVisibility({ visibilityProperty: true }) || element.closest('script, style, noscript, svg style')) return;
    said.push({ text: plain, lang: (element.closest('[lang]') || { lang: '' }).lang, html: element.outerHTML.slice(0, 160) });
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) note(texts.currentNode.data, texts.currentNode.parentElement);
  for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
    document.querySelectorAll(`body [${name}]`).forEach(one => note(one.getAttribute(name), one));
  }
  document.title.split(' · ').forEach(part => note(part, document.documentElement));
  return said;
}"""
# What can be pressed and is smaller than `least` one way or the other. A link inside a sentence may be; a radio button has its label.
TOO_SMALL = """least => {
  const open = document.querySelector('dialog[open]');
  const alone = one => one.parentElement.textContent.trim() === one.textContent.trim();
  const inSentence = one => getComputedStyle(one).display === 'inline' && !alone(one);
  const ticked = one => one.matches('[type=radio], [type=checkbox]');
  const target = one => (ticked(one) && (one.closest('label') || document.querySelector(`label[for="${one.id}"]`))) || one;
  const offered = one => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.visually-hidden') && !one.disabled;
  const small = ({ width, height }) => width < least - 0.5 || height < least - 0.5;
  return [...(open || document).querySelectorAll('a[href], button, summary, select, textarea, input:not([type=hidden])')]
    .map(target).filter(one => offered(one) && !inSentence(one) && small(one.getBoundingClientRect()))
    .map(one => [one.getBoundingClientRect(), one.outerHTML.slice(0, 160)])
    .map(([box, html]) => `${Math.round(box.width)} × ${Math.round(box.height)}: ${html}`);
}"""
FRAME = """() => ({
  lang: document.documentElement.lang,
  title: document.title.trim(),
  headings: [...document.querySelectorAll('h1')].filter(one => one.checkVisibility()).length,
  sideways: document.documentElement.scrollWidth - Math.min(innerWidth, screen.width), // a phone zooms out over what is too wide
})"""


def combinations() -> list[Any]:
    """(screen, theme, language) to look at: all of them; or of the quick ones so many that each two of the three meet at least once."""
    spoken = languages()
    if ALL:
        wanted = [(screen, theme, language) for theme, language, screen in product(THEMES, spoken, SCREENS)]
    else:
        quick = [screen for screen in SCREENS if not screen.slow]
        turns = product(range(max(len(THEMES), len(spoken))), enumerate(quick))
        wanted = [(screen, THEMES[(turn + at) % len(THEMES)], spoken[turn % len(spoken)]) for turn, (at, screen) in turns]
    return [pytest.param(*one, id=f"{one[0].name}-{one[1]}-{one[2]}") for one in wanted]


class Glasses:
    """A browser for each device, theme and language, made when it is first wanted. `complaints`: errors that pages have raised."""

    def __init__(self, browser: Browser, world: World) -> None:
        self._browser, self._world = browser, world
        self._visitors: dict[tuple[str, str, str], Visitor] = {}
        self._contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def of(self, device: str, theme: str, language: str) -> Visitor:
        key = (device, theme, language)
        if key not in self._visitors:
            self._visitors[key] = self._visitor(*key)
        return self._visitors[key]

    def _visitor(self, device: str, theme: str, language: str) -> Visitor:
        seen: dict[str, Any] = {"color_scheme": theme, "locale": REGIONS.get(language, language), "reduced_motion": "reduce"}
        context = self._browser.new_context(**DEVICES[device], **seen)
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        return Visitor(self._world, page, theme)

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture(scope="module")
def glasses(browser: Browser, world: World) -> Iterator[Glasses]:
    glasses = Glasses(browser, world)
    yield glasses
    glasses.close()
    assert glasses.complaints == [], "A page raised an error."


# The table is complete


def test_every_stage_has_a_way_to_it() -> None:
    assert set(WAYS) == set(Stage)


def test_every_address_that_answers_with_a_page_stands_in_the_table(app: Flask, world: World) -> None:
    rules = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    in_table = {screen.rule for screen in SCREENS} - {""}
    assert in_table <= rules, "The table names addresses that are gone."
    answered = {rule: kinds_of(rule, world) for rule in rules - in_table}
    assert {rule for rule, kinds in answered.items() if not kinds} == set(), "These never answered: tell what stands for their parts."
    assert {rule for rule, kinds in answered.items() if "text/html" in kinds} == set(), "These pages stand in no row of screens.py."


def kinds_of(rule: str, world: World) -> set[str]:
    """The media types with which this address answers anybody well."""
    session = world.at(Stage.VOTING)
    offer = session.offers_control().rsplit("/", 1)[1]
    over = world.at(Stage.CLOSED)
    tokens = [*(one.projector.rsplit("/", 1)[1] for one in (session, over)), offer]
    parts = {"code": [session.code], "session_id": [session.id, over.id], "token": tokens}
    parts |= {
        "version": ["0123456789ab"],
        "path:file": ["icon.svg"],
        "path:filename": ["icon.svg"],
        "names": ["tokens+base"],
        "what": ["csv"],
    }
    names = re.findall(r"<([^>]+)>", rule)
    kinds: set[str] = set()
    for values in product(*(parts.get(name, [""]) for name in names)):
        path = re.sub(r"<[^>]+>", "{}", rule).format(*values) + QUERIES.get(rule, "").format(
            poster=poster_of(world), session=world.at(Stage.REVEALED).id
        )
        kinds |= {kind for who in (world.fay, session.voters[0], world.stranger) if (kind := kind_of(path, who))}
    return kinds


def kind_of(path: str, who: Person) -> str:
    answer = who.get(path)
    return answer.headers.get("Content-Type", "").partition(";")[0] if answer.status_code == 200 else ""


# Every screen


@pytest.mark.parametrize(("screen", "theme", "language"), combinations())
def test_screen(glasses: Glasses, screen: Screen, theme: str, language: str) -> None:
    visitor = glasses.of(screen.device, theme, language)
    screen.reach(visitor)
    page = visitor.page
    wrong = [*frame_of(page, language), *words_of(page, language)]
    wrong += [f"smaller than {LEAST[screen.device]}: {one}" for one in page.evaluate(TOO_SMALL, LEAST[screen.device])]
    wrong += violations_on(page)
    assert wrong == [], "\n".join(["", *wrong])


def violations_on(page: Page) -> list[str]:
    """What axe-core finds. It comes in past the page's content policy, which lets no foreign script in."""
    page.evaluate(axe())
    found: list[str] = page.evaluate(RUN_AXE, [STANDARDS, list(UNWANTED)])
    return found


@cache
def axe() -> str:
    assert AXE.exists(), "axe-core is not installed here: make test does it."
    return AXE.read_text("utf-8")


def frame_of(page: Page, language: str) -> list[str]:
    """What is wrong with the page as a whole."""
    frame = page.evaluate(FRAME)
    wrong = {
        f"the page says it is in {frame['lang']!r}": frame["lang"] != language,
        "it has no title": not frame["title"],
        f"{frame['headings']} headings of the first level can be seen": frame["headings"] != 1,
        f"it is {frame['sideways']} px too wide": frame["sideways"] > 0,
    }
    return [sentence for sentence, is_so in wrong.items() if is_so]


def words_of(page: Page, language: str) -> list[str]:
    """Texts of a grid that are marked as another language than they are in; texts of the app that are not in the page's language."""
    marks, english = grid_texts(language), untranslated(language)
    wrong = []
    for one in page.evaluate(SAID):
        text, lang = one["text"], one["lang"]
        if marks.get(text, lang) != lang and not one["html"].startswith("<html"):  # a title can be marked as one language only
            wrong.append(f"marked as {lang}, is {marks[text]}: {text} in {one['html']}")
        if lang == language and any(message.fullmatch(text) for message in english):
            wrong.append(f"not in {language}: {text} in {one['html']}")
    return wrong


@cache
def grid_texts(language: str) -> dict[str, str]:
    """Each text of the grids in use → the language it is in, on a page in this language."""
    own = parse_grid(OWN_GRID.encode(), "own.yaml").grid
    return {
        text: grid.language for whole in (own, shipped_grid().grid) for grid in [whole.in_language(language)] for text in texts_of(grid)
    }


def texts_of(grid: Grid) -> set[str]:
    squares = {text for square in grid.squares for text in (square.text, square.short)}
    return {grid.title, grid.directions, *squares, *(choice.label for choice in grid.choices)}


@cache
def untranslated(language: str) -> list[re.Pattern[str]]:
    """Patterns of the original texts of the catalogue that read otherwise in this language."""
    if language == ORIGINAL:
        return []
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        messages = list(read_po(file, locale=language))
    said = [pair for message in messages if message.id for pair in pairs_of(message.id, message.string)]
    return [re.compile(pattern) for pattern in {pattern for one, other in said if one != other for pattern in patterns_of(one, other)}]


def pairs_of(originals: Any, translations: Any) -> list[tuple[str, str]]:
    """(original, translation), one pair for each form."""
    if isinstance(originals, str):
        return [(originals, str(translations))]
    return [(originals[0], translations[0]), (originals[1], translations[-1])]


def patterns_of(message: str, translation: str) -> Iterator[str]:
    """What each part of a message between two tags looks like on the page; not of those that stay, or are hardly more than a number."""
    for part in re.split(r"<[^>]+>", message):
        plain = re.sub(r"\s+", " ", part).strip()
        if plain not in translation and len(re.sub(r"%\(\w+\)s|[^A-Za-z]", "", plain)) >= 3:
            yield ".+".join(re.escape(piece) for piece in re.split(r"%\(\w+\)s", plain))
