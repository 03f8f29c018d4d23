"""The styles without cascade layers, for engines from before 2022, which ignore all that stands in one (static/js/old_engine.js).

Without layers the order of a page's sheets and the weight of its selectors decide, which come to the same on the pages of a phone.
"""

import re
from pathlib import Path

from flask import Flask, Response, abort
from werkzeug.security import safe_join

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ORDER = re.compile(r"^@layer [\w, ]+;\n", re.MULTILINE)
_FONT = re.compile(r"@font-face \{[^{}]*\}")
_SHEET = re.compile(r"\A(?P<before>.*?)^@layer \w+ \{\n(?P<rules>.*)^\}\n\Z", re.DOTALL | re.MULTILINE)


def serve_flat_css(app: Flask) -> None:
    """Serve each sheet of static/css without its layer too, under flat-css beside it. The endpoint is `flat_css`."""
    sheets = str(Path(app.static_folder or "static") / "css")

    @app.get(f"{app.static_url_path}/flat-css/<path:file>")
    def flat_css(file: str) -> Response:
        path = safe_join(sheets, file)
        if path is None or not Path(path).is_file():
            abort(404)
        return Response(flattened(Path(path).read_text("utf-8")), mimetype="text/css")


def flattened(css: str) -> str:
    """The same rules outside of any layer. Raises ValueError unless the sheet is comments, layer order and fonts, then one layer."""
    sheet = _SHEET.match(css)
    if not sheet:
        raise ValueError("The sheet must end with one `@layer name {` … `}`, both at the beginning of a line.")
    before, rules = _ORDER.sub("", sheet["before"]), sheet["rules"]
    if rest := _FONT.sub("", _COMMENT.sub("", before)).strip():
        raise ValueError(f"This stands outside of the layer: {rest[:80]}")
    if "@layer" in _COMMENT.sub("", rules) or not _balanced(rules):
        raise ValueError("The layer must be one block, without another in or behind it.")
    return before + rules


def _balanced(rules: str) -> bool:
    """Whether no brace closes a block that did not begin here."""
    depth = 0
    for brace in re.findall(r"[{}]", _COMMENT.sub("", rules)):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0
