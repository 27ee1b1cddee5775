from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wir.data import funding, occupations, raw, society, specialisation
from wir.data.district_year import join_indicators
from wir.data.territory import TerritoryError, nuts2010_crosswalk

KEYS = ["ags", "kldb3", "year"]


def employees(rows) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=[*KEYS, "n"])
    return table.assign(type="social insurance", group="total")


class TestSpecialisation:
    def test_quotient_share_and_status(self):
        counts = specialisation.clean_employees(
            employees(
                [
                    ("01001", "111", 2020, 30.0),
                    ("01001", "112", 2020, 10.0),
                    ("01002", "111", 2020, 10.0),
                    ("01002", "112", 2020, 50.0),
                    ("01003", "111", 2020, None),
                    ("01003", "112", 2020, 20.0),
                    ("01003", None, 2020, 7.0),
                ]
            )
        )
        table = specialisation.specialise(counts).set_index(KEYS)
        first = table.loc[("01001", "111", 2020)]
        assert first["share"] == pytest.approx(75)
        assert first["lq"] == pytest.approx(0.75 / (40 / 120), rel=1e-3)
        hidden = table.loc[("01003", "111", 2020)]
        assert np.isnan(hidden["lq"])
        assert np.isnan(hidden["share"])
        assert hidden["status"] == "not published"
        assert set(table.index.get_level_values("kldb3")) == {"111", "112"}

    def test_hanau_is_added_before_the_quotient(self):
        counts = specialisation.clean_employees(
            employees(
                [
                    ("06415", "111", 2020, 5.0),
                    ("06435", "111", 2020, 15.0),
                    ("06415", "112", 2020, None),
                    ("06435", "112", 2020, 20.0),
                ]
            )
        )
        assert counts["ags"].unique().tolist() == ["06435"]
        assert counts["n"].sum() == 40
        assert specialisation.specialise(counts)["share"].tolist() == [50.0, 50.0]

    def test_women_foreigners_and_marginal_jobs_do_not_count(self):
        rows = employees([("01001", "111", 2020, 3.0)] * 3)
        rows["group"] = ["total", "women", "total"]
        rows["type"] = ["social insurance", "social insurance", "marginal part-time"]
        assert specialisation.clean_employees(rows)["n"].tolist() == [3.0]

    def test_a_combination_without_a_row_is_not_published(self):
        counts = specialisation.clean_employees(
            employees([("01001", "111", 2020, 3.0), ("01002", "112", 2020, 4.0)])
        )
        assert len(counts) == 4
        assert counts["n"].isna().sum() == 2

    @given(st.lists(st.floats(1e-6, 1e6), min_size=1))
    def test_rounding_keeps_four_digits(self, values):
        rounded = specialisation.round_significant(pd.Series(values))
        np.testing.assert_allclose(rounded, values, rtol=5.001e-4)
        for value in rounded:
            assert float(f"{value:.3e}") == pytest.approx(value, rel=1e-12)

    def test_knowledge_occupations_and_rounded_sum(self):
        counts = specialisation.clean_employees(
            employees(
                [
                    ("01001", "271", 2020, 120.0),
                    ("01001", "431", 2020, 30.0),
                    ("01001", "711", 2020, 450.0),
                    ("01001", None, 2020, 60.0),
                ]
            )
        )
        row = specialisation.district_employment(counts).iloc[0]
        assert row["employees"] == 700
        assert row["knowledge_occupation_share"] == 25.0


