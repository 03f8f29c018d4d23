"""What somebody wants to take home: known to the server, which starts the work, and to the worker, which does it."""

from dataclasses import dataclass

FILM = "film"  # the session as a film: no file of its own, but made in the same way


@dataclass(frozen=True, slots=True)
class Wish:
    """`what`: a key of exports.formats.FORMATS, or FILM; `language` and `locale`: as in exports.about."""

    what: str
    notes: bool = False
    language: str = "en"
    locale: str = "en"
