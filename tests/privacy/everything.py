"""One class in which everything happens that a server could be tempted to write down."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import expect

from pollapp.exports.formats import FORMATS
from tests.e2e.rooms import Room
from tests.live.lines import new_id
from tests.live.over_the_network import PATIENCE
from tests.privacy.everybody import Everybody
from tests.privacy.searching import Written, unpacked
from tests.privacy.strangers import strangers_try
from tests.privacy.watched import WatchedServer

CHOICES = ("green", "yellow", "red")
TYPED = "I asked who gains by it."


class Everything(Everybody):
    """`known`: whom it might tell on. `exported`: every file that was taken home."""

    def __init__(self, server: WatchedServer, room: Room | None) -> None:
        super().__init__(server, room)
        self.exported: dict[str, bytes] = {}

    def runs(self) -> None:
        self._opens()
        self.everybody_joins()
        self._votes()
        strangers_try(self.zed, self.known, self.id)
        self.server.look("while it ran")
        self.known.moments.append(time.time())
        self.server.kill()
        self.server.look("after it was killed")
        self.server.says_all()
        self.server.start()
        self._all_are_back()
        strangers_try(self.zed, self.known, self.id)
        self._people_change()
        self._talks()
        self._takes_home()
        self.everybody_is_known()
        self.server.look("at the end")
        self.hangs_up()
        assert self.server.stop() == 0
        self.server.look("after it had stopped")

    def _opens(self) -> None:
        self.fay.post("/facilitate", key=self.server.key)
        self.console = "/" + self.fay.post("/sessions").url.split("/", 3)[3]
        page = self.fay.page(self.console)
        self.code, self.id, self.urls = page["session"]["code"], page["session"]["id"], page["urls"]
        opened = int(time.time())
        while int(time.time()) == opened:  # when it was opened is kept, and when anybody joined is another second
            time.sleep(0.02)
        self.known.moments.append(opened + 1)

    def _votes(self) -> None:
        assert self.steering.send("open_round", from_="lobby")["ok"]
        for at, phone in enumerate(self.phones[:-1]):
            phone.until("view", lambda view: view["stage"] == "voting")
            answers = phone.places(*((square, CHOICES[(at + square) % 3]) for square in range(1, 8)))
            assert all(answer["ok"] for answer in answers)
            phone.send("place_dots", nonsense=True)
        plain = {"round": "1", "square-1": "red", "square-2": "green", "plain": "1", "done": "1"}
        assert self.people[-1].post(f"/j/{self.code}/dots", **plain).status_code == 200
        for phone in self.screens[:2]:
            phone.locator('[data-square="1"] .target[data-choice="green"]').click()
            expect(phone.locator('[data-square="1"] [data-part="status"]')).to_have_text("Saved")

    def _all_are_back(self) -> None:
        for line in self.lines:
            line.close()
        for phone in self.screens[:2]:
            expect(phone.locator("#line")).to_be_hidden()
            phone.locator('[data-square="2"] .target[data-choice="red"]').click()
            expect(phone.locator('[data-square="2"] [data-part="status"]')).to_have_text("Saved")
        self.connects()

    def _people_change(self) -> None:
        """A phone is passed on, somebody forgets, control goes to another phone and back, a new phrase is made."""
        self.everybody_is_known()  # cookies that are replaced now
        last = self.people[-2]
        assert last.post(f"/j/{self.code}/next").status_code == 200
        assert self.phones[0].send("forget_dots")["ok"]
        self.people[-1].post(f"/j/{self.code}/forget")
        with self._handed_over() as follow:
            assert self.fay.post(follow, confirm="1").status_code == 200
        phrase = self.fay.post(f"{self.console}/phrase").json()["phrase"]
        self.known.keep("the recovery phrase", phrase)
        self.people[2].post("/recover", phrase=phrase)
        self.everybody_is_known()
        assert self.fay.post(f"{self.console}/new-phrase").status_code == 200
        self.steering = self.line(self.fay, self.console)

    @contextmanager
    def _handed_over(self) -> Iterator[str]:
        """Control offered, claimed by another phone, and collected once the console has said yes."""
        other = self.guest("Perpetua", "203.0.113.251")
        made = self.fay.post(f"{self.console}/handover").json()
        path = "/" + made["link"].split("/", 3)[3]
        self.known.keep("an offer to steer", path.rsplit("/", 1)[1])
        assert other.post(path).status_code == 200
        yield made["follow"]
        assert other.post(f"{path}/collect").status_code == 200
        assert other.get(self.console).status_code == 200

    def _talks(self) -> None:
        says, phones = self.steering.send, self.phones[1:4]
        assert says("close_round", from_="voting")["ok"]
        assert says("move_spotlight", from_square=None, square=1)["ok"]
        for phone in phones:
            assert phone.send("send_reason", square=1, words=TYPED)["ok"]
            assert phone.send("cite_principles", square=1, principles=[2, 6])["ok"]
        typed = self.steering.until("typed", lambda typed: len(typed["reasons"]) == 3)
        for reason in typed["reasons"][:2]:
            assert says("judge", id=reason["id"], verdict="approved")["ok"]
        assert says("write_note", square=1, words="Come back to this.")["ok"]
        assert says("open_second_look", from_="revealed", squares=[1, 2], recall="own")["ok"]
        for phone in phones:
            dot = {"command_id": new_id(), "round": 2, "square": 1, "choice": "red", "counter": 99}
            assert phone.client.call("place_dots", {"dots": [dot]}, timeout=PATIENCE)["ok"]
        assert says("close_round", from_="voting")["ok"]
        assert says("wrap_up", from_="revealed")["ok"]
        assert says("ask_takeaways", from_="wrap_up")["ok"]
        assert phones[0].send("send_takeaway", words="I shall ask first.")["ok"]
        self.people[5].post(f"/j/{self.code}/takeaway", words="By the plain form.", plain="1")
        assert says("close_session", from_="takeaways")["ok"]

    def _takes_home(self) -> None:
        """Every file, the report's page, the film: as the facilitator gets them."""
        for what in FORMATS:
            self._takes(what, f"{self.console}/export/{what}?notes=1&understood=1")
        self._takes("report", self.urls["report"])
        self._takes("film", f"{self.console}/film.json")
        self._takes("film for the projector", f"{self.urls['projector']}/film.json")

    def _takes(self, name: str, path: str) -> None:
        answer = self.fay.get(path)
        assert answer.status_code == 200, (name, answer.text[:300])
        assert answer.content, name
        self.exported |= unpacked(name, answer.content)

    def written(self) -> Written:
        """Everything the server has written, wherever."""
        return {**self.server.snapshots, **self.server.printed_by_now(), **self.exported}
