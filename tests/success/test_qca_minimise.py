from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wir.success.qca import (
    TruthTable,
    contradictory_as_negative,
    leave_one_out,
    membership,
    minimise,
    negate,
    robust_anchors,
    robust_cutoffs,
    sufficiency,
    truth_table,
    untenable,
)
from wir.success.qca.covers import covers
from wir.success.qca.primes import prime_implicants

Rows = st.dictionaries(st.integers(0, 15), st.booleans(), min_size=1, max_size=16)


def crisp(rows: dict[int, bool], k: int = 4) -> TruthTable:
    """Return a truth table with one crisp case per configuration (numbered from 0)."""
    names = list("ABCDEF")[:k]
    bits = [[row >> (k - 1 - place) & 1 for place in range(k)] for row in rows]
    data = pd.DataFrame(bits, columns=names, index=[f"c{row}" for row in rows])
    return truth_table(data.assign(Y=[int(value) for value in rows.values()]), "Y", names)


def brute_force(rows: dict[int, bool], solution: str, k: int = 4) -> set[frozenset[str]]:
    """Return all models with the fewest terms, by trying everything."""
    names = list("ABCDEF")[:k]
    terms: dict[str, set[int]] = {}
    for choice in product((None, 0, 1), repeat=k):
        inside = {
            row
            for row in range(2**k)
            if all(c is None or row >> (k - 1 - p) & 1 == c for p, c in enumerate(choice))
        }
        parts = [
            ("" if c else "~") + n for n, c in zip(names, choice, strict=True) if c is not None
        ]
        terms["*".join(parts) or "1"] = inside
    positive = {row for row, value in rows.items() if value}
    forbidden = (
        {row for row, value in rows.items() if not value}
        if solution == "parsimonious"
        else set(range(2**k)) - positive
    )
    allowed = {t: inside for t, inside in terms.items() if not inside & forbidden}
    primes = {
        t: inside & positive
        for t, inside in allowed.items()
        if inside & positive and not any(inside < other for other in allowed.values())
    }
    for count in range(1, len(primes) + 1):
        found = {
            frozenset(chosen)
            for chosen in combinations(primes, count)
            if set().union(*(primes[t] for t in chosen)) == positive
        }
        if found:
            return found
    return set()


@pytest.mark.parametrize("solution", ["conservative", "parsimonious"])
@settings(max_examples=40, deadline=None)
@given(rows=Rows)
def test_all_models_are_those_of_brute_force(solution: Any, rows: dict[int, bool]) -> None:
    found = minimise(crisp(rows), solution)
    assert {frozenset(model.terms) for model in found.models} == brute_force(rows, solution)
    assert found.complete


@settings(max_examples=40, deadline=None)
@given(rows=Rows, expected=st.lists(st.sampled_from([0, 1, None]), min_size=4, max_size=4))
def test_the_intermediate_lies_between(rows: dict[int, bool], expected: list[int | None]) -> None:
    table = crisp(rows)
    found = minimise(table, "intermediate", expected)
    conservative = minimise(table, "conservative")
    if expected == [None] * 4:
        assert set(found.formulas) == set(conservative.formulas)
    negative = {row + 1 for row, value in rows.items() if not value}
    assumed = {row for model in minimise(table, "parsimonious").models for row in model.assumptions}
    for model in found.models:
        assert not set(model.assumptions) & negative
        assert set(model.assumptions) <= set(found.easy) <= assumed
        assert model.consistency == pytest.approx(1)
        assert model.coverage == pytest.approx(1)


def test_every_model_of_a_cyclic_chart() -> None:
    # six prime implicants in a ring: two models with three terms, three more with four
    rows = {row: row in (0, 1, 2, 5, 6, 7) for row in range(8)}
    table = crisp(rows, 3)
    found = minimise(table, "conservative")
    assert set(found.formulas) == {"A*C + B*~C + ~A*~B", "A*B + ~A*~C + ~B*C"}
    assert found.essential == []
    assert len(found.chart) == 6
    every = minimise(table, models="any")
    assert len(every.models) == 5
    assert sorted(len(model.terms) for model in every.models) == [3, 3, 4, 4, 4]
    cut = minimise(table, limit=1)
    assert len(cut.models) == 1
    assert not cut.complete
    assert str(cut).endswith("(and more)")


