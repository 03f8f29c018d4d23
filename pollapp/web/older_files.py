"""Files asked for at the address that an older version of the server had for them.

A page may have come in the last moment before an upgrade, and its scripts and styles not yet: it gets the present ones, notices that
they are not its own, and reloads (static/js/lib/socket.js). Without them it would stand there without any script to notice anything.
"""

import re
from urllib.parse import quote

from flask import Flask, abort, redirect
from werkzeug.wrappers import Response

_VERSION = re.compile(r"[0-9a-f]{12}")  # as `versioned_path` writes it


def send_on_older_addresses(app: Flask) -> None:
    """From /static/<another version>/<file> to the same file of this version, for now and not for good."""

    @app.get("/static/<version>/<path:file>")
    def older_file(version: str, file: str) -> Response:
        if not _VERSION.fullmatch(version):
            abort(404)
        return redirect(f"{app.static_url_path}/{quote(file, safe='/+')}")
