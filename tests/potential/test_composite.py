from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wir.potential.composite import composite_index
from wir.potential.preparation import impute_group_mean, per_denominator, screen_units


def test_known_answer_by_hand(structure: pd.DataFrame) -> None:
    table = pd.DataFrame(
        {"a": [0, 5, 10], "b": [1, 2, 3], "c": [30, 10, 20], "d": [1, 2, 5]}, index=["x", "y", "z"]
    )
    result = composite_index(table, structure)
    # one: x 0, y 50, z 100; two: c is 100, 0, 50 and d reversed 100, 75, 0
    np.testing.assert_allclose(result.pillars["one"], [0, 50, 100])
    np.testing.assert_allclose(result.pillars["two"], [100, 37.5, 25])
    np.testing.assert_allclose(result.scores, [50, 43.75, 62.5])
    assert result.ranks.tolist() == [2, 3, 1]
    np.testing.assert_allclose(result.contributions, [[0, 50], [25, 18.75], [50, 12.5]])
    assert result.weights.tolist() == [0.25] * 4
    assert list(result.scores.index) == ["x", "y", "z"]


def test_geometric_mean_by_hand(structure: pd.DataFrame) -> None:
    table = pd.DataFrame({"a": [0, 10, 10], "b": [0, 10, 10], "c": [5, 5, 0], "d": [2, 2, 7]})
    result = composite_index(table, structure, aggregation="geometric")
    np.testing.assert_allclose(result.scores, [10, 100, 10])
    assert result.ranks.tolist() == [2, 1, 2]
    np.testing.assert_allclose(result.contributions, [[0, 10], [50, 50], [10, 0]])


def test_one_kind_of_mean_per_layer(indicators: pd.DataFrame, structure: pd.DataFrame) -> None:
    mixed = composite_index(indicators, structure, aggregation=["arithmetic", "geometric"])
    expected = np.sqrt(mixed.pillars["one"] * mixed.pillars["two"])
    np.testing.assert_allclose(mixed.scores, expected)
    np.testing.assert_allclose(mixed.pillars["one"], mixed.normalised[["a", "b"]].mean(axis=1))
    np.testing.assert_allclose(mixed.contributions.sum(axis=1), mixed.scores)
    with pytest.raises(ValueError, match="names 3 means, but the structure has 2 layers"):
        composite_index(indicators, structure, aggregation=["arithmetic"] * 3)


def test_zscores_have_mean_zero(indicators: pd.DataFrame, structure: pd.DataFrame) -> None:
    result = composite_index(indicators, structure, "zscore")
    np.testing.assert_allclose(result.normalised.mean(), 0, atol=1e-12)
    np.testing.assert_allclose(result.normalised.std(), 1)
    np.testing.assert_allclose(result.contributions.sum(axis=1), result.scores)
    with pytest.raises(ValueError, match="geometric mean of z-scores is not defined"):
        composite_index(indicators, structure, "zscore", "geometric")


def test_weights_of_indicators_and_pillars(
    indicators: pd.DataFrame, structure: pd.DataFrame
) -> None:
    given = {"indicator_weights": {"a": 3.0, "d": 0.0}, "pillar_weights": {"two": 4.0}}
    result = composite_index(indicators, structure, **given)
    n = result.normalised
    expected = 0.2 * (0.75 * n["a"] + 0.25 * n["b"]) + 0.8 * n["c"]
    np.testing.assert_allclose(result.scores, expected)
    np.testing.assert_allclose(result.weights, [0.15, 0.05, 0.8, 0])


