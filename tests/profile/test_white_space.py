"""Demand, claims and strengths of fields: known answers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from wir.profile.white_space import (
    claims,
    occupation_demand,
    stated_and_strong,
    strength_gap,
    white_space,
)

FIELDS = {"a": {"111"}, "b": {"111", "222"}}


def occupations() -> pd.DataFrame:
    """Return five occupations: 111 and 222 grow, 333 shrinks, 444 wavers, 555 is not known."""
    rng = np.random.default_rng(2)
    rows = []
    for code, rate, tight in (
        ("111", 0.03, 3.0), ("222", 0.02, 2.0), ("333", -0.03, 0.2), ("444", 0.0, 0.1),
        ("555", np.nan, np.nan),
    ):  # fmt: skip
        for year in range(2012, 2026):
            noise = rng.normal(0, 0.03 if code == "444" else 0.001)
            staff = 1000 * np.exp(rate * (year - 2012) + noise)
            rows.append((code, year, staff, 10 * tight, 10.0, tight))
    columns = ["kldb3", "year", "employees", "vacancies", "unemployed", "tightness"]
    return pd.DataFrame(rows, columns=columns)


def test_directions_are_those_that_were_planted() -> None:
    table = occupation_demand(occupations(), 2025)
    assert table["direction"].to_dict() == {
        "111": "growing", "222": "growing", "333": "shrinking", "444": "not clear",
    }  # fmt: skip
    assert table.loc["111", "growth"] == pytest.approx(3.05, abs=0.1)
    assert table["scarce"].to_dict() == {"111": True, "222": True, "333": False, "444": False}


def test_white_space_is_wanted_and_claimed_by_nobody() -> None:
    table = occupation_demand(occupations(), 2025)
    claimed = claims(FIELDS, table.index)
    assert claimed.to_dict() == {"111": 2, "222": 1, "333": 0, "444": 0}
    assert white_space(table, claimed).empty
    assert white_space(table, claimed, most=1).index.tolist() == ["222"]
    assert white_space(table, claims({}, table.index)).index.tolist() == ["111", "222"]


def test_strength_is_missing_where_the_region_is_not_known() -> None:
    quotients = pd.DataFrame([[2.0, 0.5]], index=["b"], columns=["111", "222"])
    table = stated_and_strong(FIELDS, quotients, occupation_demand(occupations(), 2025))
    assert table[["group", "kldb3"]].to_numpy().tolist() == [
        ["a", "111"], ["b", "111"], ["b", "222"],
    ]  # fmt: skip
    assert table["strong"].isna().tolist() == [True, False, False]
    assert table["strong"].iloc[1:].tolist() == [True, False]
    assert table["direction"].tolist() == ["growing"] * 3
    empty = stated_and_strong(FIELDS, quotients.iloc[:0], occupation_demand(occupations(), 2025))
    assert empty["lq"].isna().all()


def test_the_gap_of_strength_covers_what_was_planted() -> None:
    rng = np.random.default_rng(3)
    codes = [f"{n:03d}" for n in range(40)]
    groups = [f"g{n:02d}" for n in range(50)]
    values = (rng.random((50, 40)) < 0.4) * 2.0
    values[:, :4] = (rng.random((50, 4)) < 0.7) * 2.0
    quotients = pd.DataFrame(values, index=groups, columns=codes)
    stated = pd.DataFrame(
        [(g, c, quotients.loc[g, c]) for g in groups for c in codes[:4]],
        columns=["group", "kldb3", "lq"],
    )
    gap = strength_gap(stated, quotients, draws=500)
    assert gap["lower"] < 100 * (0.7 - 0.43) < gap["upper"]
    assert gap["alliances"] == 50
    assert np.isnan(strength_gap(stated.iloc[:4], quotients)["gap"])
