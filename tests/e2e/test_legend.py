"""Below the projector's board and the film's: all that explains them is on the screen, and nothing that is not on the board."""

from itertools import product

import pytest
from playwright.sync_api import Page, expect

from pollapp.domain.stages import Stage
from pollapp.languages import languages
from tests.e2e.prepared import Prepared, World
from tests.e2e.rooms import PROJECTOR, Room

pytestmark = pytest.mark.e2e
SIZES = [(1920, 1080), (1366, 768), (1024, 768)]
CHOICES = ("green", "yellow", "red")
# Three people: one dot could change each word.
FEW = tuple({str(square): CHOICES[(square + person) % 3] for square in range(1, 25)} for person in range(3))
AGAIN = (1, 2, 3)
STAR = ".legend-fragile"
# How many lines the choices take, which of them touch each other, and what is not wholly inside the legend.
MEASURE = """() => {
  const legend = document.querySelector('.legend');
  const box = part => part.getBoundingClientRect();
  const edge = box(legend);
  const across = one => one.left >= edge.left && one.right <= Math.min(edge.right, innerWidth);
  const down = one => one.top >= edge.top - 1 && one.bottom <= edge.bottom + 1;
  const beside = (one, other) => one.right <= other.left || other.right <= one.left;
  const above = (one, other) => one.bottom < other.top - 1 || other.bottom < one.top - 1;
  const choices = [...legend.querySelectorAll('li')];
  const apart = (one, other) => beside(box(one), box(other)) || above(box(one), box(other));
  const parts = [...choices, ...legend.querySelectorAll('p, .legend-scale > span')].filter(part => part.checkVisibility());
  return {
    lines: new Set(choices.map(choice => box(choice).top)).size,
    touching: choices.filter((one, at) => !choices.slice(at + 1).every(other => apart(one, other))).map(one => one.textContent.trim()),
    cut: parts.filter(part => !across(box(part)) || !down(box(part))).map(part => part.textContent.trim()),
  };
}"""


@pytest.mark.parametrize("layer", ["votes", "agreement"])
def test_with_a_star_to_explain_the_choices_still_stand_in_one_line(world: World, room: Room, layer: str) -> None:
    session = world.fresh(Stage.REVEALED, dots=FEW, set="first-24")
    assert session.steers().send("arrange_board", layer=layer, order="grid")["ok"]
    projector = room.page(PROJECTOR)
    for language, size in product(languages(), SIZES):
        shows_the_star(projector, world, f"{session.projector}?lang={language}", size)
        is_whole(projector, lines=1 if language == "en" else 2)


def test_no_star_is_explained_where_none_is(world: World, room: Room) -> None:
    session = world.fresh(Stage.REVEALED, dots=FEW, set="first-24")
    projector = room.page(PROJECTOR)
    shows_the_star(projector, world, session.projector, SIZES[0])
    assert session.steers().send("wrap_up", from_="revealed")["ok"]
    expect(projector.locator("#wrap-up")).to_be_visible()
    expect(projector.locator(".legend")).to_be_visible()
    expect(projector.locator(STAR)).to_be_hidden()


def test_the_films_explains_a_star_and_a_bar_before_in_every_language(world: World, room: Room) -> None:
    session = looked_again(world)
    page = room.page(PROJECTOR)
    for language, size in product(languages(), SIZES):
        page.goto(f"{world.server.url}{session.projector}/replay?lang={language}")
        expect(page.locator("#at")).to_be_visible()
        page.keyboard.press("End")
        expect(page.locator(".legend-before")).not_to_be_empty()
        shows_the_star(page, world, "", size)
        is_whole(page, lines=1 if language == "en" and size != SIZES[-1] else 2)


def looked_again(world: World) -> Prepared:
    """A session that is over, of all squares, some of which were voted on twice."""
    session = world.fresh(Stage.REVEALED, dots=FEW, set="first-24")
    console = session.steers()
    assert console.send("open_second_look", from_="revealed", squares=list(AGAIN), recall="nothing")["ok"]
    for voter in session.voters:
        assert voter.post(f"{session.phone}/dots", **{"round": "2"} | {f"square-{square}": "green" for square in AGAIN}).ok
    for command, start in (("close_round", Stage.VOTING), ("close_session", Stage.REVEALED)):
        assert console.send(command, from_=start.value)["ok"], command
    return session


def shows_the_star(page: Page, world: World, path: str, size: tuple[int, int]) -> None:
    if path:
        page.goto(world.server.url + path)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    expect(page.locator(STAR)).to_be_visible()
    page.evaluate("document.fonts.ready")


def is_whole(page: Page, lines: int) -> None:
    """Nothing is cut off or touches another, and the choices take no more lines than that."""
    measured = page.evaluate(MEASURE)
    assert measured["lines"] <= lines, page.url
    assert (measured["cut"], measured["touching"]) == ([], []), page.url
