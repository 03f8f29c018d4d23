"""The report as a PDF: typeset, tagged for screen readers (PDF/UA-1), with text that can be selected. Decision 16 says why by Typst.

Everything it says and every colour goes to the template as data; nothing that anybody typed is ever part of the source.
"""

import json
import logging
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from pollapp.domain.grid_parts import Choice
from pollapp.domain.report import Report
from pollapp.exports.about import About
from pollapp.exports.colours import ChoiceColours, choice_colours, colour
from pollapp.exports.pdf.letters import plainly_printable, printable, stands_in
from pollapp.exports.pdf.marks import mark_on_bar
from pollapp.exports.telling.tell import Told, tell
from pollapp.files import PRINT_FONTS
from pollapp.languages import locale_of

logger = logging.getLogger(__name__)
Paper = Literal["a4", "us-letter"]

_ON_LETTER = {"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"}  # CLDR, measurementData, paperSize
_TEMPLATE = Path(__file__).parent / "report.typ"
_INK = {
    "type": "ink", "soft": "ink-soft", "faint": "ink-faint", "line": "line", "strong": "line-strong", "paper": "paper", "card": "card",
    "track": "turnout-track", "warn": "warn", "warn_soft": "warn-soft",
}  # fmt: skip


def report_pdf(report: Report, about: About, paper: Paper | None = None) -> bytes:
    """The same bytes for the same report; `paper` None: what lies in printers where `about.locale` is at home.

    Raises FileNotFoundError where set-up has not fetched fonts and shapes.
    """
    told = tell(report, about)
    look = _look(report, paper or usual_paper(about.locale))
    try:
        return _typeset(report, told, printable(told), look)
    except typst.TypstError:  # its message quotes what somebody typed, which belongs in no log
        logger.warning("A report could not be set in every letter that stands in it. It was set in Latin letters alone.")
        return _typeset(report, told, plainly_printable(told), look)


def usual_paper(locale: str) -> Paper:
    """US Letter where CLDR says that people print on it, else A4; a language without a region says nothing."""
    return "us-letter" if locale_of(locale).territory in _ON_LETTER else "a4"


def _typeset(report: Report, told: Told, printed: Told, look: dict[str, Any]) -> bytes:
    """The PDF of what is printed. Where that differs from what is told, it says so itself."""
    says = {"told": json.dumps(printed), "look": json.dumps({**look, "stand_in": stands_in(printed, told)})}
    return typst.compile(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        sys_inputs=says,
        timestamp=datetime.fromisoformat(report.opened_on).replace(tzinfo=UTC),
    )


def _look(report: Report, paper: Paper) -> dict[str, Any]:
    choices = report.grid.choices
    looks = map(_look_of, choices, choice_colours(one.key for one in choices))
    return {"paper": paper, "ink": {name: colour(token) for name, token in _INK.items()}, "choices": list(looks)}


def _look_of(choice: Choice, colours: ChoiceColours) -> dict[str, str]:
    return {
        "fill": colours.fill,
        "ink": colours.ink,
        "pattern": colours.pattern,
        "mark": mark_on_bar(choice, colours),
    }


@cache
def _fonts() -> typst.Fonts:
    """Ours, and those that Typst brings along; none of the computer's, so that a report looks the same wherever it is made."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(PRINT_FONTS)])
