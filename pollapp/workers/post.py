"""What a worker is told when it starts: in its environment, because a command line can be read by every user of the computer."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import NamedTuple

from pollapp.config import Config

POST = "POLLAPP_WORKER"
DRAIN = b"d"  # the one order that comes on `orders`; when the supervisor is gone, its end
LEAVE_WITHIN = 13.0  # seconds after DRAIN; whoever is still there then is hung up on with the process
END = b"\0"  # of what is written to `ready`
HOME_ENDS = "\1"  # before that: first the store's name, then what people are to read


class Files(NamedTuple):
    """Open files that a worker inherits, by number."""

    listener: int
    orders: int  # to be read; its other end is the supervisor's alone
    ready: int  # to be written to, once
    load: int


def name_of(machine: str, number: int) -> str:
    """Of a place among the workers, from 0. `machine`: "" where there is one."""
    return f"{machine}{number + 1}"


@dataclass(frozen=True, slots=True)
class Post:
    """`name`: of its place among the workers, the same for whoever replaces it. `life`: of this one process; other workers find it
    under both, and its lines are called by them. `seat`: its place in the table of loads. `home`: the name of the store on which this
    start of pollapp goes on, with no other one; "" for the first worker, who finds it.
    """

    name: str
    life: str
    number: int  # from 0
    seat: int
    folder: str
    files: Files
    home: str = ""

    @property
    def owner(self) -> str:
        return f"{self.name}.{self.life}"


def environment(config: Config, post: Post, ours: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment of a worker: ours, with every setting in it, so that flags and files need not be read again."""
    settings = {f"POLLAPP_{setting.name.upper()}": _written(getattr(config, setting.name)) for setting in fields(config)}
    path = os.pathsep.join(filter(None, (str(Path(__file__).parents[2]), ours.get("PYTHONPATH"))))
    return {**ours, **settings, POST: json.dumps(asdict(post)), "PYTHONPATH": path}


def post_from(environ: Mapping[str, str]) -> Post:
    said = json.loads(environ[POST])
    post = Post(**said)
    return replace(post, files=Files(*said["files"]))


def _written(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)
