"""Bad days of a facilitator: a lid that closes, two consoles, a screen that everybody sees, a reveal too early, the wrong session."""

import pytest
from playwright.sync_api import Page, expect

from pollapp.codes import spoken
from pollapp.domain.stages import Stage
from tests.e2e.bad_days import Ears, Laptop, lend, nobody_in, phone_of, projector_of
from tests.e2e.prepared import World
from tests.e2e.rooms import Room, told, until

pytestmark = pytest.mark.e2e

REVEALED = "The round is closed and revealed."
ALREADY = "This step was already done, from another console or by a press before: yours changed nothing."


# The lid


def test_a_lid_that_was_closed_while_another_console_went_on(room: Room, world: World) -> None:
    """What was pressed on the sleeping laptop was meant for a place that is over: it shows nothing and closes nothing."""
    session = world.fresh(Stage.REVEALED)
    fay, other = Laptop(room, session), session.steers()
    fay.opens("details:has(#live)")
    fay.closes_its_lid()
    fay.page.locator("#next").click()  # puts a square into the spotlight, if it is still the next thing
    fay.page.locator("#live").click()
    fay.page.keyboard.press("PageDown")
    assert other.send("open_second_look", from_="revealed", squares=[1], recall="nothing")["ok"]
    fay.opens_its_lid()
    fay.now("People are voting.")
    expect(fay.page.locator("#live-note")).to_have_text(
        "The session has moved on meanwhile: this was not changed. Press again if you still want it."
    )
    fay.is_answered()
    view = other.until("view", lambda view: view["stage"] == "voting" and view["consoles"] == 2)
    assert (view["live"], view["spotlight"], view["round"]) == (False, None, 2)


def test_a_round_is_not_closed_by_a_press_from_before(room: Room, world: World) -> None:
    session = world.fresh(Stage.VOTING)
    fay = Laptop(room, session)
    fay.closes_its_lid()
    fay.page.locator("#next").click(force=True)
    expect(fay.page.locator("#offline")).to_contain_text("No connection to the server.")
    expect(fay.page.locator("#next-waiting")).to_have_text("Wait for the connection: phones still hold dots that would not count.")
    fay.opens_its_lid()
    fay.page.keyboard.press("PageDown")  # at once: phones behind the same break are only just coming back
    fay.now("People are voting.")
    expect(fay.page.locator("#next-waiting")).to_have_text("The phones are sending what was tapped meanwhile.")
    fay.is_answered()
    assert fay.sent == []


def test_without_a_line_the_console_claims_nothing_and_says_what_waits(room: Room, world: World) -> None:
    """Nobody peeks then, nobody is called online, and an order says that it waits."""
    session = world.fresh(Stage.VOTING)
    fay = Laptop(room, session)
    online = fay.page.locator(".turnout [data-present]")
    expect(online).to_have_text("0")
    fay.opens("details:has(#lock)")
    fay.closes_its_lid()
    fay.page.locator("#lock").click()
    expect(fay.page.locator("#joining-note")).to_have_text("Waiting for the connection.")
    expect(fay.page.locator("#offline")).to_be_visible()
    expect(online).to_have_text("–")
    expect(fay.page.locator("#peek")).to_have_attribute("aria-disabled", "true")
    expect(fay.page.locator("#cover-why")).to_contain_text("A peek needs the connection.")
    fay.page.locator("#peek").click(force=True)
    expect(fay.page.locator("#cover-what")).to_have_text("Heatmap covered.")
    fay.opens_its_lid()
    expect(fay.page.locator("#joining-now")).to_have_text("locked")
    expect(fay.page.locator("#joining-note")).to_have_text("")
    expect(online).to_have_text("0")
    expect(fay.page.locator("#cover-why")).not_to_contain_text("connection")
    fay.page.locator("#peek").click()
    expect(fay.page.locator("#board")).to_contain_text("%")
    expect(fay.page.locator(".arranging-why > :empty").first).to_be_attached()
    no_gap = "hints => hints.every(hint => !hint.getClientRects().length)"
    assert fay.page.locator(".arranging-why > :empty").evaluate_all(no_gap)


