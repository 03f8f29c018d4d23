"""`pollapp session replay CODE`: a finished session as a film in the terminal, the same one that console and projector show."""

import shutil
import sys
import time
from collections.abc import Callable

import click

from pollapp import codes
from pollapp.cli.board import WIDTH, Drawing, View
from pollapp.cli.data import Where, failed, header_of, stored_sessions, where_options
from pollapp.domain.refused import Refused
from pollapp.domain.replay import Film, Frame, film
from pollapp.filming import typed_events

SHORTEST, LONGEST, WHOLE = 0.12, 0.9, 60.0  # seconds of a step, and of a film of middling length, at speed 1; as in static/js/lib/film.js
_STAGES = {
    "voting": "round {round} is open",
    "showing": "round {round} is open and revealed",
    "hidden": "round {round} is closed",
    "unveiling": "round {round} is closed and revealed square by square",
    "revealed": "round {round} is closed and revealed",
    "wrap_up": "wrap-up",
    "takeaways": "takeaways",
    "closed": "the end: each square as it was last",
}
_HEAD = 3  # lines above the board


@click.command("replay")
@click.argument("code")
@click.option("--speed", type=click.FloatRange(0.1, 100), default=1, show_default=True, help="How fast: 4 is four times as fast.")
@click.option("--step", is_flag=True, help="Wait for a key after each step.")
@click.option("--no-wait", is_flag=True, help="Wait for nothing.")
@where_options
def replay_command(code: str, speed: float, step: bool, no_wait: bool, where: Where) -> None:
    """Show a session that is over as a film: by the order of dots, in the steps that the small-group rule allows.

    In a terminal the board is redrawn in place. Else each step is a line, and a line for each square that changed.
    """
    with stored_sessions(where) as service:
        header = header_of(service, code)
        entries = service.log.read(header.id)
    if not entries:
        raise failed("It was deleted in this moment.")
    made = film(typed_events(entries))
    if isinstance(made, Refused):
        raise failed(f"{made.sentence} {made.hint}")
    _say_what(made, header.code)
    if sys.stdout.isatty():
        pause = _pause(step, 0 if no_wait else min(LONGEST, max(SHORTEST, WHOLE / len(made.frames))) / speed)
        _play(made, pause)
    else:
        _print(made)


def _say_what(made: Film, code: str) -> None:
    kind = "" if made.kind == "class" else f" ({made.kind})"
    click.echo(f"{made.grid.title} · {codes.spoken(code)}{kind}")
    click.echo(f"By the order of dots, in steps of at least {made.step} changed dots.\nThere are no times on dots.")
    click.echo(f"{Drawing(made.grid, made.step, sys.stdout.encoding).legend}\n")


def _pause(step: bool, seconds: float) -> Callable[[], None]:
    if step:
        return lambda: click.pause("")
    return lambda: time.sleep(seconds)


def _play(made: Film, pause: Callable[[], None]) -> None:
    """Each frame in the place of the one before."""
    drawing = Drawing(made.grid, made.step, sys.stdout.encoding)
    drawn = 0
    for at, (frame, board) in enumerate(made.boards()):
        if at:
            pause()
        lines = [_sentence(made, at, frame), "", *_board(drawing, made, frame, board)]
        click.echo((f"\x1b[{drawn}A\x1b[J" if drawn else "") + "\n".join(lines))
        drawn = min(len(lines), shutil.get_terminal_size().lines - 1)


def _board(drawing: Drawing, made: Film, frame: Frame, board: dict[int, View]) -> list[str]:
    """One line a square, or two squares a line where the window is too low for that."""
    squares, window = made.board(frame), shutil.get_terminal_size()
    lines = drawing.lines(squares, board)
    return lines if len(lines) + _HEAD <= window.lines or window.columns < WIDTH else drawing.beside(squares, board)


def _print(made: Film) -> None:
    """Each frame below the one before: what it is, and the squares that have changed."""
    drawing = Drawing(made.grid, made.step, sys.stdout.encoding)
    for at, (frame, board) in enumerate(made.boards()):
        squares = made.squares if at == len(made.frames) - 1 else [square for square in made.board(frame) if square in frame.changed]
        click.echo("\n".join([_sentence(made, at, frame), *drawing.lines(squares, board)]))


def _sentence(made: Film, at: int, frame: Frame) -> str:
    dots = "" if frame.stage == "closed" else f" · {frame.dots} dot{'' if frame.dots == 1 else 's'}"
    return f"Step {at + 1} of {len(made.frames)} · {_STAGES[frame.stage].format(round=frame.round)}{dots}"
