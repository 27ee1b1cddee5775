from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from wir.potential.activities import (
    Activities,
    between,
    check_districts,
    from_counts,
    from_quotients,
    pool,
    restrict,
)
from wir.potential.specialisation import location_quotient

COUNTS = pd.DataFrame(
    [(r, a, y, c + 10 * (y - 2020) * (r == "Köln"))
     for (r, a, c) in [("Köln", "Bäcker", 30), ("Köln", "Schmied", 10), ("Köln", "Wirt", 20),
                       ("Bonn", "Bäcker", 10), ("Bonn", "Schmied", 40), ("Bonn", "Wirt", 10),
                       ("Ulm", "Bäcker", 20), ("Ulm", "Schmied", 30), ("Ulm", "Wirt", 50)]
     for y in (2020, 2021, 2022)],
    columns=["region", "activity", "year", "count"],
)  # fmt: skip


def changed(row: int, **values: object) -> pd.DataFrame:
    table = COUNTS.astype(object)
    for column, value in values.items():
        table.loc[row, column] = value
    return table


def test_quotients_sizes_and_totals_from_counts() -> None:
    result = from_counts(COUNTS)
    assert result.years == [2020, 2021, 2022]
    assert list(result.regions) == ["Bonn", "Köln", "Ulm"]
    for year in result.years:
        table = COUNTS[COUNTS["year"] == year].pivot(
            index="region", columns="activity", values="count"
        )
        pd.testing.assert_frame_equal(result.quotients(year), location_quotient(table))
        pd.testing.assert_series_equal(result.size[year], table.sum(axis=1), check_names=False,
                                       check_dtype=False)  # fmt: skip
        pd.testing.assert_series_equal(result.totals[year], table.sum(), check_names=False,
                                       check_dtype=False)  # fmt: skip
        np.testing.assert_allclose(result.counts(year), table)
    # by hand: Köln 30 of 60, all 60 of 220
    assert result.quotients(2020).loc["Köln", "Bäcker"] == pytest.approx(0.5 / (60 / 220))
    assert result.expected(2020).loc["Köln", "Bäcker"] == pytest.approx(60 * 60 / 220)
    assert result.names["Bäcker"] == "Bäcker"


def test_specialised_from_the_threshold_on_and_unknown_is_not() -> None:
    lq = pd.DataFrame([[1.0, 0.99], [np.nan, 2.0]], index=list("xy"), columns=list("ab"))
    sizes = pd.DataFrame({2020: [1.0, 1.0]}, index=list("xy"))
    totals = pd.DataFrame({2020: [1.0, 3.0]}, index=list("ab"))
    one = Activities({2020: lq}, sizes, totals, pd.Series(list("ab"), list("ab")))
    np.testing.assert_array_equal(one.specialised(2020), [[True, False], [False, True]])
    np.testing.assert_array_equal(one.specialised(2020, 0.9), [[True, True], [False, True]])
    np.testing.assert_allclose(one.counts(2020), [[0.25, 0.7425], [0.0, 1.5]])
    with pytest.raises(ValueError, match=r"no year 2021 .*Years: 2020"):
        one.quotients(2021)


def test_missing_combinations_are_zero_and_order_does_not_matter() -> None:
    without = COUNTS[~((COUNTS["region"] == "Ulm") & (COUNTS["activity"] == "Wirt"))]
    zero = COUNTS.assign(count=COUNTS["count"].where(COUNTS.index.isin(without.index), 0))
    left, right = from_counts(without.sample(frac=1, random_state=0)), from_counts(zero)
    for year in left.years:
        pd.testing.assert_frame_equal(left.quotients(year), right.quotients(year))
        assert left.quotients(year).loc["Ulm", "Wirt"] == 0


def test_numbers_as_text_and_blanks_around_labels_are_repaired() -> None:
    table = COUNTS.astype(str).assign(region=" " + COUNTS["region"] + "\t")
    pd.testing.assert_frame_equal(
        from_counts(table).quotients(2021), from_counts(COUNTS).quotients(2021)
    )