@settings(max_examples=30, deadline=None)
@given(chart=st.lists(st.lists(st.booleans(), min_size=5, max_size=5), min_size=1, max_size=7))
def test_irredundant_covers_are_those_of_brute_force(chart: list[list[bool]]) -> None:
    table = np.array(chart)
    if not table.any(axis=0).all():
        return
    good = [
        set(chosen)
        for count in range(1, len(table) + 1)
        for chosen in combinations(range(len(table)), count)
        if table[list(chosen)].any(axis=0).all()
    ]
    smallest = [one for one in good if not any(other < one for other in good)]
    found = covers(table, "any")
    assert sorted(found.chosen) == sorted(tuple(sorted(one)) for one in smallest)


def test_more_rows_than_bits_in_a_word() -> None:
    rng = np.random.default_rng(0)
    positive = np.sort(rng.choice(256, 90, replace=False))
    excluded = np.ones(256, bool)
    excluded[positive] = False
    primes = prime_implicants(positive, excluded)
    parts = [prime_implicants(positive[[i]], excluded) for i in range(len(positive))]
    one_by_one = {pair for part in parts for pair in zip(*part, strict=True)}
    assert set(zip(*primes, strict=True)) == one_by_one
    chart = primes.cover(positive)
    for chosen in covers(chart, limit=5).chosen:
        assert chart[list(chosen)].any(axis=0).all()


def test_truth_table_by_hand(paths: pd.DataFrame) -> None:
    table = truth_table(paths, "Y", ["A", "B"], consistency=0.7)
    for row, one in table.rows.iterrows():
        assert row == 1 + 2 * one["A"] + one["B"]
        term = "*".join(("" if one[name] else "~") + name for name in "AB")
        inside = membership(paths, term)
        fit = sufficiency(paths, "Y", term).loc[term]
        assert one["n"] == (inside > 0.5).sum()
        assert one["cases"] == ", ".join(paths.index[inside > 0.5])
        assert one["consistency"] == pytest.approx(fit["consistency"])
        assert one["pri"] == pytest.approx(fit["pri"])
        assert one["outcome"] == int(fit["consistency"] >= 0.7)
        own = paths.loc[inside > 0.5, "Y"]
        assert one["contradictory"] == ((own > 0.5).any() and (own < 0.5).any())
    assert table["n"].sum() == 44
    assert len(table) == 4
    assert table.remainders == 0
    rare = truth_table(paths, "Y", ["A", "B"], frequency=int(table["n"].max()))
    assert (rare["status"] == "remainder").sum() == rare.remainders >= 1


def test_planted_paths_are_found(paths: pd.DataFrame) -> None:
    table = truth_table(paths, "Y", list("ABCD"), consistency=0.85, pri=0.6)
    found = minimise(table, "parsimonious")
    assert [set(model.terms) for model in found.models] == [{"A*B", "~C*D"}]
    found = minimise(table, "intermediate", {"A": 1, "B": 1, "C": 0, "D": 1})
    model = found.models[0]
    np.testing.assert_allclose(model.membership, membership(paths, model.formula))
    fit = sufficiency(paths, "Y", model.formula)
    pd.testing.assert_frame_equal(model.table, fit)
    last = found.table.iloc[len(model.terms)]
    assert last["term"] == "total"
    assert last["raw_coverage"] == pytest.approx(model.coverage)


def test_negation_recomputes_and_flips(paths: pd.DataFrame) -> None:
    table = truth_table(paths, "Y", list("ABCD"), pri=0.5)
    other = negate(table)
    turned = truth_table(paths.assign(Y=1 - paths["Y"]), "Y", list("ABCD"), pri=0.5)
    pd.testing.assert_frame_equal(other.rows, turned.rows)
    assert other.outcome == "~Y"
    pd.testing.assert_frame_equal(negate(other).rows, table.rows)
    found = minimise(table, "intermediate", {"A": 1, "C": 0}, negated=True)
    assert found.formulas == minimise(other, "intermediate", {"A": 0, "C": 1}).formulas
    assert found.formulas == minimise(turned, "intermediate", ["~A", "C"]).formulas


