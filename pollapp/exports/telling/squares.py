"""The squares of a report in words: counts, agreement and word of each; in groups by word, the most agreed first."""

from typing import Any

from pollapp.domain.agreement import AGREED, LEANING, NO_DOTS, SPLIT, SPREAD, by_agreement
from pollapp.domain.report import Report, SquareReport
from pollapp.domain.said import say, say_many
from pollapp.domain.tallied import Tallied
from pollapp.exports.telling.teller import Teller

Told = dict[str, Any]

WITHHELD = "withheld"
_GROUPS = {  # in the same words as on every square
    AGREED: say("Agreed"),
    LEANING: say("Leaning"),
    SPREAD: say("Spread"),
    SPLIT: say("Split"),
    WITHHELD: say("Too few dots"),
    NO_DOTS: say("No dots"),
}
AGREED_FROM = 75  # percent


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
        "paper_says": _paper(report, told, teller),
    }


def _bar(report: Report, told: Tallied, teller: Teller) -> str:
    """What a bar shows, for whoever does not see it: "fine 4, unsure 1, wrong 2"."""
    return ", ".join(f"{choice.name} {teller.number(count)}" for choice, count in zip(report.grid.choices, told.counts or (), strict=True))


def _dots(report: Report, told: Tallied, teller: Teller) -> str:
    if not told.withheld:
        return teller(say_many("%(n)s dot", "%(n)s dots", told.n)) if told.n else teller(say("no dots"))
    few = told.placed < report.minimum
    return teller(say("fewer than %(minimum)s dots", minimum=report.minimum) if few else say("too few dots"))


def _paper(report: Report, told: Tallied, teller: Teller) -> str:
    """Nothing on a poster, where every dot is on paper."""
    return teller(say_many("%(n)s on paper", "%(n)s on paper", told.paper)) if told.paper and report.kind != "paper" else ""


def star(report: Report, teller: Teller) -> str:
    """What a star beside a word in the heatmap means, where there is one."""
    return teller(say("* could flip with one dot")) if any(square.fragile for square in report.squares) else ""


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
    means = meanings(teller)
    return [
        {"word": name, "heading": teller(_GROUPS[name]), "means": means.get(name, ""), "squares": ids}
        for name, ids in by_word.items()
        if ids
    ]


def meanings(teller: Teller) -> dict[str, str]:
    """What each word means (`domain/agreement.word`), and why a square stands in a group without a word."""
    means = {
        AGREED: say("Agreement of %(percent)s or more.", percent=teller.percent(AGREED_FROM)),
        LEANING: say("More than half on one choice, or few at one of the ends."),
        SPREAD: say("No choice has more than half, and both ends have dots."),
        SPLIT: say("Both ends are strong, with little between them."),
        WITHHELD: say("Not shown, so that nobody can be recognised."),
    }
    return {name: teller(sentence) for name, sentence in means.items()}


def summary(report: Report, teller: Teller) -> str:
    """The results in a sentence or two, for whoever reads no further."""
    if not report.round:
        return teller(say("No round has been opened yet."))
    counted = {one["word"]: len(one["squares"]) for one in groups(report, teller)}
    withheld, empty = counted.get(WITHHELD, 0), counted.get(NO_DOTS, 0)
    if withheld + empty == len(report.squares):
        return teller(say("No square has enough dots to be shown."))
    few = [say("Too few dots: %(squares)s.", squares=withheld)] if withheld else []
    none = [say("No dots: %(squares)s.", squares=empty)] if empty else []
    return " ".join(map(teller, [_in_words(counted, len(report.squares) - withheld - empty, bool(few or none)), *few, *none]))


def _in_words(counted: dict[str, int], shown: int, others: bool) -> str:
    """How many squares have each word. `others`: there are squares without one."""
    numbers = {name: counted.get(name, 0) for name in (AGREED, LEANING, SPREAD, SPLIT)}
    if others:
        return say_many(
            "Of %(n)s square with enough dots: agreed %(agreed)s, leaning %(leaning)s, spread %(spread)s, split %(split)s.",
            "Of %(n)s squares with enough dots: agreed %(agreed)s, leaning %(leaning)s, spread %(spread)s, split %(split)s.",
            shown,
            **numbers,
        )
    return say_many(
        "Of %(n)s square: agreed %(agreed)s, leaning %(leaning)s, spread %(spread)s, split %(split)s.",
        "Of %(n)s squares: agreed %(agreed)s, leaning %(leaning)s, spread %(spread)s, split %(split)s.",
        shown,
        **numbers,
    )
