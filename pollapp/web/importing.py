"""Bringing in a paper poster: the form with its file of counts, and an example of such a file."""

from collections.abc import Mapping
from typing import Any

from babel.numbers import get_decimal_symbol
from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from pollapp.counts.example import example_csv
from pollapp.counts.file import Counted, CountsFileError, read_counts
from pollapp.counts.rows import MOST_BYTES
from pollapp.domain.grid import Grid
from pollapp.domain.said import say
from pollapp.importing import EARLIEST, Poster, import_poster, read_day
from pollapp.languages import locale_of
from pollapp.opening import Settings
from pollapp.web.cookies import give_control
from pollapp.web.display import language, region, said
from pollapp.web.my_sessions import report_url
from pollapp.web.open_form import FieldRefused, Form, file_refused, read_keep, read_minimum, settings_context, typed_again, uploaded_grid
from pollapp.web.refusing import Turned
from pollapp.web.site import Site


def importing_pages(site: Site) -> Blueprint:
    pages = Blueprint("importing", __name__)

    @pages.get("/import")
    def ask_for_counts() -> Response:
        return _import_page(site)

    @pages.post("/import")
    def bring_in() -> AnyResponse:
        try:
            poster, settings = _read_form(site, request.form, request.files)
        except FieldRefused as why:
            return _import_page(site, why, typed_again(request.form))
        opened = import_poster(site.service.log, poster, settings, site.now)
        response = make_response(redirect(report_url(opened.header.id)))
        return give_control(site, response, opened.header, opened.control_secret)

    @pages.get("/import/example.csv")
    def example() -> Response:
        key = request.args.get("set", site.book.default_set)
        try:
            grid = site.book.grid_for(key).in_language(language())
        except ValueError as error:
            raise Turned("not_found") from error
        answer = Response(example_csv(grid, _separator()), content_type="text/csv; charset=utf-8")
        answer.headers.set("Content-Disposition", "attachment", filename=said(say("poster-%(n)s-squares.csv", n=len(grid.squares))))
        return answer

    return pages


def _separator() -> str:
    """What separates cells where this reader's spreadsheet is at home."""
    return ";" if get_decimal_symbol(locale_of(region())) == "," else ","


def _read_form(site: Site, form: Form, files: Mapping[str, FileStorage]) -> tuple[Poster, Settings]:
    """What was counted, and the settings. Raises FieldRefused."""
    own = files.get("grid_file")
    grid = uploaded_grid(own).grid if own and own.filename else site.book.grid
    try:
        held_on = read_day(form.get("held_on", ""), site.now())
    except ValueError as error:
        hint = say("Choose the day of the class; today, if you do not know it any more.")
        raise FieldRefused("held_on", error.args[0], hint) from error
    settings = Settings("paper", minimum=read_minimum(form), keep=read_keep(form))
    return Poster(grid, _counted(files.get("counts_file"), grid), held_on), settings


def _counted(file: FileStorage | None, grid: Grid) -> Counted:
    if file is None or not file.filename:
        raise FieldRefused("counts_file", say("No file was chosen."), say("Choose the file with the counts."))
    try:
        return read_counts(file.stream.read(MOST_BYTES + 1), grid, file.filename)
    except CountsFileError as error:
        hint = say("Correct the file and choose it again. Nothing was brought in.")
        raise file_refused("counts_file", file.filename, error.problems, hint) from error


def _import_page(site: Site, why: FieldRefused | None = None, form: dict[str, Any] | None = None) -> Response:
    context = {
        "form": form or {},
        "refused": why,
        "grid": site.book.grid.in_language(language()),
        "sets": site.book.sets_in(language()),
        "today": site.now().date().isoformat(),
        "earliest": EARLIEST.isoformat(),
        "most_kb": MOST_BYTES // 1024,
        **settings_context(),
    }
    return make_response(render_template("import.html", **context), 400 if why else 200)
