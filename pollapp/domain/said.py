"""Sentences for people, in English, that remember how they were made: whoever shows them can say them in another language.

The domain writes `say("The key %(key)s is unknown.", key=word)` and has a plain `str` to compare, log and print. At the edge,
where it is known who reads it, `pollapp.languages.in_language` says it again from the catalogue.
"""

from typing import Any, Self


class Said(str):
    """An English sentence. `message` is what stands in the catalogue, `values` fill its places; `many` is its plural, for `n`."""

    message: str
    many: str | None
    values: dict[str, Any]

    __slots__ = ("many", "message", "values")

    def __new__(cls, message: str, values: dict[str, Any], many: str | None = None) -> Self:
        chosen = message if many is None or values["n"] == 1 else many
        said = super().__new__(cls, filled(chosen, values))
        said.message, said.many, said.values = message, many, values
        return said


def say(message: str, **values: Any) -> Said:
    """The message with its `%(places)s` filled; values may be Said themselves. A literal % is doubled where there are places."""
    return Said(message, values)


def say_many(one: str, many: str, n: int, **values: Any) -> Said:
    """As `say`, with the message that fits the number; `%(n)s` is that number."""
    return Said(one, {"n": n, **values}, many)


def filled(message: str, values: dict[str, Any]) -> str:
    """The message with its places filled. Raises KeyError for a place that has no value."""
    return message % values if values else message
