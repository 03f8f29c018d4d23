"""The table of screens: every page of the app in every stage, reached as a person reaches it.

Tests of what holds on every screen go through this table (test_accessible.py). A stage, or an address that answers with a page,
fails a test there until it stands here; what is made from `Stage` here grows by itself.
"""

from playwright.sync_api import Page, expect

from pollapp.domain.stages import ROUND_OPEN, Stage
from tests.e2e.prepared import FILMED, Prepared
from tests.e2e.screens_past import PAST_SCREENS
from tests.e2e.screens_report import REPORT_SCREENS
from tests.e2e.screens_talk import TALK_SCREENS
from tests.e2e.visiting import CONSOLE, JOIN, OPEN, START, STEER, WALL, Screen, Visitor, types, unfold

# The start, the key, the form that opens a session


def refused_code(by: Visitor) -> None:
    types(by.goes("/"), "#code", "12")
    expect(by.page.locator("#code-refused")).to_be_visible()


def refused_key(by: Visitor) -> None:
    types(by.goes("/facilitate"), "#key", "not the key")
    expect(by.page.locator("#key-refused")).to_be_visible()


def refused_phrase(by: Visitor) -> None:
    types(by.goes("/recover"), "#phrase", "not the phrase")
    expect(by.page.locator("#phrase-refused")).to_be_visible()


def refused_minimum(by: Visitor) -> None:
    types(unfold(by.facilitates("/sessions/new")), "#minimum", "1000")
    expect(by.page.locator("#refused-minimum")).to_be_visible()
    unfold(by.page)


def refused_pick(by: Visitor) -> None:
    page = unfold(by.facilitates("/sessions/new"))
    page.locator("#set-picked").check()
    page.locator("[data-pick=none]").click()
    page.locator(".open-button button").click()
    expect(page.locator("#refused-squares")).to_be_visible()
    unfold(page)


def beside_a_class(by: Visitor) -> None:
    """What is said to whoever came back here from a console; here there is another session, too."""
    by.world.at(Stage.LOBBY)
    by.world.at(Stage.VOTING)
    expect(by.facilitates("/sessions/new").locator(".notice")).to_be_visible()


def refused_grid(by: Visitor) -> None:
    page = unfold(by.facilitates("/sessions/new"))
    wrong = {"name": "wrong.yaml", "mimeType": "application/yaml", "buffer": b"title: 7\nsquares: none\n"}
    page.locator("#grid_file").set_input_files(wrong)  # type: ignore[arg-type]
    page.locator(".open-button button").click()
    expect(page.locator("#refused-grid_file")).to_be_visible()


WITHOUT_A_SESSION = [
    Screen("start", START, "phone", lambda by: by.goes("/")),
    Screen("start-refused", START, "phone", refused_code),
    Screen("start-deleted", START, "phone", lambda by: by.goes("/?deleted=1")),
    Screen("start-facilitator", START, "laptop", lambda by: (by.world.at(Stage.LOBBY), unfold(by.facilitates("/")))),
    Screen("guide", "/guide", "laptop", lambda by: by.goes("/guide")),
    Screen("key", "/facilitate", "laptop", lambda by: by.goes("/facilitate")),
    Screen("key-refused", "/facilitate", "laptop", refused_key),
    Screen("recover", "/recover", "laptop", lambda by: by.goes("/recover")),
    Screen("recover-refused", "/recover", "phone", refused_phrase),
    Screen("open", OPEN, "laptop", lambda by: by.facilitates("/sessions/new")),
    Screen("open-unfolded", OPEN, "laptop", lambda by: unfold(by.facilitates("/sessions/new"))),
    Screen("open-unfolded-phone", OPEN, "phone", lambda by: unfold(by.facilitates("/sessions/new"))),
    Screen("open-refused-minimum", OPEN, "laptop", refused_minimum),
    Screen("open-refused-pick", OPEN, "laptop", refused_pick),
    Screen("open-refused-grid", OPEN, "laptop", refused_grid),
    Screen("open-beside-a-class", OPEN, "phone", beside_a_class),
    Screen("open-no-key", OPEN, "laptop", lambda by: by.goes("/sessions/new")),
    Screen("nothing-here", "", "phone", lambda by: by.goes("/nothing-here")),
    Screen("no-such-code", JOIN, "phone", lambda by: by.goes("/j/000000")),
]


