"""What templates need of the files beside them: the icons, and which modules a script brings along."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from markupsafe import Markup

from pollapp.domain.grid_parts import Choice

_IMPORT = re.compile(r"""^import [^;]*?from "(\.[^"]+)";""", re.MULTILINE)
_SYMBOL = re.compile(r'(<symbol id="([\w-]+)".*?</symbol>)', re.DOTALL)


def offer_files(app: Flask, static: Path) -> None:
    """Give every template `icon_sprite`, parts of it, and `modules_of(script)`. Raises OSError when set-up has not put the icons there."""
    sprite = Markup((static / "vendor" / "icons.svg").read_text("utf-8"))  # noqa: S704  # made by our set-up from one icon set
    app.jinja_env.globals["icon_sprite"] = sprite
    app.jinja_env.globals["sprite_of"] = lambda names: sprite_of(sprite, frozenset(names))
    app.jinja_env.globals["symbols_of"] = lambda choices: [f"{kind}-{name}" for one in choices for kind, name in _drawn(one)]
    app.jinja_env.globals["modules_of"] = lambda script: modules_of(static, script)


def _drawn(choice: Choice) -> tuple[tuple[str, str], ...]:
    return (("shape", choice.shape), ("sign", choice.mark))


@cache
def sprite_of(sprite: Markup, names: frozenset[str]) -> Markup:
    """The sprite with these symbols alone: a phone on a bad line gets no more than its page draws."""
    unwanted = (symbol for symbol in _SYMBOL.findall(sprite) if symbol[1] not in names)
    kept = str(sprite)
    for symbol, _ in unwanted:
        kept = kept.replace(symbol, "")
    return Markup(kept)  # noqa: S704  # made by our set-up from one icon set


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
