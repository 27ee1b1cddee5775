"""Malformed tables: read right, or named with the place; never a traceback or a wrong value."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wir import config
from wir.own.alliance import read_own
from wir.own.check import report

sys.path.insert(0, str(Path(__file__).parent))
from malformed import BROKEN, DAMAGES, Variant, damaged, headings, right, write


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A folder for own data; nothing beside it may change."""
    own = tmp_path / "own"
    folder = own / "muster"
    folder.mkdir(parents=True)
    (tmp_path / "secret.csv").write_text("Name\nGeheim\n", encoding="utf-8")
    (folder / "alliance.toml").write_text('districts = ["Görlitz"]\n', encoding="utf-8")
    monkeypatch.setattr(config, "OWN", own)
    yield folder
    assert sorted(one.name for one in tmp_path.iterdir()) == ["own", "secret.csv"]
    assert [one.name for one in own.iterdir()] == ["muster"]


def clear(folder: Path) -> None:
    for path in folder.iterdir():
        if path.name != "alliance.toml":
            path.unlink()


def read(folder: Path, variant: Variant):
    clear(folder)
    write(variant, folder)
    own = read_own("muster")
    report(own, "de")
    report(own, "en")
    return own


def same(found: object, value: object) -> bool:
    if value is None or found is None or pd.isna(found):
        return value is None and (found is None or pd.isna(found))
    if isinstance(value, float):
        return math.isclose(float(found), value)
    return found == value


def place(variant: Variant, number: int) -> int:
    """Return the row in the file of row `number` of the variant; a blank one follows the first."""
    return len(variant.above) + 2 + number + (1 if number > 0 else 0)


def check(variant: Variant, own, *, all_right: bool) -> None:
    table = getattr(own, variant.table.key)
    mine = own.issues[own.issues["file"] == variant.name]
    odd = mine[mine["severity"] != "note"]
    table = pd.DataFrame({"row": []}) if table is None else table
    assert set(table["row"]) <= {place(variant, n) for n in range(len(variant.rows))}
    for number, row in enumerate(variant.rows):
        there = table[table["row"] == place(variant, number)]
        if there.empty:
            assert number in variant.damaged_rows, (variant, own.issues.to_string())
            assert len(odd), "a row is missing and nobody said so"
            continue
        for key, value in row.items():
            if key not in there:
                assert variant.damage != "none"
                continue
            found = there[key].iloc[0]
            if same(found, value):
                continue
            assert number in variant.damaged_rows, (key, value, found, own.issues.to_string())
            # a damaged cell is kept as text or is missing, never another number
            assert pd.isna(found) or isinstance(found, str), (key, value, found)
    if all_right:
        assert not (mine["severity"] == "error").any(), mine.to_string()


@given(seed=st.integers(0, 10**9))
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_habits_do_not_matter(home, seed):
    variant = right(seed)
    check(variant, read(home, variant), all_right=True)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("damage", list(DAMAGES)[1:])
def test_a_damage_is_named_with_its_place(home, damage, seed):
    variant = damaged(seed, damage)
    assert variant is not None
    own = read(home, variant)
    check(variant, own, all_right=False)
    named = own.issues[(own.issues["file"] == variant.name) & (own.issues["severity"] != "note")]
    assert len(named), own.issues.to_string()
    rows = {place(variant, number) for number in variant.damaged_rows}
    if damage != "needed column missing":
        assert set(named["row"].dropna()) & rows, (rows, named.to_string(), headings(variant))
    for column in ("found", "expected", "advice"):
        assert named[column].str.len().gt(0).all()


@pytest.mark.parametrize("name", list(BROKEN))
def test_what_is_no_table_is_named(home, name):
    file, make, key = BROKEN[name]
    make(home / file)
    own = read_own("muster")
    assert key in set(own.issues["key"]), own.issues.to_string()
    assert set(own.issues["file"]) == {file}
    assert own.members is None or key == "swallowed"
    assert (own.issues["severity"] == "error").any()
    assert file in report(own)


def test_there_are_at_least_fifty_variants():
    assert 2 * (len(DAMAGES) - 1) + len(BROKEN) >= 50
