from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wir.data import raw
from wir.data.territory import (
    MERGERS,
    TerritoryError,
    add_counts,
    average_ratios,
    check_districts,
    current_district,
    distribute_counts,
    nuts2010_crosswalk,
    to_ags,
)

CODES = [*MERGERS, *sorted(set(MERGERS.values())), "01001", "09162"]
counts = st.floats(0, 1e7, allow_subnormal=False)


@st.composite
def district_tables(draw):
    codes = draw(st.lists(st.sampled_from(CODES), unique=True, min_size=1))
    return pd.DataFrame(
        {
            "ags": codes,
            "year": 2020,
            "n": [draw(counts) for _ in codes],
            "ratio": [draw(st.floats(0, 100)) for _ in codes],
        }
    )


class TestAddCounts:
    @given(district_tables())
    def test_the_sum_stays(self, table):
        folded = add_counts(table, ["n"], by=["year"])
        assert folded["n"].sum() == pytest.approx(table["n"].sum())
        assert not set(folded["ags"]) & set(MERGERS)

    def test_hanau_goes_back_to_its_district(self):
        table = pd.DataFrame({"ags": ["06415", "06435", "06411"], "n": [1.0, 10.0, 5.0]})
        assert add_counts(table, ["n"]).set_index("ags")["n"].to_dict() == {
            "06411": 5.0,
            "06435": 11.0,
        }

    def test_missing_stays_missing_only_if_all_parts_are(self):
        table = pd.DataFrame(
            {"ags": ["06415", "06435", "16056", "16063"], "n": [None, 2.0, None, None]}
        )
        folded = add_counts(table, ["n"]).set_index("ags")["n"]
        assert folded["06435"] == 2.0
        assert pd.isna(folded["16063"])


class TestAverageRatios:
    @given(district_tables())
    def test_the_weighted_total_stays(self, table):
        folded = average_ratios(table, ["ratio"], "n", by=["year"])
        known = folded.dropna()
        assert (known["ratio"] * known["n"]).sum() == pytest.approx(
            (table["ratio"] * table["n"]).sum()
        )

    @given(district_tables())
    def test_the_mean_lies_between_its_parts(self, table):
        folded = average_ratios(table, ["ratio"], "n").dropna().set_index("ags")["ratio"]
        parts = table.groupby(current_district(table["ags"]))["ratio"].agg(["min", "max"])
        for ags, value in folded.items():
            assert parts.loc[ags, "min"] - 1e-6 <= value <= parts.loc[ags, "max"] + 1e-6

    def test_a_missing_part_does_not_count(self):
        table = pd.DataFrame({"ags": ["16056", "16063"], "r": [None, 4.0], "w": [50.0, 100.0]})
        assert average_ratios(table, ["r"], "w")["r"].tolist() == [4.0]


@st.composite
def crosswalks(draw):
    rows = []
    for source in draw(st.lists(st.sampled_from("ABCDE"), unique=True, min_size=1)):
        parts = draw(st.lists(st.floats(0.01, 1), min_size=1, max_size=4))
        rows += [(source, f"0100{i}", part / sum(parts)) for i, part in enumerate(parts)]
    return pd.DataFrame(rows, columns=["source", "ags", "weight"])


class TestDistributeCounts:
    @given(crosswalks(), st.data())
    def test_the_sum_stays(self, crosswalk, data):
        sources = crosswalk["source"].unique()
        table = pd.DataFrame({"source": sources, "n": [data.draw(counts) for _ in sources]})
        spread = distribute_counts(table, crosswalk, ["n"])
        assert spread["n"].sum() == pytest.approx(table["n"].sum())

    def test_an_unknown_region_is_an_error(self):
        crosswalk = pd.DataFrame({"source": ["A"], "ags": ["01001"], "weight": [1.0]})
        with pytest.raises(TerritoryError, match="without a district: B"):
            distribute_counts(pd.DataFrame({"source": ["B"], "n": [1.0]}), crosswalk, ["n"])

    def test_weights_that_do_not_add_up_are_an_error(self):
        crosswalk = pd.DataFrame({"source": ["A"], "ags": ["01001"], "weight": [0.9]})
        with pytest.raises(TerritoryError, match=r"A add up to 0\.9"):
            distribute_counts(pd.DataFrame({"source": ["A"], "n": [1.0]}), crosswalk, ["n"])


def test_codes_get_their_leading_zero():
    assert to_ags(pd.Series([1001000, 16077000])).tolist() == ["01001", "16077"]


def test_a_table_with_unmerged_districts_is_refused():
    with pytest.raises(TerritoryError, match="Not yet merged: 06415"):
        check_districts(pd.DataFrame({"ags": ["06415", "01001"]}), "some table")


@pytest.mark.mirror
class TestUpstreamCrosswalks:
    @pytest.mark.parametrize("year", [1990, 1997, 2010, 2018])
    def test_the_districts_of_any_year_lead_to_the_400(self, upstream, year):
        conversion = raw.read_conversion(upstream["bbsr_umsteiger_kreise_2019"], year)
        conversion["ags"] = current_district(conversion["ags"])
        check_districts(conversion, "conversion")
        people = pd.DataFrame({"source": conversion["source"].unique()}).assign(n=1000.0)
        assert distribute_counts(people, conversion, ["n"])["n"].sum() == pytest.approx(
            people["n"].sum()
        )

    def test_the_412_regions_of_2010_lead_to_the_400(self, upstream):
        crosswalk = nuts2010_crosswalk(
            raw.read_destatis(upstream["kreise_destatis_csv"]),
            raw.read_conversion(upstream["bbsr_umsteiger_kreise_2019"], 2010),
        )
        assert crosswalk["source"].nunique() == 412
        check_districts(crosswalk, "crosswalk")
        split = crosswalk[crosswalk["weight"] < 1]
        assert split["source"].unique().tolist() == ["DE808"]  # Demmin, split in 2011
        assert split.set_index("ags")["weight"].idxmax() == "13071"
