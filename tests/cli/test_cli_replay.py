"""`pollapp session replay`: the film in the terminal, in place or line by line."""

import os
import pty
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pollapp.cli import main
from pollapp.cli.board import Drawing, shares
from pollapp.domain.command import Command
from pollapp.domain.commands import CloseRound, CloseSession, Join, OpenRound, PlaceDot
from pollapp.domain.talk_commands import OpenSecondLook
from pollapp.importing import Poster, import_poster
from pollapp.opening import Settings, open_session
from pollapp.room import Counted
from pollapp.service import Order, Service
from pollapp.store.sqlite_log import SESSIONS_FILE, SqliteLog
from tests.cast import FINE, UNSURE, WRONG, crowd, grid

FILM = """Small grid · {code}
By the order of dots, in steps of at least 3 changed dots.
There are no times on dots.
● It is fine   ▲ It is unsure   ■ It is wrong

Step 1 of 5 · round 1 is open · 0 dots
  1 A1                        not shown yet
  2 A2                        not shown yet
Step 2 of 5 · round 1 is open · 3 dots
  1 A1                        ●●■                   ●2 ▲0 ■1          33%
Step 3 of 5 · round 1 is open · 6 dots
  1 A1                        ●●▲■■■                ●2 ▲1 ■3          23%
Step 4 of 5 · round 1 is closed and revealed · 9 dots
  1 A1                        ●●●▲▲▲■■■             ●3 ▲3 ■3          33%
  2 A2
Step 5 of 5 · the end: each square as it was last
  1 A1                        ●●●▲▲▲■■■             ●3 ▲3 ■3          33%
  2 A2
"""


class Folder:
    """A data folder with one session of two squares, on which people vote."""

    def __init__(self, path: Path) -> None:
        self.path, self.log = path, SqliteLog(path / SESSIONS_FILE)
        self.service = Service(self.log)
        self.header = open_session(self.log, grid(2), Settings("class"), lambda: datetime.now(UTC)).header
        self._sent = 0

    def says(self, *commands: Command, actor: str = "facilitator") -> None:
        for command in commands:
            self._sent += 1
            [answer] = self.service.handle(self.header.id, [Order(actor, f"by-hand-{self._sent}", command)])
            assert isinstance(answer, Counted), answer

    def votes(self, choices: list[str], round: int = 1) -> None:
        for who, choice in zip(crowd(9), choices, strict=False):
            if round == 1:
                self.says(Join(who), actor=who)
            self.says(PlaceDot(who, round, 1, 1, choice), actor=who)

    def over(self) -> None:
        self.says(OpenRound("lobby"))
        self.votes([FINE, WRONG, FINE, UNSURE, WRONG, WRONG, UNSURE, UNSURE, FINE])
        self.says(CloseRound("voting"), CloseSession("revealed"))

    def replay(self, *words: str) -> Result:
        return CliRunner().invoke(main, ["session", "replay", *words, "--data-dir", str(self.path)])


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_line_by_line_it_says_what_has_changed_and_at_the_end_everything(folder: Folder) -> None:
    folder.over()
    code = folder.header.code
    done = folder.replay(code)
    assert (done.exit_code, done.output) == (0, FILM.format(code=f"{code[:3]} {code[3:]}"))


def test_after_a_second_look_it_says_what_was_before(folder: Folder) -> None:
    folder.says(OpenRound("lobby"))
    folder.votes([FINE] * 3)
    folder.says(CloseRound("voting"), OpenSecondLook("revealed", (1,), "nothing"))
    folder.votes([WRONG] * 3, round=2)
    folder.says(CloseRound("voting"), CloseSession("revealed"))
    assert folder.replay(folder.header.code).output.endswith(
        "  1 A1                        ■■■                   ●0 ▲0 ■3         100%\n"
        "                      before  ●●●                   ●3 ▲0 ■0         100%\n"
        "  2 A2\n"
    )


