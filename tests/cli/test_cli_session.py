"""`pollapp session`: what is listed, what is asked before anything is deleted, and that nothing else is."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pollapp.cli import main
from pollapp.domain.command import Command
from pollapp.domain.commands import CloseRound, Join, OpenRound, PlaceDot
from pollapp.domain.talk_commands import MoveSpotlight, SendReason
from pollapp.importing import Poster, import_poster
from pollapp.opening import Opened, Settings, open_session
from pollapp.room import Counted
from pollapp.service import Order, Service
from pollapp.store.sqlite_log import SESSIONS_FILE, SqliteLog
from tests.cast import FINE, grid

NOW = datetime.now(UTC)
PEOPLE = ("ana", "ben", "cem")


class Folder:
    """A data folder, a server's store open on it, and the shell beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.log = SqliteLog(path / SESSIONS_FILE)
        self.service = Service(self.log)

    def opens(self, kind: str = "class", *, keep: str = "30d", days_ago: int = 0) -> str:
        """A new session; its code."""
        settings = Settings(kind, keep=keep)  # type: ignore[arg-type]
        opened: Opened = open_session(self.log, grid(3), settings, lambda: NOW - timedelta(days=days_ago))
        return opened.header.code

    def votes(self, code: str) -> None:
        """Three people vote on the first square, the round is closed, and Ana gives a reason."""
        self._handles(code, "facilitator", OpenRound("lobby"))
        for who in PEOPLE:
            self._handles(code, who, Join(who), PlaceDot(who, 1, 1, 1, FINE))
        self._handles(code, "facilitator", CloseRound("voting"), MoveSpotlight(None, 1))
        self._handles(code, "ana", SendReason("Because.", "ana", 1))

    def _handles(self, code: str, actor: str, *commands: Command) -> None:
        header = self.log.by_code(code)
        assert header
        for one in commands:
            [answer] = self.service.handle(header.id, [Order(actor, type(one).__name__, one)])
            assert isinstance(answer, Counted), answer

    def codes(self) -> set[str]:
        return {header.code for header in self.log.headers()}

    def shell(self, *words: str, typed: str | None = None) -> Result:
        return CliRunner().invoke(main, ["session", *words, "--data-dir", str(self.path)], input=typed)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    folder = Folder(tmp_path / "data")
    yield folder
    folder.log.close()


def test_the_list_has_a_line_for_each_newest_first(folder: Folder) -> None:
    old, new = folder.opens(days_ago=3, keep="forever"), folder.opens("rehearsal", keep="24h")
    folder.votes(old)
    head, first, second = folder.shell("list").stdout.splitlines()
    assert head.split() == ["CODE", "KIND", "STAGE", "PEOPLE", "OPENED", "KEPT", "UNTIL", "GRID"]
    day, tomorrow = NOW.date(), (NOW + timedelta(days=1)).date()
    assert first.replace(" ", "").startswith(f"{new}rehearsallobby0{day}{tomorrow}")
    assert second.replace(" ", "").startswith(f"{old}classrevealed,round13{(NOW - timedelta(days=3)).date()}deletedbyhand")


def test_codes_are_printed_as_other_commands_take_them(folder: Folder) -> None:
    code = folder.opens()
    assert folder.shell("list").stdout.splitlines()[1].split()[0] == code
    assert folder.shell("delete", code, typed="n\n").stdout.split()[0] == code


def test_a_poster_has_dots_in_place_of_people(folder: Folder) -> None:
    poster = Poster(grid(3), {1: (1, 2, 3), 2: (0, 0, 4)}, NOW.date())
    code = import_poster(folder.log, poster, Settings("paper"), lambda: NOW).header.code
    assert "  10 dots on paper  " in folder.shell("list").stdout
    assert ": 10 dots on paper\n" in folder.shell("delete", code, typed="n\n").stdout


def test_the_list_as_json(folder: Folder) -> None:
    code = folder.opens(keep="24h")
    folder.votes(code)
    title = grid(3).title
    keep_until = (NOW + timedelta(days=1)).replace(microsecond=0).isoformat()
    assert json.loads(folder.shell("list", "--json").stdout) == [
        {"code": code, "kind": "class", "grid": title, "stage": "revealed", "round": 1, "people": 3,
         "opened_on": NOW.date().isoformat(), "keep_until": keep_until},
    ]  # fmt: skip


def test_an_empty_folder_says_so(folder: Folder) -> None:
    assert folder.shell("list").stdout == "There are no sessions.\n"
    assert json.loads(folder.shell("list", "--json").stdout) == []


