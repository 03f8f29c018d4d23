"""Typed values out of YAML nodes. Whatever is wrong is noted with its line, and reading goes on with a stand-in, so
that one look at the messages is enough to repair a whole file.
"""

import difflib
import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

import yaml

from pollapp.domain.said import Said, say
from pollapp.grid_problems import MOST_PROBLEMS, Problem, quoted
from pollapp.yaml_nodes import control_in, line_of

Fields = dict[str, yaml.Node]
_PITFALLS = {  # words that YAML 1.1 reads as something else
    "bool": say("yes or no"),
    "int": say("a number"),
    "float": say("a number"),
    "timestamp": say("a date"),
    "merge": say("a sign of its own"),
    "value": say("a sign of its own"),
}
_WHOLE = re.compile(r"[1-9][0-9]*")
_LONGEST_GUESS = 40  # difflib is quadratic: guess for words only


class Form(NamedTuple):
    """What a mapping in the file is, for messages: at the beginning of a sentence ("A square") and within one."""

    first: Said
    within: Said


class TooMany(Exception):
    """So much is wrong that nothing more is looked for."""


class Reading:
    """Collects `problems`, and remembers what was claimed (an id, a key) and where."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._claimed: dict[tuple[str, str], dict[str | int, int]] = {}

    def note(self, node: yaml.Node, wrong: Said, right: Said) -> None:
        """Note a problem on the node's line. Raises TooMany once there are MOST_PROBLEMS."""
        self.problems.append(Problem(line_of(node), wrong, right))
        if len(self.problems) >= MOST_PROBLEMS:
            raise TooMany

    def fields(self, node: yaml.Node, form: Form, required: Collection[str], optional: Collection[str] = ()) -> Fields:
        """The values of a mapping by key. Unknown keys are left out."""
        known = [*required, *optional]
        if not isinstance(node, yaml.MappingNode):
            right = say("Its keys are: %(keys)s.", keys=", ".join(known))
            self.note(node, say("%(what)s must be written as keys and values.", what=form.first), right)
            return {}
        found: Fields = {}
        for key, value in node.value:
            if self._fits(key, form, known, found):
                found[key.value] = value
        for missing in (name for name in required if name not in found):
            wrong = say('%(what)s here has no "%(key)s".', what=form.first, key=missing)
            self.note(node, wrong, say('Add a line "%(key)s: …".', key=missing))
        return found

    def _fits(self, key: yaml.Node, form: Form, known: list[str], found: Fields) -> bool:
        keys = say("The keys of %(what)s are: %(keys)s.", what=form.within, keys=", ".join(known))
        if not isinstance(key, yaml.ScalarNode):
            self.note(key, say('The key "a key that is a list" is unknown.'), keys)
        elif key.value not in known:
            self.note(key, say("The key %(key)s is unknown.", key=quoted(key.value)), guess(key.value, known, keys))
        elif key.value in found:
            first = line_of(found[key.value])
            wrong = say('The key "%(key)s" stands here twice (first on line %(line)s).', key=key.value, line=first)
            self.note(key, wrong, say("Keep one of them."))
        else:
            return True
        return False

    def items(self, node: yaml.Node | None, what: Said, fewest: int, most: int) -> list[yaml.Node]:
        """The entries of a list, at most `most`; `what` names them in messages ("squares")."""
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            right = say('Begin each entry with "- " on a line of its own.')
            self.note(node, say("The %(what)s must be a list.", what=what), right)
            return []
        count = len(node.value)
        if not fewest <= count <= most:
            right = say("A grid file has %(fewest)s to %(most)s of them here.", fewest=fewest, most=most)
            self.note(node, say("There are %(n)s %(what)s.", n=count, what=what), right)
        return list(node.value[:most])

    def text(self, node: yaml.Node | None, key: str, longest: int) -> str:
        """Words of at most `longest` characters, every run of blanks and line breaks made one space. Stand-in: ""."""
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            wrong = say('"%(key)s" must be words, not a list or keys and values.', key=key)
            self.note(node, wrong, say('Write it as %(key)s: "…".', key=key))
            return ""
        words = re.sub(r"[ \t\n\r]+", " ", node.value).strip()
        kind = node.tag.rpartition(":")[2]
        if not _visible(words) or kind == "null":
            self.note(node, say('"%(key)s" is empty.', key=key), say("Write at least one word."))
        elif kind in _PITFALLS:
            read_as = {"key": key, "kind": _PITFALLS[kind], "words": quoted(words)[1:-1]}
            wrong = say('"%(key)s" is read as %(kind)s, not as words: %(words)s.', **read_as)
            self.note(node, wrong, say("Put it in quotes: %(key)s: %(words)s.", key=key, words=quoted(words)))
        elif found := control_in(words):
            wrong = say('"%(key)s" holds the control character %(character)s.', key=key, character=found)
            self.note(node, wrong, say("Remove it."))
        elif len(words) > longest:
            wrong = say('"%(key)s" has %(n)s characters.', key=key, n=len(words))
            self.note(node, wrong, say("Shorten it to at most %(most)s.", most=longest))
        return words

    def number(self, node: yaml.Node | None, key: str, most: int) -> int:
        """A whole number from 1 to `most`, written plainly. Stand-in: what was meant, else 0."""
        if node is None:
            return 0
        written = node.value if isinstance(node, yaml.ScalarNode) else ""
        plain = _WHOLE.fullmatch(written) and getattr(node, "style", None) is None
        value = int(written) if re.fullmatch(r"[0-9]{1,9}", written) else 0
        if not plain or not 1 <= value <= most:
            self.note(node, _no_number(key, written), _a_number(value, most))
        return value

    def one_of(self, node: yaml.Node | None, key: str, what: Said, allowed: Collection[str]) -> str:
        """One of the words allowed; `what` names it in messages ("default set"). Stand-in: ""."""
        before = len(self.problems)
        word = self.text(node, key, _LONGEST_GUESS)
        if node is None or len(self.problems) > before:
            return ""
        if word in allowed:
            return word
        right = say("It can be: %(words)s.", words=", ".join(allowed))
        self.note(node, say("The %(what)s %(word)s is unknown.", what=what, word=quoted(word)), guess(word, allowed, right))
        return ""

    def claim(self, node: yaml.Node | None, what: Said, value: str | int, right: Said, language: str = "") -> bool:
        """Take the value for this node, unless another node has it already in this language: that is noted.

        Stand-ins are never taken.
        """
        if node is None or not value:
            return False
        places = self._claimed.setdefault((what, language), {})
        shown = quoted(value) if isinstance(value, str) else value
        if value in places:
            taken = {"what": what, "value": shown, "line": places[value]}
            self.note(node, say("The %(what)s %(value)s is used twice (first on line %(line)s).", **taken), right)
            return False
        places[value] = line_of(node)
        return True

    def claimed(self, what: Said) -> list[str | int]:
        """Everything claimed under this name, in the file's order."""
        return list(self._claimed.get((what, ""), {}))


def _no_number(key: str, written: str) -> Said:
    if not written:
        return say('"%(key)s" must be a whole number.', key=key)
    return say('"%(key)s" must be a whole number, not %(written)s.', key=key, written=quoted(written))


def _a_number(value: int, most: int) -> Said:
    """What would be right; with the value as the example when it was only written wrongly."""
    if not 1 <= value <= most:
        return say("Write a whole number from 1 to %(most)s, without quotes or leading zeros.", most=most)
    return say("Write a whole number from 1 to %(most)s, such as %(value)s, without quotes or leading zeros.", most=most, value=value)


def _visible(words: str) -> bool:
    return any(letter.isprintable() and not letter.isspace() for letter in words)


def guess(word: str, known: Iterable[str], right: Said) -> Said:
    """What would be right, after 'Did you mean "text"?' where a known word is near."""
    near = difflib.get_close_matches(word[:_LONGEST_GUESS].lower(), list(known), n=1)
    return say('Did you mean "%(near)s"? %(right)s', near=near[0], right=right) if near else right
