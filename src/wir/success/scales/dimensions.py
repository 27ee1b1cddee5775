"""How many dimensions a set of items has: parallel analysis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from wir.potential.checks import Floats
from wir.success.scales.answers import complete_rows


@dataclass(frozen=True)
class ParallelAnalysis:
    """Eigenvalues against those of answers without any relation.

    Attributes
    ----------
    table
        One row per dimension (from 1): ``eigenvalue``, ``by_chance`` (mean), ``by_chance_high``
        (the quantile), ``kept``.
    dimensions
        How many are kept: the first ones, as long as the eigenvalue exceeds the quantile.
    n
        Respondents used.
    """

    table: pd.DataFrame
    dimensions: int
    n: int


def parallel_analysis(
    items: pd.DataFrame,
    *,
    kind: Literal["components", "factors"] = "components",
    draws: int = 500,
    quantile: float = 0.95,
    seed: int = 0,
) -> ParallelAnalysis:
    """Compare the eigenvalues of the correlations with those of shuffled answers.

    The answers to each item are shuffled among the respondents, which keeps the items' shares and
    breaks all relations between them.

    Parameters
    ----------
    items
        Respondents × items; only respondents who answered every item are used.
    kind
        ``components``: of the correlations; ``factors``: with squared multiple correlations on the
        diagonal.
    draws, seed
        Of the shuffling.
    quantile
        Of the eigenvalues by chance that must be exceeded.

    Raises
    ------
    TypeError, ValueError
        Fewer than two items, too few complete respondents, items without variation, fewer than 20
        draws.

    References
    ----------
    Horn (1965), A rationale and test for the number of factors in factor analysis, Psychometrika
    30. Buja and Eyuboglu (1992), Remarks on parallel analysis, Multivariate Behavioral Research 27.
    """
    if kind not in ("components", "factors"):
        raise ValueError(f"kind is {kind!r}. Expected 'components' or 'factors'.")
    if draws < 20 or not 0 < quantile < 1:
        raise ValueError(
            f"draws is {draws} and quantile {quantile}. Expected 20 draws or more and a share."
        )
    table = complete_rows(items, least_rows=items.shape[1] + 2)
    X = table.to_numpy()
    observed = _eigenvalues(X, kind)
    rng = np.random.default_rng(seed)
    drawn = np.array([_eigenvalues(rng.permuted(X, axis=0), kind) for _ in range(draws)])
    high = np.quantile(drawn, quantile, axis=0)
    kept = np.logical_and.accumulate(observed > high)
    return ParallelAnalysis(
        pd.DataFrame(
            {
                "eigenvalue": observed,
                "by_chance": drawn.mean(axis=0),
                "by_chance_high": high,
                "kept": kept,
            },
            index=pd.RangeIndex(1, len(observed) + 1, name="dimension"),
        ),
        int(kept.sum()),
        len(table),
    )


def _eigenvalues(X: Floats, kind: str) -> Floats:
    R = np.atleast_2d(np.corrcoef(X, rowvar=False))
    if kind == "factors":
        np.fill_diagonal(R, 1 - 1 / np.diag(np.linalg.pinv(R)))
    return np.asarray(np.linalg.eigvalsh(R)[::-1], np.float64)
