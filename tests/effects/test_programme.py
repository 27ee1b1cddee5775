from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from wir.data import load
from wir.effects.matching import balance, history, matched_controls
from wir.effects.outcomes import OUTCOMES, chosen_outcomes, outcome_table
from wir.effects.panel import without_gaps, year_ranges
from wir.effects.programme import (
    BASES,
    SURE,
    basis_table,
    comparison_districts,
    first_years,
    programme_members,
    read_districts,
    read_programme,
)

KNOWN = ["01001", "01002", "12060", "14521"]


def write(folder: Path, text: str) -> Path:
    path = folder / "treated.csv"
    path.write_text(text, encoding="utf-8")
    return path


class TestTheAlliances:
    def test_every_district_keeps_its_basis(self) -> None:
        places = load("alliance_districts")
        both = [
            programme_members(load("alliances"), places, phase)
            for phase in ("implementation", "concept")
        ]
        assert sum(map(len, both)) == len(places)
        assert set(both[0]["basis"]) == set(BASES)
        assert both[0]["first_year"].between(2019, 2022).all()

    def test_first_year_is_the_earliest(self) -> None:
        members = pd.DataFrame(
            {
                "programme": ["a", "b", "c"],
                "ags": ["01001", "01001", "01002"],
                "basis": ["named", "lead_city_only", "named"],
                "round": [2, 1, 2],
                "first_year": [2021, 2019, 2021],
            }
        )
        assert first_years(members, SURE).to_dict() == {"01001": 2021, "01002": 2021}
        assert first_years(members, BASES)["01001"] == 2019
        later = first_years(members, SURE, minimum={2: 2022})
        assert later.to_dict() == {"01001": 2022, "01002": 2022}
        counted = basis_table(members).set_index(["round", "basis"])
        assert counted.loc[("all", "named"), "districts"] == 2

    def test_comparison_touches_no_alliance(self) -> None:
        districts, places = load("districts"), load("alliance_districts")
        chosen = comparison_districts(districts, places["ags"])
        assert not set(chosen) & set(places["ags"])
        assert districts.set_index("ags").loc[chosen, "structurally_weak"].all()
        assert len(comparison_districts(districts, places["ags"], "all")) > len(chosen)


class TestFileOfTreatments:
    def test_reads_semicolons_lost_zeros_and_groups(self, tmp_path: Path) -> None:
        path = write(tmp_path, "District;First_Year;Programme\n1001;2015;x\n12060; 2017 ;x\n")
        table = read_programme(path, KNOWN)
        assert table["ags"].tolist() == ["01001", "12060"]
        assert table["programme"].tolist() == ["x", "x"]
        assert table["round"].tolist() == [1, 2]

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "is empty"),
            ("place,first_year\n01001,2019\n", "no column 'district'"),
            ("district,first_year\n01001,2019\n99999,2019\n", r"row 3, column district: '99999'"),
            ("district,first_year\n01001,soon\n", r"row 2, column first_year: found 'soon'"),
            ("district,first_year\n01001,1919\n", r"found '1919'"),
            ("district,first_year\n01001,2031\n", r"lie after the data, which end in 2025"),
            ("district,first_year,programme\n01001,2019,a\n01001,2020,a\n", "occurs twice in 'a'"),
            ("district,first_year,basis\n01001,2019,guess\n", r"column basis: found 'guess'"),
            ("district,first_year\n", "nobody is treated"),
        ],
    )
    def test_what_is_wrong_is_named(self, tmp_path: Path, text: str, message: str) -> None:
        with pytest.raises(ValueError, match=message):
            read_programme(write(tmp_path, text), KNOWN, 2025)

    def test_a_missing_file(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError, match=r"no file none\.csv"):
            read_programme(tmp_path / "none.csv", KNOWN)

    def test_control_file(self, tmp_path: Path) -> None:
        path = write(tmp_path, "ags\n1002\n14521\n")
        assert read_districts(path, KNOWN) == ["01002", "14521"]
        with pytest.raises(ValueError, match="'77777' are no districts"):
            read_districts(write(tmp_path, "ags\n77777\n"), KNOWN)


class TestBefore:
    def test_level_and_trend_of_a_line(self) -> None:
        years = range(2000, 2012)
        table = pd.DataFrame(
            [[2.0 + 3 * (year - 2000) for year in years]], columns=years, index=["a"]
        )
        past = history(table, 2010, window=5)
        assert past.loc["a", "trend"] == pytest.approx(3)
        assert past.loc["a", "level"] == pytest.approx(2 + 3 * 7)
        with pytest.raises(ValueError, match="2 years before 2002"):
            history(table, 2002)

    def test_matches_are_the_nearest_of_the_same_group(self) -> None:
        features = pd.DataFrame({"x": [0.0, 0.1, 5.0, 0.2, 0.05]}, index=list("tabcd"))
        group = pd.Series([1, 1, 1, 0, 0], index=list("tabcd"))
        found = matched_controls(features, ["t"], list("abcd"), k=2)
        assert found["control"].tolist() == ["d", "a"]
        same = matched_controls(features, ["t"], list("abcd"), k=2, exact=group)
        assert same["control"].tolist() == ["a", "b"]
        table = balance(features, list("ta"), {"rest": list("bcd")})
        assert table.loc["x", "rest: difference"] < 0


class TestOutcomes:
    def test_logarithms_are_in_percent(self) -> None:
        panel = pd.DataFrame({"ags": ["a", "a"], "year": [2000, 2001], "employees": [100.0, 101.0]})
        table = outcome_table(OUTCOMES[0], panel, pd.DataFrame())
        assert table.loc["a", 2001] - table.loc["a", 2000] == pytest.approx(0.995, abs=1e-3)

    def test_every_outcome_is_in_the_table(self) -> None:
        columns = set(load("district_year").columns)
        assert {one.column for one in OUTCOMES} - columns == {"complexity"}

    def test_choice(self) -> None:
        assert [one.key for one in chosen_outcomes(["gdp"])] == ["gdp"]
        with pytest.raises(ValueError, match=r"no outcome 'gpd'.*Did you mean 'gdp'"):
            chosen_outcomes(["gpd"])
        with pytest.raises(ValueError, match="twice"):
            chosen_outcomes(["gdp", "gdp"])

    def test_the_part_without_gaps(self) -> None:
        table = pd.DataFrame(np.ones((20, 6)), columns=range(2000, 2006))
        table[2001] = np.nan
        table.loc[3, 2004] = np.nan
        kept, words = without_gaps(table)
        assert list(kept.columns) == [2002, 2003, 2004, 2005]
        assert len(kept) == 19
        assert "2000–2001" in words
        assert year_ranges([2003, 1999, 2000]) == "1999–2000, 2003"