# The phone


def done(by: Visitor, stage: Stage) -> None:
    session = by.world.at(stage)
    by.votes(session, session.voters[-1], "done")


def pressed_plainly(by: Visitor) -> None:
    session = by.world.at(Stage.VOTING)
    by.goes(f"{session.phone}?plain=1", session.voters[-1])


def nothing_yet(by: Visitor) -> None:
    session = by.world.at(Stage.VOTING)
    by.votes(session, session.joins(), "ballot")


def forgotten(by: Visitor) -> None:
    session = by.world.at(Stage.VOTING)
    page = by.votes(session, session.joins(), "ballot")
    page.locator("#ask-forget").click()
    page.locator("#forget").click()
    expect(page.locator('body[data-scene="over"]')).to_be_visible()


def deleted_under_a_phone(by: Visitor) -> None:
    session = by.world.fresh()
    page = by.votes(session, session.voters[0], "lobby")
    session.delete()
    expect(page.locator('body[data-scene="over"]')).to_be_visible()


def phone(by: Visitor, session: Prepared) -> Page:
    return unfold(by.votes(session, session.voters[0]))


def plain_phone(by: Visitor, session: Prepared) -> Page:
    return unfold(by.goes(f"{session.phone}?plain=1", session.voters[0]))


def blocked(by: Visitor) -> None:
    """What is offered after ten seconds without a line; here at once. How it comes about: test_without_javascript.py."""
    session = by.world.at(Stage.VOTING)
    by.votes(session, session.voters[0], "ballot").evaluate("document.getElementById('blocked').hidden = false")


def offline(page: Page, notice: str) -> None:
    """This page when its connection is lost, and says so in `notice`."""
    page.context.set_offline(True)
    expect(page.locator(notice)).to_be_visible()


PHONES = [
    *(Screen(f"phone-{stage}", JOIN, "phone", lambda by, stage=stage: phone(by, by.world.at(stage))) for stage in Stage),
    *(Screen(f"plain-{stage}", JOIN, "phone", lambda by, stage=stage: plain_phone(by, by.world.at(stage))) for stage in Stage),
    *(Screen(f"phone-done-{stage}", JOIN, "phone", lambda by, stage=stage: done(by, stage)) for stage in sorted(ROUND_OPEN)),
    *(
        Screen(f"phone-own-grid-{stage}", JOIN, "phone", lambda by, stage=stage: phone(by, by.world.own(stage)))
        for stage in (Stage.LOBBY, Stage.VOTING, Stage.REVEALED)
    ),
    Screen("plain-done", JOIN, "phone", pressed_plainly),
    Screen("phone-nothing-yet", JOIN, "phone", nothing_yet),
    Screen(
        "phone-late",
        JOIN,
        "phone",
        lambda by: by.goes(by.world.at(Stage.REVEALED).phone + "?late=2", by.world.at(Stage.REVEALED).voters[0]),
    ),
    Screen("phone-unprotected", JOIN, "phone", lambda by: phone(by, by.world.at(Stage.LOBBY, minimum_off="1"))),
    Screen("phone-rehearsal", JOIN, "phone", lambda by: phone(by, by.world.rehearsal)),
    Screen("phone-blocked", JOIN, "phone", blocked),
    Screen("phone-offline", JOIN, "phone", lambda by: offline(phone(by, by.world.at(Stage.VOTING)), "#line"), slow=True),
    Screen("phone-forgotten", JOIN, "phone", forgotten),
    Screen("phone-deleted", JOIN, "phone", deleted_under_a_phone),
    Screen("join", JOIN, "phone", lambda by: by.goes(by.world.at(Stage.LOBBY).phone)),
    Screen("join-own-grid", JOIN, "phone", lambda by: by.goes(by.world.own(Stage.LOBBY).phone)),
    Screen("join-locked", JOIN, "phone", lambda by: by.goes(by.world.locked.phone)),
    Screen("join-over", JOIN, "phone", lambda by: by.goes(by.world.at(Stage.CLOSED).phone)),
    Screen("join-unprotected", JOIN, "phone", lambda by: by.goes(by.world.at(Stage.LOBBY, minimum_off="1").phone)),
    Screen("join-rehearsal", JOIN, "phone", lambda by: by.goes(by.world.rehearsal.phone)),
]


