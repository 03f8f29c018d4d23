"""The pictures in the README and the guides, taken from a rehearsed session, so that they never lie: `make screenshots`."""

import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.e2e.rooms import LAPTOP, PHONE, PROJECTOR, QUIETLY, chromium, data_block
from tests.real_server import RealServer

HERE = Path(__file__).parent / "pictures"
DESK = {"width": 1100, "height": 1300}
SHOWN_ADDRESS = "http://192.168.1.5:8000"  # an example: a picture should not tell where it was taken


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = RealServer(Path(folder), "--public-url", SHOWN_ADDRESS)
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIETLY)
        try:
            rehearse(browser, server)
        finally:
            browser.close()
            server.stop()


def rehearse(browser: Browser, server: RealServer) -> None:
    console = browser.new_page(viewport=LAPTOP)
    console.goto(f"{server.url}/facilitate#key={server.key}")
    console.get_by_text("Choose the class").click()
    console.locator('select[name="pace"]').select_option("fast")
    console.get_by_role("button", name="Rehearse").click()
    page = data_block(console)
    projector = browser.new_page(viewport=PROJECTOR)
    projector.goto(server.url + page["urls"]["projector"])
    phone = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, device_scale_factor=2).new_page()
    phone.goto(f"{server.url}/j/{page['session']['code']}")
    phone.get_by_role("button", name="Join").click()
    expect(projector.locator("body")).to_contain_text("25 people", timeout=20_000)
    take(projector, "lobby")
    console.locator("#next").click()
    for square, choice in enumerate((0, 2, 1), 1):
        phone.locator(f'[data-square="{square}"] .target').nth(choice).click()
    time.sleep(20)  # the class votes
    phone.evaluate("scrollTo(0, 0)")
    take(phone, "phone")
    take(console, "console")
    console.locator("#next").click()
    expect(console.locator("#now")).to_contain_text("revealed")
    time.sleep(2)  # squares come to rest
    take(projector, "heatmap")
    console.get_by_role("button", name="Agreement", exact=True).click()
    console.get_by_role("button", name="Most disagreement").click()
    time.sleep(3)
    take(projector, "agreement")
    console.get_by_role("button", name="Votes", exact=True).click()
    console.get_by_role("button", name="Grid order").click()
    talk(console, projector, phone)
    projector.goto(f"{server.url}{page['urls']['projector']}?lang=es")
    projector.keyboard.press("d")
    time.sleep(2)
    take(projector, "heatmap-es-dark")
    afterwards(console, projector, server.url, page["urls"])


def talk(console: Page, projector: Page, phone: Page) -> None:
    """About the first square of the agenda; then a second look at what divides the room, and the end. Back to the board after that."""
    console.locator("#next").click()
    console.locator('[data-tab="talk"]').click()
    expect(console.locator("#queue-waiting li").nth(1)).to_be_visible(timeout=30_000)
    console.locator('#queue-waiting [data-part="approve"]').first.click()
    console.locator('#queue-approved [data-part="up"]').first.click()
    time.sleep(8)  # more people name principles
    take(projector, "spotlight")
    take(console, "talk")
    take(phone, "phone-talk")

    opens(console, "#ask-second-look")
    console.locator("#second-look-start").click()
    time.sleep(15)  # the class votes again
    console.locator("#next").click()
    expect(console.locator("#now")).to_contain_text("revealed")
    console.locator("#next").click()
    time.sleep(2)
    take(projector, "second-look")
    opens(console, "#wrap-now")
    time.sleep(2)
    take(projector, "wrap-up")
    console.locator("#back").click()
    console.locator('[data-tab="board"]').click()
    console.locator('[data-which="all"]').click()


def afterwards(console: Page, projector: Page, url: str, urls: dict[str, str]) -> None:
    """The session is closed: its film in the middle, and its report as somebody at a desk reads it."""
    opens(console, "#wrap-now")
    for name in ("Ask for takeaways", "Close the session"):
        expect(console.locator("#next")).to_have_text(name)
        console.locator("#next").click()
    expect(console.locator("#now")).to_have_text("The session is closed.")
    projector.goto(f"{url}{urls['projector']}/replay?lang=en")
    slider = projector.locator('input[type="range"]')
    expect(projector.locator("body")).to_contain_text("Step 1 of")
    slider.fill(str(int(slider.get_attribute("max") or 0) // 3))
    slider.blur()
    time.sleep(2)
    take(projector, "film")
    console.set_viewport_size(DESK)
    console.goto(f"{url}{urls['report']}")
    console.locator(".report-top").evaluate("top => top.remove()")
    take(console, "report")


def opens(console: Page, button: str) -> None:
    """What stands under More."""
    if not console.locator(button).is_visible():
        console.locator("#more > summary").click()
    console.locator(button).click()


def take(page: Page, name: str) -> None:
    HERE.mkdir(exist_ok=True)
    page.screenshot(path=HERE / f"{name}.png")
    print(f"docs/pictures/{name}.png")


if __name__ == "__main__":
    main()
