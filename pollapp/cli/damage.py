"""`pollapp data check|repair`: is the sessions' file as it was written, and what can be saved of it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click

from pollapp.checking import KindsRead, to_do
from pollapp.cli.data import data_dir_option, existing_file, failed
from pollapp.config import BadSetting, config_from
from pollapp.redis_address import shown
from pollapp.store.log import StoreFailed
from pollapp.store.one_server import OneServer
from pollapp.store.sqlite_check import Report, check, counted
from pollapp.store.sqlite_repair import finish, is_unfinished, repair


@click.group("data")
def data_group() -> None:
    """The sessions' file: whether it is whole, and what to do where it is not."""


@data_group.command("check")
@data_dir_option
def check_command(data_dir: Path | None) -> None:
    """Say what is whole and what is damaged, and change nothing. Ends with 1 where something is damaged."""
    with _failing_clearly():
        report = check(existing_file(_folder(data_dir)), KindsRead())
    _say(report)
    if not report.whole:
        raise failed(to_do(report))


@data_group.command("repair")
@click.option("--yes", is_flag=True, help="Do not ask.")
@data_dir_option
def repair_command(yes: bool, data_dir: Path | None) -> None:
    """Save what is whole into a new file, and keep the damaged one beside it. Only while no server runs."""
    with _failing_clearly():
        folder = _folder(data_dir)
        path = existing_file(folder)
        with closing(OneServer(folder)):
            kept = _finished(path) if is_unfinished(path) else _repaired(path, yes)
    if kept:
        click.echo(f"{path} is whole now. The damaged file is {kept}.")
        click.echo(
            "It still holds what a class thought, and no day on which a session goes reaches it. Delete it once you need it no more."
        )


def _folder(data_dir: Path | None) -> Path:
    """The folder that is meant. Raises BadSetting, and StoreFailed where the sessions are in no file of this computer."""
    config = config_from({"data_dir": data_dir})
    if config.redis and data_dir is None:
        raise StoreFailed(
            f"The sessions are kept in {shown(config.redis)} (POLLAPP_REDIS), and this looks at a file of sessions. Whether that one is "
            "well says `pollapp doctor`; its files are checked by its own redis-check-aof and redis-check-rdb. For a folder: --data-dir DIR"
        )
    return config.data_dir


def _finished(path: Path) -> Path:
    try:
        return finish(path)
    except OSError as error:
        raise StoreFailed(f"The repair of {path} could not be finished: {error}.") from error


def _repaired(path: Path, yes: bool) -> Path | None:
    report = check(path, KindsRead())
    _say(report)
    if report.whole:
        return None
    if not report.savable:
        raise failed(f"{to_do(report)} Nothing was changed.")
    click.echo(_will_be(report))
    if not yes and not click.confirm("Repair it?"):
        raise failed("Nothing was changed.")
    _, kept = repair(path, KindsRead())
    return kept


def _say(report: Report) -> None:
    for line in report.lines():
        click.echo(line)


def _will_be(report: Report) -> str:
    whole = sum(not one.damage for one in report.sessions)
    parts = report.savable - whole
    return (
        f"Saved will be {counted(whole, 'session')} as before,"
        f" and {parts} up to the last event that can be read; {len(report.sessions) - whole - parts} cannot be saved. "
        f"The damaged file is kept beside the new one."
    )


@contextmanager
def _failing_clearly() -> Iterator[None]:
    try:
        yield
    except (BadSetting, StoreFailed) as error:
        raise failed(str(error)) from error
