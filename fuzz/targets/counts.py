"""A file with counts, from its bytes to the closed session of a paper poster. The first byte of an input picks the grid."""

from functools import cache

from fuzz.target import Target
from fuzz.targets.grids import can_be_said
from pollapp.counts.example import example_csv
from pollapp.counts.file import CountsFileError, read_counts
from pollapp.domain.fold import apply, open_session
from pollapp.domain.grid import Grid
from pollapp.domain.report import report
from pollapp.domain.stages import Stage
from pollapp.domain.tally import MOST_PAPER
from pollapp.grid_file import parse_grid, shipped_grid
from pollapp.importing import EARLIEST, Poster, what_happened
from pollapp.opening import Settings
from pollapp.room import decode_body, encode_body
from tests.grid_files import BOTH, GOOD


@cache
def _grids() -> tuple[Grid, ...]:
    return (parse_grid(GOOD, "good").grid, parse_grid(BOTH, "both").grid, shipped_grid().grid)


def run(given: bytes) -> None:
    grid = _grids()[given[0] % len(_grids())] if given else _grids()[0]
    try:
        counted = read_counts(given[1:], grid, "fuzz.csv")
    except CountsFileError as error:
        can_be_said(error.problems)
        return
    choices = len(grid.choices)
    assert counted
    assert all(
        counts is None or (len(counts) == choices and all(0 <= dots <= MOST_PAPER for dots in counts)) for counts in counted.values()
    )
    happened = what_happened(Poster(grid, counted, EARLIEST), Settings("paper"))
    session = open_session(happened[0])
    for event in happened[1:]:
        assert decode_body(encode_body(event)) == event
        apply(session, event)
    assert (session.ignored, session.stage) == ({}, Stage.CLOSED)
    report(session, "es")


def seeds() -> dict[str, bytes]:
    found = {"good": b"\0id,fine,wrong\n1,3,4\n7,0,2\n", "semicolons": b'\1sep=;\r\nsquare;fine;mal\r\n"Dar un abrazo";1;\r\n'}
    for at, grid in enumerate(_grids()):
        example = example_csv(grid, ",").replace(b",0,", b",5,", 2)
        found |= {f"example {at}": bytes([at]) + example, f"export {at}": bytes([at]) + example.replace(b"id", b"id,n,round", 1)}
    return found | {"quoted": b'\0text,dots_fine,dots_wrong\n"Giving a hug",\'3,0\n', "tabs": b"\0id\tfine\twrong\n1\t007\t-0\n"}


def words() -> list[str]:
    heads = [
        "id",
        "square",
        "text",
        "short",
        "casilla",
        "texto",
        "fine",
        "wrong",
        "not right",
        "mal",
        "dots_fine",
        "dots_green",
        "sep=;",
        "sep=\t",
    ]
    return [
        *heads,
        '""',
        '"\n"',
        "\r",
        "\r\n",
        "\ufeff",
        "'=",
        "=1+1",
        "＝",
        "999",
        "1000",
        "-0",
        "-1",
        "٣",
        "1e3",
        "\x00",
        "Giving a hug",
        "Hug",
    ]


TARGET = Target("counts", run, seeds, words)
