"""The results to take home, during and after: from the console only."""

import re
import unicodedata
from collections.abc import Callable

from flask import Blueprint, Response

from pollapp.domain.report import Report, report
from pollapp.domain.said import say
from pollapp.exports.csv_export import results_csv
from pollapp.exports.json_export import results_json
from pollapp.web.console import controlled
from pollapp.web.display import language, said
from pollapp.web.site import Site

Export = Callable[[Report, str], bytes]


def results_pages(site: Site) -> Blueprint:
    pages = Blueprint("results", __name__)

    @pages.get("/console/<session_id>/export.csv")
    def csv(session_id: str) -> Response:
        return _download(site, session_id, results_csv, "csv", "text/csv; charset=utf-8")

    @pages.get("/console/<session_id>/export.json")
    def json(session_id: str) -> Response:
        return _download(site, session_id, results_json, "json", "application/json")

    return pages


def _download(site: Site, session_id: str, export: Export, ending: str, kind: str) -> Response:
    header, session = controlled(site, session_id)
    result = report(session, language())
    name = file_name(result, header.code, ending)
    disposition = f'attachment; filename="{name}"'
    return Response(export(result, header.code), headers={"Content-Type": kind, "Content-Disposition": disposition})


def file_name(result: Report, code: str, ending: str) -> str:
    """Grid, date and code, in letters that every system takes: ethics-grid-2026-11-24-472918.csv."""
    title = _plain(result.title)[:40].strip("-") or "grid"
    kind = f"-{_plain(said(say('Rehearsal')))}" if result.kind == "rehearsal" else ""
    return f"{title}{kind}-{result.opened_on}-{code}.{ending}"


def _plain(words: str) -> str:
    """Small letters without accents, digits, and a dash for everything else."""
    letters = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")
