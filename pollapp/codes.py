"""Join codes: digits, because they read the same aloud in every language and every phone has a keypad for them.

Unguessable enough means: whatever is alive on this server, a blind guess hits a live session with a chance below one in
GUESSES. Six digits hold that for nine live sessions, seven for ninety, eight for nine hundred.
"""

from collections.abc import Callable

SHORTEST = 6
GUESSES = 100_000


def digits_for(alive: int) -> int:
    """How many digits a new code has when `alive` other sessions hold one."""
    digits = SHORTEST
    while 9 * 10 ** (digits - 1) < GUESSES * (alive + 1):
        digits += 1
    return digits


def new_code(alive: int, below: Callable[[int], int]) -> str:
    """A random code; `below(n)` gives a random whole number under n. It does not begin with 0: spreadsheets would drop it."""
    smallest = 10 ** (digits_for(alive) - 1)
    return str(smallest + below(9 * smallest))


def spoken(code: str) -> str:
    """The code in two groups, as one reads it aloud: 472 918, 4729 183."""
    half = (len(code) + 1) // 2
    return f"{code[:half]} {code[half:]}"


def typed(text: str) -> str | None:
    """The code that somebody typed, spaces and dashes forgiven; None when it can be no code."""
    digits = "".join(text.replace("-", "").split())
    return digits if digits.isascii() and digits.isdigit() and SHORTEST <= len(digits) <= 12 else None
