"""Short names of districts, as people say them, and still different from each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def short_names(districts: pd.DataFrame) -> pd.Series:
    """Return the name of each district without what only says that it is a town.

    ``Essen, Stadt`` becomes ``Essen``. Where a town and a district around it share a name, the
    kind is added: ``Kaiserslautern (town)`` and ``Kaiserslautern (district)``.

    Parameters
    ----------
    districts
        The table ``districts``: ``ags``, ``name``, ``kind``.

    Returns
    -------
    Series of names, indexed by ``ags``.
    """
    table = districts.set_index("ags")
    short = table["name"].str.split(",").str[0].str.strip()
    town = table["kind"].str.contains("Stadt")
    kind = town.map({True: " (town)", False: " (district)"})
    return short.where(~short.duplicated(keep=False), short + kind).rename("name")
