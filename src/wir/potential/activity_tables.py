"""Where activities come from: occupations of the German districts, or a table of one's own."""

from __future__ import annotations

import csv
import re
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from zipfile import BadZipFile

import pandas as pd

from wir.potential.activities import (
    Activities,
    check_districts,
    from_counts,
    from_quotients,
    rows_to_one,
)
from wir.potential.checks import listed, nearest

READERS = {".csv": "CSV", ".xlsx": "Excel", ".parquet": "Parquet"}

LABELS = ("region", "activity", "name")
"""Columns that are text."""

THOUSANDS = re.compile(r"[1-9]\d{0,2}(\.\d{3})+")
"""A number such as 1.234, which is 1234 in German."""


def district_occupations(
    specialisation: pd.DataFrame,
    district_year: pd.DataFrame,
    occupation_year: pd.DataFrame,
    occupations: pd.DataFrame,
    neighbours: pd.DataFrame | None = None,
) -> Activities:
    """Return the occupational groups of the districts.

    Parameters
    ----------
    specialisation, district_year, occupation_year, occupations
        The tables of these names.
    neighbours
        Districts × districts, rows summing to one.
    """
    years = specialisation["year"].unique()
    groups = specialisation["kldb3"].unique()
    quotients = specialisation.rename(columns={"ags": "region", "kldb3": "activity"})
    size = district_year[district_year["year"].isin(years)]
    totals = occupation_year[
        occupation_year["year"].isin(years) & occupation_year["kldb3"].isin(groups)
    ]
    return from_quotients(
        quotients[["region", "activity", "year", "lq"]],
        size.rename(columns={"ags": "region", "employees": "size"})[["region", "year", "size"]],
        totals.rename(columns={"kldb3": "activity", "employees": "size"})[
            ["activity", "year", "size"]
        ],
        occupations.set_index("kldb3")["name"],
        neighbours,
    )


def read_activities(
    path: Path, districts: Iterable[str] = (), neighbours: pd.DataFrame | None = None
) -> Activities:
    """Read a table of one's own: regions × activities in long form.

    Parameters
    ----------
    path
        CSV (UTF-8, with commas or semicolons), Excel or Parquet with the columns ``region``,
        ``activity``, ``year``, ``count`` and, if wanted, ``name`` (the activity in words). Numbers
        have a decimal point: ``1,5`` is an error, and so are counts of a file with semicolons that
        look like German thousands (``1.234``). Blanks around labels are removed.
    districts
        Keys of the German districts, to notice wrong ones; `neighbours` is used where the regions
        are districts.
    neighbours
        Districts × districts.

    Raises
    ------
    FileNotFoundError, TypeError, ValueError
        No such file, a file that cannot be read, and all that `from_counts` and `check_districts`
        refuse. The message names the file.
    """
    if not path.is_file():
        raise FileNotFoundError(
            f"There is no file {path.name} in {path.parent}. Put the table there, or correct the "
            "name."
        )
    if path.suffix.lower() not in READERS:
        raise ValueError(f"{path.name}: expected one of {listed(READERS)}.")
    table = _read(path)
    for column in LABELS:
        if column in table.columns and not pd.api.types.is_float_dtype(table[column]):
            known_here = table[column].notna()
            texts = table[column].astype(str).str.strip()
            table[column] = texts.where(known_here & (texts != ""))
    names = None
    if "name" in table.columns and "activity" in table.columns:
        labels = table.dropna(subset=["activity", "name"]).drop_duplicates("activity")
        names = labels.set_index("activity")["name"]
    known = list(districts)
    near = None
    if known and "region" in table.columns:
        german = check_districts(table["region"].dropna().unique(), known, path.name)
        if german and neighbours is not None:
            inside = neighbours.index.intersection(pd.Index(table["region"].unique()))
            near = rows_to_one(neighbours.loc[inside, inside])
    return from_counts(table, names, near, path.name)


def choose_regions(
    wanted: Sequence[str], regions: Sequence[str], districts: pd.DataFrame | None = None
) -> list[str]:
    """Return the regions that a list of words stands for.

    Parameters
    ----------
    wanted
        Keys of regions; for German districts also the name of a Land, ``East`` or ``West``. Empty:
        all regions.
    regions
        Keys of all regions.
    districts
        The table ``districts``, where the regions are German districts.

    Raises
    ------
    ValueError
        A word that stands for nothing; names the nearest.
    """
    if not wanted:
        return list(regions)
    words: dict[str, list[str]] = {str(one): [str(one)] for one in regions}
    if districts is not None:
        inside = districts[districts["ags"].isin(list(regions))]
        words |= {str(land): list(part["ags"]) for land, part in inside.groupby("land_name")}
        words["East"] = list(inside.loc[inside["east"], "ags"])
        words["West"] = list(inside.loc[~inside["east"], "ags"])
    unknown = [one for one in wanted if one not in words]
    if unknown:
        known = "keys of regions" if districts is None else "keys of regions, Länder, East or West"
        raise ValueError(
            f"regions: {listed(unknown)} is not known."
            f"{nearest(unknown[0], words)} Expected {known}."
        )
    chosen = {one for word in wanted for one in words[word]}
    return [one for one in regions if one in chosen]


def _read(path: Path) -> pd.DataFrame:
    keys = dict.fromkeys(LABELS, "str")
    try:
        if path.suffix.lower() == ".csv":
            return _read_csv(path)
        if path.suffix.lower() == ".xlsx":
            return pd.read_excel(path, dtype=keys, keep_default_na=False, na_values=[""])
        return pd.read_parquet(path)
    except UnicodeDecodeError as error:
        raise ValueError(
            f"{path.name} is not UTF-8 (byte {error.start}). Save it as “CSV UTF-8”."
        ) from None
    except (ValueError, KeyError, OSError, BadZipFile, pd.errors.ParserWarning) as error:
        raise ValueError(f"{path.name} cannot be read as a table: {error}") from error


def _read_csv(path: Path) -> pd.DataFrame:
    header = path.read_text(encoding="utf-8-sig").partition("\n")[0]
    separator = ";" if header.count(";") > header.count(",") else ","
    with warnings.catch_warnings():
        # rows with more values than the header, such as 1,5 between commas, would lose one
        warnings.simplefilter("error", pd.errors.ParserWarning)
        table = pd.read_csv(
            path,
            dtype=dict.fromkeys(LABELS, "str"),
            sep=separator,
            encoding="utf-8-sig",
            keep_default_na=False,
            na_values=[""],
            index_col=False,
        )
    if separator == ";" and "count" in table.columns:
        _no_thousands(path, table)
    return table


def _no_thousands(path: Path, table: pd.DataFrame) -> None:
    """Refuse counts such as 1.234 that may be meant as 1234: no other count has decimals."""
    if not pd.api.types.is_float_dtype(table["count"]) or not (table["count"] % 1 > 0).any():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        texts = [str(row["count"]).strip() for row in csv.DictReader(file, delimiter=";")]
    pointed = [(row, text) for row, text in enumerate(texts, 1) if "." in text]
    if pointed and all(THOUSANDS.fullmatch(text) for _, text in pointed):
        row, text = pointed[0]
        raise ValueError(
            f"{path.name}: column 'count' holds {text!r} in row {row} of the data, and all its "
            "dots look like thousands. Write 1234 for 1.234; if decimals are meant, give them "
            "another number of digits, such as 1.2340."
        )
