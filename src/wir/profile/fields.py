"""From occupations to innovation fields: which occupations a field needs, and how much of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from wir.potential.checks import listed, non_negative, numeric_table, same_labels
from wir.potential.stated_priorities import codings

CODINGS = {
    "first": "pass 1",
    "second": "pass 2",
    "union": "union",
    "intersection": "intersection",
}
"""Value of the parameter → name in `wir.potential.stated_priorities.codings`."""


def coded_fields(table: pd.DataFrame, coding: str) -> dict[str, set[str]]:
    """Return the occupations to which the field of each alliance was coded.

    Parameters
    ----------
    table
        The table ``occupation_fields``: ``alliance_id``, ``kldb3``, ``coder``.
    coding
        ``first`` or ``second`` pass, ``union`` or ``intersection`` of both.

    Returns
    -------
    dict
        Alliance → occupations. Alliances without any are left out.

    Raises
    ------
    ValueError
        An unknown coding.
    """
    if coding not in CODINGS:
        raise ValueError(f"coding is {coding!r}. Expected one of {listed(CODINGS)}.")
    found = codings(table).get(CODINGS[coding], {})
    return {alliance: set(fields) for alliance, fields in found.items() if fields}


def field_weights(
    coded: Mapping[str, Collection[str]], areas: Mapping[str, str], occupations: Collection[str]
) -> pd.DataFrame:
    """Return what share of the alliances of each area names each occupation.

    An occupation that every alliance of an area names belongs to the area as a whole; one that one
    of ten names, to a tenth.

    Parameters
    ----------
    coded
        Alliance → occupations (`coded_fields`).
    areas
        Alliance → area, such as the column ``field_area`` of the table ``alliances``.
    occupations
        Occupations there are data on; others are left out.

    Returns
    -------
    DataFrame
        Areas × occupations, 0–1; areas without any occupation are left out.
    """
    groups: dict[str, list[str]] = {}
    for alliance in coded:
        if areas.get(alliance):
            groups.setdefault(str(areas[alliance]), []).append(alliance)
    weights = pd.DataFrame(0.0, index=pd.Index(sorted(groups)), columns=pd.Index(list(occupations)))
    for area, alliances in groups.items():
        for alliance in alliances:
            known = [one for one in sorted(coded[alliance]) if one in weights.columns]
            weights.loc[area, known] += 1 / len(alliances)
    return weights[weights.sum(axis=1) > 0].rename_axis("field")


def alliance_weights(
    coded: Mapping[str, Collection[str]], occupations: Collection[str]
) -> pd.DataFrame:
    """Return alliances × occupations: 1 where the occupation was coded to the alliance, else 0."""
    return field_weights(coded, {one: one for one in coded}, occupations).gt(0).astype(float)


def aggregate(counts: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """Return Σ_a w_fa x_ra: how much of each field every row of a table has.

    Parameters
    ----------
    counts
        Rows (regions or years) × occupations, zero or more.
    weights
        Fields × the same occupations, zero or more.

    Returns
    -------
    DataFrame
        Rows × fields; missing where an occupation with weight is. Where the weights of an
        occupation add up to one over the fields, its sum is conserved.

    Raises
    ------
    TypeError, ValueError
        Different occupations, or negative values.
    """
    table, share = numeric_table(counts, "counts"), numeric_table(weights, "weights")
    non_negative(share, "weights")
    same_labels(share.columns, table.columns, "the occupations of weights", "counts")
    share = share[table.columns]
    gaps = table.isna().astype(float) @ (share > 0).astype(float).T
    return (table.fillna(0.0) @ share.T).where(gaps == 0)


def mean_of(values: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """Return the weighted mean of each row over the occupations of each field.

    Parameters
    ----------
    values
        Rows × occupations, such as relatedness density.
    weights
        Fields × the same occupations, zero or more.

    Returns
    -------
    DataFrame
        Rows × fields; fields without any weight are missing.
    """
    total = weights.sum(axis=1)
    return aggregate(values, weights).div(total.where(total > 0), axis=1)


def tall(table: pd.DataFrame) -> pd.Series:
    """Return the cells of a table with region and field as index; what is missing stays."""
    cells = table.to_numpy().ravel()
    index = pd.MultiIndex.from_product([table.index, table.columns], names=["region", "field"])
    return pd.Series(cells, index=index)
