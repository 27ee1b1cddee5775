"""Words on demand and competition: every case, and none that says more than its figures."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from wir.profile.portfolio import QUADRANTS
from wir.publish import demand_text as words

NAMES = pd.Series({"a": "Bau", "b": "Chemie", "c": "Pflege", "d": "<script>x</script>"})


def points(**changes) -> pd.DataFrame:
    """Return four fields, one in each quadrant; the first two are clear."""
    table = pd.DataFrame(
        {
            "quadrant": list(QUADRANTS),
            "clear": [True, True, False, False],
            "agreement": [0.9, 0.85, 0.6, 0.2],
            "growing": [1.0, 0.9, 0.3, 0.6],
            "contested": [0.0, 1.0, 0.3, 0.4],
            "growth": [3.0, 2.0, 0.5, -1.0],
            "lower": [2.0, 1.0, -0.5, -2.0],
            "upper": [4.0, 3.0, 1.5, 0.0],
            "excess": [2.0, 1.0, -0.5, -2.0],
            "crowding": [20.0, 80.0, 30.0, 70.0],
            "crowding_lower": [10.0, 60.0, 20.0, 40.0],
            "crowding_upper": [30.0, 95.0, 60.0, 90.0],
            "region_growth": [1.0, -1.0, 0.1, np.nan],
            "region_lower": [0.5, -2.0, -0.5, np.nan],
            "region_upper": [1.5, -0.5, 0.7, np.nan],
            "region_employees": [1234.0, 56.0, 789.0, 10.0],
            "density": [60.0, 50.0, 40.0, 30.0],
            "lq": [1.5, 0.8, 1.0, 0.2],
            "verdict": ["scarce", "depends", None, "not scarce"],
        },
        index=list("abcd"),
    )
    return table.assign(**changes)


class TestSmallWords:
    @pytest.mark.parametrize(
        ("value", "text"),
        [(1.24, "+1.2"), (-0.44, "−0.4"), (0.0, "0.0"), (0.04, "0.0"), (math.nan, "not known")],
    )
    def test_signed(self, value, text):
        assert words.signed(value) == text

    def test_interval(self):
        assert words.interval(1, 0.5, 1.5) == "+1.0 (+0.5 to +1.5)"
        assert words.interval(1, math.nan, math.nan) == "+1.0"
        assert words.interval(math.nan, 0, 1) == "not known"

    @pytest.mark.parametrize(
        ("lower", "upper", "text"),
        [
            (1.5, 3, "faster than all jobs"),
            (0.1, 0.9, "slower than all jobs"),
            (-2, -0.5, "declining"),
            (-2, 0.5, "slower than all jobs"),
            (0.5, 1.5, "not clearly faster or slower than all jobs"),
            (math.nan, 1, "not known"),
        ],
    )
    def test_against_all_jobs(self, lower, upper, text):
        assert words.against(lower, upper, 1.0) == text

    @pytest.mark.parametrize(
        ("clear", "agreement", "text"),
        [
            (True, 0.9, "Open (clear)"),
            (False, 0.5, "Open (likely)"),
            (False, 0.49, "Open (doubtful)"),
            (False, math.nan, "Open (not clear)"),
        ],
    )
    def test_how_sure_a_quadrant_is(self, clear, agreement, text):
        assert words.place_text("open", clear, agreement) == text
        assert words.place_text(None, clear, agreement) == "not known"

    def test_values_of_definitions(self):
        assert words.value_text("half_distance", math.inf) == "none (near and far alike)"
        assert words.value_text("half_distance", 50.0) == "50 km"
        assert words.value_text("years", 8) == "8 years"
        assert words.value_text("measure", "employees") == "employment"
        assert words.value_text("threshold", 1.25) == "1.25"

    def test_every_quadrant_has_its_words(self):
        assert list(words.QUADRANTS) == list(QUADRANTS)


class TestRivals:
    def test_rivals_and_nobody(self):
        rows = pd.DataFrame({"place": [2, 1], "ags": ["y", "x"], "lq": [1.2, 3.0], "km": [9.6, 50]})
        names = pd.Series({"x": "Jena", "y": "Gera"})
        assert words.rivals_text(rows, names) == "Jena (3.0, 50 km), Gera (1.2, 10 km)"
        assert words.rivals_text(rows.head(0), names) == "nobody else is specialised"

    @pytest.mark.parametrize(
        ("row", "text"),
        [
            (None, "not known"),
            ({"others": 0, "nearest": None, "km": math.nan}, "none"),
            ({"others": 2, "nearest": None, "km": math.nan}, "2 (where, is not known)"),
            ({"others": 1, "nearest": "z", "km": 12.0}, "1, nearest Zet (12 km)"),
            ({"others": 1, "nearest": "z", "km": 0.0}, "1, nearest Zet (in the same district)"),
        ],
    )
    def test_other_alliances(self, row, text):
        assert words.others_text(row, pd.Series({"z": "Zet"})) == text


class TestSentences:
    def test_each_quadrant_with_how_sure_it_is(self):
        found = words.portfolio_sentences(points(), list("abcd"), NAMES)
        assert found[0] == "**Open:** clearly *Bau*."
        assert found[1] == "**Contested:** clearly *Chemie*."
        assert found[2] == "**Quiet:** likely *Pflege*."
        assert found[3].startswith("**Crowded:** doubtful, as most definitions say otherwise:")

    @pytest.mark.parametrize("quadrant", QUADRANTS)
    def test_clearly_is_said_of_clear_fields_only(self, quadrant):
        table = points(quadrant=quadrant)
        text = " ".join(words.portfolio_sentences(table, list("abcd"), NAMES))
        assert "clearly *Bau* and *Chemie*; likely *Pflege*; doubtful" in text
        none = points(quadrant=quadrant, clear=False)
        assert "clearly" not in " ".join(words.portfolio_sentences(none, list("abcd"), NAMES))

    def test_no_fields_means_not_known(self):
        (found,) = words.portfolio_sentences(points(), [], NAMES)
        assert "not known" in found
        assert words.regional_sentence(points(), [], NAMES) == ""
        assert words.scarcity_sentence(points(), [], NAMES) == ""

    def test_a_missing_quadrant_is_left_out(self):
        table = points(quadrant=None)
        assert words.portfolio_sentences(table, list("abcd"), NAMES) == []

    def test_growth_in_the_region(self):
        found = words.regional_sentence(points(), list("abcd"), NAMES)
        assert "grows in *Bau*; it shrinks in *Chemie*" in found
        assert "for 1 the direction is not clear" in found
        assert "for 1 it is not known" in found
        flat = points(region_lower=-1.0, region_upper=1.0, region_growth=0.0)
        found = words.regional_sentence(flat, list("abcd"), NAMES)
        assert "neither clearly grows nor shrinks" in found
        up = points(region_lower=0.5, region_upper=1.0, region_growth=0.7)
        found = words.regional_sentence(up, ["a"], NAMES)
        assert found == "In the region itself, employment grows in *Bau*."

    def test_scarce_workers(self):
        assert "*Bau*" in words.scarcity_sentence(points(), list("abcd"), NAMES)
        found = words.scarcity_sentence(points(), ["b", "c"], NAMES)
        assert found.startswith("In none of its occupational groups")

    def test_openings_that_are_not_named(self):
        found = words.opening_sentence(points(), ["b"], NAMES)
        assert "*Bau*" in found
        assert "not proof" in found
        assert "no occupational group" in words.opening_sentence(points(), ["a"], NAMES)
        far = points(density=[10.0, 50.0, 40.0, 30.0])
        assert "no occupational group" in words.opening_sentence(far, [], NAMES)


class TestSummaries:
    def growth(self, *rows):
        return pd.DataFrame(list(rows), columns=["growth", "lower", "upper"], index=["x", "y", "z"])

    def test_growth_that_all_codings_bear(self):
        one = self.growth((3, 2, 4), (0, -1, 0.5), (1, 0, 2))
        found = words.growth_summary({"union": one, "first": one}, 1.0)
        assert found.startswith("Jobs in the occupations of x grow faster than all jobs (+1.0 %")
        assert "those of y grow more slowly" in found
        assert "for the others it is not clear" in found
        other = self.growth((1, 0, 2), (0, -1, 0.5), (1, 0, 2))
        found = words.growth_summary({"union": one, "first": other}, 1.0)
        assert "faster" not in found
        assert words.growth_title({"a": one, "b": one}, 1.0).startswith("1 of 3")
        assert words.growth_title({"a": one, "b": other}, 1.0).startswith("No innovation field")

    def test_growth_that_none_bears(self):
        unclear = self.growth(*[(1, 0, 2)] * 3)
        assert words.growth_summary({"u": unclear}, 1.0).startswith("No innovation field clearly")

    def test_shortage(self):
        table = pd.DataFrame(
            {"verdict": ["scarce", "depends", "not scarce", None], "shortage": [90, 50, 10, 0]},
            index=list("abcd"),
        )
        found = words.shortage_summary(table, NAMES)
        assert "in 1 of 3 occupational groups (most in Bau), less scarce in 1" in found
        assert "in the other 1" in found
        none = table.assign(verdict="depends")
        assert words.shortage_summary(none, NAMES).startswith("In none of 4")
        assert words.shortage_title(none).startswith("Whether workers are scarce depends")

    def test_alliances(self):
        found = words.alliances_summary(points())
        assert "1 open (1 clearly), 1 contested (1 clearly), 1 quiet (0 clearly)" in found
        assert "for 2 of them other definitions" in found
        assert "no alliance" in words.alliances_summary(points(quadrant=None))
        assert words.alliances_title(points()).endswith(
            "1 of these are little contested (1 clearly)"
        )

    def test_sensitivity_names_the_ends(self):
        table = pd.DataFrame(
            {
                "choice": ["measure", "years", "half_distance"],
                "value": ["vacancies", 5, math.inf],
                "same": [40.0, 90.0, 70.0],
            }
        )
        found = words.sensitivity_summary(table)
        assert "with “demand measured by vacancies” 40 %" in found
        assert "with “growth over 5 years” 90 %" in found
        assert words.sensitivity_title(table).endswith("how demand is measured")
        assert "none (near and far alike): 70 %" in words.sensitivity_alt(table)

    def test_clear_cells(self):
        assert "For 50 % of the 4 combinations" in words.clear_summary(points())


class TestCustomers:
    def table(self, shares=(5.0, 20.0, 75.0), large=0.5, year=2021) -> pd.DataFrame:
        items = ["Agriculture, forestry, fishing", "Industry and construction", "Services"]
        sector = pd.DataFrame(
            {
                "region": "r",
                "kind": "sector",
                "item": items,
                "persons": [1000 * one for one in shares],
                "share": shares,
                "change": [-10.0, 0.0, math.nan],
                "germany": [1.2, 23.8, 75.0],
            }
        )
        size = pd.DataFrame(
            {
                "region": "r",
                "kind": "size",
                "item": ["Fewer than 10 employees", "10 to 49", "50 to 249", "250 and more"],
                "share": [85.0, 12.0, 2.5, large],
                "germany": [84.9, 12.0, 2.7, 0.4],
            }
        )
        return pd.concat([sector, size]).assign(year=year)

    def test_what_weighs_more(self):
        found = words.customer_sentence(self.table(), "r")
        assert "*agriculture, forestry, fishing* weighs more (5 against 1 %)" in found
        assert "*industry and construction* less (20 against 24 %)" in found
        assert "Of 1,000 establishments, 5.0 have 250 employees or more (4.0 in Germany)" in found

    def test_as_in_germany_and_not_known(self):
        assert "weigh as in Germany" in words.customer_sentence(self.table((1.3, 23.7, 75.0)), "r")
        assert "not known" in words.customer_sentence(self.table((math.nan, 20, 75)), "r")
        assert "not known" in words.customer_sentence(self.table(), "elsewhere")
        found = words.customer_sentence(self.table(large=math.nan), "r")
        assert found.endswith("The size of its establishments is not known.")

    def test_tables(self):
        sectors, sizes = words.customer_tables(self.table(), "r")
        assert sectors["Change in ten years (%)"].tolist() == ["−10", "0", "not known"]
        assert len(sizes) == 4


class TestTables:
    def test_fields_of_an_alliance(self):
        rivals = pd.DataFrame(columns=["region", "field", "place", "ags", "lq", "km"])
        others = pd.DataFrame(
            [("r", "a", 1, "z", 20.0)], columns=["region", "field", "others", "nearest", "km"]
        )
        found = words.own_table(points(), ["a", "d"], NAMES)
        assert found["Quadrant"].tolist() == ["Open (clear)", "Crowded (doubtful)"]
        assert found["Growth in the region"].tolist() == ["+1.0 (+0.5 to +1.5)", "not known"]
        assert found["Workers"].tolist() == ["scarce", "not scarce"]
        assert set(found["Vacancies per unemployed in the region"]) == {"not known"}
        known = points().assign(region_tightness=[0.456] * len(points()))
        found = words.own_table(known, ["a"], NAMES)
        assert found["Vacancies per unemployed in the region"].tolist() == ["0.46"]
        found = words.others_table(
            ["a", "d"], NAMES, rivals, others, pd.Series(dtype=str), pd.Series({"z": "Z"})
        )
        assert found["Other alliances"].tolist() == ["1, nearest Z (20 km)", "not known"]
        assert set(found["Strongest others"]) == {"nobody else is specialised"}

    def test_markup_in_a_name_is_escaped_where_it_is_shown(self):
        from wir.publish.tables import table_rows

        found = words.sure_table(points(), NAMES)
        assert "<script>" not in table_rows(found)
        assert "&lt;script&gt;" in table_rows(found)

    def test_own_field_is_marked_and_order_is_by_growth(self):
        found = words.field_table(points(), "c")
        assert found["Field"].tolist() == ["a", "b", "c (own)", "d"]
        assert not words.field_table(points())["Field"].str.contains("own").any()

    def test_counts_of_regions(self):
        table = pd.concat({"r": points(), "s": points()}, names=["region", "field"])
        found = words.area_counts(table, {"r": "a", "s": "b"}).set_index("Field")
        assert found.loc["a", "Open"] == "2 (2 clear)"
        assert found.loc["a", "Own alliances"] == "1 open"
        assert found.loc["c", "Own alliances"] == ""

    def test_all_alliances_open_ones_first(self):
        table = points(area=["x", None, "x", "y"]).iloc[::-1]
        found = words.open_contested(table, NAMES)
        assert found["Quadrant"].iloc[0] == "Open (clear)"
        assert found["Innovation field"].tolist() == ["x", "not known", "x", "y"]

    def test_alternative_texts_hold_the_figures(self):
        found = words.portfolio_alt(points(), ["a"], NAMES, 1.0)
        assert "1 open, 1 contested, 1 quiet, 1 crowded" in found
        assert "Bau: growth +3.0 %, crowding 20" in found
        empty = points(crowding=np.nan)
        assert "of 0 fields" in words.portfolio_alt(empty, ["a"], NAMES, 1.0)

    def test_the_outermost_are_named_first(self):
        table = points(crowding=[50.0, 50.0, 51.0, 99.0], growth=[1.0, 1.1, 1.0, -9.0])
        assert words.outermost(table, 1) == ["d"]
