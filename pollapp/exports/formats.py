"""What can be taken home, and how its file is called."""

import re
import unicodedata
from dataclasses import dataclass

from pollapp.domain.kinds import kind_words
from pollapp.domain.report import Report
from pollapp.domain.said import say
from pollapp.exports.about import About
from pollapp.languages import in_language


@dataclass(frozen=True, slots=True)
class Format:
    """`ending` of the file's name; `kind`: its MIME type; `notes`: whether it can hold the facilitator's."""

    ending: str
    kind: str
    notes: bool = True


CSV = "text/csv; charset=utf-8"
DOTS = "dots.csv"  # a row a dot: the one that is asked for twice
FORMATS = {
    "pdf": Format(".pdf", "application/pdf"),
    "html": Format(".html", "text/html; charset=utf-8"),
    "xlsx": Format(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": Format(".csv", CSV),
    "rounds.csv": Format("-rounds.csv", CSV, notes=False),
    "json": Format(".json", "application/json"),
    DOTS: Format("-dots.csv", CSV, notes=False),
}


def file_name(report: Report, about: About, what: str) -> str:
    """Grid, date and code, in letters that every system takes: ethics-grid-2026-11-24-472918.csv. With private notes it says so: in a
    folder of downloads nothing else tells which one may be handed on.
    """
    title = _plain(report.title)[:40].strip("-") or "grid"
    mark = _plain(in_language(kind_words(report.kind), about.language))
    notes = _plain(in_language(say("with notes"), about.language)) if report.notes else ""
    return "-".join(part for part in (title, mark, report.opened_on, about.code, notes) if part) + FORMATS[what].ending


def _plain(words: str) -> str:
    """Small letters without accents, digits, and a dash for everything else."""
    letters = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")