def test_a_file_that_could_not_be_made_is_no_news_for_long(room: Room, world: World) -> None:
    """It lies over the panel while the server is away, and over nothing once it is back for a while; the next stage forgets it."""
    session = world.fresh(Stage.REVEALED)
    fay = Laptop(room, session, lambda page: page.clock.install())
    fay.opens("#results-row")
    note, now = fay.page.locator("[data-take-home] .note"), fay.page.locator(".take-home-now")
    fay.closes_its_lid()
    fay.page.get_by_role("button", name="Report (PDF)", exact=True).click()
    expect(note).to_have_text("The file could not be made. Is the server running? Try again.")
    expect(now).to_have_css("position", "sticky")
    fay.opens_its_lid()
    expect(note).to_have_text("The server answers again: press once more for the file.")
    fay.page.clock.fast_forward(11_000)
    expect(now).to_have_css("position", "static")
    assert session.steers().send("wrap_up", from_="revealed")["ok"]
    fay.now("Wrapping up: where the room agrees, and where not.")
    expect(note).to_have_text("")


def test_a_console_that_is_loaded_during_a_round_may_close_it_at_once(room: Room, world: World) -> None:
    fay = Laptop(room, world.fresh(Stage.VOTING))
    expect(fay.page.locator("#next-waiting")).to_have_text("")
    fay.page.locator("#next").click()
    fay.now(REVEALED)


def test_a_new_projector_link_is_told_once_where_it_is_opened(room: Room, world: World) -> None:
    session = world.fresh(Stage.VOTING)
    fay = Laptop(room, session)
    fay.opens("#projector-row")
    old = fay.page.locator("#projector-address").input_value()
    fay.page.locator("#projector-row form button").click()
    said = fay.page.locator("#projector-new")
    expect(said).to_have_text("The new link is there, and the pages of the old one have ended. Open the projector again from here.")
    expect(said).to_be_in_viewport()
    assert fay.page.locator("#projector-address").input_value() != old
    fay.page.reload()
    expect(fay.page.locator("#projector-row")).to_have_attribute("open", "")
    expect(said).to_have_text("")


# Two consoles


def test_two_consoles_press_next_at_once(room: Room, world: World) -> None:
    """The second one has not heard yet of what the first one did: one step happens, and it is told so."""
    session, ears = nobody_in(world), Ears()
    first, second = Laptop(room, session), Laptop(room, session, ears.of)
    for laptop in (first, second):
        expect(laptop.page.locator("#line")).to_have_text("Connected · 1 other console")
    ears.hears = False
    first.page.locator("#next").click()
    first.now("People are voting.")
    second.page.locator("#next").click()
    until(lambda: second.page.evaluate("true") and any("moved_on" in str(frame) for _, frame in ears.waiting))
    ears.open()
    second.now("People are voting.")
    expect(second.page.locator("#next-overtaken")).to_have_text(ALREADY)
    expect(first.page.locator("#next-overtaken")).to_have_text("")
    first.now("People are voting.")
    second.page.goto("about:blank")
    expect(first.page.locator("#line")).to_have_text("Connected")


def test_two_consoles_write_on_one_note_at_once(room: Room, world: World) -> None:
    session, ears = world.fresh(Stage.REVEALED), Ears()
    steer = session.steers()
    assert steer.send("move_spotlight", from_square=None, square=1)["ok"]
    first, second = Laptop(room, session), Laptop(room, session, ears.of)
    expect(second.page.locator("#note")).to_be_visible()
    ears.hears = False
    first.page.locator("#note").fill("Ask the quieter side.")
    expect(first.page.locator("#note-status")).to_have_text("Saved")
    second.page.locator("#note").fill("Who decides?")
    until(lambda: second.page.evaluate("true") and any("note_changed" in str(frame) for _, frame in ears.waiting))
    ears.open()
    for laptop in (first, second):
        expect(laptop.page.locator("#note")).to_have_value("Ask the quieter side.\nWho decides?")
    expect(second.page.locator("#note-status")).to_have_text("Saved")


