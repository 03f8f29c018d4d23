"""The languages of the product, and everything that is said in them.

English stands in the code. Every other language is a gettext catalogue, `translations/<code>/LC_MESSAGES/messages.po`, kept by
Babel: adding that file adds the language. Catalogues are read as they stand in the repository, so that none can be stale.
"""

import io
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from pollapp.domain.said import Said, filled

ORIGINAL = "en"  # the language of the code
FOLDER = Path(__file__).parent / "translations"
BROWSER_KEYWORDS = {"t": None, "tn": (1, 2)}  # how scripts mark what they say, see static/js/lib/language.js
BROWSER_OPTIONS = {"parse_template_string": True}  # also where they say it within `…${}…`
_COUNTED = range(0, 200)  # numbers among which every plural form of a language is found


@cache
def languages() -> tuple[str, ...]:
    """The codes of all languages as browsers write them (es, pt-BR), the original first."""
    return (ORIGINAL, *sorted(file.parts[-3].replace("_", "-") for file in FOLDER.glob("*/LC_MESSAGES/messages.po")))


@cache
def locale_of(language: str) -> Locale:
    """What Babel knows of a language: its plurals, dates, numbers and direction."""
    return Locale.parse(language, sep="-")


@cache
def own_name(language: str) -> str:
    """What a language calls itself: Español."""
    name = locale_of(language).display_name or language
    return name[0].upper() + name[1:]


def known(language: object) -> str:
    """This language if it is one of ours, else the original."""
    return language if isinstance(language, str) and language in languages() else ORIGINAL


@cache
def catalogue(language: str) -> NullTranslations:
    """What is said in this language. The original has no catalogue: it is said as it stands in the code."""
    if language == ORIGINAL:
        return NullTranslations()
    with (FOLDER / language.replace("-", "_") / "LC_MESSAGES" / "messages.po").open("rb") as file:
        messages = read_po(file, locale=locale_of(language), domain="messages")
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Translations(compiled, domain="messages")


def in_language(text: str, language: str) -> str:
    """The text in this language, if it was made by `say`; any other text as it is."""
    if language == ORIGINAL or not isinstance(text, Said):
        return text
    messages = catalogue(language)
    values = {name: in_language(value, language) if isinstance(value, str) else value for name, value in text.values.items()}
    if text.many is None:
        return filled(messages.ugettext(text.message), values)
    return filled(messages.ungettext(text.message, text.many, text.values["n"]), values)


def told(payload: dict[str, Any], language: str) -> dict[str, Any]:
    """An answer of the wire with its sentences in this language; everything else of it is the same in all."""
    if language == ORIGINAL:
        return payload
    said = {name: in_language(value, language) for name, value in payload.items() if isinstance(value, Said)}
    answers = {"answers": [told(one, language) for one in payload["answers"]]} if "answers" in payload else {}
    return payload | said | answers


def browser_words(language: str, scripts: Iterable[Path]) -> dict[str, Any]:
    """What these scripts say, for `static/js/lib/language.js`: {"language", "plurals": category → form, "messages": key → forms}."""
    found = {} if language == ORIGINAL else _messages(language, tuple(scripts))
    return {"language": language, "plurals": _plurals(language), "messages": found}


@cache
def _messages(language: str, scripts: tuple[Path, ...]) -> dict[str, list[str]]:
    messages, plural = catalogue(language), _plural(language)
    found: dict[str, list[str]] = {}
    for key in (key for script in scripts for key in spoken_in(script)):
        if isinstance(key, tuple):
            forms = {plural(n): messages.ungettext(key[0], key[1], n) for n in _COUNTED}
            found[key[0]] = [forms[form] for form in sorted(forms)]
        else:
            found[key] = [messages.ugettext(key)]
    return found


@cache
def spoken_in(script: Path) -> tuple[str | tuple[str, str], ...]:
    """The messages in this script: a text, or (one, many)."""
    found = extract_from_file("javascript", script, keywords=BROWSER_KEYWORDS, options=BROWSER_OPTIONS)
    return tuple(message if isinstance(message, str) else (message[0], message[1]) for _, message, _, _ in found)


@cache
def _plurals(language: str) -> dict[str, int]:
    """CLDR's category of a number (as the browser's Intl.PluralRules says it) → which form of a message goes with it."""
    category, plural = locale_of(language).plural_form, _plural(language)
    return {category(n): plural(n) for n in (1_000_000, *_COUNTED)}


def _plural(language: str) -> Callable[[int], int]:
    """Number → which form of a message goes with it, as the catalogue counts them."""
    return getattr(catalogue(language), "plural", lambda n: int(n != 1))
