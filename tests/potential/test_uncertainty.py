import tracemalloc

import numpy as np
import pandas as pd
import pytest

from wir.potential.aggregation import rank_from_top
from wir.potential.composite import composite_index
from wir.potential.uncertainty import choices_in_words, rank_intervals


def test_nominal_ranks_are_those_of_the_index(
    indicators: pd.DataFrame, structure: pd.DataFrame
) -> None:
    result = rank_intervals(indicators, structure, draws=200, seed=1)
    nominal = composite_index(indicators, structure)
    assert (result.intervals["rank"] == nominal.ranks).all()
    np.testing.assert_allclose(result.intervals["score"], nominal.scores)
    table = result.intervals
    assert (table["lower"] <= table["median"]).all()
    assert (table["median"] <= table["upper"]).all()
    assert table["lower"].min() >= 1
    assert table["upper"].max() <= len(indicators)
    inside = result.draws.ge(table["lower"], axis=0) & result.draws.le(table["upper"], axis=0)
    assert (inside.mean(axis=1) >= 0.9 - 1e-9).all()


def test_nothing_varied_gives_no_interval(
    indicators: pd.DataFrame, structure: pd.DataFrame
) -> None:
    result = rank_intervals(indicators, structure, draws=20, seed=1, vary=())
    assert (result.intervals["lower"] == result.intervals["rank"]).all()
    assert (result.intervals["upper"] == result.intervals["rank"]).all()
    top = result.intervals["rank"] <= 8
    assert (result.intervals["top_share"] == top.astype(float)).all()


def test_the_best_in_everything_is_always_first(
    indicators: pd.DataFrame, structure: pd.DataFrame
) -> None:
    table = indicators.copy()
    table.loc["u11"] = [16.1, 16.1, 16.1, 2.9]  # better than all, and no outlier
    result = rank_intervals(table, structure, draws=500, seed=2, leave_one_out=True)
    row = result.intervals.loc["u11"]
    assert (row[["rank", "lower", "median", "upper"]] == 1).all()
    assert row["top_share"] == 1


def test_same_seed_same_draws(indicators: pd.DataFrame, structure: pd.DataFrame) -> None:
    first = rank_intervals(indicators, structure, draws=50, seed=7)
    again = rank_intervals(indicators, structure, draws=50, seed=7)
    other = rank_intervals(indicators, structure, draws=50, seed=8)
    pd.testing.assert_frame_equal(first.draws, again.draws)
    assert not first.draws.equals(other.draws)


def test_more_concentrated_weights_give_narrower_intervals(
    indicators: pd.DataFrame, structure: pd.DataFrame
) -> None:
    def width(concentration: float) -> float:
        result = rank_intervals(
            indicators,
            structure,
            draws=400,
            seed=3,
            vary=["weights"],
            concentration=concentration,
        )
        return float((result.intervals["upper"] - result.intervals["lower"]).mean())

    assert width(2) > width(16) > width(1000)


def test_weights_scatter_by_a_quarter_at_sixteen() -> None:
    from wir.potential.hierarchy import read_structure
    from wir.potential.uncertainty import _draw_weights

    structure = pd.DataFrame({"indicator": [f"x{i}" for i in range(20)], "pillar": "p"})
    weights = _draw_weights(read_structure(structure), 4000, 16.0, np.random.default_rng(0))[0]
    np.testing.assert_allclose(weights.sum(axis=0), 1)
    np.testing.assert_allclose(weights.mean(axis=1), 0.05, rtol=0.03)
    assert (weights.std(axis=1) / 0.05).mean() == pytest.approx(0.25, abs=0.01)


def test_zero_weights_stay_zero(indicators: pd.DataFrame, structure: pd.DataFrame) -> None:
    table = indicators.assign(d=indicators["d"].sample(frac=1, random_state=0).to_numpy())
    options = {"draws": 100, "seed": 4, "indicator_weights": {"d": 0.0}}
    first = rank_intervals(indicators, structure, **options)
    second = rank_intervals(table, structure, **options)
    pd.testing.assert_frame_equal(first.draws, second.draws)


def test_draws_equal_the_index_with_those_weights(
    indicators: pd.DataFrame, structure: pd.DataFrame
) -> None:
    """A draw is nothing else than the index with its weights, gaps included."""
    from wir.potential.hierarchy import read_structure
    from wir.potential.uncertainty import _draw_weights

    table = indicators.copy()
    table.loc["u05", "b"] = np.nan
    options = {"group_threshold": 0.5}
    result = rank_intervals(table, structure, draws=5, seed=9, vary=["weights"], **options)
    weights = _draw_weights(read_structure(structure), 5, 16.0, np.random.default_rng(9))
    for draw in range(5):
        index = composite_index(
            table,
            structure,
            indicator_weights=dict(zip("abcd", weights[0][:, draw], strict=True)),
            pillar_weights=dict(zip(["one", "two"], weights[1][:, draw], strict=True)),
            **options,
        )
        assert (result.draws[draw] == index.ranks.astype(float)).all()