def test_ways_to_say_expectations(paths: pd.DataFrame) -> None:
    table = truth_table(paths, "Y", list("ABCD"))
    formulas = minimise(table, "intermediate", {"A": 1, "C": 0}).formulas
    for given_ in (
        {"A": "present", "C": "absent", "B": None}, [1, None, 0, "-"], ["A", "~C"], "1,-,0,-",
        pd.Series({"A": 1.0, "B": np.nan, "C": 0.0}).to_dict(), {"A": True, "C": np.int64(0)},
    ):  # fmt: skip
        assert minimise(table, "intermediate", given_).formulas == formulas
    for wrong, message in (
        ({"Q": 1}, "no condition"), ([1, 1], "2 values for 4"), ({"A": 2}, "expectation of 'A'"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=message):
            minimise(table, "intermediate", wrong)
    with pytest.raises(ValueError, match="intermediate solution only"):
        minimise(table, "parsimonious", {"A": 1})


def test_nothing_sufficient_everything_sufficient_one_case() -> None:
    none = minimise(crisp({0: False, 3: False}), "parsimonious")
    assert none.models == ()
    assert none.table.empty
    assert str(none) == "No row of the truth table is sufficient for Y."
    everything = minimise(crisp({0: True, 3: True}), "parsimonious")
    assert everything.formulas == ["1"]
    assert everything.models[0].consistency == 1
    one = pd.DataFrame({"A": [0.8], "B": [0.3], "Y": [0.9]}, index=["only"])
    table = truth_table(one, "Y")
    assert list(table.rows.index) == [3]
    assert minimise(table, "conservative").formulas == ["A*~B"]
    with pytest.raises(ValueError, match="one case only"):
        leave_one_out(table)


def test_without_remainders_all_solutions_agree() -> None:
    table = crisp({row: row in (3, 5, 7, 11, 15) for row in range(16)})
    formulas = minimise(table, "conservative").formulas
    assert table.remainders == 0
    assert minimise(table, "parsimonious").formulas == formulas
    assert minimise(table, "intermediate", [1, 1, 1, 1]).formulas == formulas


def test_half_memberships_belong_to_no_row(paths: pd.DataFrame) -> None:
    paths.loc["case03", "B"] = 0.5
    with pytest.warns(UserWarning, match=r"exactly 0\.5.*'case03'"):
        table = truth_table(paths, "Y", ["A", "B"])
    assert table.unassigned == ("case03",)
    assert table["n"].sum() == 43
    # the case still counts for the consistency of every row
    fit = sufficiency(paths, "Y", "A*B").loc["A*B", "consistency"]
    assert table.rows.loc[4, "consistency"] == pytest.approx(fit)


def test_contradictory_rows_as_negative() -> None:
    data = pd.DataFrame({"A": [1, 1, 1, 1, 1, 0], "Y": [1, 1, 1, 1, 0, 0]})
    table = truth_table(data, "Y", consistency=0.8)
    assert table.rows.loc[2, "contradictory"]
    assert table.rows.loc[2, "deviant"] == "4"
    assert minimise(table).formulas == ["A"]
    assert minimise(contradictory_as_negative(table)).models == ()


def test_untenable_assumptions() -> None:
    table = crisp({0b1111: True, 0b1100: True, 0b0000: False, 0b1000: False})
    plain = minimise(table, "parsimonious")
    assert plain.formulas == ["B"]
    found = untenable(table, necessary=["A"], impossible=["C*~D", 4], contradictory=False)
    lacking = found.loc[found["reason"] == "necessary", "row"]
    assert set(lacking) == {2, 3, 4, 5, 6, 7, 8}
    assert set(found.loc[found["reason"] == "impossible", "row"]) == {3, 4, 7, 11, 15}
    assert found.loc[found["row"] == 11, "configuration"].tolist() == ["A*~B*C*~D"]
    tenable = minimise(table, "parsimonious", exclude=found["row"].tolist())
    for model in tenable.models:
        assert not set(model.assumptions) & set(found["row"])
    assert tenable.formulas != plain.formulas
    both = untenable(crisp({0b1111: True, 0b0000: False}))
    assert set(both["reason"]) == {"contradictory"}
    with pytest.raises(ValueError, match="parts of a conjunction one by one"):
        untenable(table, necessary=["A*B"])
    with pytest.raises(ValueError, match="row numbers from 1 to 16"):
        minimise(table, "parsimonious", exclude=[17])


def test_robustness(paths: pd.DataFrame) -> None:
    table = truth_table(paths, "Y", list("ABCD"), consistency=0.85, pri=0.6)
    cut = robust_cutoffs(table, "parsimonious", consistency=(0.85, 1.0), pri=(0.6,))
    assert len(cut) == 4
    first = cut.iloc[0]
    assert first["same"]
    assert first["overlap"] == pytest.approx(1)
    assert not cut.iloc[2]["same"]
    out = leave_one_out(table, "parsimonious")
    assert list(out.index) == list(paths.index)
    assert out["same"].mean() > 0.8
    raw = paths.assign(A=100 * paths["A"])
    moved = robust_anchors(
        raw, {"A": (10, 50, 90)}, "Y", list("ABCD"), solution="parsimonious", pri=0.6,
        shifts=(-0.1, 0.1),
    )  # fmt: skip
    assert list(moved["value"]) == [6, 14, 46, 54, 86, 94]
    assert moved["overlap"].between(0.5, 1).all()


@pytest.mark.parametrize(
    ("change", "arguments", "error", "message"),
    [
        ({"A": np.nan}, {}, ValueError, "missing values in 1 of 44 rows: 'case00'"),
        ({"Y": 1.5}, {}, ValueError, "holds 1.5 in row 'case00', column 'Y'"),
        ({}, {"conditions": ["A", "A"]}, ValueError, "more than once: 'A'"),
        ({}, {"conditions": ["A", "Y"]}, ValueError, "name of the outcome"),
        ({}, {"conditions": []}, ValueError, "0 conditions"),
        ({}, {"conditions": "AB"}, TypeError, "list of columns"),
        ({}, {"conditions": ["Aa"]}, ValueError, "no column 'Aa'"),
        ({}, {"consistency": 80}, ValueError, "shares from 0 to 1"),
        ({}, {"frequency": 0}, ValueError, "1 or more"),
        ({}, {"outcome": "Z"}, ValueError, "no column 'Z'"),
    ],
)
def test_bad_input(
    paths: pd.DataFrame,
    change: dict[str, float],
    arguments: dict[str, Any],
    error: Any,
    message: str,
) -> None:
    for name, value in change.items():
        paths.loc["case00", name] = value
    with pytest.raises(error, match=message):
        truth_table(paths, **{"outcome": "Y", **arguments})


def test_bad_names_and_types(paths: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="cannot be shown in an expression"):
        truth_table(paths.rename(columns={"A": "A*"}), "Y")
    with pytest.raises(ValueError, match="no cases"):
        truth_table(paths.iloc[:0], "Y")
    with pytest.raises(TypeError, match="must come from truth_table"):
        minimise(paths)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="solution is 'complex'"):
        minimise(truth_table(paths, "Y"), "complex")  # type: ignore[arg-type]
    nasty = truth_table(paths.rename(columns={"A": "<script>"}), "Y")
    assert "<script>" not in nasty._repr_html_()