def test_deleting_says_what_will_be_lost_and_where_to_export_it_and_asks_once(folder: Folder) -> None:
    code, other = folder.opens(), folder.opens()
    folder.votes(code)
    result = folder.shell("delete", code, typed="y\n")
    assert result.exit_code == 0
    assert "revealed, round 1): 3 dots, 3 people, and 1 text that people typed\n" in result.stdout
    assert f"pollapp session export {code}\n" in result.stdout
    assert result.stdout.count("[y/N]") == 1
    assert folder.codes() == {other}


@pytest.mark.parametrize("typed", ["n\n", "\n", ""])  # no, Enter, and nobody there to answer
def test_without_a_yes_nothing_is_deleted(folder: Folder, typed: str) -> None:
    code = folder.opens()
    result = folder.shell("delete", code, typed=typed)
    assert result.exit_code == 1
    assert folder.codes() == {code}


def test_a_script_is_not_asked(folder: Folder) -> None:
    one, two, three = folder.opens(), folder.opens(), folder.opens()
    result = folder.shell("delete", f"{one[:3]} {one[3:]}", two, one, "--yes")
    assert result.exit_code == 0
    assert "[y/N]" not in result.stdout
    assert result.stdout.endswith(f"Deleted: {one} {two}.\n")
    assert folder.codes() == {three}


@pytest.mark.parametrize(("typed", "said"), [("1", "'1' is no code"), ("999999999", "There is no session with the code 999999999.")])
def test_with_an_unknown_code_nothing_at_all_is_deleted(folder: Folder, typed: str, said: str) -> None:
    code = folder.opens()
    result = folder.shell("delete", code, typed, "--yes")
    assert result.exit_code == 1
    assert said in result.stderr
    assert folder.codes() == {code}


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ((), {"class", "old", "rehearsal"}),
        (("--rehearsals",), {"class", "old"}),
        (("--older-than", "7"), {"class", "rehearsal"}),
        (("--older-than", "7", "--rehearsals"), {"class"}),
        (("--all",), set()),
    ],
)
def test_purging_takes_what_has_expired_and_what_is_asked_for(folder: Folder, words: tuple[str, ...], left: set[str]) -> None:
    sessions = {
        "class": folder.opens(), "old": folder.opens(keep="forever", days_ago=8),
        "rehearsal": folder.opens("rehearsal", keep="24h"), "expired": folder.opens(days_ago=31),
    }  # fmt: skip
    if "--older-than" not in words:
        assert folder.shell("purge", *words, typed="n\n").exit_code == 1
        assert folder.codes() == set(sessions.values())
    result = folder.shell("purge", *words, "--yes")
    assert result.exit_code == 0
    assert folder.codes() == {sessions[name] for name in left}
    assert folder.shell("purge", *words).stdout == "There is nothing to delete.\n"


@pytest.mark.parametrize("words", [("list",), ("delete", "472918", "--yes"), ("purge", "--all", "--yes")])
def test_without_a_folder_there_is_a_sentence_and_none_is_made(tmp_path: Path, words: tuple[str, ...]) -> None:
    nowhere = tmp_path / "mistyped"
    result = CliRunner().invoke(main, ["session", *words, "--data-dir", str(nowhere)])
    assert (result.exit_code, result.stderr) == (
        1,
        f"No sessions are kept in {nowhere}. Say where they are: --data-dir DIR, as for `pollapp serve`.\n",
    )
    assert not nowhere.exists()


def test_the_folder_may_come_from_the_environment(folder: Folder) -> None:
    code = folder.opens()
    result = CliRunner().invoke(main, ["session", "list"], env={"POLLAPP_DATA_DIR": str(folder.path)})
    assert code[:3] in result.stdout


@pytest.mark.parametrize("spoil", [lambda file: file.write_bytes(b"no SQLite" * 1000), lambda file: file.write_bytes(b"")])
def test_a_file_that_is_none_is_said(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    spoil(tmp_path / SESSIONS_FILE)
    result = CliRunner().invoke(main, ["session", "list", "--data-dir", str(tmp_path)])
    assert "Traceback" not in result.output
    assert result.exit_code in (0, 1)


def test_it_works_while_no_server_runs(folder: Folder) -> None:
    one, two = folder.opens(), folder.opens()
    folder.log.close()
    assert folder.shell("delete", one, "--yes").exit_code == 0
    assert [file.name for file in folder.path.iterdir()] == [SESSIONS_FILE]
    assert json.loads(folder.shell("list", "--json").stdout)[0]["code"] == two
