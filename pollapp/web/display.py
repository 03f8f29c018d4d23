"""How a page is shown to whoever looks at it: in which language, and light or dark. Kept in cookies, nowhere else."""

from pathlib import Path
from typing import Any

from babel.localedata import locale_identifiers
from flask import Blueprint, Flask, redirect, request
from flask_babel import Babel, Domain
from werkzeug.datastructures import LanguageAccept
from werkzeug.wrappers import Response

from pollapp.languages import ORIGINAL, browser_words, catalogue, in_language, languages, locale_of, own_name
from pollapp.web.page_files import modules_of

LANGUAGE_COOKIE, THEME_COOKIE = "language", "theme"
PROJECTOR_THEME_COOKIE = "projector_theme"  # set by projector.js: a projector is light unless somebody there wants it dark
PROJECTORS = ("projector.projector", "replay.on_projector")
LONGEST_WISH = 500  # characters of a browser's list of languages; to compare thousands would hold up everybody
_FOUND = "pollapp.language"  # in a request's environ
KNOWN_REGIONS = frozenset(code.replace("_", "-") for code in locale_identifiers())
THEMES = ("auto", "light", "dark")
_YEAR = 365 * 24 * 60 * 60


def language() -> str:
    """The language of this request: asked for in the address (`?lang=es`), chosen before, or else the browser's."""
    if _FOUND not in request.environ:
        request.environ[_FOUND] = _language()  # every sentence of a page asks
    return str(request.environ[_FOUND])


def region() -> str:
    """The language as it is written where this browser is at home (es-MX): that decides how numbers and dates look."""
    wanted = (code for code, _ in _accepted() if code.partition("-")[0] == language().partition("-")[0])
    return next((code for code in wanted if code in KNOWN_REGIONS), language())


def _language() -> str:
    for wanted in (request.args.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if wanted in languages():
            return wanted
    return _accepted().best_match(languages(), ORIGINAL) or ORIGINAL


def _accepted() -> LanguageAccept:
    """What the browser asks for; nothing when its list is longer than any person's."""
    honest = len(request.headers.get("Accept-Language", "")) <= LONGEST_WISH
    return request.accept_languages if honest else LanguageAccept()


def theme() -> str:
    """auto, light or dark; on the projector light or dark."""
    if request.endpoint in PROJECTORS:
        return "dark" if request.cookies.get(PROJECTOR_THEME_COOKIE) == "dark" else "light"
    chosen = request.cookies.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else "auto"


def said(text: str) -> str:
    """The text in the language of this request, if it was made by `say`."""
    return in_language(text, language())


def display_pages() -> Blueprint:
    pages = Blueprint("display", __name__)

    @pages.post("/display")
    def choose() -> Response:
        return keep_choice(redirect(_back(request.form.get("back", "")), 303))

    return pages


def keep_choice(response: Response) -> Response:
    """With the language and the theme that this form chooses, if it does."""
    for cookie, allowed in ((LANGUAGE_COOKIE, languages()), (THEME_COOKIE, THEMES)):
        wanted = request.form.get(cookie)
        if wanted in allowed:
            response.set_cookie(cookie, wanted, max_age=_YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
    return response


def _back(path: str) -> str:
    """The page to return to: a path on this site, whatever was sent."""
    on_this_site = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if on_this_site else "/"


class Catalogues(Domain):  # type: ignore[misc]  # Flask-Babel is typed in part
    """Flask-Babel looks for compiled files; ours are read as they stand in the repository (see `languages`)."""

    def get_translations(self) -> Any:
        return catalogue(language())


def speak_languages(app: Flask, static: Path) -> None:
    """Let every template of this app speak the language of its request. `static`: where the scripts are."""
    babel = Babel(app, default_locale=ORIGINAL, locale_selector=lambda: locale_of(region()))
    babel.domain_instance = Catalogues()
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.filters["said"] = said

    @app.context_processor
    def display() -> dict[str, Any]:
        return {
            "language": language(),
            "direction": locale_of(language()).text_direction,
            "languages": [(code, own_name(code)) for code in languages()],
            "theme": theme(),
            "themes": THEMES,
            "here": request.path if request.method == "GET" else "/",
            "browser_words": lambda script: browser_words(language(), _scripts(static, script)) | {"region": region()},
        }


def _scripts(static: Path, script: str) -> tuple[Path, ...]:
    return tuple(static / name for name in modules_of(static, script) if name.endswith("_words.js"))
