"""The screens of what was: a poster that is brought in, the list of all sessions, two of them beside each other."""

from playwright.sync_api import expect

from pollapp.domain.stages import Stage
from tests.e2e.posters import poster_of
from tests.e2e.visiting import CONSOLE, Screen, Visitor, unfold

IMPORT, SESSIONS, COMPARE = "/import", "/sessions", "/compare"


def refused_counts(by: Visitor) -> None:
    page = unfold(by.facilitates(IMPORT))
    wrong = {"name": "wrong.csv", "mimeType": "text/csv", "buffer": b"id,green,red\n1,x,1\n99,1,1\nGiving a hugg,1,1\n"}
    page.locator("#counts_file").set_input_files(wrong)  # type: ignore[arg-type]
    page.locator(".open-button button").click()
    expect(page.locator("#refused-counts_file")).to_be_visible()


def all_kinds(by: Visitor, path: str = SESSIONS) -> None:
    for stage in (Stage.LOBBY, Stage.REVEALED, Stage.CLOSED):
        by.world.at(stage)
    assert by.world.rehearsal
    poster_of(by.world)
    by.facilitates(path)


def compared(by: Visitor, more: str = "") -> None:
    by.facilitates(f"{COMPARE}?one={poster_of(by.world)}&other={by.world.at(Stage.REVEALED).id}{more}")
    expect(by.page.locator(".comparison").first).to_be_visible()


def poster_console(by: Visitor) -> None:
    page = by.facilitates(f"/console/{poster_of(by.world)}")
    expect(page.locator("#board")).to_contain_text("%")
    unfold(page)


PAST_SCREENS = [
    Screen("import", IMPORT, "laptop", lambda by: by.facilitates(IMPORT)),
    Screen("import-unfolded", IMPORT, "phone", lambda by: unfold(by.facilitates(IMPORT))),
    Screen("import-refused", IMPORT, "laptop", refused_counts),
    Screen("sessions", SESSIONS, "laptop", all_kinds),
    Screen("sessions-phone", SESSIONS, "phone", all_kinds),
    Screen("sessions-none", SESSIONS, "phone", lambda by: by.goes(SESSIONS)),
    Screen("sessions-not-two", SESSIONS, "laptop", lambda by: all_kinds(by, COMPARE)),
    Screen("compare", COMPARE, "laptop", compared),
    Screen("compare-phone", COMPARE, "phone", lambda by: compared(by, "&order=difference")),
    Screen("console-poster", CONSOLE, "laptop", poster_console),
]
