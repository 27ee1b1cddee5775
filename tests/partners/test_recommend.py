"""The recommender recovers planted rules, does not look ahead, and says why."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from wir.partners.alliance_suggestions import alliance_suggestions, imagined_newcomers
from wir.partners.pair_features import pair_space, positions
from wir.partners.partner_backtest import diversity_cost, holdout, score_of
from wir.partners.partner_models import baseline, fit_partner_model
from wir.partners.reasons import pair_facts, reason_sentence
from wir.partners.recommend import (
    COLUMNS,
    diverse_order,
    famous,
    fit_recommender,
    likeness,
    recommend,
)


@pytest.fixture(scope="module")
def spaces(land):
    return [land.at(year) for year in (2015, 2017, 2020)]


@pytest.fixture(scope="module")
def tests(spaces):
    return {group: holdout(spaces, group, draws=60, seed=2) for group in ("known", "newcomer")}


@pytest.fixture(scope="module")
def models(spaces):
    return fit_recommender(*spaces[1:])


@pytest.mark.parametrize("group", ["known", "newcomer"])
def test_planted_rules_are_found(tests, group):
    table = tests[group].model.coefficients
    assert table.loc["distance", "upper"] < 1  # near ones come together
    assert table.loc["kinds_0_2", "lower"] > 1  # a university and a firm more than two firms
    assert tests[group].model.ties >= 10


@pytest.mark.parametrize("group", ["known", "newcomer"])
def test_planted_rules_beat_popularity_on_later_ties(tests, group):
    rows = tests[group].differences.set_index(["model", "metric"])
    popularity = score_of(tests[group], "popularity", "average_precision")["value"]
    for model in ("logit", "boosting"):
        assert score_of(tests[group], model, "average_precision")["value"] > 1.5 * popularity
    # nothing but distance and kind matters: the logit is at least as good as distance alone
    assert rows.loc[("logit", "auc"), "difference"] > 0


def test_without_rules_nothing_is_found(build_country):
    noise = build_country(near=0.9, mixed=0.0, seed=5)
    model = fit_partner_model(noise.at(2015), noise.at(2018), "known", boosting=False)
    inside = model.coefficients.loc["kinds_0_2"]
    assert inside["lower"] < 1 < inside["upper"]


def test_scores_are_those_of_scikit_learn(spaces, tests):
    from sklearn.metrics import average_precision_score, roc_auc_score

    _, cut, late = spaces
    first, second = cut.pairs("known")
    came = late.tied[first, second]
    for name in ("popularity", "distance", "common_neighbours"):
        scores = baseline(name, cut, first, second)
        found = tests["known"]
        assert score_of(found, name, "auc")["value"] == pytest.approx(roc_auc_score(came, scores))
        assert score_of(found, name, "average_precision")["value"] == pytest.approx(
            average_precision_score(came, scores)
        )
        own = []
        for one in np.unique(np.r_[first[came], second[came]]):
            rows = (first == one) | (second == one)
            own.append(average_precision_score(came[rows], scores[rows]))
        assert score_of(found, name, "own_average_precision")["value"] == pytest.approx(
            np.mean(own)
        )


def test_precision_at_ten_shares_equal_scores():
    from wir.partners.partner_backtest import _ranked

    came = np.array([True, False] * 10)
    assert _ranked(np.zeros(20), came)[2] == pytest.approx(0.5)
    assert _ranked(came.astype(float), came)[2] == pytest.approx(1.0)
    assert _ranked(-came.astype(float), came)[2] == pytest.approx(0.0)


def test_the_intervals_of_the_single_list_are_those_of_all_pairs(spaces, monkeypatch):
    from wir.partners import partner_backtest

    small = holdout(spaces, "known", draws=60, seed=2)
    monkeypatch.setattr(partner_backtest, "HEAD", 10**9)
    full = holdout(spaces, "known", draws=60, seed=2)
    keys = ["value", "lower", "upper"]
    one, other = (t.table.set_index(["model", "metric"])[keys] for t in (small, full))
    pd.testing.assert_frame_equal(one, other, atol=0.002, rtol=0.01)


def test_learning_does_not_see_the_test(land, spaces, tests):
    """Ties after the cut change the scores, but neither the model nor any prediction."""
    later = land.ties[land.ties["year"] > 2017]
    mixed = pd.concat(
        [land.ties[land.ties["year"] <= 2017], later.sample(frac=0.3, random_state=1)]
    )
    again = [land.at(2015, mixed), land.at(2017, mixed)]
    model = fit_partner_model(*again, "known", seed=2)
    pd.testing.assert_frame_equal(model.coefficients, tests["known"].model.coefficients)
    first, second = again[1].pairs("known")
    for name in ("logit", "boosting"):
        np.testing.assert_array_equal(
            model.predict(name, again[1].table(first, second)),
            tests["known"].model.predict(name, spaces[1].table(first, second)),
        )


def test_suggestions_are_new_known_and_reasoned(spaces, models):
    space = spaces[2]
    ids = list(space.organisations.index[:6])
    found = recommend(space, models, ids, count=8)
    assert list(found.columns) == COLUMNS
    assert set(found["reach"]) == {"regional", "supra-regional"}
    inside = set(space.organisations["ags"].loc[ids])
    for one in found.itertuples():
        a, b = positions(space, [one.focal, one.candidate])
        assert not space.tied[a, b]
        assert a != b
        assert (one.ags in inside) == (one.reach == "regional")
        assert 0 < one.probability < 1
        assert one.reason.endswith(".")
    for _, part in found.groupby("reach"):
        assert part["candidate"].is_unique
        assert list(part["rank"]) == list(range(1, len(part) + 1))
        pairs = {frozenset(pair) for pair in zip(part["focal"], part["candidate"], strict=True)}
        assert len(pairs) == len(part)
    # without diversity the first is the most probable one
    plain = recommend(space, models, ids, count=8, diversity=0, famous_share=1)
    for _, part in plain.groupby("reach"):
        assert part["probability"].is_monotonic_decreasing


def test_members_are_not_suggested_and_fame_is_limited(spaces, models):
    space = spaces[2]
    ids = list(space.organisations.index[:3])
    first = recommend(space, models, ids, count=10, famous_share=1, diversity=0)
    again = recommend(space, models, ids, count=10, members=list(first["candidate"]))
    assert not set(again["candidate"]) & set(first["candidate"])
    none = recommend(space, models, ids, count=10, famous_share=0)
    assert not none["famous"].any()


def test_newcomers_get_suggestions_and_are_suggested(spaces, models):
    space = spaces[1]
    lonely = [str(one) for one in space.organisations.index[space.degree.to_numpy() == 0]]
    assert lonely
    found = recommend(space, models, lonely[:2], count=5)
    assert len(found)
    assert (found["common_partners"] == 0).all()
    assert not found["newcomer"].any()  # two newcomers are no pair that could be learnt from


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"focal": []}, "Nobody looks for partners"),
        ({"focal": ["x"]}, "'x'"),
        ({"model": "oracle"}, "no model 'oracle'"),
        ({"diversity": 2}, "diversity is 2"),
        ({"count": 0}, "count 0"),
    ],
)
def test_what_cannot_be_asked_is_named(spaces, models, change, message):
    options = {"focal": ["0001"]} | change
    focal = options.pop("focal")
    with pytest.raises(ValueError, match=message):
        recommend(spaces[2], models, focal, **options)


def test_diverse_order_by_hand():
    relevance = np.array([3.0, 2.0, 1.0])
    alike = np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1]], dtype=float)
    assert diverse_order(relevance, alike, 3, 0.0) == [0, 1, 2]
    # 0 first; then 0.4·0.5 − 0.6·1 for the twin, 0.4·0 − 0.6·0 for the other one
    assert diverse_order(relevance, alike, 3, 0.6) == [0, 2, 1]
    known = np.array([True, True, False])
    assert diverse_order(relevance, alike, 2, 0.0, known, 0.5) == [0, 2]
    # where there are no others, famous ones fill the list
    assert diverse_order(relevance, alike, 3, 0.0, np.ones(3, dtype=bool), 0.0) == [0, 1, 2]
    assert diverse_order(relevance, alike, 3, 0.0, same=np.array([7, 7, 8])) == [0, 2]


def test_likeness_is_symmetric_and_between_zero_and_one(spaces):
    alike = likeness(spaces[2], np.arange(30))
    np.testing.assert_allclose(alike, alike.T)
    assert alike.min() >= 0
    assert alike.max() <= 1
    share = famous(spaces[2])[spaces[2].degree.to_numpy() > 0].mean()
    assert 0.08 < share < 0.3


def test_diversity_costs_hits_and_gains_others(spaces):
    past = fit_recommender(*spaces[:2])
    costs = diversity_cost(spaces[1:], past, [(0.0, 1.0), (0.3, 0.2)], organisations=40)
    assert costs.loc[1, "famous"] <= costs.loc[0, "famous"]
    assert 0 <= costs["precision"].min() <= costs["precision"].max() <= 1


def test_reasons_are_facts(spaces):
    space = spaces[2]
    first, second = space.pairs("known")
    common = np.flatnonzero(space.common[first, second] > 4)
    a, b = int(first[common[0]]), int(second[common[0]])
    facts = pair_facts(space, a, b)
    assert facts["common"] == space.common[a, b]
    assert len(facts["common_names"]) == 3
    text = reason_sentence(facts, pd.Series({"social": 1.0, "geographic": -1.0}))
    assert text.startswith(f"{facts['common']} common partners ({facts['common_names'][0]}")
    assert ("km apart" in text) == (facts["km"] >= 300)
    none = reason_sentence(facts, pd.Series({"social": 0.0}))
    assert none == "No proximity stands out."


def test_what_is_no_fact_is_no_reason():
    facts = {
        "common": 0, "common_names": [], "km": 500.0, "same_district": False, "same_land": False,
        "same_side": False, "kinds": ("firm", "university"), "partners": (0, 1), "of_my_kind": 0,
        "of_my_place": 0, "similarity": 0.9,
    }  # fmt: skip
    every = dict.fromkeys(("social", "geographic", "institutional"), 1.0)
    assert reason_sentence(facts, pd.Series(every)) == "No proximity stands out."
    text = reason_sentence(facts, pd.Series({"cognitive": 1.0, "institutional": -1.0}))
    assert "occupations of its district are similar" in text
    assert text.endswith("Against it: another Land, across East and West.")
    one = reason_sentence(facts | {"of_my_kind": 1}, pd.Series({"social": 1.0}))
    assert one == "One of its partners is a firm."
    two = reason_sentence(facts | {"of_my_kind": 2, "of_my_place": 1}, pd.Series({"social": 1.0}))
    assert two == "2 of its partners are firms and it has 1 partner in the other one's district."


def test_too_few_ties_to_learn_from_are_named(land):
    with pytest.raises(ValueError, match="at least 10 are needed"):
        fit_partner_model(land.at(2020), land.at(2020), "known")
    with pytest.raises(ValueError, match="each must be after the one before"):
        holdout([land.at(2018), land.at(2018), land.at(2020)], "known")


def test_each_alliance_gets_its_lists_also_where_nobody_is_known(land):
    empty = pd.DataFrame(
        {"ags": ["16999"], "land": ["16"], "east": [True], "lon": [11.0], "lat": [51.0],
         "name": ["Nowhere"]}
    )  # fmt: skip
    districts = pd.concat([land.districts, empty], ignore_index=True)
    alike = pd.DataFrame(0.0, districts["ags"], districts["ags"])
    alike.update(land.similarity)
    regions = {"full": [str(land.districts["ags"][0])], "empty": ["16999"]}
    people = pd.Series(1000, index=districts["ags"])
    firms = imagined_newcomers(regions, people, districts.set_index("ags")["name"])
    register = pd.concat([land.organisations, firms], ignore_index=True)
    space = pair_space(register, land.ties, districts, alike, 2021, land.participations)
    models = fit_recommender(land.at(2016), land.at(2019))
    found = alliance_suggestions(space, models, regions, count=3)
    kinds = found.groupby("alliance")["for_whom"].unique().map(set).to_dict()
    assert kinds["full"] == {"organisations", "newcomer"}
    assert kinds["empty"] == {"newcomer"}
    assert not found["candidate"].str.startswith("new:").any()
    imagined = found[found["for_whom"] == "newcomer"]
    assert imagined["focal"].str.startswith("new:").all()
    assert imagined.loc[imagined["alliance"] == "empty", "focal_name"].iloc[0] == (
        "a firm without ties in Nowhere"
    )