def _terms(solution: Any) -> pd.DataFrame:
    return solution.models[0].table.drop(index="total")


@pytest.mark.gold
def test_lipset(gold: Callable[[str], Any]) -> None:
    case = gold("qca_lipset")
    expected = case.expected
    table = truth_table(case.table("LF.csv", index_col=0), "SURV")
    reference = pd.DataFrame(expected["truth_table_LF_incl0.8"])
    assert [str(row) for row in table.rows.index] == list(reference["row"])
    for ours, theirs in (("consistency", "incl"), ("pri", "PRI"), ("n", "n"), ("outcome", "OUT")):
        np.testing.assert_allclose(
            table[ours].astype(float), reference[theirs].astype(float), atol=1e-12
        )
    assert list(table["cases"].str.replace(" ", "")) == list(reference["cases"])
    names = {
        "inclS": "consistency",
        "PRI": "pri",
        "covS": "raw_coverage",
        "covU": "unique_coverage",
    }
    for solution, expectations in (
        ("conservative", None), ("parsimonious", None), ("intermediate", [1, 1, 1, 1, 1]),
    ):  # fmt: skip
        found = minimise(table, solution, expectations)  # type: ignore[arg-type]
        theirs = expected[f"{solution}_LF"]
        assert [set(model.terms) for model in found.models] == [set(m) for m in theirs["solution"]]
        figures = theirs.get("ic", theirs)
        terms = pd.DataFrame(figures["terms"]).set_index("term").rename(columns=names)
        ours = found.models[0].table.loc[terms.index]
        pd.testing.assert_frame_equal(ours, terms[ours.columns], check_names=False, atol=6e-9)
        model, whole = found.models[0], figures["model"]
        np.testing.assert_allclose(
            [model.consistency, model.pri, model.coverage],
            [whole["inclS"], whole["PRI"], whole["covS"]],
            atol=6e-9,
        )


@pytest.mark.gold
def test_lipset_crisp(gold: Callable[[str], Any]) -> None:
    case = gold("qca_lipset")
    table = truth_table(case.table("LC.csv", index_col=0), "SURV")
    conservative = minimise(table, "conservative")
    assert [set(model.terms) for model in conservative.models] == [
        set(case.expected["conservative_LC"]["solution"][0])
    ]
    theirs = pd.DataFrame(case.expected["conservative_LC"]["terms"]).set_index("term")
    ours = _terms(conservative).loc[theirs.index]
    np.testing.assert_allclose(ours["unique_coverage"], theirs["covU"])
    assert minimise(table, "parsimonious").formulas == case.expected["parsimonious_LC"]["solution"]
    negated = minimise(table, "parsimonious", negated=True)
    assert [set(m.terms) for m in negated.models] == [
        set(one) for one in case.expected["parsimonious_LC_negated"]
    ]
