"""The query of an address, where it comes in: letters beyond ASCII, which belong there percent-encoded, are encoded here.

Browsers do that themselves. Werkzeug takes such a query for UTF-8, and where it is not, no page can be made any more: not even the
one that would say so.
"""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

_ASCII = "".join(map(chr, range(128)))


def plainly_asked(app: Wsgi) -> Wsgi:
    """The app, with every query in ASCII. (WSGI hands bytes over as Latin-1.)"""

    def wsgi(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        query = quote(environ.get("QUERY_STRING", ""), safe=_ASCII, encoding="latin-1")
        return app(environ | {"QUERY_STRING": query}, start_response)

    return wsgi
