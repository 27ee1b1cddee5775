"""An alliance's own data as a whole: what `read_own` gives to notebooks, dossiers and workshops."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from wir.own.cells import MAX_BYTES, Unreadable, decoded
from wir.own.columns import TABLES, Table
from wir.own.consistency import check_contacts, check_members, check_persons, check_projects
from wir.own.folders import inside, own_folder
from wir.own.issues import Notes, in_words
from wir.own.lists import find_file, read_texts
from wir.own.settings import FILE, Settings, read_settings
from wir.own.stray import stray_files
from wir.own.typed import typed

TEXTS = "texts"


@dataclass(frozen=True)
class OwnAlliance:
    """What an alliance has put into its folder; what is missing is None or empty.

    Attributes
    ----------
    key
        Name of the folder, such as ``mein-buendnis``.
    name, language
        As ``alliance.toml`` says; the language is ``de`` or ``en``.
    districts
        AGS of its districts, in the order of the file.
    keywords, fields
        Keywords of its field; occupational groups (KldB 2010, three digits).
    start_year
        Year in which it began; None if not given.
    folder
        Where the data are.
    known_as
        Key of the alliance among the published facts (``alliances``); empty if it is not there.
    members
        ``row``, ``name``, ``city``, ``ags``, ``kind``, ``role``, ``joined``, ``last_active``,
        ``new_to_rd``.
    projects
        ``row``, ``project``, ``name`` (one partner per row), ``role``, ``kind_of_tie``, ``start``,
        ``end``.
    contacts
        ``row``, ``name_a``, ``name_b``, ``kind_of_tie``, ``frequency``, ``since``.
    indicators
        ``row``, ``indicator``, ``ags`` (missing: the region as a whole), ``year``, ``value``,
        ``unit``, ``source``.
    activities
        ``row``, ``region``, ``activity``, ``year``, ``count``, ``name``.
    answers
        ``row``, ``respondent``, ``group``, and one column per item of the survey, as numbers.
    decisions
        ``row``, ``topic``, ``decision``, ``responsible``, ``due``, ``priority``, ``status``,
        ``decided_on``.
    texts
        The folder with texts, None where it is missing or empty.
    issues
        What was odd; columns of `wir.own.issues.in_words`, in the language of the alliance.
    """

    key: str
    name: str
    language: str
    districts: list[str]
    keywords: list[str]
    fields: list[str]
    start_year: int | None
    folder: Path
    known_as: str = ""
    members: pd.DataFrame | None = None
    projects: pd.DataFrame | None = None
    contacts: pd.DataFrame | None = None
    indicators: pd.DataFrame | None = None
    activities: pd.DataFrame | None = None
    answers: pd.DataFrame | None = None
    decisions: pd.DataFrame | None = None
    texts: Path | None = None
    issues: pd.DataFrame = None  # type: ignore[assignment]

    @property
    def errors(self) -> pd.DataFrame:
        """The issues that keep something from being used."""
        return self.issues[self.issues["severity"] == "error"]


def read_own(name: str, language: str = "") -> OwnAlliance:
    """Read an alliance's own data.

    Parameters
    ----------
    name
        Folder in ``data/raw/own/``; ``example`` is the made-up alliance.
    language
        Of the issues; that of ``alliance.toml`` if empty.

    Returns
    -------
    OwnAlliance
        Whatever could be read; what could not is among the issues, and no value is guessed.

    Raises
    ------
    wir.own.errors.OwnError
        There is no such folder, or `name` is no plain name.
    """
    folder = own_folder(name)
    notes = Notes(FILE)
    settings = _settings(folder, name, notes)
    tables: dict[str, pd.DataFrame | None] = {}
    rows = list(notes.rows)
    for key, table in TABLES.items():
        tables[key], noticed = _table(folder, table, tables)
        rows += noticed
    rows += stray_files(folder)
    return OwnAlliance(
        key=name,
        name=settings.name or name,
        language=settings.language,
        districts=list(settings.districts),
        keywords=list(settings.keywords),
        fields=list(settings.fields),
        start_year=settings.start_year,
        folder=folder,
        known_as=settings.known_as,
        texts=_texts(folder),
        issues=in_words(rows, language or settings.language),
        **tables,
    )


def _settings(folder: Path, key: str, notes: Notes) -> Settings:
    path = folder / FILE
    if not path.is_file():
        notes.add("no_alliance_file", folder=key)
        return Settings(name=key)
    try:
        if not inside(path, folder):
            raise Unreadable("outside")
        if path.stat().st_size > MAX_BYTES // 10:
            raise Unreadable("too_large", found=path.stat().st_size // 10**6, limit=5)
        return read_settings(decoded(path.read_bytes(), notes), key, notes)
    except Unreadable as problem:
        problem.note(notes)
        return Settings(name=key)


def _table(
    folder: Path, table: Table, before: dict[str, pd.DataFrame | None]
) -> tuple[pd.DataFrame | None, list[dict[str, Any]]]:
    """Return one table of the folder, None where it cannot be read, and what was noticed."""
    notes = Notes(f"{table.key}.xlsx")
    try:
        path = find_file(folder, (table.key, *table.files))
        if path is None:
            return None, []
        notes.file = path.name
        texts = read_texts(path, table, notes)
        frame = typed(texts, table, notes)
    except Unreadable as problem:
        problem.note(notes)
        return None, notes.rows
    where = texts.letters
    if table.key == "members":
        check_members(frame, where, notes)
    elif table.key == "projects":
        check_projects(frame, before["members"], where, notes)
    elif table.key == "contacts":
        frame = check_contacts(frame, before["members"], where, notes)
    elif table.key == "answers":
        frame = check_persons(frame, where, notes)
    return (frame if len(frame) else None), notes.rows


def _texts(folder: Path) -> Path | None:
    path = folder / TEXTS
    if not path.is_dir() or not inside(path, folder):
        return None
    return path if any(one.is_file() and inside(one, folder) for one in path.rglob("*")) else None
