"""Which districts a programme covers, from which year on, and who can be compared with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from wir.potential.checks import listed, nearest, shown

BASES = ("named", "definition", "lead_city_only")
SURE = ("named", "definition")
"""Bases that say which area is meant; the seat of a coordinator does not."""

Phase = Literal["implementation", "concept"]

COLUMNS = {"district": ("district", "ags"), "first_year": ("first_year", "year")}
"""Columns of a file of treatments, with the names they may have."""


def programme_members(
    alliances: pd.DataFrame, places: pd.DataFrame, phase: Phase = "implementation"
) -> pd.DataFrame:
    """Return who was assigned: one row per alliance and district.

    Parameters
    ----------
    alliances, places
        The tables ``alliances`` and ``alliance_districts``.
    phase
        ``implementation``, or ``concept`` for alliances known from the concept phase only.

    Returns
    -------
    DataFrame
        ``programme`` (key of the alliance), ``ags``, ``basis``, ``round`` and ``first_year``: the
        year in which the phase began or the alliance was selected for it.
    """
    about = alliances[alliances["phase"] == phase][["alliance_id", "round", "start_year"]]
    rows = places.merge(about, on="alliance_id", validate="many_to_one")
    rows = rows.rename(columns={"alliance_id": "programme", "start_year": "first_year"})
    rows["round"] = rows["round"].astype(int)
    rows["first_year"] = rows["first_year"].astype(int)
    return rows[["programme", "ags", "basis", "round", "first_year"]].reset_index(drop=True)


def read_programme(
    path: Path, districts: Iterable[str], last_year: int | None = None
) -> pd.DataFrame:
    """Read the treatments of another programme.

    Parameters
    ----------
    path
        CSV (UTF-8, commas or semicolons) with ``district`` (AGS, five digits; ``ags`` will do) and
        ``first_year``; optional ``programme`` (who was selected together, such as an alliance; each
        district by itself where it is missing) and ``basis``.
    districts
        Keys that there are.
    last_year
        Last year for which anything is known; first years after it are allowed, and say so.

    Returns
    -------
    DataFrame
        As `programme_members`; ``round`` numbers the first years.

    Raises
    ------
    FileNotFoundError, ValueError
        No such file; missing columns; unknown districts; years that are no whole numbers between
        1990 and 2100; a district twice in a programme; fewer than two districts that are left.
    """
    if not path.is_file():
        raise FileNotFoundError(
            f"There is no file {path.name} in {path.parent.name}/. Put the treatments there, or "
            "correct the name."
        )
    table = _read(path)
    chosen = {}
    for name, names in COLUMNS.items():
        found = [one for one in names if one in table.columns]
        if not found:
            raise ValueError(
                f"{path.name} has no column {name!r}.{nearest(name, table.columns)} Expected the "
                "columns district and first_year; found "
                f"{listed(table.columns, 12)}."
            )
        chosen[name] = table[found[0]].str.strip()
    ags = chosen["district"]
    known = set(districts)
    # spreadsheets drop the zero in front
    ags = ags.where(ags.isin(known) | ~("0" + ags).isin(known), "0" + ags)
    wrong = ~ags.isin(known)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise ValueError(
            f"{path.name}, row {row + 2}, column district: {shown(chosen['district'].iloc[row])} "
            f"is no district of the 400 of 2021.{nearest(str(ags.iloc[row]), known)} Expected a "
            f"key (AGS) of five digits. {int(wrong.sum())} of {len(table)} rows are unknown; "
            "correct or delete them (merged districts: use the key of the successor)."
        )
    years = pd.to_numeric(chosen["first_year"], errors="coerce")
    bad = ~(years.between(1990, 2100) & (years == years.round()))
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        raise ValueError(
            f"{path.name}, row {row + 2}, column first_year: found "
            f"{shown(chosen['first_year'].iloc[row])}. Expected a year such as 2019; leave "
            "districts that were not treated out of the file."
        )
    groups = table["programme"].str.strip() if "programme" in table.columns else ags
    result = pd.DataFrame(
        {
            "programme": groups.where(groups != "", ags),
            "ags": ags,
            "basis": table["basis"].str.strip() if "basis" in table.columns else "named",
            "first_year": years.astype(int),
        }
    )
    strange = ~result["basis"].isin(BASES)
    if strange.any():
        row = int(np.flatnonzero(strange)[0])
        raise ValueError(
            f"{path.name}, row {row + 2}, column basis: found {shown(result['basis'].iloc[row])}. "
            f"Expected one of {listed(BASES)}."
        )
    twice = result.duplicated(["programme", "ags"])
    if twice.any():
        row = int(np.flatnonzero(twice)[0])
        raise ValueError(
            f"{path.name}, row {row + 2}: district {shown(result['ags'].iloc[row])} occurs twice "
            f"in {shown(result['programme'].iloc[row])}. Keep the row with the earlier year."
        )
    if result.empty:
        raise ValueError(f"{path.name} has no rows: nobody is treated.")
    if last_year is not None and (result["first_year"] > last_year).all():
        raise ValueError(
            f"{path.name}: all first years ({listed(sorted(set(result['first_year'])))}) lie after "
            f"the data, which end in {last_year}. Nothing can be said about effects yet; possible "
            "is the smallest effect that could be seen: use an earlier year as a rehearsal."
        )
    order = {year: number + 1 for number, year in enumerate(sorted(set(result["first_year"])))}
    result["round"] = result["first_year"].map(order)
    return result[["programme", "ags", "basis", "round", "first_year"]]


def read_districts(path: Path, districts: Iterable[str]) -> list[str]:
    """Return the keys in the column ``district`` (or ``ags``) of a CSV file, checked.

    Raises
    ------
    FileNotFoundError, ValueError
        No such file or column, unknown keys.
    """
    if not path.is_file():
        raise FileNotFoundError(f"There is no file {path.name} in {path.parent.name}/.")
    table = _read(path)
    column = next((one for one in ("district", "ags") if one in table.columns), None)
    if column is None:
        raise ValueError(
            f"{path.name} has no column 'district'; found {listed(table.columns, 12)}."
        )
    known = set(districts)
    keys = table[column].str.strip()
    keys = keys.where(keys.isin(known) | ~("0" + keys).isin(known), "0" + keys)
    wrong = sorted(set(keys) - known)
    if wrong:
        raise ValueError(
            f"{path.name}, column {column}: {listed(wrong)} are no districts of the 400 of 2021."
            f"{nearest(wrong[0], known)}"
        )
    return sorted(set(keys))


def _read(path: Path) -> pd.DataFrame:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(
            f"{path.name} is not UTF-8 (byte {error.start}). Save it as CSV UTF-8."
        ) from None
    head = text.splitlines()[0] if text.strip() else ""
    if not head:
        raise ValueError(f"{path.name} is empty. Expected a header row and one row per district.")
    separator = ";" if head.count(";") > head.count(",") else ","
    table = pd.read_csv(path, dtype=str, sep=separator, keep_default_na=False, encoding="utf-8-sig")
    table.columns = pd.Index([str(one).strip().lower() for one in table.columns])
    return table


def first_years(
    members: pd.DataFrame,
    bases: Sequence[str] = SURE,
    *,
    minimum: dict[int, int] | None = None,
) -> pd.Series:
    """Return the first treated year of each district: the earliest of its alliances.

    Parameters
    ----------
    members
        Result of `programme_members` or `read_programme`.
    bases
        How a district must be known to belong.
    minimum
        Round → earliest year, for instance ``{2: 2022}`` where a round counts from its first full
        year.
    """
    rows = members[members["basis"].isin(bases)]
    years = rows["first_year"]
    for number, year in (minimum or {}).items():
        years = years.where(rows["round"] != number, np.maximum(years, year))
    return years.groupby(rows["ags"]).min().rename("first_year")


def comparison_districts(
    districts: pd.DataFrame,
    touched: Iterable[str],
    which: Literal["weak", "all"] = "weak",
) -> list[str]:
    """Return districts that can stand for those of the programme without it.

    Parameters
    ----------
    districts
        The table ``districts``.
    touched
        Districts of any alliance, on any basis and in any phase: left out.
    which
        ``weak``: those that received GRW grants; ``all``.
    """
    known = districts.set_index("ags")
    chosen = known if which == "all" else known[known["structurally_weak"]]
    return sorted(set(chosen.index) - set(touched))


def basis_table(members: pd.DataFrame) -> pd.DataFrame:
    """Return how many alliances and districts rest on each basis, by round and in all."""
    rows = []
    for number, part in [*members.groupby("round"), ("all", members)]:
        for basis in BASES:
            of = part[part["basis"] == basis]
            rows.append(
                {
                    "round": str(number),
                    "basis": basis,
                    "alliances": of["programme"].nunique(),
                    "districts": of["ags"].nunique(),
                }
            )
    return pd.DataFrame(rows)
