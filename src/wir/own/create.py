"""Make the folder for an alliance's own data: settings, spreadsheets, a place for texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from wir import config
from wir.files import replacing
from wir.own.cells import Unreadable
from wir.own.columns import TABLES
from wir.own.errors import OwnError
from wir.own.folders import check_name, inside
from wir.own.lists import find_file
from wir.own.places import Ambiguous, find_district
from wir.own.settings import FILE
from wir.own.templates import write_template

TOML = """\
# Angaben zum Bündnis. Ändern Sie, was zwischen den Anführungszeichen steht; Zeilen mit # werden
# nicht gelesen. Nötig sind nur die Kreise.
# About the alliance. Change what is between the quotes; lines with # are not read. Only the
# districts are needed.

# Name des Bündnisses / name of the alliance
name = {name}

# Landkreise und kreisfreie Städte, mit Namen oder Schlüssel (AGS)
# Districts, by name or key (AGS)
# Beispiel / example: districts = ["Görlitz", "Landkreis Bautzen", "12052"]
districts = [{districts}]

# Worum es geht, in Stichworten / what it is about, in keywords
# Beispiel / example: keywords = ["Leichtbau", "Recycling"]
keywords = []

# Felder als Berufsgruppen der KldB 2010 (drei Stellen); darf leer bleiben
# Fields as occupational groups of the KldB 2010 (three digits); may stay empty
# Beispiel / example: fields = ["241", "262"]
fields = []

# Jahr, in dem das Bündnis begann / year in which the alliance began
# Beispiel / example: start_year = 2021

# Sprache von Prüfung und Dossier / language of check and dossier: "de", "en"
language = "{language}"
"""
README = """\
# {name}

## Deutsch

Dieser Ordner gehört Ihnen. Was darin liegt, bleibt auf diesem Rechner.

1. **`alliance.toml`** mit einem Texteditor öffnen und die Landkreise eintragen. Mehr ist nicht
   nötig.
2. **Tabellen ausfüllen**, so weit Sie Angaben haben. Jede beginnt mit einem Blatt, das sie erklärt.
   Was fehlt, macht einen Abschnitt kürzer und ist kein Fehler. CSV geht ebenso.
3. **`texts/`**: Konzept, Anträge, Webseiten (PDF, DOCX, HTML, TXT), wenn das Profil ausgewertet
   werden soll. Ein Datum am Anfang des Namens (2021-06-30_konzept.pdf) trennt Früheres von
   Späterem.
4. **Prüfen:** `make check ALLIANCE={key}` nennt Datei, Zeile und Spalte von allem, was nicht
   stimmt.
5. **Dossier:** `make dossier ALLIANCE={key}`

| Datei | wofür |
|---|---|
{german}

Tragen Sie Organisationen ein, keine Personen; in der Befragung Nummern statt Namen.

## English

This folder is yours. What is in it stays on this computer.

1. Open **`alliance.toml`** in a text editor and put in the districts. Nothing else is needed.
2. **Fill in the tables** as far as you can. Each begins with a sheet that explains it. What is
   missing makes a section shorter and is no error. CSV works as well.
3. **`texts/`**: concept, proposals, web pages (PDF, DOCX, HTML, TXT), if the profile is
   wanted. A date at the beginning of the name (2021-06-30_concept.pdf) tells earlier from later.
4. **Check:** `make check ALLIANCE={key}` names file, row and column of all that is not right.
5. **Dossier:** `make dossier ALLIANCE={key}`

| file | what for |
|---|---|
{english}

Enter organisations, not persons; in the survey numbers instead of names.
"""


@dataclass(frozen=True)
class Created:
    """A folder and the files that were put into it; `asked` are districts that are not clear."""

    folder: Path
    files: tuple[str, ...]
    asked: tuple[Ambiguous, ...] = ()


def create(name: str, language: str = "de", districts: str = "", title: str = "") -> Created:
    """Make the folder of an alliance, or add to it what is missing; no file is ever replaced.

    Parameters
    ----------
    name
        Name of the folder: lower-case letters, digits and hyphens.
    language
        ``de`` or ``en``: of headings, drop-downs, check and dossier.
    districts
        Districts to begin with, parted by commas; those that are not clear are left out and asked
        back.
    title
        Name of the alliance; made from `name` if empty.

    Raises
    ------
    OwnError
        A name that cannot be that of a folder, or a folder that is a link elsewhere.
    """
    folder = config.OWN / check_name(name)
    if folder.is_symlink() or (folder.exists() and not inside(folder, config.OWN)):
        raise OwnError(
            f"data/raw/own/{name} ist ein Verweis auf etwas anderswo; entfernen Sie ihn.\n"
            f"data/raw/own/{name} is a link to something elsewhere; remove it."
        )
    if folder.exists() and not folder.is_dir():
        raise OwnError(
            f"data/raw/own/{name} ist eine Datei; benennen Sie sie um.\n"
            f"data/raw/own/{name} is a file; rename it."
        )
    title = title or name.replace("-", " ").title()
    found = {one: find_district(one) for one in re.split(r"\s*[;,]\s*", districts.strip()) if one}
    clear = [one for one, place in found.items() if not isinstance(place, Ambiguous)]
    made: list[str] = []
    toml = TOML.format(
        name=_quoted(title), districts=", ".join(map(_quoted, clear)), language=language
    )
    readme = README.format(
        name=title,
        key=name,
        german="\n".join(f"| {one}.xlsx | {t.de}: {t.purpose_de} |" for one, t in TABLES.items()),
        english="\n".join(f"| {one}.xlsx | {t.en}: {t.purpose_en} |" for one, t in TABLES.items()),
    )
    for file, text in ((FILE, toml), ("README.md", readme)):
        if not (folder / file).exists():
            with replacing(folder / file) as temporary:
                temporary.write_text(text, encoding="utf-8")
            made.append(file)
    if not (folder / "texts").exists():
        (folder / "texts").mkdir()
        made.append("texts/")
    for key, table in TABLES.items():
        try:
            there = find_file(folder, (key, *table.files)) is not None
        except Unreadable:
            there = True
        if not there:
            made.append(write_template(table, folder / f"{key}.xlsx", language).name)
    asked = tuple(place for place in found.values() if isinstance(place, Ambiguous))
    return Created(folder, tuple(made), asked)


def _quoted(text: str) -> str:
    """Return a text as a TOML string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", " ", escaped) + '"'
