"""Where the figures go: a text for people, and a file of numbers for the model of scale (`python -m scale`)."""

import json
import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench import table, targets
from bench.table import Columns

DOCUMENT, FIGURES = "docs/benchmarks.md", "scale/measured.json"
BEGIN, END = "<!-- measured: `make bench ARGS=--write` writes what follows -->", "<!-- measured: until here -->"
_DIGITS = 4  # that are worth keeping


def text(head: str, columns: Columns) -> str:
    """Both tables, with what they were measured on."""
    return "\n".join(
        [
            f"{head} {machine()}",
            "",
            "### Targets",
            "",
            *targets.lines(columns),
            "",
            "### Figures",
            "",
            *table.lines(columns),
            "",
            *(f"- {line}" for line in table.notes(columns).splitlines()),
        ]
    )


def machine() -> str:
    day = datetime.now(UTC).date().isoformat()
    parts = ", ".join(f"{name} {version(name)}" for name in ("eventlet", "python-socketio", "orjson"))
    return f"On {day}, {os.cpu_count()} cores ({_processor()}), Python {platform.python_version()}, {parts}."


def write(text: str, columns: Columns, root: Path) -> None:
    """Replace what was measured before, in the document and in the model's figures."""
    document = root / DOCUMENT
    before, _, rest = document.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    document.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", "utf-8")
    figures = {server: {phase: _short(all_of_it) for phase, all_of_it in run.items()} for server, run in columns.items()}
    (root / FIGURES).write_text(json.dumps({"machine": machine(), **figures}, indent=1) + "\n", "utf-8")


def _short(figures: dict[str, float]) -> dict[str, float | None]:
    return {name: None if value != value else float(f"{value:.{_DIGITS}g}") for name, value in figures.items()}


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())
