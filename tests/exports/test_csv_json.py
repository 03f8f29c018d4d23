"""Spreadsheet and JSON: the same facts as on the screens, under the same small-group rule, and harmless in any program."""

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any

import pytest

from pollapp.domain import commands
from pollapp.domain.agreement import one_dot_range
from pollapp.domain.grid import SHAPES, Choice, Grid
from pollapp.domain.measures import NAMES, krippendorff_alpha, measures
from pollapp.domain.report import Report, report
from pollapp.exports.csv_export import choice_column, results_csv, safe_cell
from pollapp.exports.json_export import results_json
from tests.cast import ANA, FINE, UNSURE, WRONG, dot, fay, fill, grid, opened, run, voting

CODE = "472918"
COLUMNS = [
    *("id", "text", FINE, UNSURE, WRONG, "n", "agreement", "agreement_percent", "word", "leading", "one_dot_low", "one_dot_high"),
    *(
        "could_flip_with_one_dot",
        *NAMES,
        "placed",
        "withheld",
        "minimum",
        "round",
        "revealed",
        "reveals_taken_back",
        "stage",
        "kind",
        "opened_on",
        "code",
    ),
]


def _told() -> Report:
    """Square 1: four fine and one wrong. Square 2: two dots, withheld. Square 3: nobody."""
    session = voting(ANA, minimum=3)
    run(session, dot(ANA, FINE, 1))
    fill(session, 1, fine=3, wrong=1)
    fill(session, 2, unsure=2)
    fay(session, commands.CloseRound)
    return report(session)


def _rows(told: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(results_csv(told, CODE).decode("utf-8"), newline="")))


