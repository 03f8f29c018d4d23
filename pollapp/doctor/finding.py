"""What the doctor says of one part of a set-up."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`part`: one word, the same in every run. `says`: one sentence on how it is. `do`: one on what to do, "" where that is nothing."""

    part: str
    state: State
    says: str
    do: str = ""


def ok(part: str, says: str) -> Finding:
    return Finding(part, "ok", says)


def warning(part: str, says: str, do: str) -> Finding:
    """It works, and somebody should know about it."""
    return Finding(part, "warning", says, do)


def wrong(part: str, says: str, do: str) -> Finding:
    """It does not work, or lets somebody in."""
    return Finding(part, "wrong", says, do)
