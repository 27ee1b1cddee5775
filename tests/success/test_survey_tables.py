"""Who answered, scales, agreement and change, on the twin with its known structure."""

from __future__ import annotations

import pandas as pd
import pytest

from wir.success.instrument import keyed, score
from wir.success.survey_tables import (
    against_all,
    agreement_table,
    answered_share,
    careless_table,
    changes,
    half_scores,
    item_statistics,
    missing_by_item,
    questionnaire_model,
    reliability_table,
    response_table,
    scaled_items,
    usable,
)
from wir.success.synthetic import planted, synthetic


@pytest.fixture(scope="module")
def twin():
    return synthetic(3)


@pytest.fixture(scope="module")
def wave(twin) -> pd.DataFrame:
    return twin.respondents[twin.respondents["wave"] == 1]


def test_scales_are_the_likert_constructs() -> None:
    scales = scaled_items()
    assert set(scales) == {
        "anchoring", "roles", "balance", "strategy", "governance", "management", "learning",
        "progress",
    }  # fmt: skip
    assert "partners_1" not in {item for of in scales.values() for item in of}


def test_questions_not_put_do_not_count_as_missing(wave: pd.DataFrame) -> None:
    whole = synthetic(3, nonresponse=0.0).respondents
    assert (answered_share(whole) == 1).all()
    assert 0.9 < answered_share(wave).mean() < 0.97
    gaps = missing_by_item(wave)
    assert gaps.loc["partners_1", "asked"] == 44
    assert gaps.loc["anchoring_1", "asked"] == len(wave)
    assert gaps["missing"].median() == pytest.approx(5, abs=2)


def test_two_signs_find_careless_people_and_spare_the_others(twin) -> None:
    table = twin.respondents
    used = usable(table, 0.5, careless_table(table, longstring=12), 2)
    careless = table["respondent"].isin(twin.truth["careless"]["respondents"])
    assert (~used[careless]).mean() > 0.5
    assert (~used[~careless]).mean() < 0.02


def test_the_way_from_invited_to_used(twin) -> None:
    table = twin.respondents
    used = pd.Series(table["alliance"] != "A01", index=table.index)
    rows = response_table(table, used, 50).set_index("wave")
    assert rows.loc[1, "invited"] == 50
    assert rows.loc[1, "alliances"] == 44
    assert rows.loc[1, "used_alliances"] == 43
    own = ((table["wave"] == 1) & (table["alliance"] == "A01")).sum()
    assert rows.loc[1, "respondents"] - rows.loc[1, "used"] == own


def test_reliability_is_near_what_was_planted() -> None:
    table = synthetic(5, careless=0.0, alliances=100).respondents
    table = table[table["wave"] == 1]
    scales = scaled_items()
    found = reliability_table(keyed(table), scales, table["alliance"], draws=20, seed=1)
    for name, truth in planted()["constructs"].items():
        assert found.loc[name, "alpha"] == pytest.approx(truth["alpha"], abs=0.05)
    alphas = pd.Series({name: one["alpha"] for name, one in planted()["constructs"].items()})
    limits = found.loc[alphas.index]
    assert ((limits["lower"] < alphas) & (alphas < limits["upper"])).sum() >= 6  # of seven
    assert (found["dimensions"] == 1).all()
    assert (found["polychoric"] > found["pearson"]).all()  # steps hide part of the relation
    agreed = agreement_table(keyed(table), score(table), table["alliance"], scales)
    assert agreed.loc["strategy", "icc1"] == pytest.approx(
        planted()["constructs"]["strategy"]["icc1"], abs=0.08
    )
    assert (agreed["icc2"] > agreed["icc1"]).all()


def test_one_reversed_item_that_is_not_turned_is_the_weakest(wave: pd.DataFrame) -> None:
    turned = keyed(wave)
    turned["roles_3"] = 6 - turned["roles_3"]
    scales = {"roles": scaled_items()["roles"]}
    found = reliability_table(turned, scales, wave["alliance"], draws=20, seed=1).loc["roles"]
    assert found["weakest"] == "roles_3"
    assert found["weakest_item_rest"] < 0
    items = item_statistics(turned, scales).set_index("item")
    assert items["alpha_if_dropped"].idxmax() == "roles_3"


def test_change_is_found_where_it_was_planted() -> None:
    table = synthetic(8, careless=0.0).respondents
    first, later = table[table["wave"] == 1], table[table["wave"] == 2]
    groups = table.drop_duplicates("respondent").set_index("respondent")["alliance"]
    before = score(first).set_axis(first["respondent"])[["learning", "roles"]]
    after = score(later).set_axis(later["respondent"])[["learning", "roles"]]
    moved = changes(before, after, groups)
    truth = planted()["constructs"]["learning"]["change"]
    assert moved.loc["learning", "lower"] < truth < moved.loc["learning", "upper"]
    assert moved.loc["learning", "p"] < 0.001
    assert moved.loc["roles", "lower"] < 0 < moved.loc["roles", "upper"]
    assert moved.loc["roles", "n"] < len(first)  # only those who came back


def test_halves_share_nobody_even_between_waves(twin) -> None:
    table = twin.respondents
    people = pd.get_dummies(table["respondent"]).astype(float)
    waves = [table["wave"] == one for one in (1, 2)]
    early = half_scores(table[waves[0]], people[waves[0]], second=False).sum() > 0
    late = half_scores(table[waves[1]], people[waves[1]], second=True).sum() > 0
    assert not (early & late).any()
    assert 0.35 < early.sum() / table.loc[waves[0], "respondent"].nunique() < 0.65


def test_only_alliances_with_enough_people_are_compared(wave: pd.DataFrame) -> None:
    scores = score(wave)[["roles", "strategy"]]
    found = against_all(scores, wave["alliance"], ["A02", "A05"])
    assert set(found["alliance"]) == {"A02", "A05"}
    means = scores["roles"].groupby(wave["alliance"]).mean()
    row = found[(found["alliance"] == "A02") & (found["construct"] == "roles")].iloc[0]
    assert row["mean"] == means["A02"]
    assert row["share_below"] == pytest.approx((means <= means["A02"]).mean())


def test_too_few_answers_give_a_reason_and_no_factor_model(wave: pd.DataFrame) -> None:
    scales = {key: of for key, of in scaled_items().items() if key in ("roles", "strategy")}
    turned = keyed(wave)
    model, reason = questionnaire_model(turned, scales)
    assert model is not None
    assert reason == ""
    assert set(model.loadings["factor"]) == set(scales)
    complete = turned[turned[[one for of in scales.values() for one in of]].notna().all(axis=1)]
    model, reason = questionnaire_model(complete.head(10), scales)
    assert model is None
    assert "10 complete respondents" in reason
