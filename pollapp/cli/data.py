"""The sessions of a data folder or of a Redis, for one command of the shell. Servers may run on the same ones or not."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click

from pollapp import codes
from pollapp.config import BadSetting, Config, config_from
from pollapp.data_command import data_command
from pollapp.redis_address import shown
from pollapp.service import Service
from pollapp.store import health
from pollapp.store.log import Header, StoreFailed
from pollapp.store.place import open_log, place_of
from pollapp.store.sqlite_log import sessions_file_in

Where = dict[str, Any]  # flags, as `config_from` takes them


def data_dir_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--data-dir`, given as `data_dir` (None: the environment and then the default decide)."""
    help = f"Folder of the sessions' file. [default: {Config().data_dir}; POLLAPP_DATA_DIR]"
    return click.option("--data-dir", type=click.Path(path_type=Path), default=None, help=help)(command)


def where_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--data-dir` and `--redis`, given as one `where`, for `stored_sessions`."""

    @data_dir_option
    @click.option("--redis", default=None, help="The sessions of this Redis, and of no folder. [POLLAPP_REDIS, for one with a password]")
    @wraps(command)
    def with_where(*given: Any, data_dir: Path | None, redis: str | None, **named: Any) -> Any:
        return command(*given, where={"data_dir": data_dir, "redis": redis}, **named)

    return with_where


@contextmanager
def stored_sessions(where: Where) -> Iterator[Service]:
    """The sessions there, for as long as a command works on them. Ends the command with a sentence when they cannot be had."""
    try:
        with _said_once():
            config = _meant(where)
            place = place_of(config)
            if not place.redis:
                existing_file(config.data_dir)
            with closing(open_log(place)) as log:
                yield Service(log)
    except BadSetting as error:
        raise failed(str(error)) from error
    except StoreFailed as error:
        look = f" To see what is whole: {data_command('check', config_from(where).data_dir)}"
        raise failed(f"{error}{look if error.trouble == 'damaged' and 'pollapp data' not in str(error) else ''}") from error


def _meant(where: Where) -> Config:
    """Raises BadSetting, also where a folder was typed and the environment names a Redis: nobody may delete in the wrong one."""
    config = config_from(where)
    if config.redis and where["data_dir"] is not None and where["redis"] is None:
        raise BadSetting(
            f"POLLAPP_REDIS says that sessions are kept in {shown(config.redis)}, and --data-dir names a folder. "
            "Leave --data-dir out for the first; for the second add: --redis ''"
        )
    return config


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


def existing_file(folder: Path) -> Path:
    """The sessions' file. Only the server makes one: a mistyped folder must not look like one without sessions. Raises StoreFailed."""
    file = sessions_file_in(folder)
    if not file.is_file():
        raise StoreFailed(f"No sessions are kept in {folder.resolve()}. Say where they are: --data-dir DIR, as for `pollapp serve`.")
    return file
