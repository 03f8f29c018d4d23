"""The whole examination, part by part, in the order in which somebody would set things right."""

from collections.abc import Callable, Iterator
from functools import partial

from pollapp.config import Config
from pollapp.doctor.address import address, reachable
from pollapp.doctor.engine import looked_at
from pollapp.doctor.filesystem import file_system, space
from pollapp.doctor.finding import Finding, warning, wrong
from pollapp.doctor.machine import async_library, clock, files_to_take_home, grid, open_files, page_files, python, user, workers
from pollapp.doctor.network import bind, https, port, proxies
from pollapp.doctor.storage import folder, key, left_behind, running, sessions_file
from pollapp.doctor.watching import metrics

Look = Callable[[Config], Finding | None]  # None: there is nothing to say

PARTS: dict[str, Look] = {
    "python": lambda config: python(),
    "eventlet": lambda config: async_library(),
    "user": lambda config: user(),
    "pages": lambda config: page_files(),
    "reports": lambda config: files_to_take_home(),
    "grid": lambda config: grid(config.grid_file),
    "clock": lambda config: clock(),
    "files": lambda config: open_files(),
    "workers": lambda config: workers(config.workers),
    "folder": lambda config: folder(config.data_dir),
    "disk": lambda config: file_system(config.data_dir),
    "space": lambda config: space(config.data_dir),
    "sessions": lambda config: sessions_file(config.data_dir),
    "key": lambda config: key(config.data_dir, config.opening_key),
    "server": lambda config: running(config.data_dir),
    "bind": bind,
    "port": port,
    "proxies": proxies,
    "https": https,
    "address": address,
    "reachable": reachable,
    "metrics": metrics,
}

OF_A_FILE = ("disk", "space", "sessions", "server")  # parts that are looked at where the sessions are in one


def parts(config: Config) -> dict[str, Look]:
    """What is looked at: with --redis the engine in place of the file."""
    if not config.redis:
        return PARTS
    looks: dict[str, Look] = {}
    for part, look in PARTS.items():
        if part == "sessions":
            looks |= {"sessions": lambda config: left_behind(config.data_dir)} | _of_the_engine(config)
        elif part not in OF_A_FILE:
            looks[part] = look
    return looks


def _of_the_engine(config: Config) -> dict[str, Look]:
    """It is asked once for all its parts."""
    return {found.part: partial(_said, found) for found in looked_at(config.redis)}


def _said(found: Finding, config: Config) -> Finding:
    return found


def examine(config: Config) -> Iterator[Finding]:
    """A finding for each part of which there is something to say. An examination that fails is one too, and keeps no other from it."""
    shut = False  # the folder is, and that has been said
    for part, look in parts(config).items():
        try:
            found = look(config)
            if found is None:
                continue
            shut = shut or (part, found.state) == ("folder", "wrong")
            yield found
        except PermissionError as error:
            yield _not_looked_at(part, shut, error)
        except Exception as error:
            yield wrong(part, f"This could not be looked at: {type(error).__name__}: {error}.", "Please report it (SECURITY.md says how).")


def _not_looked_at(part: str, shut: bool, error: PermissionError) -> Finding:
    if shut:
        return warning(part, "Not looked at: the folder cannot be read.", "See what is said of folder.")
    return wrong(part, f"Not looked at: {error.filename} may not be read by whoever runs this.", "Run as the user that the server runs as.")
