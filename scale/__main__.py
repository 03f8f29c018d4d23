"""`python -m scale`: what classes and halls take, up to 1,000 classes and 40,000 phones; what runs out first; what two workers need."""

import argparse
import random
from dataclasses import asdict, replace
from pathlib import Path

from bench.table import markdown
from scale.measured import FIGURES, Coefficients, coefficients
from scale.model import FULL, Takes, bottleneck, counted, enough, most_alone, most_shared, speedup, spread, takes
from scale.scenario import Scenario
from scale.simulation import simulated

CLASSES = (1, 10, 40, 100, 300, 1000)
HALLS = (300, 1000, 3000, 10_000, 40_000)
DOCS = Path(__file__).parents[1] / "docs"
BEGIN, END = "<!-- modelled: `python -m scale --write` writes what follows -->", "<!-- modelled: until here -->"
SEED = 5


def main() -> None:
    options = _options()
    of, one = coefficients(options.figures), options.scenario
    parts = (_coefficients(of), sizes(one, of), one_room(one, of), _kept(one, of), _simulated(one, of), _workers(of))
    text = "\n\n".join("\n".join(part) for part in parts)
    print(text)
    if options.write:
        _write(DOCS / "scale.md", text)
        _write(DOCS / "operating.md", "\n".join(for_operators(one, of)))


def _write(document: Path, text: str) -> None:
    """Between its two marks."""
    before, _, rest = document.read_text("utf-8").partition(BEGIN)
    document.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", "utf-8")


def _coefficients(of: Coefficients) -> list[str]:
    units = {"kb": "kB", "idle_phone": "µs a second"}
    costs = {name: cost for name, cost in asdict(of).items() if name != "measured_on"}
    rows = [[f"`{name}`", f"{cost:,.1f} {units.get(name, 'µs')}"] for name, cost in costs.items()]
    return ["### Coefficients", "", of.measured_on, "", *markdown(["", "measured"], rows)]


def sizes(one: Scenario, of: Coefficients) -> list[str]:
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
        "files kept by the proxy",
        "memory, MB",
        "runs out first",
    ]
    rows = [_size(replace(one, classes=classes), of) for classes in CLASSES]
    said = f"{one.phones} phones a class, {one.at_once:.0%} vote at once, a dot every {one.think:g} s, all join within {one.arrive:g} s, "
    return [
        "### Classes",
        "",
        f"{said}{one.new:.0%} of them for the first time. Cores are planned {FULL:.0%} full, that of Redis too.",
        "",
        *markdown(head, rows),
    ]


def _size(scenario: Scenario, of: Coefficients) -> list[str]:
    needed = counted(scenario, of)
    return [
        f"{scenario.classes:,}",
        f"{scenario.everybody:,}",
        f"{scenario.dots:,.0f}",
        f"{scenario.arrivals:,.1f}",
        f"{needed.voting:.2f}",
        f"{needed.arriving:.2f}",
        f"{needed.redis:.2f}",
        _number(enough(scenario, of)),
        _number(enough(replace(scenario, new=0.0), of)),
        f"{needed.mb:,.0f}",
        bottleneck(scenario, of),
    ]


def _number(needed: Takes | None) -> str:
    if needed is None:
        return "none is enough"
    return "1, no Redis" if needed.workers == 1 else f"{needed.workers}"


def for_operators(one: Scenario, of: Coefficients) -> list[str]:
    """What to provide: the busier of the two minutes, in which everybody joins or votes."""
    alone, kept = most_alone(one, of), replace(one, new=0.0)
    head = [
        "classes",
        "phones",
        "servers of their own",
        "their cores, busy",
        "memory, MB",
        "or workers on one Redis",
        "cores, busy",
        "Redis",
        "files kept by the proxy: workers",
        "cores, busy",
    ]
    holds = f"One process, without Redis, holds {alone} of them; workers on one Redis, each with a core, hold {most_shared(one, of):,}"
    kept_holds = f"Where the proxy keeps the page's files that is {most_alone(kept, of):,} and {most_shared(kept, of):,}"
    said = f"Classes of {one.phones} at once. {holds}. {kept_holds}."
    return [said, "", *markdown(head, [_provided(replace(one, classes=classes), of, alone) for classes in CLASSES])]


