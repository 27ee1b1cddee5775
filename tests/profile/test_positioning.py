"""Positions of groups: known answers, planted truths, properties."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from wir.profile.drift import drift, moved_terms
from wir.profile.evidence import Evidence
from wir.profile.mapping import similarity_map
from wir.profile.positioning import allies, distinctiveness, rivals, similarity, typical_terms
from wir.profile.reference import among_keywords
from wir.profile.text import Analyser, TermCounts, count_terms, tf_idf, weighted_log_odds
from wir.profile.topics import best_match, choose_topics, topic_stability, topics_by_chance


def counts_of(rows: dict[str, str]) -> pd.DataFrame:
    terms = count_terms(rows.values(), Analyser("en"))
    return terms.by(list(rows))


GROUPS = {
    "a": "moss peat marsh wetland",
    "b": "moss peat marsh clay",
    "c": "drone flight sensor wetland",
    "d": "robot laser steel",
}


def planted(groups: int = 12, themes: int = 3, words: int = 8, seed: int = 1) -> pd.DataFrame:
    """Return counts of groups of which each speaks of one theme, with some noise."""
    rng = np.random.default_rng(seed)
    rate = np.full((groups, themes * words), 0.15)
    for group in range(groups):
        start = (group % themes) * words
        rate[group, start : start + words] = 4.0
    index = [f"g{group:02d}" for group in range(groups)]
    return pd.DataFrame(rng.poisson(rate), index=index).add_prefix("t")


def test_similarity_is_the_cosine_of_the_weights() -> None:
    counts = counts_of(GROUPS)
    S = similarity(counts)
    W = tf_idf(counts)
    assert S.loc["a", "b"] == pytest.approx(float(W.loc["a"] @ W.loc["b"]))
    assert S.loc["d"].drop("d").eq(0).all()
    np.testing.assert_allclose(S, S.T)
    np.testing.assert_allclose(np.diag(S), 1)


def test_a_group_without_terms_is_not_known() -> None:
    counts = counts_of(GROUPS)
    counts.loc["e"] = 0
    assert similarity(counts).loc["e"].isna().all()
    assert distinctiveness(counts, draws=50).loc["e"].isna().all()


def test_distinctiveness_by_hand() -> None:
    table = distinctiveness(counts_of(GROUPS), draws=0)
    assert table.loc["d", "distinctiveness"] == pytest.approx(1)
    W = tf_idf(counts_of(GROUPS))
    others = W.loc[["b", "c", "d"]].sum()
    expected = 1 - W.loc["a"] @ others / np.linalg.norm(others)
    assert table.loc["a", "distinctiveness"] == pytest.approx(float(expected))
    assert table["rank"].to_dict() == {"a": 3, "b": 4, "c": 2, "d": 1} or (
        table.loc["d", "rank"] == 1
    )
    assert table["lower"].isna().all()


def test_two_groups_that_say_the_same_are_not_distinct() -> None:
    counts = pd.DataFrame([[1, 2, 3]] * 3, index=list("abc")).add_prefix("t")
    np.testing.assert_allclose(distinctiveness(counts, draws=20)["distinctiveness"], 0, atol=1e-9)


def test_the_interval_covers_what_many_terms_would_show() -> None:
    # one term in four is shared with all; with many terms the value is known
    def draw(terms: int, seed: int) -> pd.DataFrame:
        rng = np.random.default_rng(seed)
        values = np.zeros((6, terms))
        for term in range(terms):
            if rng.random() < 0.25:
                values[:, term] = 1
            else:
                values[rng.integers(6), term] = 1
        return pd.DataFrame(values, index=list("abcdef")).add_prefix("t")

    truth = distinctiveness(draw(60_000, 0), draws=0)["distinctiveness"].mean()
    inside = []
    for seed in range(1, 61):
        table = distinctiveness(draw(120, seed), draws=200, level=0.9, seed=seed)
        inside += list((table["lower"] <= truth) & (truth <= table["upper"]))
    assert 0.82 <= np.mean(inside) <= 0.97


def test_draws_are_the_same_with_the_same_seed() -> None:
    counts = planted()
    pd.testing.assert_frame_equal(
        distinctiveness(counts, draws=50, seed=3), distinctiveness(counts, draws=50, seed=3)
    )
    assert not distinctiveness(counts, draws=50, seed=3).equals(
        distinctiveness(counts, draws=50, seed=4)
    )


def test_too_little_to_compare_is_an_error() -> None:
    with pytest.raises(ValueError, match="2 groups with terms"):
        distinctiveness(counts_of(GROUPS).loc[["a", "b"]])


def test_rivals_share_terms_and_are_named_with_them() -> None:
    table = rivals(counts_of(GROUPS), k=2, draws=100)
    first = table[(table["group"] == "a") & (table["place"] == 1)].iloc[0]
    assert first["rival"] == "b"
    assert set(first["shared_terms"]) == {"moss", "peat", "marsh"}
    assert first["stability"] > 0.9
    assert not (table["group"] == "d").any()  # shares nothing with anybody


def test_rivals_find_the_planted_theme() -> None:
    table = rivals(planted(), k=3, draws=50)
    theme = {f"g{group:02d}": group % 3 for group in range(12)}
    assert (table["group"].map(theme) == table["rival"].map(theme)).all()


def test_allies_fill_gaps_and_are_no_rivals() -> None:
    counts = counts_of(GROUPS)
    near = rivals(counts, k=1, draws=0)
    quotients = pd.DataFrame(
        {"111": [0.5, 2.0, 2.0, 2.0], "222": [1.5, 0.2, 0.2, 3.0]}, index=list("abcd")
    )
    table = allies(counts, {"a": {"111", "222"}, "b": {"111"}}, quotients, near)
    # b is a's rival; d shares no term; c shares "wetland" and has 111
    row = table[table["group"] == "a"].iloc[0]
    assert row["ally"] == "c"
    assert row["fills"] == ["111"]
    assert row["gaps"] == 1
    assert not (table["group"] == "b").any()  # no gap
    without = allies(counts, {"a": {"111"}}, quotients.drop(index="a"), near)
    assert without.empty  # its region is not known


def test_typical_terms_name_the_rarer_first_where_they_tie() -> None:
    counts = counts_of(GROUPS)
    table = typical_terms(weighted_log_odds(counts), counts, count=2)
    assert table[table["group"] == "b"]["term"].iloc[0] == "clay"
    assert table[table["group"] == "a"]["others"].tolist() == [1, 1]


def test_topics_find_what_was_planted_and_are_stable() -> None:
    weights = tf_idf(planted())
    table, found = topic_stability(weights, [2, 3, 4], seeds=6)
    assert choose_topics(table) == 3
    assert table.set_index("topics").loc[3, "stability"] > 0.98
    largest = found[3].shares.idxmax(axis=1)
    assert largest.groupby(np.arange(12) % 3).nunique().eq(1).all()
    assert largest.nunique() == 3
    np.testing.assert_allclose(found[3].shares.sum(axis=1), 1)
    assert table["error"].is_monotonic_decreasing


def test_topics_are_compared_with_chance() -> None:
    # in noise topics come back too, so that stability alone proves nothing; the error does
    rng = np.random.default_rng(0)
    noise = pd.DataFrame(rng.poisson(0.15, (24, 40))).add_prefix("t")
    real = planted(24)
    for counts, better in ((real, True), (noise, False)):
        table, _ = topic_stability(tf_idf(counts), [3], seeds=5)
        chance = topics_by_chance(counts, [3], draws=5, seeds=5)
        gain = chance["error_by_chance"][0] - table["error"][0]
        spread = chance["error_by_chance"][0] - chance["error_by_chance_lowest"][0]
        assert (gain > 3 * spread) == better


def test_the_number_of_topics_is_the_one_furthest_beyond_chance() -> None:
    table = pd.DataFrame(
        {"topics": [2, 3, 4], "stability": [0.9, 0.85, 0.5], "stable": [True, True, False]}
    )
    assert choose_topics(table) == 2
    chance = pd.DataFrame({"topics": [2, 3, 4], "stability_by_chance_highest": [0.95, 0.6, 0.1]})
    assert choose_topics(table, chance) == 3
    assert choose_topics(table.assign(stable=False), chance) == 4


def test_best_match_pairs_one_to_one() -> None:
    first = pd.DataFrame([[1.0, 0], [0, 1]])
    np.testing.assert_allclose(best_match(first, first.iloc[::-1]), 1)
    np.testing.assert_allclose(best_match(first, pd.DataFrame([[1.0, 0], [1, 0]])).sum(), 1)


@pytest.mark.parametrize(("numbers", "seeds"), [([1], 5), ([40], 5), ([3], 1), ([], 5)])
def test_numbers_of_topics_that_cannot_be(numbers, seeds) -> None:
    with pytest.raises(ValueError, match="Expected numbers from 2"):
        topic_stability(tf_idf(planted()), numbers, seeds=seeds)


def test_the_map_keeps_planted_neighbourhoods() -> None:
    found = similarity_map(planted(), k=3)
    assert found.neighbours_kept > 0.7 > 2 * found.by_chance
    assert found.places.abs().to_numpy().max() == pytest.approx(1)
    pd.testing.assert_frame_equal(similarity_map(planted(), k=3).places, found.places)


def test_drift_is_found_where_it_is_and_not_where_it_is_not() -> None:
    rng = np.random.default_rng(4)
    stays, early, late = np.repeat(1.0, 30), np.repeat(1.0, 30), np.repeat(1.0, 30)
    early[:6], late[6:12] = 5.0, 5.0
    rows = [rng.poisson(early) for _ in range(8)] + [rng.poisson(late) for _ in range(8)]
    rows += [rng.poisson(stays) for _ in range(16)]
    rows += [rng.poisson(stays)]
    matrix = sparse.csr_array(np.array(rows))
    counts = TermCounts(matrix, pd.Index([f"t{n}" for n in range(30)]))
    groups = pd.Series(["moves"] * 16 + ["stays"] * 16 + ["single"])
    later = pd.Series([False] * 8 + [True] * 8 + [False, True] * 8 + [True])
    table = drift(counts, groups, later, draws=199)
    assert table.loc["moves", "p_value"] < 0.02
    assert table.loc["moves", "lower"] > 0
    assert table.loc["stays", "p_value"] > 0.05
    assert table.loc["stays", "lower"] < 0 < table.loc["stays", "upper"]
    assert np.isnan(table.loc["single", "drift"])
    assert table.loc["single", ["texts_before", "texts_after"]].tolist() == [0, 1]


def test_terms_that_moved() -> None:
    before = pd.Series({"peat": 9, "reed": 5, "house": 5})
    after = pd.Series({"reed": 5, "house": 5, "panel": 9})
    table = moved_terms(before, after, count=1)
    assert table.set_index("direction")["term"].to_dict() == {"gained": "panel", "lost": "peat"}


def test_evidence_leads_back_to_the_rows() -> None:
    texts = pd.DataFrame(
        {
            "group": ["a", "a", "b"],
            "file": "k.csv",
            "record": ["row 2", "row 3", "row 4"],
            "text": ["wood house", "wood", "wood"],
        }
    )
    found = Evidence(count_terms(texts["text"], Analyser("en")), texts)
    assert found.source("a", ["wood"]) == "k.csv, row 2, row 3"
    assert found.source("b", ["wood", "house"]) == "k.csv, row 4"
    assert found.source("b", ["house"]) == found.source("b", ["unknown"]) == ""
    assert found.source("a", ["wood"], limit=1) == "k.csv, row 2 and 1 more"


def test_own_texts_among_keywords() -> None:
    own = pd.DataFrame([[7.0, 3.0]], index=["me"], columns=["wood", "besides"])
    keywords = pd.DataFrame(
        [[1.0, 1.0], [0.0, 1.0], [1.0, 0.0]], index=["me", "x", "y"], columns=["wood", "clay"]
    )
    table = among_keywords(own, keywords)
    assert list(table.index) == ["me", "x", "y"]
    assert table.loc["me"].to_dict() == {"wood": 1.0, "clay": 0.0}
    assert table.loc["y", "wood"] == 1


def test_drift_to_texts_without_a_term_is_not_known() -> None:
    matrix = sparse.csr_array(np.array([[1, 0], [2, 1], [0, 0], [0, 0]]))
    counts = TermCounts(matrix, pd.Index(["x", "y"]))
    later = pd.Series([False, False, True, True])
    table = drift(counts, pd.Series(["a"] * 4), later, draws=50)
    assert table.loc["a", ["drift", "p_value", "lower"]].isna().all()
    assert table.loc["a", ["texts_before", "texts_after"]].tolist() == [2, 2]


def test_a_negative_number_of_draws_is_an_error() -> None:
    with pytest.raises(ValueError, match="-1 draws"):
        distinctiveness(planted(), draws=-1)
