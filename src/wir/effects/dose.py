"""More money, more change? Funding per head as a continuous treatment.

A slope over doses compares regions that got much with regions that got little; where those differ
in what they would have done anyway (and funding is given to the weak), it is no effect of the
money. Callaway, Goodman-Bacon and Sant'Anna (2024), Difference-in-differences with a continuous
treatment, NBER working paper 32117, say what more must be assumed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from wir.potential.checks import listed


def dose_response(
    change: pd.Series, dose: pd.Series, covariates: pd.DataFrame, cluster: pd.Series
) -> dict[str, Any]:
    """Return how a change goes with the logarithm of a dose, other things held constant.

    Parameters
    ----------
    change
        Change of an outcome by district.
    dose
        Funding per head in the years before; districts with none are left out.
    covariates
        Districts × what is held constant.
    cluster
        Cluster of each district, for standard errors.

    Returns
    -------
    dict
        ``slope`` per doubling of the dose, ``se``, ``lower``, ``upper``, ``p_value``,
        ``districts``, ``without_dose`` (left out), and ``thirds``: dose and change (adjusted for
        the covariates) in the thirds of the dose.

    Raises
    ------
    ValueError
        Fewer than ten districts with a dose more than there are covariates.
    """
    import statsmodels.api as sm

    table = pd.concat([change.rename("change"), dose.rename("dose"), covariates], axis=1).dropna()
    without = int((table["dose"] <= 0).sum())
    table = table[table["dose"] > 0]
    if len(table) < covariates.shape[1] + 10:
        raise ValueError(
            f"{len(table)} districts have a dose and all of {listed(covariates.columns, 9)}; at "
            f"least {covariates.shape[1] + 10} are needed. Use fewer covariates."
        )
    logs = np.log2(table["dose"])
    others = sm.add_constant(table[list(covariates.columns)])
    groups = pd.factorize(cluster[table.index])[0]
    fitted = sm.OLS(table["change"], others.assign(dose=logs)).fit(
        cov_type="cluster", cov_kwds={"groups": groups}
    )
    lower, upper = fitted.conf_int().loc["dose"]
    rest = table["change"] - sm.OLS(table["change"], others).fit().fittedvalues
    third = pd.qcut(table["dose"], 3, labels=["lowest third", "middle third", "highest third"])
    thirds = (
        pd.DataFrame({"third": third, "dose": table["dose"], "rest": rest})
        .groupby("third", observed=True)
        .agg(districts=("dose", "size"), dose=("dose", "median"), change=("rest", "mean"))
    )
    return {
        "slope": float(fitted.params["dose"]),
        "se": float(fitted.bse["dose"]),
        "lower": float(lower),
        "upper": float(upper),
        "p_value": float(fitted.pvalues["dose"]),
        "districts": len(table),
        "without_dose": without,
        "thirds": thirds.reset_index(),
    }
