"""`pollapp agreement 12 9 3`: everything the app says about one square's tally, from the shell."""

import json
import re
from collections.abc import Sequence
from typing import Any

import click

from pollapp.domain.agreement import AGREED, FRAGILE_BELOW, agreement, fragile, leading, one_dot_range, percent, steps_apart, word
from pollapp.domain.grid import FEWEST_CHOICES, MOST_CHOICES
from pollapp.domain.measures import measures
from pollapp.grid_file import shipped_grid
from pollapp.grid_problems import quoted

_MOST_DOTS = 1_000_000  # on one choice
_COUNT = re.compile(r"[0-9]{1,7}", re.ASCII)
_LABELS = {  # how people call a measure, and its values from one end to the other
    "l_squared": ("Blair & Lacy's l²", "0 split · 1 unanimous"),
    "mean_steps": ("Mean steps apart, two random dots", "0 the same"),
    "mean_steps_distinct_pairs": ("Mean steps apart, two different people", "0 the same"),
    "van_der_eijk_a": ("van der Eijk's A", "-1 split · 0 even · 1 unanimous"),
    "polarization_a": ("Polarization, (1 - A) / 2", "0 unanimous · 1 split"),
    "tastle_wierman_cns": ("Tastle & Wierman's Cns", "0 split · 1 unanimous"),
    "leik_d": ("Leik's D", "0 unanimous · 1 split"),
    "leik_agreement": ("Leik's agreement, 1 - D", "0 split · 1 unanimous"),
    "entropy_bits": ("Entropy, in bits", "0 unanimous"),
    "entropy_normalised": ("Entropy, of its maximum", "0 unanimous · 1 even"),
    "modal_share": ("Share of the largest choice", "1 unanimous"),
    "reynal_querol_rq": ("Reynal-Querol's RQ", "0 unanimous · 1 two camps"),
    "esteban_ray": ("Esteban & Ray's polarization, α 1.3", "0 unanimous · 1 split"),
}


@click.command("agreement", context_settings={"ignore_unknown_options": True})  # so that -1 is answered as a count, not as an option
@click.argument("counts", nargs=-1, metavar="COUNT COUNT [COUNT…]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, unrounded, null where undefined.")
def agreement_command(counts: tuple[str, ...], as_json: bool) -> None:
    """Say how much the dots on one square agree. COUNTs are dots per choice, in the order of the grid's choices.

    With one dot the agreement is trivially 1: the measures are defined there and --json gives them, but the text shows no
    number, as no screen does. Without dots there is none (null).

    Exit 0, or 2 for counts that cannot be read.
    """
    tally = _tally(counts)
    click.echo(json.dumps(_facts(tally), ensure_ascii=False, allow_nan=False, indent=2) if as_json else _page(tally))


def _tally(counts: Sequence[str]) -> list[int]:
    if not FEWEST_CHOICES <= len(counts) <= MOST_CHOICES:
        given = f"{len(counts)} count{'' if len(counts) == 1 else 's'} given"
        raise click.UsageError(f"{given}. Give {FEWEST_CHOICES} to {MOST_CHOICES}: how many dots each choice has, as in: 12 9 3")
    for count in counts:
        if not _COUNT.fullmatch(count) or int(count) > _MOST_DOTS:
            raise click.UsageError(f"{quoted(count)} is no number of dots. Give a whole number from 0 to {_MOST_DOTS}, as in: 12 9 3")
    return [int(count) for count in counts]


def _facts(tally: Sequence[int]) -> dict[str, Any]:
    low, high = one_dot_range(tally) or (None, None)
    return {
        "agreement": agreement(tally),
        "word": word(tally),
        "leading": leading(tally),  # places, from 0
        "n": sum(tally),
        "one_dot_low": low,
        "one_dot_high": high,
        "could_flip_with_one_dot": fragile(tally),
        **measures(tally),
    }


def _page(tally: Sequence[int]) -> str:
    names = _names(len(tally))
    dots = ", ".join(f"{count} {name}" for count, name in zip(tally, names, strict=True))
    lines = [f"{_many(sum(tally), 'dot')}: {dots}", "", *_rows(_headline(tally, names))]
    if sum(tally) > 1:
        lines += ["", "For researchers", *_rows(_measure_rows(tally))]
    return "\n".join(lines)


def _names(choices: int) -> list[str]:
    """How the choices are called: as in the shipped grid when it has as many, else by their place."""
    grid = shipped_grid().grid
    if len(grid.choices) == choices:
        return [choice.name for choice in grid.choices]
    return [f"choice {place}" for place in range(1, choices + 1)]


def _headline(tally: Sequence[int], names: Sequence[str]) -> list[tuple[str, ...]]:
    if sum(tally) < 2:
        return [("Agreement", "no number: it takes two dots to agree" if sum(tally) else word(tally))]
    low, high = (percent(end) for end in one_dot_range(tally) or (None, None))
    return [
        ("Agreement", f"{percent(agreement(tally))} %, {_in_words(tally, names)}"),
        ("In steps", f"two random dots are {steps_apart(tally):.2f} steps apart on average (0 the same, {len(tally) - 1} end against end)"),
        ("One dot", f"{low} % to {high} %, if any one dot changed{_flip(tally)}"),
    ]


def _in_words(tally: Sequence[int], names: Sequence[str]) -> str:
    said, leaders = word(tally), " and ".join(names[place] for place in leading(tally))
    if not leaders:
        return said
    return f"{said} on {leaders}" if said == AGREED else f"{said} {leaders}"


def _flip(tally: Sequence[int]) -> str:
    if fragile(tally):
        return "; could flip with one dot"
    return "; no one dot could change the word" if sum(tally) < FRAGILE_BELOW else ""


def _measure_rows(tally: Sequence[int]) -> list[tuple[str, ...]]:
    return [(_LABELS[name][0], _shown(value), _LABELS[name][1]) for name, value in measures(tally).items()]


def _shown(value: float | None) -> str:
    return f"{'-' if value is None else f'{value:.4f}':>7}"


def _rows(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """The rows as lines whose columns stand under one another."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
