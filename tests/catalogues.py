"""What the product says, gathered from its sources, and the catalogues that say it in other languages.

`make messages` (this file, run) brings every catalogue in pollapp/translations up to date: new messages come in empty, messages that
are said no more go. tests/test_catalogues.py then fails until the new ones are translated. `make messages ARGS=fr` begins a language.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from pollapp.languages import BROWSER_KEYWORDS, BROWSER_OPTIONS, FOLDER

ROOT = Path(__file__).parents[1]
OPTIONS = {"trimmed": "true", "silent": "false", **BROWSER_OPTIONS}  # trimmed as in the app: a line break in a template is a space
SOURCES = (  # folder, pattern, how it is read
    ("pollapp", "**.py", "python", {"say": None, "say_many": (1, 2), "gettext": None}),
    ("templates", "**.html", "jinja2", {"_": None, "gettext": None, "ngettext": (1, 2)}),
    ("static/js", "**_words.js", "javascript", BROWSER_KEYWORDS),
)
HEADER = """# What pollapp says, in PROJECT. Kept by `make messages`; see CONTRIBUTING.md.
#"""


def gathered() -> Catalog:
    """Every message that the sources say, with the places where."""
    catalog = Catalog(project="pollapp", fuzzy=False)
    for folder, pattern, method, keywords in SOURCES:
        found = extract_from_dir(ROOT / folder, [(pattern, method)], {pattern: OPTIONS}, keywords=keywords)
        for name, line, message, comments, context in found:
            catalog.add(message, None, [(f"{folder}/{name}", line)], auto_comments=comments, context=context)
    return catalog


def catalogue_files() -> list[Path]:
    return sorted(FOLDER.glob("*/LC_MESSAGES/messages.po"))


def read(file: Path) -> Catalog:
    with file.open("rb") as opened:
        return read_po(opened, locale=file.parts[-3])


def messages(catalog: Catalog) -> Iterator[tuple[object, object]]:
    """(id, translation) of every message but the header; a plural message's id and translation are tuples."""
    return ((message.id, message.string) for message in catalog if message.id)


def update(file: Path) -> None:
    catalog = read(file)
    made = catalog.creation_date
    catalog.update(gathered(), no_fuzzy_matching=True)
    catalog.creation_date = made
    catalog.obsolete.clear()
    write(catalog, file)


def write(catalog: Catalog, file: Path) -> None:
    """Without places and dates: they would change with every line that moves."""
    catalog.header_comment = HEADER.replace("PROJECT", str(catalog.locale.english_name if catalog.locale else ""))
    with file.open("wb") as opened:
        write_po(opened, catalog, width=120, no_location=True, sort_output=True, omit_header=False, ignore_obsolete=True)


def begin(language: str) -> None:
    """An empty catalogue for a language that has none, such as fr or pt_BR. Raises babel.UnknownLocaleError."""
    file = FOLDER / language / "LC_MESSAGES" / "messages.po"
    if not file.exists():
        catalog = Catalog(locale=language, project="pollapp", fuzzy=False)
        file.parent.mkdir(parents=True)
        write(catalog, file)


if __name__ == "__main__":
    for new in sys.argv[1:]:
        begin(new)
    for one in catalogue_files():
        update(one)
