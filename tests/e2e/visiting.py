"""How a person reaches a screen: somebody who can be anybody, and goes, votes, steers or looks. See screens.py for the table."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.e2e.prepared import Prepared, World
from tests.e2e.rooms import LAPTOP, PHONE, PROJECTOR
from tests.live.over_the_network import Person

DEVICES = {
    "phone": {"viewport": PHONE, "is_mobile": True, "has_touch": True},
    "laptop": {"viewport": LAPTOP},
    "projector": {"viewport": PROJECTOR},
}
START, OPEN, JOIN, CONSOLE, STEER = "/", "/sessions/new", "/j/<code>", "/console/<session_id>", "/control/<token>"
WALL = "/projector/<token>"


class Visitor:
    """A browser page that can be anybody's: it takes on the cookies of a person, and looks."""

    def __init__(self, world: World, page: Page, theme: str) -> None:
        self.world, self.page, self._theme = world, page, theme

    def goes(self, path: str, who: Person | None = None) -> Page:
        """To this path, as this person; as a stranger when it is nobody."""
        self.page.keyboard.up("Enter")  # whoever was here before may have held it, or have lost the connection
        self.page.context.set_offline(False)
        self.page.context.clear_cookies()
        jar = (who or self.world.stranger).web.cookies
        cookies = [{"name": one.name, "value": one.value, "domain": one.domain, "path": one.path} for one in jar]
        chosen = {"name": "projector_theme", "value": self._theme, "domain": "127.0.0.1", "path": "/projector"}
        self.page.context.add_cookies([*cookies, chosen])  # type: ignore[list-item]
        self.page.goto(self.world.server.url + path)
        return self.page

    def facilitates(self, path: str) -> Page:
        return self.goes(path, self.world.fay)

    def steers(self, session: Prepared) -> Page:
        """At its console, with a live connection."""
        page = self.facilitates(session.console)
        page.locator('#line[data-line="connected"]').wait_for(state="attached")
        return page

    def votes(self, session: Prepared, who: Person, scene: str = "") -> Page:
        """On the phone of one who joined; `scene`: what it has to show."""
        page = self.goes(session.phone, who)
        page.locator(f'body[data-scene="{scene}"]' if scene else "body[data-scene]").wait_for()
        return page

    def looks(self, session: Prepared) -> Page:
        """At its projector."""
        page = self.goes(session.projector)
        page.locator("body[data-scene]").wait_for()
        return page


@dataclass(frozen=True)
class Screen:
    """`rule`: the address it belongs to, as Flask writes it; "" when to none. `reach` brings a visitor there; `slow`: in seconds."""

    name: str
    rule: str
    device: str
    reach: Callable[[Visitor], object]
    slow: bool = False


def unfold(page: Page) -> Page:
    """Everything that is folded up; also what else would fold up then."""
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.removeAttribute('name'); part.open = true; })")
    return page


def types(page: Page, field: str, text: str) -> None:
    """Fill in a form's field, and send the form."""
    page.locator(field).fill(text)
    page.locator(field).press("Enter")
