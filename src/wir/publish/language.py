"""Numbers, lists and small words in German and English."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

LOCALES = {"en": "en_GB", "de": "de_DE"}

WORDS: dict[str, dict[str, str]] = {
    "data_csv": {"en": "Data (CSV)", "de": "Daten (CSV)"},
    "source": {"en": "Source", "de": "Quelle"},
    "licence": {"en": "licence", "de": "Lizenz"},
    "attributions": {
        "en": "All sources with vintage and licence",
        "de": "Alle Quellen mit Stand und Lizenz",
    },
    "notebook": {"en": "Notebook", "de": "Notebook"},
    "parameters": {"en": "Parameters", "de": "Parameter"},
    "own_calculation": {"en": "own calculations", "de": "eigene Berechnungen"},
    "not_known": {"en": "not known", "de": "nicht bekannt"},
    "no_data": {"en": "no data", "de": "keine Angabe"},
}


def words(key: str, language: str = "en") -> str:
    """Return one of the small words of the book, for instance ``words("source", "de")``."""
    return WORDS[key][_known(language)]


def format_number(value: float, digits: int = 0, language: str = "en") -> str:
    """Return a number with thousands separators and exactly `digits` decimals.

    A missing value becomes "not known"; a negative sign is a minus sign (U+2212).
    """
    from babel.numbers import format_decimal

    if value is None or math.isnan(value):
        return words("not_known", language)
    if round(value, digits) == 0:
        value = 0.0  # never "-0.0"
    pattern = "#,##0" + ("." + "0" * digits if digits > 0 else "")
    text = format_decimal(round(value, digits), format=pattern, locale=LOCALES[_known(language)])
    return str(text).replace("-", "\N{MINUS SIGN}")


def fitting_digits(value: object) -> int:
    """Return the decimals of a number that is whole or a half: a median of 66.5 is not 66."""
    number = float(value) if isinstance(value, int | float) else 0.0
    return 1 if math.isfinite(number) and abs(number - math.trunc(number)) == 0.5 else 0


def format_percent(value: float, digits: int = 1, language: str = "en") -> str:
    """Return a percentage; `value` is in per cent already (12.3 gives ``12.3%``)."""
    text = format_number(value, digits, language)
    if text == words("not_known", language):
        return text
    return f"{text}%" if _known(language) == "en" else f"{text}\N{NO-BREAK SPACE}%"


def format_currency(value: float, digits: int = 0, language: str = "en") -> str:
    """Return an amount in euros (``€15,000,000``, ``15.000.000 €``)."""
    text = format_number(value, digits, language)
    if text == words("not_known", language):
        return text
    if _known(language) == "de":
        return f"{text}\N{NO-BREAK SPACE}€"
    return text.replace("\N{MINUS SIGN}", "\N{MINUS SIGN}€") if value < 0 else f"€{text}"


def format_value(
    value: float | str | None, unit: str = "", digits: int = 0, language: str = "en"
) -> str:
    """Return a value with its unit: ``%`` and ``EUR`` as is usual, other units after a space."""
    if isinstance(value, str):
        return value
    if value is None or math.isnan(value):
        return words("not_known", language)
    if unit == "%":
        return format_percent(value, digits, language)
    if unit == "EUR":
        return format_currency(value, digits, language)
    text = format_number(value, digits, language)
    return f"{text}\N{NO-BREAK SPACE}{unit}" if unit else text


def join_list(items: Sequence[str], language: str = "en", style: str = "standard") -> str:
    """Return a list as running text: ``a, b and c``; `style` may be ``"or"``."""
    from babel.lists import format_list

    if not items:
        return ""
    return str(format_list(list(items), style=style, locale=LOCALES[_known(language)]))  # type: ignore[arg-type]


def plural(number: float, forms: Mapping[str, str], language: str = "en", digits: int = 0) -> str:
    """Return the form that goes with a number, with the number in the place of ``{n}``.

    Parameters
    ----------
    number : float
        The number.
    forms : mapping
        ``{"one": "{n} district", "other": "{n} districts"}``; ``zero`` is optional.

    Raises
    ------
    KeyError
        If the form that the language needs is missing.
    """
    from babel import Locale

    case = Locale.parse(LOCALES[_known(language)]).plural_form(number)
    if number == 0 and "zero" in forms:
        case = "zero"
    if case not in forms:
        raise KeyError(f"the plural form {case!r} is missing; found: {', '.join(forms)}")
    return forms[case].replace("{n}", format_number(number, digits, language))


def _known(language: str) -> str:
    if language not in LOCALES:
        raise ValueError(f"unknown language {language!r}: use one of {', '.join(LOCALES)}")
    return language
