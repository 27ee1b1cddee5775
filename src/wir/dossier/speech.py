"""How a dossier speaks: language, number formats, and names that are safe in a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wir.documents.inline import escape
from wir.dossier.occupation_names import occupation_name
from wir.publish.language import format_number, format_percent, join_list

if TYPE_CHECKING:
    import pandas as pd

    from wir.documents.blocks import Language

COUNTS = {
    "de": [
        "zwei",
        "drei",
        "vier",
        "fünf",
        "sechs",
        "sieben",
        "acht",
        "neun",
        "zehn",
        "elf",
        "zwölf",
    ],
    "en": [
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ],
}
SURE, PARTLY, UNSURE = "sure", "partly", "unsure"
CERTAINTY = {
    SURE: ("gut gesichert", "well supported"),
    PARTLY: ("teilweise gesichert", "partly supported"),
    UNSURE: ("unsicher", "uncertain"),
}
"""How certain a finding is, in words; `wir.dossier.summary` says by which rule."""


@dataclass(frozen=True)
class Speech:
    """The language of a dossier and the names in it.

    Attributes
    ----------
    language
        ``de`` or ``en``.
    places
        Name of each district, in this language.
    titles
        Name of each known alliance.
    """

    language: Language
    places: pd.Series
    titles: pd.Series

    @property
    def german(self) -> bool:
        """Whether the language is German."""
        return self.language == "de"

    def pick(self, german: str, english: str) -> str:
        """Return the text in the language of the dossier."""
        return german if self.german else english

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number in the format of the language."""
        return format_number(float(value), digits, self.language)

    def count(self, number: int) -> str:
        """Return a number from 2 to 12 as a word, any other in figures."""
        words = COUNTS[self.language]
        return words[number - 2] if 2 <= number <= len(words) + 1 else self.number(number)

    def percent(self, value: float, digits: int = 0) -> str:
        """Return a percentage; `value` is in per cent already."""
        return format_percent(float(value), digits, self.language)

    def signed(self, value: float, digits: int = 1) -> str:
        """Return a number with its sign; ±0 where it rounds to zero."""
        if round(float(value), digits) == 0:
            return "±" + self.number(0.0, digits)
        return ("+" if value > 0 else "") + self.number(value, digits)

    def span(self, lower: float, upper: float, digits: int = 0) -> str:
        """Return ``2 bis 5`` or ``2 to 5``."""
        word = self.pick("bis", "to")
        return f"{self.number(lower, digits)} {word} {self.number(upper, digits)}"

    def chance(self, value: float) -> str:
        """Return a probability (0–1) in per cent without a false zero or hundred."""
        per_cent = 100 * float(value)
        if per_cent < 1:
            return self.pick("unter 1\N{NO-BREAK SPACE}%", "below 1%")
        if per_cent > 99:
            return self.pick("über 99\N{NO-BREAK SPACE}%", "above 99%")
        return self.percent(per_cent)

    def occupation(self, code: Any) -> str:
        """Return the name of an occupational group, plain."""
        return occupation_name(str(code), self.language)

    def place(self, ags: Any) -> str:
        """Return the name of a district, plain."""
        return str(self.places.get(ags, ags))

    def alliance(self, key: Any) -> str:
        """Return the name of an alliance, plain."""
        return str(self.titles.get(key, key))

    def listed(self, names: Sequence[str], most: int = 0) -> str:
        """Return names as a list in words, escaped; those beyond `most` are counted.

        One more than `most` is named as well: “and one more” says less than the name.
        """
        most = len(names) if not most or len(names) == most + 1 else most
        shown = [escape(one) for one in names[:most]]
        rest = len(names) - len(shown)
        if rest:
            shown.append(self.pick(f"{self.count(rest)} weitere", f"{self.count(rest)} more"))
        return join_list(shown, self.language)

    def quoted(self, names: Sequence[str], most: int = 0) -> str:
        """Return names that hold commas as a list: each in quotation marks of the language."""
        left, right = ("„", "“") if self.german else ("“", "”")
        most = len(names) if not most or len(names) == most + 1 else most
        shown = [f"{left}{escape(one)}{right}" for one in names[:most]]
        rest = len(names) - len(shown)
        if rest:
            shown.append(self.pick(f"{self.count(rest)} weitere", f"{self.count(rest)} more"))
        return join_list(shown, self.language)

    def occupations(self, codes: Sequence[Any], most: int = 0) -> str:
        """Return names of occupational groups as a list in words."""
        return self.quoted([self.occupation(one) for one in codes], most)

    def certainty(self, level: str) -> str:
        """Return how certain something is."""
        return CERTAINTY[level][not self.german]
