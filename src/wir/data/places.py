"""Find the district of a town by its name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import pandas as pd

EXONYMS = {
    "munich": "munchen",
    "cologne": "koln",
    "nuremberg": "nurnberg",
    "hanover": "hannover",
    "hambourg": "hamburg",
    "brunswick": "braunschweig",
    "frankfurt": "frankfurt am main",
    "freiburg": "freiburg im breisgau",
    "halle": "halle saale",
    "kempten": "kempten allgau",
    "oldenburg": "oldenburg oldenburg",
    "singen": "singen hohentwiel",
    "brandenburg": "brandenburg an der havel",
    "mulheim ruhr": "mulheim an der ruhr",
    "offenbach": "offenbach am main",
    "ludwigshafen": "ludwigshafen am rhein",
    "esslingen": "esslingen am neckar",
    "villingen": "villingen schwenningen",
    "schwenningen": "villingen schwenningen",
    "kirchheim teck": "kirchheim unter teck",
    "garching": "garching bei munchen",
    "garching near munich": "garching bei munchen",
    "mainz kastel": "wiesbaden",
    "martinsried": "planegg",
    "planegg martinsried": "planegg",
    "neuherberg": "oberschleissheim",
    "rostock warnemunde": "rostock",
}
"""Names in other languages and short forms that everybody uses for one town."""

_MOJIBAKE = (
    ("√º", "ü"),
    ("√∂", "ö"),
    ("√§", "ä"),
    ("√ü", "ß"),
    ("√ú", "Ü"),
    ("√ñ", "Ö"),
    ("√Ñ", "Ä"),
    ("√ü", "ß"),
    ("√©", "é"),
    ("Ã¼", "ü"),
    ("Ã¶", "ö"),
    ("Ã¤", "ä"),
    ("ÃŸ", "ß"),
)
_TITLES = re.compile(
    r"\b(landeshauptstadt|hansestadt|universitatsstadt|universitats und hansestadt|kreisstadt|"
    r"stadt|markt|flecken|wissenschaftsstadt|hochschulstadt|lutherstadt|klingenstadt|"
    r"barlachstadt|bergstadt|kurort|documenta|gkst|gks|st|m|gemeinde)$"
)
_SHORT = (
    (r"\bb\b", "bei"),
    (r"\bi d\b", "in der"),
    (r"\ba d\b", "an der"),
    (r"\bad\b", "an der"),
    (r"\bid\b", "in der"),
    (r"\bam m\b", "am main"),
    (r"\ba m\b", "am main"),
    (r"\ba n\b", "am neckar"),
    (r"\ba rh?\b", "am rhein"),
    (r"\bi br\b", "im breisgau"),
    (r"\bi breisgau\b", "im breisgau"),
    (r"\bopf\b", "oberpfalz"),
    (r"\bobb\b", "oberbayern"),
    (r"\bwestf\b", "westfalen"),
    (r"\bsankt\b", "st"),
)


def repair(text: str) -> str:
    """Return ``text`` with umlauts that were decoded with the wrong character set put right."""
    for wrong, right in _MOJIBAKE:
        text = text.replace(wrong, right)
    return text


def plain(name: str) -> str:
    """Return a town's name in lower case, without accents, signs and official titles."""
    text = repair(name).lower().replace("ß", "ss")
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = " ".join(re.sub(r"[^a-z ]", " ", text).split())
    for pattern, full in _SHORT:
        text = re.sub(pattern, full, text)
    while True:
        shorter = _TITLES.sub("", text).strip()
        if shorter == text or not shorter:
            return text
        text = shorter


def folded(name: str) -> str:
    """Return :func:`plain` with ae, oe and ue written as the umlaut's base letter."""
    return re.sub(r"(a|o|u)e", r"\1", plain(name))


def gazetteer(municipalities: pd.DataFrame) -> dict[str, set[str]]:
    """Return {name: districts} for every municipality, in full and up to its first comma.

    Parameters
    ----------
    municipalities
        Columns name and ags (of the district).
    """
    places: dict[str, set[str]] = {}
    for name, ags in zip(municipalities["name"], municipalities["ags"], strict=True):
        for form in {plain(name), plain(name.split(",")[0])}:
            places.setdefault(form, set()).add(ags)
            places.setdefault(folded(form), set()).add(ags)
    return places


def largest(municipalities: pd.DataFrame) -> dict[str, str]:
    """Return {name: district} of towns at least ten times as large as their namesakes."""
    table = municipalities.assign(form=municipalities["name"].str.split(",").str[0].map(folded))
    result = {}
    for form, group in table.groupby("form"):
        sizes = group.groupby("ags")["population"].sum().sort_values(ascending=False)
        if len(sizes) > 1 and sizes.iloc[0] >= 10 * sizes.iloc[1]:
            result[str(form)] = str(sizes.index[0])
    return result


def _candidates(city: str) -> Iterable[tuple[str, str]]:
    """Yield (form of the name, how it was made), the surest first."""
    name = plain(city)
    if folded(city) in EXONYMS:
        yield EXONYMS[folded(city)], "known form"
    yield name, "name"
    yield folded(city), "spelling"
    first = re.split(r"[,(/;]", city)[0]
    if plain(first) != name:
        yield folded(first), "part"
        if folded(first) in EXONYMS:
            yield EXONYMS[folded(first)], "part"
    quarter = re.split(r"\s+(?:ot|ortsteil|cedex)\b|\s*[-–]\s*|\s+\d", city.lower())[0]
    if quarter and plain(quarter) != name:
        yield folded(quarter), "part"


def find_district(
    city: str, places: dict[str, set[str]], dominant: dict[str, str], stems: dict[str, set[str]]
) -> tuple[str | None, str]:
    """Return the district of a town and how it was found.

    Parameters
    ----------
    city
        Name as written by the organisation.
    places, dominant, stems
        Results of :func:`gazetteer`, :func:`largest` and :func:`stems_of`.

    Returns
    -------
    tuple
        (AGS, "name" | "spelling" | "known form" | "part" | "largest namesake" | "longer name") or
        (None, "ambiguous" | "not found").
    """
    ambiguous = False
    for form, how in _candidates(city):
        found = places.get(form, set())
        if len(found) == 1:
            return next(iter(found)), how
        if form in dominant:
            return dominant[form], "largest namesake"
        ambiguous |= len(found) > 1
        longer = stems.get(form, set())
        if not found and len(longer) == 1:
            return next(iter(longer)), "longer name"
        ambiguous |= len(longer) > 1
    return None, "ambiguous" if ambiguous else "not found"


def stems_of(municipalities: pd.DataFrame) -> dict[str, set[str]]:
    """Return {first word: districts} of names with an addition (Rottenburg am Neckar)."""
    pattern = re.compile(r"^(.+?) (?:am|an|bei|im|in|ob|auf|vor|der|saale|oder|breisgau|schwab)\b")
    stems: dict[str, set[str]] = {}
    for name, ags in zip(municipalities["name"], municipalities["ags"], strict=True):
        match = pattern.match(folded(name.split(",")[0]))
        if match:
            stems.setdefault(match[1], set()).add(ags)
    return stems
