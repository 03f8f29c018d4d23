"""Letters that a PDF cannot be set in: a tagged one must have type for each. Whatever somebody typed, there must be a report."""

import json
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from pollapp.files import PRINT_FONTS

STAND_IN = "▯"
# What the type that Typst brings along has, as far as we count on it: Armenian, Georgian, arrows, boxes, and signs that phones offer.
BROUGHT_ALONG = (range(0x531, 0x557), range(0x561, 0x588), range(0x10D0, 0x10FB), range(0x2190, 0x2200), range(0x2500, 0x2600))
SIGNS = "≠≤≥∞√∑★☆✓✗♥"
OURS = f"αᵢΣ→{STAND_IN}"  # stand in what we say ourselves, and not in our own type
_JOINER = "\u200d"
_JOINING = frozenset(
    {_JOINER, "\u200c", *map(chr, (*range(0x1F3FB, 0x1F400), *range(0xE0020, 0xE0080)))}
)  # tones of skin, flags of regions
_MOST_PILED = 16  # a family of four, each in their own tone of skin, is ten
_NOT_SEEN = "\ufeff"  # begins files and is never drawn; our type claims to have it, and Typst all the same finds none
_NOBODY = ("Cc", "Cn", "Co", "Cs")  # no letters, or ones that everybody reads as they please


def printable(said: Any) -> Any:
    """The same JSON value, with a stand-in for each letter in it that there is no type for."""
    return _each_text(said, _letters().__contains__)


def plainly_printable(said: Any) -> Any:
    """As `printable`, but in our own type alone: what is left when type alone is not what is missing."""
    return _each_text(said, _own_letters().__contains__)


def stands_in(printed: Any, told: Any) -> bool:
    """Whether something that was told is printed as a stand-in."""
    return _stand_ins(printed) > _stand_ins(told)


def _stand_ins(said: Any) -> int:
    return json.dumps(said, ensure_ascii=False).count(STAND_IN)


def _each_text(said: Any, known: Callable[[str], bool]) -> Any:
    if isinstance(said, dict):
        return {name: _each_text(value, known) for name, value in said.items()}
    if isinstance(said, list):
        return [_each_text(value, known) for value in said]
    return _shown(said, known) if isinstance(said, str) else said


def _shown(text: str, known: Callable[[str], bool]) -> str:
    """Of letters that are piled upon one another, as many as any script piles: programs that read PDFs give up on hundreds."""
    text = _without_unseen(text)
    shown, pile = [], 0
    for before, letter in zip("\n" + text, text, strict=False):
        pile = pile + 1 if _joins(letter) or before == _JOINER else 0
        if pile <= _MOST_PILED:
            shown.append(letter if known(letter) and pile < _MOST_PILED else STAND_IN)
    return "".join(shown)


def _without_unseen(text: str) -> str:
    """A text of nothing else has a stand-in: a PDF may have no empty title."""
    seen = text.replace(_NOT_SEEN, "")
    return STAND_IN if _NOT_SEEN in text and not seen.strip() else seen


def _joins(letter: str) -> bool:
    """It is drawn upon or into the letter before it."""
    return unicodedata.category(letter)[0] == "M" or letter in _JOINING


@cache
def _letters() -> frozenset[str]:
    """Every letter that a font of ours has, and the line break. Raises FileNotFoundError where set-up has fetched no fonts."""
    brought = {chr(code) for codes in BROUGHT_ALONG for code in codes}
    return frozenset({"\n", *SIGNS, *OURS}) | brought | _letters_of("*.ttf")


@cache
def _own_letters() -> frozenset[str]:
    return frozenset({"\n", *OURS}) | _letters_of("AtkinsonHyperlegibleNext_*.ttf")


def _letters_of(fonts: str) -> frozenset[str]:
    files = sorted(PRINT_FONTS.glob(fonts))
    if not files:
        raise FileNotFoundError(f"There are no fonts in {PRINT_FONTS}: they are put there when pollapp is set up (build_hook.py).")
    return frozenset(chr(code) for file in files for code in _codes(file) if _meant(chr(code)))


def _meant(letter: str) -> bool:
    return unicodedata.category(letter) not in _NOBODY and letter != _NOT_SEEN


def _codes(file: Path) -> list[int]:
    with TTFont(file, lazy=True) as font:
        return list(font.getBestCmap())
