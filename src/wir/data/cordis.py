"""Read the bulk archives of CORDIS: who takes part in which EU project (H2020, Horizon Europe).

Archives such as ``cordis-HORIZONprojects-csv.zip`` hold ``organization.csv`` and ``project.csv``.
Streets, postcodes, VAT numbers and contact forms are never read.
"""

from __future__ import annotations

import difflib
import zipfile
from pathlib import Path

import pandas as pd

from wir.data.delimited import (
    Imported,
    Problems,
    clean_cells,
    decode,
    find_separator,
    german_dates,
    german_numbers,
    read_bytes,
    read_rows,
    unix_lines,
    unwrap,
)
from wir.data.errors import DataError
from wir.data.legal_persons import is_legal_person

ORGANISATION = {
    "projectID": "project",
    "projectAcronym": "acronym",
    "organisationID": "organisation_id",
    "name": "name",
    "shortName": "short_name",
    "activityType": "activity_type",
    "city": "city",
    "country": "country",
    "role": "role",
    "ecContribution": "contribution",
}
ORGANISATION_OPTIONAL = {
    "SME": "sme",
    "nutsCode": "nuts",
    "netEcContribution": "net_contribution",
    "totalCost": "total_cost",
    "endOfParticipation": "ended",
}
PROJECT = {
    "id": "project",
    "acronym": "acronym",
    "title": "title",
    "startDate": "start",
    "endDate": "end",
    "frameworkProgramme": "programme",
}
PROJECT_OPTIONAL = {"topics": "topics", "fundingScheme": "scheme", "objective": "objective"}


def read_cordis(path: Path | str, projects: Path | str | None = None) -> Imported:
    """Read the participations of a CORDIS archive.

    Parameters
    ----------
    path
        The archive (ZIP), a folder with the two files, or ``organization.csv``.
    projects
        ``project.csv``, where it lies elsewhere.

    Returns
    -------
    Imported
        ``table`` has one row per participation: ``project``, ``acronym``, ``organisation_id``
        (PIC), ``name``, ``short_name``, ``activity_type``, ``city``, ``country``, ``role``,
        ``contribution``; where they are in the file ``sme``, ``nuts``, ``net_contribution``,
        ``total_cost``, ``ended``; from the projects ``title``, ``start``, ``end``, ``year``,
        ``programme``, ``topics``, ``scheme``; ``legal_person``: whether name and kind show that it
        is no natural person (`wir.data.legal_persons`). No row is dropped.

    Raises
    ------
    DataError
        If a file is missing or damaged, or a column is missing.
    """
    where = Path(path)
    problems = Problems()
    organisations, encoding, separator = _table(
        _content(where, "organization"), "organization.csv", ORGANISATION, ORGANISATION_OPTIONAL,
        problems,
    )  # fmt: skip
    source = Path(projects) if projects is not None else where
    if source.is_file() and source.suffix == ".csv" and projects is None:
        source = source.parent
    if source.is_dir() and projects is not None:
        raise DataError(f"projects is the folder {source}. Expected the file project.csv in it.")
    described, _, _ = _table(
        _content(source, "project"), "project.csv", PROJECT, PROJECT_OPTIONAL, problems
    )
    table = _clean_organisations(organisations, problems)
    described = _clean_projects(described, problems)
    unknown = ~table["project"].isin(described["project"])
    problems.where(
        unknown, table["project"], "project", "Not among the projects; kept, without dates."
    )
    keep = described.drop(columns=["acronym", *({"objective"} & set(described))])
    table = table.merge(keep, on="project", how="left")
    table["year"] = table["start"].dt.year.astype("Int64")
    return Imported(table, problems.frame(), encoding, separator, _layout(table))


def _layout(table: pd.DataFrame) -> str:
    programmes = table["programme"].dropna().str.upper().value_counts()
    return str(programmes.index[0]) if len(programmes) else ""


