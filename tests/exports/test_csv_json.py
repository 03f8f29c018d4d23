"""Spreadsheet and JSON: the same facts as on the screens, under the same small-group rule, and harmless in any program."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from pollapp.domain import commands, talk_commands
from pollapp.domain.agreement import one_dot_range
from pollapp.domain.contributions import cleaned
from pollapp.domain.grid import Grid
from pollapp.domain.grid_parts import SHAPES, Choice
from pollapp.domain.measures import NAMES, krippendorff_alpha, measures
from pollapp.domain.report import Report, report
from pollapp.domain.session import Session
from pollapp.exports.about import About
from pollapp.exports.csv_export import choice_column, results_csv, safe_cell
from pollapp.exports.json_export import results_json
from tests.cast import ANA, FINE, UNSURE, WRONG, dot, fay, fill, grid, opened, run, voting
from tests.exports.talked import HOSTILE, PEOPLE, approved, first_round, says, talked

ABOUT = About("472918", "2026-12-24")
CODE = ABOUT.code
COLUMNS = [
    *("id", "text", FINE, UNSURE, WRONG, "n", "paper", "agreement", "agreement_percent", "word", "leading"),
    *("one_dot_low", "one_dot_high", "could_flip_with_one_dot", *NAMES, f"before_{FINE}", f"before_{UNSURE}", f"before_{WRONG}"),
    *("shift_both", "shift_stayed", "shift_toward_first", "shift_toward_last", "shift_left", "shift_new"),
    *("placed", "withheld", "minimum", "round", "revealed", "reveals_taken_back", "stage", "kind", "opened_on", "code", "note"),
]


def noted(session: Session) -> Report:
    """Its report with the facilitator's notes in it."""
    return report(session, notes=True)


def _told() -> Report:
    """Square 1: four fine and one wrong. Square 2: two dots, withheld. Square 3: nobody."""
    session = voting(ANA, minimum=3)
    run(session, dot(ANA, FINE, 1))
    fill(session, 1, fine=3, wrong=1)
    fill(session, 2, unsure=2)
    fay(session, commands.CloseRound)
    return noted(session)


def _rows(told: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(results_csv(told, ABOUT).decode("utf-8"), newline="")))


