"""What is counted in a class, and what is said of it: each number where it belongs, and nobody in it."""

import json
import re
from pathlib import Path

import pytest

from pollapp.app import Parts
from pollapp.domain.commands import OpenRound
from pollapp.metrics.exported import registry
from pollapp.metrics.figures import Figures, Standing, StoreFigures
from pollapp.store.log import StoreFailed
from tests.live.lines import LiveClass
from tests.metrics import asking

ROOT = Path(__file__).parents[2]
_OF_THE_PROCESS = {
    *("process_resident_memory_bytes", "process_virtual_memory_bytes", "process_cpu_seconds_total"),
    *("process_open_fds", "process_max_fds", "process_start_time_seconds"),
}
_LABELS = {"version", "role", "to", "transport", "trouble", "code", "status", "le"}


@pytest.fixture
def room(parts: Parts, app: object) -> LiveClass:
    return LiveClass(app).after(OpenRound("lobby"))  # type: ignore[arg-type]


def test_sockets_and_sessions_are_counted_by_role(room: LiveClass) -> None:
    ana, _ = room.lines(2)
    room.console(), room.projector()
    now = asking.values(room.parts)
    assert {role: now["pollapp_sockets", role] for role in ("phone", "console", "projector")} == {"phone": 2, "console": 1, "projector": 1}
    assert (now["pollapp_sessions_watched", ""], now["pollapp_sessions_in_memory", ""]) == (1, 1)
    ana.disconnect()
    assert asking.values(room.parts)["pollapp_sockets", "phone"] == 1


def test_a_dot_is_counted_when_it_is_acked_and_a_refusal_under_its_code(room: LiveClass) -> None:
    [ana] = room.lines(1)
    before = asking.values(room.parts)
    ana.places(1, "red")
    ana.send("place_dots", {"dots": "none"})
    ana.send("peek", {"open": True})
    ana.send("alive", {})
    grown = asking.grown(before, asking.values(room.parts))
    assert grown["pollapp_dots_acked_total", ""] == grown["pollapp_ack_seconds_count", ""] == 1
    assert grown["pollapp_commit_events_sum", ""] == grown["pollapp_fold_lag_seconds_count", ""] == 1
    assert {code: count for (name, code), count in grown.items() if name == "pollapp_refusals_total"} == {"malformed": 1, "not_allowed": 1}


def test_many_changes_become_one_view(room: LiveClass) -> None:
    [ana], projector = room.lines(1), room.projector()
    room.tick(after=2)
    before = asking.values(room.parts)
    for square in (1, 2, 3, 6):
        ana.places(square, "red")
    room.tick(after=2)
    grown = asking.grown(before, asking.values(room.parts))
    assert grown["pollapp_marks_total", ""] == 4
    assert grown["pollapp_broadcasts_total", ""] == 1
    assert grown["pollapp_views_sent_total", "screen"] == 1
    assert len(projector.views()) == 2


def test_pages_are_counted_and_what_they_refuse(room: LiveClass) -> None:
    before = asking.values(room.parts)
    phone = room.phone()
    phone.post(f"/j/{room.code}/dots", data={"round": "1", "square-2": "red"})
    phone.get("/j/000000")
    grown = asking.grown(before, asking.values(room.parts))
    assert grown["pollapp_dots_acked_total", ""] == 1
    assert grown["pollapp_pages_total", "4xx"] == grown["pollapp_refusals_total", "unknown_code"] == 1


def test_trouble_is_said_while_it_is_there(room: LiveClass) -> None:
    with pytest.raises(StoreFailed), room.parts.log.health.noticing():
        raise StoreFailed("no space left", "full")
    now = asking.values(room.parts)
    assert {trouble for (name, trouble), value in now.items() if name == "pollapp_store_trouble" and value} == {"full"}


def test_nobody_is_in_it(room: LiveClass) -> None:
    [ana] = room.lines(1)
    room.console()
    ana.places(1, "red")
    said = asking.text(room.parts)
    header = room.parts.log.headers()[0]
    people = room.parts.service.session(room.id).participants  # type: ignore[union-attr]
    for secret in (header.id, header.code, header.projector_token, ana.sid, room.parts.site.opening_key, *people, '"red"', "127.0.0.1"):
        assert not re.search(rf"(?<![\w.]){re.escape(secret)}(?![\w.])", said), secret
    assert set(re.findall(r'[{,](\w+)="', said)) <= _LABELS


def _everything() -> set[str]:
    """The name of every metric as Prometheus knows it, a histogram's under its own. Those of the process need /proc."""
    figures = Figures()
    figures.refused["late"], figures.pages[2] = 1, 1
    made = registry(figures, StoreFigures(), lambda: Standing(0, 0, [], [], None)).collect()
    ours = {family.name + ("_total" if family.type == "counter" else "") for family in made}
    return ours if Path("/proc").exists() else ours | _OF_THE_PROCESS


def test_the_operators_page_names_each_and_no_other() -> None:
    page = (ROOT / "docs/operating.md").read_text("utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `p") and re.match(r"\| `(pollapp_|process_)", line)]
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == _everything()


def test_the_dashboard_asks_for_nothing_else_and_shows_every_figure_of_ours() -> None:
    board = json.loads((ROOT / "deploy/grafana/pollapp.json").read_text("utf-8"))
    asked = [target["expr"] for panel in board["panels"] for target in panel.get("targets", ())]
    asked += [variable["query"] for variable in board["templating"]["list"]]
    names = {re.sub(r"_(bucket|sum|count)$", "", name) for expr in asked for name in re.findall(r"\b(?:pollapp|process)_\w+", expr)}
    assert names <= _everything()
    assert {name for name in _everything() if name.startswith("pollapp_")} <= names
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])
