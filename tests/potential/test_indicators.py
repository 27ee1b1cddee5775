from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from wir.potential.composite import composite_index
from wir.potential.indicators import (
    INDICATORS,
    STRUCTURE,
    indicator_list,
    indicator_table,
    occupational_variety,
    participations_per_100000,
    pillars,
    population_change,
    recent_mean,
    structural_features,
    structure,
    years_used,
)


def panel(**columns) -> pd.DataFrame:
    """Return a panel of two districts over the years of the first column given."""
    years = len(next(iter(columns.values()))[0])
    index = pd.MultiIndex.from_product(
        [["01001", "01002"], range(2022 - years, 2022)], names=["ags", "year"]
    )
    values = {name: np.concatenate(pair) for name, pair in columns.items()}
    return pd.DataFrame(values, index=index).reset_index()


def test_each_indicator_is_listed_once_with_reason_and_direction():
    table = indicator_list()
    assert table["indicator"].is_unique
    assert set(table["direction"]) == {1, -1}
    assert table["why"].str.len().gt(10).all()
    assert len(table) == len(INDICATORS)
    assert pillars("weakness") == ["Productivity and income", "Labour market", "Demography"]


def test_recent_mean_takes_the_last_three_values_within_reach():
    data = panel(rate=([1.0, 2, 3, np.nan, 5, np.nan], [9.0] + [np.nan] * 5))
    result = recent_mean(data, "rate", 2021)
    assert result["01001"] == pytest.approx((2 + 3 + 5) / 3)
    assert result["01002"] == 9.0, "2016 is five years before 2021"
    assert np.isnan(recent_mean(data, "rate", 2015)["01001"])


def test_recent_mean_forgets_what_is_too_old():
    data = panel(rate=([1.0] + [np.nan] * 6, [1.0] * 7))
    assert np.isnan(recent_mean(data, "rate", 2021)["01001"])


def test_population_change_in_percent():
    people = np.linspace(100, 110, 11)
    data = panel(population=(people, people[::-1]))
    change = population_change(data, 2021)
    assert change["01001"] == pytest.approx(10)
    assert change["01002"] == pytest.approx(100 * (100 / 110 - 1))


def test_population_change_names_the_year_that_is_missing():
    data = panel(population=([1.0, 2], [1.0, 2]))
    with pytest.raises(ValueError, match="needs population in 2011; the panel has it for 2020"):
        population_change(data, 2021)


def test_variety_is_the_entropy_of_published_shares():
    data = pd.DataFrame(
        {
            "ags": ["01001"] * 4 + ["01002"] * 4,
            "kldb3": ["111", "112", "113", "114"] * 2,
            "year": 2021,
            "share": [0.25] * 4 + [0.5, 0.5, np.nan, np.nan],
        }
    )
    variety = occupational_variety(data, 2021)
    assert variety["01001"] == pytest.approx(2)
    assert variety["01002"] == pytest.approx(1)


def test_participations_are_summed_over_five_years():
    data = panel(
        h2020_participations=([7.0, 1, 1, 1, 1, 1], [0.0] * 6), population=([50_000.0] * 6,) * 2
    )
    assert participations_per_100000(data, 2021).tolist() == [22.0, 0.0], "2016 to 2020"


@pytest.fixture(scope="module")
def tables():
    from wir.data import load

    return load("district_year"), load("specialisation"), load("districts")


@pytest.mark.parametrize("index", ["weakness", "potential"])
def test_indices_can_be_computed_for_every_district(tables, index):
    years, shares, districts = tables
    values = indicator_table(index, years, shares, 2021)
    assert list(values.columns) == list(structure(index)["indicator"])
    assert set(values.index) == set(districts["ags"])
    assert composite_index(values, structure(index)).scores.notna().all()


def test_a_region_of_one_district_has_its_features(tables):
    years, shares, districts = tables
    features = structural_features(years, shares, districts, 2021, {"one": ["12070"]})
    pd.testing.assert_series_equal(
        features.loc["one"], features.loc["12070"], check_names=False, rtol=1e-9
    )
    assert list(features.columns) == list(STRUCTURE)


def test_a_region_has_the_people_and_the_mean_of_its_districts(tables):
    years, shares, districts = tables
    members = ["12068", "12070"]
    features = structural_features(years, shares, districts, 2021, {"both": members})
    people = np.exp(features["log_population"])
    assert people["both"] == pytest.approx(people[members].sum())
    weighted = (features["share_65plus"] * people)[members].sum() / people[members].sum()
    assert features.loc["both", "share_65plus"] == pytest.approx(weighted)


class TestYearsUsed:
    """The years of the table of indicators are those that `indicator_table` averages."""

    def test_a_source_that_ends_early_says_so(self):
        from wir.data import load

        years = years_used(load("district_year"), 2021)
        assert list(years.index) == [row.indicator for row in INDICATORS]
        assert years["tax_revenue_per_head"] == "2017–2019"
        assert years["industry_investment_per_worker"].startswith("2017–2019 (other years in ")
        assert years["patents_per_million"] == "2009–2011"
        assert years["gdp_per_worker"] == "2019–2021"

    def test_changing_a_year_that_is_not_named_changes_nothing(self):
        from wir.data import load

        table, specialisation = load("district_year"), load("specialisation")
        before = indicator_table("weakness", table, specialisation, 2021)
        named = years_used(table, 2021)
        for name in ("tax_revenue_per_head", "unemployment_rate"):
            first, last = map(int, named[name].split("–"))
            inside = table["year"].between(first, last)
            other = table.assign(**{name: table[name].where(inside, -1e9)})
            other.loc[table[name].isna(), name] = np.nan
            after = indicator_table("weakness", other, specialisation, 2021)
            pd.testing.assert_series_equal(after[name], before[name])
            used = table.assign(**{name: table[name].where(~inside, table[name] + 1)})
            shifted = indicator_table("weakness", used, specialisation, 2021)
            np.testing.assert_allclose(shifted[name], before[name] + 1)

    def test_other_years_are_counted_and_none_is_said(self):
        base = dict.fromkeys(
            [row.indicator for row in INDICATORS] + ["h2020_participations"],
            ([1.0] * 6, [1.0] * 6),
        )
        base["unemployment_rate"] = ([1.0] * 6, [1.0] * 5 + [np.nan])
        base["purchasing_power"] = ([np.nan] * 6, [np.nan] * 6)
        base["share_65plus"] = ([np.nan] * 5 + [1.0], [np.nan] * 5 + [1.0])
        years = years_used(panel(**base), 2021)
        assert years["unemployment_rate"] in (
            "2019–2021 (other years in 1)",
            "2018–2020 (other years in 1)",
        )
        assert years["purchasing_power"] == "none"
        assert years["share_65plus"] == "2021"
        assert years["h2020_per_100000"] == "2016–2020"


@pytest.mark.parametrize("year", [2014, 2015, 2017, 2019, 2021])
def test_every_year_that_the_notebook_allows_gives_both_indices(year):
    """Federal project funding is published from 2019 on: before, the index does without it."""
    from wir.data import load

    for index in ("weakness", "potential"):
        table = indicator_table(index, load("district_year"), load("specialisation"), year)
        given = structure(index, table)
        assert given["pillar"].nunique() == 3
        left_out = set(table) - set(given["indicator"])
        expected = {"federal_rd_per_head_10y"} if index == "potential" and year < 2019 else set()
        assert left_out == expected
        assert composite_index(table, given).scores.notna().sum() >= 399
