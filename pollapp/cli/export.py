"""`pollapp session export CODE`: the same files as on the page, from the shell."""

from pathlib import Path

import click

from pollapp.cli.data import Where, failed, header_of, stored_sessions, where_options
from pollapp.domain.refused import refused
from pollapp.exports.formats import DOTS, FORMATS
from pollapp.languages import ORIGINAL, languages
from pollapp.taking_home.making import NotToBeHad, Taken, take_home
from pollapp.taking_home.wish import Wish


@click.command("export")
@click.argument("code")
@click.option("--what", type=click.Choice(list(FORMATS)), default="pdf", show_default=True, help="The report, a spreadsheet, or data.")
@click.option("--out", type=click.Path(path_type=Path, allow_dash=True), help="File or folder to write to; - for stdout. [default: here]")
@click.option("--notes", is_flag=True, help="With the facilitator's private notes.")
@click.option("--language", type=click.Choice(languages()), default=ORIGINAL, show_default=True)
@click.option("--understood", is_flag=True, help=f"For {DOTS}: you have understood what it reveals.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@where_options
def export(*, code: str, what: str, out: Path | None, notes: bool, language: str, understood: bool, force: bool, where: Where) -> None:
    """Write one file of what may be shown of the session with this CODE. Exit 1, and nothing written, where it cannot be had."""
    if what == DOTS and not understood:
        raise failed(
            "A row for each dot tells, for each nameless person, every dot that they placed: whoever knows a few of somebody's dots can "
            "find the rest, and whoever forgets their dots later stays in the file. If you have understood that, say so: --understood"
        )
    taken = _taken(code, Wish(what, notes, language, language), where)
    if out == Path("-"):
        click.echo(taken.content, nl=False)
    else:
        click.echo(_write(taken, out or Path(), force))


def _taken(code: str, wish: Wish, where: Where) -> Taken:
    with stored_sessions(where) as service:
        header = header_of(service, code)
        log = service.log.read(header.id)
    if not log:
        raise failed(refused("gone").sentence)
    try:
        return take_home(header, log, wish)
    except NotToBeHad as why:
        refusal = refused(str(why))
        raise failed(f"{refusal.sentence} {refusal.hint}") from why


def _write(taken: Taken, out: Path, force: bool) -> Path:
    """Where it was written to: `out`, or under its own name in it."""
    file = out / taken.name if out.is_dir() else out
    try:
        with file.open("wb" if force else "xb") as opened:
            opened.write(taken.content)
    except FileExistsError as error:
        raise failed(f"{file} is there already. Write over it with --force, or name another: --out FILE") from error
    except OSError as error:
        raise failed(f"{file} cannot be written: {error.strerror}. Name another place: --out FILE") from error
    return file
