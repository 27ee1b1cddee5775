"""Sentences on paths: words for expressions, ambiguity, what was planted, what is fragile."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from wir.publish import paths_text
from wir.success.qca import minimise, necessity, truth_table

NAMES = {"roles": "Actor roles"}


@pytest.fixture
def members() -> pd.DataFrame:
    rng = np.random.default_rng(4)
    data = pd.DataFrame(rng.choice([0.1, 0.9], (44, 3)), columns=["staff", "meetings", "roles"])
    return data.assign(partners=np.minimum(data["staff"], data["meetings"]))


def test_expressions_become_words() -> None:
    text = paths_text.in_words("staff*~meetings + roles", NAMES)
    assert text == (
        "many posts in the management with few meetings of all partners or strong actor roles"
    )
    assert paths_text.in_words("", NAMES) == "nothing"
    assert paths_text.in_words("1", NAMES) == "anything"


def test_necessary_or_the_nearest(members: pd.DataFrame) -> None:
    table = necessity(members, "partners")
    assert paths_text.necessity_sentence(table, 0.9, NAMES).startswith("Necessary at")
    assert "is necessary" not in paths_text.necessity_sentence(table, 0.9, NAMES)
    none = paths_text.necessity_sentence(table * 0.5, 0.9, NAMES)
    assert none.startswith("No single condition is necessary")
    trivial = table.assign(relevance=0.1)
    assert "nearly every alliance" in paths_text.necessity_sentence(trivial, 0.9, NAMES)


def test_one_model_several_and_none(members: pd.DataFrame) -> None:
    table = truth_table(members, "partners", consistency=0.8, pri=0.5)
    solution = minimise(table)
    text = paths_text.solution_sentence(solution, "many new partners", NAMES)
    assert "many posts in the management with many meetings of all partners" in text
    assert "it is the only model" in text
    nothing = minimise(truth_table(members, "partners", consistency=1.0, pri=1.0, frequency=40))
    assert "No configuration" in paths_text.solution_sentence(nothing, "many", NAMES)

    class Twice:
        models = solution.models * 2
        complete = True

    assert "one of 2 models" in paths_text.solution_sentence(Twice(), "many", NAMES)
    Twice.complete = False
    assert "more than 2 models" in paths_text.solution_sentence(Twice(), "many", NAMES)


def test_rows_remainders_and_contradictions(members: pd.DataFrame) -> None:
    clean = truth_table(members, "partners", consistency=0.8)
    assert "no row holds alliances both" in paths_text.table_sentence(clean)
    mixed = members.copy()
    row = mixed.index[(mixed["staff"] > 0.5) & (mixed["meetings"] > 0.5)][0]
    mixed.loc[row, "partners"] = 0.1
    clash = paths_text.table_sentence(truth_table(mixed, "partners", consistency=0.8))
    assert "1 row holds alliances both with and without" in clash


def test_planted_is_counted_by_every_model() -> None:
    table = pd.DataFrame(
        {"term": ["staff*meetings", "roles"], "intermediate": ["every model", "some models"]}
    )
    assert "1 of them is in every model" in paths_text.planted_sentence(table, NAMES)


def test_robustness_counts_and_the_worst_overlap() -> None:
    good = pd.DataFrame({"same": [True, True], "overlap": [1.0, 0.9]})
    bad = pd.DataFrame({"same": [True, False, False], "overlap": [1.0, 0.4, np.nan]})
    text = paths_text.robust_sentence(good, bad, good)
    assert "2 of 2 shifts" in text
    assert "1 of 3 combinations" in text
    assert "40 percent" in text


def test_clusters() -> None:
    table = pd.DataFrame({"consistency": [0.9, 0.7, 0.8]}, index=["round 1", "round 2", "pooled"])
    assert "0.70 to 0.90 (all: 0.80)" in paths_text.cluster_sentence(table, "round")


def test_expressions_in_tables_keep_their_operators() -> None:
    table = pd.DataFrame({"term": ["company_share*~staff", "staff + ~roles*meetings", "total"]})
    found = paths_text.spelled(table, "term", {"roles": "Actor roles"})
    assert list(found["term"]) == [
        "companies among the partners * ~posts in the management",
        "posts in the management + ~actor roles * meetings of all partners",
        "total",
    ]
    assert table.loc[0, "term"] == "company_share*~staff"
