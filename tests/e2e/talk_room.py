"""A class that talks, in real browsers: what people do at the console and on phones, and what stands on the screens then."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.counting import CHOICES, Counts, Dots, percent
from tests.e2e.rooms import Phone, Room, data_block


class TalkRoom:
    """A session on some squares of the ethics grid in round 1, with a projector, and phones that have placed these dots."""

    def __init__(self, room: Room, squares: Sequence[int], people: Sequence[Dots]) -> None:
        self.fay = room.fay()
        self.fay.opens_a_session(picks(squares))
        self.squares = {square["id"]: square for square in self.fay.data["grid"]["squares"]}
        self.projector = self.fay.opens_the_projector()
        self.phones = [room.phone(self.fay.code) for _ in people]
        self.fay.presses_next("Open round 1")
        for phone, dots in zip(self.phones, people, strict=True):
            scene(phone.page, "ballot")
            phone.votes(dots)

    @property
    def console(self) -> Page:
        return self.fay.console

    def text(self, square: int) -> str:
        return str(self.squares[square]["text"])

    def short(self, square: int) -> str:
        return str(self.squares[square]["short"])

    def reveals(self) -> None:
        self.fay.presses_next("Close the round and reveal")
        scene(self.projector, "board")
        for phone in self.phones:
            scene(phone.page, "results")

    def talks_about(self, square: int, how: str = "Talk about") -> None:
        """By the next button, which has to propose this square; every screen follows."""
        self.fay.presses_next(f"{how}: {self.short(square)}")
        self.is_talking_about(square)

    def is_talking_about(self, square: int) -> None:
        expect(self.console.locator("#now")).to_contain_text(self.short(square))
        expect(self.projector.locator(".spotlight-text")).to_have_text(self.text(square))
        expect(self.projector.locator("#sentence")).to_have_text(re.compile(f"^Square {square} · "), use_inner_text=True)
        for phone in self.phones:
            expect(phone.page.locator("#spot-text")).to_have_text(self.text(square))

    def everybody_received(self) -> list[str]:
        """Every frame that came in on the projector or on a phone."""
        return [*self.fay.projector_received, *(frame for phone in self.phones for frame in phone.received)]


def picks(squares: Sequence[int]) -> Callable[[Page], None]:
    """Chooses these squares by hand, in the form that opens a session."""

    def choose(form: Page) -> None:
        form.get_by_text("Squares", exact=True).first.click()
        form.locator("#set-picked").check()
        form.locator("[data-pick=none]").click()
        for square in squares:
            form.locator(f'[name="squares"][value="{square}"]').check()

    return choose


def scene(page: Page, name: str) -> None:
    expect(page.locator(f'body[data-scene="{name}"]')).to_be_visible()


def steers_by_key(console: Page, key: str, button: str) -> None:
    """A presenter's clicker: the key counts once the button that it stands for has stood for a moment."""
    expect(console.locator(button)).not_to_have_attribute("aria-disabled", "true")
    console.keyboard.press(key)


# What stands on the projector


def shows_the_room(projector: Page, counts: Counts) -> None:
    """Every dot is drawn, and what they come to stands below, in numbers."""
    for choice, count in zip(CHOICES, counts, strict=True):
        expect(projector.locator(f'.dot-picture-dots[data-choice="{choice}"] > g')).to_have_count(count)
    expect(projector.locator(".dot-picture-count")).to_have_text([str(count) for count in counts])
    expect(projector.locator(".spotlight-word strong")).not_to_be_empty()
    expect(projector.locator(".spotlight-word")).to_contain_text(f"{percent(counts)}%")


def shows_nothing_of_the_room(projector: Page) -> None:
    expect(projector.locator(".spotlight-nothing")).to_be_visible()
    expect(projector.locator(".dot-picture-dots")).to_have_count(0)
    expect(projector.locator(".spotlight-word")).not_to_contain_text("%")


