"""The report of `make check`: what is wrong, what to look at, and what is ready."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from wir import config
from wir.own.alliance import OwnAlliance
from wir.own.columns import TABLES
from wir.own.issues import translated
from wir.own.places import district_names

SHOWN = 5
"""Places of one kind of issue that are shown in full; further rows are listed."""

QUIET = {"example_row", "no_rows"}
"""Notes that are said beside what is ready, or need not be said."""

WORDS: dict[str, dict[str, str]] = {
    "title": {"de": "Prüfung der eigenen Daten: {name}", "en": "Check of own data: {name}"},
    "folder": {"de": "Ordner: {folder}", "en": "Folder: {folder}"},
    "error": {"de": "FEHLER ({n}): bitte beheben", "en": "ERRORS ({n}): please mend"},
    "warning": {
        "de": "WARNUNGEN ({n}): wird benutzt, bitte ansehen",
        "en": "WARNINGS ({n}): used, please look",
    },
    "note": {"de": "HINWEISE ({n}): verstanden", "en": "NOTES ({n}): understood"},
    "sheet": {"de": "Blatt {sheet}", "en": "sheet {sheet}"},
    "row": {"de": "Zeile {row}", "en": "row {row}"},
    "column": {"de": "Spalte {column}", "en": "column {column}"},
    "setting": {"de": "Angabe {column}", "en": "setting {column}"},
    "found": {"de": "gefunden", "en": "found"},
    "expected": {"de": "erwartet", "en": "expected"},
    "advice": {"de": "Abhilfe", "en": "to do"},
    "more": {
        "de": "… und {n} weitere dieser Art, Zeilen {rows}",
        "en": "… and {n} more of this kind, rows {rows}",
    },
    "ready": {"de": "BEREIT: {n} von {all}", "en": "READY: {n} of {all}"},
    "districts": {"de": "Kreise", "en": "Districts"},
    "keywords": {"de": "Stichworte und Felder", "en": "Keywords and fields"},
    "texts": {"de": "Texte", "en": "Texts"},
    "files": {"de": "{n} Dateien", "en": "{n} files"},
    "rows": {"de": "{n} Zeilen", "en": "{n} rows"},
    "one_row": {"de": "1 Zeile", "en": "1 row"},
    "empty": {"de": "noch nicht ausgefüllt", "en": "not filled in yet"},
    "missing": {"de": "keine Angaben", "en": "nothing given"},
    "fills": {"de": "füllt im Dossier: {sections}", "en": "fills in the dossier: {sections}"},
    "would_fill": {"de": "würde füllen: {sections}", "en": "would fill: {sections}"},
    "good": {
        "de": "Alles in Ordnung. Weiter mit: make dossier ALLIANCE={key}",
        "en": "All is well. Go on with: make dossier ALLIANCE={key}",
    },
    "usable": {
        "de": "Keine Fehler. Weiter mit: make dossier ALLIANCE={key}",
        "en": "No errors. Go on with: make dossier ALLIANCE={key}",
    },
    "bad": {
        "de": "Beheben Sie die Fehler und prüfen Sie noch einmal.",
        "en": "Mend the errors and check again.",
    },
}
SECTIONS: dict[str, tuple[str, str]] = {
    "districts": (
        "Potenzial und neue Felder, Region vorher und seither, Lernen von anderen",
        "potential and new fields, region before and since, whom to learn from",
    ),
    "keywords": ("Nachfrage und Wettbewerb, Profil", "demand and competition, profile"),
    "members": (
        "Netzwerk, mögliche Partner, Bündnis steuern",
        "network, partners to approach, managing the alliance",
    ),
    "projects": ("Netzwerk, Bündnis steuern", "network, managing the alliance"),
    "contacts": ("Netzwerk der Mitglieder", "network of the members"),
    "indicators": ("eigene Kennzahlen neben den amtlichen", "own figures beside official ones"),
    "activities": ("neue Felder nach eigener Gliederung", "new fields by your own activities"),
    "answers": ("Erfolgsfaktoren und Vergleich", "success factors and comparison"),
    "decisions": ("Was Sie beschlossen haben", "what you decided"),
    "texts": ("Profil nach eigenen Texten", "profile by your own texts"),
}


def say(key: str, language: str, /, **values: object) -> str:
    """Return one of the words of the report."""
    return WORDS[key][language].format(**values)


def report(own: OwnAlliance, language: str = "") -> str:
    """Return the report on an alliance's own data.

    Parameters
    ----------
    own
        Result of `wir.own.alliance.read_own`.
    language
        ``de`` or ``en``; that of the alliance if empty.
    """
    spoken = language or own.language
    issues = translated(own.issues, spoken)
    untouched = set(issues.loc[issues["key"] == "no_rows", "file"])
    issues = issues[~issues["key"].isin(QUIET)]
    folder = own.folder
    if folder.is_relative_to(config.ROOT):
        folder = folder.relative_to(config.ROOT)
    lines = [say("title", spoken, name=own.name), say("folder", spoken, folder=folder), ""]
    for severity in ("error", "warning", "note"):
        part = issues[issues["severity"] == severity]
        if len(part):
            lines += [say(severity, spoken, n=len(part)), *_places(part, spoken), ""]
    lines += _ready(own, spoken, untouched)
    errors = (issues["severity"] == "error").any()
    ending = "bad" if errors else "usable" if len(issues) else "good"
    return "\n".join([*lines, "", say(ending, spoken, key=own.key)])


def _places(issues: pd.DataFrame, language: str) -> Iterable[str]:
    """Yield the lines on issues of one severity; many of one kind are cut short."""
    for _, alike in issues.groupby(["file", "sheet", "key", "column"], sort=False):
        for issue in alike.head(SHOWN).to_dict("records"):
            yield f"  {_place(issue, language)}"
            for name in ("found", "expected", "advice"):
                head = f"    {say(name, language)}:".ljust(15)
                yield textwrap.fill(
                    str(issue[name]), 98, initial_indent=head, subsequent_indent=" " * 15
                )
        rest = alike["row"].iloc[SHOWN:].dropna()
        if len(alike) > SHOWN:
            rows = ", ".join(str(row) for row in rest.head(20)) or "–"
            rows += " …" if len(rest) > 20 else ""
            yield f"    {say('more', language, n=len(alike) - SHOWN, rows=rows)}"


def _place(issue: Mapping[Any, Any], language: str) -> str:
    parts = [str(issue["file"])]
    if issue["sheet"]:
        parts.append(say("sheet", language, sheet=issue["sheet"]))
    if pd.notna(issue["row"]):
        parts.append(say("row", language, row=issue["row"]))
    if issue["column"]:
        kind = "setting" if str(issue["file"]).endswith(".toml") else "column"
        parts.append(say(kind, language, column=issue["column"]))
    return " · ".join(parts)


def readiness(own: OwnAlliance) -> dict[str, int]:
    """Return how much there is of each part: districts, keywords and fields, rows, texts."""
    counts = {"districts": len(own.districts), "keywords": len(own.keywords) + len(own.fields)}
    for key in TABLES:
        table = getattr(own, key)
        counts[key] = 0 if table is None else len(table)
    texts = own.texts
    counts["texts"] = 0 if texts is None else sum(one.is_file() for one in texts.rglob("*"))
    return counts


def _ready(own: OwnAlliance, language: str, untouched: set[str]) -> list[str]:
    counts = readiness(own)
    lines = [say("ready", language, n=sum(n > 0 for n in counts.values()), all=len(counts))]
    names = district_names()
    for key, count in counts.items():
        label = TABLES[key].label(language) if key in TABLES else say(key, language)
        if not count:
            empty = f"{key}.xlsx" in untouched or f"{key}.csv" in untouched
            amount = say("empty" if empty else "missing", language)
        elif key == "districts":
            amount = ", ".join(f"{names[ags]} ({ags})" for ags in own.districts)
        elif key == "keywords":
            amount = ", ".join([*own.keywords, *own.fields])
        elif key == "texts":
            amount = say("files", language, n=count)
        else:
            amount = say("one_row" if count == 1 else "rows", language, n=count)
        sections = SECTIONS[key][int(language == "en")]
        fills = say("fills" if count else "would_fill", language, sections=sections)
        mark = "[x]" if count else "[ ]"
        lines.append(textwrap.fill(f"{mark} {label}: {amount}", 98, initial_indent="  ",
                                   subsequent_indent="      "))  # fmt: skip
        lines.append(f"      {fills}")
    return lines
