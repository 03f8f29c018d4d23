"""`pollapp session list|delete|purge`: sessions from the shell. Whatever server shows them lets go of what is deleted."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import click

from pollapp.cli.data import Where, failed, header_of, stored_sessions, where_options
from pollapp.domain.session import Session
from pollapp.keeping import expired
from pollapp.opening import DAY
from pollapp.service import Service
from pollapp.store.log import Header

_yes_option = click.option("--yes", is_flag=True, help="Do not ask.")


@click.group("session")
def session_group() -> None:
    """The sessions in the data folder, or in a Redis, while the server runs or not."""


@session_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@where_options
def list_sessions(as_json: bool, where: Where) -> None:
    """List all sessions, newest first: code, kind, stage, people, opened, kept until, grid. Days are in UTC."""
    with stored_sessions(where) as service:
        found = _all_of(service, service.log.headers())
    if as_json:
        click.echo(json.dumps([one.plain() for one in found], indent=2, ensure_ascii=False))
    elif found:
        _print_table([_HEADS, *(one.cells() for one in found)])
    else:
        click.echo("There are no sessions.")


@session_group.command("delete")
@click.argument("code", nargs=-1, required=True, metavar="CODE…")
@_yes_option
@where_options
def delete(code: tuple[str, ...], yes: bool, where: Where) -> None:
    """Delete sessions for good, by their codes: all of them, or none when one is unknown."""
    with stored_sessions(where) as service:
        headers = dict.fromkeys(header_of(service, typed) for typed in code)  # each once
        _delete(service, list(headers), yes)


@session_group.command("purge")
@click.option("--rehearsals", is_flag=True, help="Every rehearsal too.")
@click.option("--older-than", type=click.IntRange(min=1), metavar="DAYS", help="What was opened more than DAYS days ago too.")
@click.option("--all", "everything", is_flag=True, help="Everything.")
@_yes_option
@where_options
def purge(rehearsals: bool, older_than: int | None, everything: bool, yes: bool, where: Where) -> None:
    """Delete for good what has expired, and what the options say."""
    now = datetime.now(UTC)
    with stored_sessions(where) as service:
        headers = service.log.headers()
        over = expired(headers, now)
        chosen = [
            one for one in headers
            if everything or one in over or (rehearsals and one.kind == "rehearsal")
            or (older_than is not None and one.opened_at < now.timestamp() - older_than * DAY)
        ]  # fmt: skip
        if chosen:
            _delete(service, chosen, yes)
        else:
            click.echo("There is nothing to delete.")


def _delete(service: Service, headers: Sequence[Header], yes: bool) -> None:
    """Say what will be lost, ask once, delete."""
    for one in _all_of(service, headers):
        click.echo(one.lost())
    some = " ".join(header.code for header in headers)
    if not yes:
        click.echo(f"To take results with you first: pollapp session export {some if len(headers) == 1 else 'CODE'}")
        if not click.confirm(f"Delete {_count(len(headers), 'session')} for good?"):
            raise failed("Nothing was deleted.")
    service.delete(*(header.id for header in headers))
    service.log.sweep()  # no server may be there to do it
    click.echo(f"Deleted: {some}.")


_HEADS = ("CODE", "KIND", "STAGE", "PEOPLE", "OPENED", "KEPT UNTIL", "GRID")


@dataclass(frozen=True, slots=True)
class _Stored:
    """A session as it is listed, and as it is named before it is deleted."""

    header: Header
    session: Session

    def plain(self) -> dict[str, str | int | None]:
        return {
            "code": self.header.code,
            "kind": self.header.kind,
            "grid": self.session.grid.title,
            "stage": self.session.stage.value,
            "round": len(self.session.rounds),
            "people": len(self.session.participants),
            "opened_on": self.session.opened_on,
            "keep_until": None if self.header.keep_until is None else datetime.fromtimestamp(self.header.keep_until, UTC).isoformat(),
        }

    def cells(self) -> tuple[str, ...]:
        opened_on, grid = self.session.opened_on, self.session.grid.title
        return (self.header.code, self.header.kind, self._stage(), self._people(), opened_on, self._kept(), grid)

    def lost(self) -> str:
        """What goes with it, in a sentence."""
        words = f", and {_count(len(self.session.words), 'text')} that people typed" if self.session.words else ""
        what = f"{self.header.kind}, opened {self.session.opened_on}, {self._stage()}"
        here = f"{self.header.code}  {self.session.grid.title} ({what})"
        if self.session.kind == "paper":
            return f"{here}: {self._people()}"
        return f"{here}: {_count(self._dots(), 'dot')}, {_count(len(self.session.participants), 'person', 'people')}{words}"

    def _people(self) -> str:
        """How many have joined; of a poster, which nobody joins, how many dots it has."""
        return f"{_count(self._dots(), 'dot')} on paper" if self.session.kind == "paper" else str(len(self.session.participants))

    def _dots(self) -> int:
        return sum(dots.placed for round in self.session.rounds for dots in round.squares.values())

    def _stage(self) -> str:
        stage = self.session.stage.value.replace("_", "-")
        return f"{stage}, round {len(self.session.rounds)}" if self.session.rounds else stage

    def _kept(self) -> str:
        if self.header.keep_until is None:
            return "deleted by hand"
        return datetime.fromtimestamp(self.header.keep_until, UTC).date().isoformat()


def _all_of(service: Service, headers: Sequence[Header]) -> list[_Stored]:
    """Each with its session; one that went in this very moment is left out."""
    found = [(header, service.session(header.id)) for header in headers]
    return [_Stored(header, session) for header, session in found if session]


def _print_table(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _count(number: int, what: str, many: str = "") -> str:
    return f"{number} {what if number == 1 else many or what + 's'}"
