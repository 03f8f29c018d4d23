"""Whether a sessions' file is as it was written, and readable by this version: asked by the server before it serves, and by the shell."""

import shutil
from pathlib import Path

from pollapp.service import decode_body
from pollapp.store.log import StoreFailed
from pollapp.store.sqlite_check import check
from pollapp.store.sqlite_looking import COPIES

TO_DO = "To save what is whole, and keep the damaged file beside it: pollapp data repair"


def refuse_damaged(path: Path) -> None:
    """Raises StoreFailed with the whole report where the file is damaged. For a server, before it opens the file."""
    for left in path.parent.glob(f"{COPIES}*"):  # by a look that was cut off: it holds what a class thought, and no retention reaches it
        shutil.rmtree(left, ignore_errors=True)
    report = check(path, KindsRead())
    if not report.whole:
        raise StoreFailed("\n".join([*report.lines(), TO_DO]), "damaged")


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
