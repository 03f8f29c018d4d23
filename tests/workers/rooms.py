"""Pages whose lines tell which worker has them; and such as do not say of which room a line is: they stay with whoever has the knock."""

import re
from typing import Any

from playwright.sync_api import Browser, Page

from tests.e2e.rooms import Room
from tests.real_server import RealServer
from tests.workers.running import owner

NO_WEBSOCKETS = "window.WebSocket = class { constructor() { throw new Error('blocked'); } };"
OF_NO_ROOM = """
  const ofNone = (url) => String(url).replace(/room=\\w+/, "room=");
  const open = XMLHttpRequest.prototype.open;
  XMLHttpRequest.prototype.open = function (method, url, ...more) { return open.call(this, method, ofNone(url), ...more); };
  window.WebSocket = class extends WebSocket { constructor(url, ...more) { super(ofNone(url), ...more); } };
"""


class RoomOfLines(Room):
    """`scripts`: run on each page before its own. `lines`: the ids of all that its pages have had."""

    def __init__(self, browser: Browser, server: RealServer, *scripts: str) -> None:
        super().__init__(browser, server)
        self._scripts, self.lines = scripts, set[str]()

    def page(self, size: dict[str, int], **options: Any) -> Page:
        page = super().page(size, **options)
        for script in self._scripts:
            page.add_init_script(script)
        page.on("request", lambda request: self._note(r"[?&]sid=([^&]+)", request.url))
        page.on("websocket", lambda line: line.on("framereceived", lambda said: self._note(r'^0\{"sid":"([^"]+)"', str(said))))
        return page

    def _note(self, pattern: str, said: str) -> None:
        if found := re.search(pattern, said):
            self.lines.add(found[1])

    def owners(self) -> set[str]:
        """The workers whose lines these are."""
        return {owner(line) for line in self.lines}
