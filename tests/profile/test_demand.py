"""Demand: levels, trends, shortage and regions against numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from wir.data import load
from wir.profile.demand import (
    bootstrap_tightness,
    combine,
    combine_regions,
    demand,
    district_numbers,
    national_levels,
    percentile,
    pool_numbers,
    recent_means,
    regional_demand,
    shortage,
    total_growth,
)

YEARS = range(2013, 2022)


def levels(growth: float = 1.02) -> dict[str, pd.DataFrame]:
    time = np.arange(len(YEARS))
    return {
        "employees": pd.DataFrame({"a": 1000 * growth**time, "b": 500.0}, index=YEARS),
        "vacancies": pd.DataFrame({"a": 30.0, "b": 5 * 1.1**time}, index=YEARS),
        "unemployed": pd.DataFrame({"a": 60.0, "b": 50.0}, index=YEARS),
    }


def test_levels_and_trends_of_occupations():
    found = demand(levels(), 2021, 8)
    assert found.loc["a", "employees"] == pytest.approx(1000 * 1.02**8)
    assert found.loc["a", "employees_growth"] == pytest.approx(2)
    assert found.loc["b", "employees_growth"] == pytest.approx(0)
    assert found.loc["b", "vacancies_growth"] == pytest.approx(10)
    assert found.loc["b", "tightness_growth"] == pytest.approx(10)
    assert found.loc["a", "tightness"] == pytest.approx(0.5)
    size = 1000 * np.mean([1.02**6, 1.02**7, 1.02**8])
    assert found.loc["a", "vacancies_per_1000"] == pytest.approx(1000 * 30 / size)


def test_growth_of_all_occupations_is_that_of_the_sum():
    whole = total_growth(levels(), 2021, 8)
    assert 0 < whole["employees"] < 2
    sums = {
        name: table.sum(axis=1).to_frame("all") for name, table in levels().items()
    }  # fmt: skip
    found = demand(sums, 2021, 8).loc["all"]
    for name in ("employees", "vacancies", "unemployed", "tightness"):
        assert whole[name] == pytest.approx(found[f"{name}_growth"])


def test_a_field_is_the_weighted_sum_of_its_occupations():
    weights = pd.DataFrame([[1.0, 1.0], [0.0, 1.0]], index=["both", "b"], columns=["a", "b"])
    found = demand(combine(levels(), weights), 2021, 8)
    assert found.loc["both", "employees"] == pytest.approx(500 + 1000 * 1.02**8)
    assert found.loc["b", "employees_growth"] == pytest.approx(0, abs=1e-9)
    assert combine(levels(), None).keys() == levels().keys()


def test_a_year_that_is_not_there_is_named():
    with pytest.raises(ValueError, match="There is no year 2009"):
        demand(levels(), 2021, 12)


def test_districts_that_are_not_known_do_not_bend_the_unemployed():
    """A tenth of the unemployed is missing from the sum of one year; the level stays."""
    table = pd.DataFrame(
        {
            "kldb3": "111",
            "year": [2019, 2020],
            "employees": 100.0,
            "vacancies": 10.0,
            "unemployed": [50.0, 45.0],  # 2020 lacks a district that has a tenth of both
            "tightness": [10 / 50, 9 / 45],
        }
    )
    found = national_levels(table)["unemployed"]["111"]
    assert found.tolist() == pytest.approx([50, 50])


def test_the_real_unemployed_do_not_jump_from_2012_to_2013():
    table = load("occupation_year")
    found = national_levels(table)["unemployed"].sum(axis=1)
    raw = table.groupby("year")["unemployed"].sum()
    assert raw[2013] / raw[2012] > 1.1  # 29 districts are missing in 2012
    assert found[2013] / found[2012] == pytest.approx(1.03, abs=0.03)
    assert len(national_levels(table)["employees"].columns) == 140


class TestShortage:
    MEASURES = pd.DataFrame(
        {
            "tightness": [4.0, 3.0, 2.0, 1.0],
            "vacancies_per_1000": [40.0, 5.0, 20.0, 10.0],
            "unemployed_per_1000": [1.0, 2.0, 30.0, 40.0],
        },
        index=["scarce", "mixed", "other", "plenty"],
    )

    def test_by_every_definition_or_not(self):
        found = shortage(self.MEASURES)
        assert found["verdict"].tolist() == ["scarce", "depends", "depends", "not scarce"]
        assert found.loc["scarce", "shortage"] == 87.5
        assert found.loc["mixed", "shortage_lower"] == 12.5
        assert found.loc["mixed", "shortage_upper"] == 62.5

    def test_the_interval_of_tightness_must_agree(self):
        wide = pd.DataFrame(
            {"lower": [1.0, 1.0, 1.0, 0.5], "upper": [9.0, 9.0, 9.0, 9.0]},
            index=self.MEASURES.index,
        )
        assert set(shortage(self.MEASURES, wide)["verdict"]) == {"depends"}

    def test_a_missing_measure_gives_no_verdict(self):
        table = self.MEASURES.copy()
        table.loc["other", "vacancies_per_1000"] = np.nan
        found = shortage(table).loc["other"]
        assert found.isna().all()

    def test_percentiles_share_ties(self):
        found = percentile(pd.Series([1.0, 1.0, 2.0, np.nan]))
        assert found.iloc[:3].tolist() == pytest.approx([100 / 3, 100 / 3, 250 / 3])
        assert np.isnan(found.iloc[3])


class TestBootstrap:
    def test_districts_that_are_alike_leave_no_doubt(self):
        vacancies = pd.DataFrame({"a": [2.0] * 10})
        found = bootstrap_tightness(vacancies, 4 * vacancies, draws=200).loc["a"]
        assert found.tolist() == pytest.approx([0.25] * 3)

    def test_the_interval_holds_the_truth_and_follows_the_seed(self):
        rng = np.random.default_rng(2)
        unemployed = pd.DataFrame(rng.gamma(2, 10, (200, 30)))
        vacancies = 0.5 * unemployed * rng.gamma(4, 0.25, (200, 30))
        found = bootstrap_tightness(vacancies, unemployed, draws=300, seed=1)
        again = bootstrap_tightness(vacancies, unemployed, draws=300, seed=1)
        pd.testing.assert_frame_equal(found, again)
        inside = (found["lower"] <= 0.5) & (found["upper"] >= 0.5)
        assert inside.mean() > 0.7
        assert (found["lower"] < found["tightness"]).all()

    def test_an_unknown_district_counts_neither_above_nor_below(self):
        vacancies = pd.DataFrame({"a": [1.0, 1.0, 100.0]})
        unemployed = pd.DataFrame({"a": [2.0, 2.0, np.nan]})
        found = bootstrap_tightness(vacancies, unemployed, draws=50)
        assert found.loc["a", "tightness"] == 0.5

    def test_nobody_unemployed_has_no_tightness(self):
        found = bootstrap_tightness(
            pd.DataFrame({"a": [1.0, 2.0]}), pd.DataFrame({"a": [0.0, 0.0]}), draws=20
        )
        assert found.isna().all(axis=None)

    def test_one_district_is_too_few(self):
        with pytest.raises(ValueError, match="Expected two or more"):
            bootstrap_tightness(pd.DataFrame({"a": [1.0]}), pd.DataFrame({"a": [1.0]}))


class TestRegions:
    TABLE = pd.DataFrame(
        [
            ("01001", "111", 2020, 10.0, 20.0),
            ("01001", "112", 2020, 0.0, 5.0),
            ("01002", "111", 2020, 4.0, np.nan),
            ("01002", "112", 2020, 2.0, np.nan),
            ("01003", "111", 2020, 1.0, 8.0),
            ("01003", "112", 2020, 1.0, 0.0),
        ],
        columns=["ags", "kldb3", "year", "vacancies_per_10000", "unemployed_per_10000"],
    )
    SIZE = pd.DataFrame({2020: [20_000.0, 10_000.0, 5_000.0]}, index=["01001", "01002", "01003"])

    def test_rates_become_numbers(self):
        found = district_numbers(self.TABLE, self.SIZE, [2020])
        assert found["vacancies"][2020].loc["01001", "111"] == 20
        assert found["unemployed"][2020].loc["01003", "111"] == 4
        assert np.isnan(found["unemployed"][2020].loc["01002", "111"])
        with pytest.raises(ValueError, match="no rows for 2019"):
            district_numbers(self.TABLE, self.SIZE, [2019])

    def test_regions_compare_the_same_districts(self):
        numbers = district_numbers(self.TABLE, self.SIZE, [2020])
        found = pool_numbers(numbers, {"r": ["01001", "01002"], "alone": ["01002"]})
        assert found["vacancies"][2020].loc["r", "111"] == 20  # without 01002
        assert found["unemployed"][2020].loc["r", "111"] == 40
        assert found["vacancies"][2020].loc["alone"].isna().all()

    def test_regions_that_part_the_country_add_up_to_it(self):
        numbers = district_numbers(self.TABLE, self.SIZE, [2020])
        found = pool_numbers(numbers, {"one": ["01001"], "two": ["01002", "01003"]})
        known = numbers["unemployed"][2020].notna()
        for name in numbers:
            whole = numbers[name][2020].where(known).sum()
            pd.testing.assert_series_equal(found[name][2020].sum(), whole)

    def test_means_over_years_take_what_is_known(self):
        one = pd.DataFrame({"a": [1.0, np.nan]}, index=["r", "s"])
        two = pd.DataFrame({"a": [3.0, 5.0]}, index=["r", "s"])
        found = recent_means({"vacancies": {2019: one, 2020: two}})["vacancies"]
        assert found["a"].tolist() == [2.0, 5.0]

    def test_trend_and_tightness_of_a_region(self):
        time = np.arange(5)
        counts = {
            2016 + int(t): pd.DataFrame(
                {"a": [100 * 1.05**t], "few": [40.0 + t], "b": [200.0]}, index=["r"]
            )
            for t in time
        }
        flat = pd.DataFrame({"a": [4.0], "few": [1.0], "b": [2.0]}, index=["r"])
        numbers = {"vacancies": {2020: flat}, "unemployed": {2020: 2 * flat}}
        found = regional_demand(counts, numbers, 2020, 4)
        assert found.loc[("r", "a"), "region_growth"] == pytest.approx(5)
        assert found.loc[("r", "a"), "region_employees"] == pytest.approx(100 * 1.05**4)
        assert found.loc[("r", "a"), "region_tightness"] == 0.5
        assert np.isnan(found.loc[("r", "few"), "region_growth"])  # below 50 employees
        assert np.isnan(found.loc[("r", "few"), "region_tightness"])  # below 5 unemployed
        weights = pd.DataFrame([[1.0, 1.0, 0.0]], index=["f"], columns=["a", "few", "b"])
        sums, together = combine_regions(counts, numbers, weights)
        assert sums[2016].loc["r", "f"] == 140
        assert together["vacancies"][2020].loc["r", "f"] == 5


def test_what_is_lacking_is_named() -> None:
    with pytest.raises(ValueError, match="levels lacks 'unemployed', 'vacancies'"):
        demand({"employees": pd.DataFrame()}, 2025, 10)
    with pytest.raises(ValueError, match="lacks the columns 'vacancies_per_1000'"):
        shortage(pd.DataFrame({"tightness": [1.0], "unemployed_per_1000": [1.0]}))
