"""What stands in a file with counts, as a message repeats it. Squares have straight quotation marks in their own texts: so not these."""

from pollapp.grid_problems import printable

_LONGEST = 100  # a square's text in full, nearly always


def quoted(text: str) -> str:
    """The text in typographic quotes, cut short, and with nothing that would steer a terminal."""
    return f"“{printable(text, _LONGEST)}”"
