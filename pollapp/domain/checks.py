"""What the grid's classes check when they are made. Everything that is wrong is a ValueError with a sentence."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

T = TypeVar("T")


def must(holds: object, sentence: str) -> None:
    """Raises ValueError with the sentence unless it holds."""
    if not holds:
        raise ValueError(sentence)


def words(owner: object, *names: str) -> None:
    """These attributes must be text that is not blank."""
    for name in names:
        value = getattr(owner, name)
        must(isinstance(value, str) and value.strip(), f"The {name} of a {_kind(owner)} must be words.")


def text_if_left_out(owner: object, name: str) -> None:
    """This attribute of an owner with a `text` becomes that text where it is "": it was left out."""
    if getattr(owner, name) == "":
        object.__setattr__(owner, name, getattr(owner, "text"))  # noqa: B009 — any owner that has one; frozen, and still being made


def counted(owner: object, name: str) -> None:
    """This attribute must be a whole number from 1."""
    must(is_count(getattr(owner, name)), f"The {name} of a {_kind(owner)} must be a whole number from 1.")


def is_count(value: object) -> bool:
    """Whether it is a whole number from 1."""
    return type(value) is int and value >= 1  # True is an int to Python, never to us


def distinct(what: str, values: Iterable[object]) -> None:
    """No value may come twice; `what` names it in the sentence."""
    seen: list[object] = []  # a list, because what came in may not be hashable
    for value in values:
        must(value not in seen, f"The {what} {value!r} is used twice.")
        seen.append(value)


def unknown(wanted: Iterable[int], known: Iterable[int]) -> str:
    """The numbers that are wanted and not known, as "7, 9"; "" when all are known."""
    return ", ".join(str(number) for number in sorted(set(wanted) - set(known)))


def exactly(kind: type, data: object, optional: Collection[str] = ()) -> Mapping[str, Any]:
    """The data if it holds what `kind` is made from, only `optional` ones left out, and nothing else."""
    required = {field.name for field in fields(kind) if field.init} - set(optional)
    if not isinstance(data, Mapping) or not required <= data.keys() <= required | set(optional):
        also = f" It may hold: {', '.join(optional)}." if optional else ""
        raise ValueError(f"A {kind.__name__.lower()} holds exactly: {', '.join(sorted(required))}.{also}")
    return data


def listed(value: object) -> Iterable[Any]:
    """The value if it is a list or a tuple."""
    if not isinstance(value, list | tuple):
        raise ValueError("A grid's choices, squares, principles, lenses, steps and translations are lists.")
    return value


def each(kind: type[T], value: object, optional: Collection[str] = ()) -> tuple[T, ...]:
    """One of `kind` from every dict in the list; only `optional` ones may be left out of a dict."""
    return tuple(kind(**exactly(kind, one, optional)) for one in listed(value))


def _kind(owner: object) -> str:
    return type(owner).__name__.lower()
