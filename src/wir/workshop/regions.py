"""The alliances of a workshop, known ones or one's own, and the results on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wir import config
from wir.dossier.region import Region, UnknownAllianceError, known_region, own_region

if TYPE_CHECKING:
    import pandas as pd

Results = dict[str, Any]

TABLES: dict[str, dict[str, tuple[str, str]]] = {
    "innovation-potential": {
        "suggestions": ("1-2-new-fields", "suggestions"),
        "portfolio": ("2-1-demand-and-competition", "portfolio"),
        "outlook": ("1-2-new-fields", "outlook"),
    },
    "value-proposition": {
        "portfolio": ("2-1-demand-and-competition", "portfolio"),
    },
    "ecosystem": {
        "partners": ("3-2-finding-partners", "suggestions"),
    },
}
"""Topic → results it needs: name here → notebook and name there."""

OPTIONAL: dict[str, tuple[str, str]] = {
    "word-rivals": ("2-2-profile", "rivals"),
    "distinctiveness": ("2-2-profile", "distinctiveness"),
    "matches": ("6-1-learning-from-peers", "matches"),
}
"""Results for known alliances that make a kit fuller."""


@dataclass(frozen=True, slots=True)
class Guest:
    """An alliance of the workshop, and the data of its own if there are any."""

    region: Region
    own: Any = field(default=None, compare=False)

    @property
    def key(self) -> str:
        """Its key."""
        return self.region.key

    @property
    def name(self) -> str:
        """Its name."""
        return self.region.name


def guests(keys: Sequence[str]) -> list[Guest]:
    """Return the alliances of a workshop.

    Parameters
    ----------
    keys : list of str
        Keys of known alliances, or names of folders in ``data/raw/own/`` (``example`` is made up).
        A folder goes before a known alliance of the same name.

    Raises
    ------
    UnknownAllianceError
        If there is neither; the message names the nearest.
    ValueError
        If none is given, or one twice.
    """
    from wir.data import load

    if not keys:
        raise ValueError("Which alliance? For example ALLIANCE=reegion-now")
    if len(set(keys)) < len(keys):
        raise ValueError(f"An alliance is given twice: {', '.join(keys)}")
    tables = load("alliances"), load("alliance_districts"), load("occupation_fields")
    return [_guest(key, *tables) for key in keys]


def _guest(key: str, alliances: pd.DataFrame, places: pd.DataFrame, coded: pd.DataFrame) -> Guest:
    from wir.own.errors import OwnError

    try:
        return _own_guest(key)
    except OwnError:
        return Guest(known_region(key, alliances, places, coded))


def _own_guest(key: str) -> Guest:
    from wir.own.alliance import read_own
    from wir.own.folders import EXAMPLE

    own = read_own(key)
    if not own.districts:
        raise UnknownAllianceError(
            f"The folder of {key!r} names no district. Write `districts = [...]` into its "
            "alliance.toml."
        )
    fields = list(own.fields) or _coded(own.known_as)
    region = own_region(
        key, own.name, own.districts, made_up=key == EXAMPLE, start=own.start_year, fields=fields
    )
    return Guest(region, own)


def _coded(key: str) -> list[str]:
    """Return the occupations coded as fields of a known alliance."""
    from wir.data import load

    table = load("occupation_fields")
    return sorted(set(table.loc[table["alliance_id"] == key, "kldb3"]))


def gather(topic: str, invited: Sequence[Guest], kept: Mapping[str, Any] | None = None) -> Results:
    """Return the results on the alliances of a workshop.

    Parameters
    ----------
    topic : str
        What the workshop is about.
    invited : list of Guest
        The alliances.
    kept : mapping, optional
        Results that the notebooks have kept; read from their folders where not given. What is not
        there is computed on the spot, as for a dossier.

    Returns
    -------
    dict
        The tables of `TABLES` for the topic and of `OPTIONAL` as far as there are any, and
        ``network``: participations in European projects by district.
    """
    import pandas as pd

    from wir.data import load
    from wir.dossier.country import in_projects

    found = dict(kept) if kept is not None else kept_tables(topic)
    lacking = [one for one in invited if not _there(topic, one.key, found)]
    if lacking:
        extra = _computed(topic, lacking)
        keys = [one.key for one in lacking]
        for name, table in extra.items():
            column = "alliance" if "alliance" in table else "region"
            before = found.get(name)
            new = table[table[column].isin(keys)]
            found[name] = new if before is None else pd.concat([before, new], ignore_index=True)
    if topic == "ecosystem":
        people = load("districts").set_index("ags")["population"]
        found["network"] = in_projects(load("participations"), load("organisations"), people)
    return found


def kept_tables(topic: str) -> Results:
    """Return what the notebooks have kept for a topic, without what is not there."""
    import pandas as pd

    return {
        name: pd.read_parquet(path)
        for name, (notebook, table) in (TABLES[topic] | OPTIONAL).items()
        if (path := config.EXECUTED / notebook / f"{table}.parquet").is_file()
    }


def _there(topic: str, key: str, found: Mapping[str, pd.DataFrame]) -> bool:
    for name in TABLES[topic]:
        table = found.get(name)
        if table is None:
            return False
        column = "alliance" if "alliance" in table else "region"
        if not (table[column] == key).any():
            return False
    return True


def _computed(topic: str, invited: Sequence[Guest]) -> Results:
    from wir.dossier.on_the_spot import forecast, market, partners

    members = {one.key: list(one.region.ags) for one in invited}
    fields = {one.key: list(one.region.fields) for one in invited}
    if topic == "innovation-potential":
        made = forecast(members) | market(members, fields)
    elif topic == "value-proposition":
        made = market(members, fields)
    else:
        made = partners(members)
    return {name: made[name] for name in TABLES[topic]}


def rows(results: Mapping[str, Any], name: str, key: str) -> pd.DataFrame:
    """Return the rows of a result on one alliance, in its order; none where there is no result."""
    import pandas as pd

    table = results.get(name)
    if table is None:
        return pd.DataFrame()
    column = next(one for one in ("region", "alliance", "group") if one in table)
    return table[table[column] == key].reset_index(drop=True)
