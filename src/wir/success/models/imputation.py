"""Multiple imputation of missing answers, and Rubin's rules for what comes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import t

from wir.potential.checks import Floats, complete, listed, numeric_table, same_labels

Booleans = npt.NDArray[np.bool_]
RIDGE = 1e-5
"""Share added to the diagonal of the cross products, so that related variables do not matter."""


def impute(
    data: pd.DataFrame, draws: int = 20, *, rounds: int = 10, donors: int = 5, seed: int = 0
) -> list[pd.DataFrame]:
    """Return completed copies of a table in which missing values are drawn from similar cases.

    Chained equations with predictive mean matching: each variable in turn is regressed on all
    others, and a missing value, predicted with coefficients drawn from their distribution, takes
    the observed value of one of the cases whose prediction is nearest. So only values that occur
    are filled in.
    It assumes that what is missing depends on what is observed only.

    Parameters
    ----------
    data
        Cases × variables, including the outcome and all variables of the later model.
    draws
        Completed copies; as many as percent of the cases are incomplete is a good rule.
    rounds
        Passes over all variables before a copy is kept.
    donors
        How many nearest cases a value is drawn from.
    seed
        Of the draws.

    Returns
    -------
    list of DataFrame

    Raises
    ------
    TypeError, ValueError
        Values that are not numbers, a variable without any value or with one value only and gaps,
        fewer observed values than variables + 2.

    References
    ----------
    van Buuren (2018), Flexible imputation of missing data, 2nd edition, algorithm 3.3 (matching of
    type 1). statsmodels' `MICEData` does the same with a formula per step; that takes a hundred
    times as long, too long for the thousand samples of a study of coverage.
    """
    if draws < 2 or rounds < 1 or donors < 1:
        raise ValueError(
            f"draws is {draws}, rounds {rounds}, donors {donors}. Expected two draws or more, and "
            "one or more of the others."
        )
    table = numeric_table(data, "data")
    gaps = table.columns[table.isna().any()]
    if not len(gaps):
        return [table.copy() for _ in range(draws)]
    varying = [name for name in table.columns if table[name].nunique() >= 2]
    bad = [name for name in gaps if name not in varying]
    if bad:
        raise ValueError(
            f"Variables with gaps and no two different values: {listed(bad)}. Nothing can be drawn "
            "for them; leave them out."
        )
    few = [name for name in gaps if table[name].count() < len(varying) + 2]
    if few:
        raise ValueError(
            f"Variables with fewer observed values than the {len(varying)} variables and two more: "
            f"{listed(few)}. Impute with fewer variables."
        )
    values = table[varying].to_numpy()
    order = [varying.index(name) for name in table[list(gaps)].isna().sum().sort_values().index]
    result = []
    for child in np.random.SeedSequence(seed).spawn(draws):
        rng = np.random.default_rng(child)
        filled = _filled_by_chance(values, rng)
        for _ in range(rounds):
            for column in order:
                _match(filled, np.isnan(values[:, column]), column, donors, rng)
        copy = table.copy()
        copy[varying] = filled
        result.append(copy)
    return result


def _filled_by_chance(values: Floats, rng: np.random.Generator) -> Floats:
    """Return the values with each gap filled by any observed value of the variable."""
    filled = values.copy()
    for column in range(values.shape[1]):
        missing = np.isnan(values[:, column])
        filled[missing, column] = rng.choice(values[~missing, column], int(missing.sum()))
    return filled


def _match(
    filled: Floats, missing: Booleans, column: int, donors: int, rng: np.random.Generator
) -> None:
    """Draw the missing values of one variable anew, in place."""
    others = np.delete(filled, column, axis=1)
    spread = others.std(axis=0)
    X = np.column_stack(
        [np.ones(len(filled)), (others - others.mean(axis=0)) / np.where(spread > 0, spread, 1)]
    )
    known, y = X[~missing], filled[~missing, column]
    cross = known.T @ known
    inverse = np.linalg.inv(cross + RIDGE * np.diag(np.diag(cross)))
    beta = inverse @ known.T @ y
    residual = y - known @ beta
    variance = residual @ residual / rng.chisquare(max(len(y) - X.shape[1], 1))
    drawn = beta + np.sqrt(variance) * np.linalg.cholesky(inverse) @ rng.normal(size=len(beta))
    distance = np.abs((X[missing] @ drawn)[:, None] - (known @ beta)[None, :])
    near = np.argsort(distance, axis=1, kind="stable")[:, :donors]
    pick = rng.integers(0, near.shape[1], len(near))
    filled[missing, column] = y[near[np.arange(len(near)), pick]]


def pool(
    estimates: pd.DataFrame,
    standard_errors: pd.DataFrame,
    complete_df: float = np.inf,
    *,
    level: float = 0.95,
) -> pd.DataFrame:
    """Return pooled estimates after Rubin, with degrees of freedom after Barnard and Rubin.

    The variance is the mean of the squared standard errors (within) plus (1 + 1/m) times the
    variance of the estimates (between).

    Parameters
    ----------
    estimates, standard_errors
        Imputations × terms, on a scale on which estimates are nearly normal (log odds, not odds).
    complete_df
        Degrees of freedom had nothing been missing, such as cases less coefficients.
    level
        Of the intervals.

    Returns
    -------
    DataFrame
        One row per term: ``estimate``, ``standard_error``, ``df``, ``t``, ``p``, ``lower``,
        ``upper``, ``missing_information`` (fraction, 0–1), ``relative_increase`` (of the variance).

    Raises
    ------
    TypeError, ValueError
        Fewer than two imputations, other labels, missing or negative values.

    References
    ----------
    Barnard and Rubin (1999), Small-sample degrees of freedom with multiple imputation, Biometrika
    86. van Buuren (2018), section 2.3 and 2.4.
    """
    values = numeric_table(estimates, "estimates")
    errors = numeric_table(standard_errors, "standard_errors")
    same_labels(errors.columns, values.columns, "the columns of standard_errors", "estimates")
    same_labels(errors.index, values.index, "standard_errors", "estimates")
    errors = errors.reindex(index=values.index, columns=values.columns)
    complete(values, "estimates")
    complete(errors, "standard_errors")
    m = len(values)
    if m < 2 or (errors < 0).to_numpy().any() or not complete_df > 0:
        raise ValueError(
            f"There are {m} imputations, and complete_df is {complete_df}. Expected two "
            "imputations or more, no negative standard error, and positive degrees of freedom."
        )
    mean, within = values.mean(), (errors**2).mean()
    between = values.var(ddof=1)
    total = within + (1 + 1 / m) * between
    with np.errstate(divide="ignore", invalid="ignore"):
        share = ((1 + 1 / m) * between / total).to_numpy()
        increase = ((1 + 1 / m) * between / within).to_numpy()
        old = (m - 1) / share**2
        if np.isinf(complete_df):
            df = old
        else:
            observed = (complete_df + 1) / (complete_df + 3) * complete_df * (1 - share)
            df = np.where(share > 0, 1 / (1 / old + 1 / observed), observed)
        error = np.sqrt(total.to_numpy())
        statistic = mean.to_numpy() / error
        information = (increase + 2 / (df + 3)) / (increase + 1)
    half = t.ppf((1 + level) / 2, df) * error
    return pd.DataFrame(
        {
            "estimate": mean,
            "standard_error": error,
            "df": df,
            "t": statistic,
            "p": 2 * t.sf(np.abs(statistic), df),
            "lower": mean - half,
            "upper": mean + half,
            "missing_information": np.where(share > 0, information, 0.0),
            "relative_increase": increase,
        },
        index=values.columns.rename("term"),
    )


def fit_and_pool(
    imputed: Sequence[pd.DataFrame],
    model: Callable[[pd.DataFrame], pd.DataFrame],
    complete_df: float = np.inf,
    *,
    level: float = 0.95,
) -> pd.DataFrame:
    """Fit a model to each completed table and pool the results.

    Parameters
    ----------
    imputed
        From `impute`.
    model
        Takes a table and returns one with the columns ``estimate`` and ``standard_error``, such as
        ``lambda data: firth_logit(data, "y").table``.
    complete_df, level
        As for `pool`.
    """
    tables = [model(one) for one in imputed]
    estimates = pd.DataFrame([one["estimate"] for one in tables]).reset_index(drop=True)
    errors = pd.DataFrame([one["standard_error"] for one in tables]).reset_index(drop=True)
    return pool(estimates, errors, complete_df, level=level)
