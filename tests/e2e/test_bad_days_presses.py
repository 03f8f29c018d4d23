"""Whoever presses twice: a double click on every button of the console, a key that is held down, a clicker that bounces.

Each of them is one effect: one command at most goes out, and none that was not pressed.
"""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from pollapp.domain.stages import Stage
from tests.e2e.bad_days import Laptop, nobody_in
from tests.e2e.prepared import Prepared, World
from tests.e2e.rooms import Room

pytestmark = pytest.mark.e2e

# Buttons that can be pressed now, by what stays the same about them; those in rows are looked at once, they are the same at every stage.
NEXT_BUTTON = """([done, rows]) => {
  document.querySelectorAll('[data-under-the-pointer]').forEach(one => one.removeAttribute('data-under-the-pointer'));
  document.getElementById('more').open = true;
  if (rows) document.querySelectorAll('.row').forEach(row => { row.removeAttribute('name'); row.open = true; });
  const name = (one) => one.id || JSON.stringify({...one.dataset, of: (one.closest('[data-square], [data-words]') || one).dataset,
    says: one.getAttribute('aria-label') || one.textContent.trim()});
  const shown = [...document.querySelectorAll('.console button, .console summary:not(.row > summary), .console-top button')]
    .filter(one => one.offsetParent && one.checkVisibility() && !one.disabled && one.getAttribute('aria-disabled') !== 'true'
      && (rows || !one.closest('.rows')) && !one.closest('form[action]:not(#keep-form)'));
  const tabsLast = [...shown.filter(one => !one.dataset.tab), ...shown.filter(one => one.dataset.tab)]; // each hides the others' buttons
  const next = tabsLast.find(one => !done.includes(name(one)));
  if (!next) return null;
  const found = name(next);
  next.dataset.underThePointer = '';
  return found;
}"""
ALL = bool(os.environ.get("POLLAPP_TEST_ALL"))
MOST_BUTTONS, MOST_GONE = 60, 10
LEAVE = ("phrase-make",)  # a new phrase shuts out the person who made this session for the test


class Presses:
    """Presses every button that a console shows, one after the other; `made` gives it a session of its own each time it has moved on."""

    def __init__(self, room: Room, made: Callable[[], Prepared], rows: bool = False) -> None:
        self._room, self._made, self._rows = room, made, rows
        self.done: list[str] = list(LEAVE)
        self.gone_again = 0
        self._open()

    def _open(self) -> None:
        self.fay = Laptop(self._room, self._made())
        self.now = self.fay.page.locator("#now").text_content() or ""

    def all(self) -> list[str]:
        """Until there is none left: what they were."""
        while name := self.fay.page.evaluate(NEXT_BUTTON, [self.done, self._rows]):
            assert len(self.done) < MOST_BUTTONS, self.done
            if self._one(name):
                self.done.append(name)
        return [name for name in self.done if name not in LEAVE]

    def _one(self, name: str) -> bool:
        """Whether it could be pressed: what the press before has led to may have taken it away just now."""
        page, before = self.fay.page, len(self.fay.sent)
        try:
            page.locator("[data-under-the-pointer]").dblclick(timeout=2000)
        except TimeoutError:
            self.gone_again += 1
            assert self.gone_again < MOST_GONE, name
            return False
        self.fay.is_answered()
        sent = self.fay.sent[before:]
        assert len(sent) <= (2 if '"repeats"' in name else 1), (name, sent)
        assert "close_session" not in sent or name == "next"
        if page.locator("dialog[open]").count():
            assert not sent, (name, sent)
            page.keyboard.press("Escape")
        if sent and self._moved(page):
            self.fay.page.context.close()
            self._room.contexts.remove(self.fay.page.context)
            self._open()
        return True

    def _moved(self, page: Page) -> bool:
        return (page.locator("#now").text_content() or "") != self.now


def _at(world: World, stage: Stage) -> Prepared:
    """A session at this stage. Where nobody has joined, no press waits for phones."""
    if stage not in (Stage.LOBBY, Stage.VOTING):
        return world.fresh(stage)
    session = nobody_in(world)
    if stage is Stage.VOTING:
        assert session.steers().send("open_round", from_="lobby")["ok"]
    return session


STAGES = [Stage.LOBBY, Stage.VOTING, Stage.REVEALED, Stage.TAKEAWAYS, *([Stage.UNVEILING] if ALL else [])]  # the last takes longest


@pytest.mark.parametrize("stage", STAGES)
def test_a_double_click_on_every_button(room: Room, world: World, stage: Stage) -> None:
    presses = Presses(room, lambda: _at(world, stage), rows=stage is Stage.LOBBY)
    pressed = presses.all()
    assert "next" in pressed
    if stage is Stage.VOTING:
        assert {"peek", "unveil-all", "reveal-open"} <= set(pressed)
    if stage is Stage.LOBBY:
        assert {"lock", "live", "ask-delete", "phrase-show", "phrase-new"} <= set(pressed)


def test_keys_that_are_held_and_a_clicker_that_bounces(room: Room, world: World) -> None:
    fay = Laptop(room, nobody_in(world))
    fay.opens("details:has(#live)")
    fay.page.locator("#live").focus()
    for _ in range(5):
        fay.page.keyboard.down("Enter")
    fay.page.keyboard.up("Enter")
    fay.is_answered()
    assert fay.sent == ["change_settings"]
    fay.page.locator("#now").focus()
    fay.page.keyboard.press("PageDown")
    fay.page.keyboard.press("PageDown")
    for _ in range(5):
        fay.page.keyboard.down("PageDown")
    fay.page.keyboard.up("PageDown")
    fay.now("People are voting.")
    fay.is_answered()
    assert fay.sent == ["change_settings", "open_round"]
    expect(fay.page.locator("#now")).to_have_text("People are voting.")