def _document(told: Report) -> Any:
    def no_constants(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    return json.loads(results_json(told, CODE).decode("utf-8"), parse_constant=no_constants)


# CSV


def test_csv_is_plain_utf8_with_a_row_a_square() -> None:
    raw = results_csv(_told(), CODE)
    assert not raw.startswith(b"\xef\xbb\xbf")
    lines = raw.decode("utf-8").split("\r\n")
    assert lines[0].split(",") == COLUMNS
    assert len(lines) == 1 + 3 + 1


def test_csv_numbers_are_unrounded_and_equal_an_oracle() -> None:
    row = _rows(_told())[0]
    assert [row[column] for column in ("id", "text", FINE, UNSURE, WRONG, "n", "placed")] == ["1", "Action 1", "4", "0", "1", "5", "5"]
    assert float(row["agreement"]) == pytest.approx(0.6, abs=1e-15)  # sqrt(2 · ((4/5 - 1/2)² + (1/5 - 1/2)²))
    assert (row["agreement_percent"], row["word"], row["leading"]) == ("60", "leaning", FINE)
    assert (float(row["one_dot_low"]), float(row["one_dot_high"])) == one_dot_range((4, 0, 1))
    assert (row["could_flip_with_one_dot"], row["withheld"], row["revealed"]) == ("yes", "no", "yes")
    assert {name: float(row[name]) for name in NAMES} == measures((4, 0, 1))
    assert [row[column] for column in ("minimum", "round", "stage", "kind", "opened_on", "code")] == [
        *("3", "1", "revealed", "class", "2026-11-24", CODE)
    ]


def test_csv_says_of_a_withheld_square_how_many_and_nothing_else() -> None:
    row = _rows(_told())[1]
    assert (row["placed"], row["withheld"], row["word"]) == ("2", "yes", "fewer than 3 dots")
    silent = [FINE, UNSURE, WRONG, "n", "agreement", "agreement_percent", "leading", "one_dot_low", "could_flip_with_one_dot", *NAMES]
    assert {column: row[column] for column in silent} == dict.fromkeys(silent, "")


def test_csv_of_a_square_without_dots() -> None:
    row = _rows(_told())[2]
    assert (row["n"], row[FINE], row["withheld"], row["word"], row["agreement"]) == ("0", "0", "no", "no dots yet", "")
    assert row["l_squared"] == ""


def test_csv_of_a_lobby_and_of_a_rehearsal() -> None:
    row = _rows(report(opened(kind="rehearsal")))[0]
    assert (row["stage"], row["round"], row["kind"], row["revealed"]) == ("lobby", "0", "rehearsal", "no")


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\u3000+1", "＝1+1", "－1", "＋1", "＠A1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_is_a_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Giving a hug", "a = b", "2026-11-24", "'quoted'", "", "ünïcode ✓", '"Go to college"'])
def test_other_text_is_left_alone(text: str) -> None:
    assert safe_cell(text) == text


def test_numbers_and_truth_in_cells() -> None:
    assert [safe_cell(value) for value in (-0.5, 0, None, True, False)] == [-0.5, 0, "", "yes", "no"]


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", '"; DROP', "a,b\nc"])
def test_a_square_with_a_dangerous_text_survives_the_way_through_a_file(text: str) -> None:
    on = grid(2)
    first, second = on.squares
    told = report(opened(replace(on, squares=(replace(first, text=text), second))))
    rows = _rows(told)
    assert len(rows) == 2
    assert rows[0]["text"] == safe_cell(text)
    assert not rows[0]["text"].startswith("=")


def _grid_of(*keys: str) -> Grid:
    choices = tuple(Choice(key, key, f"It is {key}", shape) for key, shape in zip(keys, SHAPES, strict=False))
    return replace(grid(2), choices=choices)


def test_a_choice_may_be_called_like_a_column() -> None:
    keys = ("n", "agreement", "dots_n", "modal_share", "code")
    session = voting(on=_grid_of(*keys))
    fill(session, 1, n=1, agreement=2, dots_n=3, modal_share=4, code=5)
    row = _rows(report(session))[0]
    assert [row[choice_column(key)] for key in keys] == ["1", "2", "3", "4", "5"]
    assert (row["n"], row["code"]) == ("15", CODE)
    assert len({choice_column(key) for key in keys} | set(COLUMNS)) == len(COLUMNS) + len(keys)


def test_every_column_can_be_a_choice_without_a_clash() -> None:
    possible = [column for column in COLUMNS if column not in (FINE, UNSURE, WRONG) and re.fullmatch(r"[a-z][a-z0-9_-]{0,19}", column)]
    for key in possible:
        columns = results_csv(report(opened(_grid_of(key, f"dots_{key}"[:20]))), CODE).decode().splitlines()[0].split(",")
        assert len(set(columns)) == len(columns) == len(COLUMNS) - 1


def test_other_choices_keep_their_keys_as_columns() -> None:
    assert [choice_column(key) for key in (FINE, "yes", "agree")] == [FINE, "yes", "agree"]


# JSON


def test_json_of_the_session_and_its_grid() -> None:
    document = _document(_told())
    assert (document["format"], document["version"]) == ("pollapp results", 1)
    assert document["session"] == {
        "code": CODE,
        "kind": "class",
        "opened_on": "2026-11-24",
        "stage": "revealed",
        "round": 1,
        "revealed": True,
        "reveals_taken_back": 0,
        "minimum": 3,
        "joined": 7,
        "finished": 0,
    }
    assert document["grid"]["choices"][0] == {"key": FINE, "label": "It is fine"}
    assert document["grid"]["krippendorff_alpha_ordinal"] == krippendorff_alpha([(4, 0, 1), (0, 0, 0)])


def test_json_and_csv_state_the_same_facts() -> None:
    rows, document = _rows(_told()), _document(_told())
    for row, square in zip(rows, document["squares"], strict=True):
        nested = {**square, **square["measures"], **(square["counts"] or dict.fromkeys((FINE, UNSURE, WRONG)))}
        for column in COLUMNS[: COLUMNS.index("minimum")]:
            if column == "word" and square["withheld"]:
                assert nested[column] is None
            elif column == "leading":
                assert row[column] == " ".join(square["leading"])
            else:
                assert row[column] == str(safe_cell(nested[column])), column


def test_json_of_a_withheld_square() -> None:
    withheld = _document(_told())["squares"][1]
    assert (withheld["placed"], withheld["withheld"]) == (2, True)
    assert withheld["measures"] == dict.fromkeys(NAMES)
    for name in ("counts", "n", "agreement", "agreement_percent", "word", "one_dot_low", "one_dot_high", "could_flip_with_one_dot"):
        assert withheld[name] is None
    assert withheld["leading"] == []


def test_json_keeps_any_script() -> None:
    on = replace(grid(1), title="Ética — 倫理")
    assert "Ética — 倫理".encode() in results_json(report(opened(on)), CODE)


def test_no_export_holds_a_participant() -> None:
    for raw in (results_csv(_told(), CODE), results_json(_told(), CODE)):
        assert ANA.encode() not in re.findall(rb"[a-z]+", raw)
