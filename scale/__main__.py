"""`python -m scale`: what one class of 40 takes, and 10, 100, 1,000 times that; what runs out first; what two workers need."""

import argparse
import random
from dataclasses import asdict, replace
from pathlib import Path

from bench.table import markdown
from scale.measured import FIGURES, Coefficients, coefficients
from scale.model import FULL, MOST_WORKERS, Takes, bottleneck, enough, speedup, takes, together
from scale.scenario import Scenario
from scale.simulation import ack_ms

TIMES = (1, 10, 100, 1000)
DOCS = Path(__file__).parents[1] / "docs"
BEGIN, END = "<!-- modelled: `python -m scale --write` writes what follows -->", "<!-- modelled: until here -->"
SEED = 5


def main() -> None:
    options = _options()
    of, one = coefficients(options.figures), options.scenario
    text = "\n".join([*_coefficients(of), "", *_sizes(one, of), "", *_one_room(one, of), "", *_simulated(one, of), "", *_workers(of)])
    print(text)
    if options.write:
        _write(DOCS / "scale.md", text)
        _write(DOCS / "operating.md", "\n".join(_for_operators(one, of)))


def _write(document: Path, text: str) -> None:
    """Between its two marks."""
    before, _, rest = document.read_text("utf-8").partition(BEGIN)
    document.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", "utf-8")


def _coefficients(of: Coefficients) -> list[str]:
    units = {"kb": "kB", "room": "µs a second", "room_phone": "µs a second", "idle_phone": "µs a second"}
    costs = {name: cost for name, cost in asdict(of).items() if name != "measured_on"}
    rows = [[f"`{name}`", f"{cost:,.1f} {units.get(name, 'µs')}"] for name, cost in costs.items()]
    return ["### Coefficients", "", of.measured_on, "", *markdown(["", "measured"], rows)]


def _sizes(one: Scenario, of: Coefficients) -> list[str]:
    """The sizing table."""
    head = [
        "classes",
        "phones",
        "dots/s",
        "joins/s",
        "cores: voting",
        "joining",
        "Redis",
        "workers",
        "rooms kept together",
        "memory, MB",
        "runs out first",
    ]
    rows = [_size(replace(one, classes=one.classes * times), of) for times in TIMES]
    said = f"{one.phones} phones a class, {one.at_once:.0%} vote at once, a dot every {one.think:g} s, all join within {one.arrive:g} s, "
    return [
        "### Classes",
        "",
        f"{said}{one.new:.0%} of them for the first time. Cores are planned {FULL:.0%} full.",
        "",
        *markdown(head, rows),
    ]


def _for_operators(one: Scenario, of: Coefficients) -> list[str]:
    """What to provide: the busier of the two minutes, in which everybody joins or votes."""
    rows = []
    for times in TIMES:
        many = replace(one, classes=one.classes * times)
        needed = enough(many, of)
        counted = needed or takes(many, of, MOST_WORKERS)
        cores = f"{max(counted.voting, counted.arriving):.1f}"
        rows.append([f"{many.classes:,}", f"{many.everybody:,}", _number(needed), cores, f"{counted.redis:.1f}", f"{counted.mb:,.0f}"])
    head = [f"classes of {one.phones} at once", "phones", "workers", "their cores, busy", "Redis, of a core", "memory, MB"]
    return markdown(head, rows)


def _size(scenario: Scenario, of: Coefficients) -> list[str]:
    needed = enough(scenario, of)
    counted = needed or takes(scenario, of, MOST_WORKERS)
    return [
        f"{scenario.classes:,}",
        f"{scenario.everybody:,}",
        f"{scenario.dots:,.0f}",
        f"{scenario.arrivals:,.1f}",
        f"{counted.voting:.2f}",
        f"{counted.arriving:.2f}",
        f"{counted.redis:.2f}",
        _number(needed),
        _number(enough(together(scenario), of)),
        f"{counted.mb:,.0f}",
        bottleneck(scenario, of),
    ]


def _number(needed: Takes | None) -> str:
    if needed is None:
        return "none is enough"
    return "1, no Redis" if needed.workers == 1 else f"{needed.workers}"


def _one_room(one: Scenario, of: Coefficients) -> list[str]:
    """The same people in one room."""
    rows = []
    for times in TIMES:
        hall = replace(one, classes=1, phones=one.phones * times, at_once=1.0)
        needed = enough(hall, of)
        workers = needed.workers if needed else MOST_WORKERS
        last = f"{hall.phones * of.fan_out / workers / 1000:,.0f}"
        rows.append([f"{hall.phones:,}", f"{hall.dots:,.0f}", _number(needed), last, bottleneck(hall, of)])
    return ["### One hall", "", *markdown(["phones", "dots/s", "workers", "reveal: last phone, ms", "runs out first"], rows)]


def _simulated(one: Scenario, of: Coefficients) -> list[str]:
    """More and more classes on one worker, until its core is full."""
    rows = []
    for classes in (1, 5, 10, 20, 40, 60, 80):
        many = replace(one, classes=classes)
        half, most = ack_ms(many, of, random.Random(SEED))
        rows.append([f"{classes}", f"{many.everybody:,}", f"{100 * takes(many, of, 1).voting:.0f}", f"{half:.1f} / {most:.1f}"])
    return ["### One worker, simulated", "", *markdown(["classes", "phones", "its core, %", "ack p50 / p99, ms"], rows)]


def _workers(of: Coefficients) -> list[str]:
    rows = [[f"{workers}", f"{speedup(of, workers):.2f} ×"] for workers in (1, 2, 4, 8, 16)]
    most = of.dot_on_redis * (2 / 1.7 - 1)
    needs = f"1.7 × with two needs `follow` ≤ {most:.0f} µs, and it is {of.follow:.0f}; a core for each worker and one for Redis."
    return ["### Workers", "", needs, "", *markdown(["workers", "dots a second, rooms spread over all"], rows)]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m scale", description="What more classes, larger rooms and more workers take.")
    parser.add_argument("--figures", type=Path, default=FIGURES, help="what the bench has written")
    parser.add_argument("--write", action="store_true", help="into docs/scale.md and docs/operating.md")
    for name, value in asdict(Scenario()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value, help=f"default: {value:g}")
    options = parser.parse_args()
    options.scenario = Scenario(**{name: getattr(options, name) for name in asdict(Scenario())})
    return options


if __name__ == "__main__":
    main()
