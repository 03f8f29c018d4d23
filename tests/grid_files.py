"""Two small grid files to make mistakes in: `GOOD` in one language, `BOTH` in two; what helps a discussion can be put
after each. And what reading them answers.
"""

import pytest
from hypothesis import strategies as st

from pollapp.domain.grid_book import GridBook
from pollapp.domain.said import Said
from pollapp.grid_file import parse_grid
from pollapp.grid_problems import GridFileError, Problem

GOOD = """\
title: Small grid
directions: Place a dot.
choices:
  - key: fine
    label: Usually fine
    shape: circle
    mark: check
  - key: wrong
    name: not right
    label: Wrong
    shape: square
principles:
  - number: 1
    text: Do no harm.
  - number: 2
    text: Ask first.
squares:
  - id: 1
    text: Giving a hug
    short: Hug
    principles: [2, 1]
  - id: 7
    text: Taking a gift
sets:
  - key: all-of-it
    label: Everything
    squares: all
  - key: one
    label: Only one
    squares: [7]
default_set: one
"""

PROMPTS = """\
lenses:
  - key: harm
    title: Harm
    text: Who is harmed?
  - key: codes
    title: Codes
    text: Which principles apply?
steps:
  - key: act
    title: Act
    text: Act on your choice.
"""

BOTH = """\
title: {en: Small grid, es: Cuadrícula}
directions:
  en: Place a dot.
  es: Pongan un punto.
choices:
  - key: fine
    label: {en: Usually fine, es: Bien}
    shape: circle
  - key: wrong
    name: {en: not right, es: mal}
    label: {en: Wrong, es: No está bien}
    shape: square
principles:
  - number: 1
    text: {es: No hagas daño., en: Do no harm.}
squares:
  - id: 1
    text: {en: Giving a hug, es: Dar un abrazo}
    short: {en: Hug, es: Abrazo}
    principles: [1]
  - id: 7
    text:
      en: Taking a gift
      es: Aceptar un regalo
sets:
  - key: all-of-it
    label: {en: Everything, es: Todo}
    squares: all
"""

PROMPTS_IN_BOTH = """\
lenses:
  - key: harm
    title: {en: Harm, es: Daño}
    text: {en: Who is harmed, es: A quién se daña}
steps:
  - key: act
    title:
      en: Act
      es: Actuar
    text: {en: Act on your choice., es: Actúen.}
"""

YAMLISH = st.lists(st.sampled_from([*"-:[]{}&*!|>'\"%@`,?#~<=\n\t \\0", "\n  ", "- ", ": ", "---", "...", "\\U", "key", "id", "é", "\x85"]))


def book_of(source: str | bytes) -> GridBook:
    """What is in this file, which must be a good one."""
    return parse_grid(source, "my_grid.yaml")


def problems_in(source: str | bytes) -> list[Problem]:
    """What is wrong in this file, which must be refused."""
    with pytest.raises(GridFileError) as refused:
        parse_grid(source, "my_grid.yaml")
    return refused.value.problems


def answers(source: str | bytes) -> None:
    """The answer is a grid, or a GridFileError with sentences that can be said in any language."""
    try:
        parse_grid(source, "fuzz.yaml")
    except GridFileError as error:
        refused = error
    else:
        return
    assert refused.problems
    assert all(one.line >= 1 and one.wrong and one.right for one in refused.problems)
    assert all(isinstance(sentence, Said) for one in refused.problems for sentence in (one.wrong, one.right, one.said()))
