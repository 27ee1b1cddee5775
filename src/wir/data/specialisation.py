"""The table ``specialisation`` and what else follows from employees by occupational group."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from wir.data.territory import add_counts

KNOWLEDGE_GROUPS = ("27", "41", "42", "43")
"""KldB 2010 main groups: technical research and development, construction and production control;
mathematics, biology, chemistry and physics; geology, geography and environment; computing."""

OBSERVED, NOT_PUBLISHED = "observed", "not published"
DIGITS = 4
"""Significant digits kept of quotients and shares."""


def clean_employees(employees: pd.DataFrame) -> pd.DataFrame:
    """Return employees liable to social insurance by ags, kldb3 and year in the 400 districts.

    Parameters
    ----------
    employees
        ags, kldb3, year, type, group, n. ``n`` is missing where the count is suppressed or nil.

    Returns
    -------
    DataFrame
        ags, kldb3 (missing: occupation not stated), year, n; all three groups of columns complete,
        so that a combination without a row has a missing ``n``.
    """
    table = employees[(employees["type"] == "social insurance") & (employees["group"] == "total")][
        ["ags", "kldb3", "year", "n"]
    ]
    table = table.astype({"ags": "str"}).assign(kldb3=table["kldb3"].astype("str").fillna(""))
    folded = add_counts(table, ["n"], by=["kldb3", "year"])
    every = pd.MultiIndex.from_product(
        [np.sort(folded[column].unique()) for column in ("ags", "kldb3", "year")],
        names=["ags", "kldb3", "year"],
    )
    return folded.set_index(["ags", "kldb3", "year"]).reindex(every).reset_index()


def round_significant(values: pd.Series, digits: int = DIGITS) -> pd.Series:
    """Round to significant digits; 0 and missing values stay."""
    numbers = values.to_numpy(dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        exponent = np.floor(np.log10(np.abs(numbers)))
    scale = np.where(np.isfinite(exponent), 10.0 ** (digits - 1 - exponent), 1.0)
    return pd.Series(np.round(numbers * scale) / scale, index=values.index)


def specialise(counts: pd.DataFrame) -> pd.DataFrame:
    """Return location quotient and share of each occupational group in each district and year.

    Parameters
    ----------
    counts
        Result of :func:`clean_employees`.

    Returns
    -------
    DataFrame
        ags, kldb3, year, lq, share (%), status. share = 100 · x_ra / Σ_a x_ra over the published
        groups; lq = share / share of the group in all districts.
    """
    table = counts[counts["kldb3"] != ""].copy()
    district = table.groupby(["ags", "year"])["n"].transform("sum")
    group = table.groupby(["kldb3", "year"])["n"].transform("sum")
    everyone = table.groupby("year")["n"].transform("sum")
    share = table["n"] / district
    table["lq"] = round_significant(share / (group / everyone)).astype("float32")
    table["share"] = round_significant(share * 100).astype("float32")
    table["status"] = np.where(table["n"].notna(), OBSERVED, NOT_PUBLISHED)
    table = table.drop(columns="n").sort_values(["kldb3", "year", "ags"], ignore_index=True)
    return table.astype({"year": "int16"})[["ags", "kldb3", "year", "lq", "share", "status"]]


def district_employment(
    counts: pd.DataFrame, knowledge: Sequence[str] = KNOWLEDGE_GROUPS
) -> pd.DataFrame:
    """Return employees and the share in knowledge occupations by ags and year.

    Returns
    -------
    DataFrame
        ags, year, employees (sum of what is published, occupation not stated included, rounded to
        hundreds), knowledge_occupation_share (% of employees with a published occupation).
    """
    keys = ["ags", "year"]
    total = counts.groupby(keys)["n"].sum()
    stated = counts[counts["kldb3"] != ""]
    known = stated.groupby(keys)["n"].sum()
    clever = stated[stated["kldb3"].str[:2].isin(knowledge)].groupby(keys)["n"].sum()
    return pd.DataFrame(
        {
            "employees": (total / 100).round() * 100,
            "knowledge_occupation_share": (100 * clever / known).round(3),
        }
    ).reset_index()
