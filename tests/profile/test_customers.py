"""Who could be a customer: sums by hand, missing values, the real table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from wir.data import load
from wir.profile.customers import SECTORS, SIZES, customers, latest_year, work_of_people


@pytest.fixture
def table() -> pd.DataFrame:
    rows = []
    for year, factor in ((2011, 1.0), (2021, 1.1), (2022, np.nan)):
        for ags, work in (("x", (10, 30, 60)), ("y", (0, 100, 100))):
            row = {"ags": ags, "year": year, "workers": factor * sum(work)}
            row |= {key: factor * one for key, one in zip(SECTORS, work, strict=True)}
            shares = (80.0, 15.0, 4.0, 1.0) if ags == "x" else (90.0, 8.0, 1.5, 0.5)
            row |= dict(zip(SIZES, shares if factor > 0 else [np.nan] * 4, strict=True))
            rows.append(row)
    return pd.DataFrame(rows)


def test_sums_shares_and_change(table):
    found = customers(table, {"r": ["x", "y"], "small": ["x"]}, 2025)
    assert (found["year"] == 2021).all()
    sector = found[found["kind"] == "sector"].set_index(["region", "item"])
    assert sector.loc[("r", "Services"), "persons"] == pytest.approx(176)
    assert sector.loc[("small", "Services"), "share"] == pytest.approx(60)
    assert sector.loc[("small", "Services"), "germany"] == pytest.approx(100 * 160 / 300)
    assert sector.loc[("r", "Services"), "change"] == pytest.approx(10)
    size = found[found["kind"] == "size"].set_index(["region", "item"])
    assert size.loc[("r", "250 and more"), "share"] == pytest.approx((1.0 * 1 + 0.5 * 2) / 3)
    for _, part in found.groupby(["region", "kind"]):
        assert part["share"].sum() == pytest.approx(100)


def test_nothing_before_has_no_change(table):
    found = customers(table, {"r": ["y"]}, 2025).set_index(["region", "item"])
    assert np.isnan(found.loc[("r", "Agriculture, forestry, fishing"), "change"])


def test_a_district_that_is_not_known_makes_the_region_unknown(table):
    table.loc[(table["ags"] == "x") & (table["year"] == 2021), list(SECTORS)] = np.nan
    found = customers(table, {"r": ["x", "y"]}, 2025)
    sector = found[(found["region"] == "r") & (found["kind"] == "sector")]
    assert sector[["persons", "share"]].isna().all(axis=None)


def test_errors_name_what_is_wrong(table):
    with pytest.raises(ValueError, match="'r' has unknown districts: 'z'"):
        customers(table, {"r": ["z"]}, 2025)
    with pytest.raises(ValueError, match="nothing is known in any year to 2000"):
        latest_year(table, list(SECTORS), 2000)


def test_what_people_do_at_work():
    counts = pd.DataFrame([[10.0, 20.0, 70.0]], index=["r"], columns=["111", "112", "431"])
    expected = pd.DataFrame([[5.0, 5.0, 90.0]], index=["r"], columns=counts.columns)
    areas = pd.Series({"111": "land", "112": "land", "431": "computing"})
    found = work_of_people(counts, expected, areas).set_index("area")
    assert found.loc["land", ["employees", "share", "lq"]].tolist() == [30, 30, 3]
    assert found["employees"].sum() == 100
    with pytest.raises(ValueError, match="No area for the occupations '431'"):
        work_of_people(counts, expected, areas.drop("431"))


def test_the_real_regions_add_up():
    table = load("district_year")
    members = {"all": list(load("districts")["ags"])}
    found = customers(table, members, 2025)
    own = found[found["region"] == "all"].set_index("item")
    np.testing.assert_allclose(own["share"], own["germany"])
    assert own["persons"].sum() == pytest.approx(44.98e6, rel=0.01)  # national accounts, 2021
