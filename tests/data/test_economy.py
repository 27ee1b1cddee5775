from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wir.data import raw
from wir.data.district_year import fill_remainder
from wir.data.economy import (
    SECTORS,
    clean_inkar_economy,
    clean_population,
    derive_workers,
    sector_gap,
)


@given(
    population=st.integers(30_000, 4_000_000),
    workers=st.lists(st.integers(10, 900_000), min_size=3, max_size=3),
    productivity=st.lists(st.integers(20_000, 150_000), min_size=3, max_size=3),
    taxes=st.floats(1.0, 1.2),
)
def test_workers_come_back_from_the_ratios(population, workers, productivity, taxes):
    total = sum(workers)
    gva = [w * p for w, p in zip(workers, productivity, strict=True)]
    gdp = sum(gva) * taxes
    row = {
        "population": population,
        "gdp_per_head": gdp / population,
        "gdp_per_worker": gdp / total,
        "gva_per_worker": sum(gva) / total,
    }
    for sector, value, per_worker in zip(SECTORS, gva, productivity, strict=True):
        row[f"gva_share_{sector}"] = 100 * value / sum(gva)
        row[f"gva_per_worker_{sector}"] = per_worker
    result = derive_workers(pd.DataFrame([row]))
    assert result["workers"].iloc[0] == pytest.approx(total)
    for sector, expected in zip(SECTORS, workers, strict=True):
        assert result[f"workers_{sector}"].iloc[0] == pytest.approx(expected)
    assert sector_gap(result).abs().max() < 1e-9


def test_a_sector_that_is_not_published_takes_the_remainder():
    workers = pd.DataFrame(
        {
            "workers": [100.0, 100.0],
            "workers_primary": [np.nan, np.nan],
            "workers_secondary": [30.0, 40.0],
            "workers_tertiary": [69.0, 61.0],
        }
    )
    assert fill_remainder(workers)["workers_primary"].tolist() == [1.0, 0.0]


def test_a_sector_of_zero_is_one_that_is_not_published():
    codes = ["q_bip_ew", "q_bip_et", "q_bws_et", "q_iinvest", "q_handw_umsatz", "q_uinsolv_betr"]
    codes += [f"a_betr_{size}" for size in ("kleinst", "klein", "mittel", "groß")]
    inkar = pd.DataFrame({"ags": ["13003", "13004"], "year": 2019, **dict.fromkeys(codes, 50.0)})
    for code, share, productivity in (
        ("1sektor", [0.0, 0.4], [0.0, 30.0]),
        ("2sektor", [20.0, 19.6], [60.0, 61.0]),
        ("3sektor", [80.0, 80.0], [55.0, np.nan]),
    ):
        inkar[f"a_bws_{code}"], inkar[f"q_bws_{code}"] = share, productivity
    table = clean_inkar_economy(inkar)
    assert table["gva_share_primary"].isna().tolist() == [True, False]
    assert table["gva_per_worker_primary"].isna().tolist() == [True, False]
    assert table["gva_share_tertiary"].tolist() == [80.0, 80.0], "missing is not zero"


def test_population_is_observed_only_and_eisenach_is_added():
    ardeco = pd.DataFrame(
        {
            "nuts3": ["DEG0N", "DEG0P", "DEG0P", "DEF01"],
            "year": [2021, 2021, 2022, 2021],
            "value": [40.0, 120.0, 161.0, 90.0],
        }
    )
    nuts = pd.DataFrame({"nuts3": ["DEG0P", "DEF01"], "ags": ["16063", "01001"]})
    table = clean_population(ardeco, nuts)
    assert table.to_dict("list") == {
        "ags": ["01001", "16063"],
        "year": [2021, 2021],
        "population": [90.0, 160.0],
    }


@pytest.mark.mirror
class TestUpstream:
    def test_districts_add_up_to_germany_in_every_year(self, upstream):
        path = upstream["ardeco_population"]
        nuts = raw.read_destatis(upstream["kreise_destatis_csv"]).query("ags != '16056'")
        districts = clean_population(raw.read_ardeco(path, "Persons"), nuts)
        wide = raw.read_text_table(path).query("TERRITORY_ID == 'DE'").iloc[0]
        for year, people in districts.groupby("year")["population"].sum().items():
            assert people == pytest.approx(float(wide[str(year)]), rel=1e-4)

    def test_workers_by_sector_add_up_nearly(self, upstream):
        economy = clean_inkar_economy(raw.read_inkar(upstream["inkar_wirtschaft"]))
        nuts = raw.read_destatis(upstream["kreise_destatis_csv"]).query("ags != '16056'")
        people = clean_population(raw.read_ardeco(upstream["ardeco_population"], "Persons"), nuts)
        workers = derive_workers(economy.merge(people, on=["ags", "year"], how="left"))
        gap = sector_gap(workers).abs()
        assert gap.max() < 0.01
        assert gap.quantile(0.9) < 0.0003
        assert len(gap) == 8717
