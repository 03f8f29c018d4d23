"""Typed values out of YAML nodes. Whatever is wrong is noted with its line, and reading goes on with a stand-in, so
that one look at the messages is enough to repair a whole file.
"""

import difflib
import re
from collections.abc import Collection, Iterable

import yaml

from pollapp.grid_problems import Problem, quoted
from pollapp.yaml_nodes import control_in, line_of

Fields = dict[str, yaml.Node]
_PITFALLS = {  # words that YAML 1.1 reads as something else
    "bool": "yes or no",
    "int": "a number",
    "float": "a number",
    "timestamp": "a date",
    "merge": "a sign of its own",
    "value": "a sign of its own",
}
_WHOLE = re.compile(r"[1-9][0-9]*")
_LONGEST_GUESS = 40  # difflib is quadratic: guess for words only


class Reading:
    """Collects `problems`, and remembers what was claimed (an id, a key) and where."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._claimed: dict[str, dict[str | int, int]] = {}

    def note(self, node: yaml.Node, wrong: str, right: str) -> None:
        """Note a problem on the node's line."""
        self.problems.append(Problem(line_of(node), wrong, right))

    def fields(self, node: yaml.Node, what: str, required: Collection[str], optional: Collection[str] = ()) -> Fields:
        """The values of a mapping by key; `what` names it in messages ("A square"). Unknown keys are left out."""
        known = [*required, *optional]
        if not isinstance(node, yaml.MappingNode):
            self.note(node, f"{what} must be written as keys and values.", f"Its keys are: {', '.join(known)}.")
            return {}
        found: Fields = {}
        for key, value in node.value:
            if self._fits(key, what, known, found):
                found[key.value] = value
        for missing in (name for name in required if name not in found):
            self.note(node, f'{what} here has no "{missing}".', f'Add a line "{missing}: …".')
        return found

    def _fits(self, key: yaml.Node, what: str, known: list[str], found: Fields) -> bool:
        if not isinstance(key, yaml.ScalarNode) or key.value not in known:
            word = key.value if isinstance(key, yaml.ScalarNode) else "a key that is a list"
            keys = f"The keys of {what[0].lower()}{what[1:]} are: {', '.join(known)}."
            self.note(key, f"The key {quoted(word)} is unknown.", guess(word, known) + keys)
        elif key.value in found:
            first = line_of(found[key.value])
            self.note(key, f'The key "{key.value}" stands here twice (first on line {first}).', "Keep one of them.")
        else:
            return True
        return False

    def items(self, node: yaml.Node | None, what: str, fewest: int, most: int) -> list[yaml.Node]:
        """The entries of a list, at most `most`; `what` names them in messages ("squares")."""
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.note(node, f"The {what} must be a list.", 'Begin each entry with "- " on a line of its own.')
            return []
        count = len(node.value)
        if not fewest <= count <= most:
            self.note(node, f"There are {count} {what}.", f"A grid file has {fewest} to {most} of them here.")
        return list(node.value[:most])

    def text(self, node: yaml.Node | None, key: str, longest: int) -> str:
        """Words of at most `longest` characters, every run of blanks and line breaks made one space. Stand-in: ""."""
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.note(node, f'"{key}" must be words, not a list or keys and values.', f'Write it as {key}: "…".')
            return ""
        words = re.sub(r"[ \t\n\r]+", " ", node.value).strip()
        kind = node.tag.rpartition(":")[2]
        if not _visible(words) or kind == "null":
            self.note(node, f'"{key}" is empty.', "Write at least one word.")
        elif kind in _PITFALLS:
            wrong = f'"{key}" is read as {_PITFALLS[kind]}, not as words: {quoted(words)[1:-1]}.'
            self.note(node, wrong, f"Put it in quotes: {key}: {quoted(words)}.")
        elif found := control_in(words):
            self.note(node, f'"{key}" holds the control character {found}.', "Remove it.")
        elif len(words) > longest:
            self.note(node, f'"{key}" has {len(words)} characters.', f"Shorten it to at most {longest}.")
        return words

    def number(self, node: yaml.Node | None, key: str, most: int) -> int:
        """A whole number from 1 to `most`, written plainly. Stand-in: what was meant, else 0."""
        if node is None:
            return 0
        written = node.value if isinstance(node, yaml.ScalarNode) else ""
        plain = _WHOLE.fullmatch(written) and getattr(node, "style", None) is None
        value = int(written) if re.fullmatch(r"[0-9]{1,9}", written) else 0
        if not plain or not 1 <= value <= most:
            shown = f", not {quoted(written)}" if written else ""
            example = f", such as {value}" if 1 <= value <= most else ""
            right = f"Write a whole number from 1 to {most}{example}, without quotes or leading zeros."
            self.note(node, f'"{key}" must be a whole number{shown}.', right)
        return value

    def one_of(self, node: yaml.Node | None, key: str, allowed: Collection[str]) -> str:
        """One of the words allowed. Stand-in: ""."""
        before = len(self.problems)
        word = self.text(node, key, _LONGEST_GUESS)
        if node is None or len(self.problems) > before:
            return ""
        if word in allowed:
            return word
        right = f"{guess(word, allowed)}It can be: {', '.join(allowed)}."
        self.note(node, f"The {key} {quoted(word)} is unknown.", right)
        return ""

    def claim(self, node: yaml.Node | None, what: str, value: str | int, right: str) -> bool:
        """Take the value for this node, unless another node has it already: that is noted. Stand-ins are never taken."""
        if node is None or not value:
            return False
        places = self._claimed.setdefault(what, {})
        shown = quoted(value) if isinstance(value, str) else value
        if value in places:
            self.note(node, f"The {what} {shown} is used twice (first on line {places[value]}).", right)
            return False
        places[value] = line_of(node)
        return True

    def claimed(self, what: str) -> list[str | int]:
        """Everything claimed under this name, in the file's order."""
        return list(self._claimed.get(what, {}))


def _visible(words: str) -> bool:
    return any(letter.isprintable() and not letter.isspace() for letter in words)


def guess(word: str, known: Iterable[str]) -> str:
    """'Did you mean "text"? ' where a known word is near, else nothing."""
    near = difflib.get_close_matches(word[:_LONGEST_GUESS].lower(), list(known), n=1)
    return f'Did you mean "{near[0]}"? ' if near else ""
