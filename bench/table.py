"""The table: what each row is called, which figures it shows, and the reference figures beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bench.phases import Figures

Columns = Mapping[str, Mapping[str, Figures]]  # a column's head → phase → its figures


@dataclass(frozen=True, slots=True)
class Row:
    """`show` formats the phase's figures. The reference has two columns: a server that stores nothing, one that stores durably."""

    label: str
    show: str
    nothing_stored: str = ""
    stored: str = ""


_BUSY = "server · load · others, %"
_SHOW_BUSY = "{server:.0f} · {load:.0f} · {others:.0f}"
_ACK = "ack p50 / p99, ms"
_CPU = Row("server's CPU a dot, µs", "{cpu:.0f}")

# The reference: a bare server and the same one with a store, 1,000 phones, medians of three quiet runs on two other cores.
_PHASES: dict[str, tuple[str, list[Row]]] = {
    "joins": (
        "Everybody joins at once",
        [
            Row("joins a second", "{per_second:,.0f}", "1,040 ¹"),
            Row("all in, s", "{seconds:.1f}", "0.96 ¹"),
            Row("server's CPU a join, ms", "{cpu:.1f}"),
            Row("server's memory a phone, kB", "{kb:.0f}", "65"),
            Row(_BUSY, _SHOW_BUSY),
        ],
    ),
    "files": (
        "Each loads its page's files for the first time",
        [
            Row("kB of the page · files · their kB", "{page_kb:.0f} · {files:.0f} · {file_kb:.0f}"),
            Row("phones a second", "{per_second:,.0f}"),
            Row("server's CPU a phone, ms", "{cpu:.1f}"),
        ],
    ),
    "steady": (
        "Each places one dot a second",
        [
            Row(_ACK, "{ack_p50:.1f} / {ack_p99:.1f}", "0.96 / 8.4"),
            Row("dot → console p50 / p99, ms ²", "{seen_p50:.0f} / {seen_p99:.0f}"),
            Row("bytes to each phone a second", "{bytes:,.0f}"),
            _CPU,
            Row(_BUSY, _SHOW_BUSY, "63"),
        ],
    ),
    "exporting": (
        "The same, while a session of 300 people × 30 squares × 3 rounds is taken home again and again",
        [
            Row(_ACK, "{ack_p50:.1f} / {ack_p99:.1f}"),
            Row("dot → console p50 / p99, ms ²", "{seen_p50:.0f} / {seen_p99:.0f}"),
            Row("one file: pdf · html · xlsx, s", "{pdf:.1f} · {html:.1f} · {xlsx:.1f}"),
            Row("one file: csv · rounds · json · dots, s", "{csv:.1f} · {rounds_csv:.1f} · {json:.1f} · {dots_csv:.1f}"),
            Row(_BUSY, _SHOW_BUSY),
        ],
    ),
    "burst": (
        "Each sends 24 dots in one message, all at once",
        [
            Row("all acked, s", "{seconds:.2f}", "1.27 ³"),
            Row("acked dots a second", "{per_second:,.0f}", "19,000 ³"),
            Row("the console has seen the last after, s", "{seen:.2f}"),
            _CPU,
            Row(_BUSY, _SHOW_BUSY),
        ],
    ),
    "saturated": (
        "Each places its next dot as soon as one is acked",
        [
            Row("acked dots a second", "{per_second:,.0f}", "14,000–20,000", "9,600–9,900"),
            Row(_ACK, "{ack_p50:.0f} / {ack_p99:.0f}", "", "– / 130"),
            _CPU,
            Row(_BUSY, _SHOW_BUSY),
        ],
    ),
    "showing": (
        "One dot a second again, revealed: phones see results",
        [
            Row(_ACK, "{ack_p50:.1f} / {ack_p99:.1f}"),
            Row("bytes to each phone a second", "{bytes:,.0f}"),
            _CPU,
            Row(_BUSY, _SHOW_BUSY),
        ],
    ),
}
_NOTES = """\
bare: Flask-SocketIO on eventlet that acks and does nothing else, here and now; the reference was measured on another machine.
server, load: percent of the one core that each has to itself. The load holds nothing up while it is well below 100.
others: percent of the whole machine that other programs took meanwhile; above a few, the figures beside it are theirs too.
¹ websockets only, as in the bare column; a join of ours is a form, a durable commit, a page and a websocket
² views go out ten times a second: the median cannot be much below 50 ms
³ the reference does not say how many messages the dots came in
{refused}"""


def lines(columns: Columns) -> list[str]:
    """The table as Markdown."""
    head = ["", *columns, "reference: nothing stored", "reference: stored"]
    rows = list(_rows(columns))
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    ruler = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return [_line(cells, widths) for cells in (head, ruler, *rows)]


def notes(columns: Columns) -> str:
    refused = sum(figures.get("refused", 0) for run in columns.values() for figures in run.values())
    return _NOTES.format(refused=f"{refused:,.0f} dots were refused for lack of credits." if refused else "No dot was refused.")


def _rows(columns: Columns) -> Iterator[list[str]]:
    for phase, (title, rows) in _PHASES.items():
        yield [f"**{title}**", *("" for _ in columns), "", ""]
        for row in rows:
            yield [row.label, *(_shown(row.show, run.get(phase)) for run in columns.values()), row.nothing_stored, row.stored]


def _shown(show: str, figures: Figures | None) -> str:
    text = show.format(**figures) if figures else ""
    return "" if text == "nan" or text.startswith("nan / nan") else text.replace("nan", "–")


def _line(cells: list[str], widths: list[int]) -> str:
    first, *rest = cells
    return f"| {' | '.join((first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))))} |"
