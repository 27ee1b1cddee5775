import json
import math

import numpy as np
import pytest

from wir.publish.numbers import agree, collect, compare, nearest, record


def numbers(folder):
    return json.loads((folder / "numbers.json").read_text(encoding="utf-8"))


def test_record_writes_and_returns(run_folder):
    text = record("potential.weak_share", np.float64(33.27), "%", 1)
    assert text == "33.3%"
    entry = numbers(run_folder)["potential.weak_share"]
    assert entry["value"] == 33.27
    assert entry["tolerance"] == 0.05
    assert entry["notebook"] == "demo"
    assert entry["parameters"] == {"year": 2021, "seed": 1}


def test_missing_and_text_values(run_folder):
    assert record("a.b", math.nan) == "not known"
    assert record("a.c", "Brandenburg an der Havel") == "Brandenburg an der Havel"
    assert numbers(run_folder)["a.b"]["value"] is None


@pytest.mark.parametrize("key", ["weak", "Weak.districts", "a..b", "a b.c", ""])
def test_bad_keys_are_refused(run_folder, key):
    with pytest.raises(ValueError, match="cannot be a key"):
        record(key, 1)


@pytest.mark.parametrize("value", [math.inf, True])
def test_values_that_are_no_numbers_are_refused(run_folder, value):
    with pytest.raises(ValueError, match="expected"):
        record("a.b", value)


def test_one_key_one_number(run_folder):
    record("a.b", 1)
    record("a.b", 1)
    with pytest.raises(ValueError, match="recorded as 1 in this run and now as 2"):
        record("a.b", 2)


def test_a_run_per_alliance_keeps_its_keys_apart(run_folder, monkeypatch):
    monkeypatch.setenv("WIR_RUN_NAME", "dossiers/h2-well")
    record("standing.rank", 3)
    assert list(numbers(run_folder)) == ["dossiers.h2-well.standing.rank"]


def write(folder, name, entries):
    path = folder / name / "numbers.json"
    path.parent.mkdir(parents=True)
    path.write_text(
        json.dumps({k: {"key": k, "value": v, "notebook": name} for k, v in entries.items()})
    )


def test_collect_merges_and_leaves_unfinished_runs_out(tmp_path):
    write(tmp_path, "one", {"b.x": 1})
    write(tmp_path, "dossiers/two", {"a.x": 2})
    write(tmp_path, ".staging/three", {"c.x": 3})
    (tmp_path / "numbers.json").write_text('{"old.x": {}}')
    assert list(collect(tmp_path)) == ["a.x", "b.x"]


def test_collect_names_both_runs_of_a_duplicate(tmp_path):
    write(tmp_path, "one", {"a.x": 1})
    write(tmp_path, "two", {"a.x": 1})
    with pytest.raises(ValueError, match=r"'a\.x' was recorded by two runs, one and two"):
        collect(tmp_path)


def entry(value, tolerance=0.05, unit=""):
    return {"value": value, "tolerance": tolerance, "unit": unit}


def test_compare_lists_only_what_differs():
    before = {"a": entry(1.0), "b": entry(1.0), "c": entry(1), "e": entry(None), "f": entry(1)}
    after = {"a": entry(1.04), "b": entry(1.06), "d": entry(2), "e": entry(1.0),
             "f": entry(1, unit="%")}  # fmt: skip
    lines = compare(before, after)
    assert [line.split(":")[0] for line in lines] == ["b", "c", "d", "e", "f"]
    assert "1.0 became 1.06" in lines[0]
    assert "missing now" in lines[1]
    assert compare(before, before) == []


def test_agreement_at_the_edge_of_the_tolerance():
    assert agree(1.0, 1.05, 0.05)
    assert not agree(1.0, 1.051, 0.05)
    assert not agree("a", "b", 10)
    assert not agree(1, None, 10)


def test_nearest_keys():
    assert nearest("potential.weak_district", {"potential.weak_districts": 1, "z": 1}) == [
        "potential.weak_districts"
    ]


def test_a_median_between_two_ranks_is_shown_as_such(run_folder):
    assert record("a.median", np.float64(66.5)) == "66.5"
    assert record("a.share", 66.5, digits=0) == "66", "who asks for whole numbers gets them"
    assert record("a.whole", 317.0) == "317"
    entry = numbers(run_folder)["a.median"]
    assert (entry["digits"], entry["tolerance"]) == (1, 0.05)