def _document(told: Report) -> Any:
    def no_constants(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    return json.loads(results_json(told, ABOUT).decode("utf-8"), parse_constant=no_constants)


# CSV


def test_csv_is_plain_utf8_with_a_row_a_square() -> None:
    raw = results_csv(_told(), ABOUT)
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
    row = _rows(noted(opened(kind="rehearsal")))[0]
    assert (row["stage"], row["round"], row["kind"], row["revealed"]) == ("lobby", "", "rehearsal", "no")


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
    told = noted(opened(replace(on, squares=(replace(first, text=text), second))))
    rows = _rows(told)
    assert len(rows) == 2
    assert rows[0]["text"] == safe_cell(text)
    assert not rows[0]["text"].startswith("=")


def _grid_of(*keys: str) -> Grid:
    choices = tuple(Choice(key, key, f"It is {key}", shape) for key, shape in zip(keys, SHAPES, strict=False))
    return replace(grid(2), choices=choices)


def test_a_choice_may_be_called_like_a_column() -> None:
    keys = ("n", "note", "dots_n", "before_n", "shift_new")
    session = voting(on=_grid_of(*keys))
    fill(session, 1, n=1, note=2, dots_n=3, before_n=4, shift_new=5)
    row = _rows(noted(session))[0]
    assert [row[choice_column(key)] for key in keys] == ["1", "2", "3", "4", "5"]
    assert (row["n"], row["note"], row["before_n"], row["shift_new"]) == ("15", "", "", "")
    assert len({choice_column(key) for key in keys} | set(COLUMNS)) == len(COLUMNS) + len(keys)


def test_every_column_can_be_a_choice_without_a_clash() -> None:
    possible = [column for column in COLUMNS if column not in (FINE, UNSURE, WRONG) and re.fullmatch(r"[a-z][a-z0-9_-]{0,19}", column)]
    for key in possible:
        columns = results_csv(noted(opened(_grid_of(key, f"dots_{key}"[:20]))), ABOUT).decode().splitlines()[0].split(",")
        assert len(set(columns)) == len(columns) == len(COLUMNS) - 2  # two choices and not three, each with what was before


def test_other_choices_keep_their_keys_as_columns() -> None:
    assert [choice_column(key) for key in (FINE, "yes", "agree")] == [FINE, "yes", "agree"]


# JSON


def test_json_of_the_session_and_its_grid() -> None:
    document = _document(_told())
    assert (document["format"], document["version"]) == ("pollapp results", 2)
    assert document["session"] == {
        "code": CODE,
        "kind": "class",
        "opened_on": "2026-11-24",
        "keep_until": "2026-12-24",
        "stage": "revealed",
        "round": 1,
        "rounds": 1,
        "revealed": True,
        "reveals_taken_back": 0,
        "minimum": 3,
        "joined": 7,
        "finished": 0,
    }
    assert document["grid"]["choices"][0] == {"key": FINE, "label": "It is fine"}
    assert document["grid"]["principles"] == [{"number": 1, "text": "Do no harm."}, {"number": 2, "text": "Ask first."}]
    assert document["grid"]["krippendorff_alpha_ordinal"] == krippendorff_alpha([(4, 0, 1), (0, 0, 0)])


def _flat(square: Any) -> dict[str, Any]:
    """A square of the JSON, with its columns in the CSV as keys."""
    nothing = dict.fromkeys((FINE, UNSURE, WRONG))
    before = {f"before_{key}": count for key, count in (square["before"] or nothing).items()}
    shift = {f"shift_{name}": count for name, count in (square["shift"] or {}).items()}
    silent = {column: None for column in COLUMNS if column.startswith("shift_")}
    return {**square, **square["measures"], **(square["counts"] or nothing), **before, **silent, **shift}


@pytest.mark.parametrize("tell", [_told, lambda: noted(talked())], ids=["a round", "a whole talk"])
def test_json_and_csv_state_the_same_facts(tell: Callable[[], Report]) -> None:
    rows, document = _rows(tell()), _document(tell())
    for row, square in zip(rows, document["squares"], strict=True):
        nested = _flat(square)
        for column in (*COLUMNS[: COLUMNS.index("minimum")], "round", "note"):
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
    assert "Ética — 倫理".encode() in results_json(noted(opened(on)), ABOUT)


def test_no_export_holds_a_participant() -> None:
    for raw in (results_csv(_told(), ABOUT), results_json(_told(), ABOUT)):
        assert ANA.encode() not in re.findall(rb"[a-z]+", raw)
    for raw in (results_csv(noted(talked()), ABOUT), results_json(noted(talked()), ABOUT)):
        assert not any(somebody.encode() in raw for somebody in PEOPLE)


# The talk


def test_csv_of_a_second_look() -> None:
    again, once, withheld, _ = _rows(noted(talked()))
    assert [again[column] for column in (FINE, UNSURE, WRONG, "round", "n", "paper")] == ["2", "1", "3", "2", "6", "0"]
    assert [again[f"before_{choice}"] for choice in (FINE, UNSURE, WRONG)] == ["3", "0", "3"]
    moved = ("both", "stayed", "toward_first", "toward_last", "left", "new")
    assert [again[f"shift_{name}"] for name in moved] == ["6", "5", "0", "1", "0", "0"]
    assert (once["round"], once["paper"], once["n"], once["before_fine"], once["shift_both"]) == ("1", "4", "10", "", "")
    assert (withheld["paper"], withheld["placed"], withheld["note"]) == ("", "2", "Nobody dared.")


def test_json_of_a_whole_talk() -> None:
    document = _document(noted(talked()))
    again, once, *_ = document["squares"]
    assert (again["round"], again["counts"], again["before"]) == (2, {FINE: 2, UNSURE: 1, WRONG: 3}, {FINE: 3, UNSURE: 0, WRONG: 3})
    moved = {"both": 6, "stayed": 5, "toward_first": 0, "toward_last": 1, "left": 0, "new": 0, "matrix": None}  # one alone moved
    assert again["shift"] == moved
    assert (again["cited"], again["note"]) == ({"n": 3, "ranking": [[2, 3], [1, 1]]}, "Ask about the policy.")
    assert (once["round"], once["paper"], once["before"], once["shift"], once["cited"], once["note"]) == (1, 4, None, None, None, "")
    assert document["reasons"] == [{"square": 1, "words": "I would ask first."}]
    assert document["takeaways"] == ["Ask, then act."]
    assert document["session"]["rounds"] == 2


def test_who_moved_where_is_told_where_it_tells_on_nobody() -> None:
    session = first_round()
    run(session, talk_commands.OpenSecondLook("revealed", (1,)))
    run(session, *[dot(somebody, UNSURE if at < 3 else WRONG, 1, round=2) for at, somebody in enumerate(PEOPLE)])
    fay(session, commands.CloseRound)
    assert _document(noted(session))["squares"][0]["shift"]["matrix"] == [[0, 3, 0], [0, 0, 0], [0, 0, 3]]


def test_neither_export_tells_what_was_not_approved() -> None:
    for raw in (results_csv(noted(talked()), ABOUT), results_json(noted(talked()), ABOUT)):
        assert not any(words in raw for words in (b"It waits", b"It is hidden"))


@pytest.mark.parametrize("words", HOSTILE)
def test_what_people_type_survives_the_way_through_both_files_and_does_nothing_there(words: str) -> None:
    session = first_round()
    run(session, talk_commands.MoveSpotlight(None, 1))
    says(session, talk_commands.WriteNote(words, 1))
    approved(session, talk_commands.SendReason(words, PEOPLE[0], 1))
    told = noted(session)
    rows, document = _rows(told), _document(told)
    kept = cleaned(words)
    assert len(rows) == 4
    assert rows[0]["note"] == safe_cell(kept)
    assert not rows[0]["note"].startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
    assert document["squares"][0]["note"] == kept == document["reasons"][0]["words"]
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", kept)  # nothing that turns what comes after it in a cell


def test_the_lines_of_a_note_stay_lines() -> None:
    session = first_round()
    says(session, talk_commands.WriteNote('Ask:\r\n- the policy\n\n- Ana, "who knows"', 1))
    assert _rows(noted(session))[0]["note"] == 'Ask:\n- the policy\n\n- Ana, "who knows"'
