"""How a report is to be read: what agreement means, with its formula and source; and the figures for researchers, with theirs."""

from typing import Any

from pollapp.domain.report import Report, SquareReport
from pollapp.domain.said import say
from pollapp.exports.telling.squares import AGREED_FROM
from pollapp.exports.telling.teller import Teller

Told = dict[str, Any]

FORMULA = "l = √( Σ (Fᵢ − ½)² / ((K − 1) / 4) )"
SOURCES = (  # works, named as a library finds them: the same in every language
    "Blair, J. & Lacy, M. G. (2000). Statistics of ordinal variation. Sociological Methods & Research 28, 251–280.",
    "van der Eijk, C. (2001). Measuring agreement in ordered rating scales. Quality & Quantity 35, 325–341.",
    "Tastle, W. J. & Wierman, M. J. (2007). Consensus and dissention. Int. J. Approximate Reasoning 45, 531–545.",
    "Leik, R. K. (1966). A measure of ordinal consensus. Pacific Sociological Review 9, 85–90.",
    "Shannon, C. E. (1948). A mathematical theory of communication. Bell System Technical Journal 27, 379–423.",
    "Krippendorff, K. (2004). Content Analysis, 2nd ed., chapter 11. Sage.",
)
_TABLE = (  # measure → how its column is called
    ("van_der_eijk_a", "A"),
    ("tastle_wierman_cns", "Cns"),
    ("leik_d", "Leik D"),
    ("entropy_bits", say("Entropy (bits)")),
)


def how_to_read(report: Report, teller: Teller) -> Told:
    """Sentences for anybody, then the formula with its source."""
    first, last = report.grid.choices[0].name, report.grid.choices[-1].name
    sentences = [
        say(
            "Each person placed one dot on each square, or none. A dot has a colour, a shape, a pattern and a word; a bar is as wide "
            "as its share."
        ),
        say(
            "Agreement goes from %(none)s, half %(first)s and half %(last)s, to %(all)s, everyone the same. It is rounded down, so "
            "%(all)s means everyone.",
            none=teller.percent(0),
            all=teller.percent(100),
            first=first,
            last=last,
        ),
        say(
            "In a word: agreed (agreement of %(percent)s or more), leaning (more than half on one choice, or few at one of the ends), "
            "spread (no choice has more than half, and both ends have dots), split (both ends strong, little between them).",
            percent=teller.percent(AGREED_FROM),
        ),
        say(
            "A class is everybody and not a sample: there is no margin of error. Below twelve dots one person can change the word, and "
            "then it says so."
        ),
        say("A square with too few dots is not shown, so that nobody can be recognised. What is shown changes in steps of several people."),
        say("To agree more is not the goal, to think is: a second look reports what changed, and judges nothing."),
    ]
    return {
        "sentences": [teller(sentence) for sentence in sentences],
        "formula": FORMULA,
        "formula_says": teller(
            say(
                "Ordinal concentration l of Blair and Lacy. K: how many choices; Fᵢ: the share of dots on the first i choices, "
                "summed over all but the last."
            )
        ),
        "source": SOURCES[0],
    }


def researchers(report: Report, teller: Teller) -> Told:
    """A table with a row for each square whose dots can be shown, and α of the whole grid. A dash stands where nothing is defined."""
    rows = [_row(square, teller) for square in report.squares if square.counts and square.n]
    return {
        "columns": [teller(say("Square")), "n", "l", teller(say("l if one dot changed")), *(teller(name) for _, name in _TABLE)],
        "rows": rows,
        "scrolls_says": teller(say("The table scrolls sideways.")),
        "alpha_says": teller(_alpha(report, teller)),
        "explains": [
            teller(
                say(
                    "A: −1 half at each end, 0 evenly spread, 1 everyone the same. Cns: 0 to 1. Leik D: 0 everyone the same, 1 half at "
                    "each end. Entropy: 0 everyone the same; it does not know the order of the choices."
                )
            ),
            teller(
                say(
                    "Dots outside of what may be shown are in none of these figures. Unrounded values, other measures and each round are "
                    "in the spreadsheet and in the data files."
                )
            ),
        ],
        "sources": list(SOURCES),
    }


def _row(square: SquareReport, teller: Teller) -> Told:
    low, high = square.one_dot
    measured = square.measures
    values = [_figure(measured[name], teller) for name, _ in _TABLE]
    reach = "–" if low is None or high is None else f"{_figure(low, teller)} – {_figure(high, teller)}"
    return {
        "square": square.square.id,
        "short": square.square.short,
        "cells": [teller.number(square.n or 0), _figure(square.agreement, teller), reach, *values],
    }


def _figure(value: float | None, teller: Teller) -> str:
    """With three digits; a nought that is only nearly one has no sign."""
    return "–" if value is None else teller.number(round(value, 3) + 0.0, 3).replace("-", "−")


def _alpha(report: Report, teller: Teller) -> str:
    if report.alpha is None:
        return say("Krippendorff’s α (ordinal) over the whole grid is not defined: there is nothing that varies.")
    return say(
        "Krippendorff’s α (ordinal) over the whole grid: %(alpha)s. 1: all grids are the same; 0: dots look shuffled.",
        alpha=_figure(report.alpha, teller),
    )
