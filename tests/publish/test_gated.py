"""Tables of answers on their way through the gate."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from wir.publish.disclosure import Gate
from wir.publish.gated import people, require_enough, rows_apart, solution_rows
from wir.success.qca import minimise, truth_table


@pytest.fixture
def answers() -> pd.DataFrame:
    rows = [(f"{a}-{n}", a, wave) for a in "ABCD" for n in range(3) for wave in (1, 2)]
    return pd.DataFrame(rows, columns=["respondent", "alliance", "wave"])


def test_a_person_counts_once(answers: pd.DataFrame) -> None:
    assert len(people(answers)) == 12


def test_too_few_answers_stop_the_page(answers: pd.DataFrame) -> None:
    gate = Gate("page")
    require_enough(gate, answers)
    with pytest.raises(ValueError, match="fewer than 3 alliances"):
        require_enough(gate, answers[answers["alliance"] < "C"])
    with pytest.raises(ValueError, match="fewer than 5 respondents"):
        require_enough(gate, answers.iloc[:0])


def test_small_rows_are_hidden_and_different_things_do_not_hide_each_other(
    answers: pd.DataFrame,
) -> None:
    everyone = people(answers)
    table = pd.DataFrame({"n": [12.0, 11.0, 3.0]}, index=pd.Index(["x", "y", "z"], name="what"))
    who = {"x": everyone, "y": everyone.iloc[1:], "z": everyone[everyone == "A"]}
    found = rows_apart(Gate("page"), "means", table, who, hide=["n"])
    assert found["n"].isna().tolist() == [False, False, True]
    assert found.index.name == "what"
    # the same thing about nearly the same people does hide: the difference is one person
    same = Gate("page").rows("means", table, who, hide=["n"])
    assert same["n"].isna().tolist() == [False, True, True]


def test_solutions_name_alliances_only_where_they_are_made_up(answers: pd.DataFrame) -> None:
    cases = [f"A{n:02d}" for n in range(12)]
    data = pd.DataFrame({"a": [0.9] * 6 + [0.1] * 6, "b": [0.9, 0.1] * 6}, index=cases)
    data["y"] = data["a"]
    solution = {"conservative": minimise(truth_table(data, "y", ["a", "b"]))}
    by_alliance = pd.Series(np.repeat(cases, 4), index=[f"p{n}" for n in range(48)])
    assert "A00" in solution_rows(None, solution, by_alliance)["cases"].iloc[0]
    gated = solution_rows(Gate("page"), solution, by_alliance)
    assert "cases" not in gated
    assert not gated.astype(str).stack().str.contains("A0").any()  # noqa: PD013
    assert gated["consistency"].notna().all()
    few = by_alliance[by_alliance.isin(["A00", "A01"])]
    assert solution_rows(Gate("page"), solution, few)["consistency"].isna().all()
    assert solution_rows(None, {}, by_alliance).empty
