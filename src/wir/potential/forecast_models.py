"""Models that say how probable it is that a region gains an activity, and the baselines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from wir.potential.checks import Floats, listed
from wir.potential.entry_features import FEATURES
from wir.potential.recalibration import LogitScale, fit_scale

# scikit-learn takes a second to import: imported where used.

BASELINES = ("persistence", "lq", "density")
MODELS = {
    "persistence": "Persistence: nothing is gained",
    "lq": "Current location quotient alone",
    "density": "Relatedness density alone",
    "logit": "Logit with all known variables",
    "boosting": "Gradient boosting with all known variables",
}
"""The models and their names in words; the first three are the baselines."""


class Forecaster(Protocol):
    """What a fitted model can do."""

    def predict(self, features: pd.DataFrame) -> Floats:
        """Return the probability of entry for each row."""
        ...


@dataclass(frozen=True)
class BoostingSettings:
    """Settings of the gradient boosting; `seeds` models are averaged.

    With `calibration_folds` of 2 or more the probabilities are recalibrated by what the training
    data say of regions left out (see `wir.potential.recalibration`); with 0 they stay as they are.
    """

    max_leaf_nodes: int = 15
    learning_rate: float = 0.05
    max_iter: int = 200
    min_samples_leaf: int = 50
    l2_regularization: float = 1.0
    max_features: float = 0.5
    seeds: int = 3
    calibration_folds: int = 3


GRID = tuple(
    BoostingSettings(max_leaf_nodes=leaves, max_iter=rounds)
    for leaves, rounds in ((6, 100), (6, 200), (15, 100), (15, 200))
)
"""Settings that `choose_boosting` tries."""


@dataclass(frozen=True)
class _Constant:
    value: float

    def predict(self, features: pd.DataFrame) -> Floats:
        return np.full(len(features), self.value)


@dataclass(frozen=True)
class _Pipeline:
    model: Any
    columns: list[str]

    def predict(self, features: pd.DataFrame) -> Floats:
        return np.asarray(self.model.predict_proba(features[self.columns])[:, 1])


@dataclass(frozen=True)
class Boosted:
    """A mean of boosted models, recalibrated by `scale`; made by `fit_forecast`."""

    models: list[Any]
    columns: list[str]
    scale: LogitScale = field(default_factory=LogitScale)

    def raw(self, features: pd.DataFrame) -> Floats:
        """Return the probabilities before they are recalibrated."""
        values = features[self.columns].to_numpy()
        return np.asarray(np.mean([m.predict_proba(values)[:, 1] for m in self.models], axis=0))

    def predict(self, features: pd.DataFrame) -> Floats:
        """Return the probability of entry for each row."""
        return self.scale.apply(self.raw(features))


def fit_forecast(
    name: str,
    pairs: pd.DataFrame,
    *,
    settings: BoostingSettings | None = None,
    seed: int = 0,
    weights: npt.NDArray[Any] | None = None,
) -> Forecaster:
    """Fit one of `MODELS`.

    Parameters
    ----------
    name
        Key of `MODELS`. ``lq`` and ``density`` are logits on a smooth curve (cubic splines) of
        their one variable, so that they are not beaten for being straight; ``logit`` has such a
        curve of the location quotient and all other variables that have no missing values.
    pairs
        Result of `wir.potential.entry_features.entry_pairs`.
    settings
        Of the gradient boosting.
    seed
        Seed.
    weights
        Weight of each row; for gradient boosting only, which is then not recalibrated.

    Raises
    ------
    ValueError
        An unknown model, or pairs in which nothing or everything enters.
    """
    if name not in MODELS:
        raise ValueError(f"There is no model {name!r}. Models: {listed(MODELS, 9)}.")
    y = pairs["entry"].to_numpy()
    if len(np.unique(y)) < 2:
        raise ValueError(
            f"There are {len(y)} rows with {int(y.sum())} entries; a model needs rows with and "
            "without. Take another threshold, horizon, year or number of folds."
        )
    if name == "persistence":
        return _Constant(0.0)
    if name == "boosting":
        return _boosting(pairs, y, settings or BoostingSettings(), seed, weights)
    return _logit(name, pairs, y)


def _logit(name: str, pairs: pd.DataFrame, y: np.ndarray) -> Forecaster:
    from sklearn.compose import ColumnTransformer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import SplineTransformer, StandardScaler

    curved = {"lq": "log_lq", "density": "density", "logit": "log_lq"}[name]
    others = []
    if name == "logit":
        others = [
            one
            for one in FEATURES
            if one in pairs and one != curved and pairs[one].notna().all() and pairs[one].std() > 0
        ]
    spline = SplineTransformer(n_knots=7, degree=3, knots="quantile", extrapolation="linear")
    model = make_pipeline(
        ColumnTransformer([("curve", spline, [curved]), ("straight", StandardScaler(), others)]),
        LogisticRegression(C=100.0, solver="newton-cholesky", tol=1e-8),
    )
    columns = [curved, *others]
    return _Pipeline(model.fit(pairs[columns], y), columns)


def _boosting(
    pairs: pd.DataFrame,
    y: np.ndarray,
    settings: BoostingSettings,
    seed: int,
    weights: npt.NDArray[Any] | None,
) -> Forecaster:
    columns = [one for one in FEATURES if one in pairs and pairs[one].notna().all()]
    values = pairs[columns].to_numpy()
    models = [
        _booster(settings, seed + 1000 * k).fit(values, y, sample_weight=weights)
        for k in range(settings.seeds)
    ]
    regions = pairs.index.get_level_values("region")
    if settings.calibration_folds < 2 or weights is not None or regions.nunique() < 2:
        return Boosted(models, columns)
    # what each region would have been forecast by a model that has not seen it
    part = fold_numbers(regions, settings.calibration_folds, seed)
    left_out = np.empty(len(y))
    for fold in np.unique(part):
        inside = part == fold
        if len(np.unique(y[~inside])) < 2:
            return Boosted(models, columns)
        model = _booster(settings, seed).fit(values[~inside], y[~inside])
        left_out[inside] = model.predict_proba(values[inside])[:, 1]
    return Boosted(models, columns, fit_scale(left_out, y))


def _booster(settings: BoostingSettings, seed: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(
        max_leaf_nodes=settings.max_leaf_nodes,
        learning_rate=settings.learning_rate,
        max_iter=settings.max_iter,
        min_samples_leaf=settings.min_samples_leaf,
        l2_regularization=settings.l2_regularization,
        max_features=settings.max_features,
        early_stopping=False,
        random_state=seed,
    )


def choose_boosting(
    pairs: pd.DataFrame,
    grid: Sequence[BoostingSettings] = GRID,
    *,
    folds: int = 3,
    seed: int = 0,
) -> tuple[BoostingSettings, pd.DataFrame]:
    """Choose settings by the log loss in regions left out, within the training data.

    Parameters
    ----------
    pairs
        Result of `wir.potential.entry_features.entry_pairs`.
    grid
        Settings to try.
    folds
        Folds of regions; with fewer regions, as many as there are.
    seed
        Seed of folds and models.

    Returns
    -------
    BoostingSettings
        The best of `grid`.
    DataFrame
        The settings tried and their mean log loss.
    """
    from sklearn.metrics import log_loss

    part = fold_numbers(pairs.index.get_level_values("region"), folds, seed)
    rows = []
    for settings in grid:
        single = replace(settings, seeds=1, calibration_folds=0)
        losses = []
        for fold in np.unique(part):
            model = fit_forecast("boosting", pairs[part != fold], settings=single, seed=seed)
            held_out = pairs[part == fold]
            losses.append(log_loss(held_out["entry"], model.predict(held_out), labels=[0, 1]))
        rows.append({**asdict(settings), "log_loss": float(np.mean(losses))})
    table = pd.DataFrame(rows)
    return grid[int(table["log_loss"].to_numpy().argmin())], table


def fold_numbers(labels: pd.Index, folds: int, seed: int) -> np.ndarray:
    """Return a fold number per row, the same for all rows with the same label.

    With fewer labels than `folds`, each is a fold of its own.
    """
    codes, unique = pd.factorize(labels, sort=True)
    number: np.ndarray = np.random.default_rng(seed).permutation(len(unique)) % folds
    return np.asarray(number[codes])


def importance(
    model: Forecaster, pairs: pd.DataFrame, names: Mapping[str, str] = FEATURES, *, seed: int = 0
) -> pd.DataFrame:
    """Return how much average precision is lost when a variable of the model is shuffled once."""
    from sklearn.metrics import average_precision_score

    rng = np.random.default_rng(seed)
    y = pairs["entry"].to_numpy()
    full = average_precision_score(y, model.predict(pairs))
    rows = []
    for name, words in names.items():
        if name in getattr(model, "columns", names) and name in pairs:
            mixed = pairs.assign(**{name: rng.permutation(pairs[name].to_numpy())})
            loss = full - average_precision_score(y, model.predict(mixed))
            rows.append({"variable": name, "name": words, "loss": loss})
    return pd.DataFrame(rows).sort_values("loss", ascending=False, ignore_index=True)
