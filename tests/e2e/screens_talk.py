"""The screens of the talk, for the table in screens.py: a square in the spotlight, the second look, the end."""

from playwright.sync_api import Page, expect

from pollapp.domain.stages import Stage
from tests.e2e.prepared import Prepared
from tests.e2e.talks import talks_of
from tests.e2e.visiting import CONSOLE, JOIN, WALL, Screen, Visitor, unfold

TALKS = ("spotlight", "withheld", "looking_again", "recalling", "looked_again", "spotlight_again", "wrapped_up", "taken_away")


def at(by: Visitor, talk: str) -> Prepared:
    session: Prepared = getattr(talks_of(by.world), talk)
    return session


def phone(by: Visitor, talk: str) -> Page:
    session = at(by, talk)
    return unfold(by.votes(session, session.voters[0]))


def plain_phone(by: Visitor, talk: str) -> Page:
    session = at(by, talk)
    return unfold(by.goes(f"{session.phone}?plain=1", session.voters[0]))


def talk_tab(by: Visitor, talk: str) -> Page:
    page = unfold(by.steers(at(by, talk)))
    tab = page.locator('[data-tab="talk"]')
    if tab.is_visible():
        tab.click()
    return page


def second_look(by: Visitor) -> None:
    page = unfold(by.steers(by.world.at(Stage.REVEALED)))
    page.locator("#ask-second-look").click()
    expect(page.locator("#second-look-dialog")).to_be_visible()


TALK_SCREENS = [
    *(Screen(f"phone-talk-{talk}", JOIN, "phone", lambda by, talk=talk: phone(by, talk)) for talk in TALKS),
    *(Screen(f"plain-talk-{talk}", JOIN, "phone", lambda by, talk=talk: plain_phone(by, talk)) for talk in TALKS),
    *(Screen(f"projector-talk-{talk}", WALL, "projector", lambda by, talk=talk: by.looks(at(by, talk))) for talk in TALKS),
    *(Screen(f"projector-talk-{talk}", WALL, "projector", lambda by, talk=talk: by.looks(at(by, talk))) for talk in ("lenses", "steps")),
    *(Screen(f"console-talk-{talk}", CONSOLE, "laptop", lambda by, talk=talk: talk_tab(by, talk)) for talk in TALKS),
    Screen("console-phone-talk", CONSOLE, "phone", lambda by: talk_tab(by, "spotlight")),
    Screen("console-second-look", CONSOLE, "laptop", second_look),
]