def test_two_consoles_set_the_same_things(room: Room, world: World) -> None:
    """How long it is kept, the agenda, the minimum: each sees what the other one did, and so does the lobby on the projector."""
    session = nobody_in(world)
    first, second, projector = Laptop(room, session), Laptop(room, session), projector_of(room, session)
    for laptop in (first, second):
        laptop.opens("#keep-row")
    first.page.locator("#keep-form").get_by_label("until I delete it").check()
    first.page.locator("#keep-form button").click()
    expect(second.page.locator("#keep-now")).to_have_text("until you delete it")
    expect(second.page.locator('#keep-form [value="forever"]')).to_be_checked()
    expect(projector.locator("#kept")).to_have_text("Dots are kept until the facilitator deletes them.")
    second.page.locator("#keep-form").get_by_label("24 hours").check()
    second.page.locator("#keep-form button").click()
    expect(first.page.locator("#keep-now")).not_to_have_text("until you delete it")
    expect(projector.locator("#kept")).to_contain_text(", then deleted.")
    for laptop, minimum in ((first, "5"), (second, "7")):
        laptop.opens("details:has(#minimum-form)")
        laptop.page.locator("#minimum").fill(minimum)
    for laptop in (first, second):
        laptop.page.locator("#minimum-form button").click()
    expect(first.page.locator("#minimum-now")).to_have_text("from 7 dots on")
    expect(second.page.locator("#minimum-now")).to_have_text("from 7 dots on")


# A screen that everybody sees


@pytest.mark.parametrize("stage", [Stage.LOBBY, Stage.VOTING, Stage.HIDDEN])
def test_a_mirrored_console_tells_nothing_before_the_reveal(room: Room, world: World, stage: Stage) -> None:
    session = world.at(stage)
    fay = Laptop(room, session)
    fay.opens("#phrase-row")
    written = fay.page.content()
    assert all(view["results"] is None for view in told(fay.received, "view"))
    assert told(fay.received, "view")
    for secret in ("#phrase=", "/control/", world.server.key):
        assert secret not in written
    expect(fay.page.locator("#board")).not_to_contain_text("%")
    expect(fay.page.locator(".handover-sheet")).to_have_count(0)
    expect(fay.page.locator("#phrase-text")).to_be_hidden()
    if stage is Stage.LOBBY:
        return
    fay.page.locator("#peek").click()
    expect(fay.page.locator("#board")).to_contain_text("%")
    expect(fay.page.locator("#cover-what")).to_have_text("You are peeking: this screen may be on the projector.")
    fay.page.locator("#peek").click()
    expect(fay.page.locator("#board")).not_to_contain_text("%")
    assert "%" not in (fay.page.locator("#stage").text_content() or "")


# A reveal too early


def space_above(page: Page, lower: str, upper: str) -> float:
    """CSS pixels between the two."""
    one, other = (page.locator(where).bounding_box() for where in (lower, upper))
    assert one
    assert other
    return one["y"] - other["y"] - other["height"]


def takes_back(fay: Laptop, projectors: list[Page], phones: list[Page], sentence: str) -> None:
    fay.page.locator("#back").click()
    fay.now(sentence)
    expect(fay.page.locator("#taken-back")).to_contain_text("A reveal was taken back")
    for projector in projectors:
        expect(projector.locator("#board")).not_to_contain_text("%")
        assert "%" not in (projector.locator("#board").text_content() or "")
    for phone in phones:
        expect(phone.locator('[data-part="room"]').filter(visible=True)).to_have_count(0)


def test_a_reveal_too_early_is_taken_back_everywhere_and_voting_goes_on(room: Room, world: World) -> None:
    session = world.fresh(Stage.SHOWING)
    fay = Laptop(room, session)
    projectors = [projector_of(room, session) for _ in range(2)]
    phone = phone_of(room, session, session.voters[0])
    for projector in projectors:
        expect(projector.locator("#board")).to_contain_text("%")
    takes_back(fay, projectors, [phone], "People are voting.")
    late = phone_of(room, session, session.joins())
    late.locator('[data-square="1"] .target[data-choice="red"]').click()
    expect(late.locator('[data-square="1"] [data-part="status"]')).to_have_text("Saved")
    assert "%" not in (late.locator("body").text_content() or "")


