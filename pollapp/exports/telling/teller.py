"""Says sentences, numbers and days in one language, for whoever tells a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from pollapp.domain.said import Said, say
from pollapp.languages import in_language, locale_of


@dataclass(frozen=True, slots=True)
class Teller:
    """`language`: that of the sentences; `locale`: how numbers and days are written there (es, es-MX)."""

    language: str
    locale: str

    def __call__(self, sentence: str) -> str:
        """The sentence, made by `say`, in this language; its numbers as one writes them there."""
        if isinstance(sentence, Said):
            values = {name: self._written(sentence, name, value) for name, value in sentence.values.items()}
            return in_language(Said(sentence.message, values, sentence.many), self.language)
        return sentence

    def _written(self, sentence: Said, name: str, value: object) -> object:
        chooses = name == "n" and sentence.many is not None  # the form of the sentence: it must stay a number
        return self.number(value) if isinstance(value, int) and not chooses else value

    def number(self, value: float, digits: int = 0) -> str:
        """With so many digits behind the point."""
        return str(format_decimal(value, "#,##0." + "0" * digits if digits else "#,##0", locale=locale_of(self.locale)))

    def percent(self, whole: int) -> str:
        """60 → 60%."""
        return str(format_percent(whole / 100, locale=locale_of(self.locale)))

    def day(self, iso: str) -> str:
        """2026-11-24 → November 24, 2026."""
        return str(format_date(date.fromisoformat(iso), "long", locale=locale_of(self.locale)))

    def both(self, names: Sequence[str]) -> str:
        """ "this and that", as on the screens."""
        return reduce(lambda one, other: self(say("%(one)s and %(other)s", one=one, other=other)), names) if names else ""