def test_occupations_growth_share_and_tightness():
    counts = specialisation.clean_employees(
        employees(
            [
                ("01001", "111", 2020, 100.0),
                ("01001", "111", 2021, 110.0),
                ("01001", "112", 2020, 300.0),
                ("01001", "112", 2021, 330.0),
            ]
        )
    )
    vacancies = pd.DataFrame(
        [("01001", "111", 2020, 4.0), (None, "111", 2020, 1.0), ("01001", None, 2020, 9.0)],
        columns=["ags", "kldb3", "year", "total"],
    )
    unemployed = pd.DataFrame(
        [("01001", "111", 2020, 20.0), ("01001", "112", 2020, 0.0)],
        columns=["ags", "kldb3", "year", "total"],
    )
    table = occupations.describe_occupations(counts, vacancies, unemployed)
    table = table.set_index(["kldb3", "year"])
    assert table.loc[("111", 2021), "growth"] == 10.0
    assert np.isnan(table.loc[("111", 2020), "growth"])
    assert table.loc[("111", 2020), "share"] == 25.0
    assert table.loc[("111", 2020), "vacancies"] == 5.0
    # the vacancy without a district is no part of it: unemployed persons all have one
    assert table.loc[("111", 2020), "tightness"] == 0.2
    assert np.isnan(table.loc[("112", 2020), "tightness"])


class TestPatents:
    CROSSWALK = pd.DataFrame(
        [("DE111", "08111", 1.0), ("DE808", "13071", 0.8), ("DE808", "13075", 0.2)],
        columns=["source", "ags", "weight"],
    )

    def test_absent_regions_are_zero_and_unplaced_applications_are_left_out(self):
        patents = pd.DataFrame(
            [
                ("DE111", 2010, 7.0),
                ("DE808", 2011, 10.0),
                ("DEZZZ", 2010, 99.0),
                ("DEXXX", 2010, 99.0),
                ("DE1", 2010, 500.0),
                ("DE111", 2012, 3.0),
            ],
            columns=["geo", "year", "patents"],
        )
        table = funding.clean_patents(patents, self.CROSSWALK, 2010, 2011)
        assert table["patents"].tolist() == [7.0, 0.0, 0.0, 8.0, 0.0, 2.0]

    @pytest.mark.mirror
    def test_the_total_of_germany_stays(self, upstream):
        patents = raw.read_patents(upstream["epo_patents_nuts"])
        crosswalk = nuts2010_crosswalk(
            raw.read_destatis(upstream["kreise_destatis_csv"]),
            raw.read_conversion(upstream["bbsr_umsteiger_kreise_2019"], 2010),
        )
        placed = funding.clean_patents(patents, crosswalk).groupby("year")["patents"].sum()
        table = patents.pivot_table(index="year", columns="geo", values="patents", aggfunc="sum")
        unplaced = table[["DEXXX", "DEZZZ"]].fillna(0).sum(axis=1)
        germany = (table["DE"] - unplaced).loc[1995:2011]
        # The country row holds some of the applications that no region could be found for.
        np.testing.assert_allclose(placed, germany, rtol=0.006)


def test_ranks_count_from_the_most_deprived():
    table = society.clean_gisd(
        pd.DataFrame({"ags": list("abc"), "year": 2020, "gisd_score": [0.1, 0.9, 0.9]})
    )
    assert table["deprivation_rank"].tolist() == [3.0, 1.0, 1.0]


def test_stray_zeros_become_missing():
    columns = {key: [0.0, 5.0] for key in society.GERDA_COLUMNS}
    table = society.clean_gerda(pd.DataFrame({"ags": ["a", "b"], "year": 2020, **columns}))
    assert table["purchasing_power"].isna().tolist() == [True, False]
    assert table["tax_revenue_per_head"].isna().tolist() == [True, False]
    assert table["unemployment_rate"].tolist() == [0.0, 5.0]


class TestJoin:
    def test_every_district_has_every_year(self):
        one = pd.DataFrame({"ags": ["01001"], "year": [1997], "a": [1.0]})
        two = pd.DataFrame({"ags": ["01002"], "year": [1996], "b": [2.0]})
        table = join_indicators([one, two], ["01002", "01001"])
        assert len(table) == 6
        assert table["a"].sum() == 1.0
        assert table["b"].notna().sum() == 1

    def test_a_district_year_that_comes_twice_is_an_error(self):
        twice = pd.DataFrame({"ags": ["01001"] * 2, "year": [1997] * 2, "a": [1.0, 2.0]})
        with pytest.raises((ValueError, TerritoryError)):
            join_indicators([twice], ["01001"])
