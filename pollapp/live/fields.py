"""Reading a message strictly, field by field. A missing field, an extra one or a wrong type is `Malformed`, and its text names it."""

import re
from typing import Any

_COMMAND_ID = re.compile(r"[A-Za-z0-9_-]{8,40}\Z")
_LARGEST = 2**53 - 1  # the largest whole number that JavaScript keeps exact

Payload = dict[str, Any]


class Malformed(Exception):
    """The message cannot be read; the text names the field and says what it should be."""


def fields(payload: Any, needed: set[str], optional: frozenset[str] = frozenset()) -> Payload:
    if not isinstance(payload, dict):
        raise Malformed("it should be an object")
    if missing := needed - payload.keys():
        raise Malformed(f"{min(missing)} is missing")
    if extra := payload.keys() - needed - optional:
        raise Malformed(f"{str(min(extra, key=str))[:40]!r} is not a field of it")
    return payload


def whole(payload: Payload, name: str, least: int = 0, most: int = _LARGEST) -> int:
    value = payload[name]
    if type(value) is not int or not least <= value <= most:
        raise Malformed(f"{name} should be a whole number from {least} to {most}")
    return value


def flag(payload: Payload, name: str) -> bool:
    value = payload[name]
    if not isinstance(value, bool):
        raise Malformed(f"{name} should be true or false")
    return value


def text(payload: Payload, name: str, most: int = 40) -> str:
    value = payload[name]
    if not isinstance(value, str) or not 0 < len(value) <= most:
        raise Malformed(f"{name} should be a text of 1 to {most} characters")
    return value


def one_of(payload: Payload, name: str, allowed: tuple[str, ...]) -> Any:
    value = payload[name]
    if value not in allowed:
        raise Malformed(f"{name} should be one of {', '.join(allowed)}")
    return value


def command_id(payload: Payload) -> str:
    value = payload["command_id"]
    if not isinstance(value, str) or not _COMMAND_ID.match(value):
        raise Malformed("command_id should be 8 to 40 letters, digits, - or _")
    return value


def typed(payload: Payload, name: str) -> str:
    """What somebody typed, however much: how much is too much is for the law of the room to say."""
    value = payload[name]
    if not isinstance(value, str):
        raise Malformed(f"{name} should be a text")
    return value


def perhaps_whole(payload: Payload, name: str) -> int | None:
    """A whole number from 1, or None."""
    return None if payload[name] is None else whole(payload, name, 1)


def wholes(payload: Payload, name: str, longest: int, least: int = 1) -> tuple[int, ...]:
    """A list of at most `longest` whole numbers from `least`."""
    value = payload[name]
    if not isinstance(value, list) or len(value) > longest or not all(type(one) is int and least <= one <= _LARGEST for one in value):
        raise Malformed(f"{name} should be a list of at most {longest} whole numbers from {least}")
    return tuple(value)
