"""Whether a sessions' file is as it was written, and readable by this version: asked by the server before it serves, and by the shell."""

import shutil
from pathlib import Path

from pollapp.data_command import data_command
from pollapp.room import decode_body
from pollapp.store.log import StoreFailed
from pollapp.store.sqlite_check import Report, check
from pollapp.store.sqlite_looking import COPIES


def to_do(report: Report) -> str:
    """What to do about this damage; a command to copy stands at its end. A repair that would save nothing is not offered."""
    if not report.savable:
        return f"Nothing in it can be saved. Put a copy back, or move {report.path.name} and what begins with its name away, to begin anew."
    return f"To save what is whole, and keep the damaged file beside it: {data_command('repair', report.path.parent)}"


def refuse_damaged(path: Path) -> None:
    """Raises StoreFailed with the whole report where the file is damaged. For a server, before it opens the file."""
    for left in path.parent.glob(f"{COPIES}*"):  # by a look that was cut off: it holds what a class thought, and no retention reaches it
        shutil.rmtree(left, ignore_errors=True)
    report = check(path, KindsRead())
    if not report.whole:
        raise StoreFailed("\n".join([*report.lines(), to_do(report)]), "damaged")


class KindsRead:
    """Called with an event's body: reads one of each kind and version. The others are as they were written, which checksums tell.

    Raises ValueError, TypeError or KeyError for a kind that this version does not know.
    """

    def __init__(self) -> None:
        self._known: set[bytes] = set()

    def __call__(self, body: bytes) -> None:
        kind = body[: body.find(b",", body.find(b",") + 1)]  # {"type":"DotPlaced","v":1
        if kind not in self._known:
            decode_body(body)
            self._known.add(kind)
