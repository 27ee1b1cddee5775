from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis.extra.numpy import arrays

from wir.potential.entry import entries, exits
from wir.potential.specialisation import specialised

BEFORE = pd.DataFrame([[1, 0, 0], [0, 1, 1]], index=list("xy"), columns=list("abc")).astype(bool)
AFTER = pd.DataFrame([[1, 1, 0], [1, 0, 1]], index=list("xy"), columns=list("abc")).astype(bool)
NONE = np.nan


def test_known_answers_by_hand() -> None:
    came, went = entries(BEFORE, AFTER), exits(BEFORE, AFTER)
    np.testing.assert_array_equal(came, [[NONE, 1, 0], [1, NONE, NONE]])
    np.testing.assert_array_equal(went, [[0, NONE, NONE], [NONE, 1, 0]])
    assert list(came.index) == list(went.index) == ["x", "y"]
    assert list(came.columns) == list(went.columns) == ["a", "b", "c"]


def test_labels_are_matched() -> None:
    moved = AFTER.loc[["y", "x"], list("cab")]
    pd.testing.assert_frame_equal(entries(BEFORE, moved), entries(BEFORE, AFTER))
    pd.testing.assert_frame_equal(exits(BEFORE, moved), exits(BEFORE, AFTER))


@given(arrays(bool, (4, 5)), arrays(bool, (4, 5)))
def test_entries_exits_and_persistence_are_all_there_is(
    before: np.ndarray, after: np.ndarray
) -> None:
    first, second = pd.DataFrame(before), pd.DataFrame(after)
    came, went = entries(first, second), exits(first, second)
    # each cell is at risk of exactly one
    np.testing.assert_array_equal(came.notna(), ~before)
    np.testing.assert_array_equal(went.notna(), before)
    parts = [came == 1, came == 0, went == 1, went == 0]
    assert (sum(part.astype(int) for part in parts) == 1).all(axis=None)
    # what was there, less what went, plus what came, is what is there
    change = came.fillna(0) - went.fillna(0)
    np.testing.assert_array_equal(before + change, after)
    # what comes is what goes when time runs backwards
    pd.testing.assert_frame_equal((came == 1), (exits(second, first) == 1))
    assert not (entries(first, first) == 1).any(axis=None)


@pytest.mark.parametrize("function", [entries, exits])
@pytest.mark.parametrize(
    ("before", "after", "error", "message"),
    [
        (BEFORE, AFTER.drop(index="y"), ValueError, "after has 1 rows and 3 columns"),
        (BEFORE, AFTER.rename({"y": "z"}), ValueError, "regions of after .*'y'.*'z'.*same rows"),
        (BEFORE, AFTER.drop(columns="b"), ValueError, "activities of after .*those of before: 'b'"),
        (BEFORE.loc[["x", "x"]], AFTER, ValueError, "index of before .*more than once: 'x'"),
        (BEFORE, AFTER[["a", "a", "b"]], ValueError, "header of after .*more than once: 'a'"),
        (BEFORE * -1, AFTER, ValueError, "before holds -1 in row 'x', column 'a'"),
        (BEFORE, AFTER * 0.5, ValueError, "after holds 0.5 in row 'x', column 'a'"),
        (BEFORE, AFTER.astype(float).where(AFTER), ValueError, "after has missing values in 2 of"),
        (BEFORE.astype(str), AFTER, TypeError, "Column 'a' of before is not numeric"),
    ],
)
def test_bad_tables_are_named(
    function: Callable[[Any, Any], Any],
    before: Any,
    after: Any,
    error: type[Exception],
    message: str,
) -> None:
    with pytest.raises(error, match=message):
        function(before, after)


@pytest.mark.gold
def test_equals_econgeo(gold: Callable[[str], Any]) -> None:
    folder = gold("econgeo_examples")
    before, after = (
        specialised(folder.table(f"mat_counts_40x25{suffix}.csv", index_col=0))
        for suffix in ("", "_t2")
    )
    wanted = folder.expected["entry_exit_40x25"]
    for function, key in ((entries, "entry"), (exits, "exit")):
        values = np.array(wanted[key], dtype=float)
        assert np.isnan(values).any()
        np.testing.assert_array_equal(function(before, after), values)
