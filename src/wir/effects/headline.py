"""The same estimate for all outcomes: what the design can see, and what it found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from wir.effects.placebo import Draws
from wir.effects.power import (
    calibrated,
    critical_value,
    rejection_by_draws,
    rejection_rate,
    smallest_effect,
)
from wir.effects.study import Study, joint_p, make_study, overall, placebo_estimates


def make_studies(
    tables: Mapping[str, pd.DataFrame],
    first: pd.Series,
    controls: Sequence[str],
    cluster: pd.Series,
    group: pd.Series | None,
    *,
    first_year: int | None = None,
    window: int = 8,
) -> tuple[dict[str, Study], dict[str, str]]:
    """Return a study per outcome, and for outcomes that cannot be studied, why not.

    Parameters
    ----------
    tables
        Outcome → districts × years, gaps allowed.
    first, controls, cluster, group, first_year, window
        See `wir.effects.study.make_study`.

    Raises
    ------
    ValueError
        If no outcome can be studied; the message gives the reason for each.
    """
    studies, refused = {}, {}
    for key, table in tables.items():
        try:
            studies[key] = make_study(
                table, first, controls, cluster, group=group, first_year=first_year, window=window
            )
        except ValueError as error:
            refused[key] = str(error)
    if not studies:
        reasons = "; ".join(f"{key}: {reason}" for key, reason in refused.items())
        raise ValueError(f"No outcome can be studied. {reasons}")
    return studies, refused


def design_table(
    studies: Mapping[str, Study], tested: Draws, reference: Draws, power: float = 0.8
) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """Return for each outcome what placebo programmes say about the design.

    Parameters
    ----------
    studies
        Outcome → study.
    tested, reference
        Two separate sets of placebo programmes among districts that were never treated.
    power
        With which the smallest effect is found.

    Returns
    -------
    table : DataFrame
        By outcome: ``bias`` and ``spread`` (mean and standard deviation of the placebo estimates),
        ``by_clusters`` and ``by_draws`` (rejection rates at 5 %), ``smallest`` effect, ``treated``
        (mean number of placebo districts).
    placebos : dict
        Outcome → placebo estimates of `tested`, with the standard error that draws imply.
    """
    rows, placebos = {}, {}
    for key, study in studies.items():
        own = placebo_estimates(study, tested)
        other = placebo_estimates(study, reference, errors=False)["estimate"]
        placebos[key] = calibrated(own, other)
        rows[key] = {
            "bias": own["estimate"].mean(),
            "spread": own["estimate"].std(ddof=1),
            "by_clusters": rejection_rate(own),
            "by_draws": rejection_by_draws(own["estimate"], other),
            "smallest": smallest_effect(placebos[key], power),
            "treated": own["treated"].mean(),
        }
    return pd.DataFrame(rows).T.rename_axis("outcome"), placebos


def headline_table(studies: Mapping[str, Study], moved: Draws) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the mean effect per treated district and year on each outcome.

    Parameters
    ----------
    studies
        Outcome → study.
    moved
        The programme with all alliances moved elsewhere, among treated and controls.

    Returns
    -------
    table : DataFrame
        By outcome: ``estimate``; ``lower``, ``upper`` (effects that the draws do not reject at
        5 %); ``p_draws``, ``p_joint`` (allowing for all outcomes being tested), ``se``,
        ``p_clusters``; ``last_year``, ``treated``, ``controls``, ``district_years``.
    drawn : DataFrame
        Draws × outcomes: estimates under the sharp null.
    """
    rows, columns = {}, {}
    for key, study in studies.items():
        columns[key] = placebo_estimates(study, moved, errors=False)["estimate"]
        found = overall(study)
        limit = critical_value(columns[key])
        large = int((columns[key].abs() >= abs(found.att) * (1 - 1e-12)).sum())
        last = int(study.outcomes.columns[-1])
        start = study.first[study.treated]
        rows[key] = {
            "estimate": found.att,
            "lower": found.att - limit,
            "upper": found.att + limit,
            "p_draws": (1 + large) / (int(columns[key].notna().sum()) + 1),
            "se": found.se,
            "p_clusters": found.p_value,
            "last_year": last,
            "treated": len(study.treated),
            "controls": len(study.controls),
            "district_years": int((last - start + 1).sum()),
        }
    table = pd.DataFrame(rows).T.rename_axis("outcome")
    drawn = pd.DataFrame(columns)
    table["p_joint"] = joint_p(table["estimate"], drawn)
    counts = ["last_year", "treated", "controls", "district_years"]
    return table.astype(dict.fromkeys(counts, int)), drawn
