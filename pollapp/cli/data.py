"""The sessions of a data folder, for one command of the shell. The server may run on the same folder or not: SQLite keeps them apart."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from pollapp import codes
from pollapp.config import BadSetting, Config, config_from
from pollapp.data_command import data_command
from pollapp.service import Service
from pollapp.store import health
from pollapp.store.log import Header, StoreFailed
from pollapp.store.sqlite_log import SqliteLog, sessions_file_in


def data_dir_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--data-dir`, given as `data_dir` (None: the environment and then the default decide)."""
    help = f"Folder of the sessions' file. [default: {Config().data_dir}; POLLAPP_DATA_DIR]"
    return click.option("--data-dir", type=click.Path(path_type=Path), default=None, help=help)(command)


@contextmanager
def stored_sessions(data_dir: Path | None) -> Iterator[Service]:
    """The sessions there, for as long as a command works on them. Ends the command with a sentence when they cannot be had."""
    try:
        with _said_once():
            log = SqliteLog(existing_file(folder_of(data_dir)))
            try:
                yield Service(log)
            finally:
                log.close()
    except BadSetting as error:
        raise failed(str(error)) from error
    except StoreFailed as error:
        look = f" To see what is whole: {data_command('check', folder_of(data_dir))}"
        raise failed(f"{error}{look if error.trouble == 'damaged' and 'pollapp data' not in str(error) else ''}") from error


@contextmanager
def _said_once() -> Iterator[None]:
    """What is wrong with the store is the command's last sentence; the line that a server's log has of it says no more."""
    health.logger.disabled = True
    try:
        yield
    finally:
        health.logger.disabled = False


def header_of(service: Service, code: str) -> Header:
    """The session with this code, as somebody typed it. Ends the command with a sentence when there is none."""
    digits = codes.typed(code)
    if digits is None:
        raise failed(f"{code!r} is no code: a code has 6 to 8 digits. `pollapp session list` shows those there are.")
    header = service.log.by_code(digits)
    if header is None:
        raise failed(f"There is no session with the code {digits}. `pollapp session list` shows those there are; a deleted one is gone.")
    return header


def failed(sentence: str) -> SystemExit:
    """Ends a command that could not be carried out."""
    click.echo(sentence, err=True)
    return SystemExit(1)


def folder_of(data_dir: Path | None) -> Path:
    """The data folder that is meant. Raises BadSetting."""
    return config_from({"data_dir": data_dir}).data_dir


def existing_file(folder: Path) -> Path:
    """The sessions' file. Only the server makes one: a mistyped folder must not look like one without sessions. Raises StoreFailed."""
    file = sessions_file_in(folder)
    if not file.is_file():
        raise StoreFailed(f"No sessions are kept in {folder.resolve()}. Say where they are: --data-dir DIR, as for `pollapp serve`.")
    return file
