"""The form that opens a session, read strictly: each mistake names its field, what is wrong and what would be right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict

from pollapp.domain.grid import Grid
from pollapp.domain.grid_book import GridBook
from pollapp.domain.said import Said, say, say_many
from pollapp.domain.tally import LEAST_MINIMUM, MOST_MINIMUM, OFF
from pollapp.grid_entries import PICKED
from pollapp.grid_file import parse_grid
from pollapp.grid_problems import GridFileError, Problem
from pollapp.opening import DEFAULT_KEEP, DEFAULT_MINIMUM, KEEPS, Settings
from pollapp.yaml_nodes import MOST_BYTES

Form = MultiDict[str, str]


@dataclass(eq=False)
class FieldRefused(Exception):
    """One field of the form cannot be used. `problems` holds more sentences: those of a grid file, line by line."""

    field: str
    sentence: str
    hint: str
    problems: tuple[str, ...] = ()


def read_open_form(form: Form, files: Mapping[str, FileStorage], book: GridBook) -> tuple[Grid, Settings]:
    """The grid and the settings that the form asks for. Raises FieldRefused."""
    keep = read_keep(form)
    live = form.get("live", "0")
    if live not in ("0", "1"):
        raise FieldRefused("live", say("That is none of the two."), say("Choose turnout only, or the live heatmap."))
    return _grid(form, files, book), Settings("class", live == "1", read_minimum(form), keep)


def typed_again(form: Form) -> dict[str, Any]:
    """What the page shows again after a mistake: every field as it was sent (a file cannot be)."""
    return {**form.to_dict(), "squares": form.getlist("squares")}


def settings_context() -> dict[str, Any]:
    """What templates/partials/settings.html asks for."""
    return {
        "default_minimum": DEFAULT_MINIMUM,
        "least": LEAST_MINIMUM,
        "most": MOST_MINIMUM,
        "keeps": [{"key": key, "label": label} for key, (label, _) in KEEPS.items()],
        "default_keep": DEFAULT_KEEP,
    }


def read_keep(form: Form) -> str:
    """How long the session is kept: a key of KEEPS. Raises FieldRefused."""
    keep = form.get("keep", DEFAULT_KEEP)
    if keep not in KEEPS:
        raise FieldRefused("keep", say("Dots cannot be kept so."), say("Choose one of them."))
    return keep


def read_minimum(form: Form) -> int:
    """The minimum, or OFF. Raises FieldRefused."""
    if form.get("minimum_off"):
        return OFF
    text = form.get("minimum", str(DEFAULT_MINIMUM)).strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    if not LEAST_MINIMUM <= number <= MOST_MINIMUM:
        hint = say("Write a whole number from %(least)s to %(most)s, or switch the protection off.", least=LEAST_MINIMUM, most=MOST_MINIMUM)
        raise FieldRefused("minimum", say("That is no minimum for a small group."), hint)
    return number


def _grid(form: Form, files: Mapping[str, FileStorage], book: GridBook) -> Grid:
    upload = files.get("grid_file")
    if upload and upload.filename:
        own = uploaded_grid(upload)
        return own.grid_for(own.default_set)
    chosen = form.get("set", book.default_set)
    if chosen == PICKED:
        return _picked(form, book)
    try:
        return book.grid_for(chosen)
    except ValueError as error:
        raise FieldRefused("set", error.args[0], say("Choose one of them.")) from error


def _picked(form: Form, book: GridBook) -> Grid:
    picked = form.getlist("squares")
    if not picked:
        raise FieldRefused("squares", say("Pick at least one square."), "")
    try:
        return book.grid.pick(int(id) for id in picked)
    except ValueError as error:
        known = error.args[0] if isinstance(error.args[0], Said) else say("A picked square is no number.")
        raise FieldRefused("squares", known, say("Tick at least one of the squares below.")) from error


def uploaded_grid(upload: FileStorage) -> GridBook:
    """What stands in a grid file that was chosen. Raises FieldRefused."""
    name = upload.filename or say("the file")
    try:
        return parse_grid(upload.stream.read(MOST_BYTES + 1), name)
    except GridFileError as error:
        raise file_refused("grid_file", name, error.problems, say("Correct the file and choose it again. Nothing was opened.")) from error


def file_refused(field: str, name: str, wrong: Sequence[Problem], hint: str) -> FieldRefused:
    """A file with these problems was chosen in this field; each is said with its line."""
    sentence = say_many(
        "%(name)s cannot be used: one thing is wrong in it.",
        "%(name)s cannot be used: %(n)s things are wrong in it.",
        len(wrong),
        name=name,
    )
    return FieldRefused(field, sentence, hint, tuple(problem.said() for problem in wrong))
