"""Somebody at a keyboard who hears the page: what has the focus, how it is called, and whether its focus can be seen."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.e2e.test_adapting import COVERED

# The focus is drawn: around the control itself, around the card of a radio button, or around what a control's ::after covers.
DRAWN = """() => {
  const focused = document.activeElement;
  const card = focused.closest('.target');
  const seen = [focused, card, card && card.querySelector('.face')].filter(Boolean).map(one => getComputedStyle(one));
  seen.push(getComputedStyle(focused, '::after'));
  return seen.some(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
}"""
FOCUSED = "document.activeElement"
MOST_STEPS = 120


@dataclass(frozen=True)
class Heard:
    """What a screen reader is told about one element, by the browser's accessibility tree."""

    role: str
    name: str
    description: str


class Keyboard:
    def __init__(self, page: Page) -> None:
        self.page = page
        self._tree = page.context.new_cdp_session(page)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def hears(self, expression: str = FOCUSED) -> Heard:
        """What is told about the element that this JavaScript gives: what has the focus, unless it is said."""
        self.page.wait_for_function(FOCUSED)  # while a page is on its way, nothing has the focus
        found = self._tree.send("Runtime.evaluate", {"expression": expression})["result"]
        [node, *_] = self._tree.send("Accessibility.getPartialAXTree", {"objectId": found["objectId"], "fetchRelatives": False})["nodes"]
        said = {part: str(node.get(part, {}).get("value", "")) for part in ("role", "name", "description")}
        return Heard(**said)

    def group(self) -> Heard:
        """The group of what has the focus."""
        return self.hears(f"{FOCUSED}.closest('fieldset, [role=group], [role=radiogroup]')")

    def goes_to(self, name: str, role: str = "", key: str = "Tab") -> Heard:
        """Press Tab until something with this name has the focus. All that is passed has a name, and its focus can be seen."""
        passed = []
        for _ in range(MOST_STEPS):
            self.press(key)
            heard = self.hears()
            if heard.role in ("RootWebArea", "none", "generic"):
                continue  # between the end of the page and its beginning
            passed.append(heard)
            assert heard.name, heard
            assert self.page.evaluate(DRAWN), f"The focus cannot be seen on {heard}."
            assert self.page.evaluate(COVERED) == "", heard
            if re.fullmatch(name, heard.name) and role in ("", heard.role):
                return heard
        raise AssertionError(f"{name!r} is not reached: {passed}")

    def presses(self, name: str, key: str = "Enter", way: str = "Tab") -> None:
        """Go to the control with this name, wait until its press counts, and press it."""
        self.goes_to(name, key=way)
        expect(self.page.locator(":focus")).not_to_have_attribute("aria-disabled", "true")
        self.press(key)
