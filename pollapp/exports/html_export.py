"""The report as one page in one file: opened from disk it looks as it does in the app. Nothing runs in it, nothing comes from elsewhere."""

import base64
import re
from functools import cache

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from pollapp.domain.report import Report
from pollapp.exports.about import About
from pollapp.exports.bars import widths
from pollapp.exports.telling.tell import tell
from pollapp.files import FILES
from pollapp.inlined import sprite_of, symbols_of, uncommented

# What the report's part of a page is styled by, in this order (partials/report.html).
REPORT_SHEETS = (
    *("components/notice", "components/choice-mark", "components/bar", "components/reason-card"),
    *("components/report-card", "components/report-row", "components/report-table", "pages/report"),
)
# Said by the file itself, for it has no server: should anything typed ever become markup, a browser still neither runs nor fetches it.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
_STATIC = FILES / "static"
_FONT = re.compile(r'url\("\.\./(vendor/[\w-]+\.woff2)"\)')


def report_html(report: Report, about: About) -> bytes:
    """The page as HTML in UTF-8, on its own: styles, type and shapes are in it. Raises OSError where set-up has not put them there."""
    page = _templates().get_template("report_file.html")
    sprite = sprite_of(_sprite(), frozenset(symbols_of(report.grid.choices)))
    return page.render(told=tell(report, about), styles=_styles(), sprite=sprite, policy=POLICY).encode()


@cache
def _templates() -> Environment:
    """The app's own templates, without the app: what the report says is in its language already."""
    found = Environment(loader=FileSystemLoader(FILES / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    found.globals["widths"] = widths
    return found


@cache
def _sprite() -> Markup:
    return Markup((_STATIC / "vendor" / "icons.svg").read_text("utf-8"))  # noqa: S704  # made by our set-up from one icon set


@cache
def _styles() -> Markup:
    """The sheets in their layers; dark ones for screens of readers who want that, and never on paper."""
    light = "".join(map(_sheet, ("tokens", "base", "components/icon", *REPORT_SHEETS)))
    dark = f"@media screen and (prefers-color-scheme: dark) {{\n{_sheet('dark')}}}\n"
    return Markup(light + dark)  # noqa: S704  # our own, and nothing that anybody typed


def _sheet(name: str) -> str:
    return _FONT.sub(_embedded, uncommented((_STATIC / "css" / f"{name}.css").read_text("utf-8")))


def _embedded(font: re.Match[str]) -> str:
    return f'url("data:font/woff2;base64,{base64.b64encode((_STATIC / font[1]).read_bytes()).decode()}")'
