"""A report's PDF as readers get it: its text, and its structure as a screen reader walks it."""

import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader


class Pdf:
    """`text`: of all pages; `tags`: every tag in reading order, as (name, alternative text or "")."""

    def __init__(self, made: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(made))
        self.root: Any = self.reader.trailer["/Root"]
        self.text = "\n".join(page.extract_text() for page in self.reader.pages)
        self.tags = list(_tags(self.root["/StructTreeRoot"]["/K"]))

    @property
    def alternatives(self) -> list[str]:
        return [said for _, said in self.tags if said]

    def named(self, name: str) -> int:
        """How many tags have this name."""
        return sum(tag == name for tag, _ in self.tags)

    def says(self, words: str) -> bool:
        """They stand in its text or in what is read aloud for a picture, wherever lines may break."""
        return squeezed(words) in squeezed("\n".join([self.text, *self.alternatives]))


def squeezed(text: str) -> str:
    """Without blanks, and without the places where a long word may break: where lines end is the layout's business."""
    return re.sub(r"[\s\u200b]+", "", text)


def _tags(node: Any) -> Iterator[tuple[str, str]]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            yield from _tags(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"]).removeprefix("/"), str(node.get("/Alt", ""))
        yield from _tags(node.get("/K", []))