def _content(path: Path, stem: str) -> bytes:
    """Return the content of one of the two files, from an archive, a folder, or as it is."""
    if path.is_dir():
        found = sorted(path.glob(f"{stem}*.csv"))
        if not found:
            names = ", ".join(sorted(one.name for one in path.iterdir())[:6]) or "nothing"
            raise DataError(
                f"{path} holds no {stem}.csv (found {names}). Unpack the archive there."
            )
        return read_bytes(found[0])
    if path.suffix.lower() != ".zip":
        return read_bytes(path)
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [one for one in archive.namelist() if Path(one).name.lower() == f"{stem}.csv"]
            if not inside:
                raise DataError(
                    f"{path.name} holds no {stem}.csv (found "
                    f"{', '.join(archive.namelist()[:6])}). Expected the CSV archive of CORDIS."
                )
            return archive.read(inside[0])
    except FileNotFoundError:
        raise DataError(f"{path} is not there. Check name and folder.") from None
    except (zipfile.BadZipFile, EOFError) as error:
        raise DataError(f"{path.name} is damaged or cut off: download it again.") from error


def _table(
    content: bytes,
    name: str,
    needed: dict[str, str],
    optional: dict[str, str],
    problems: Problems,
) -> tuple[pd.DataFrame, str, str]:
    text, encoding = decode(content, name)
    text = unix_lines(text).lstrip("\n")
    header = text.split("\n", 1)[0]
    known = {**needed, **optional}
    separator = find_separator(header, known, name)
    headings = [unwrap(cell) for cell in header.split(separator)]
    missing = [one for one in needed if one not in headings]
    if missing:
        near = difflib.get_close_matches(missing[0], headings, n=1, cutoff=0.7)
        hint = f" Is {near[0]!r} meant?" if near else ""
        raise DataError(
            f"{name} has no column {', '.join(map(repr, missing))}.{hint} Found "
            f"{', '.join(map(repr, headings[:12]))}. Expected the file of the CORDIS archive; "
            "organization.csv and project.csv must not be exchanged."
        )
    columns = [known.get(one, f"_{place}") for place, one in enumerate(headings)]
    twice = {one for one in columns if columns.count(one) > 1}
    if twice:
        raise DataError(f"{name} has a column more than once: {', '.join(sorted(twice))}.")
    rows = read_rows(text, separator, columns, problems)
    rows = rows[[one for one in columns if not one.startswith("_")]]
    return pd.DataFrame({one: clean_cells(rows[one]) for one in rows}), encoding, separator


def _clean_organisations(table: pd.DataFrame, problems: Problems) -> pd.DataFrame:
    for column in ("contribution", "net_contribution", "total_cost"):
        if column in table:
            table[column] = german_numbers(table[column], column, problems)
    for column in ("project", "organisation_id"):
        problems.where(table[column].isna(), table["name"], column, "Missing; kept.")
    table["country"] = table["country"].str.upper()
    table["activity_type"] = table["activity_type"].str.upper()
    keys = ["project", "organisation_id", "role"]
    again = table.duplicated(keys, keep="first") & table["organisation_id"].notna()
    problems.where(
        again,
        table["organisation_id"],
        "organisation_id",
        "The same organisation, project and role is there before; both are kept.",
    )
    table["legal_person"] = [
        is_legal_person(name, kind)
        for name, kind in zip(table["name"].fillna(""), table["activity_type"], strict=True)
    ]
    return table


def _clean_projects(table: pd.DataFrame, problems: Problems) -> pd.DataFrame:
    table["start"] = german_dates(table["start"], "start", problems)
    table["end"] = german_dates(table["end"], "end", problems)
    again = table["project"].duplicated(keep="first")
    problems.where(
        again,
        table["project"],
        "project",
        "The number of the project is there before in project.csv; the first row counts.",
    )
    return table[~again]


__all__ = ["Imported", "read_cordis"]
