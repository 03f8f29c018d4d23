"""`pollapp session import FILE`: a paper poster that was counted by hand becomes a session, from the shell."""

from datetime import UTC, date, datetime
from pathlib import Path

import click

from pollapp import access
from pollapp.addresses import own_address
from pollapp.cli.data import Where, failed, stored_sessions, where_options
from pollapp.config import config_from
from pollapp.counts.file import Counted, CountsFileError, read_counts
from pollapp.counts.rows import MOST_BYTES
from pollapp.domain.grid import Grid
from pollapp.domain.tally import MINIMUM_SAID, is_minimum
from pollapp.grid_file import load_grid_file, shipped_grid
from pollapp.grid_problems import GridFileError
from pollapp.importing import Poster, import_poster, read_day
from pollapp.opening import DEFAULT_KEEP, DEFAULT_MINIMUM, KEEPS, Opened, Settings


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--grid-file", type=click.Path(path_type=Path), help="The grid that the poster showed. [default: the shipped grid]")
@click.option("--date", "day", metavar="YYYY-MM-DD", help="The day of the class. [default: today]")
@click.option(
    "--minimum", type=int, default=DEFAULT_MINIMUM, show_default=True, help="Dots that a square needs to be shown; 1: no protection."
)
@click.option("--keep", type=click.Choice(list(KEEPS)), default=DEFAULT_KEEP, show_default=True, help="How long, from now on.")
@where_options
def import_session(*, file: Path, grid_file: Path | None, day: str | None, minimum: int, keep: str, where: Where) -> None:
    """Bring in a paper poster: FILE is a CSV with a row a square and a column a choice, or a CSV that pollapp exported.

    Prints the session's recovery phrase. Whatever is wrong with FILE is printed with its line, and nothing is brought in: exit 1.
    """
    grid = _grid(grid_file)
    counted = _counts(file, grid)
    settings = Settings("paper", minimum=_minimum(minimum), keep=keep)
    poster = Poster(grid, counted, _day(day))
    with stored_sessions(where) as service:
        opened = import_poster(service.log, poster, settings, lambda: datetime.now(UTC))
    _say_what_came(counted, opened)
    _say_where(opened)


def _say_what_came(counted: Counted, opened: Opened) -> None:
    known = [counts for counts in counted.values() if counts is not None]
    left = f"; {len(counted) - len(known)} that nobody counted" if len(known) < len(counted) else ""
    dots = sum(map(sum, known))
    click.echo(f"Brought in as session {opened.header.code}: {_count(dots, 'dot')} on {_count(len(known), 'square')}{left}.")


def _say_where(opened: Opened) -> None:
    """The server's settings may be others than this shell's: so the page is named too."""
    address = f"{own_address(config_from({}))}/recover"
    click.echo(f"To see it in a browser, enter its recovery phrase on the server's page /recover (by default {address}).")
    click.echo("It is shown only here:")
    click.echo(f"  {access.phrase(opened.control_secret)}")


def _count(number: int, what: str) -> str:
    return f"{number} {what if number == 1 else what + 's'}"


def _counts(file: Path, grid: Grid) -> Counted:
    try:
        with file.open("rb") as source:
            return read_counts(source.read(MOST_BYTES + 1), grid, str(file))
    except CountsFileError as error:
        raise failed(f"{error}\nNothing was brought in.") from error
    except OSError as error:
        raise failed(f"{file} cannot be read: {error.strerror or error}. Give the path of a CSV file, such as poster.csv.") from error


def _grid(file: Path | None) -> Grid:
    try:
        return (load_grid_file(file) if file else shipped_grid()).grid
    except GridFileError as error:
        raise failed(str(error)) from error
    except OSError as error:
        raise failed(f"{file} cannot be read: {error.strerror or error}. Give the path of a YAML file, such as grid_items.yaml.") from error


def _day(typed: str | None) -> date:
    now = datetime.now(UTC)
    try:
        return read_day(typed or now.date().isoformat(), now)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--date") from error


def _minimum(value: int) -> int:
    if not is_minimum(value):
        raise click.BadParameter(f"It is {MINIMUM_SAID}.", param_hint="--minimum")
    return value
