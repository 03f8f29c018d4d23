"""Mistakes in a grid file: what of a good file is written otherwise, and the answer that its author gets."""

import pytest

from tests.grid_files import problems_in

# What stands in the good file once → what is there instead; the line, what is wrong, what would be right
Mistake = tuple[str, str, int, str, str]


def each_of(mistakes: list[Mistake]) -> pytest.MarkDecorator:
    """The test takes a `mistake`, and runs for each of them."""
    return pytest.mark.parametrize("mistake", mistakes, ids=[f"{bad[:40]!r}" for _, bad, *_ in mistakes])


def is_answered(mistake: Mistake, file: str, before: str = "") -> None:
    """Made in this file, behind what is good in any case, the mistake is answered in its place."""
    good, bad, line, wrong, right = mistake
    assert file.count(good) == 1
    problems = problems_in(before + file.replace(good, bad))
    assert any(one.line == line and wrong in one.wrong and right in one.right for one in problems), "\n".join(map(str, problems))
