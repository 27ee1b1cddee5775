from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from wir.success.graded import GradedScale
from wir.success.instrument import check_answers, constructs, keyed, scored_items
from wir.success.scales import icc_groups
from wir.success.synthetic import CONDITIONS, graded, planted, synthetic


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second, other = synthetic(5), synthetic(5), synthetic(6)
    assert first.respondents.to_csv() == second.respondents.to_csv()
    assert first.alliances.to_csv() == second.alliances.to_csv()
    assert first.respondents.to_csv() != other.respondents.to_csv()
    first.write_truth(tmp_path / "a.json")
    second.write_truth(tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == first.truth


def test_alliances_have_made_up_keys_and_several_respondents_in_two_waves() -> None:
    table = synthetic(1).respondents
    assert sorted(set(table["alliance"])) == [f"A{number:02d}" for number in range(1, 45)]
    assert table.groupby(["alliance", "wave"]).size().between(6, 16).all()
    assert not table.duplicated(["respondent", "wave"]).any()
    both = table.groupby("respondent")["wave"].nunique() == 2
    assert 0.5 < both.mean() < 0.8  # three quarters of each wave
    coordination = table[table["role"] == "coordination"]
    assert (coordination.groupby(["alliance", "wave"]).size() == 1).all()


def test_answers_obey_the_instrument() -> None:
    found = check_answers(synthetic(2).respondents)
    assert set(found["problem"]) <= {"incomplete"}
    assert len(found) < 3


def test_gaps_and_careless_respondents_have_the_planted_rates() -> None:
    twin = synthetic(3, nonresponse=0.2, careless=0.3, alliances=100)
    likert = [key for name in constructs("factor").index for key in scored_items(name)]
    assert twin.respondents[likert].isna().to_numpy().mean() == pytest.approx(0.2, abs=0.01)
    kinds = pd.Series(twin.truth["careless"]["respondents"])
    people = twin.respondents["respondent"].nunique()
    assert len(kinds) / people == pytest.approx(0.3, abs=0.05)
    straight = twin.respondents.set_index("respondent").loc[kinds[kinds == "straight-lining"].index]
    learning = straight[scored_items("learning")]
    assert (learning.max(axis=1) == learning.min(axis=1))[learning.notna().any(axis=1)].all()


def test_without_effects_nothing_goes_with_any_outcome() -> None:
    twin = synthetic(4, effects=0.0, alliances=3000, respondents=(2, 2))
    assert all(one["slope"] == one["round2"] == 0 for one in twin.truth["effects"].values())
    assert twin.truth["configurations"]["sufficient"] == []
    coordination = twin.respondents.query("wave == 2 and role == 'coordination'")
    outcomes = coordination.set_index("alliance")[["follow_on_1", "continuation_1", "partners_1"]]
    outcomes = outcomes.join(twin.alliances["funds_drawn"]).join(twin.true_scores["progress"])
    causes = twin.true_scores.drop(columns="progress").join(
        twin.alliances[["round", *(one.name for one in CONDITIONS)]]
    )
    related = outcomes.join(causes).corr().loc[outcomes.columns, causes.columns]
    assert related.abs().to_numpy().max() < 0.08


def test_planted_effects_are_in_the_true_scores() -> None:
    twin = synthetic(5, alliances=4000, respondents=(2, 2))
    for outcome, values in (
        ("progress", twin.true_scores["progress"]),
        ("funds_drawn", twin.alliances["funds_drawn"]),
    ):
        one = twin.truth["effects"][outcome]
        if outcome == "funds_drawn":  # what is missing depends on the projects
            assert 0.05 < values.isna().mean() < 0.3
            continue
        X = np.column_stack(
            [
                np.ones(4000),
                twin.true_scores[one["factor"]] - one["factor_centred_at"],
                twin.alliances["round"] - 1,
            ]
        )
        found, residual, *_ = np.linalg.lstsq(X, values, rcond=None)
        expected = [one["constant"][0], one["slope"], one["round2"]]
        np.testing.assert_allclose(found, expected, atol=0.04)
        assert np.sqrt(residual[0] / 4000) == pytest.approx(one["noise"], rel=0.05)


def test_published_population_figures_are_those_of_a_large_sample() -> None:
    twin = synthetic(6, alliances=600, respondents=(30, 30), nonresponse=0.0, careless=0.0)
    first = twin.respondents[twin.respondents["wave"] == 1]
    table = keyed(first)
    for name, figures in twin.truth["constructs"].items():
        own = table[scored_items(name)]
        covariance = own.cov().to_numpy()
        k = len(covariance)
        alpha = k / (k - 1) * (1 - np.trace(covariance) / covariance.sum())
        assert alpha == pytest.approx(figures["alpha"], abs=0.012)
        found = icc_groups(own.mean(axis=1), first["alliance"])
        assert found.lower - 0.01 < figures["icc1"] < found.upper + 0.01
        assert own.to_numpy().mean() == pytest.approx(figures["mean"], abs=0.06)
        spread = twin.true_scores[name].std()
        assert spread == pytest.approx(figures["sd_between_alliances"], rel=0.1)


def test_true_score_is_the_mean_of_very_many_respondents() -> None:
    scale = graded("strategy")
    rng = np.random.default_rng(0)
    n = 200_000
    construct = np.sqrt(scale.shared) * 0.8 + np.sqrt(1 - scale.shared) * rng.standard_normal(n)
    answers = scale.answers(construct, rng.standard_normal((n, 5)))
    assert answers.mean() == pytest.approx(float(scale.true_score(np.array(0.8))), abs=0.01)
    assert scale.alliance_with(scale.true_score(np.array([0.8]))) == pytest.approx([0.8], abs=1e-3)


def test_more_shared_variance_means_a_higher_icc() -> None:
    low, high = (GradedScale(graded("learning").loadings, graded("learning").thresholds, share)
                 for share in (0.1, 0.5))  # fmt: skip
    assert low.icc() < 0.1 < high.icc() < 0.5
    assert low.alpha() == pytest.approx(high.alpha())


def test_truth_does_not_depend_on_the_seed() -> None:
    same = [synthetic(seed).truth for seed in (1, 2)]
    for key in planted():
        assert same[0][key] == same[1][key]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"alliances": 5}, "alliances is 5"),
        ({"respondents": (8, 3)}, "fewest"),
        ({"careless": 1.5}, "share of 1.5"),
        ({"condition_reliability": 0.0}, "condition_reliability"),
    ],
)
def test_impossible_options_are_named(options: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        synthetic(0, **options)  # type: ignore[arg-type]