def test_missing_values_are_reweighted_until_too_few_are_left() -> None:
    table = pd.DataFrame(np.random.default_rng(0).normal(size=(6, 8)), columns=list("abcdefgh"))
    table.loc[1, "a"] = np.nan
    table.loc[2, ["a", "b"]] = np.nan
    structure = pd.DataFrame({"indicator": list("abcdefgh"), "pillar": ["p"] * 4 + ["q"] * 4})
    result = composite_index(table, structure)
    kept = result.normalised.loc[1, ["b", "c", "d"]].mean()
    assert result.pillars.loc[1, "p"] == pytest.approx(kept)
    assert result.scores.notna().tolist() == [True, True, False, True, True, True]
    assert np.isnan(result.pillars.loc[2, "p"])
    assert result.pillars.loc[2, "q"] > 0
    assert result.ranks.isna().tolist() == [False, False, True, False, False, False]
    assert sorted(result.ranks.dropna()) == [1, 2, 3, 4, 5]
    assert result.contributions.loc[2].isna().all()
    lenient = composite_index(table, structure, group_threshold=0.5)
    assert lenient.scores.notna().all()
    by_one = composite_index(table, structure, index_threshold=0.5)
    assert by_one.scores[2] == pytest.approx(by_one.pillars.loc[2, "q"])
    assert by_one.log.loc["a", "missing"] == 2


def test_outliers_are_logged_and_can_be_left_alone(
    indicators: pd.DataFrame, structure: pd.DataFrame
) -> None:
    table = indicators.copy()
    table.loc["u03", "a"] = 1000.0
    result = composite_index(table, structure)
    assert result.log.loc["a", "treatment"] == "winsorised"
    assert result.log.loc["a", "points_treated"] == 1
    assert result.treated.loc["u03", "a"] == indicators["a"].drop("u03").max()
    for options in ({"winsorise": False}, {"structure": structure.assign(treat=False)}):
        left = composite_index(table, **{"structure": structure, **options})
        assert left.treated.loc["u03", "a"] == 1000
        assert not left.log.loc["a", "passed"]


def test_columns_that_the_structure_does_not_name_are_ignored(
    indicators: pd.DataFrame, structure: pd.DataFrame
) -> None:
    more = indicators.assign(name="text")
    pd.testing.assert_series_equal(
        composite_index(more, structure).scores, composite_index(indicators, structure).scores
    )


@given(st.integers(0, 10_000), st.floats(0.1, 50), st.floats(-100, 100))
@settings(max_examples=30, deadline=None)
def test_units_of_measurement_and_order_do_not_matter(
    seed: int, scale: float, shift: float
) -> None:
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(rng.lognormal(size=(25, 4)), columns=list("abcd"))
    structure = pd.DataFrame(
        {"indicator": list("abcd"), "pillar": ["p", "p", "q", "q"], "direction": [1, -1, 1, 1]}
    )
    first = composite_index(table, structure).scores
    changed = (table * scale + shift).sample(frac=1, random_state=seed)
    second = composite_index(changed, structure.iloc[::-1]).scores
    np.testing.assert_allclose(second.loc[first.index], first, atol=1e-6)


def test_doing_better_never_hurts(indicators: pd.DataFrame, structure: pd.DataFrame) -> None:
    for aggregation in ("arithmetic", "geometric"):
        before = composite_index(indicators, structure, aggregation=aggregation)
        better = indicators.copy()
        better.loc["u07", "c"] += 0.2
        better.loc["u07", "d"] -= 0.2
        after = composite_index(better, structure, aggregation=aggregation)
        assert after.scores["u07"] > before.scores["u07"]


def test_the_mirror_index_has_the_mirror_ranks(
    indicators: pd.DataFrame, structure: pd.DataFrame
) -> None:
    result = composite_index(indicators, structure)
    mirrored = composite_index(indicators, structure.assign(direction=-structure["direction"]))
    np.testing.assert_allclose(result.scores + mirrored.scores, 100)
    assert (result.ranks + mirrored.ranks == len(indicators) + 1).all()


def test_input_is_not_changed(indicators: pd.DataFrame, structure: pd.DataFrame) -> None:
    copies = indicators.copy(deep=True), structure.copy(deep=True)
    composite_index(indicators, structure, indicator_weights={"a": 2.0})
    pd.testing.assert_frame_equal(indicators, copies[0])
    pd.testing.assert_frame_equal(structure, copies[1])


