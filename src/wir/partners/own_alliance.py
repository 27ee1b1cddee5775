"""An alliance's own folder as a whole: its lists, the matches, and its place in the network."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from wir.partners.management import Partnership, partnership
from wir.partners.matching import (
    MATCH_COLUMNS,
    confirmed,
    decided,
    match_names,
    read_matches,
    write_matches,
)
from wir.partners.own_lists import OwnList, OwnListError, find_list, read_list

MATCHES = "matches"
DEFAULT_KIND = "PRC"
"""Kind of a member of which nothing says it: most of those that no register knows are firms."""


@dataclass(frozen=True)
class OwnAlliance:
    """What an alliance's own folder holds.

    Attributes
    ----------
    members, projects
        The lists; None where there is none.
    matches
        Every match with its score and the decision of a person.
    confirmed
        ``organisation_id`` by name, only where a person said yes.
    issues
        What was odd in the lists.
    """

    members: OwnList | None
    projects: OwnList | None
    matches: pd.DataFrame
    confirmed: pd.Series
    issues: pd.DataFrame


def read_alliance(folder: Path, register: pd.DataFrame) -> OwnAlliance:
    """Read the lists of a folder and match the names in them to a register.

    Parameters
    ----------
    folder
        With ``members``, ``projects`` (XLSX or CSV) and ``matches`` (with decisions), as far as
        they are there.
    register
        The table ``organisations``.

    Raises
    ------
    OwnListError
        Neither list is there, or one cannot be read.
    """
    lists = {
        kind: None if (path := find_list(folder, kind)) is None else read_list(path, kind)
        for kind in ("members", "projects")
    }
    there = [one for one in lists.values() if one is not None]
    if not there:
        raise OwnListError(
            f"{folder.name}/ holds neither members.xlsx (or .csv) nor projects.xlsx (or .csv). Put "
            "one of them there."
        )
    names = pd.concat(
        [one.table.reindex(columns=["row", "name", "city"]) for one in there], ignore_index=True
    )
    matches = decided(match_names(names, register), read_matches(matches_file(folder)))
    issues = pd.concat([one.issues for one in there], ignore_index=True)
    return OwnAlliance(lists["members"], lists["projects"], matches, confirmed(matches), issues)


def matches_file(folder: Path) -> Path:
    """Return the file of matches of a folder: XLSX, or CSV where that is there.

    Raises
    ------
    OwnListError
        If both are there.
    """
    found = find_list(folder, MATCHES)
    return folder / f"{MATCHES}.xlsx" if found is None else found


def keep_matches(own: OwnAlliance, folder: Path) -> Path:
    """Write the matches for a person to decide, with the decisions taken; return the file.

    Raises
    ------
    OwnListError
        If the file cannot be written, such as while a spreadsheet program has it open.
    """
    path = matches_file(folder)
    earlier = read_matches(path)
    if earlier is not None and _same(earlier, own.matches):
        return path
    try:
        write_matches(own.matches, path)
    except PermissionError as error:
        raise OwnListError(
            f"{path.name} cannot be written. Close it in the spreadsheet program, then run this "
            "again."
        ) from error
    return path


def _same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    columns = ["name", "organisation_id", "decision"]
    first, second = (table[columns].fillna("").astype(str) for table in (one, other))
    return first.reset_index(drop=True).equals(second.reset_index(drop=True))


def as_partnership(
    own: OwnAlliance, organisations: pd.DataFrame, districts: pd.DataFrame, inside: list[str],
    year: int,
) -> Partnership:  # fmt: skip
    """Return the alliance in the form that `wir.partners.management.health` takes."""
    return partnership(
        own.members,
        own.projects,
        districts=districts,
        inside=inside,
        matched=own.confirmed,
        register=organisations,
        year=year,
    )


def into_network(
    own: OwnAlliance, partners: Partnership, organisations: pd.DataFrame, ties: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Return register and ties with the alliance's own members and projects added.

    Returns
    -------
    DataFrame, DataFrame
        As `organisations` and `ties`. Members that no person has confirmed in the register are
        organisations of their own (``own:1``); those without a district have no place to compare.
    Series
        Key of each member by name.
    """
    names = partners.members.index
    new = [one for one in names if one not in own.confirmed.index]
    numbered = {one: f"own:{number}" for number, one in enumerate(new, 1)}
    keys = pd.Series({one: numbered.get(one) or own.confirmed[one] for one in names}, dtype=object)
    added = pd.DataFrame(
        {
            "organisation_id": keys[new].to_numpy(),
            "name": new,
            "ags": partners.members.loc[new, "ags"].to_numpy(),
            "activity_type": partners.members.loc[new, "kind"].fillna(DEFAULT_KIND).to_numpy(),
        }
    )
    register = pd.concat([organisations, added], ignore_index=True)
    return register, pd.concat([ties, _own_ties(partners, keys)], ignore_index=True), keys


def _own_ties(partners: Partnership, keys: pd.Series) -> pd.DataFrame:
    columns = ["organisation_a", "organisation_b", "year", "projects"]
    if partners.projects is None:
        return pd.DataFrame(columns=columns)
    table = partners.projects[partners.projects["name"].isin(keys.index)]
    key = keys[table["name"]].to_numpy()
    year = table["start"].astype("float64").fillna(partners.year).astype(int)
    table = pd.DataFrame({"project": table["project"], "id": key, "year": year.to_numpy()})
    pairs = table.merge(table, on="project", suffixes=("_a", "_b"))
    pairs = pairs[pairs["id_a"] < pairs["id_b"]]
    pairs["year"] = pairs[["year_a", "year_b"]].max(axis=1)
    counted = pairs.groupby(["id_a", "id_b", "year"])["project"].nunique().reset_index()
    counted.columns = pd.Index(columns)
    return counted


def matches_table(matches: pd.DataFrame) -> pd.DataFrame:
    """Return the matches with the columns of the file, for a page."""
    return matches[MATCH_COLUMNS].drop(columns=["organisation_id"])