def has_the_bar(part: Locator, counts: Counts) -> None:
    """A bar with these counts, on the projector or a phone."""
    for choice, count in zip(CHOICES, counts, strict=True):
        segment = part.locator(f'.bar .segment[data-choice="{choice}"]')
        if count:
            expect(segment.locator('[data-part="count"]')).to_have_text(str(count))
        expect(segment).to_be_visible(visible=count > 0)


def shows_principles(projector: Page, cited: dict[int, int], people: int) -> None:
    """How many people cited each principle, of how many who cited any."""
    for number, count in cited.items():
        item = projector.locator(".spotlight-prompts li", has=projector.locator(".spotlight-number", has_text=re.compile(f"^{number}$")))
        expect(item.locator(".spotlight-cited")).to_have_text(re.compile(rf"\b{count}\b.*\b{people}\b"))
    expect(projector.locator(".spotlight-cited")).to_have_count(len(cited))


def numbers_in(part: Locator) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", part.inner_text())]


def listed(part: Locator) -> list[str]:
    """The squares in a column of the wrap-up."""
    return part.locator(".wrap-up-label").all_inner_texts()


# What people do on phones


def sees_dot_and_room(phone: Phone, own: str | None, counts: Counts) -> None:
    """The own dot in the spotlight, and beside it the room's."""
    now = phone.page.locator("#spot-outcome .outcome-now")
    expect(now.locator(f'[data-yours="{own or ""}"]')).to_be_visible()
    expect(now.locator("[data-yours]").filter(visible=True)).to_have_count(1)
    has_the_bar(now, counts)


def writes(phone: Phone, what: str, words: str) -> None:
    """Types a reason or a takeaway, and sends it."""
    box = phone.page.locator(f"#say-{what}")
    box.locator("textarea").fill(words)
    box.get_by_role("button", name="Send").click()


def sends(phone: Phone, what: str, words: str) -> None:
    """As `writes`, and the server has it."""
    writes(phone, what, words)
    expect(phone.page.locator(f'#say-{what} [data-part="sent"]')).to_be_visible()
    expect(phone.page.locator(f"#say-{what} textarea")).to_have_value("")


def is_refused(phone: Phone, what: str, words: str) -> None:
    """A sentence beside the field says why; what was typed stays in it."""
    writes(phone, what, words)
    told = phone.page.locator(f'#say-{what} [data-part="told"]')
    expect(told).to_have_attribute("data-status", "refused")
    expect(told.locator('[data-part="says"]')).not_to_be_empty()
    expect(phone.page.locator(f"#say-{what} textarea")).to_have_value(words)


def cites(phone: Phone, principle: int) -> None:
    chip = phone.page.locator("#principles .chip", has=phone.page.locator("b", has_text=re.compile(f"^{principle}$")))
    if not chip.is_visible():
        phone.page.locator('#principles [data-part="fold"] > summary').click()
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "true")


# What the facilitator does with what people wrote


def queued(console: Page, words: str) -> Locator:
    return console.locator(".queue [data-words]", has_text=words)


def judges(console: Page, words: str, button: str, state: str) -> None:
    """Presses this button (approve, hide, up, down) of what somebody wrote, which then is in this state."""
    queued(console, words).locator(f'button[data-part="{button}"]').click()
    expect(queued(console, words)).to_have_attribute("data-state", state)


def deletes(console: Page, words: str) -> None:
    """For good, and only after the question."""
    queued(console, words).locator('button[data-part="remove"]').click()
    queued(console, words).locator('button[data-part="remove-now"]').click()
    expect(queued(console, words)).to_have_count(0)


def opens_more(console: Page) -> None:
    if console.locator("#more").get_attribute("open") is None:
        console.locator("#more > summary").click()


def grid_labels(page: Page) -> list[str]:
    """What choices are called, however: what would give a colour away."""
    choices: list[dict[str, Any]] = data_block(page)["grid"]["choices"]
    return [word for choice in choices for word in (choice["key"], choice["name"], choice["label"])]
