"""Which district is meant: by its name as people write it, its AGS or its NUTS-3 code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import pandas as pd
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from wir.data.load import load
from wir.data.places import folded

How = Literal["code", "name", "short", "kind", "typing"]
"""``code``: AGS or NUTS-3; ``name``: in full; ``short``: in part, only one fits; ``kind``: called a
town where the district is a rural one; ``typing``: with a typing error."""
Why = Literal["several", "town", "land", "unknown", "code"]

LONGEST = 200
"""Characters of a name that count."""
SHOWN = 6
"""Candidates that are asked back."""
NEAR = 62.0
"""Similarity (0 to 100) from which on a name is a candidate."""

_RURAL = re.compile(
    r"(?<![-\w])(?:landkreis|lkr?s?|ldkr|kreis|regionalverband|st(?:ä|ae)dteregion)(?![-\w])\.?"
)
_TOWN = re.compile(
    r"(?<![-\w])(?:(?:kreisfreie|krfr|kfr)\.?\s*stadt|stadtkreis|landeshauptstadt|"
    r"(?:universit(?:ä|ae)ts-\s*und\s+)?hansestadt|universit(?:ä|ae)tsstadt|stadt|sk|kfs|documenta-stadt)(?![-\w])"
)
_TAIL = re.compile(r"\b(?:a|am|an|bei|im|in|i|ob)\b.*")


@dataclass(frozen=True)
class Candidate:
    """A district that may be meant."""

    ags: str
    name: str


@dataclass(frozen=True)
class Ambiguous:
    """A name that stands for no district, or not for one alone.

    Attributes
    ----------
    text
        As it was given.
    candidates
        Districts that may be meant, the likeliest first; empty where none is near.
    why
        ``several`` fit, a ``town`` inside a district, a ``land``, a ``code`` that does not exist,
        or ``unknown``.
    """

    text: str
    candidates: tuple[Candidate, ...]
    why: Why


@dataclass(frozen=True)
class Found:
    """A district and how it was recognised."""

    ags: str
    name: str
    how: How


class Places:
    """The districts by all their names.

    Parameters
    ----------
    districts
        The table ``districts`` (``ags``, ``name``, ``nuts3``, ``designation``, ``land_name``).
    towns
        Columns ``city`` and ``ags``: towns whose district is known.
    """

    def __init__(self, districts: pd.DataFrame, towns: pd.DataFrame | None = None) -> None:
        self.rural = {
            ags: "stadt" not in kind.casefold()
            for ags, kind in zip(districts["ags"], districts["designation"], strict=True)
        }
        self.labels = {
            ags: _label(name, kind)
            for ags, name, kind in zip(
                districts["ags"], districts["name"], districts["designation"], strict=True
            )
        }
        self.nuts = dict(zip(districts["nuts3"], districts["ags"], strict=True))
        self.lands = {folded(one): one for one in districts["land_name"].unique()}
        self.land_of = dict(zip(districts["ags"], districts["land_name"], strict=True))
        self.answers: dict[str, Found | Ambiguous] = {}
        self.full: dict[str, set[str]] = {}
        self.short: dict[str, set[str]] = {}
        for ags, name in zip(districts["ags"], districts["name"], strict=True):
            for form in _full_forms(name):
                self.full.setdefault(form, set()).add(ags)
            for form in _short_forms(name) | (set() if self.rural[ags] else _first_part(name)):
                self.short.setdefault(form, set()).add(ags)
        self.towns: dict[str, set[str]] = {}
        if towns is not None:
            known = towns.dropna(subset=["city", "ags"]).drop_duplicates(["city", "ags"])
            for city, ags in zip(known["city"], known["ags"], strict=True):
                self.towns.setdefault(folded(city), set()).add(ags)

    def find(self, text: object) -> Found | Ambiguous:
        """Return the district that a text stands for, or what it may stand for."""
        given = " ".join(str(text).split())[:LONGEST]
        if given not in self.answers:
            self.answers[given] = self._find(given)
        return self.answers[given]

    def _find(self, given: str) -> Found | Ambiguous:
        code = _code(given)
        if code is not None:
            return self._by_code(given, code)
        best = self._by_name(given, given)
        if isinstance(best, Ambiguous) and best.why != "several" and "/" in given:
            # bilingual names such as Cottbus/Chóśebuz: one part is enough
            parts = [self._by_name(part, given) for part in given.split("/") if part.strip()]
            found = [one for one in parts if isinstance(one, Found) and one.how != "typing"]
            if len({one.ags for one in found}) == 1:
                return found[0]
        return best

    def _found(self, ags: str, how: How) -> Found:
        return Found(ags, self.labels[ags], how)

    def _asked(self, text: str, keys: Iterable[str], why: Why) -> Ambiguous:
        shown = tuple(Candidate(ags, self.labels[ags]) for ags in keys)
        return Ambiguous(text, shown[:SHOWN], why)

    def _by_code(self, given: str, code: str) -> Found | Ambiguous:
        if code in self.nuts:
            return self._found(self.nuts[code], "code")
        digits = code.zfill(8) if len(code) > 5 else code.zfill(5)
        if len(code) in (4, 5, 7, 8) and digits[:5] in self.labels:
            return self._found(digits[:5], "code")
        return self._asked(given, (), "code")

    def _by_name(self, text: str, given: str) -> Found | Ambiguous:
        lower = text.casefold()
        rural, town = bool(_RURAL.search(lower)), bool(_TOWN.search(lower))
        whole = folded(text)
        bare = folded(_TOWN.sub(" ", _RURAL.sub(" ", lower))) or whole
        exact = self.full.get(whole, set()) | self.full.get(bare, set())
        fitting = exact | self.short.get(bare, set()) | self.short.get(whole, set())
        land = self.lands.get(whole)
        if land and not any(self.land_of[ags] == land and ags in exact for ags in fitting):
            inside = [ags for ags in self.labels if self.land_of[ags] == land]
            return self._asked(given, dict.fromkeys([*sorted(fitting), *inside]), "land")
        if fitting:
            return self._of_kind(given, fitting, exact, rural, town)
        towns = self.towns.get(bare, set())
        if towns:
            return self._asked(given, sorted(towns), "town")
        return self._nearest(given, bare, rural, town)

    def _of_kind(
        self, given: str, fitting: set[str], exact: set[str], rural: bool, town: bool
    ) -> Found | Ambiguous:
        wanted = {ags for ags in fitting if self.rural[ags] == rural} if rural != town else fitting
        if len(wanted) == 1:
            (ags,) = wanted
            return self._found(ags, "name" if ags in exact else "short")
        if town and not wanted and len(fitting) == 1:
            return self._found(next(iter(fitting)), "kind")
        return self._asked(given, sorted(wanted or fitting), "several")

    def _nearest(self, given: str, bare: str, rural: bool, town: bool) -> Found | Ambiguous:
        if len(bare) < 3:
            return self._asked(given, (), "unknown")
        allowed = 0 if len(bare) < 6 else 1 if len(bare) < 9 else 2
        close: dict[str, int] = {}
        likeness: dict[str, float] = {}
        for form, keys in (*self.full.items(), *self.short.items()):
            same_start = form[:1] == bare[:1]
            away = OSA.distance(bare, form, score_cutoff=2) if same_start else 3
            ratio = fuzz.ratio(bare, form)
            for ags in keys:
                close[ags] = min(away, close.get(ags, 3))
                likeness[ags] = max(ratio, likeness.get(ags, 0.0))
        least = min(close.values(), default=3)
        near = {ags for ags, away in close.items() if away == least}
        if rural != town:
            near = {ags for ags in near if self.rural[ags] == rural} or near
        if least <= allowed and len(near) == 1:
            return self._found(next(iter(near)), "typing")
        ranked = sorted((-like, ags) for ags, like in likeness.items() if like >= NEAR)
        return self._asked(given, [ags for _, ags in ranked], "unknown")


def _label(name: str, designation: str) -> str:
    base = name.split(",")[0]
    named = re.search(r"kreis|region", base.casefold())
    return base if named else f"{designation} {base}"


def _full_forms(name: str) -> set[str]:
    base = name.split(",")[0]
    stripped = _RURAL.sub(" ", base.casefold())
    return {one for one in (folded(name), folded(base), folded(stripped)) if one}


def _short_forms(name: str) -> set[str]:
    base = re.sub(r"^Region\s+", "", name.split(",")[0])
    without = re.sub(r"\(.*?\)", " ", base)
    forms = {folded(base), folded(without)}
    forms |= {_TAIL.sub("", form).strip() for form in forms}
    for form in list(forms):
        shorter = re.sub(r"\s*kreis$", "", form)
        if len(shorter) >= 6 or " " in shorter:
            forms.add(shorter)
    return {form for form in forms if len(form) > 2}


def _first_part(name: str) -> set[str]:
    """Return the first of two towns that are one: Dessau of Dessau-Roßlau."""
    first, hyphen, _ = name.split(",")[0].partition("-")
    return {folded(first)} if hyphen else set()


def _code(text: str) -> str | None:
    """Return the digits of an AGS or a NUTS-3 code, or None for what is a name."""
    bare = re.sub(r"[\s'’]|\.0+$", "", text).upper()
    bare = re.sub(r"^(?:AGS|KREISSCHLÜSSEL|NUTS-?3?):?", "", bare)
    if re.fullmatch(r"\d{1,12}", bare):
        return re.sub(r"(?<=^\d{5})0{7}$", "", bare)
    return bare if re.fullmatch(r"DE[0-9A-Z]{3}", bare) and re.search(r"\d", bare) else None


@lru_cache(maxsize=1)
def _known() -> Places:
    towns = load("organisations", ["city", "ags"])
    return Places(load("districts"), towns)


def find_district(text: object, places: Places | None = None) -> Found | Ambiguous:
    """Return the district that a text stands for and how it was recognised, or the candidates.

    Parameters
    ----------
    text
        Görlitz, LK Goerlitz, Halle (Saale), 14626, 1001 (its zero lost), DED2D, …
    places
        Other places than the German districts.
    """
    return (places or _known()).find(text)


def resolve_district(text: object, places: Places | None = None) -> str | Ambiguous:
    """Return the AGS of the district that a text stands for, or the candidates to ask back.

    See `find_district`, which says as well how it was recognised.
    """
    found = find_district(text, places)
    return found.ags if isinstance(found, Found) else found


def district_names() -> Mapping[str, str]:
    """Return {AGS: name with designation} of all districts."""
    return _known().labels