def test_a_round_closed_too_early_is_covered_by_the_key_at_hand(room: Room, world: World) -> None:
    """The clicker goes back within ten seconds; what comes next is to reveal, and nothing else does it."""
    session = world.fresh(Stage.VOTING)
    fay, projector = Laptop(room, session), projector_of(room, session)
    phone = phone_of(room, session, session.voters[0])
    assert session.steers().send("close_round", from_="voting")["ok"]
    fay.now(REVEALED)
    expect(projector.locator("#board")).to_contain_text("%")
    expect(phone.locator("body")).to_have_attribute("data-scene", "results")
    expect(fay.page.locator("#back")).to_have_text("Take back the reveal")
    expect(fay.page.locator("#back.small-button:not(.link)")).to_be_visible()  # for as long as the key at hand does the same
    expect(fay.page.locator("#back")).not_to_have_attribute("aria-disabled", "true")
    assert space_above(fay.page, "#back", "#next-then") >= 8
    fay.page.keyboard.press("PageUp")
    fay.now("The round is closed. Nothing is revealed.")
    expect(projector.locator("body")).to_have_attribute("data-scene", "covered")
    assert "%" not in (projector.locator("#board").text_content() or "")
    expect(phone.locator("body")).to_have_attribute("data-scene", "hidden")
    fay.page.reload()
    fay.now("The round is closed. Nothing is revealed.")


# The wrong session


def test_the_wrong_session_is_not_deleted_by_accident(room: Room, world: World) -> None:
    """It is asked first, with its code and its people; held and doubled presses do not answer; then every page ends clearly."""
    session = world.fresh(Stage.VOTING)
    fay, other = Laptop(room, session), Laptop(room, session)
    projector, phone = projector_of(room, session), phone_of(room, session, session.voters[0])
    fay.opens("#keep-row")
    dialog = fay.page.locator("#delete-dialog")
    fay.page.locator("#ask-delete").dblclick()
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text(f"Delete session {spoken(session.code)}?")
    expect(dialog).to_contain_text("All dots and words of 4 people")
    fay.page.keyboard.press("Escape")
    fay.page.locator("#ask-delete").focus()
    for _ in range(4):
        fay.page.keyboard.down("Enter")  # as a held key repeats
    fay.page.keyboard.up("Enter")
    expect(dialog).to_be_visible()
    expect(fay.page.locator("#keep")).to_be_focused()
    fay.page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    other.now("People are voting.")

    fay.page.locator("#ask-delete").click()
    dialog.get_by_role("button", name="Delete it for good").dblclick()
    expect(fay.page.locator("body")).to_contain_text("The session was deleted, with everything in it.")
    expect(other.page.locator("#over-heading")).to_have_text("This session was deleted.")
    for page in (projector, phone):
        expect(page.locator("body")).to_have_attribute("data-scene", "over")
    fay.page.go_back()
    expect(fay.page.locator("body")).to_contain_text("This session was deleted")
    other.page.reload()
    expect(other.page.locator("body")).to_contain_text("This session was deleted")


# Reloading, again and again


def test_every_stage_outlives_reloading_and_going_back(room: Room, world: World) -> None:
    page = room.page({"width": 1366, "height": 768})
    for stage in Stage:
        session = world.at(stage)
        lend(page, world.fay)
        page.goto(world.server.url + session.console)
        expect(page.locator("#line")).to_have_attribute("data-line", "connected")
        now = page.locator("#now").text_content() or ""
        page.reload()
        page.goto(world.server.url + "/guide")
        page.go_back()
        expect(page.locator("#line")).to_have_attribute("data-line", "connected")
        expect(page.locator("#now")).to_have_text(now)
