"""From the bytes of a YAML file to a tree of nodes that is safe to walk: small, shallow, with no aliases and no tags.

A file may come from anybody. So its size is checked before it is decoded, its events before they become a tree: the
depth before PyYAML recurses, the number of nodes before it builds them.
"""

import unicodedata
from collections.abc import Iterator
from itertools import islice

import yaml

from pollapp.domain.said import say
from pollapp.grid_problems import MOST_PROBLEMS, GridFileError, Problem, and_maybe_more

MOST_BYTES = 64 * 1024
MOST_NODES = 8_000
MOST_DEPTH = 8
_STEERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # they reorder the text around them
_HINTS = (  # what PyYAML says → what would be right
    ("'\\t' that cannot start", say("Indent with spaces, never with tabs.")),
    ("mapping values are not allowed", say('Put a text that holds ": " in quotes, and check the indentation.')),
    ("expected <block end>", say("Check the indentation; put a text that begins with a quotation mark in single quotes.")),
    ("end of stream", say("Close every quotation mark, [ and {.")),
    ("cannot start any token", say("Put a text that begins with a special character in quotes.")),
    ("while scanning a simple key", say('Write a colon and a space after each key, as in "text: Giving a hug".')),
    ("could not find expected ':'", say('Write a colon and a space after each key, as in "text: Giving a hug".')),
)
_OTHER_HINT = say("Check the indentation and the quotation marks on this line and the one before.")


def compose(source: str | bytes, name: str) -> yaml.Node:
    """The root node of the one document in `source`; `name` is the file's, for messages.

    Raises GridFileError when it is too large, not UTF-8, not YAML, or more than plain YAML.
    """
    text = _decoded(source, name)
    _refuse(name, _controls(text))
    try:
        _refuse(name, _extras(text))
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise GridFileError(name, [_syntax(error)]) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # an escape such as "\UFFFFFFFF" is no character
        if isinstance(error, GridFileError):
            raise
        wrong = say("This is not YAML: a character in it cannot be read.")
        raise GridFileError(name, [Problem(1, wrong, say("Remove escapes that begin with a backslash."))]) from error
    if root is None:
        empty = Problem(1, say("The file is empty."), say("Copy the shipped grid_items.yaml to begin with."))
        raise GridFileError(name, [empty])
    return root


def line_of(node: yaml.Node) -> int:
    """The line on which the node begins, from 1."""
    return int(node.start_mark.line) + 1


def control_in(text: str) -> str | None:
    """The first character of the text that has no place in words, as "U+0007", or None."""
    return next((f"U+{ord(letter):04X}" for letter in text if _is_control(letter)), None)


def _is_control(letter: str) -> bool:
    if letter in "\t\n\r":
        return False
    return unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") or letter in _STEERING or letter in "\ufffe\uffff"


def _decoded(source: str | bytes, name: str) -> str:
    raw = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    if len(raw) > MOST_BYTES:
        right = say("A grid file may have up to %(most)s kB; leave out what is not the grid.", most=MOST_BYTES // 1024)
        raise GridFileError(name, [Problem(1, say("The file is too large."), right)])
    if isinstance(source, str):
        return source
    try:
        return raw.decode("utf-8-sig")  # Windows editors put a mark in front
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problem = Problem(line, say("The file is not UTF-8 text here."), say('Save it as plain text with the encoding "UTF-8".'))
        raise GridFileError(name, [problem]) from error


def _controls(text: str) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), 1):
        if found := control_in(line):
            yield Problem(number, say("This line holds the control character %(character)s.", character=found), say("Remove it."))


def _extras(text: str) -> Iterator[Problem]:
    """Everything that YAML offers and a grid does not need, found without recursing."""
    depth = nodes = documents = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        assert event.start_mark  # the parser marks every event
        line = int(event.start_mark.line) + 1
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        nodes += isinstance(event, yaml.NodeEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if depth > MOST_DEPTH or nodes > MOST_NODES:
            wrong = say("The file is nested too deeply or holds far too much.")
            yield Problem(line, wrong, say("Keep to the form of a grid file."))
            return
        if isinstance(event, yaml.DocumentStartEvent) and documents == 2:
            yield Problem(line, say("A second document begins here."), say('Keep one grid in a file, with no "---" in it.'))
        if isinstance(event, yaml.NodeEvent):
            yield from _decorations(event, line)


def _decorations(event: yaml.NodeEvent, line: int) -> Iterator[Problem]:
    if isinstance(event, yaml.AliasEvent):
        wrong = say("Aliases (*%(name)s) are not used in a grid file.", name=event.anchor)
        yield Problem(line, wrong, say("Write the text out, or quote it."))
    elif event.anchor is not None:
        wrong = say("Anchors (&%(name)s) are not used in a grid file.", name=event.anchor)
        yield Problem(line, wrong, say("Leave it out, or quote the text."))
    if getattr(event, "tag", None) is not None:
        yield Problem(line, say("Tags (with !) are not used in a grid file."), say("Leave it out, or quote the text."))


def _refuse(name: str, problems: Iterator[Problem]) -> None:
    if found := list(islice(problems, MOST_PROBLEMS)):
        raise GridFileError(name, and_maybe_more(found))


def _syntax(error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    reason = f"{error.context or ''} {error.problem or ''}".strip()
    hint = next((hint for clue, hint in _HINTS if clue in reason), _OTHER_HINT)
    return Problem(int(mark.line) + 1 if mark else 1, say("This is not YAML (%(reason)s).", reason=reason), hint)
