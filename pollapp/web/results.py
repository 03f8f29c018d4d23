"""The results to take home, during and after: for whoever controls the session, made by a worker (`pollapp.taking_home`).

A plain link downloads the file once it is made. A script that asks for FRAMES hears how far it has come, and cancels by hanging up.
"""

import json
from collections.abc import Iterator

from flask import Blueprint, Response, request, stream_with_context

from pollapp.access import Credits
from pollapp.domain.said import say
from pollapp.exports.formats import DOTS, FORMATS
from pollapp.taking_home.start import Line
from pollapp.taking_home.wish import Wish
from pollapp.web.console import controlled_header
from pollapp.web.display import language, region, said
from pollapp.web.refusing import FRAMES, Turned
from pollapp.web.site import Site


def results_pages(site: Site) -> Blueprint:
    pages = Blueprint("results", __name__)
    wanted = Credits(burst=40, per_second=0.5)  # files, per session: each is a process, and whoever hangs up may not be noticed

    @pages.get("/console/<session_id>/export/<what>")
    def export(session_id: str, what: str) -> Response:
        header = controlled_header(site, session_id)
        if not wanted.spend(header.id):
            raise Turned("slow_down")
        made = site.exports.make(header.id, _wish(what))
        if request.accept_mimetypes.best == FRAMES:
            return Response(stream_with_context(_frames(made)), mimetype=FRAMES)
        return _download(made)

    return pages


def _wish(what: str) -> Wish:
    """What this request asks for. Raises Turned."""
    if what not in FORMATS:
        raise Turned("not_found")
    if what == DOTS and not request.args.get("understood"):
        raise Turned("not_understood")
    return Wish(what, bool(request.args.get("notes")), language(), region())


def _frames(made: "Iterator[Line | bytes]") -> Iterator[bytes]:
    for one in made:
        yield one if isinstance(one, bytes) else json.dumps(_told(one), ensure_ascii=False).encode() + b"\n"


def _told(line: Line) -> Line:
    if "refused" not in line:
        return line
    why = _why_not(line["refused"]).refused
    return line | {"sentence": said(why.sentence), "hint": said(why.hint)}


def _why_not(code: str) -> Turned:
    """The worker's refusal. Where it broke, or could not read: nothing was to be stored, and nothing could be changed."""
    if code not in ("not_stored", "server_error"):
        return Turned(code)
    return Turned(code, say("Try again. If it goes on, tell whoever runs the server."), say("The file could not be made."))


def _download(made: "Iterator[Line | bytes]") -> Response:
    file, content = whole(made)
    disposition = f'attachment; filename="{file["file"]}"'
    return Response(content, headers={"Content-Type": file["kind"], "Content-Disposition": disposition})


def whole(made: "Iterator[Line | bytes]") -> tuple[Line, bytes]:
    """What the worker says of its file, and the file. Raises Turned with the worker's refusal."""
    for line in made:
        if isinstance(line, dict) and "refused" in line:
            raise _why_not(line["refused"])
        if isinstance(line, dict) and "file" in line:
            return line, b"".join(piece for piece in made if isinstance(piece, bytes))
    raise _why_not("server_error")
