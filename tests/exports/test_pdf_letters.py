"""What people type stands in the PDF as letters, whatever it is: markup does nothing, and a letter without type has a stand-in."""

import logging
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pollapp.domain.contributions import cleaned
from pollapp.domain.report import Report, report
from pollapp.exports.pdf import export as pdf_export
from pollapp.exports.pdf import letters as print_letters
from pollapp.exports.pdf.export import report_pdf
from pollapp.exports.pdf.letters import STAND_IN, printable
from pollapp.exports.telling.tell import tell
from tests.exports.printed import ABOUT, everything, missing, pdf_of
from tests.exports.talked import HOSTILE, talked

MARKUP = [
    *(
        "#panic()",
        "$x$ *bold* _it_ @ref <label> `raw`",
        "= heading",
        "\\ \\u{41} #[",
        "- item",
        "// gone",
        "/* gone */",
        '#read("/etc/passwd")',
        "~--...'",
    ),
    *("]]", "})", '"', "%(n)s {{ 7*7 }}", "http://example.org/#a"),
]


def saying(words: list[str]) -> Report:
    return replace(everything(), takeaways=tuple(words))


@cache
def tags_of(words: str) -> list[str]:
    return [name for name, _ in pdf_of(saying([words])).tags]


@pytest.mark.parametrize("words", [*MARKUP, *filter(None, map(cleaned, HOSTILE)), "W" * 280, "🙂" * 280, "x" + "\u0301" * 279], ids=ascii)
def test_what_people_typed_stands_in_it_as_they_typed_it(words: str) -> None:
    pdf = pdf_of(saying([words]))
    assert [name for name, _ in pdf.tags] == tags_of("plain" if printable(words) == words else "漢")
    if not any("\u0590" < letter < "\u0700" for letter in words):  # letters that read from the right come out in another order
        assert all(pdf.says(line) for line in printable(words).split("\n"))


def test_a_title_a_square_and_a_note_may_be_hostile_too() -> None:
    result = everything()
    line = replace(
        result.squares[0], square=replace(result.squares[0].square, text="#panic() " + "M" * 150, short="$x$ <b>*y*"), note="= no"
    )
    told = replace(result, grid=replace(result.grid, title="*" + "M" * 100), squares=(line, *result.squares[1:]))
    assert missing(told, ABOUT, pdf_of(told)) == []


def test_letters_without_type_have_a_stand_in_and_it_says_so() -> None:
    says = tell(everything(), ABOUT)["stand_in_says"]
    assert says.startswith(STAND_IN)
    pdf = pdf_of(saying(["漢字 and \ue000 and plain"]))
    assert pdf.says(f"{STAND_IN}{STAND_IN} and {STAND_IN} and plain")
    assert pdf.says(says)
    assert not pdf_of(everything()).says(says)


def test_there_is_type_for_every_letter_that_is_counted_on() -> None:
    letters = "".join(sorted(print_letters._letters()))
    made = typst.compile(
        b'#set document(title: "t")\n#set text(fallback: false, font: ("Atkinson Hyperlegible Next", "Noto Sans", "Noto Sans Arabic",'
        b' "Noto Sans Hebrew", "Noto Emoji", "DejaVu Sans Mono"))\n#for one in sys.inputs.letters.codepoints() [#one ]',
        font_paths=pdf_export._fonts(),
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        sys_inputs={"letters": letters},
    )
    assert made.startswith(b"%PDF")
    assert len(letters) > 5000


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(typed=st.lists(st.text(max_size=280), min_size=1, max_size=8))
def test_whatever_people_send_there_is_a_report(typed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_export, "plainly_printable", None)  # without the last resort
    words = [words for words in map(cleaned, typed) if words]
    assert report_pdf(saying(words), ABOUT).startswith(b"%PDF")


def test_should_a_letter_stop_it_all_the_same_it_is_made_in_plain_ones(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pdf_export, "printable", lambda told: told)
    with caplog.at_level(logging.WARNING):
        pdf = pdf_of(saying(["A secret 漢字, Жmega."]))
    assert pdf.says(f"A secret {STAND_IN}{STAND_IN}, {STAND_IN}mega.")
    assert pdf.says(tell(everything(), ABOUT)["stand_in_says"])
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "secret" not in caplog.text
    assert "漢" not in caplog.text


def test_without_fonts_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr(print_letters, "PRINT_FONTS", tmp_path)
    with pytest.raises(FileNotFoundError, match="set up"):
        print_letters._letters_of("*.ttf")


def test_what_is_never_seen_stops_no_report_and_has_no_stand_in() -> None:
    words = ["\ufeff", "Ж\ufeff", "\ufeff=1+1"]
    for text in words:
        result = saying([text]) if text.strip("\ufeff") else report(talked())
        told = replace(result, grid=replace(result.grid, title=text, directions=text))
        shown = text.replace("\ufeff", "") or STAND_IN
        pdf = pdf_of(told)
        assert pdf.says(f"{shown} Report of the session")  # in every letter, and not in plain ones
        assert pdf.says(tell(told, ABOUT)["stand_in_says"]) == (shown == STAND_IN)


def test_every_letter_that_is_counted_on_is_set_wherever_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Alone, and among others. A few to a paragraph: of a long one, breaking it into lines takes many times as long."""
    monkeypatch.setattr(pdf_export, "plainly_printable", None)  # without the last resort
    letters = sorted(print_letters._letters() - {"\n"})
    result = report(talked())
    some = [letters[at : at + 60] for at in range(0, len(letters), 60)]
    alone, among_others = [" ".join(few) for few in some], ["".join(f"x{one}y " for one in few) for few in some]
    grid = replace(result.grid, directions="\n\n".join(among_others), title=f"T{''.join(among_others)[:2000]}")
    assert report_pdf(replace(result, takeaways=tuple(alone), grid=grid), ABOUT).startswith(b"%PDF")
