"""A report's page as a reader gets it: what it says, and what it is made of. And all that `tell` says, to look for in it."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

# What layouts choose by, and what only one has to say: the PDF, which has no type for some letters; the page, which may be narrow.
UNSAID = {
    *("language", "direction", "grid_language", "kind", "key", "shape", "mark", "state", "word", "headings", "columns"),
    *("stand_in_says", "scrolls_says"),
}
NUMBERS = {"counts", "number", "people"}
ABSENT = "nothing_said"  # stands in the place of what people said


class Page(HTMLParser):
    """`tags`: each with its attributes, as (name, {attribute: value}); `text`: what is read; `styles`: what stands in <style>."""

    def __init__(self, page: str, inside: str = "html") -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.styles, self._said, self._open, self._inside = "", [], [], inside
        self.feed(page)

    @property
    def text(self) -> str:
        return one_line("".join(self._said))

    def named(self, name: str) -> list[dict[str, str | None]]:
        """The attributes of each tag of this name."""
        return [attributes for tag, attributes in self.tags if tag == name]

    @property
    def made_of(self) -> set[tuple[str, str]]:
        """Every tag with every attribute that it has somewhere."""
        return {(tag, attribute) for tag, attributes in self.tags for attribute in ("", *attributes)}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:  # meta, link … are never closed
            pass

    def handle_data(self, data: str) -> None:
        if "style" in self._open:
            self.styles += data
        elif self._inside in self._open and "script" not in self._open:
            self._said.append(data)


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def all_told(told: Any, name: str = "") -> Iterator[str]:
    """Every sentence and every number that `tell` has told, but for what no page has to say."""
    if name in UNSAID or (name == ABSENT and told):
        return
    if isinstance(told, dict):
        for key, value in told.items():
            yield from all_told(value, key)
    elif isinstance(told, list):
        for value in told:
            yield from all_told(value, name)
    elif isinstance(told, str) or (name in NUMBERS and told):
        yield one_line(str(told))


def missing(told: dict[str, Any], text: str) -> list[str]:
    """What was told and does not stand in this text; of headings those of parts that are there."""
    parts = [name for name in told["headings"] if name not in ("facts", "contents")]
    there = [told["headings"][name] for name in parts if told.get(name, True)]
    return [sentence for sentence in (*all_told(told), *there) if sentence not in text]