@pytest.mark.parametrize(
    ("table", "error", "message"),
    [
        (COUNTS.rename(columns={"count": "counts"}), ValueError,
         "no column 'count'. Did you mean 'counts'.*Expected 'region', 'activity'.*found"),
        (COUNTS.iloc[:0], ValueError, "My table has no rows"),
        (changed(4, region=None), ValueError, "column 'region' is empty in 1 rows.*row 5 of"),
        (changed(4, activity=np.nan), ValueError, "column 'activity' is empty"),
        (changed(4, year=None), ValueError, "column 'year' is empty"),
        (changed(4, count=np.nan), ValueError, "column 'count' is empty in 1 rows.*row 5.*Fill it"),
        (changed(4, count="viele"), TypeError, "'count' holds 'viele' in row 5"),
        (changed(4, count="1,5"), TypeError, "'1,5' in row 5 .*decimal point rather than a comma"),
        (changed(4, count="1.234.567"), TypeError, "'1.234.567' in row 5.*dots for thousands"),
        (changed(4, count="1 234"), TypeError, "'1 234' in row 5.*without blanks"),
        (changed(4, count=np.inf), TypeError, "'count' holds inf in row 5"),
        (changed(4, count=-3), ValueError, "count of 'Köln', 'Schmied', 2021 is -3 .row 5 "),
        (changed(4, year=2020.5), ValueError, "'year' holds 2020.5 in row 5"),
        (changed(4, year=20), ValueError, "'year' holds 20 in row 5.*four digits"),
        (changed(4, year="heuer"), TypeError, "'year' holds 'heuer' in row 5"),
        (COUNTS.assign(year=pd.to_datetime(COUNTS["year"].astype(str))), ValueError,
         "'year' holds .* in row 1.*four digits"),
        (pd.concat([COUNTS, COUNTS.iloc[[4]]]), ValueError,
         "1 rows repeat a combination of region, activity, year, .* 'Köln', 'Schmied', 2021"),
        (changed(4, region="Köln ", activity="Bäcker"), ValueError, "repeat a combination"),
        (COUNTS[COUNTS["region"] == "Ulm"], ValueError, "one region only, 'Ulm'"),
        (COUNTS[COUNTS["activity"] == "Wirt"], ValueError, "one activity only, 'Wirt'"),
        (COUNTS[COUNTS["year"] != 2021], ValueError, "no rows for 2021, .*2020 to 2022"),
        (COUNTS[(COUNTS["region"] != "Ulm") | (COUNTS["year"] != 2021)], ValueError,
         "nothing but zeros in 2021 for region 'Ulm'. Leave it out"),
        (COUNTS[(COUNTS["activity"] != "Wirt") | (COUNTS["year"] == 2022)], ValueError,
         "nothing but zeros in 2020 for activity 'Wirt'"),
        (COUNTS.assign(count=COUNTS["count"].where(COUNTS["region"] != "Bonn", 0)), ValueError,
         "nothing but zeros in 2020 for region 'Bonn'"),
        (COUNTS.assign(region=COUNTS["region"].map({"Köln": "5315", "Bonn": "05314",
                                                    "Ulm": "08421"})), ValueError,
         "'5315' have four digits and others five.*'05315'.*as text"),
        (COUNTS.assign(region=COUNTS["region"].map({"Köln": 5315.0, "Bonn": 5314.0, "Ulm": 1.0})),
         TypeError, "'region' holds numbers with decimals, such as 5315.0.*as text"),
    ],
)  # fmt: skip
def test_bad_tables_are_named(table: pd.DataFrame, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        from_counts(table, what="My table")


def test_each_activity_has_a_name_and_each_region_its_neighbours() -> None:
    names = pd.Series({"Bäcker": "Bäckerei", "Schmied": "Schmiede"})
    with pytest.raises(ValueError, match="no name for activity 'Wirt'"):
        from_counts(COUNTS, names)
    near = pd.DataFrame(0.5, index=["Bonn", "Köln"], columns=["Bonn", "Köln"])
    with pytest.raises(ValueError, match="table of neighbours lacks the regions 'Ulm'"):
        from_counts(COUNTS, neighbours=near)


@pytest.fixture
def long() -> dict[str, Any]:
    made = from_counts(COUNTS)
    quotients = pd.concat(
        table.melt(ignore_index=False, value_name="lq").reset_index().assign(year=year)
        for year, table in made.lq.items()
    )
    return {
        "quotients": quotients,
        "size": made.size.melt(ignore_index=False, var_name="year", value_name="size")
        .reset_index(),
        "totals": made.totals.melt(ignore_index=False, var_name="year", value_name="size")
        .reset_index(),
        "names": made.names,
    }  # fmt: skip


def test_from_quotients_gives_what_counts_gave(long: dict[str, Any]) -> None:
    result, wanted = from_quotients(**long), from_counts(COUNTS)
    for year in wanted.years:
        pd.testing.assert_frame_equal(result.quotients(year), wanted.quotients(year))
        pd.testing.assert_frame_equal(result.counts(year), wanted.counts(year))


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("quotients", lambda t: pd.concat([t, t.iloc[:1]]), "quotients: 1 rows repeat .*'Bonn'"),
        ("size", lambda t: pd.concat([t, t.iloc[:1]]), "size: 1 rows repeat .*'Bonn', 2020"),
        ("totals", lambda t: pd.concat([t, t.iloc[:1]]), "totals: 1 rows repeat .*'Bäcker', 2020"),
        ("quotients", lambda t: t[(t["region"] != "Ulm") | (t["year"] != 2021)],
         "regions of 2021 and those of 2020 .*'Ulm'"),
        ("quotients", lambda t: t[(t["activity"] != "Wirt") | (t["year"] != 2021)],
         "activities of 2021 and of 2020 .*'Wirt'"),
        ("quotients", lambda t: t[t["year"] != 2021], "no rows for 2021"),
        ("quotients", lambda t: t.assign(lq=-t["lq"]), "quotient of 2020 is -"),
        ("size", lambda t: t[t["region"] != "Ulm"], "No size in 2020 for region 'Ulm'"),
        ("size", lambda t: t[t["year"] != 2021], "No size in 2021 for region 'Bonn', 'Köln', 'Ulm"),
        ("size", lambda t: t.assign(size=t["size"].where(t["region"] != "Ulm", 0)),
         "No size in 2020 for region 'Ulm'"),
        ("totals", lambda t: t[t["activity"] != "Wirt"], "No size in 2020 for activity 'Wirt'"),
        ("names", lambda t: t.drop("Wirt"), "no name for activity 'Wirt'"),
    ],
)  # fmt: skip
def test_bad_quotients_are_named(
    long: dict[str, Any], name: str, change: Callable[[Any], Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        from_quotients(**{**long, name: change(long[name])})


KNOWN = ["01001", "05314", "05315", "08421", "11000"]


@pytest.mark.parametrize(
    ("regions", "german"),
    [
        (["05314", "05315"], True),
        (["DE21", "FR10"], False),
        (["x", "y", "05315"], False),
        ([], False),
    ],
)
def test_whether_regions_are_districts(regions: list[str], german: bool) -> None:
    assert check_districts(regions, KNOWN, "table") is german


@pytest.mark.parametrize(
    ("regions", "message"),
    [
        (["5314.0", "5315.0"], r"numbers with decimals: '5314.0', .*Expected '05314'; .*as text"),
        (["5314", "05315"], "without their leading zero: '5314'. Expected '05314'; .*as text"),
        ([5314, 5315, 11000], "leading zero: '5314', '5315'"),
        (["05314", "05315", "05319"], "no keys of the 400 .*'05319'. Did you mean '0531"),
    ],
)
def test_wrong_district_keys_are_named(regions: list[Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        check_districts(regions, KNOWN, "table")


def test_between_keeps_the_years_asked_for(region_activities: Activities) -> None:
    part = between(region_activities, 2012, 2014)
    assert part.years == [2012, 2013, 2014]
    assert list(part.size.columns) == list(part.totals.columns) == [2012, 2013, 2014]
    pd.testing.assert_frame_equal(part.quotients(2013), region_activities.quotients(2013))
    with pytest.raises(ValueError, match=r"no year 2009 .*Years: 2010, 2011.*2022\."):
        between(region_activities, 2009, 2014)
    with pytest.raises(ValueError, match="no year 2023"):
        between(region_activities, 2012, 2023)
    with pytest.raises(ValueError, match="first year, 2015, is after the last, 2012"):
        between(region_activities, 2015, 2012)


def test_restrict_compares_the_chosen_regions_with_each_other(
    region_activities: Activities,
) -> None:
    chosen = ["r07", "r03", "r11", "r04"]
    part = restrict(region_activities, [*chosen, "r07"])
    assert list(part.regions) == chosen
    for year in (2010, 2022):
        counts = region_activities.counts(year).loc[chosen]
        pd.testing.assert_frame_equal(
            part.quotients(year), location_quotient(counts), check_names=False
        )
        np.testing.assert_allclose(part.counts(year), counts)
        assert not np.allclose(part.quotients(year), region_activities.quotients(year).loc[chosen])
    assert part.neighbours is not None
    # r03 and r04 border on each other; the neighbours of the others are not chosen
    assert part.neighbours.loc["r03", "r04"] == part.neighbours.loc["r04", "r03"] == 1
    assert part.neighbours.to_numpy().sum() == 2


def test_restrict_leaves_out_what_nobody_has_in_some_year() -> None:
    rare = pd.DataFrame({"region": "Ulm", "activity": "Müller", "year": [2020, 2021, 2022],
                         "count": 5})  # fmt: skip
    some = pd.DataFrame({"region": ["Ulm", "Ulm", "Ulm", "Bonn"], "activity": "Küfer",
                         "year": [2020, 2021, 2022, 2022], "count": 5})  # fmt: skip
    part = restrict(from_counts(pd.concat([COUNTS, rare, some])), ["Köln", "Bonn"])
    assert list(part.quotients(2022).columns) == ["Bäcker", "Schmied", "Wirt"]
    assert list(part.totals.index) == ["Bäcker", "Schmied", "Wirt"]
    for year in part.years:
        wanted = (
            COUNTS[(COUNTS["year"] == year) & (COUNTS["region"] != "Ulm")]
            .pivot(index="region", columns="activity", values="count")
            .loc[["Köln", "Bonn"]]
        )
        pd.testing.assert_frame_equal(
            part.quotients(year), location_quotient(wanted), check_names=False
        )


def test_restrict_keeps_unknown_unknown_and_refuses_what_cannot_be_compared(
    long: dict[str, Any],
) -> None:
    quotients = long["quotients"]
    hidden = (quotients["region"] == "Bonn") & (quotients["activity"] == "Wirt")
    part = restrict(
        from_quotients(**{**long, "quotients": quotients.assign(lq=quotients["lq"].mask(hidden))}),
        ["Bonn", "Köln"],
    )
    assert part.quotients(2021).isna().sum().sum() == 1
    assert np.isnan(part.quotients(2021).loc["Bonn", "Wirt"])
    nothing = (quotients["region"] == "Bonn") & (quotients["year"] == 2021)
    bare = from_quotients(
        **{**long, "quotients": quotients.assign(lq=quotients["lq"].mask(nothing))}
    )
    with pytest.raises(ValueError, match="Nothing is known about 'Bonn' in 2021"):
        restrict(bare, ["Bonn", "Köln"])
    whole = from_counts(COUNTS)
    with pytest.raises(ValueError, match=r"Unknown regions: 'Bon'. Did you mean 'Bonn'"):
        restrict(whole, ["Bon", "Ulm"])
    with pytest.raises(ValueError, match=r"1 region chosen. Expected at least two"):
        restrict(whole, ["Ulm", "Ulm"])


def test_pool_has_the_quotients_of_summed_counts(region_activities: Activities) -> None:
    members = {"north": ["r00", "r01", "r05"], "one": ["r09"]}
    pooled = pool(region_activities, members)
    assert list(pooled.regions) == ["north", "one"]
    for year in (2010, 2022):
        counts = region_activities.counts(year)
        sums = pd.DataFrame({name: counts.loc[inside].sum() for name, inside in members.items()}).T
        wanted = location_quotient(sums, reference=counts.sum())
        pd.testing.assert_frame_equal(pooled.quotients(year), wanted, check_names=False)
        np.testing.assert_allclose(pooled.size[year], sums.sum(axis=1))
        np.testing.assert_allclose(pooled.counts(year), sums)
    assert pooled.neighbours is not None
    # r00, r01 and r05 border on r59, r02, r04 and r06, each of them once
    near = pooled.neighbours.loc["north"]
    assert dict(near[near > 0]) == {"r02": 0.25, "r04": 0.25, "r06": 0.25, "r59": 0.25}
    assert dict(pooled.neighbours.loc["one"][lambda x: x > 0]) == {"r08": 0.5, "r10": 0.5}


def test_pool_is_unknown_only_where_all_members_are(long: dict[str, Any]) -> None:
    quotients = long["quotients"]
    wirt = quotients["activity"] == "Wirt"
    for regions, unknown in ((["Bonn"], False), (["Bonn", "Köln"], True)):
        hidden = wirt & quotients["region"].isin(regions)
        table = quotients.assign(lq=quotients["lq"].mask(hidden))
        pooled = pool(from_quotients(**{**long, "quotients": table}), {"both": ["Bonn", "Köln"]})
        assert pooled.quotients(2020)["Wirt"].isna()["both"] == unknown
        assert pooled.quotients(2020)[["Bäcker", "Schmied"]].notna().all(axis=None)


def test_pool_names_what_is_wrong() -> None:
    whole = from_counts(COUNTS)
    with pytest.raises(ValueError, match="region 'x' has unknown members: 'Aachen'"):
        pool(whole, {"x": ["Bonn", "Aachen"]})
    with pytest.raises(ValueError, match="region 'x' has no members"):
        pool(whole, {"x": []})
