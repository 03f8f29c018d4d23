"""What pollapp runs on: Python, its libraries, its own files, the clock, and how many phones the system lets in at once."""

import os
import subprocess
import sys
import time
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pollapp.children import child_environment
from pollapp.doctor.finding import Finding, ok, warning, wrong
from pollapp.files import FILES, PRINT_FONTS
from pollapp.grid_file import load_grid_file, shipped_grid
from pollapp.grid_problems import GridFileError

OLDEST, NEWEST = (3, 11), (3, 14)  # of Python: what pyproject.toml asks for, and what has been tried
PATCHED = "import pollapp.server, socket; print(socket.socket.__module__)"
MAKERS = "import pollapp.exports.pdf.export as pdf, pollapp.exports.xlsx.export; pdf._fonts()"
PATIENCE = 60  # seconds that a child may take
OWN_USE = 200  # files that are no phones: the store, files being sent, children (pollapp/server)
FEW_PHONES, ROOM = 1000, 60  # warned below the one; below the other not even one class gets in
SET_UP = "Set it up anew: make run, or pipx reinstall pollapp."


def python(found: tuple[int, ...] = tuple(sys.version_info[:3])) -> Finding:
    named = ".".join(map(str, found))
    if found[:2] < OLDEST:
        return wrong("python", f"This is Python {named}, and pollapp needs 3.11 or newer.", "Install it: make run PYTHON=python3.12")
    if found[:2] > NEWEST:
        return warning("python", f"This is Python {named}, on which pollapp has not been tried.", "Should it fail, use Python 3.12.")
    return ok("python", f"Python {named}.")


def async_library(code: str = PATCHED) -> Finding:
    """Whether the server's start loads its async library, and whether that has taken the place of Python's sockets."""
    try:
        named = f"eventlet {version('eventlet')}"
    except PackageNotFoundError:
        return wrong("eventlet", "eventlet, which serves the phones, is not installed.", SET_UP)
    done = _child(code)
    if done.returncode:
        return wrong("eventlet", f"{named} is installed, and the server does not load with it: {_last_line(done.stderr)}", SET_UP)
    if not done.stdout.startswith("eventlet"):
        return wrong("eventlet", f"{named} loads, and Python's own sockets are still in use: one slow phone would hold up all.", SET_UP)
    return ok("eventlet", f"{named}, and every socket goes through it.")


def files_to_take_home(code: str = MAKERS) -> Finding:
    """Whether reports and spreadsheets can be made, by a process like the one that makes them."""
    try:
        named = f"typst {version('typst')}"
    except PackageNotFoundError:
        return wrong("reports", "typst, which sets the report as PDF, is not installed.", SET_UP)
    done = _child(code)
    if done.returncode:
        return wrong("reports", f"Files to take home cannot be made ({named}): {_last_line(done.stderr)}", SET_UP)
    return ok("reports", f"Reports and spreadsheets can be made ({named}).")


def _child(code: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-P", "-c", code]
    return subprocess.run(command, env=child_environment(), capture_output=True, text=True, timeout=PATIENCE, check=False)  # noqa: S603  # ours


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it ended without a word"])[-1].rstrip(".") + "."


def user(who: int | None = os.geteuid() if hasattr(os, "geteuid") else None) -> Finding:
    if who == 0:
        return warning(
            "user", "This runs as root, who may do everything on this computer.", "Run server and doctor as a user made for pollapp alone."
        )
    return ok("user", "It does not run as root.")


def page_files(files: Path = FILES, print_fonts: Path = PRINT_FONTS) -> Finding:
    """What set-up fetches for browsers and for print (build_hook.py)."""
    wanted = [files / "templates" / "base.html", files / "static" / "vendor" / "socket.io.esm.min.js", print_fonts]
    missing = [path for path in wanted if not path.exists()]
    if missing:
        return wrong("pages", f"{missing[0]} is missing, without which pages or reports do not work.", SET_UP)
    return ok("pages", "Every page's files are here, and nothing is fetched from elsewhere.")


def grid(file: str) -> Finding:
    try:
        book = load_grid_file(file) if file else shipped_grid()
    except GridFileError as error:
        problems = str(error).splitlines()
        return wrong("grid", f"{problems[0]}", f"Set it right; every problem is listed by: pollapp grid check {file}")
    except OSError as error:
        return wrong(
            "grid", f"{file or 'The shipped grid'} cannot be read: {error.strerror}.", "Name a file that is there: --grid-file FILE"
        )
    return ok("grid", f'"{book.grid.title}" has {len(book.grid.squares)} squares ({file or "the shipped grid"}).')


def workers(wanted: int, cores: int | None = None) -> Finding:
    """How many processes serve, beside the cores that they have."""
    cores = cores or (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    have = f"this computer has {cores} core{'' if cores == 1 else 's'}"
    if wanted > cores:
        return warning("workers", f"{wanted} processes are to serve, and {have}: they take turns.", f"Name fewer: --workers {cores}")
    if wanted == 1:
        return ok("workers", f"One process serves, which is enough for a school; {have}.")
    return ok("workers", f"{wanted} processes serve; {have}.")


def clock(now: float | None = None, files: Path = Path(__file__).parent) -> Finding:
    """Sessions go on their day by this clock. A clock that is behind the files of the program is wrong for certain."""
    now = time.time() if now is None else now
    newest = max(file.stat().st_mtime for file in files.glob("*.py"))
    here = datetime.fromtimestamp(now).astimezone()
    says = f"{here:%Y-%m-%d %H:%M} in the time zone {here:%Z} (UTC{here:%z})"
    if now < newest - 24 * 60 * 60:
        return wrong("clock", f"The clock says {says}, which is before pollapp was put here.", "Set it right: sessions are deleted by it.")
    return ok("clock", f"The clock says {says}; the day on which a session goes is counted in UTC.")


def open_files(hard: int | None = None) -> Finding:
    """How many phones fit: each is an open file. The server raises its limit by itself, as far as the system allows."""
    if sys.platform == "win32":
        return ok("files", "Windows sets no limit on open files.")
    import resource  # noqa: PLC0415  # Windows has none

    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1] if hard is None else hard
    if hard == resource.RLIM_INFINITY:
        return ok("files", "The system sets no limit on open files.")
    phones = max(hard // 2, hard - OWN_USE)
    raise_it = "Raise it: ulimit -Hn 20000 before the start, or LimitNOFILE=20000 in its systemd unit."
    if phones < ROOM:
        return wrong("files", f"At most {hard} files may be open: that is too few for a class, where each phone is one.", raise_it)
    if phones < FEW_PHONES:
        return warning("files", f"At most {hard} files may be open: enough for about {phones} phones.", raise_it)
    return ok("files", f"Up to {hard} files may be open, one for each phone.")
