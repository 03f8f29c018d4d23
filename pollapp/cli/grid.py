"""`pollapp grid check FILE`: what the page says about a grid file, from the shell."""

import click

from pollapp.domain.grid import Grid
from pollapp.domain.grid_book import GridBook
from pollapp.domain.translation import ORIGINAL
from pollapp.grid_file import load_grid_file
from pollapp.grid_problems import GridFileError


@click.group("grid")
def grid_group() -> None:
    """Grid files: YAML with directions, choices and squares."""


@grid_group.command("check")
@click.argument("file", type=click.Path())
def check(file: str) -> None:
    """Say whether FILE is a good grid: exit 0. Else every problem with its line: exit 1; not readable: exit 2."""
    try:
        book = load_grid_file(file)
    except GridFileError as error:
        raise _failed(str(error), 1) from error
    except OSError as error:
        sentence = f"{file} cannot be read: {error.strerror or error}. Give the path of a YAML file, such as grid_items.yaml."
        raise _failed(sentence, 2) from error
    click.echo(f"{file}: good. {_summary(book)}")


def _failed(message: str, code: int) -> SystemExit:
    click.echo(message, err=True)
    return SystemExit(code)


def _summary(book: GridBook) -> str:
    grid = book.grid
    sets = ", ".join(
        f"{one.key} ({_count(len(one.squares), 'square')}{', default' if one.key == book.default_set else ''})" for one in book.sets
    )
    choices = f"{_count(len(grid.choices), 'choice')} ({', '.join(grid.choice_keys)})"
    parts = [_count(len(grid.squares), "square"), choices, _count(len(grid.principles), "principle"), *_prompts(grid)]
    return f"{', '.join(parts)}, sets: {sets}{_spoken(grid)}"


def _prompts(grid: Grid) -> list[str]:
    """How many lenses and steps, of whichever there are: many a grid has none."""
    lenses = [_count(len(grid.lenses), "lens", "lenses")] if grid.lenses else []
    return lenses + ([_count(len(grid.steps), "step")] if grid.steps else [])


def _spoken(grid: Grid) -> str:
    """The languages, unless all is as in a file that says nothing of any."""
    return "" if grid.languages == (ORIGINAL,) else f", languages: {', '.join(grid.languages)}"


def _count(number: int, what: str, many: str = "") -> str:
    return f"{number} {what if number == 1 else many or what + 's'}"
