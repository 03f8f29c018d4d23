"""What an attacker types, and a look at what came of it.

Each payload that would become markup makes a tag or an attribute whose name begins with `pwned`, or runs something that sets
`window.__pwned`: so that it can be found, whatever it is mixed with.
"""

import json
from html.parser import HTMLParser
from typing import Any

SET = "window.__pwned=1"
MARKUP = {
    "tag": f"<pwned-tag><script>{SET}</script><img src=x onerror={SET} pwned-img>",
    "attribute": f"\" onmouseover='{SET}' pwned-attribute autofocus onfocus={SET} x=\"",
    "attribute in single quotes": f"' onmouseover={SET} pwned-single ><pwned-single2>",
    "end of script": f"</script><script>{SET}</script><pwned-script>",
    "end of comment": "--><pwned-comment><!--<script>",
    "end of title": "</title></style></textarea></svg></template><pwned-title>",
    "separators": "a\u2028b<pwned-separator>",
    "address": f"javascript:{SET}",
    "entity": "&lt;pwned-entity&gt; &#60;pwned-number&#62; &amp;lt;",
}
TEMPLATES = {
    "jinja": "{{7*7}}{% set x = 49 %}{# pwned #}{{ config }}",
    "printf": "%(x)s %s %d %%(n)s %c",
    "format": "{0} {x} {0.__class__} ${x} $x `x` ${7*7}",
    "typst": '#sys.inputs #read("/etc/passwd") #{7*7} $x^2$ *pwned* _x_ @x <x> \\ // /* ',
}
FORMULAS = {
    "formula": "=1+1",
    "link": '=HYPERLINK("http://evil.example","x")',
    "at": "@SUM(A1)",
    "plus": "+1",
    "minus": "-1",
    "tab": "\t=1",
    "wide": "＝1",
}
LINES = {"lines": "one\r\nX-Pwned: 1\r\n\r\n<pwned-line>", "nul": "a\x00b", "escape": "\x1b[31mred\x1b[0m", "turned": "\u202egnp.exe"}
ALL = MARKUP | TEMPLATES | FORMULAS | LINES
# One text with much of it, where each alone would take too long.
POLYGLOT = f"{{{{7*7}}}}%(x)s\"'><pwned-all onfocus={SET}></script><script>{SET}</script><!--{{% x %}}${{7*7}}"

_OURS = ("application/json", "module", None)  # kinds of <script>; those without a kind come from a file of ours


class Looked(HTMLParser):
    """A page as a browser reads it: `foul` says each thing in it that is not ours. `text`, `attributes`: its words. `blocks`: its JSON."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.foul: list[str] = []
        self.blocks: list[str] = []
        self.text, self._script = "", ""
        self.attributes: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        self._script = tag if tag == "script" and "src" not in names else ""
        if tag.startswith("pwned") or any(name.startswith("pwned") for name in names):
            self.foul.append(f"<{tag} {names}>")
        if tag == "script" and names.get("type") not in _OURS:
            self.foul.append(f"<script {names}>")
        if self._script and names.get("type") != "application/json":
            self.foul.append(f"an inline script {names}")
        for name, value in attrs:
            self.attributes.append(value or "")
            if name.startswith("on") or (name in ("href", "src", "action", "formaction") and str(value).lower().startswith("javascript")):
                self.foul.append(f"<{tag} {name}={value}>")

    def handle_endtag(self, tag: str) -> None:
        self._script = ""

    def handle_data(self, data: str) -> None:
        if self._script:
            self.blocks.append(data)
        else:
            self.text += data

    @property
    def words(self) -> str:
        """All that is read, and all that stands in attributes."""
        return "\n".join([self.text, *self.attributes])


def harmless(page: str, where: str) -> Looked:
    """The page, in which nothing typed has become more than words. Raises AssertionError."""
    looked = Looked(page)
    assert not looked.foul, f"{where}: {looked.foul[:3]}"
    for block in looked.blocks:
        json.loads(block)
        assert not set("<>\u2028\u2029") & set(block), f"{where}: a data block that could be ended"
    assert "49{#" not in looked.words, f"{where}: a template ran"
    assert "X-Pwned" not in page.partition("\n\n")[0] or "<" in page, where
    return looked


def texts_in(value: Any) -> list[str]:
    """Every text in a JSON value, keys included."""
    if isinstance(value, dict):
        return [text for pair in value.items() for part in pair for text in texts_in(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts_in(part)]
    return [value] if isinstance(value, str) else []
