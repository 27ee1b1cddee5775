"""Factors against outcomes: the models agree with the careful ones, and find what is planted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from wir.success.analysis_data import alliance_table, analysis_data, planted_effects
from wir.success.models import firth_logit, impute, ordered_logit
from wir.success.success_models import KINDS, classes, effects, factor_table


@pytest.fixture
def cases() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    X = pd.DataFrame(rng.normal(size=(44, 3)) * [1, 5, 0.2], columns=list("abc"))
    y = (rng.random(44) < 1 / (1 + np.exp(-1.5 * X["a"]))).astype(float)
    o = np.digitize(X["a"] + rng.logistic(size=44), [-1, 0, 1]).astype(float)
    return X.assign(y=y, o=o, z=2 * X["b"] + rng.normal(size=44))


def test_penalised_models_are_firths_and_the_ordered_one(cases: pd.DataFrame) -> None:
    X, columns = cases[list("abc")], ["estimate", "standard_error"]
    firth = firth_logit(X, cases["y"]).table.loc[list("abc"), columns]
    found = effects(cases, "y", "binary", list("abc"))
    np.testing.assert_allclose(found[columns], firth, rtol=1e-5)
    ordered = ordered_logit(X, cases["o"], penalty="jeffreys").table[columns]
    found = effects(cases, "o", "ordered", list("abc"))
    np.testing.assert_allclose(found[columns], ordered, rtol=1e-5)


def test_linear_effects_are_in_the_units_of_the_data(cases: pd.DataFrame) -> None:
    found = effects(cases, "z", "linear", ["b"], ["a"])
    assert found.index.tolist() == ["b"]
    assert found.loc["b", "lower"] < 2 < found.loc["b", "upper"]


def test_counts_become_four_classes_of_about_the_same_size() -> None:
    counts = pd.Series([*range(40), np.nan])
    found = classes(counts)
    assert found.value_counts().tolist() == [10] * 4
    assert np.isnan(found.iloc[-1])
    assert classes(pd.Series([1.0, 2.0, 2.0])).tolist() == [1.0, 2.0, 2.0]


def test_planted_effects_are_found_and_no_others() -> None:
    data = analysis_data("", 20190401)
    first = data.answers[data.answers["wave"] == 1]
    later = data.answers[data.answers["wave"] == 2]
    table = alliance_table(first, later, data.records)
    factors = [*data.truth["constructs"]]
    chosen = {key: KINDS[key] for key in ("progress", "funds_drawn")}
    found = factor_table(
        impute(table, 2, seed=1), table, chosen, factors, ["round2"], draws=199, seed=1
    )
    found = planted_effects(found, data.truth).set_index(["outcome", "factor"])
    real = found[found["planted"] != 0]
    assert set(real.index) == {("progress", "strategy"), ("funds_drawn", "management")}
    assert real["found"].all()
    assert found.loc[found["planted"] == 0, "found"].sum() <= 1
    inside = (real["together_lower"] < real["planted"]) & (real["planted"] < real["together_upper"])
    assert inside.all()
    assert found.loc[("funds_drawn", "management"), "missing_information"] > 0
    assert found.loc[("funds_drawn", "management"), "n"] == table["funds_drawn"].count() < 44


def test_unknown_columns_are_named(cases: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="no columns 'nope'"):
        factor_table([cases, cases], cases, {"y": "binary"}, ["nope"])
