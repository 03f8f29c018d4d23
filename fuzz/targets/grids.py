"""A grid file that somebody chose, from its bytes to the session that is opened on it, and to the example of counts for it."""

from fuzz.target import Target
from pollapp.counts.example import example_csv
from pollapp.counts.file import CountsFileError, read_counts
from pollapp.domain.events import SessionOpened
from pollapp.domain.grid import Grid
from pollapp.domain.grid_book import GridBook
from pollapp.domain.said import Said
from pollapp.files import FILES
from pollapp.grid_file import SHIPPED, parse_grid
from pollapp.grid_problems import GridFileError, Problem
from pollapp.languages import in_language, languages
from pollapp.room import decode_body, encode_body
from tests.grid_files import BOTH, GOOD, PROMPTS, PROMPTS_IN_BOTH


def run(given: bytes) -> None:
    try:
        book = parse_grid(given, "fuzz.yaml")
    except GridFileError as error:
        can_be_said(error.problems)
    else:
        _is_kept(book)


def can_be_said(problems: list[Problem]) -> None:
    """Somebody is told what is wrong, and where, in every language, and nothing of it steers their terminal."""
    assert problems
    for one in problems:
        assert one.line >= 1
        assert all(isinstance(sentence, Said) for sentence in (one.wrong, one.right))
        for code in languages():
            assert in_language(one.said(), code).isprintable(), in_language(one.said(), code)


def _is_kept(book: GridBook) -> None:
    """A session on it can be opened and read again, and each language is whole."""
    for one in book.sets:
        grid = book.grid_for(one.key)
        event = SessionOpened("class", grid, False, 3, "2026-11-24")
        assert decode_body(encode_body(event)) == event
        for code in (*grid.languages, "xx"):
            assert Grid.from_dict(grid.in_language(code).to_dict()) == grid.in_language(code)
            assert book.sets_in(code)
    _can_be_counted_on(book.grid)


def _can_be_counted_on(grid: Grid) -> None:
    """The example of counts that is offered for it can be read: it has every square, and no dot yet."""
    for separator in (",", ";"):
        try:
            read_counts(example_csv(grid, separator), grid)
        except CountsFileError as error:
            _has_no_dot(error)


def _has_no_dot(error: CountsFileError) -> None:
    assert [one.wrong for one in error.problems] == ["There is no dot in the whole file."], error


def seeds() -> dict[str, bytes]:
    shipped = (FILES / SHIPPED).read_bytes()
    small = {"good": GOOD, "prompts": GOOD + PROMPTS, "both": BOTH, "prompts in both": BOTH + PROMPTS_IN_BOTH, "broken": GOOD + "}"}
    flow = "{title: T, directions: D, squares: [{id: 1, text: S}], choices: [{key: a, label: A, shape: circle}, "
    flow += "{key: b, label: B, shape: square}]}"
    return {name: text.encode() for name, text in small.items()} | {
        "shipped": shipped,
        "flow": flow.encode(),
        "mark": b"\xef\xbb\xbf" + flow.encode(),
    }


def words() -> list[str]:
    keys = (
        "title directions choices squares principles lenses steps sets default_set language key label shape mark name id text short number"
    )
    values = "circle triangle square diamond check question cross none all en es pt-BR picked"
    yaml = [
        "- ",
        ": ",
        "? ",
        "|\n",
        ">-\n",
        "---\n",
        "...\n",
        "%YAML 1.1\n",
        "%TAG ! x\n",
        "&a ",
        "*a",
        "!!str ",
        "!!python/object:os.system ",
        "<<: ",
        "~",
    ]
    odd = [
        "0x1f",
        "1:30",
        "2026-11-24",
        ".nan",
        "yes",
        "=",
        "\\x07",
        "\\ud800",
        "\\UFFFFFFFF",
        "\u2028",
        "\ufeff",
        "\u0085",
        "\t",
        "[[",
        "{{",
        "'",
        '"',
        "#",
    ]
    return [*[f"{key}:" for key in keys.split()], *values.split(), *yaml, *odd]


TARGET = Target("grids", run, seeds, words)
