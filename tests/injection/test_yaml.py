"""YAML that would run something, grow without end, or hide what it says: refused in good time, with its line."""

import sys
from pathlib import Path

import pytest
import yaml

from fuzz.target import in_time
from pollapp.grid_file import parse_grid
from pollapp.grid_problems import MOST_PROBLEMS, GridFileError
from pollapp.yaml_nodes import MOST_BYTES
from tests.grid_files import GOOD

TAGS = (
    "!!python/object/apply:os.system ['touch pwned']", "!!python/object/new:type {args: [x, [], {}]}", "!!python/name:os.system",
    "!!python/module:os",
    "!!python/object:pollapp.access.Seat {}", "!!python/tuple [1]", "!!binary aGk=", "!!set {a}", "!!str words", "!local words",
    "!<tag:yaml.org,2002:str> x",
)  # fmt: skip
LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
BOMBS = {
    "billion laughs": LAUGHS,
    "quadratic": f"a: &a {'x' * 30_000}\nb: [{','.join(['*a'] * 5000)}]",
    "alias of itself": "&a [*a]",
    "alias as its own key": "&a {*a : x}",
    "merge keys": "base: &b {title: T}\n<<: *b\n",
    "merge without an alias": "<<: {title: T}\ntitle: U\n",
    "merge of many": "a: &a {x: 1}\n<<: [" + ",".join(["*a"] * 5000) + "]",
    "brackets": "[" * MOST_BYTES,
    "braces": "{" * MOST_BYTES,
    "brackets closed": "[" * 20_000 + "]" * 20_000,
    "keys in keys": "{? " * 15_000,
    "question marks": "? " * 30_000,
    "dashes": "- " * 30_000,
    "deeper and deeper": "".join(f"{' ' * depth}a:\n" for depth in range(350)),
    "quotation marks": '"' * MOST_BYTES,
    "one long word": "x" * MOST_BYTES,
    "one long key": f"{'x' * 60_000}: y",
    "line breaks": "\n" * MOST_BYTES,
    "blanks": " " * (MOST_BYTES - 1) + "x",
    "tabs": "\t" * MOST_BYTES,
    "hashes": "#" * MOST_BYTES,
    "comments": "#\n" * 30_000,
    "ampersands": "&" * MOST_BYTES,
    "anchors": "".join(f"a{n}: &a{n} x\n" for n in range(4000)),
    "stars": "*" * MOST_BYTES,
    "exclamation marks": "!" * MOST_BYTES,
    "percent signs": "%" * MOST_BYTES,
    "directives": "%TAG !a! tag:x\n" * 3000 + "--- x",
    "documents": "---\n" * 15_000,
    "block text": "title: |\n" + " x\n" * 20_000,
    "folded text": "title: >\n" + "  x\n\n" * 12_000,
    "escapes": '"' + "\\x41" * 16_000 + '"',
    "a huge number": f"title: {'9' * 60_000}",
    "a huge base 60 number": f"title: {'1:' * 30_000}1",
    "a huge binary number": f"title: 0b{'1' * 60_000}",
    "a huge exponent": "title: 1e999999999",
    "a number with lines below": f"id: {'1_' * 30_000}",
    "an id without end": GOOD.replace("id: 7", f"id: {'7' * 50_000}"),
    "the same key": "title: x\n" * 7000,
    "made-up keys": "".join(f"k{n}: x\n" for n in range(3900)),
    "nearly known keys": "".join(f"titl{n}: x\n" for n in range(3900)),
    "made-up languages": "title: {" + ",".join(f"a{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}-{n}: x" for n in range(3000)) + "}",
    "surrogates": 'title: "\\ud800\\udc00"',
    "beyond unicode": 'title: "\\U00110000"',
    "not utf-8": "title: \udcff",
    "utf-16": "\ufeff".encode("utf-16-le").decode("latin-1"),
    "a byte order mark within": "title: a\ufeffb\n" * 3,
    "nul": "title: a\x00b",
    "line separators": "title: a\u2028b: c",
    "next line": "title: a\x85b: c",
}


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("place", ["Small grid", "Hug", "[7]", "fine\n", "circle"])
def test_no_tag_is_followed(tag: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    modules = set(sys.modules)
    with pytest.raises(GridFileError) as refused:
        parse_grid(GOOD.replace(place, f"{tag}{chr(10) if place.endswith(chr(10)) else ''}", 1), "grid.yaml")
    assert any("Tags (with !) are not used" in one.wrong for one in refused.value.problems)
    assert (list(tmp_path.iterdir()), set(sys.modules)) == ([], modules)


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_before_it_costs_anything(name: str) -> None:
    given = BOMBS[name].encode("utf-8", "surrogateescape")[: MOST_BYTES + 1]

    def refused(given: bytes) -> None:
        with pytest.raises(GridFileError) as why:
            parse_grid(given, "grid.yaml")
        assert len(why.value.problems) <= MOST_PROBLEMS + 1
        assert all(one.line >= 1 for one in why.value.problems)

    in_time(refused, given)


@pytest.mark.parametrize(
    "words",
    ["yes", "NO", "2026-11-24", "2026-11-24 10:00:00Z", ".nan", ".inf", "-.INF", "0x1F", "017", "1_000", "1:30", "~", "null", "=", "<<"],
)
def test_words_that_yaml_reads_as_something_else_are_no_words(words: str) -> None:
    with pytest.raises(GridFileError):
        parse_grid(GOOD.replace("Taking a gift", words), "grid.yaml")
    quoted = parse_grid(GOOD.replace("Taking a gift", f"'{words}'"), "grid.yaml")
    assert quoted.grid.squares[1].text == words


def test_only_nodes_are_ever_made_of_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever constructs objects is never called, so no kind of tag could be."""
    monkeypatch.setattr(yaml.constructor.BaseConstructor, "construct_document", _never)
    monkeypatch.setattr(yaml.constructor.BaseConstructor, "construct_object", _never)
    assert parse_grid(GOOD, "grid.yaml").grid.title == "Small grid"


def _never(*_: object) -> None:
    raise AssertionError("something is constructed")
