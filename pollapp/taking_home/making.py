"""From a session's log to a file that is taken home: read, fold, report, bytes. The same for the page's worker and for the shell."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

from pollapp.domain.fold import apply, open_session
from pollapp.domain.per_dot import dots_refused, per_dot
from pollapp.domain.refused import Refused
from pollapp.domain.report import Report, report
from pollapp.domain.session import Session
from pollapp.exports.about import About
from pollapp.exports.csv_export import dots_csv
from pollapp.exports.formats import DOTS, FORMATS, file_name
from pollapp.filming import film_of
from pollapp.keeping import kept_day
from pollapp.room import decode_body
from pollapp.store.log import Entry, Header
from pollapp.taking_home.wish import FILM, Wish

A_WHILE = 2000  # events between two words on how far the fold has come

Progress = Callable[[str, float], None]
_MAKERS = {  # each loaded only when it is wanted: those of the PDF and the spreadsheet bring a lot along
    "pdf": "pdf.export.report_pdf",
    "html": "html_export.report_html",
    "xlsx": "xlsx.export.results_xlsx",
    "csv": "csv_export.results_csv",
    "rounds.csv": "csv_export.rounds_csv",
    "json": "json_export.results_json",
}


@dataclass(frozen=True, slots=True)
class Taken:
    name: str
    kind: str
    content: bytes


class NotToBeHad(Exception):
    """This session has no such file; the text is the code of the refusal that says why."""


def take_home(header: Header, log: Sequence[Entry], wish: Wish, progress: Progress = lambda step, part: None) -> Taken:
    """The file that was wished for. `progress(step, part)`: step is fold or make, part goes from 0 to 1. Raises NotToBeHad."""
    if wish.what == FILM:
        return _film(log)
    session = _folded(log, progress)
    progress("make", 0)
    about = About(header.code, kept_day(header), wish.language, wish.locale)
    told = report(session, wish.language, notes=wish.notes and FORMATS[wish.what].notes)
    content = _dots(session, about) if wish.what == DOTS else _maker(wish.what)(told, about)
    progress("make", 1)
    return Taken(file_name(told, about, wish.what), FORMATS[wish.what].kind, content)


def _maker(what: str) -> Callable[[Report, About], bytes]:
    module, _, name = _MAKERS[what].rpartition(".")
    maker: Callable[[Report, About], bytes] = getattr(import_module(f"pollapp.exports.{module}"), name)
    return maker


def _folded(log: Sequence[Entry], progress: Progress) -> Session:
    session = open_session(decode_body(log[0].body))
    for at, entry in enumerate(log[1:], 1):
        if at % A_WHILE == 0:
            progress("fold", at / len(log))
        apply(session, decode_body(entry.body), entry.words)
    return session


def _film(log: Sequence[Entry]) -> Taken:
    made = film_of(log)
    if isinstance(made, Refused):
        raise NotToBeHad(made.code)
    return Taken("film.json", "application/json", made)


def _dots(session: Session, about: About) -> bytes:
    if why_not := dots_refused(session):
        raise NotToBeHad(why_not)
    return dots_csv(per_dot(session, secrets.SystemRandom().shuffle), about)
