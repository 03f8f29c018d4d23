"""What people type: reasons and takeaways (together: contributions), and the facilitator's notes.

Words are nameless and carry no colour. They are cleaned when they arrive, never when they are shown, and escaped wherever they are
shown. Who sent one is remembered so that it can be forgotten with their dots, and so that nobody floods the queue.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

MOST_WORDS = 280  # characters of a reason or a takeaway: read aloud in one breath
MOST_NOTE = 2000  # characters of a note
MOST_EACH = 3  # contributions of one participant on one square, and takeaways of one participant
MOST_WAITING = 300  # contributions that nobody has read: more is a flood, and a console gets them all
LONGEST_TYPED = 4  # times as long as what may be sent, blanks and what cannot be seen included; to clean longer ones takes too long

State = Literal["waiting", "approved", "hidden"]

# What cannot be seen, or turns the reading direction of what comes after it: no place for it in one sentence.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001]"
)
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n{3,}")
_SEEN = ("L", "N", "P", "S")  # Unicode's letters, numbers, punctuation and signs, but for letters that are blank:
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"


@dataclass(slots=True)
class Contribution:
    """A reason (with its square) or a takeaway (`square` None); its words are the session's `words` under its seq."""

    participant: str
    square: int | None
    state: State = "waiting"
    brought_up: bool = False  # it was on the projector


def cleaned(typed: str) -> str:
    """The words without what cannot be seen, composed (NFC), blanks in a row made one, none at the ends, never two empty lines.

    "" where nothing in them can be seen.
    """
    whole = typed.encode(errors="ignore").decode()  # half a character that a browser may cut off cannot be stored
    lines = _UNSEEN.sub(" ", unicodedata.normalize("NFC", whole.replace("\r\n", "\n").replace("\r", "\n"))).split("\n")
    words = _LINES.sub("\n\n", "\n".join(_BLANKS.sub(" ", line).strip() for line in lines).strip())
    return words if any(unicodedata.category(one)[0] in _SEEN and one not in _BLANK_LETTERS for one in words) else ""


def words_refused(typed: str, most: int) -> str | None:
    """None when somebody may send these words, else the code that says why not."""
    return length_refused(typed, most) or (None if cleaned(typed) else "no_words")


def length_refused(typed: str, most: int) -> str | None:
    """None when these words are no longer than that once they are cleaned, else the code that says why not."""
    return "too_long" if len(typed) > LONGEST_TYPED * most or len(cleaned(typed)) > most else None