def _provided(many: Scenario, of: Coefficients, alone: int) -> list[str]:
    """Either so many single processes among which the classes are dealt out, or workers that share them."""
    processes = -(-many.classes // alone)
    each = takes(replace(many, classes=-(-many.classes // processes)), of, 1)
    own = [f"{processes}", f"{processes * each.busiest:.1f}", f"{processes * each.mb:,.0f}"]
    kept = _shared(replace(many, new=0.0), of)[:2]
    return [f"{many.classes:,}", f"{many.everybody:,}", *own, *_shared(many, of), *kept]


def _shared(many: Scenario, of: Coefficients) -> list[str]:
    """How many workers, their cores, and that of Redis."""
    shared = enough(many, of)
    if shared is None:
        return ["none is enough", "", ""]
    if shared.workers == 1:
        return ["not needed", "", ""]
    return [f"{shared.workers}", f"{shared.busiest:.1f}", f"{shared.redis:.1f}"]


def one_room(one: Scenario, of: Coefficients) -> list[str]:
    """Everybody in one room, and all vote."""
    rows = []
    for phones in HALLS:
        hall = replace(one, classes=1, phones=phones, at_once=1.0)
        needed = counted(hall, of)
        last = f"{hall.phones * of.fan_out / needed.workers / 1000:,.0f}"
        rows.append(
            [f"{hall.phones:,}", f"{hall.dots:,.0f}", _number(enough(hall, of)), f"{needed.busiest:.2f}", last, bottleneck(hall, of)]
        )
    head = ["phones", "dots/s", "workers", "their cores, busy", "reveal: last phone, ms", "runs out first"]
    return ["### One hall", "", *markdown(head, rows)]


def _kept(one: Scenario, of: Coefficients) -> list[str]:
    """What it saves that the lines of a room are on one worker, while rooms vote."""
    rows = []
    for classes in CLASSES[2:]:
        many = replace(one, classes=classes)
        workers = max(2, counted(many, of).workers)
        both = [takes(how, of, workers) for how in (many, spread(many))]
        rows.append([f"{classes:,}", f"{workers}", *(f"{each.voting:.1f}" for each in both), *(f"{each.redis:.2f}" for each in both)])
    head = ["classes", "workers", "cores, voting", "if rooms were spread", "Redis", "if rooms were spread"]
    return ["### Rooms kept together", "", *markdown(head, rows)]


def _simulated(one: Scenario, of: Coefficients) -> list[str]:
    """More and more classes on one worker, until its core is full; and one of as many as are enough where the proxy keeps the files."""
    alone = [(classes, 1) for classes in (1, 5, 10, 20, 40, 60, 80)]
    among = [(classes, needed.workers) for classes in CLASSES[-2:] if (needed := enough(replace(one, classes=classes, new=0.0), of))]
    rows = []
    for classes, workers in (*alone, *among):
        many = replace(one, classes=classes)
        acks = simulated(many, of, random.Random(SEED), workers)
        busy, waits = f"{100 * acks.busy:.0f}", f"{acks.half:.1f} / {acks.most:.1f}"
        rows.append([f"{classes:,}", f"{many.everybody:,}", f"{workers}", busy, waits])
    return ["### One worker, simulated", "", *markdown(["classes", "phones", "workers", "a worker's core, %", "ack p50 / p99, ms"], rows)]


def _workers(of: Coefficients) -> list[str]:
    rows = [[f"{workers}", f"{speedup(of, workers):.2f} ×"] for workers in (1, 2, 4, 8, 16)]
    most = of.dot * (2 / 1.7 - 1)
    needs = f"1.7 × with two needs `follow` ≤ {most:.0f} µs, and it is {of.follow:.0f}; a core for each worker and one for Redis."
    return ["### Workers in a hall", "", needs, "", *markdown(["workers", "dots a second"], rows)]


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
