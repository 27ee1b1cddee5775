"""Steps before the index that COINr offers too: denominators, imputation, screening of units."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from wir.potential.checks import listed, nearest, numeric_table, same_labels


def per_denominator(
    indicators: pd.DataFrame, denominators: pd.DataFrame, pairs: Mapping[str, str]
) -> pd.DataFrame:
    """Divide indicators by a size, such as persons by population.

    Parameters
    ----------
    indicators, denominators
        Units × variables with the same units.
    pairs
        Denominator of each indicator that has one; the others stay as they are.

    Raises
    ------
    ValueError
        Units differ, a name is unknown, or a denominator is zero.
    """
    values = numeric_table(indicators, "the table of indicators")
    sizes = numeric_table(denominators, "the table of denominators")
    same_labels(sizes.index, values.index, "the table of denominators", "the table of indicators")
    result = values.copy()
    for indicator, size in pairs.items():
        for name, table in ((indicator, values), (size, sizes)):
            if name not in table.columns:
                raise ValueError(f"There is no column {name!r}.{nearest(name, table.columns)}")
        divisor = sizes.loc[values.index, size]
        if (divisor == 0).any():
            raise ValueError(
                f"The denominator {size!r} is zero for {listed(divisor.index[divisor == 0])}. "
                "Correct it, or set it to missing."
            )
        result[indicator] = values[indicator] / divisor
    return result


def impute_group_mean(indicators: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """Fill missing values with the mean of the unit's group (COINr ``i_mean_grp``).

    A group without any value keeps its gaps. The index itself does not impute: it reweights.

    Parameters
    ----------
    indicators
        Units × indicators.
    groups
        Group of each unit, same index.
    """
    values = numeric_table(indicators, "the table of indicators")
    same_labels(groups.index, values.index, "the groups", "the table of indicators")
    means = values.groupby(groups.loc[values.index].to_numpy()).transform("mean")
    return values.where(values.notna(), means)


def screen_units(indicators: pd.DataFrame, least: float = 0.9) -> pd.DataFrame:
    """Keep the units that have at least the share `least` of the indicators."""
    values = numeric_table(indicators, "the table of indicators")
    share = values.notna().mean(axis=1)
    return values.loc[np.asarray(share >= least - 1e-9)]
