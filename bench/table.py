"""The figures as a table: a column for each server, rows by phase."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.acks import Figures

Columns = Mapping[str, Mapping[str, Figures]]  # a server → phase → its figures


@dataclass(frozen=True, slots=True)
class Row:
    """`show` formats the phase's figures."""

    label: str
    show: str


_BUSY = Row("server · load · others, %", "{server:.0f} · {load:.0f} · {others:.0f}")
_ACK = Row("ack p50 / p99, ms", "{ack_p50:.1f} / {ack_p99:.1f}")
_SHOWN = Row("dot → projector p50 / p99, ms ¹", "{shown_p50:.0f} / {shown_p99:.0f}")
_CPU = Row("server's CPU a dot, µs", "{cpu:.0f}")
_ALL_IN = Row("all in, s", "{seconds:.2f}")
_AGAIN = Row("tries that were hung up on", "{again:.0f}")
_EACH = Row("server's CPU each, ms", "{cpu:.2f}")
_MEMORY = Row("server's memory a phone, kB", "{kb:.0f}")
_RATE = Row("acked dots a second", "{per_second:,.0f}")
_BYTES = Row("bytes to each phone a second", "{bytes:,.0f}")
_REDIS = Row("Redis' CPU a dot, µs", "{redis:.0f}")
_STEADY = [_ACK, _SHOWN, _BYTES, _CPU, _BUSY]
_SEVERAL = [_RATE, _ACK, _CPU, _REDIS, _BUSY]
_PHASES: dict[str, tuple[str, list[Row]]] = {
    "connects": ("All websockets at once, each with its first view", [_ALL_IN, _EACH, _MEMORY, _BUSY]),
    "idle": ("Everybody is there, nobody does anything", [Row("server's CPU, % of a core", "{server:.1f}")]),
    "lone": ("A lone dot in the quiet room", [Row("dot → projector p50 / p99, ms", "{seen_p50:.1f} / {seen_p99:.1f}")]),
    "steady": ("Each places one dot a second", _STEADY),
    "burst": ("Each sends 24 dots, all at once ²", [Row("all acked, s", "{seconds:.2f}"), _RATE, _CPU, _BUSY]),
    "saturated": ("Each places its next dot as soon as one is acked", [_RATE, _ACK, _CPU, _BUSY]),
    "reveal": (
        "The reveal, from the facilitator's press",
        [Row("first · middle · last phone, ms", "{first:.0f} · {middle:.0f} · {last:.0f}"), Row("projector, ms", "{projector:.0f}")],
    ),
    "showing": ("One dot a second again, revealed: phones see results", _STEADY),
    "joins": ("Everybody joins at once, by the page ³", [Row("joins a second", "{per_second:,.0f}"), _ALL_IN, _EACH, _MEMORY, _BUSY]),
    "files": (
        "Each loads its page's files for the first time",
        [Row("kB of the page · files · their kB", "{page_kb:.0f} · {files:.0f} · {file_kb:.0f}"), _EACH],
    ),
    "exporting": (
        "One dot a second, while a session of 300 people × 30 squares × 3 rounds is taken home again and again",
        [
            _ACK,
            _SHOWN,
            Row("one file: pdf · html · xlsx, s", "{pdf:.1f} · {html:.1f} · {xlsx:.1f}"),
            Row("one file: csv · rounds · json · dots, s", "{csv:.1f} · {rounds_csv:.1f} · {json:.1f} · {dots_csv:.1f}"),
            _BUSY,
        ],
    ),
    "fold": (
        "Such a session, asked for after a start",
        [Row("read · fold · as the service does both, CPU ms", "{read:.0f} · {fold:.0f} · {both:.0f}")],
    ),
    "short_log": ("300 websockets, at the start of a log", [_EACH]),
    "long_log": ("300 websockets, at the end of such a session's", [_EACH]),
    "classes": ("25 classes of 40 at once: each phone places a dot every three seconds", [_ACK, _CPU, _BUSY]),
    "hall_connects": (
        "The large hall: all websockets at once",
        [_ALL_IN, Row("tries that were hung up on", "{again:.0f}"), _EACH, _MEMORY],
    ),
    "hall": ("… each places a dot every three seconds", _STEADY),
    "hall_pressed": ("… each places a dot every second", _STEADY),
    "steady_1": ("One worker on Redis, all on any core: one dot a second", [_ACK, _SHOWN, _CPU, _REDIS, _BUSY]),
    "saturated_1": ("… each its next dot as soon as one is acked", _SEVERAL),
    "steady_2": ("Two workers on Redis: one dot a second", [_ACK, _SHOWN, _CPU, _REDIS, _BUSY]),
    "saturated_2": ("… each its next dot as soon as one is acked", _SEVERAL),
    "follow": ("A lone dot → projector, on the same and on another worker", [Row("p50, ms", "{near:.1f} · {far:.1f}")]),
}
_NOTES = """\
server, load: percent of one core. The load holds nothing up while it is well below 100.
others: percent of the whole machine that other programs took meanwhile; above a few, the figures beside it are theirs too.
¹ views go out ten times a second: the median cannot be much below 50 ms
² in one message, as a phone's outbox does; to the tutorial's server, which knows nothing else, one by one. Where not all was answered \
within 20 s, what it would take at that rate.
³ a form, a durable commit, a page of {page:.0f} kB and a websocket; other servers have no pages
{refused}"""


def lines(columns: Columns) -> list[str]:
    """The table as Markdown."""
    return markdown(["", *columns], list(_rows(columns)))


def notes(columns: Columns) -> str:
    refused = sum(figures.get("refused", 0) for run in columns.values() for figures in run.values())
    said = f"{refused:,.0f} dots were refused, or their lines lost." if refused else "No dot was refused."
    page = next((run["files"]["page_kb"] for run in columns.values() if "files" in run), float("nan"))
    return _NOTES.format(refused=said, page=page)


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    ruler = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return [_line(cells, widths) for cells in (head, ruler, *rows)]


def _rows(columns: Columns) -> Iterator[list[str]]:
    for phase, (title, rows) in _PHASES.items():
        if any(phase in run for run in columns.values()):
            yield [f"**{title}**", *("" for _ in columns)]
            for row in rows:
                yield [row.label, *(_shown(row.show, run.get(phase)) for run in columns.values())]


def _shown(show: str, figures: Figures | None) -> str:
    text = show.format(**figures) if figures else ""
    return "" if text == "nan" or text.startswith("nan / nan") else text.replace("nan", "–")


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = cells
    return f"| {' | '.join((first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))))} |"
