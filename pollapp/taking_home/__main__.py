"""`python -m pollapp.taking_home`: makes one file to take home, in a process of its own, so that no live room waits for it.

On stdin stands one JSON object: `{"file": path, "redis": address or "", "session": id, "wish": {…}}`; on no command line, which everybody
can read: a password may be in the address. On stdout come lines of JSON, each at once: `{"step":
"read" | "fold" | "make", "part": 0…1}`, at the end `{"refused": code}`, or `{"file": name, "kind": MIME type, "bytes": n}` and then
that many bytes. Whoever closes the pipe cancels it.
"""

import os

if __name__ == "__main__" and hasattr(os, "nice"):
    os.nice(19)  # phones come first, also while the rest of this is being imported

import json
import sys
from pathlib import Path
from typing import Any

from pollapp.store.log import StoreFailed
from pollapp.store.place import Place, reading
from pollapp.taking_home.making import NotToBeHad, Taken, take_home
from pollapp.taking_home.wish import Wish


def main() -> int:
    """Exit 0 when it has answered, a refusal included."""
    try:
        _send(_made(json.load(sys.stdin.buffer)))
    except NotToBeHad as why:
        _say({"refused": str(why)})
    except StoreFailed as failed:
        print(failed, file=sys.stderr)  # noqa: T201  # for the operator: the server passes it on to its log
        _say({"refused": "not_stored"})
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # cancelled: nobody listens; what Python still flushes goes nowhere
    return 0


def _made(asked: dict[str, Any]) -> Taken:
    _say({"step": "read", "part": 0})
    with reading(Place(Path(asked["file"]), asked["redis"])) as store:
        header, log = store.header(asked["session"]), store.read(asked["session"])
    if header is None or not log:
        raise NotToBeHad("gone")
    return take_home(header, log, Wish(**asked["wish"]), lambda step, part: _say({"step": step, "part": round(part, 3)}))


def _send(taken: Taken) -> None:
    _say({"file": taken.name, "kind": taken.kind, "bytes": len(taken.content)})
    sys.stdout.buffer.write(taken.content)
    sys.stdout.buffer.flush()


def _say(line: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
