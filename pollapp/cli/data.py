"""The sessions of a data folder, for one command of the shell. The server may run on the same folder or not: SQLite keeps them apart."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from pollapp import codes
from pollapp.config import BadSetting, Config, config_from
from pollapp.service import Service
from pollapp.store.log import Header, StoreFailed
from pollapp.store.sqlite_log import SESSIONS_FILE, SqliteLog


def data_dir_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--data-dir`, given as `data_dir` (None: the environment and then the default decide)."""
    help = f"Folder of the sessions' file. [default: {Config().data_dir}; POLLAPP_DATA_DIR]"
    return click.option("--data-dir", type=click.Path(path_type=Path), default=None, help=help)(command)


@contextmanager
def stored_sessions(data_dir: Path | None) -> Iterator[Service]:
    """The sessions there, for as long as a command works on them. Ends the command with a sentence when they cannot be had."""
    try:
        log = SqliteLog(sessions_file(data_dir))
        try:
            yield Service(log)
        finally:
            log.close()
    except (BadSetting, StoreFailed) as error:
        raise failed(str(error)) from error


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


def sessions_file(data_dir: Path | None) -> Path:
    """The sessions' file. Only the server makes one: a mistyped folder must not look like one without sessions.

    Raises BadSetting, StoreFailed.
    """
    folder = config_from({"data_dir": data_dir}).data_dir
    file = folder / SESSIONS_FILE
    if not file.is_file():
        raise StoreFailed(f"No sessions are kept in {folder.resolve()}. Say where they are: --data-dir DIR, as for `pollapp serve`.")
    return file
