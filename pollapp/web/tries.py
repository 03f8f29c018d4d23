"""Guessing is slowed down: wrong codes, keys and links cost credits, per source and in memory only.

A class sits behind one address, so the burst is wide: in a room of 500, one in five may mistype the code. And a code that was
found from a source stays open to that source, however much somebody guesses there. docs/rights.md has what that amounts to.
"""

from typing import Literal

from flask import request

from pollapp.access import source
from pollapp.store.log import Header
from pollapp.web.refusing import Turned
from pollapp.web.site import Site

BURST = 150  # wrong ones at once, per source and kind
PER_SECOND = 0.2  # and one in five seconds after that

Guessed = Literal["code", "key", "phrase", "link"]


def not_too_often(site: Site, what: Guessed) -> None:
    """Raises Turned("too_many_tries") when too many wrong ones of this kind came from this source lately."""
    if site.tries.left(_who(what)) < 1:
        raise Turned("too_many_tries")


def miss(site: Site, what: Guessed) -> None:
    """A wrong guess came from here."""
    site.tries.spend(_who(what))


def here() -> str:
    """The source of this request: what its credits go by."""
    return source(request.remote_addr)


def here_in(header: Header) -> str:
    """The source of this request, in one session: credits that go by both are spent in no other class behind the same address."""
    return f"{here()} {header.id}"


def _who(what: Guessed) -> str:
    """Each kind has credits of its own: whoever makes up join codes shuts nobody out from key and phrase."""
    return f"{what} {here()}"
