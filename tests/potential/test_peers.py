import numpy as np
import pandas as pd
import pytest

from wir.potential.peers import nearest_peers


@pytest.fixture
def features() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    return pd.DataFrame(
        rng.normal(size=(30, 5)), columns=list("vwxyz"), index=[f"d{i:02d}" for i in range(30)]
    )


def test_distance_by_hand() -> None:
    table = pd.DataFrame({"a": [0.0, 2.0, 4.0], "b": [1.0, 1.0, 4.0]}, index=list("xyz"))
    # sd of a is 2, of b is √3
    result = nearest_peers(table, {"a": 3, "b": 1}, k=2, draws=0)
    first = result.peers[result.peers["unit"] == "x"]
    assert first["peer"].tolist() == ["y", "z"]
    assert first["place"].tolist() == [1, 2]
    assert first["distance"].tolist() == pytest.approx(
        [np.sqrt(0.75 * 1), np.sqrt(0.75 * 4 + 0.25 * 3)]
    )
    why = result.reasons[(result.reasons["unit"] == "x") & (result.reasons["peer"] == "z")]
    assert why["difference"].tolist() == pytest.approx([2, np.sqrt(3)])
    assert why["contribution"].tolist() == pytest.approx([3 / 3.75, 0.75 / 3.75])
    assert why["peer_value"].tolist() == [4, 4]
    assert result.weights.to_dict() == {"a": 0.75, "b": 0.25}


def test_planted_twins_find_each_other(features: pd.DataFrame) -> None:
    table = features.copy()
    table.loc["d09"] = table.loc["d04"] + 0.01
    result = nearest_peers(table, k=3, seed=1)
    best = result.peers.set_index(["unit", "place"])
    assert best.loc[("d04", 1), "peer"] == "d09"
    assert best.loc[("d09", 1), "peer"] == "d04"
    assert best.loc[("d04", 1), "stability"] == 1


def test_contributions_add_up_and_peers_are_sorted(features: pd.DataFrame) -> None:
    result = nearest_peers(features, k=4)
    assert len(result.peers) == 120
    sums = result.reasons.groupby(["unit", "peer"])["contribution"].sum()
    np.testing.assert_allclose(sums, 1)
    assert result.peers.groupby("unit")["distance"].apply(lambda d: d.is_monotonic_increasing).all()
    assert (result.peers["unit"] != result.peers["peer"]).all()
    assert result.peers["stability"].between(0, 1).all()


def test_reasons_name_the_variables(features: pd.DataFrame) -> None:
    table = features.copy()
    table.loc["d01"] = table.loc["d00"] + table.std() * [0, 0.1, 0.2, 0.3, 1]
    result = nearest_peers(
        table, k=1, units=["d00"], candidates=pd.Series(table.index == "d01", table.index)
    )
    row = result.peers.iloc[0]
    assert row["peer"] == "d01"
    assert row["most_similar"] == "v, w"
    assert row["most_different"] == "z, y"


def test_stability_is_lower_for_doubtful_peers(features: pd.DataFrame) -> None:
    loose = nearest_peers(features, k=3, concentration=1, seed=2).peers["stability"].mean()
    tight = nearest_peers(features, k=3, concentration=1000, seed=2).peers["stability"].mean()
    assert loose < tight
    assert tight > 0.95
    again = nearest_peers(features, k=3, concentration=1, seed=2).peers["stability"].mean()
    assert again == loose


def test_candidates_by_unit_and_by_pair(features: pd.DataFrame) -> None:
    east = pd.Series(np.arange(30) < 10, index=features.index)
    chosen = nearest_peers(features, k=3, candidates=east).peers["peer"]
    assert set(chosen) <= set(features.index[:10])
    group = np.arange(30) // 10
    other = pd.DataFrame(group[:, None] != group, index=features.index, columns=features.index)
    pairs = nearest_peers(features, k=3, candidates=other).peers
    place = pd.Series(group, index=features.index)
    assert (place.loc[pairs["unit"]].to_numpy() != place.loc[pairs["peer"]].to_numpy()).all()
    few = pd.Series(np.arange(30) < 2, index=features.index)
    rows = nearest_peers(features, k=5, candidates=few).peers["unit"].value_counts()
    assert rows["d00"] == 1
    assert rows["d20"] == 2


def test_missing_values_are_reweighted_or_exclude(features: pd.DataFrame) -> None:
    table = features.copy()
    table.loc["d03", "v"] = np.nan
    table.loc["d05", ["v", "w"]] = np.nan
    result = nearest_peers(table, k=29)
    assert "d05" not in set(result.peers["peer"])
    assert "d05" not in set(result.peers["unit"])
    why = result.reasons[(result.reasons["unit"] == "d00") & (result.reasons["peer"] == "d03")]
    assert np.isnan(why.set_index("variable").loc["v", "contribution"])
    assert why["contribution"].sum() == pytest.approx(1)
    z = (table - table.mean()) / table.std()
    gap = ((z.loc["d00"] - z.loc["d03"]) ** 2)[list("wxyz")].mean()
    found = result.peers.query("unit == 'd00' and peer == 'd03'")["distance"].item()
    assert found == pytest.approx(np.sqrt(gap))


def test_units_of_measurement_and_order_do_not_matter(features: pd.DataFrame) -> None:
    first = nearest_peers(features, k=2, draws=0).peers
    changed = (features * [1, 10, 100, 0.1, 3] + 7).iloc[::-1]
    second = nearest_peers(changed, k=2, draws=0).peers
    merged = first.merge(second, on=["unit", "place"])
    assert (merged["peer_x"] == merged["peer_y"]).all()
    np.testing.assert_allclose(merged["distance_x"], merged["distance_y"])


def test_alliances_beside_districts_do_not_change_the_scale(features: pd.DataFrame) -> None:
    extended = pd.concat(
        [features, pd.DataFrame([[9.0] * 5], columns=features.columns, index=["A"])]
    )
    own = pd.Series(extended.index != "A", index=extended.index)
    only = nearest_peers(features, k=2, draws=0).peers
    result = nearest_peers(
        extended,
        k=2,
        draws=0,
        units=["A", *features.index],
        candidates=own,
        standardise_over=list(features.index),
    ).peers
    assert (result["unit"] == "A").sum() == 2
    rest = result[result["unit"] != "A"].reset_index(drop=True)
    pd.testing.assert_frame_equal(rest, only)


def test_bad_input_is_named(features: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match=r"weights names 'vv'.* Did you mean 'v'"):
        nearest_peers(features, {"vv": 1})
    with pytest.raises(ValueError, match="weight of 'v' in weights is -1"):
        nearest_peers(features, {"v": -1, "w": 1})
    with pytest.raises(ValueError, match="All weights in weights are zero"):
        nearest_peers(features, {"v": 0})
    with pytest.raises(ValueError, match="fewer than two different values: 'v'"):
        nearest_peers(features.assign(v=1.0))
    with pytest.raises(ValueError, match=r"units names units .*: 'd99'"):
        nearest_peers(features, units=["d99"])
    with pytest.raises(ValueError, match="k is 0"):
        nearest_peers(features, k=0)
    with pytest.raises(ValueError, match=r"candidates and features.*only in features: 'd00'"):
        nearest_peers(features, candidates=pd.Series(True, index=features.index[1:]))
    with pytest.raises(TypeError, match="Expected True and False only"):
        nearest_peers(features, candidates=pd.Series(1, index=features.index))
    with pytest.raises(TypeError, match="Column 'v' of features is not numeric"):
        nearest_peers(features.assign(v="x"))
