"""Files with counts of a paper poster: what is taken, every way in which one can be wrong, and that our own exports come back."""

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pollapp.counts.example import example_csv
from pollapp.counts.file import MOST_PROBLEMS, Counted, CountsFileError, read_counts
from pollapp.counts.rows import MOST_BYTES
from pollapp.domain.commands import CloseRound
from pollapp.domain.grid import Grid
from pollapp.domain.grid_parts import Choice, Square
from pollapp.domain.report import report
from pollapp.domain.tally import MOST_PAPER
from pollapp.exports.about import About
from pollapp.exports.csv_export import results_csv
from pollapp.grid_file import shipped_grid
from pollapp.grid_problems import Problem
from tests.cast import fay, fill, grid, voting

SHIPPED = shipped_grid().grid
HEADER = "id,fine,unsure,wrong\n"


def _read(text: str | bytes, on: Grid | None = None) -> Counted:
    return read_counts(text.encode() if isinstance(text, str) else text, on or grid(3))


def _wrong(text: str | bytes, on: Grid | None = None) -> list[str]:
    """All that is said to be wrong, as "line: sentences"."""
    with pytest.raises(CountsFileError) as refused:
        _read(text, on)
    return [f"{one.line}: {one.wrong} {one.right}" for one in refused.value.problems]


def test_a_row_a_square_a_column_a_choice() -> None:
    assert _read(f"{HEADER}2,3,0,12\n1,0,999,1\n") == {1: (0, 999, 1), 2: (3, 0, 12)}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_whatever_separates_cells_and_ends_lines(separator: str, end: str, mark: str) -> None:
    text = mark + end.join([separator.join(["id", "fine", "unsure", "wrong"]), "", separator.join(["1", "2", "3", "4"]), separator * 3, ""])
    assert _read(text) == {1: (2, 3, 4)}


def test_excels_own_way_to_name_the_separator() -> None:
    assert _read("sep=;\nid;fine;unsure;wrong\n1;2;3;4\n") == {1: (2, 3, 4)}
    assert _wrong("sep=;\nid;fine;unsure;wrong\n1;2;3;x\n")[0].startswith("3: ")


HEADERS = ("id,green,yellow,red", " ID , Green,YELLOW,Red", "Square,usually ethical,Seriously Question,UNETHICAL",
           "text,verde,amarillo,rojo", "short,Normalmente ético,yellow,No ético", "id,dots,red,green,yellow")  # fmt: skip


@pytest.mark.parametrize("header", HEADERS)
def test_columns_are_found_by_key_name_or_label_in_any_language(header: str) -> None:
    order = [cell.strip().lower() for cell in header.split(",")]
    text = f"{header}\n3,{'99,3,1,2' if 'dots' in order else '1,2,3'}\n"
    assert _read(text, SHIPPED) == {3: (1, 2, 3)}


@pytest.mark.parametrize("name", ["3", "Giving a hug", " giving  A HUG ", "Dar un abrazo", '"Giving a hug"'])
def test_a_square_is_named_by_number_or_words_of_any_language(name: str) -> None:
    assert _read(f"square,green,yellow,red\n{name},1,2,3\n", SHIPPED) == {3: (1, 2, 3)}


def test_kinds_of_quotation_marks_do_not_matter() -> None:
    [square] = [one for one in SHIPPED.squares if one.text.startswith('Telling someone "You')]
    typed = square.text.replace("'", "’").replace('"', "”")
    assert _read(f"text;green;yellow;red\n{typed};1;2;3\n", SHIPPED) == {square.id: (1, 2, 3)}


def test_an_empty_cell_beside_others_is_none_and_an_empty_row_was_not_counted() -> None:
    assert _read(f"{HEADER}1,4,,\n2,,,\n3,0,0,0\n") == {1: (4, 0, 0), 2: None, 3: (0, 0, 0)}


def test_other_columns_are_left_alone() -> None:
    assert _read("note,id,fine,unsure,wrong,n,word\n=1+1,1,2,3,4,9,agreed\n") == {1: (2, 3, 4)}


def test_text_with_a_separator_or_a_line_in_quotation_marks() -> None:
    on = replace(grid(2), squares=(Square(1, "A, b\nand c", "Ab"), Square(2, "Other", "Other")))
    assert _read('text,fine,unsure,wrong\n"A, b\nand c",1,2,3\nother,1,1,1\n', on) == {1: (1, 2, 3), 2: (1, 1, 1)}
    assert _wrong('text,fine,unsure,wrong\n"A, b\nand c",1,2,3\nother,1,1,x\n', on)[0].startswith("4: ")


