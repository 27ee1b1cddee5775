"""Vacancies and unemployed persons by district: what must stay, what must stay missing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from wir.data import labour_market, load, occupations, raw, specialisation

KEYS = ["ags", "kldb3", "year"]
DISTRICT_YEARS = ["ags", "year"]


def counts(rows: list[tuple]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=[*KEYS, "n"])
    return specialisation.clean_employees(table.assign(type="social insurance", group="total"))


def totals(rows: list[tuple]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*KEYS, "total"])


EMPLOYEES = [
    ("01001", "111", 2020, 400.0),
    ("01001", "112", 2020, 500.0),
    ("01001", None, 2020, 100.0),
    ("01002", "111", 2020, None),
    ("01002", "112", 2020, 2000.0),
]


def rates(vacancies: list[tuple], unemployed: list[tuple]) -> pd.DataFrame:
    table = labour_market.describe_occupation_districts(
        counts(EMPLOYEES), totals(vacancies), totals(unemployed)
    )
    return table.set_index(KEYS)


def test_rates_are_per_10000_of_all_employees_of_the_district():
    table = rates([("01001", "111", 2020, 3.0)], [("01001", "111", 2020, 12.0)])
    row = table.loc[("01001", "111", 2020)]
    assert row["vacancies_per_10000"] == 30
    assert row["unemployed_per_10000"] == 120


def test_a_rate_does_not_need_published_employees_of_the_group():
    table = rates([("01002", "111", 2020, 1.0)], [("01002", "111", 2020, 0.0)])
    assert table.loc[("01002", "111", 2020)].tolist() == [5.0, 0.0]


def test_zero_is_none_and_missing_is_not_known():
    table = rates(
        [("01001", "111", 2020, 0.0)],
        [("01001", "111", 2020, None), ("01002", "112", 2020, 0.0)],
    )
    first = table.loc[("01001", "111", 2020)]
    assert first["vacancies_per_10000"] == 0
    assert np.isnan(first["unemployed_per_10000"])
    assert table.loc[("01002", "112", 2020), "unemployed_per_10000"] == 0
    assert np.isnan(table.loc[("01002", "111", 2020), "unemployed_per_10000"])  # no row


def test_what_has_no_place_and_no_group_of_employees_is_left_out():
    table = rates(
        [(None, "111", 2020, 9.0), ("01001", "011", 2020, 9.0), ("01001", None, 2020, 9.0)],
        [("01001", "111", 2019, 9.0)],
    )
    assert len(table) == 4
    assert table.isna().all(axis=None)


def test_hanau_is_added_before_the_rate_and_a_part_that_is_not_known_is_not_zero():
    employees = counts(
        [
            ("06415", "111", 2020, 400.0),
            ("06435", "111", 2020, 600.0),
            ("06415", "112", 2020, 0.0),
            ("06435", "112", 2020, 0.0),
        ]
    )
    table = labour_market.describe_occupation_districts(
        employees,
        totals([("06415", "111", 2020, 1.0), ("06435", "111", 2020, 2.0)]),
        totals([("06415", "111", 2020, None), ("06435", "111", 2020, 2.0)]),
    ).set_index(KEYS)
    assert set(table.index.get_level_values("ags")) == {"06435"}
    row = table.loc[("06435", "111", 2020)]
    assert row["vacancies_per_10000"] == 30
    assert np.isnan(row["unemployed_per_10000"])


def test_the_tightness_of_germany_compares_the_same_districts():
    vacancies = totals(
        [
            ("01001", "111", 2020, 4.0),
            ("01002", "111", 2020, 6.0),
            (None, "111", 2020, 5.0),
        ]
    )
    unemployed = totals(
        [
            ("01001", "111", 2020, 16.0),
            ("01002", "111", 2020, None),
            ("01002", None, 2020, 50.0),
        ]
    )
    table = occupations.describe_occupations(counts(EMPLOYEES), vacancies, unemployed)
    row = table.set_index(["kldb3", "year"]).loc[("111", 2020)]
    assert row["vacancies"] == 15
    assert row["tightness"] == 4 / 16


class TestCommitted:
    def test_rates_times_employees_are_the_vacancies_of_germany(self):
        """Nothing is lost: but for vacancies without a district, sums equal the national table."""
        table = load("occupation_district")
        size = load("district_year").set_index(DISTRICT_YEARS)["employees"]
        weight = size.reindex(pd.MultiIndex.from_frame(table[DISTRICT_YEARS])).to_numpy()
        found = (table["vacancies_per_10000"] * weight / 10_000).groupby(
            [table["kldb3"], table["year"]]
        )
        national = load("occupation_year").set_index(["kldb3", "year"])["vacancies"]
        both = pd.concat([found.sum().rename("found"), national], axis=1).dropna()
        assert len(both) == 140 * 13
        share = both["found"].sum() / both["vacancies"].sum()
        assert 0.992 < share < 1
        large = both[both["vacancies"] > 500]
        kept = large["found"] / large["vacancies"]
        assert kept.max() < 1.005  # rounding
        assert kept.quantile(0.05) > 0.98

    def test_the_ratio_of_the_rates_is_the_tightness_of_germany(self):
        table = load("occupation_district").dropna()
        size = load("district_year").set_index(DISTRICT_YEARS)["employees"]
        weight = size.reindex(pd.MultiIndex.from_frame(table[DISTRICT_YEARS])).to_numpy()
        columns = ["vacancies_per_10000", "unemployed_per_10000"]
        sums = table[columns].mul(weight, axis=0).groupby([table["kldb3"], table["year"]]).sum()
        tightness = sums[columns[0]] / sums[columns[1]].where(sums[columns[1]] > 1e6)
        national = load("occupation_year").set_index(["kldb3", "year"])["tightness"]
        gap = (tightness / national.reindex(tightness.index) - 1).dropna()
        assert len(gap) > 1500
        assert gap.abs().max() < 0.01

    def test_a_district_year_is_known_for_all_groups_or_for_none(self):
        table = load("occupation_district")
        assert table["vacancies_per_10000"].notna().all()
        hidden = table["unemployed_per_10000"].isna().groupby([table["ags"], table["year"]]).mean()
        assert set(hidden.unique()) == {0.0, 1.0}
        assert hidden.sum() == 77

    def test_no_counts_are_kept(self):
        table = load("occupation_district")
        assert list(table.columns) == [*KEYS, "vacancies_per_10000", "unemployed_per_10000"]
        values = table["vacancies_per_10000"].to_numpy(dtype=float)
        values = values[values > 0]
        scale = 10.0 ** (2 - np.floor(np.log10(values)))
        np.testing.assert_allclose(values * scale, np.round(values * scale), atol=1e-3)


@pytest.mark.mirror
def test_the_committed_rates_follow_from_the_upstream_files(upstream):
    """Upstream counts of three districts by hand, against what is committed."""
    jobs = raw.read_badata(upstream["ba_jobs"]).astype({"ags": "str", "kldb3": "str"})
    seekers = raw.read_badata(upstream["ba_unemployed"]).astype({"ags": "str", "kldb3": "str"})
    size = load("district_year").set_index(DISTRICT_YEARS)["employees"]
    table = load("occupation_district").set_index(KEYS)
    parts = {"01001": ["01001"], "06435": ["06415", "06435"], "11000": ["11000"]}
    for ags, inside in parts.items():
        for name, source in (("vacancies", jobs), ("unemployed", seekers)):
            rows = source[source["ags"].isin(inside) & (source["kldb3"] == "431")]
            count = rows[rows["year"] == 2023]["total"].sum()
            rate = table.loc[(ags, "431", 2023), f"{name}_per_10000"]
            assert rate * size[ags, 2023] / 10_000 == pytest.approx(count, rel=0.01)


@pytest.mark.mirror
def test_every_vacancy_that_has_a_district_is_kept(upstream):
    jobs = raw.read_badata(upstream["ba_jobs"])
    placed = jobs[jobs["ags"].notna() & (jobs["year"] >= 2013)].astype({"kldb3": "str"})
    national = placed.groupby(["kldb3", "year"])["total"].sum()
    table = load("occupation_district")
    size = load("district_year").set_index(DISTRICT_YEARS)["employees"]
    weight = size.reindex(pd.MultiIndex.from_frame(table[DISTRICT_YEARS])).to_numpy()
    found = (table["vacancies_per_10000"] * weight / 10_000).groupby(
        [table["kldb3"], table["year"]]
    )
    kept = found.sum() / national.reindex(found.sum().index)
    assert (kept[national.reindex(kept.index) > 100] - 1).abs().max() < 0.005