# The projector


def deleted_under_a_projector(by: Visitor) -> None:
    session = by.world.fresh()
    page = by.looks(session)
    session.delete()
    expect(page.locator('body[data-scene="over"]')).to_be_visible()


PROJECTORS = [
    *(Screen(f"projector-{stage}", WALL, "projector", lambda by, stage=stage: by.looks(by.world.at(stage))) for stage in Stage),
    Screen("projector-live", WALL, "projector", lambda by: by.looks(by.world.at(Stage.VOTING, live="1"))),
    Screen("projector-agreement", WALL, "projector", lambda by: by.looks(by.world.by_agreement)),
    Screen("projector-locked", WALL, "projector", lambda by: by.looks(by.world.locked)),
    Screen("projector-own-grid", WALL, "projector", lambda by: by.looks(by.world.own(Stage.REVEALED))),
    Screen("projector-rehearsal", WALL, "projector", lambda by: by.looks(by.world.rehearsal)),
    Screen("projector-offline", WALL, "projector", lambda by: offline(by.looks(by.world.at(Stage.VOTING)), "#offline"), slow=True),
    Screen("projector-deleted", WALL, "projector", deleted_under_a_projector),
]


# The console


def pressed(by: Visitor, stage: Stage, button: str, then: str) -> None:
    """The console at this stage, everything unfolded, when `button` was pressed and `then` is there."""
    page = unfold(by.steers(by.world.at(stage)))
    page.locator(button).first.click()
    expect(page.locator(then)).to_be_visible()


def refused_by_the_console(by: Visitor) -> None:
    page = unfold(by.steers(by.world.at(Stage.LOBBY)))
    types(page, "#minimum", "1000")
    expect(page.locator("#minimum-note")).not_to_be_empty()


def shows_how_to_join(by: Visitor) -> None:
    by.steers(by.world.at(Stage.VOTING)).locator('[data-tab="join"]').click()
    expect(by.page.locator("#join-part")).to_be_visible()


def deleted_under_a_console(by: Visitor) -> None:
    session = by.world.fresh()
    page = by.steers(session)
    session.delete()
    expect(page.locator("#over")).to_be_visible()


def without_control(by: Visitor) -> None:
    by.goes(by.world.at(Stage.LOBBY).console)


CONSOLES = [
    *(Screen(f"console-{stage}", CONSOLE, "laptop", lambda by, stage=stage: by.steers(by.world.at(stage))) for stage in Stage),
    Screen("console-unfolded", CONSOLE, "laptop", lambda by: unfold(by.steers(by.world.at(Stage.REVEALED)))),
    *(Screen(f"console-phone-{stage}", CONSOLE, "phone", lambda by, stage=stage: unfold(by.steers(by.world.at(stage)))) for stage in Stage),
    Screen("console-live", CONSOLE, "laptop", lambda by: by.steers(by.world.at(Stage.VOTING, live="1"))),
    Screen("console-peeking", CONSOLE, "laptop", lambda by: pressed(by, Stage.VOTING, "#peek", '#cover[data-peeking="true"]')),
    Screen("console-keys", CONSOLE, "laptop", lambda by: pressed(by, Stage.LOBBY, "[data-keys]", "#keys-dialog")),
    Screen("console-delete", CONSOLE, "laptop", lambda by: pressed(by, Stage.VOTING, "#ask-delete", "#delete-dialog")),
    Screen("console-phrase", CONSOLE, "laptop", lambda by: pressed(by, Stage.LOBBY, "#phrase-show", "#phrase-part")),
    Screen("console-new-phrase", CONSOLE, "laptop", lambda by: pressed(by, Stage.LOBBY, "#phrase-new", "#phrase-ask")),
    Screen("console-refused", CONSOLE, "laptop", refused_by_the_console),
    Screen("console-joining", CONSOLE, "laptop", shows_how_to_join),
    Screen("console-locked", CONSOLE, "laptop", lambda by: unfold(by.steers(by.world.locked))),
    Screen("console-unprotected", CONSOLE, "laptop", lambda by: unfold(by.steers(by.world.at(Stage.LOBBY, minimum_off="1")))),
    Screen("console-agreement", CONSOLE, "laptop", lambda by: by.steers(by.world.by_agreement)),
    Screen("console-own-grid", CONSOLE, "laptop", lambda by: by.steers(by.world.own(Stage.REVEALED))),
    Screen("console-rehearsal", CONSOLE, "laptop", lambda by: by.steers(by.world.rehearsal)),
    Screen("console-offline", CONSOLE, "laptop", lambda by: offline(by.steers(by.world.at(Stage.VOTING)), "#offline"), slow=True),
    Screen("console-deleted", CONSOLE, "laptop", deleted_under_a_console),
    Screen("console-no-control", CONSOLE, "laptop", without_control),
]


