from __future__ import annotations

import pandas as pd
import pytest

from wir.potential.spatial import Moran
from wir.publish.pattern_words import cluster_sentences, p_value, pattern

WORDS = {"high-high": "Weak among weak", "low-low": "Strong among strong"}
LAND = pd.Series({"a": "Sachsen", "b": "Sachsen", "c": "Sachsen", "d": "Hessen", "e": "Bayern"})
NAMES = pd.Series({"a": "A", "b": "B", "c": "C", "d": "D", "e": "E"})


def moran(i: float, p: float, permutations: int = 9999) -> Moran:
    return Moran(i, -0.0025, 0.001, 1.0, p, p, 400, permutations)


@pytest.mark.parametrize(
    ("i", "p", "words"),
    [
        (0.76, 0.0001, "a strong pattern"),
        (0.3, 0.001, "a clear pattern"),
        (0.1, 0.001, "a faint pattern"),
        (0.06, 0.0468, "a faint pattern, barely beyond chance"),
        (0.06, 0.0501, "no pattern beyond chance"),
        (0.9, float("nan"), "no pattern beyond chance"),
    ],
)
def test_words_follow_the_p_that_was_computed(i, p, words):
    assert pattern(moran(i, p)) == words


def test_the_smallest_p_is_a_bound():
    assert p_value(moran(0.7, 1 / 10_000)) == "p ≤ 0.0001"
    assert p_value(moran(0.7, 0.0468)) == "p = 0.0468"


def sentences(blocks: dict[str, int], **clusters: str) -> str:
    given = pd.Series(clusters).reindex(list(NAMES.index), fill_value="not significant")
    return cluster_sentences(pd.Series(blocks, dtype="Int64"), given, LAND, NAMES, WORDS)


def test_blocks_name_every_land_and_the_few_by_name():
    text = sentences(
        {"a": 1, "b": 1, "c": 1, "d": 1, "e": 2},
        a="high-high", b="high-high", c="high-high", d="high-high", e="high-high",
    )  # fmt: skip
    assert text == (
        "Weak among weak: 5 districts, a block of 4 in Sachsen (3) and Hessen (D); "
        "apart from it Bayern (E). Strong among strong: none."
    )


def test_one_block_and_one_district():
    text = sentences({"a": 1, "b": 1, "e": 1}, a="high-high", b="high-high", e="low-low")
    assert text == (
        "Weak among weak: 2 districts, one block in Sachsen (A and B). "
        "Strong among strong: Bayern (E)."
    )