def test_text_that_looks_like_a_formula_is_just_text() -> None:
    on = replace(grid(1), squares=(Square(1, "=SUM(A1)", "@x"),))
    for name in ("=SUM(A1)", "'=SUM(A1)", "@x", "'@x"):
        assert _read(f"square,fine,unsure,wrong\n{name},1,2,3\n", on) == {1: (1, 2, 3)}
    assert "There is no square" in _wrong(f'{HEADER}"=HYPERLINK(""x"")",1,2,3\n')[0]


WIDE = "Give it as many. Text with a separator in it stands in quotation marks."
MARKS = "The quotation marks do not match. Text that begins with a quotation mark ends with one, and has each one within it twice."
HINT = "Write a whole number from 0 to 999 in the column “unsure”."
NO_NUMBERS = ("x", "1.5", "1e2", "²", "١", "-", "+3", "=2", "1 2", "0x1")
WRONG: list[tuple[str, list[str]]] = [
    ("", ["1: The file is empty. Give it a header, and a row for each square below it."]),
    ("\n \n\n", ["1: The file is empty. Give it a header, and a row for each square below it."]),
    (HEADER, ["1: There is no row below the header. Write a row for each square."]),
    (f"{HEADER}1,0,0,0\n2,,,\n", ["1: There is no dot in the whole file. Write how many dots each choice has on each square."]),
    ("1,2,3,4\n", ["1: There is no column for the choice “fine”. Call one “fine”.",
                   "1: There is no column for the choice “unsure”. Call one “unsure”.",
                   "1: There is no column for the choice “wrong”. Call one “wrong”.",
                   "1: No column names the squares. Call one “id” or “square”, and give the file a header."]),
    ("id,fine,wrong\n1,2,3\n", ['1: There is no column for the choice “unsure”. Call one “unsure”.']),
    ("id,fine,unsure,wrong,Fine\n1,2,3,4,5\n", ['1: A second column is for the same: “Fine”. Keep one of them.']),
    ("id,ID,fine,unsure,wrong\n1,1,2,3,4\n", ['1: A second column is for the same: “id”. Keep one of them.']),
    (f"{HEADER}1,2,3\n", [f"2: This row has 3 cells, the header has 4. {WIDE}"]),
    (f"{HEADER}1\n", [f"2: This row has 1 cell, the header has 4. {WIDE}"]),
    (f"{HEADER}1,2,3,4,5\n", [f"2: This row has 5 cells, the header has 4. {WIDE}"]),
    (f"{HEADER},2,3,4\n", ["2: This row names no square. Write its number or its text."]),
    (f"{HEADER}1,1,1,1\n2,1,1,1\n1,1,1,1\n", ["4: The square 1 stands here twice (first on line 2). Keep one of them."]),
    (f"{HEADER}9,1,1,1\n", ['2: There is no square “9” in this grid. Write a square’s text, or its number: they go from 1 to 3.']),
    (f"{HEADER}Acton 2,1,1,1\n", ['2: There is no square “Acton 2” in this grid. Did you mean “Action 2”?']),
    ("id,text,fine,unsure,wrong\n1,Action 2,1,1,1\n", [
        '2: These name several squares: “1”, “Action 2”. Name one, by its number: take out what else names a square.']),
    ("id,text,fine,unsure,wrong\n1,Reworded,1,1,1\n", [
        '2: There is no square “Reworded” in this grid. Square 1 is “Action 1”. Correct the words, or choose the grid they are from.']),
    ("id,text,fine,unsure,wrong\n9,Action 1,1,1,1\n", [
        '2: There is no square “9” in this grid. Square 1 is “Action 1”. Correct the number, or choose the grid it is from.']),
    (f"{HEADER}1,1,-3,1\n", [f'2: “-3” is less than no dot at all. {HINT}']),
    (f"{HEADER}1,1,1000,1\n", [f'2: “1000” is too many. {HINT}']),
    (f"{HEADER}1,1,{'9' * 20},1\n", [f'2: “{"9" * 20}” is too many. {HINT}']),
    (f"{HEADER}1,1,{'0' * 5000},1\n", [f'2: “{"0" * 99}…” is too long for a count. {HINT}']),
    (f"{HEADER}1,1,-{'0' * 5000},1\n", [f'2: “-{"0" * 98}…” is too long for a count. {HINT}']),
    *((f"{HEADER}1,1,{cell},1\n", [f'2: “{cell}” is no whole number. {HINT}']) for cell in NO_NUMBERS),
    (f'{HEADER}1,"2,3,4\n2,1,1,1\n', [f"2: {MARKS}"]),
    (f'{HEADER}1,2,3,4\n2,"1"x,1,1\n', [f"3: {MARKS}"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_what_is_wrong_is_said_with_its_line_and_what_would_be_right(text: str, said: list[str]) -> None:
    assert _wrong(text) == said


@pytest.mark.parametrize("bytes_", [b"\xff\xfei\x00d\x00", b"id,fine\n\xe1,2\n", b"\x89PNG\r\n\x1a\n\xff"])
def test_other_encodings_are_refused(bytes_: bytes) -> None:
    [said] = _wrong(bytes_)
    assert said.endswith("This is not text in UTF-8. Save it from your spreadsheet as “CSV UTF-8”.")


def test_everything_that_is_wrong_is_said_at_once_up_to_a_limit() -> None:
    many = _wrong(HEADER + "9,x,1,1\n" * 500)
    assert MOST_PROBLEMS <= len(many) <= MOST_PROBLEMS + 4
    assert many[-1] == "27: From here on there may be more that is wrong. Correct the rest first."


def test_what_is_too_large_is_refused() -> None:
    assert _wrong("x" * (MOST_BYTES + 1)) == [
        f"1: The file is too large. A file with counts may have up to {MOST_BYTES // 1024} kB; leave out what is not counts."
    ]


HOSTILE = {
    "one wide header": "," * (MOST_BYTES - 1),
    "one long cell": HEADER + "x" * 100_000,
    "nothing but quotation marks": '"' * (MOST_BYTES - 1),
    "unknown squares that are like all others": HEADER + "Action Action Action Action Action Action Action,1,1,1\n" * 500,
    "nothing but lines": "\n" * (MOST_BYTES - 1),
    "letters that grow": HEADER + "\ufdfa" * 40_000 + ",1,1,1\n",
    "a header of nothing but names": "id," * (MOST_BYTES // 3 - 1) + "id\n",
    "nulls": "\x00" * (MOST_BYTES - 1),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused(name: str) -> None:
    assert _wrong(HOSTILE[name], SHIPPED if "like" in name else None)  # if it took the square of their length, nobody would wait


def test_names_that_fit_two_squares_or_two_choices() -> None:
    twice = replace(grid(2), squares=(Square(1, "Lend", "Money"), Square(2, "Borrow", "Money")))
    assert _wrong("square,fine,unsure,wrong\nMoney,1,1,1\n", twice)[0].startswith("2: These name several squares: “Money”.")
    crossed = replace(grid(1), choices=(Choice("a", "b", "First", "circle"), Choice("b", "a", "Last", "square")))
    assert _read("id,a,b\n1,2,3\n", crossed) == {1: (2, 3)}


def test_choices_that_are_called_like_our_own_columns() -> None:
    odd = replace(grid(1), choices=(Choice("n", "n", "None", "circle"), Choice("square", "square", "All", "square")))
    assert _read("id,n,square\n1,2,3\n", odd) == {1: (2, 3)}
    assert _read("id,dots_n,square,n\n1,2,3,5\n", odd) == {1: (2, 3)}


def test_what_was_meant_is_said_in_full_and_its_own_quotes_do_not_end_it() -> None:
    [said] = _wrong("text,green,yellow,red\nTelling somebody You're one of my favorite persons,1,1,1\n", SHIPPED)
    assert 'Did you mean “Telling someone "You\'re one of my favorite people"”?' in said


# Our own files


def _exported(**about: Any) -> bytes:
    session = voting(minimum=3)
    fill(session, 1, fine=3, wrong=1)
    fill(session, 2, unsure=2)
    fay(session, CloseRound)
    return results_csv(report(session, **about), About("472918"))


def test_what_we_export_comes_back() -> None:
    assert _read(_exported()) == {1: (3, 0, 1), 2: None, 3: (0, 0, 0)}
    assert _read(_exported(notes=True)) == {1: (3, 0, 1), 2: None, 3: (0, 0, 0)}


@pytest.mark.parametrize("language", SHIPPED.languages)
def test_in_every_language_and_from_the_spreadsheets_of_either_side(language: str) -> None:
    session = voting(on=SHIPPED.pick(range(1, 25)), minimum=3)
    fill(session, 4, green=3, yellow=1)
    fay(session, CloseRound)
    exported = results_csv(report(session, language), About("472918"))
    saved_again = io.StringIO()
    csv.writer(saved_again, delimiter=";").writerows(csv.reader(io.StringIO(exported.decode(), newline="")))
    for source in (exported, saved_again.getvalue().encode("utf-8-sig")):
        counted = read_counts(source, SHIPPED)
        assert (list(counted), counted[4]) == (list(range(1, 25)), (3, 1, 0))


@pytest.mark.parametrize("separator", [",", ";"])
def test_the_example_is_read_as_soon_as_something_is_counted(separator: str) -> None:
    example = example_csv(SHIPPED.in_language("es"), separator).decode("utf-8-sig")
    assert "There is no dot" in _wrong(example, SHIPPED)[0]
    filled = example.replace(f"{separator}0{separator}0{separator}0", f"{separator}7{separator}0{separator}2")
    assert set(_read(filled, SHIPPED).values()) == {(7, 0, 2)}
    assert len(_read(filled, SHIPPED)) == len(SHIPPED.squares)


def test_the_example_calls_choices_as_its_reader_does() -> None:
    example = example_csv(SHIPPED.in_language("es"), ";").decode("utf-8-sig")
    head, *rows = example.splitlines()
    assert head == "id;texto;verde;amarillo;rojo"
    by_words = "\n".join([head, *rows]).replace(";0;0;0", ";7;0;2")
    without_numbers = "\n".join(line.partition(";")[2] for line in by_words.splitlines())
    for text in (by_words, without_numbers):
        assert set(_read(text, SHIPPED).values()) == {(7, 0, 2)}


@pytest.mark.parametrize("names", [("b", "a"), ("id", "x"), ("text", "short"), ("=1", "-2")])
def test_an_example_is_never_read_otherwise_than_it_was_meant(names: tuple[str, str]) -> None:
    one, other = names
    odd = replace(grid(1), choices=(Choice("a", one, "First", "circle"), Choice("b", other, "Last", "square")))
    example = example_csv(odd, ",").decode("utf-8-sig")
    assert _read(example.replace(",0,0", ",3,4"), odd) == {1: (3, 4)}


# Anything at all


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_whatever_comes_is_read_or_refused(source: bytes) -> None:
    _read_or_refuse(source)


_CELLS = st.sampled_from(
    ["1", "2", "9", "Action 1", "x", "", "-1", "1000", '"', '"a"', "=1", "'=1", ",", ";", "\t", "\n", "\r", "\x00", "é", "id", "fine"]
)


@given(st.lists(_CELLS, max_size=40), st.sampled_from(",;\t"))
def test_whatever_stands_below_a_good_header_is_read_or_refused(cells: list[str], separator: str) -> None:
    header = separator.join(("id", "fine", "unsure", "wrong"))
    _read_or_refuse(f"{header}\n{separator.join(cells)}".encode())
    _read_or_refuse((f"{header}\n" + "\n".join(separator.join(cells[at : at + 4]) for at in range(0, len(cells), 4))).encode())


def _read_or_refuse(source: bytes) -> None:
    counted, problems = _outcome(source)
    assert all(one.line >= 1 and one.wrong and one.right for one in problems)
    assert set(counted) <= {1, 2, 3}
    assert bool(problems) is not any(any(counts or ()) for counts in counted.values())
    assert all(counts is None or (len(counts) == 3 and all(0 <= one <= MOST_PAPER for one in counts)) for counts in counted.values())


def _outcome(source: bytes) -> tuple[Counted, list[Problem]]:
    try:
        return read_counts(source, grid(3)), []
    except CountsFileError as refused:
        return {}, refused.problems


_COUNTS = st.none() | st.tuples(*[st.integers(0, MOST_PAPER)] * 3)


@given(
    st.dictionaries(st.integers(1, 6), _COUNTS, min_size=1),
    st.sampled_from(",;\t"),
    st.permutations(["id", "text", "fine", "unsure", "wrong"]),
)
def test_what_is_written_well_comes_back(counted: Counted, separator: str, columns: list[str]) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, delimiter=separator)
    writer.writeheader()
    for square, counts in counted.items():
        row = dict(zip(("fine", "unsure", "wrong"), counts or ("", "", ""), strict=True))
        writer.writerow({"id": square, "text": f"action {square}", **row})
    if not any(any(counts or ()) for counts in counted.values()):
        assert "There is no dot" in _wrong(out.getvalue(), grid(6))[0]
    else:
        assert _read(out.getvalue(), grid(6)) == counted
