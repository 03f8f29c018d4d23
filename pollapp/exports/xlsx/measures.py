"""The sheet for researchers: every measure of every square, with all its digits."""

from collections.abc import Callable
from typing import Any

from pollapp.domain.measures import NAMES
from pollapp.domain.report import Report
from pollapp.domain.said import Said, say
from pollapp.exports.telling.teller import Teller
from pollapp.exports.xlsx.columns import count_columns, square_columns
from pollapp.exports.xlsx.table import Cell, Column, Table

# Works are named as in domain/measures.py: author, year. The columns are called as in the CSV and the JSON.
_MEANS: dict[str, Said] = {
    "l_squared": say("l²: 0 half at each end, 1 everyone the same. Blair & Lacy 2000."),
    "mean_steps": say("How many steps apart two dots are on average, drawn with replacement: (K − 1) / 2 · (1 − l²). Blair & Lacy 2000."),
    "mean_steps_distinct_pairs": say("The same between the dots of two different people (Gini’s mean difference). Empty below two dots."),
    "van_der_eijk_a": say("A: −1 half at each end, 0 evenly spread, 1 everyone the same. van der Eijk 2001."),
    "polarization_a": say("(1 − A) / 2: 0 everyone the same, 1 half at each end."),
    "tastle_wierman_cns": say("Consensus: 0 half at each end, 1 everyone the same. Tastle & Wierman 2007."),
    "leik_d": say("Ordinal dispersion D: 0 everyone the same, 1 half at each end. Leik 1966."),
    "leik_agreement": say("1 − D. Leik 1966."),
    "entropy_bits": say("Entropy in bits: 0 everyone the same; it does not know the order of the choices. Shannon 1948."),
    "entropy_normalised": say("Entropy in units of its maximum log₂ K, 0 to 1. Pielou 1966."),
    "modal_share": say("The share of the choice with the most dots (1 − Freeman’s variation ratio 1965)."),
    "reynal_querol_rq": say("4 Σ p²(1 − p): 0 everyone the same, 1 two equal camps. Reynal-Querol 2002."),
    "esteban_ray": say("Polarization with α = 1.3, so scaled that half at each end is 1. Esteban & Ray 1994."),
}


def measures_table(report: Report, teller: Teller, alpha_says: str) -> Table:
    """A row for each square whose dots can be shown."""
    return Table(
        key="pollapp_measures",
        sheet=teller(say("For researchers")),
        about=teller(say("A row for each square whose dots can be shown, with every measure unrounded, under its name in the data files.")),
        columns=(
            *square_columns(teller, _itself),
            *count_columns(report, teller, _itself),
            Column("agreement", teller(say("Agreement l, 0 to 1. Blair & Lacy 2000.")), lambda row: row.agreement, "figure", 12),
            Column(
                "one_dot_low",
                teller(say("The lowest agreement if any one dot changed its choice.")),
                lambda row: row.one_dot[0],
                "figure",
                12,
            ),
            Column("one_dot_high", teller(say("The highest.")), lambda row: row.one_dot[1], "figure", 12),
            *(Column(name, teller(_MEANS[name]), _measure(name), "figure", max(12, len(name) + 2)) for name in NAMES),
        ),
        rows=[square for square in report.squares if square.n],
        notice=alpha_says,
        figure=report.alpha,
    )


def _measure(name: str) -> Callable[[Any], Cell]:
    def measure(row: Any) -> Cell:
        value: float | None = row.measures[name]
        return None if value is None else value + 0.0  # a nought has no sign

    return measure


def _itself(row: Any) -> Any:
    return row