def _bad(table: pd.DataFrame, kind: str) -> pd.DataFrame:
    if kind == "twice":
        return pd.concat([table, table.iloc[[2]]])
    if kind == "text":
        return table.assign(b=["n/a"] + ["1"] * (len(table) - 1))
    if kind == "unknown":
        return table.rename(columns={"b": "bb"})
    if kind == "constant":
        return table.assign(b=3.0)
    if kind == "empty":
        return table.assign(b=np.nan)
    if kind == "infinite":
        return table.assign(b=[np.inf] + [1.0] * (len(table) - 1))
    return table.iloc[:1]


@pytest.mark.parametrize(
    ("kind", "error", "message"),
    [
        ("twice", ValueError, r"more than once: 'u02'"),
        ("text", TypeError, r"Column 'b' .* not numeric .*'n/a' in row 'u00'"),
        ("unknown", ValueError, r"no column 'b'.* Its columns are 'a', 'bb'"),
        ("constant", ValueError, r"same value in every unit: 'b'"),
        ("empty", ValueError, r"without any value: 'b'"),
        ("infinite", ValueError, r"infinite value in row 'u00', column 'b'"),
        ("one", ValueError, r"has 1 unit\(s\)"),
    ],
)
def test_bad_tables_are_named(
    indicators: pd.DataFrame,
    structure: pd.DataFrame,
    kind: str,
    error: type[Exception],
    message: str,
) -> None:
    with pytest.raises(error, match=message):
        composite_index(_bad(indicators, kind), structure)


def test_not_a_table(structure: pd.DataFrame) -> None:
    with pytest.raises(TypeError, match="must be a pandas DataFrame, found list"):
        composite_index([1, 2], structure)  # type: ignore[arg-type]


@pytest.mark.gold
def test_every_stage_equals_coinr(gold: Callable[[str], Any]) -> None:
    asem = gold("coinr_asem")

    def stage(name: str) -> pd.DataFrame:
        return asem.table(f"stage_{name}.csv", index_col=0)

    meta = asem.table("ASEM_iMeta.csv").set_index("iCode")
    rows = meta[meta["Type"] == "Indicator"]
    structure = pd.DataFrame(
        {
            "indicator": rows.index,
            "pillar": rows["Parent"].to_numpy(),
            "half": rows["Parent"].map(meta["Parent"]).to_numpy(),
            "direction": rows["Direction"].to_numpy(),
            "weight": rows["Weight"].to_numpy(),
        }
    )
    structure["pillar_weight"] = structure["pillar"].map(meta["Weight"])
    structure["half_weight"] = structure["half"].map(meta["Weight"])

    data = asem.table("ASEM_iData.csv").set_index("uCode")
    pairs = rows["Denominator"].dropna().to_dict()
    divided = per_denominator(data[rows.index], data[sorted(set(pairs.values()))], pairs)
    expected = stage("Denominated")
    np.testing.assert_allclose(divided.loc[expected.index], expected, rtol=1e-12)
    imputed = impute_group_mean(expected, data["EurAsia_group"].loc[expected.index])
    np.testing.assert_allclose(imputed, stage("Imputed"), rtol=1e-12)
    screened = screen_units(imputed, 0.9)
    assert list(screened.index) == list(stage("Screened").index)

    result = composite_index(stage("Screened"), structure, levels=("pillar", "half"))
    np.testing.assert_allclose(result.treated, stage("Treated"), rtol=1e-12)
    assert (result.log["treatment"] == "winsorised").sum() == 15
    np.testing.assert_allclose(result.normalised, stage("Normalised"), atol=1e-9)
    aggregated = stage("Aggregated")
    for level in ("pillar", "half"):
        scores = result.groups[level]
        np.testing.assert_allclose(scores, aggregated[scores.columns], atol=1e-9)
    np.testing.assert_allclose(result.scores, aggregated["Index"], atol=1e-9)
    np.testing.assert_allclose(result.contributions.sum(axis=1), result.scores, atol=1e-9)
    published = pd.DataFrame(asem.expected["results"]).set_index("uCode")
    assert (result.ranks.loc[published.index] == published["Rank"]).all()
    np.testing.assert_allclose(
        result.scores.loc[published.index], published["Index"], atol=0.005001
    )
