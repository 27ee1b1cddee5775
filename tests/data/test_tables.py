"""What must be true of the committed tables, whatever built them."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from wir import config
from wir.data import load
from wir.data.legal_persons import is_legal_person
from wir.data.territory import LAENDER, check_districts

ROWS = {
    "boundaries": 400,
    "collaborations": 20161,
    "country_links": 17550,
    "district_year": 12400,
    "districts": 400,
    "occupation_district": 728000,
    "occupation_year": 2016,
    "occupations": 144,
    "organisations": 3859,
    "participations": 17219,
    "specialisation": 728000,
}


@pytest.mark.parametrize(("name", "rows"), ROWS.items())
def test_row_counts(name, rows):
    assert len(load(name)) == rows


def test_the_tables_are_small():
    sizes = {path.name: path.stat().st_size for path in config.PROCESSED.glob("*.parquet")}
    assert sum(sizes.values()) < 12e6
    assert sizes["boundaries.parquet"] < 400e3


class TestDistricts:
    def test_191_are_structurally_weak(self):
        assert load("districts")["structurally_weak"].sum() == 191

    def test_all_400_in_16_laender(self):
        table = load("districts")
        check_districts(table, "districts")
        assert table["nuts3"].is_unique
        assert set(table["land"]) == set(LAENDER)
        assert (table["land"] == table["ags"].str[:2]).all()

    def test_east_is_the_five_laender_and_berlin(self):
        east = load("districts").query("east")
        assert set(east["land"]) == {"11", "12", "13", "14", "15", "16"}
        assert len(east) == 76

    def test_merged_districts_carry_both_parts(self):
        table = load("districts").set_index("ags")
        assert table.loc["16063", "nuts3"] == "DEG0P"
        assert table.loc["03159", "district_type"] == 2
        assert table["area_km2"].sum() == pytest.approx(357_580, rel=1e-3)
        assert table["population"].sum() == pytest.approx(83.2e6, rel=1e-3)

    @pytest.mark.parametrize(
        ("ags", "area"), [("16054", 141.6), ("16070", 805), ("16066", 1251), ("04012", 93.8)]
    )
    def test_areas_are_those_after_the_mergers_of_2019(self, ags, area):
        """Official areas of 2021, to the precision that the codebook states."""
        assert load("districts").set_index("ags").loc[ags, "area_km2"] == pytest.approx(
            area, rel=0.006
        )

    def test_area_population_and_density_fit(self):
        table = load("districts").set_index("ags")
        year = load("district_year").query("year == 2021").set_index("ags")
        gap = table["population"] / table["area_km2"] / year["population_density"] - 1
        assert gap.abs().max() < 0.015

    def test_places_lie_in_their_districts(self):
        table = load("districts").set_index("ags")
        assert table.loc["11000", ["lon", "lat"]].tolist() == pytest.approx([13.4, 52.5], abs=0.1)
        outlines = load("boundaries").set_index("ags").geometry
        inside = [
            outlines[a].envelope.contains(shapely.Point(r.lon, r.lat)) for a, r in table.iterrows()
        ]
        assert all(inside)


class TestBoundaries:
    def test_outlines_are_valid_and_do_not_overlap(self):
        table = load("boundaries").to_crs(config.AREA_CRS)
        assert load("boundaries").is_valid.all()
        assert shapely.coverage_is_valid(load("boundaries").geometry.to_numpy())
        assert table.area.sum() / 1e6 == pytest.approx(357_600, rel=0.005)

    def test_areas_stay_near_the_official_ones(self):
        area = load("boundaries").to_crs(config.AREA_CRS).set_index("ags").area / 1e6
        official = load("districts").set_index("ags")["area_km2"]
        error = (area / official - 1).abs()
        assert error.quantile(0.95) < 0.04

    def test_neighbours_share_a_border(self):
        outlines = load("boundaries").set_index("ags").geometry
        assert outlines["11000"].within(outlines["12065"].union(outlines["11000"]).buffer(2))
        shared = outlines["09162"].intersection(outlines["09184"])
        assert shared.length > 0.2
        assert shared.area == 0


class TestDistrictYear:
    def test_every_district_in_every_year_once(self):
        table = load("district_year")
        years = table["year"].unique()
        assert len(table) == 400 * len(years)
        assert sorted(years) == list(range(1995, 2026))

    def test_gdp_and_workers_fit_published_totals(self):
        """National accounts: 3,602 billion euro in 2021 and 44.98 million persons in work."""
        table = load("district_year").query("year == 2021")
        assert (table["gdp_per_head"] * table["population"]).sum() == pytest.approx(
            3.602e12, rel=0.025
        )
        assert table["workers"].sum() == pytest.approx(44.98e6, rel=0.002)

    def test_sectors_add_up_to_all_workers(self):
        table = load("district_year").query("2000 <= year <= 2021")
        parts = table[["workers_primary", "workers_secondary", "workers_tertiary"]].sum(axis=1)
        assert parts.notna().all()
        np.testing.assert_allclose(parts, table["workers"], rtol=0.01)

    def test_a_sector_that_is_not_published_is_missing(self):
        table = load("district_year").query("2000 <= year <= 2021")
        hidden = table["gva_share_primary"].isna()
        assert set(table.loc[hidden, "ags"]) == {"13003", "13004"}
        assert table.loc[hidden, "gva_per_worker_primary"].isna().all()
        assert table.loc[~hidden & (table["year"] < 2018), "gva_per_worker_primary"].notna().all()
        assert (table["gva_per_worker_primary"].dropna() > 0).all()

    def test_shares_of_sectors_and_sizes_add_up_to_100(self):
        table = load("district_year")
        sectors = table[[f"gva_share_{s}" for s in ("primary", "secondary", "tertiary")]]
        assert (sectors.dropna().sum(axis=1) - 100).abs().max() < 0.07  # as published
        sizes = table[[f"establishments_{s}_share" for s in ("micro", "small", "medium", "large")]]
        assert (sizes.dropna().sum(axis=1) - 100).abs().max() < 0.03

    def test_weakness_is_the_grants_of_2021(self):
        grants = load("district_year").query("year == 2021").set_index("ags")["grw_per_head_10y"]
        weak = load("districts").set_index("ags")["structurally_weak"]
        assert ((grants > 0) == weak).all()

    def test_ranks_run_from_1_to_400(self):
        ranks = load("district_year").query("year == 2021")["deprivation_rank"]
        assert (ranks.min(), ranks.max()) == (1, 400)


class TestOccupations:
    def test_shares_of_a_district_add_up_to_100(self):
        table = load("specialisation")
        sums = table.groupby(["ags", "year"])["share"].sum()
        np.testing.assert_allclose(sums, 100, rtol=2e-4)

    def test_not_published_means_missing(self):
        table = load("specialisation")
        hidden = table["status"] == "not published"
        assert table.loc[hidden, ["lq", "share"]].isna().all(axis=None)
        assert table.loc[~hidden, ["lq", "share"]].notna().all(axis=None)
        assert hidden.mean() == pytest.approx(0.0425, abs=0.001)

    def test_quotients_average_to_one_in_each_group(self):
        """Σ_r LQ · (size of r) / Σ_r size = 1; shares and employees allow it to rounding."""
        table = load("specialisation").query("year == 2021")
        size = load("district_year").query("year == 2021").set_index("ags")["employees"]
        weight = table["ags"].map(size).where(table["lq"].notna())
        mean = (table["lq"] * weight).groupby(table["kldb3"]).sum() / size.sum()
        assert (mean - 1).abs().max() < 0.01

    def test_no_counts_of_districts_are_kept(self):
        assert set(load("specialisation").columns) == {
            "ags",
            "kldb3",
            "year",
            "lq",
            "share",
            "status",
        }
        employees = load("district_year")["employees"].dropna()
        assert (employees % 100 == 0).all()

    def test_vacancies_and_unemployed_fit_published_totals(self):
        """Annual averages of 2019: 774,345 vacancies and 2,266,720 unemployed persons."""
        table = load("occupation_year").query("year == 2019")
        assert table["vacancies"].sum() == pytest.approx(774_345, rel=1e-3)
        assert 0.9 * 2_266_720 < table["unemployed"].sum() < 2_266_720

    def test_every_code_has_a_name(self):
        names = set(load("occupations")["kldb3"])
        assert set(load("specialisation")["kldb3"].unique()) <= names
        assert set(load("occupation_year")["kldb3"]) == names
        assert set(load("occupation_fields")["kldb3"]) <= names


class TestNetwork:
    def test_only_legal_persons_are_named(self):
        table = load("organisations").dropna(subset="name")
        assert len(table) == 1902
        doubtful = [
            name
            for name, kind in zip(table["name"], table["activity_type"], strict=True)
            if not is_legal_person(name, kind)
        ]
        # A museum that one list calls a research organisation and the other does not.
        assert doubtful == ["ZOOLOGISCHES FORSCHUNGSMUSEUM ALEXANDER KOENIG"]

    def test_no_addresses_are_kept(self):
        table = load("organisations")
        columns = "organisation_id name city ags match activity_type country participations"
        assert list(table.columns) == columns.split()
        assert (
            not table["city"]
            .dropna()
            .str.contains(r"(?i)stra(?:ss|ß)e|\bstr\.|platz|allee \d")
            .any()
        )

    def test_unnamed_private_organisations_have_no_public_number(self):
        table = load("organisations")
        hidden = table["name"].isna() & table["activity_type"].isin(["PRC", "OTH"])
        numbered = table["organisation_id"].str.startswith("X")
        assert (numbered <= hidden).all()
        assert (hidden & ~numbered).sum() <= 5  # once registered as public

    def test_ties_join_known_organisations(self):
        ties, known = load("collaborations"), set(load("organisations")["organisation_id"])
        assert set(ties["organisation_a"]) | set(ties["organisation_b"]) <= known
        assert (ties["organisation_a"] < ties["organisation_b"]).all()

    def test_most_named_organisations_have_a_district(self):
        table = load("organisations").dropna(subset="name")
        assert table["ags"].notna().mean() > 0.95
        assert set(table["ags"].dropna()) <= set(load("districts")["ags"])
        found = table["match"].isin(["ambiguous", "not found"])
        assert (found == table["ags"].isna()).all()


class TestFacts:
    def test_districts_and_alliances_exist(self):
        districts, alliances = set(load("districts")["ags"]), set(load("alliances")["alliance_id"])
        assert set(load("alliance_districts")["ags"]) <= districts
        assert set(load("alliances")["lead_district_ags"].dropna()) <= districts
        for name in ("alliance_districts", "alliance_keywords", "occupation_fields"):
            assert set(load(name)["alliance_id"]) <= alliances

    def test_every_alliance_and_fact_has_a_source(self):
        assert load("alliances")["source_urls"].str.startswith("http").all()
        assert load("programme")["source_url"].str.startswith("http").all()

    def test_38_alliances_are_in_the_implementation_phase(self):
        assert load("alliances")["phase"].value_counts().to_dict() == {
            "implementation": 38,
            "concept": 18,
        }
