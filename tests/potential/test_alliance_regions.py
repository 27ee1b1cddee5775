import pandas as pd

from wir.potential.alliance_regions import (
    SEAT_ONLY,
    known_regions,
    laender_of_alliances,
    regions_of_alliances,
)

PLACES = pd.DataFrame(
    [
        ("both", "02", "named"), ("both", "01", "named"), ("both", "09", SEAT_ONLY),
        ("seat", "03", SEAT_ONLY),
        ("abroad", "99", "named"),
        ("partly", "04", SEAT_ONLY), ("partly", "99", "named"),
    ],
    columns=["alliance_id", "ags", "basis"],
)  # fmt: skip
REGIONS = pd.Index(["01", "02", "03", "04", "09"])


def test_the_seat_counts_only_where_nothing_else_is_known() -> None:
    members = regions_of_alliances(PLACES, REGIONS)
    assert members == {"both": ["01", "02"], "partly": ["04"], "seat": ["03"]}


def test_alliances_of_which_more_than_the_seat_is_known() -> None:
    members = regions_of_alliances(PLACES, REGIONS)
    known = known_regions(PLACES, members)
    assert "both" in known
    assert "seat" not in known
    assert set(known) <= set(members)


def test_an_alliance_of_which_only_the_seat_is_in_the_table_is_not_known() -> None:
    # its other district is not among the regions: what is left is the seat
    members = regions_of_alliances(PLACES, REGIONS)
    assert "partly" not in known_regions(PLACES, members)


def test_laender_of_alliances() -> None:
    table = pd.DataFrame(
        {"laender": ["Sachsen; Thüringen", "Sachsen", None]}, index=["a", "b", "c"]
    )
    assert laender_of_alliances(table) == {"a": {"Sachsen", "Thüringen"}, "b": {"Sachsen"}}
