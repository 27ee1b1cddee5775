"""How far trends may differ before a conclusion falls: bounds of Rambachan and Roth.

Rambachan and Roth (2023), A more credible approach to parallel trends, Review of Economic Studies
90; computed by the package diff-diff.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import pandas as pd

from wir.effects.study import Study


def honest_bounds(
    study: Study, relative: Sequence[float] = (0.0, 0.5, 1.0, 1.5, 2.0)
) -> pd.DataFrame:
    """Return intervals for the mean effect that allow trends to differ after the start.

    Parameters
    ----------
    study
        Outcome and comparison, as for the headline (regression of the controls, clustered).
    relative
        M̄: the largest change of the difference in trends from one year to the next after the start,
        as a multiple of the largest one before it.

    Returns
    -------
    DataFrame
        ``relative``, ``lower``, ``upper`` (bounds of the effect), ``ci_lower``, ``ci_upper``
        (robust 95 % interval). The target is the plain mean over event times from 0 on.

    Raises
    ------
    ValueError
        Fewer than two event times before the start, or no estimate of their covariance (such as
        with a single treated district, or few clusters). The message says what is possible.
    """
    from diff_diff import CallawaySantAnna, compute_honest_did

    long = study.outcomes.rename_axis("unit").reset_index()
    long = long.melt("unit", var_name="year", value_name="outcome")
    long["year"] = long["year"].astype(int)
    first = study.first.where(study.first <= study.outcomes.columns[-1], 0).astype(int)
    long["first"] = long["unit"].map(first)
    long["cluster"] = long["unit"].map(pd.Series(study.cluster, dtype="object"))
    for name in study.covariates:
        long[name] = long["unit"].map(study.covariates[name])
    model = CallawaySantAnna(
        control_group="never_treated",
        estimation_method="reg",
        base_period="universal",
        cluster="cluster",
        cband=False,
    )
    rows = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = model.fit(
            long,
            outcome="outcome",
            unit="unit",
            time="year",
            first_treat="first",
            covariates=list(study.covariates),
            aggregate="event_study",
        )
        for one in relative:
            try:
                found = compute_honest_did(fitted, method="relative_magnitude", M=float(one))
            except ValueError as error:
                treated, groups = study.treated, study.cluster
                raise ValueError(
                    f"With {len(treated)} treated district{'s' * (len(treated) != 1)} in "
                    f"{groups[treated].nunique()} of {groups.nunique()} clusters, no bounds can be "
                    "computed: too few to know how the effects of different years go together, or "
                    "too few years before the start. Possible instead: the rank among moved "
                    "programmes, and that of each district among its placebos."
                ) from error
            rows.append((one, found.lb, found.ub, found.ci_lb, found.ci_ub))
    return pd.DataFrame(rows, columns=["relative", "lower", "upper", "ci_lower", "ci_upper"])


def breakdown(bounds: pd.DataFrame) -> float | None:
    """Return the largest M̄ at which the robust interval excludes zero; None if there is none."""
    away = bounds[(bounds["ci_lower"] > 0) | (bounds["ci_upper"] < 0)]
    return None if away.empty else float(away["relative"].max())
