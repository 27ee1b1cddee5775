"""What is said about the network: every direction, and never more than the interval carries."""

from __future__ import annotations

import pandas as pd
import pytest

from wir.publish import partner_text
from wir.publish.organisation_names import readable_name, short_name, unique_short_names


def small(observed, lower, upper, ties=10.0):
    return pd.DataFrame(
        {
            "observed": [observed, ties],
            "lower": [lower, 8.0],
            "upper": [upper, 9.0],
            "ratio": [observed / ((lower + upper) / 2), ties / 8.5],
        },
        index=["transitivity", "ties"],
    )


@pytest.mark.parametrize(
    ("fair", "said"),
    [
        (small(0.2, 0.19, 0.21), "within the range"),
        (small(0.1, 0.19, 0.21), "below the range"),
        (small(0.3, 0.19, 0.21), "still more frequent"),
    ],
)
def test_small_world_in_each_direction(fair, said):
    assert said in partner_text.small_world_sentence(small(0.2, 0.04, 0.06), fair)


@pytest.mark.parametrize(
    ("ties", "said"), [(7.0, "come back"), (10.0, "change more"), (8.5, "as in these random")]
)
def test_repeated_partners_in_each_direction(ties, said):
    assert said in partner_text.repeat_sentence(small(0.2, 0.1, 0.3, ties))


def odds(**values):
    rows = {"intercept": (0.1, 0.05, 0.2)} | values
    return pd.DataFrame(rows, index=["ratio", "ratio_lower", "ratio_upper"]).T


class TestProximities:
    def test_up_down_and_not_told(self):
        table = odds(
            tied_before=(7.0, 5.0, 9.0), distance=(0.8, 0.7, 0.9), same_land=(1.2, 0.9, 1.5)
        )
        text = partner_text.proximity_sentence(table)
        up, down, rest = text.split(". ")[:3]
        assert "a shared project before" in up
        assert down.startswith("Lower odds")
        assert "twice the distance" in down
        assert rest.startswith("No relation")
        assert "the same Land" in rest
        assert "7.00 (5.00 to 9.00)" in up

    def test_nothing(self):
        table = odds(tied_before=(1.2, 0.9, 1.6), same_land=(0.8, 0.5, 0.9))
        assert "No proximity" in partner_text.proximity_title(table)
        assert partner_text.proximity_summary(table).startswith("No proximity")

    def test_the_title_names_the_largest_that_are_clear(self):
        table = odds(
            tied_before=(2.0, 1.5, 3.0), same_district=(9.0, 0.8, 90.0), same_kind=(1.5, 1.1, 2.0)
        )
        title = partner_text.proximity_title(table)
        assert "same district" not in title
        assert title.index("shared project before") < title.index("same kind")


def groups(lower, upper):
    rows = {"probability_lower": lower, "probability_upper": upper}
    return pd.DataFrame(rows, index=["organisations", "per_100000", "share_weak"])


def test_differences_in_each_direction():
    text = partner_text.differences_sentence(groups([0.55, 0.3, 0.4], [0.7, 0.45, 0.6]))
    assert "higher value in: organisations that take part" in text
    assert "lower value in: participations per head" in text
    assert "No difference beyond chance in: share of partners" in text
    none = partner_text.differences_sentence(groups([0.4] * 3, [0.6] * 3))
    assert none.startswith("No difference")


def bridging(university, lower, upper):
    index = pd.MultiIndex.from_product(
        [["strong", "weak"], ["firm", "university"]], names=["group", "kind"]
    )
    share = [30.0, 70.0, 100.0 - university, university]
    return pd.DataFrame(
        {
            "share_bridging": share,
            "share_organisations": [90.0, 10.0, 80.0, 20.0],
            "share_lower": [20, 60, 100 - upper, lower],
            "share_upper": [40, 80, 100 - lower, upper],
        },
        index=index,
    )


class TestBridging:
    def test_as_chance_gives(self):
        text = partner_text.bridging_sentence(bridging(80.0, 70, 90))
        assert "universities hold 80 % of the bridging (20 % of the organisations)" in text
        assert "numbers of partners alone would give" in text
        assert "Apart" not in text

    def test_more_than_chance(self):
        text = partner_text.bridging_sentence(bridging(80.0, 40, 60))
        assert "universities in structurally weak districts (more)" in text
        assert "firms in structurally weak districts (less)" in text

    def test_titles(self):
        assert "as elsewhere" in partner_text.bridging_title(bridging(80.0, 70, 90))
        assert "firms hold 90 %" in partner_text.bridging_title(bridging(10.0, 0, 50))


@pytest.mark.parametrize(
    ("was", "said"), [(40, "more than before"), (60, "less than before"), (50, "much as")]
)
def test_germany_in_each_direction(was, said):
    def table(joint):
        return pd.DataFrame(
            {"joint": [100.0, joint], "projects": [100.0, 100.0], "share": [100.0, joint]},
            index=["DE", "UK"],
        )

    text = partner_text.germany_sentence(table(was), table(50), ("a", "b"))
    assert said in text
    assert "United Kingdom" in text


def test_district_regression_needs_both_tests():
    names = list(partner_text.DISTRICT_PREDICTORS)
    table = pd.DataFrame(
        {"coefficient": [1.0, 1, -1, 1, 1, 1], "p_value": [0.01] * 5 + [0.5]}, index=names
    )
    intervals = pd.DataFrame(
        {"lower": [0.5, -1, -2, 0.1, 0.1, 0.1], "upper": [2.0, 2, -0.5, 2, 2, 2]}, index=names
    )
    text = partner_text.mrqap_sentence(table, intervals)
    clear, unclear = text.split("Not beyond")
    assert "twice as many participations (more)" in clear
    assert "both large cities (fewer)" in clear
    assert "similar specialisation" in unclear
    assert "both structurally weak" in unclear


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("TECHNISCHE UNIVERSITAET MUENCHEN", "TU München"),
        ("UNIVERSITAET ULM", "Uni Ulm"),
        ("FRAUNHOFER GESELLSCHAFT ZUR FOERDERUNG DER X", "Fraunhofer-Gesellschaft"),
        ("ROBERT BOSCH GMBH", "Robert Bosch GmbH"),
        ("Sunfire GmbH", "Sunfire GmbH"),
    ],
)
def test_short_names(name, short):
    assert short_name(name) == short


def test_names_are_readable_and_stay_apart():
    assert (
        readable_name("INSTITUT FUER BIENEN UND BLUMEN E.V.")
        == "Institut für Bienen und Blumen e. V."
    )
    long = "INSTITUT FUER ANGEWANDTE UND SEHR LANGE DINGE"
    names = unique_short_names(pd.Series([f"{long} IN NORD", f"{long} IN SUED"]))
    assert names.is_unique
    assert len(short_name(long)) <= 36
