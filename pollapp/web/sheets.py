"""Style sheets as pages ask for them: several in one answer, and without their layers for engines from before 2022.

A page names its sheets in order, joined by "+": one request over a crowded Wi-Fi in place of fifteen, and better compressed.
Engines that know no cascade layers would ignore all that stands in one (static/js/old_engine.js sends them to `flat`). Without layers
the order of a page's sheets and the weight of its selectors decide, which come to the same on the pages of a phone.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from flask import Flask, Response, abort

from pollapp.inlined import uncommented

SHEETS, FLAT_SHEETS = "joined_css", "flat_css"  # endpoints
EVERY_PAGE = ("tokens", "base", "components/icon")
_ORDER = re.compile(r"^@layer [\w, ]+;\n", re.MULTILINE)
_FONT = re.compile(r"@font-face \{[^{}]*\}")
_SHEET = re.compile(r"\A(?P<before>.*?)^@layer \w+ \{\n(?P<rules>.*)^\}\n\Z", re.DOTALL | re.MULTILINE)


def serve_sheets(app: Flask) -> None:
    """Serve static/css as `css-of/<names>.css`, and without layers as `flat-css-of/<names>.css`; give templates their addresses."""
    folder = Path(app.static_folder or "static") / "css"
    sheets = {joined([_name(folder, file)]): file for file in folder.rglob("*.css")}

    def serve(endpoint: str, place: str, made: Callable[[str], str]) -> None:
        @app.get(f"{app.static_url_path}/{place}/<names>.css", endpoint=endpoint)
        def answer(names: str) -> Response:
            return Response("".join(uncommented(made(text)) for text in _read(sheets, names)), mimetype="text/css")

    serve(SHEETS, "css-of", str)
    serve(FLAT_SHEETS, "flat-css-of", flattened)
    app.jinja_env.globals["sheet_address"] = lambda names: f"{app.static_url_path}/css-of/{joined([*EVERY_PAGE, *names])}.css"
    app.jinja_env.globals["dark_address"] = f"{app.static_url_path}/css-of/dark.css"


def joined(names: list[str]) -> str:
    """The names as they stand in an address: a folder's slash is a dot there."""
    return "+".join(name.replace("/", ".") for name in names)


def _name(folder: Path, file: Path) -> str:
    return file.relative_to(folder).with_suffix("").as_posix()


def _read(sheets: Mapping[str, Path], names: str) -> list[str]:
    """The texts of these sheets. Aborts with 404 unless there is each of them, named once."""
    wanted = names.split("+")
    if len(wanted) > len(set(wanted)) or not all(name in sheets for name in wanted):
        abort(404)
    return [sheets[name].read_text("utf-8") for name in wanted]


def flattened(css: str) -> str:
    """The same rules outside of any layer. Raises ValueError unless the sheet is comments, layer order and fonts, then one layer."""
    sheet = _SHEET.match(css)
    if not sheet:
        raise ValueError("The sheet must end with one `@layer name {` … `}`, both at the beginning of a line.")
    before, rules = _ORDER.sub("", sheet["before"]), sheet["rules"]
    if rest := _FONT.sub("", uncommented(before)).strip():
        raise ValueError(f"This stands outside of the layer: {rest[:80]}")
    if "@layer" in uncommented(rules) or not _balanced(rules):
        raise ValueError("The layer must be one block, without another in or behind it.")
    return before + rules


def _balanced(rules: str) -> bool:
    """Whether no brace closes a block that did not begin here."""
    depth = 0
    for brace in re.findall(r"[{}]", uncommented(rules)):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0
