"""Whether a sufficient or necessary relation holds within groups of cases too."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from wir.potential.checks import Floats, complete, same_labels
from wir.success.qca.expressions import membership, outcome_membership
from wir.success.qca.fit import necessity_of, sufficiency_of


def cluster_diagnostics(
    data: pd.DataFrame,
    outcome: str,
    expression: str,
    clusters: pd.Series,
    relation: Literal["sufficient", "necessary"] = "sufficient",
) -> pd.DataFrame:
    """Return consistency and coverage of an expression in each cluster and pooled.

    Parameters
    ----------
    data
        Cases × conditions and outcome, memberships 0–1.
    outcome
        Column of the outcome; ``~NAME`` for its absence.
    expression
        Such as ``"A*~B + C"``.
    clusters
        The cluster of each case, such as the federal state or the type of the alliance.
    relation
        How the expression is read.

    Returns
    -------
    DataFrame
        One row per cluster and a last row ``pooled``: ``n``, ``consistency``, ``coverage``, and
        ``distance``, which the pooled row alone has: how unequal the consistencies of the clusters
        are (0 where they are equal; Euclidean distance of their shares from equal shares, over its
        standard deviation for shares drawn at random, so that numbers of clusters compare).

    Raises
    ------
    TypeError, ValueError
        Different labels, a case without a cluster, unknown names.

    References
    ----------
    Garcia-Castro and Ariño (2016), A general approach to panel data set-theoretic research,
    Journal of Advances in Management Sciences & Information Systems 2.
    """
    if relation not in ("sufficient", "necessary"):
        raise ValueError(f"relation is {relation!r}. Expected 'sufficient' or 'necessary'.")
    x, y = membership(data, expression).to_numpy(), outcome_membership(data, outcome)
    same_labels(clusters.index, data.index, "clusters", "data")
    group = clusters.reindex(data.index)
    complete(group, "clusters")
    records = {}
    for name in group.drop_duplicates().sort_values(key=lambda names: names.astype(str)):
        own = (group == name).to_numpy()
        records[name] = (int(own.sum()), *_fit(x[own], y[own], relation))
    share = np.array([row[1] for row in records.values()])
    records["pooled"] = (len(x), *_fit(x, y, relation))
    table = pd.DataFrame.from_dict(
        records, orient="index", columns=["n", "consistency", "coverage"]
    ).rename_axis("cluster")
    table["distance"] = np.nan
    table.loc["pooled", "distance"] = _distance(share[np.isfinite(share)])
    return table


def _fit(x: Floats, y: Floats, relation: str) -> tuple[float, float]:
    if relation == "sufficient":
        consistency, _, coverage = sufficiency_of(x, y)
    else:
        consistency, coverage, _ = necessity_of(x, y)
    return float(consistency), float(coverage)


def _distance(consistency: Floats) -> float:
    count = len(consistency)
    if count < 2 or consistency.sum() <= 0:
        return float("nan")
    plain = float(np.linalg.norm(consistency / consistency.sum() - 1 / count))
    return plain / float(np.sqrt(count / (count**2 + 3 * count + 2)))
