"""Calibration with anchors from three origins, and solutions against what was planted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from wir.success.analysis_data import analysis_data, condition_table
from wir.success.path_tables import (
    anchor_table,
    calibrated,
    chart_table,
    default_conditions,
    indirectly,
    planted_table,
    same_term,
    set_table,
)
from wir.success.qca import minimise, truth_table


@pytest.fixture(scope="module")
def raw() -> pd.DataFrame:
    data = analysis_data("", 20190401)
    waves = [data.answers[data.answers["wave"] == wave] for wave in (1, 2)]
    return condition_table(*waves, data.records)


@pytest.fixture(scope="module")
def truth() -> dict:
    return analysis_data("", 20190401).truth


def test_conditions_are_those_planted_or_those_of_the_survey(raw, truth) -> None:
    planted = default_conditions(truth, [], list(raw.columns))
    assert set(planted) == {"regional_share", "company_share", "staff", "meetings"}
    assert default_conditions(None, [], list(raw.columns))[0] == "anchoring"
    with pytest.raises(ValueError, match=r"'meeting'.*meetings"):
        default_conditions(truth, ["meeting", "staff"], list(raw.columns))


def test_anchors_given_go_before_planted_ones_and_percentiles(raw, truth) -> None:
    some = raw[["staff", "roles", "partners"]].dropna()
    found = anchor_table(some, {"roles": [2, 3, 4]}, truth)
    assert found["basis"].tolist() == ["as planted", "given", "as planted"]
    assert found.loc["roles", "crossover"] == 3
    assert anchor_table(some, {}, None)["basis"].eq("percentiles 10, 50, 90").all()
    with pytest.raises(ValueError, match="'rolls'"):
        anchor_table(some, {"rolls": [1, 2, 3]}, truth)
    with pytest.raises(ValueError, match="2 numbers for 'roles'"):
        anchor_table(some, {"roles": [1, 2]}, truth)


def test_no_case_lies_on_a_crossover_from_percentiles() -> None:
    values = pd.DataFrame({"x": [1.0, 2, 2, 2, 3, 4, 5]})
    crossover = anchor_table(values, {}, None).loc["x", "crossover"]
    assert not (values["x"] == crossover).any()


def test_the_indirect_method_moves_no_case_of_the_twin(raw, truth) -> None:
    some = raw[["staff", "meetings", "partners"]].dropna()
    direct = calibrated(some, anchor_table(some, {}, truth))
    table = set_table(direct, indirectly(some, direct))
    assert (table["moved"] == 0).all()
    assert (table["largest_difference"] > 0).all()
    assert table["inside"].between(20, 80).all()


def test_planted_configurations_are_in_the_solution(raw, truth) -> None:
    conditions = default_conditions(truth, [], list(raw.columns))
    some = raw[[*conditions, "partners"]].dropna()
    members = calibrated(some, anchor_table(some, {}, truth))
    solution = minimise(truth_table(members, "partners", conditions, 0.8, 0.5))
    table = planted_table(truth, {"conservative": solution}, members, "partners")
    assert table["conservative"].tolist() == ["every model"] * 2
    assert (table["consistency"] > 0.9).all()
    chart = chart_table(solution)
    assert set(chart.loc[chart["essential"] == "yes", "term"]) == set(solution.terms)
    nothing = minimise(truth_table(members, "partners", conditions, 1.0, 1.0))
    missed = planted_table(truth, {"conservative": nothing}, members, "partners")
    assert missed["conservative"].tolist() == ["no model"] * 2


def test_the_order_of_a_term_does_not_matter() -> None:
    assert same_term("A*~B", "~B*A")
    assert not same_term("A*~B", "A*B")
    assert not np.all([same_term("A", "A*B")])
