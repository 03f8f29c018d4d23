"""Guessing is slowed down: wrong codes, keys and phrases cost credits, per address and in memory only.

A class sits behind one address, so the burst is wide; what makes guessing hopeless is the length of the secrets.
"""

from flask import request

from pollapp.web.refusing import Turned
from pollapp.web.site import Site


def not_too_often(site: Site) -> None:
    """Raises Turned("too_many_tries") when this address has guessed wrong too often lately."""
    if site.tries.left(_who()) < 1:
        raise Turned("too_many_tries")


def miss(site: Site) -> None:
    """A wrong guess came from here."""
    site.tries.spend(_who())


def _who() -> str:
    """The address, and what was guessed at: whoever makes up join codes shuts nobody out from key and phrase."""
    return f"{request.blueprint} {request.remote_addr}"
