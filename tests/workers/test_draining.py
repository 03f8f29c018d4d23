"""A worker that is to end lets go of each line when it hears of it, and waits for none that is not there any more."""

import subprocess
import sys
from pathlib import Path

CASES = Path(__file__).with_name("lets_go.py")


def test_how_a_worker_lets_go_of_its_lines() -> None:
    done = subprocess.run([sys.executable, "-m", "pytest", str(CASES)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "..." in done.stdout, "nothing was tried"
