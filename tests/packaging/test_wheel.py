"""The wheel that `pipx install .` makes: built from the source archive where Node is missing, it serves from a clean environment."""

import os
import re
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests.real_server import RealServer

ROOT = Path(__file__).parent.parent.parent
NEEDED = (
    "pollapp/templates/phone.html",
    "pollapp/templates/partials/choice_mark.html",
    "pollapp/templates/partials/icon.html",
    "pollapp/static/css/tokens.css",
    "pollapp/static/js/phone.js",
    "pollapp/static/vendor/socket.io.esm.min.js",
    "pollapp/static/vendor/icons.svg",
    "pollapp/static/vendor/tabler-icons.LICENSE",
    "pollapp/static/icon.svg",
    "pollapp/grid_items.yaml",
)

pytestmark = pytest.mark.server


def without_node() -> dict[str, str]:
    """This environment as on a machine without Node."""
    folders = os.environ["PATH"].split(os.pathsep)
    kept = [folder for folder in folders if not any(shutil.which(name, path=folder) for name in ("node", "npm"))]
    python = str(Path(sys.executable).parent)
    return {**os.environ, "PATH": os.pathsep.join([python, *kept])}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", str(out), str(ROOT), env=without_node())  # the wheel is made from the archive
    [made] = out.glob("*.whl")
    return made


def test_everything_is_in_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert [name for name in NEEDED if name not in names] == []
    assert not [name for name in names if name.startswith(("tests/", "node_modules/")) or "__pycache__" in name]


def test_making_it_leaves_the_tools_of_other_tests_alone(wheel: Path) -> None:
    assert (ROOT / "node_modules" / "eslint").exists()


def test_it_serves_from_a_clean_environment(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", str(tmp_path / "clean"))
    python = str(tmp_path / "clean" / "bin" / "python")
    run(python, "-m", "pip", "-q", "install", "-c", str(ROOT / "constraints.txt"), str(wheel))
    server = RealServer(tmp_path / "data", python=python)
    try:
        start = fetched(server.url).decode()
        assert "Join a session" in start
        static = re.search(r"/static/\w+/", start)
        assert static
        assert b"socket.io" in fetched(f"{server.url}{static[0]}vendor/socket.io.esm.min.js").lower()
        assert fetched(f"{server.url}/healthz") == b'{"ok":true}\n'
    finally:
        assert server.stop() == 0


def run(*command: str, env: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stdout[-3000:]


def fetched(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=10) as answer:
        body: bytes = answer.read()
        return body
