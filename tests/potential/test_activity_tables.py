from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from wir.potential.activities import from_counts
from wir.potential.activity_tables import choose_regions, district_occupations, read_activities

ROWS = pd.DataFrame(
    [(r, a, y, c + (y - 2020), n)
     for (r, a, c, n) in [("05314", "b", 30, "Bäckerei"), ("05314", "s", 10, "Schmiede & Söhne"),
                          ("05315", "b", 10, "Bäckerei"), ("05315", "s", 40, "Schmiede & Söhne"),
                          ("11000", "b", 20, "Bäckerei"), ("11000", "s", 30, "Schmiede & Söhne")]
     for y in (2020, 2021)],
    columns=["region", "activity", "year", "count", "name"],
)  # fmt: skip
KNOWN = ["01001", "05314", "05315", "11000"]
NEAR = pd.DataFrame(
    [[0, 0, 0, 1], [0, 0, 0.5, 0.5], [0, 1, 0, 0], [0.5, 0.5, 0, 0]], index=KNOWN, columns=KNOWN
)

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to_file(content: Any, name: str = "own.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return to_file


def written(tmp_path: Path, table: pd.DataFrame, kind: str) -> Path:
    path = tmp_path / f"own.{kind.rpartition(' ')[2]}"
    if kind.endswith("csv"):
        table.to_csv(
            path,
            index=False,
            sep=";" if "semicolon" in kind else ",",
            encoding="utf-8-sig" if "BOM" in kind else "utf-8",
        )
    elif kind.endswith("xlsx"):
        table.to_excel(path, index=False)
    else:
        table.to_parquet(path, index=False)
    return path


KINDS = ["csv", "BOM csv", "semicolon csv", "BOM semicolon csv", "xlsx", "parquet"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_gives_the_same(tmp_path: Path, kind: str) -> None:
    result = read_activities(written(tmp_path, ROWS, kind), KNOWN, NEAR)
    wanted = from_counts(ROWS)
    for year in (2020, 2021):
        pd.testing.assert_frame_equal(
            result.quotients(year), wanted.quotients(year), check_index_type=False,
            check_column_type=False,
        )  # fmt: skip
    assert dict(result.names) == {"b": "Bäckerei", "s": "Schmiede & Söhne"}
    assert result.neighbours is not None
    assert result.neighbours.loc["05315", "05314"] == 1
    # of the neighbours of Berlin only one is in the table
    assert result.neighbours.loc["11000", "05314"] == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.drop(columns="count"), "own.* has no column 'count'"),
        (lambda t: pd.concat([t, t.iloc[[2]]]), "own.*1 rows repeat .*'05314', 's', 2020"),
        (lambda t: t.assign(count=-t["count"]), "own.*count of '05314', 'b', 2020 is -30"),
        (lambda t: t.assign(region=t["region"].str.lstrip("0")),
         "own.*without their leading zero: '5314', '5315'. Expected '05314'"),
        (lambda t: t.assign(region=t["region"].replace("11000", "11001")),
         "own.*no keys of the 400 German districts: '11001'. Did you mean '11000'"),
        (lambda t: t[t["region"] == "11000"], "one region only, '11000'"),
        (lambda t: t[(t["region"] != "11000") | (t["year"] == 2020)],
         "own.*zeros in 2021 for region '11000'"),
        (lambda t: t.assign(year=t["year"].replace(2021, 2022)), "own.*no rows for 2021"),
        (lambda t: t.assign(count=t["count"].mask(t["count"] == 10)),
         "own.*column 'count' is empty in 2 rows"),
        (lambda t: t.assign(name=t["name"].mask(t["activity"] == "b")),
         "own.*no name for activity 'b'"),
        (lambda t: t.iloc[:0], "own.* has no rows"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_in_every_kind_of_file(
    tmp_path: Path, kind: str, change: Callable[[pd.DataFrame], pd.DataFrame], message: str
) -> None:
    path = written(tmp_path, change(ROWS), kind)
    with pytest.raises(ValueError, match=message):
        read_activities(path, KNOWN, NEAR)


@pytest.mark.parametrize("kind", KINDS)
def test_text_among_numbers_is_named(tmp_path: Path, kind: str) -> None:
    table = ROWS.assign(count=ROWS["count"].astype(str).replace("40", "vierzig"))
    with pytest.raises(
        TypeError, match=r"own.*column 'count' holds 'vierzig' in row 7 of the data"
    ):
        read_activities(written(tmp_path, table, kind), KNOWN)


@pytest.mark.parametrize("kind", ["xlsx", "parquet"])
def test_keys_stored_as_numbers(tmp_path: Path, kind: str) -> None:
    numbers = ROWS.assign(region=ROWS["region"].astype(int))
    with pytest.raises(ValueError, match="leading zero: '5314', '5315'"):
        read_activities(written(tmp_path, numbers, kind), KNOWN)
    # no leading zero to lose: the neighbours are found all the same
    east = numbers.assign(region=numbers["region"].map({5314: 11000, 5315: 12051, 11000: 12052}))
    keys = ["11000", "12051", "12052"]
    near = pd.DataFrame(np.eye(3)[[1, 2, 0]], index=keys, columns=keys)
    result = read_activities(written(tmp_path, east, kind), keys, near)
    assert list(result.regions) == keys
    assert result.neighbours is not None
    np.testing.assert_array_equal(result.neighbours.loc[keys, keys], near)


def test_regions_that_are_no_districts_have_no_neighbours(tmp_path: Path) -> None:
    table = ROWS.assign(
        region=ROWS["region"].map({"05314": "Ñuble", "05315": "Bío", "11000": "NA"})
    )
    result = read_activities(written(tmp_path, table, "csv"), KNOWN, NEAR)
    assert list(result.regions) == ["Bío", "NA", "Ñuble"]
    assert result.neighbours is None


def test_labels_without_their_blanks(tmp_path: Path) -> None:
    table = ROWS.assign(region=ROWS["region"] + " ", activity=" " + ROWS["activity"])
    result = read_activities(written(tmp_path, table, "csv"), KNOWN, NEAR)
    assert list(result.regions) == ["05314", "05315", "11000"]
    assert result.names["b"] == "Bäckerei"


def test_names_may_be_left_out(tmp_path: Path) -> None:
    result = read_activities(written(tmp_path, ROWS.drop(columns="name"), "csv"), KNOWN)
    assert dict(result.names) == {"b": "b", "s": "s"}


LINES = "region;activity;year;count\nx;b;2020;{}\nx;s;2020;{}\ny;b;2020;{}\ny;s;2020;{}\n"


def test_german_decimal_commas_are_refused_with_words(write: Write) -> None:
    with pytest.raises(TypeError, match=r"'1,5' in row 1 .*decimal point rather than a comma"):
        read_activities(write(LINES.format("1,5", "2", "3", "4")))


@pytest.mark.parametrize("numbers", [("1.234", "2", "3", "4"), ("1", "12.345", "300", "4.000")])
def test_german_thousands_are_refused(write: Write, numbers: tuple[str, ...]) -> None:
    found = next(one for one in numbers if "." in one)
    with pytest.raises(ValueError, match=f"'{found}' in row .* look like thousands"):
        read_activities(write(LINES.format(*numbers)))


@pytest.mark.parametrize(
    "numbers", [("1.5", "2", "3", "4"), ("0.125", "2", "3.250", "4"), ("1.234", "1.2", "3", "4")]
)
def test_decimals_that_are_none_of_thousands_are_read(
    write: Write, numbers: tuple[str, ...]
) -> None:
    result = read_activities(write(LINES.format(*numbers)))
    assert result.counts(2020).loc["x", "b"] == pytest.approx(float(numbers[0]))


def test_a_comma_too_many_does_not_move_the_columns(write: Write) -> None:
    text = LINES.replace(";", ",").format("1,5", "2,5", "3,5", "4,5")
    with pytest.raises(ValueError, match=r"own\.csv cannot be read as a table"):
        read_activities(write(text))
    one = LINES.replace(";", ",").format("1", "2", "3,5", "4")
    with pytest.raises(ValueError, match=r"own\.csv cannot be read as a table: .*line 4"):
        read_activities(write(one))


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "own.csv", r"own\.csv cannot be read as a table: No columns"),
        (b"", "own.xlsx", r"own\.xlsx cannot be read as a table"),
        (b"", "own.parquet", r"own\.parquet cannot be read as a table"),
        (b"PK\x03\x04 no workbook", "own.xlsx", r"own\.xlsx cannot be read as a table"),
        (b"PAR1 nothing PAR1", "own.parquet", r"own\.parquet cannot be read as a table"),
        (LINES.format("1", "2", "3", "4"), "own.txt", r"own\.txt: expected one of '\.csv'"),
        (LINES.replace(";", "\t").format("1", "2", "3", "4"), "own.csv",
         r"own\.csv has no column 'region'.*found"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_read(write: Write, content: Any, name: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_activities(write(content, name))


def test_latin_1_is_named(write: Write) -> None:
    text = LINES.format("1", "2", "3", "4").replace("x;b", "Köln;b").replace("x;s", "Köln;s")
    at = text.index("ö")
    with pytest.raises(ValueError, match=rf"own\.csv is not UTF-8 .byte {at}.*“CSV UTF-8”"):
        read_activities(write(text, encoding="latin-1"))


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no file .*absent\.csv.*Put the table there"):
        read_activities(tmp_path / "absent.csv")


DISTRICTS = pd.DataFrame(
    {
        "ags": ["05314", "05315", "11000", "14511"],
        "land_name": ["Nordrhein-Westfalen", "Nordrhein-Westfalen", "Berlin", "Sachsen"],
        "east": [False, False, True, True],
    }
)
REGIONS = ["14511", "05314", "05315", "11000"]


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        ([], REGIONS),
        (["11000", "05314"], ["05314", "11000"]),
        (["Nordrhein-Westfalen"], ["05314", "05315"]),
        (["East"], ["14511", "11000"]),
        (["West", "Sachsen"], ["14511", "05314", "05315"]),
        (["East", "11000"], ["14511", "11000"]),
    ],
)
def test_words_for_regions(wanted: list[str], chosen: list[str]) -> None:
    assert choose_regions(wanted, REGIONS, DISTRICTS) == chosen


def test_unknown_words_for_regions_name_the_nearest() -> None:
    with pytest.raises(ValueError, match=r"'Saksen' is not known. Did you mean 'Sachsen'.*Länder"):
        choose_regions(["East", "Saksen"], REGIONS, DISTRICTS)
    with pytest.raises(ValueError, match=r"'East' is not known.* Expected keys of regions"):
        choose_regions(["East"], ["x", "y"])
    # a Land none of whose districts are in the table stands for nothing
    with pytest.raises(ValueError, match="'Sachsen' is not known"):
        choose_regions(["Sachsen"], REGIONS[1:], DISTRICTS)


def test_district_occupations_takes_its_columns_from_the_tables() -> None:
    made = from_counts(ROWS)
    specialisation = pd.concat(
        table.melt(ignore_index=False, value_name="lq").reset_index().assign(year=year)
        for year, table in made.lq.items()
    ).rename(columns={"region": "ags", "activity": "kldb3"})
    district_year = pd.DataFrame(
        [(r, y, made.size.loc[r, y] if y < 2022 else 1.0)
         for r in made.regions for y in (2020, 2021, 2022)],
        columns=["ags", "year", "employees"],
    )  # fmt: skip
    occupation_year = pd.DataFrame(
        [(a, y, made.totals.loc[a, y] if a != "z" else 9.0)
         for a in ("b", "s", "z") for y in (2020, 2021)
         if a in made.totals.index or a == "z"],
        columns=["kldb3", "year", "employees"],
    )  # fmt: skip
    occupations = pd.DataFrame({"kldb3": ["b", "s", "z"], "name": ["Bäcker", "Schmied", "Zöllner"]})
    result = district_occupations(specialisation, district_year, occupation_year, occupations)
    assert result.years == [2020, 2021]
    for year in result.years:
        pd.testing.assert_frame_equal(result.counts(year), made.counts(year))
    assert list(result.totals.index) == ["b", "s"]
    assert result.names["s"] == "Schmied"
    with pytest.raises(ValueError, match="No size in 2021 for region '11000'"):
        district_occupations(
            specialisation,
            district_year[(district_year["ags"] != "11000") | (district_year["year"] != 2021)],
            occupation_year,
            occupations,
        )
