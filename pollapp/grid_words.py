"""The texts of a grid file in its languages: written once, or once for each language.

All or nothing: a language that one text is written in, every text must be written in. What is missing is noted with its line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml

from pollapp.domain.said import Said, say
from pollapp.domain.translation import LANGUAGE, MOST_LANGUAGES, ORIGINAL
from pollapp.grid_problems import quoted
from pollapp.yaml_nodes import line_of
from pollapp.yaml_reading import Reading


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the file: `words` and the `nodes` they stand in by language, `otherwise` what it is in every other."""

    node: yaml.Node | None
    words: Mapping[str, str] = field(default_factory=dict)
    nodes: Mapping[str, yaml.Node] = field(default_factory=dict)
    otherwise: str = ""

    def __getitem__(self, language: str) -> str:
        return self.words.get(language, self.otherwise)

    def place(self, language: str) -> yaml.Node | None:
        """The node where it is written in this language, or where it should be."""
        return self.nodes.get(language, self.node)


class Texts:
    """Reads texts and remembers where each is written in which language."""

    def __init__(self, reading: Reading, language: yaml.Node | None) -> None:
        """`language` is the node that names the original's, if any does."""
        self._reading = reading
        self._known = language is None or self._named(language)
        self.original = language.value if isinstance(language, yaml.ScalarNode) and self._known else ORIGINAL
        self._first: dict[str, yaml.Node] = {}  # language → where it first stands
        self._written: list[tuple[str, Text]] = []
        self._alone: list[tuple[Said, Text, Said]] = []

    def _named(self, node: yaml.Node) -> bool:
        before = len(self._reading.problems)
        code = self._reading.text(node, "language", 20)
        return len(self._reading.problems) == before and self._is_language(node, code)

    def _is_language(self, node: yaml.Node, code: str) -> bool:
        good = LANGUAGE.fullmatch(code) is not None
        if not good:
            right = say("Write a language's code: two or three small letters, such as es, with its region if it matters, as in pt-BR.")
            self._reading.note(node, say("The language %(code)s cannot be used.", code=quoted(code)), right)
        return good

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages in which any text is written, the original first, the others in the file's order."""
        return (self.original, *(code for code in self._first if code != self.original))

    def text(self, node: yaml.Node | None, key: str, longest: int) -> Text:
        """Words of at most `longest` characters in each of their languages. Stand-in: "" in every language."""
        if node is None:
            return Text(None)
        if isinstance(node, yaml.MappingNode):
            return self._translated(node, key, longest)
        text = Text(node, {self.original: self._reading.text(node, key, longest)}, {self.original: node})
        self._written.append((key, text))
        return text

    def _translated(self, node: yaml.MappingNode, key: str, longest: int) -> Text:
        nodes = self._by_language(node)
        text = Text(node, {code: self._reading.text(one, code, longest) for code, one in nodes.items()}, nodes)
        if len(nodes) == len(node.value):  # else a key was noted, which may be the one that would be missing
            self._written.append((key, text))
        return text

    def _by_language(self, node: yaml.MappingNode) -> dict[str, yaml.Node]:
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            code = key.value if isinstance(key, yaml.ScalarNode) else ""
            if code in found:
                wrong = say('The language "%(code)s" stands here twice (first on line %(line)s).', code=code, line=line_of(found[code]))
                self._reading.note(key, wrong, say("Keep one of them."))
            elif self._is_language(key, code):
                self._first.setdefault(code, key)
                found[code] = value
        return found

    def claim(self, what: Said, text: Text, right: Said) -> None:
        """No other text that is claimed as `what` may be the same in any language: `close` notes the second one."""
        self._alone.append((what, text, right))

    def close(self) -> None:
        """The whole file was read, and its languages are known: note what stands there twice and what is missing."""
        for what, text, right in self._alone:
            for code in self.languages:
                self._reading.claim(text.place(code), what, text[code], right, code)
        if len(self.languages) > MOST_LANGUAGES:
            right = say("Keep to at most %(most)s.", most=MOST_LANGUAGES)
            one_more = self._first[self.languages[MOST_LANGUAGES]]
            self._reading.note(one_more, say("The texts are in %(n)s languages.", n=len(self.languages)), right)
        elif self._known:  # else every text would be missing in the original
            self._complete()

    def _complete(self) -> None:
        for key, text in self._written:
            for code in self.languages:
                if text.node and code not in text.nodes:
                    wrong = say('"%(key)s" is missing in "%(code)s".', key=key, code=code)
                    self._reading.note(text.node, wrong, self._missing(text, code))

    def _missing(self, text: Text, code: str) -> Said:
        """What would be right where a text is not written in this language."""
        if code == self.original:
            named = {"code": code, "other": next(iter(text.nodes), "es")}
            return say('Add a line "%(code)s: …", or name the original at the top of the file, as in "language: %(other)s".', **named)
        at = {"original": self.original, "code": code, "line": line_of(self._first[code])}
        if isinstance(text.node, yaml.MappingNode):
            return say('Add a line "%(code)s: …", or take "%(code)s" out of the file (first on line %(line)s).', **at)
        return say('Write it as "%(original)s: …" and "%(code)s: …", or take "%(code)s" out of the file (first on line %(line)s).', **at)
