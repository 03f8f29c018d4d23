"""`pollapp grid check`: what is wrong in a grid file, from the shell."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pollapp.cli.grid import grid_group

SHIPPED = Path(__file__).parents[2] / "grid_items.yaml"
GOOD = """\
title: Tiny
directions: Place a dot.
choices: [{key: a, label: A, shape: circle}, {key: b, label: B, shape: square}]
squares: [{id: 1, text: Act}]
"""


def _check(file: Path | str) -> Result:
    return CliRunner().invoke(grid_group, ["check", str(file)])


def test_the_shipped_grid_is_good() -> None:
    result = _check(SHIPPED)
    assert result.exit_code == 0
    assert "good. 30 squares, 3 choices (" in result.stdout
    assert "13 principles, 3 lenses, 6 steps, sets: first-24 (24 squares, default), all (30 squares), languages: en, es\n" in result.stdout


def test_a_small_grid_is_good(tmp_path: Path) -> None:
    file = tmp_path / "tiny.yaml"
    file.write_text(GOOD)
    assert _check(file).stdout == f"{file}: good. 1 square, 2 choices (a, b), 0 principles, sets: all (1 square, default)\n"


def test_a_language_that_is_not_the_usual_one_is_said(tmp_path: Path) -> None:
    file = tmp_path / "tiny.yaml"
    file.write_text("language: pt-BR\n" + GOOD)
    assert _check(file).stdout.endswith("sets: all (1 square, default), languages: pt-BR\n")


def test_lenses_and_steps_are_counted_where_there_are_any(tmp_path: Path) -> None:
    file = tmp_path / "tiny.yaml"
    file.write_text(GOOD + "lenses: [{key: harm, title: Harm, text: Who is harmed}]\n")
    assert "0 principles, 1 lens, sets:" in _check(file).stdout


@pytest.mark.parametrize(
    ("good", "bad", "sentence"),
    [
        ("title: Tiny", "title:", ':1: "title" is empty. Write at least one word.'),
        ("shape: square", "shape: circle", ':3: The shape "circle" is used twice'),
        ("title: Tiny", "title: {en: Tiny, es: Chica}", ':2: "directions" is missing in "es". Write it as "en: …" and "es: …"'),
        ("id: 1", "id: x", ':4: "id" must be a whole number, not "x".'),
    ],
)
def test_a_mistake_is_exit_1_with_its_line(tmp_path: Path, good: str, bad: str, sentence: str) -> None:
    file = tmp_path / "tiny.yaml"
    file.write_text(GOOD.replace(good, bad))
    result = _check(file)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{file}{sentence}" in result.stderr


def test_a_file_that_cannot_be_read_is_exit_2(tmp_path: Path) -> None:
    for file in (tmp_path / "nowhere.yaml", tmp_path):
        result = _check(file)
        assert (result.exit_code, result.stdout) == (2, "")
        assert f"{file} cannot be read:" in result.stderr
        assert "Give the path of a YAML file" in result.stderr
