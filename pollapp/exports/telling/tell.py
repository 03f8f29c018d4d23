"""A report in words: everything that its page and its PDF say, in one language, before anybody lays it out.

`tell` gives plain JSON values. A layout adds no sentence and no number of its own, so page and PDF cannot disagree; and whatever
somebody typed stands in it as text, never as markup of any kind.
"""

from typing import Any

from pollapp.codes import spoken
from pollapp.domain.report import Report
from pollapp.domain.said import say, say_many
from pollapp.exports.about import About
from pollapp.exports.telling.measures import how_to_read, researchers
from pollapp.exports.telling.squares import groups, squares, star, summary
from pollapp.exports.telling.talk import cited, notes, reasons, shifts
from pollapp.exports.telling.teller import Teller
from pollapp.languages import locale_of

Told = dict[str, Any]

_KINDS = {
    "class": "",
    "rehearsal": say("Rehearsal: a simulated class, not a real one"),
    "paper": say("Paper poster: dots counted by hand and typed in"),
}
_HEADINGS = {
    "contents": say("Contents"),
    "facts": say("The session"),
    "heatmap": say("The heatmap"),
    "by_agreement": say("Squares by agreement"),
    "shifts": say("What moved in a second look"),
    "reasons": say("How people decided"),
    "principles": say("Principles that people cited"),
    "takeaways": say("What people take with them"),
    "notes": say("The facilitator’s notes"),
    "asked": say("What people were asked"),
    "how_to_read": say("How to read this"),
    "researchers": say("For researchers"),
}
_COLUMNS = {
    "square": say("Square"),
    "dots": say("Dots"),
    "agreement": say("Agreement"),
    "word": say("In a word"),
    "before": say("before"),
    "after": say("now"),
    "principle": say("Principle"),
    "people": say("People"),
}


def tell(report: Report, about: About) -> Told:
    """The report in words (shape: docs/exports.md). Squares are told in grid order; other parts name them by id."""
    teller = Teller(about.language, about.locale)
    return {
        "language": about.language,
        "direction": locale_of(about.language).text_direction,
        "grid_language": report.grid.language,
        "title": report.title,
        "code": spoken(about.code),
        "subtitle": teller(say("Report of the session on %(day)s", day=teller.day(report.opened_on))),
        "kind": report.kind,
        "kind_says": teller(_KINDS[report.kind]),
        "headings": {name: teller(heading) for name, heading in _HEADINGS.items()},
        "columns": {name: teller(column) for name, column in _COLUMNS.items()},
        "facts": [{"name": teller(name), "says": teller(says)} for name, says in _facts(report, about, teller)],
        "warnings": [teller(warning) for warning in _warnings(report)],
        "summary": summary(report, teller),
        "directions": report.grid.directions,
        "choices": [
            {"key": one.key, "name": one.name, "label": one.label, "shape": one.shape, "mark": one.mark, "place": place}
            for place, one in enumerate(report.grid.choices, 1)
        ],
        "squares": squares(report, teller),
        "star_says": star(report, teller),
        "groups": groups(report, teller),
        "shifts": shifts(report, teller),
        "reasons": reasons(report),
        "principles": cited(report, teller),
        "takeaways": list(report.takeaways),
        "notes": notes(report),
        "nothing_said": teller(say("Nothing was approved to be shown.")),
        "how_to_read": how_to_read(report, teller),
        "researchers": researchers(report, teller),
        "stand_in_says": teller(say("▯ stands for a letter that this file has no type for. The page and the spreadsheet show it.")),
        "foot": teller(say("Made with pollapp. No names, no addresses and no times are kept.")),
    }


def _facts(report: Report, about: About, teller: Teller) -> list[tuple[str, str]]:
    return [
        (say("Grid"), say_many("%(title)s, %(n)s square", "%(title)s, %(n)s squares", len(report.squares), title=report.title)),
        (say("Date"), teller.day(report.opened_on)),
        (say("Code"), spoken(about.code)),
        (say("People"), _people(report)),
        *((say("Round %(round)s", round=held.number), _held(held.squares, held.voted)) for held in report.held if report.kind != "paper"),
        (say("Small groups"), _protected(report)),
        (say("Kept until"), teller.day(about.keep_until) if about.keep_until else say("the facilitator deletes it")),
    ]


def _people(report: Report) -> str:
    paper = sum(square.paper or 0 for square in report.squares)
    if report.kind == "paper":
        return say_many("%(n)s dot on paper", "%(n)s dots on paper", paper)
    joined = say_many("%(n)s joined", "%(n)s joined", report.joined)
    on_paper = say_many("%(n)s dot on paper", "%(n)s dots on paper", paper)
    return say("%(joined)s, and %(on_paper)s", joined=joined, on_paper=on_paper) if paper else joined


def _held(squares: tuple[int, ...], voted: int) -> str:
    on = say_many("%(n)s square", "%(n)s squares", len(squares))
    return say_many("%(n)s person voted, on %(squares)s", "%(n)s people voted, on %(squares)s", voted, squares=on)


def _protected(report: Report) -> str:
    if report.minimum == 1:
        return say("not protected, as on a paper poster")
    return say("protected: a square is shown from %(minimum)s dots on", minimum=report.minimum)


def _warnings(report: Report) -> list[str]:
    """What whoever reads the results has to know before them."""
    told: list[str] = []
    if report.round and not report.seen:
        told.append(say("The class has not been shown these results, or they were taken back."))
    if report.taken_back:
        told.append(say_many("A reveal was taken back once: it had been seen.", "A reveal was taken back %(n)s times: it had been seen.",
                             report.taken_back))  # fmt: skip
    if report.stage in ("voting", "showing"):
        told.append(say("A round is open: these numbers still change."))
    if any(square.note for square in report.squares):
        told.append(say("The facilitator’s private notes are in this report. Leave them out of what you hand on."))
    return told
