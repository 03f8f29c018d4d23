"""What templates need of the files beside them: the icons, and which modules a script brings along."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from markupsafe import Markup

from pollapp.inlined import sprite_of, symbols_of

_IMPORT = re.compile(r"""^import [^;]*?from "(\.[^"]+)";""", re.MULTILINE)


def offer_files(app: Flask, static: Path) -> None:
    """Give every template `icon_sprite`, parts of it, and `modules_of(script)`. Raises OSError when set-up has not put the icons there."""
    sprite = Markup((static / "vendor" / "icons.svg").read_text("utf-8"))  # noqa: S704  # made by our set-up from one icon set
    app.jinja_env.globals["icon_sprite"] = sprite
    app.jinja_env.globals["sprite_of"] = lambda names: sprite_of(sprite, frozenset(names))
    app.jinja_env.globals["symbols_of"] = symbols_of
    app.jinja_env.globals["modules_of"] = lambda script: modules_of(static, script)


@cache
def modules_of(static: Path, script: str) -> tuple[str, ...]:
    """The files that `js/<script>.js` imports, itself first, as paths within `static`: a browser told of all of them at once
    fetches them together, and not each after the one that names it.
    """
    found: dict[Path, Any] = {}
    _follow(static / "js" / f"{script}.js", found)
    return tuple(path.relative_to(static.resolve()).as_posix() for path in found)


def _follow(script: Path, found: dict[Path, Any]) -> None:
    script = script.resolve()
    if script in found:
        return
    found[script] = None
    for name in _IMPORT.findall(script.read_text("utf-8")):
        _follow(script.parent / name, found)