def test_sensitivity_names_each_choice(indicators: pd.DataFrame, structure: pd.DataFrame) -> None:
    result = rank_intervals(indicators, structure, draws=100, seed=1, leave_one_out=True)
    table = result.sensitivity.set_index("alternative")
    assert list(table.index) == [
        "random weights",
        "zscore",
        "geometric",
        *[f"without {name}" for name in "abcd"],
    ]
    nominal = composite_index(indicators, structure).ranks.astype(float)
    other = composite_index(indicators, structure, "zscore").ranks.astype(float)
    assert table.loc["zscore", "mean_rank_shift"] == pytest.approx((nominal - other).abs().mean())
    without = composite_index(indicators, structure.iloc[:3]).ranks.astype(float)
    shift = (nominal - without).abs()
    assert table.loc["without d", "mean_rank_shift"] == pytest.approx(shift.mean())
    assert table.loc["without d", "max_rank_shift"] == shift.max()


def test_zscore_index_has_no_geometric_alternative(
    indicators: pd.DataFrame, structure: pd.DataFrame
) -> None:
    result = rank_intervals(indicators, structure, draws=30, seed=1, normalisation="zscore")
    row = result.sensitivity.set_index("choice").loc["aggregation"]
    assert row["alternative"] == "not defined for the nominal index"
    assert np.isnan(row["mean_rank_shift"])


def test_a_pillar_with_one_indicator_can_lose_it(indicators: pd.DataFrame) -> None:
    structure = pd.DataFrame({"indicator": list("abc"), "pillar": ["p", "p", "q"]})
    result = rank_intervals(indicators, structure, draws=60, seed=1, leave_one_out=True)
    assert result.intervals.notna().all(axis=None)
    assert result.draws.notna().all(axis=None)


def test_units_without_an_index_have_no_interval(
    indicators: pd.DataFrame, structure: pd.DataFrame
) -> None:
    table = indicators.copy()
    table.loc["u01", ["a", "b"]] = np.nan
    result = rank_intervals(table, structure, draws=40, seed=1)
    assert result.intervals.loc["u01"].isna().all()
    assert result.intervals["upper"].max() <= len(indicators) - 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"draws": 0}, "draws is 0"),
        ({"confidence": 1.0}, "confidence is 1.0"),
        ({"top": 20}, "top is 20"),
        ({"concentration": 0}, "concentration is 0"),
        ({"vary": ["weather"]}, "vary names 'weather'"),
        ({"normalisation": "zscore", "aggregation": "geometric"}, "not defined"),
    ],
)
def test_bad_options(
    indicators: pd.DataFrame, structure: pd.DataFrame, options: dict[str, object], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        rank_intervals(indicators, structure, **{"draws": 10, "seed": 1, **options})


def test_ranks_share_the_minimum_and_skip_gaps() -> None:
    scores = np.array([[3.0], [5.0], [np.nan], [5.0 + 1e-13], [1.0]])
    assert rank_from_top(scores)[:, 0].tolist()[:2] == [3, 1]
    np.testing.assert_array_equal(rank_from_top(scores)[:, 0], [3, 1, np.nan, 1, 4])


def test_planted_truth_is_inside_the_interval() -> None:
    """Units ordered by one latent quality keep that order within the intervals."""
    rng = np.random.default_rng(0)
    quality = np.linspace(0, 10, 60)
    table = pd.DataFrame({f"x{i}": quality + rng.normal(0, 1, 60) for i in range(9)})
    structure = pd.DataFrame({"indicator": table.columns, "pillar": np.repeat(list("pqr"), 3)})
    result = rank_intervals(
        table, structure, draws=500, seed=1, concentration=4, leave_one_out=True
    )
    true_rank = 60 - np.arange(60)
    gap = np.maximum(result.intervals["lower"] - true_rank, true_rank - result.intervals["upper"])
    assert (gap <= 6).all()
    assert np.corrcoef(result.intervals["median"], true_rank)[0, 1] > 0.98


def test_two_thousand_draws_of_all_districts_stay_small() -> None:
    rng = np.random.default_rng(0)
    table = pd.DataFrame(rng.normal(size=(400, 12)), columns=[f"x{i}" for i in range(12)])
    table = table.mask(rng.random(table.shape) < 0.02)
    structure = pd.DataFrame({"indicator": table.columns, "pillar": np.repeat(list("pqrs"), 3)})
    tracemalloc.start()
    result = rank_intervals(table, structure, draws=2000, seed=1, leave_one_out=True)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert result.draws.shape == (400, 2000)
    assert peak < 200e6


def test_no_choice_is_left_as_a_key(indicators: pd.DataFrame, structure: pd.DataFrame) -> None:
    labels = {name: f"Indicator {name.upper()}" for name in "abcd"}
    both = [
        rank_intervals(indicators, structure, draws=20, seed=1, leave_one_out=True, **options)
        for options in ({}, {"normalisation": "zscore"}, {"aggregation": "geometric"})
    ]
    keys = pd.concat([result.sensitivity for result in both])
    words = choices_in_words(keys, labels)
    assert not set(words["choice"]) & set(keys["choice"])
    assert not set(words["alternative"]) & set(keys["alternative"])
    assert "without: Indicator A" in set(words["alternative"])
    pd.testing.assert_series_equal(words["mean_rank_shift"], keys["mean_rank_shift"])
