"""The file ``alliance.toml``: name, districts, fields and language of an alliance."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wir.data.load import load
from wir.own.issues import Notes, Phrase, Severity
from wir.own.places import Ambiguous, find_district

FILE = "alliance.toml"

SETTINGS: dict[str, tuple[str, ...]] = {
    "name": ("bündnis", "buendnis", "titel"),
    "language": ("sprache",),
    "districts": ("landkreise", "kreise", "district"),
    "keywords": ("schlagwörter", "schlagwoerter", "stichwörter", "stichwoerter", "keyword"),
    "fields": ("felder", "berufe", "occupations", "field"),
    "start_year": ("startjahr", "beginn", "start"),
    "known_as": ("bekannt_als",),
}
"""Setting → other names under which it is understood."""
EXAMPLES = {
    "name": 'name = "Mein Bündnis"',
    "language": 'language = "de"',
    "districts": 'districts = ["Görlitz", "14625"]',
    "keywords": 'keywords = ["Leichtbau", "Recycling"]',
    "fields": 'fields = ["241", "Metallbearbeitung"]',
    "start_year": "start_year = 2021",
    "known_as": 'known_as = "reegion-now"',
}


@dataclass(frozen=True)
class Settings:
    """What ``alliance.toml`` says; what is missing is empty."""

    name: str = ""
    language: str = "de"
    districts: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    start_year: int | None = None
    known_as: str = ""
    spelled: Mapping[str, str] = field(default_factory=dict)
    """District → as it is written in the file."""


def read_settings(text: str, key: str, notes: Notes) -> Settings:
    """Read the text of ``alliance.toml``.

    Parameters
    ----------
    text
        Its text.
    key
        Name of the folder; the alliance is called so where no name is given.
    notes
        Takes what is odd: nothing is raised, and what cannot be used is left out.
    """
    given = _parsed(text, notes)
    values = _known_settings(given, notes)
    language = _language(values, notes)
    districts = _districts(_texts(values, "districts", notes), notes)
    return Settings(
        name=_text(values, "name", notes) or key,
        language=language,
        districts=tuple(districts),
        keywords=tuple(dict.fromkeys(_texts(values, "keywords", notes))),
        fields=tuple(_fields(_texts(values, "fields", notes), notes)),
        start_year=_year(values, notes),
        known_as=_known_as(_text(values, "known_as", notes), key, notes),
        spelled=districts,
    )


def _parsed(text: str, notes: Notes) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        straight = re.sub("[“”„‟″]", '"', text)
        if straight != text:
            try:
                found = tomllib.loads(straight)
            except tomllib.TOMLDecodeError:
                pass
            else:
                notes.add("curly_quotes")
                return found
        line = re.search(r"line (\d+)", str(error))
        row = int(line[1]) if line else len(text.splitlines()) or 1
        lines = text.splitlines()
        there = lines[row - 1].strip() if 0 < row <= len(lines) else ""
        notes.add("not_toml", row, found=there or str(error))
        return {}


def _known_settings(given: Mapping[str, Any], notes: Notes) -> dict[str, Any]:
    """Return the settings under their own names."""
    meaning = {word: name for name, words in SETTINGS.items() for word in (name, *words)}
    values: dict[str, Any] = {}
    for word, value in given.items():
        name = meaning.get(word.casefold().replace("-", "_").strip())
        if name is None or name in values:
            near = difflib.get_close_matches(word.casefold(), meaning, n=1, cutoff=0.7)
            hint = f" → {meaning[near[0]]}?" if near else ""
            notes.add(
                "unknown_setting", column=word[:40], found=word, known=", ".join(SETTINGS),
                hint=hint,
            )  # fmt: skip
        else:
            values[name] = value
    return values


def _wrong(notes: Notes, name: str, value: object, kind: str) -> None:
    notes.add(
        "setting_type", column=name, found=value, expected=Phrase(kind),
        example=EXAMPLES[name],
    )  # fmt: skip


def _language(values: Mapping[str, Any], notes: Notes) -> str:
    value = values.get("language", "de")
    words = {"de": "de", "deutsch": "de", "german": "de", "en": "en", "englisch": "en",
             "english": "en", "": "de"}  # fmt: skip
    known = words.get(value.strip().casefold()) if isinstance(value, str) else None
    if known is None:
        _wrong(notes, "language", value, "language")
    return known or "de"


def _text(values: Mapping[str, Any], name: str, notes: Notes) -> str:
    value = values.get(name, "")
    if not isinstance(value, str):
        _wrong(notes, name, value, "text")
        return ""
    return " ".join(value.split())


def _texts(values: Mapping[str, Any], name: str, notes: Notes) -> list[str]:
    """Return a list of texts; one text with commas or semicolons is a list as well."""
    value = values.get(name, [])
    if isinstance(value, str):
        value = re.split(r"[;,]", value)
    if isinstance(value, int) and not isinstance(value, bool):
        value = [value]
    if not isinstance(value, list):
        _wrong(notes, name, value, "list")
        return []
    texts = []
    for one in value:
        if isinstance(one, bool) or not isinstance(one, str | int):
            _wrong(notes, name, one, "list")
        elif str(one).strip():
            texts.append(" ".join(str(one).split()))
    return texts


def _districts(texts: list[str], notes: Notes) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        ags = district_or_note(text, notes, None, "districts")
        if ags is None:
            continue
        if ags in found:
            notes.add("district_twice", column="districts", found=text, name=found[ags])
        found.setdefault(ags, text)
    if not texts:
        notes.add("no_districts", column="districts")
    return found


def district_or_note(
    text: str, notes: Notes, row: int | None, column: str, severity: Severity = "error"
) -> str | None:
    """Return the AGS of a district, or None after a note that names the candidates.

    `severity` is that of a district which is not clear.
    """
    found = find_district(text)
    if isinstance(found, Ambiguous):
        candidates = ", ".join(f"{one.name} ({one.ags})" for one in found.candidates) or "–"
        notes.add(
            f"district_{found.why}", row, column, severity=severity, found=text,
            candidates=candidates,
        )  # fmt: skip
        return None
    if found.how in ("typing", "kind"):
        notes.add(f"district_{found.how}", row, column, found=text, name=found.name, ags=found.ags)
    return found.ags


def _fields(texts: list[str], notes: Notes) -> list[str]:
    """Return occupational groups (KldB 2010, three digits) by their codes or names."""
    if not texts:
        return []
    table = load("occupations")
    names: dict[str, str] = dict(zip(table["kldb3"], table["name"], strict=True))
    by_name = {name.casefold(): code for code, name in names.items()}
    codes = []
    for text in texts:
        first = re.match(r"(?:kldb\s*)?(\d{1,5})\b", text.casefold())
        code = first[1].zfill(3) if first else by_name.get(text.casefold(), "")
        if len(code) in (4, 5) and code[:3] in names:
            code = code[:3]
        if code in names:
            codes.append(code)
            continue
        near = difflib.get_close_matches(text.casefold(), by_name, n=1, cutoff=0.6)
        hint = f" → {by_name[near[0]]} {names[by_name[near[0]]]}?" if near else ""
        notes.add("field_unknown", column="fields", found=text, hint=hint)
    return list(dict.fromkeys(codes))


def _year(values: Mapping[str, Any], notes: Notes) -> int | None:
    value = values.get("start_year", "")
    if value == "":
        return None
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"\d{4}", text) or not 1990 <= int(text) <= 2100:
        _wrong(notes, "start_year", value, "year")
        return None
    return int(text)


def _known_as(given: str, key: str, notes: Notes) -> str:
    known = set(load("alliances")["alliance_id"])
    if given and given not in known:
        _wrong(notes, "known_as", given, "known_as")
        return ""
    return given or (key if key in known else "")
