"""Making an export: aggregates that pass the gate, shown before they are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from wir.exchange import guard
from wir.exchange.errors import ExchangeError
from wir.exchange.schema import Answers, Export, Figure, Members, rounded, to_json
from wir.files import replacing

if TYPE_CHECKING:
    from wir.own.alliance import OwnAlliance
    from wir.publish.disclosure import Gate

FOLDER = "exports"
"""Folder of the exports, below that of the alliance."""
YEAR = 2021
"""Year of the figures of the region."""
OTHER = {"de": "andere", "en": "other"}


@dataclass
class Draft:
    """An export that is not written yet.

    Attributes
    ----------
    export
        What would leave.
    left_out
        What would not, and why; for the owner alone.
    gate
        The gate with everything entered; `write` closes it.
    """

    export: Export
    gate: Gate
    left_out: list[tuple[str, str]] = field(default_factory=list)


def draft(mine: OwnAlliance, figures: list[Figure], today: date, *, remember: bool = True) -> Draft:
    """Return what an alliance would export.

    Parameters
    ----------
    mine
        Result of `wir.own.alliance.read_own`.
    figures
        Figures of its region, from public statistics.
    today
        Day of the export.
    remember
        Compare with earlier exports, whose register lies in the alliance's folder. Leave it True
        for whatever may leave the house.

    Raises
    ------
    ExchangeError
        If nothing is left to export.
    """
    gate = guard.gate_of(mine.folder if remember else None)
    left_out: list[tuple[str, str]] = []
    answers = _answers(mine.answers, gate, left_out)
    members = _members(mine.members, gate, left_out, mine.language)
    if not (figures or answers or members):
        raise ExchangeError(
            {
                "de": "Es bleibt nichts, was weitergegeben werden darf: Kreise fehlen, und jede "
                "Zahl aus Antworten oder Mitgliedern beruht auf zu wenigen.",
                "en": "Nothing is left that may be passed on: no districts are given, and every "
                "figure from answers or members rests on too few.",
            }[mine.language]
        )
    export = Export(
        name=_line(mine.name, 200),
        language="de" if mine.language == "de" else "en",
        made=today.isoformat(),
        threshold=gate.min_n,
        districts=list(mine.districts),
        figures=figures,
        answers=answers,
        members=members,
        left_out=len(left_out),
    )
    return Draft(export, gate, left_out)


def _answers(
    table: pd.DataFrame | None, gate: Gate, left_out: list[tuple[str, str]]
) -> list[Answers]:
    """Return the questions that may leave, and note the others."""
    if table is None or not len(table):
        return []
    by_person = table.set_index("respondent")
    found: list[Answers] = []
    for column in by_person.columns.difference(["row", "group"], sort=False):
        question = _line(str(column), 200)
        values = pd.to_numeric(by_person[column], errors="coerce").dropna()
        if question in {one.question for one in found} or not len(values):
            continue
        why = guard.why_not_answers(gate, question, values)
        if why:
            left_out.append((question, why))
            continue
        guard.enter_answers(gate, question, values)
        found.append(Answers(question=question, n=len(values), mean=rounded(float(values.mean()))))
    return found


def _members(
    table: pd.DataFrame | None, gate: Gate, left_out: list[tuple[str, str]], language: str
) -> list[Members]:
    """Return the kinds of members that may leave; small kinds go together as one."""
    if table is None or "kind" not in table or not len(table):
        return []
    named = table.dropna(subset=["kind"])
    kinds = {str(kind): set(rows["name"]) for kind, rows in named.groupby("kind")}
    large = {kind: names for kind, names in kinds.items() if len(names) >= gate.min_n}
    small: set[str] = set().union(*(names for k, names in kinds.items() if k not in large))
    other = OTHER[language]
    parts = dict(large) | ({other: small | large.get(other, set())} if small else {})
    found = []
    for kind, names in sorted(parts.items()):
        why = guard.why_not_count(gate, kind, names)
        if why:
            left_out.append((kind, why))
            continue
        guard.enter_count(gate, kind, names)
        found.append(Members(kind=_line(kind, 200), n=len(names)))
    return found


def _line(text: str, longest: int) -> str:
    """Return text on one line, printable, not too long."""
    from wir.documents.inline import clean

    short = clean(text)[:longest].strip()
    return "".join(one for one in short if one.isprintable()) or "–"


def region_figures(districts: list[str], year: int = YEAR) -> list[Figure]:
    """Return figures of the region of an alliance from public statistics.

    Parameters
    ----------
    districts
        AGS; a figure is their mean, weighted by population.
    year
        Last year of the figures.
    """
    if not districts:
        return []
    from wir.data.load import load
    from wir.learning.differences import region_means
    from wir.potential.indicators import indicator_list, indicator_table

    people = load("districts").set_index("ags")["population"]
    panel, specialisation = load("district_year"), load("specialisation")
    listed = indicator_list()
    labels = dict(zip(listed["indicator"], listed["label"], strict=True))
    found = []
    for index in ("weakness", "potential"):
        table = indicator_table(index, panel, specialisation, year)  # type: ignore[arg-type]
        means = region_means(table, {"own": districts}, people).loc["own"].dropna()
        found += [
            Figure(key=str(key), label=labels[str(key)], value=float(f"{value:.4g}"), year=year)
            for key, value in means.items()
        ]
    return found


def write(found: Draft, folder: Path, key: str) -> Path:
    """Write an export and the register of what has left; the register comes first.

    Parameters
    ----------
    found
        Result of `draft`, with ``remember=True``.
    folder
        The alliance's folder.
    key
        Its name, for the name of the file.
    """
    path = folder / FOLDER / f"{key}-{found.export.made}.json"
    if path.parent.is_symlink() or path.is_symlink():
        raise ExchangeError(f"{FOLDER}/ is a link to another place. Remove it.")
    found.gate.close()
    with replacing(path) as temporary:
        temporary.write_bytes(to_json(found.export))
    return path


def last_export(folder: Path, key: str) -> Path | None:
    """Return the last export that an alliance has written, if there is one."""
    there = sorted((folder / FOLDER).glob(f"{key}-????-??-??.json"))
    return there[-1] if there else None
