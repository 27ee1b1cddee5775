"""Models of new ties, and the simple rules they must beat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from wir.partners.pair_features import FEATURES, OF_NEWCOMERS, Floats, Numbers, PairSpace, new_ties
from wir.potential.checks import listed

# scikit-learn takes a second to import: imported where used.

MODELS = {
    "logit": "Logit of the five proximities",
    "boosting": "Gradient boosting of the same variables",
}
BASELINES = {
    "popularity": "Popularity: many partners already",
    "common_neighbours": "Common partners alone",
    "adamic_adar": "Common partners, rare ones count more",
    "distance": "Distance alone: the nearest first",
}
"""The rules to beat; those of common partners say nothing about newcomers."""
ALL = MODELS | BASELINES

FEWEST = 10
"""New ties that are needed to learn from."""
NO_TIES_PER_TIE = 60
"""Pairs without a new tie drawn for the boosting per pair with one; they are weighted up."""


@dataclass(frozen=True)
class PartnerModel:
    """Models of new ties of one group of pairs.

    Attributes
    ----------
    group
        ``known`` or ``newcomer``.
    coefficients
        One row per variable of the logit: ``proximity``, ``label``, ``coefficient``, ``error``,
        ``odds_ratio``, ``lower``, ``upper``, ``spread`` (standard deviation over the pairs).
        Odds ratios are per standard deviation for variables with more than two values and for yes
        against no otherwise.
    intercept
        Of the logit.
    pairs, ties
        Pairs learnt from, and how many of them got a tie.
    """

    group: str
    coefficients: pd.DataFrame
    intercept: float
    booster: Any
    pairs: int
    ties: int

    def predict(self, name: str, features: pd.DataFrame) -> Floats:
        """Return the score of each pair, larger is more probable: log-odds."""
        if name == "logit":
            parts = features[self.coefficients.index].to_numpy(dtype=float)
            return np.asarray(self.intercept + parts @ self.coefficients["coefficient"].to_numpy())
        if name == "boosting" and self.booster is not None:
            raw = self.booster.predict_proba(features[variables_of(self.group)])[:, 1]
            p = np.clip(raw, 1e-12, 1 - 1e-12)
            return np.asarray(np.log(p / (1 - p)))
        raise ValueError(
            f"There is no model {name!r}, or it was not fitted. Models: {listed(MODELS)}."
        )

    def contributions(self, features: pd.DataFrame, usual: pd.Series) -> pd.DataFrame:
        """Return what each proximity adds to the log-odds, compared with a usual pair.

        `usual` is the mean of each variable over the pairs compared with.
        """
        weights = self.coefficients["coefficient"]
        parts = (features[weights.index] - usual[weights.index]) * weights
        return parts.T.groupby(self.coefficients["proximity"]).sum().T


def fit_partner_model(
    before: PairSpace, after: PairSpace, group: str, *, boosting: bool = True, seed: int = 0
) -> PartnerModel:
    """Learn which pairs without a tie at the end of one year have one at the end of another.

    Parameters
    ----------
    before, after
        The same organisations at the end of two years; variables are those of `before`.
    group
        Key of `wir.partners.pair_features.GROUPS`.
    boosting
        Fit the gradient boosting too.
    seed
        Seed of the draw of pairs without a tie, and of the boosting.

    Raises
    ------
    ValueError
        Fewer than ten new ties to learn from.

    Notes
    -----
    The logit learns from all pairs. For the boosting, `NO_TIES_PER_TIE` of the pairs without a new
    tie are drawn per tie and weighted up, so that probabilities stay those of all. Standard errors
    allow for dependence of all pairs that have an organisation in common (Aronow, Samii and
    Assenova 2015). The logit has a small ridge penalty (one unit of prior precision per standard
    deviation), so that rare combinations of kinds stay finite.
    """
    first, second = before.pairs(group)
    came = new_ties(before, after, first, second)
    if came.sum() < FEWEST or came.all():
        raise ValueError(
            f"{int(came.sum())} new ties in {len(came)} pairs ({group}) from {before.year} to "
            f"{after.year}; at least {FEWEST} are needed to learn from, and pairs without one. "
            "Take other years."
        )
    features = before.table(first, second)[variables_of(group)]
    coefficients, intercept = _logit(features, came, first, second)
    booster = None
    if boosting:
        chosen, weights = _drawn(came, seed)
        booster = _booster(features.iloc[chosen], came[chosen], weights, seed)
    return PartnerModel(group, coefficients, intercept, booster, len(came), int(came.sum()))


def variables_of(group: str) -> list[str]:
    """Return the variables of the models of a group of pairs."""
    return OF_NEWCOMERS if group == "newcomer" else list(FEATURES)


def _drawn(came: npt.NDArray[np.bool_], seed: int) -> tuple[Numbers, Floats]:
    """Return the pairs to learn from, in their order, and their weights."""
    ties, others = np.flatnonzero(came), np.flatnonzero(~came)
    wanted = min(len(others), NO_TIES_PER_TIE * len(ties))
    sample = np.random.default_rng(seed).choice(others, wanted, replace=False)
    chosen = np.sort(np.r_[ties, sample])
    return chosen, np.where(came[chosen], 1.0, len(others) / wanted)


def _booster(
    features: pd.DataFrame, came: npt.NDArray[np.bool_], weights: Floats, seed: int
) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    booster = HistGradientBoostingClassifier(
        max_leaf_nodes=8,
        learning_rate=0.05,
        max_iter=200,
        min_samples_leaf=50,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=seed,
    )
    return booster.fit(features, came, sample_weight=weights)


def _logit(
    features: pd.DataFrame, came: npt.NDArray[np.bool_], first: Numbers, second: Numbers
) -> tuple[pd.DataFrame, float]:
    from sklearn.linear_model import LogisticRegression

    values = features.to_numpy(dtype=float)
    mean, spread = values.mean(axis=0), values.std(axis=0)
    keep = np.flatnonzero(spread > 1e-6)
    used = list(features.columns[keep])
    # A number per pair and variable, hundreds of megabytes: one copy, in the order that is fitted.
    x = np.empty((len(values), len(keep)))
    for place, column in enumerate(keep):
        x[:, place] = (values[:, column] - mean[column]) / spread[column]
    del values
    y = came.astype(float)
    fitted = LogisticRegression(C=1.0, solver="newton-cholesky", tol=1e-7, max_iter=200)
    fitted.fit(x, y)
    x = np.column_stack([np.ones(len(x)), x])
    beta = np.r_[fitted.intercept_, fitted.coef_[0]]
    penalty = np.r_[0.0, np.ones(len(used))]
    p = 1 / (1 + np.exp(-x @ beta))
    bread = np.linalg.inv((x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty))
    errors = np.sqrt(np.diag(bread @ _meat(x * (y - p)[:, None], first, second) @ bread))
    table = pd.DataFrame(
        {"beta": beta[1:], "standard": errors[1:], "spread": spread[keep]},
        index=pd.Index(used, name="variable"),
    )
    binary = [features[one].nunique() <= 2 for one in used]
    unit = np.where(binary, table["spread"], 1.0)
    table["odds_ratio"] = np.exp(table["beta"] / unit)
    table["lower"] = np.exp((table["beta"] - 1.96 * table["standard"]) / unit)
    table["upper"] = np.exp((table["beta"] + 1.96 * table["standard"]) / unit)
    table["coefficient"] = table["beta"] / table["spread"]
    table["error"] = table["standard"] / table["spread"]
    table["proximity"] = [FEATURES[one][0] for one in used]
    table["label"] = [FEATURES[one][1] for one in used]
    intercept = float(beta[0] - (table["coefficient"] * mean[keep]).sum())
    return table.drop(columns=["beta", "standard"]), intercept


def _meat(scores: Floats, first: Numbers, second: Numbers) -> Floats:
    """Return the variance of the scores where pairs that share an organisation depend."""
    size = int(max(first.max(), second.max())) + 1
    sums = np.zeros((size, scores.shape[1]))
    np.add.at(sums, first, scores)
    np.add.at(sums, second, scores)
    return np.asarray(sums.T @ sums - scores.T @ scores)


def baseline(name: str, space: PairSpace, first: Numbers, second: Numbers) -> Floats:
    """Return the score of each pair by one of `BASELINES`, larger is more probable."""
    degree = space.degree.to_numpy(dtype=float)
    if name == "popularity":
        # preferential attachment; for a newcomer the partners of the other one
        return np.asarray(np.log1p(degree[first]) + np.log1p(degree[second]))
    if name == "common_neighbours":
        return np.asarray(space.common[first, second], dtype=float)
    if name == "adamic_adar":
        return np.asarray(space.variables["adamic_adar"][first, second], dtype=float)
    if name == "distance":
        return np.asarray(-space.km[first, second], dtype=float)
    raise ValueError(f"There is no baseline {name!r}. Baselines: {listed(BASELINES)}.")


def all_scores(
    model: PartnerModel, space: PairSpace, first: Numbers, second: Numbers,
    names: Sequence[str] | Mapping[str, str] = tuple(ALL),
) -> pd.DataFrame:  # fmt: skip
    """Return the scores of pairs by models and baselines: pairs × names."""
    features = space.table(first, second)
    return pd.DataFrame(
        {
            one: model.predict(one, features)
            if one in MODELS
            else baseline(one, space, first, second)
            for one in names
        }
    )
