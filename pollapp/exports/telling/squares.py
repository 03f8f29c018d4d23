"""The squares of a report in words: counts, agreement and word of each; in groups by word, the most agreed first."""

from typing import Any

from pollapp.domain.agreement import AGREED, LEANING, NO_DOTS, SPLIT, SPREAD, by_agreement
from pollapp.domain.report import Report, SquareReport
from pollapp.domain.said import say, say_many
from pollapp.domain.tallied import Tallied
from pollapp.exports.telling.teller import Teller

Told = dict[str, Any]

WITHHELD = "withheld"
_GROUPS = {
    AGREED: say("The room agrees"),
    LEANING: say("The room leans one way"),
    SPREAD: say("Dots everywhere"),
    SPLIT: say("The room is split"),
    WITHHELD: say("Too few dots to be shown"),
    NO_DOTS: say("No dots"),
}


def squares(report: Report, teller: Teller) -> list[Told]:
    """`state`: votes, withheld or empty; what is said of the dots is None unless it is votes."""
    return [_square(report, square, teller) for square in report.squares]


def _square(report: Report, square: SquareReport, teller: Teller) -> Told:
    return {
        "id": square.square.id,
        "text": square.square.text,
        "short": square.square.short,
        "round": square.round,
        "discussed": square.discussed,
        **tallied(report, square, teller),
    }


def tallied(report: Report, told: Tallied, teller: Teller) -> Told:
    """A tally in words, for one square in one round."""
    state = "withheld" if told.withheld else "votes" if told.n else "empty"
    voted = state == "votes"
    return {
        "state": state,
        "counts": list(told.counts or ()) if voted else None,
        "counts_say": [teller.number(count) for count in told.counts or ()] if voted else None,
        "bar_says": _bar(report, told, teller) if voted else "",
        "n": told.n if voted else None,
        "dots_says": _dots(report, told, teller),
        "percent": told.percent,
        "agreement_says": "" if told.percent is None else teller.percent(told.percent),
        "word": told.word if voted else None,
        "word_says": word_says(report, told, teller) if voted else "",
        "fragile_says": teller(say("could flip with one dot")) if told.fragile and voted else "",
        "paper_says": teller(say_many("%(n)s on paper", "%(n)s on paper", told.paper)) if told.paper else "",
    }


def _bar(report: Report, told: Tallied, teller: Teller) -> str:
    """What a bar shows, for whoever does not see it: "fine 4, unsure 1, wrong 2"."""
    return ", ".join(f"{choice.name} {teller.number(count)}" for choice, count in zip(report.grid.choices, told.counts or (), strict=True))


def _dots(report: Report, told: Tallied, teller: Teller) -> str:
    if not told.withheld:
        return teller(say_many("%(n)s dot", "%(n)s dots", told.n)) if told.n else teller(say("no dots"))
    few = told.placed < report.minimum
    return teller(say("fewer than %(minimum)s dots", minimum=report.minimum) if few else say("too few dots"))


def word_says(report: Report, told: Tallied, teller: Teller) -> str:
    """As on the screens: agreed or leaning with the choices that lead, split, spread."""
    leaders = teller.both([report.grid.choices[place].name for place in told.leading])
    said = {
        AGREED: say("agreed %(choices)s", choices=leaders),
        LEANING: say("leaning %(choices)s", choices=leaders),
        SPLIT: say("split"),
        SPREAD: say("spread"),
        NO_DOTS: say("no dots yet"),
    }
    return teller(said[told.word]) if told.word else ""


def groups(report: Report, teller: Teller) -> list[Told]:
    """The ids of the squares by their word, in each group the most agreed first; no group is empty."""
    by_word: dict[str, list[int]] = {name: [] for name in _GROUPS}
    shown = {square.square.id: square.counts for square in report.squares if square.counts and square.n}
    words = {square.square.id: square.word or WITHHELD for square in report.squares}
    rest = [square.square.id for square in report.squares if square.square.id not in shown]
    for id in [*by_agreement(shown), *rest]:
        by_word[words[id]].append(id)
    return [{"word": name, "heading": teller(_GROUPS[name]), "squares": ids} for name, ids in by_word.items() if ids]


def summary(report: Report, teller: Teller) -> str:
    """The results in one sentence, for whoever reads no further."""
    if not report.round:
        return teller(say("No round has been opened yet."))
    counted = {one["word"]: len(one["squares"]) for one in groups(report, teller)}
    shown = sum(number for name, number in counted.items() if name not in (WITHHELD, NO_DOTS))
    if not shown:
        return teller(say("No square has enough dots to be shown."))
    return teller(
        say_many(
            "Of %(n)s square: agreed %(agreed)s, leaning one way %(leaning)s, dots everywhere %(spread)s, split %(split)s.",
            "Of %(n)s squares: agreed on %(agreed)s, leaning one way on %(leaning)s, dots everywhere on %(spread)s, split on %(split)s.",
            shown,
            **{name: counted.get(name, 0) for name in (AGREED, LEANING, SPREAD, SPLIT)},
        )
    )