# The film of a session that is over


def film(by: Visitor, path: str, *, control: bool = False, step: str = "") -> Page:
    """The film at this step, the first one if it is not said."""
    page = by.facilitates(path) if control else by.goes(path)
    page.locator("#at").wait_for()
    if step:
        page.locator("#at").fill(step)
    return page


def agreement_of_the_film(by: Visitor) -> None:
    film(by, f"{by.world.filmed.projector}/replay", step="2").locator('button[data-layer="agreement"]').click()


def film_of_a_deleted_session(by: Visitor) -> None:
    session = by.world.fresh(Stage.CLOSED, dots=FILMED)
    page = film(by, f"{session.console}/replay", control=True)
    page.locator('body[data-line="connected"]').wait_for(state="attached")
    session.delete()
    expect(page.locator('body[data-scene="over"]')).to_be_visible()


FILMS = [
    Screen("film-console", f"{CONSOLE}/replay", "laptop", lambda by: film(by, f"{by.world.filmed.console}/replay", control=True)),
    Screen("film-phone", f"{CONSOLE}/replay", "phone", lambda by: film(by, f"{by.world.filmed.console}/replay", control=True)),
    Screen("film-projector", f"{WALL}/replay", "projector", lambda by: film(by, f"{by.world.filmed.projector}/replay", step="2")),
    Screen("film-agreement", f"{WALL}/replay", "projector", agreement_of_the_film),
    Screen("film-deleted", f"{CONSOLE}/replay", "laptop", film_of_a_deleted_session),
    Screen("film-none-yet", f"{WALL}/replay", "projector", lambda by: by.goes(f"{by.world.at(Stage.VOTING).projector}/replay")),
]


# Control moves to a phone


def holds(by: Visitor, session: Prepared) -> str:
    """The console while the button of the QR code is held by keyboard: the path that the code means."""
    page = unfold(by.steers(session))
    page.locator("#handover-hold").focus()
    with page.expect_response(lambda answer: answer.url.endswith("/handover")) as answer:
        page.keyboard.down("Enter")
    expect(page.locator(".handover-sheet svg")).to_be_visible()
    return "/control/" + str(answer.value.json()["link"]).rsplit("/", 1)[1]


def asked_for_control(by: Visitor) -> None:
    path = holds(by, by.world.fresh())
    assert by.world.somebody().post(path).ok
    expect(by.page.locator("#handover-dialog")).to_be_visible()


def claimed(by: Visitor) -> None:
    by.goes(by.world.fresh().offers_control())
    by.page.locator("main form button").click()
    expect(by.page.locator("#number")).to_be_visible()


def claimed_by_another(by: Visitor) -> None:
    path = by.world.fresh().offers_control()
    assert by.world.somebody().post(path).ok
    by.goes(path)


HANDOVERS = [
    Screen("console-shows-the-code", CONSOLE, "laptop", lambda by: holds(by, by.world.fresh())),
    Screen("console-asks-for-control", CONSOLE, "laptop", asked_for_control),
    Screen("steer-from-here", STEER, "phone", lambda by: by.goes(by.world.fresh().offers_control())),
    Screen("steer-waiting", STEER, "phone", claimed),
    Screen("steer-another-was-quicker", STEER, "phone", claimed_by_another),
    Screen("steer-over", STEER, "phone", lambda by: by.goes("/control/nothing-of-the-kind")),
]

SCREENS = [*WITHOUT_A_SESSION, *PHONES, *PROJECTORS, *CONSOLES, *FILMS, *HANDOVERS, *TALK_SCREENS, *REPORT_SCREENS, *PAST_SCREENS]
