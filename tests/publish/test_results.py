"""What one notebook keeps and another one shows."""

import numpy as np
import pandas as pd
import pytest

from wir import config
from wir.publish.results import result, save_result


@pytest.fixture
def executed(run_folder, monkeypatch):
    monkeypatch.setattr(config, "EXECUTED", run_folder.parent)
    return run_folder


TABLE = pd.DataFrame(
    {
        "probability": [0.5, np.nan],
        "has": [["111", "222"], []],
        "shares": [[82.4, 40.0], []],
        "count": [1, 2],
        "name": ["Köln", "Görlitz"],
    },
    index=pd.MultiIndex.from_tuples(
        [("05315", "333"), ("a-b", "011")], names=["region", "activity"]
    ),
)


def test_a_table_comes_back_with_its_types(executed):
    save_result(TABLE, "suggestions")
    back = result("demo", "suggestions")
    assert list(back.columns) == ["region", "activity", *TABLE.columns]
    back = back.set_index(["region", "activity"])
    plain = ["probability", "count", "name"]
    pd.testing.assert_frame_equal(back[plain], TABLE[plain])
    # keys keep their leading zeros, lists their order and types
    assert [list(one) for one in back["has"]] == [["111", "222"], []]
    assert [list(one) for one in back["shares"]] == [[82.4, 40.0], []]


def test_an_index_without_a_name_is_left_out(executed):
    save_result(TABLE.reset_index(drop=True)[["count"]], "plain")
    assert list(result("demo", "plain").columns) == ["count"]


def test_saving_again_replaces(executed):
    save_result(TABLE, "one")
    save_result(TABLE.iloc[:1], "one")
    assert len(result("demo", "one")) == 1
    assert [path.name for path in executed.iterdir()] == ["one.parquet"]


def test_bytes_are_the_same_each_time(executed):
    save_result(TABLE, "one")
    first = (executed / "one.parquet").read_bytes()
    save_result(TABLE, "one")
    assert (executed / "one.parquet").read_bytes() == first


@pytest.mark.parametrize("name", ["Upper", "with space", "../out", "ü", ""])
def test_names_that_cannot_be_used(executed, name):
    with pytest.raises(ValueError, match="name"):
        save_result(TABLE, name)


def test_missing_results_say_what_to_run(executed):
    with pytest.raises(FileNotFoundError, match=r"'x' of demo is not there .kept: none.*Run `make"):
        result("demo", "x")
    save_result(TABLE, "b")
    save_result(TABLE, "a")
    with pytest.raises(
        FileNotFoundError, match=r"'x' of demo .*kept: a, b.*`make notebook N=demo` first"
    ):
        result("demo", "x")
    with pytest.raises(FileNotFoundError, match="N=1-9-other"):
        result("1-9-other", "a")