@pytest.mark.parametrize("code", ["12", "00000000"])
def test_a_code_that_is_none_is_said(folder: Folder, code: str) -> None:
    done = folder.replay(code)
    assert (done.exit_code, "code" in done.stderr) == (1, True)


def test_a_session_that_is_still_open_has_no_film(folder: Folder) -> None:
    done = folder.replay(folder.header.code)
    assert done.exit_code == 1
    assert done.stderr.startswith("There is a film once the session is closed and its results are revealed.")
    assert done.stdout == ""


def test_a_poster_has_no_film_and_is_not_told_to_close(folder: Folder) -> None:
    header = import_poster(
        folder.log, Poster(grid(2), {1: (3, 1, 0)}, date(2025, 11, 20)), Settings("paper"), lambda: datetime.now(UTC)
    ).header
    done = folder.replay(header.code)
    assert done.exit_code == 1
    assert done.stderr.startswith("A paper poster has no film: nobody knows the order of its dots. Its report")


def test_no_line_is_wider_than_a_terminal(folder: Folder) -> None:
    folder.over()
    assert max(map(len, folder.replay(folder.header.code).output.splitlines())) <= 80


def test_in_a_terminal_the_board_is_redrawn_in_place(folder: Folder) -> None:
    folder.over()
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "pollapp", "session", "replay", folder.header.code, "--no-wait", "--data-dir", str(folder.path)]
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL) as running:
        os.close(theirs)
        shown = _read(ours)
    assert running.returncode == 0
    assert shown.count("\x1b[4A\x1b[J") == 4  # a sentence, a line between, two squares: once for each step but the first
    assert not re.search(r"\x1b\[[\d;]*m", shown)  # no colour that NO_COLOR would have to switch off
    assert "Step 5 of 5 · the end" in shown.rsplit("\x1b[J", 1)[1]


def _read(descriptor: int) -> str:
    heard = b""
    try:
        while more := os.read(descriptor, 65536):
            heard += more
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(descriptor)
    return heard.decode()


def test_a_bar_has_a_place_for_each_dot_or_for_its_share_and_never_none_for_a_dot() -> None:
    assert shares((3, 0, 2), 20) == [3, 0, 2]
    assert shares((150, 1, 149), 20) == [9, 1, 10]
    for counts in [(300, 1, 1), (1, 300, 0), (7, 7, 7), (40, 30, 31), (0, 0, 21)]:
        places = shares(counts, 20)
        assert sum(places) == 20
        assert [place > 0 for place in places] == [count > 0 for count in counts]


def test_where_shapes_cannot_be_written_choices_are_letters() -> None:
    drawing = Drawing(grid(1), 3, "ascii")
    assert drawing.legend == "a It is fine   b It is unsure   c It is wrong"
    [line] = drawing.lines([1], {1: {"n": 3, "counts": [2, 0, 1], "agreement": 33}})
    assert line == "  1 A1                        aac                   a2 b0 c1          33%"


def test_five_choices_of_many_dots_fit_too() -> None:
    view = {"n": 1500, "counts": [300] * 5, "agreement": 100}
    five = Drawing(grid(1, choices=("a", "b", "c", "d", "e")), 3)
    assert max(map(len, five.lines([1], {1: view | {"before": view}}))) <= 80


def test_in_a_low_window_two_squares_share_a_line() -> None:
    board = {1: {"n": 0, "withheld": True}, 2: {"n": 4, "withheld": True}, 3: {"n": 300, "counts": [100, 100, 100], "agreement": 33}}
    lines = Drawing(grid(3), 3).beside([1, 2, 3], board)
    assert Drawing(grid(1), 3).beside([1], {1: {"n": None, "withheld": True}}) == ["  1 A1            not yet"]
    assert lines == [
        "  1 A1            too few                 3 A3            ●●●●▲▲▲■■■ 100/100/100",
        "  2 A2            too few",
    ]
    assert max(map(len, lines)) <= 80
