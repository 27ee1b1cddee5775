from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from wir.effects.per_district import district_effects
from wir.effects.simplex import simplex_least_squares
from wir.effects.simulate import factor_panel as factors
from wir.effects.simulate import long_table as long
from wir.effects.simulate import staggered_panel as staggered
from wir.effects.synthetic_control import demeaned, fit_weights, synthetic_control, synthetic_did


@pytest.fixture
def prop99(gold: Any) -> tuple[pd.DataFrame, dict[str, Any]]:
    folder = gold("synthdid_prop99")
    table = folder.table("california_prop99.csv", sep=";")
    return table.pivot(index="State", columns="Year", values="PacksPerCapita"), folder.expected


@pytest.mark.gold
class TestProposition99:
    def test_estimates(self, prop99: Any) -> None:
        outcomes, wanted = prop99
        did = synthetic_did(outcomes, ["California"], 1989, method="did")
        assert did.estimate == pytest.approx(wanted["did"], abs=1e-8)
        found = synthetic_did(outcomes, ["California"], 1989)
        # R stops before the optimum
        assert found.estimate == pytest.approx(wanted["synthdid"], abs=5e-3)
        assert found.time_weights[1989].idxmax() == 1988
        sc = synthetic_control(outcomes, ["California"], 1989)
        assert sc.estimate == pytest.approx(wanted["synthetic_control"], abs=0.15)

    def test_weights_are_at_least_as_good_as_those_of_r(self, prop99: Any) -> None:
        outcomes, wanted = prop99
        own = outcomes.loc["California"].to_numpy()
        rest = outcomes.drop(index="California")
        found = fit_weights(own, rest.to_numpy(), 19)
        pre = rest.to_numpy()[:, :19]
        ridge = 19 * np.sqrt(12) * found.noise**2

        def objective(w: np.ndarray) -> float:
            gap = w @ (pre - pre.mean(axis=1, keepdims=True)) - (own[:19] - own[:19].mean())
            return float(gap @ gap + ridge * w @ w)

        theirs = pd.Series(wanted["omega"]).reindex(rest.index).to_numpy()
        assert objective(found.omega) <= objective(theirs / theirs.sum()) + 1e-9

    def test_placebos(self, prop99: Any) -> None:
        outcomes, wanted = prop99
        found = synthetic_did(outcomes, ["California"], 1989, placebos=None)
        assert found.se == pytest.approx(wanted["placebo_sd_population"], abs=5e-3)
        assert found.p_value == pytest.approx(wanted["placebo_rank_p_two_sided"], abs=1e-9)
        theirs = pd.Series(wanted["placebo_each_control"])
        assert (found.placebos - theirs).abs().max() < 0.1


@pytest.mark.parametrize("method", ["sdid", "sc"])
def test_a_planted_effect_is_found(method: str) -> None:
    outcomes, treated = factors(treated=2)
    found = synthetic_did(outcomes, treated, 2014, method=method, placebos=60)
    assert found.estimate == pytest.approx(3.0, abs=0.35)
    assert found.p_value <= 0.05


def test_several_cohorts_are_weighted_by_treated_unit_years() -> None:
    outcomes, _ = factors(treated=3)
    first = pd.Series({"u000": 2014, "u001": 2014, "u002": 2016})
    found = synthetic_did(outcomes, first)
    np.testing.assert_allclose(found.by_cohort["weight"], [12 / 16, 4 / 16])
    alone = synthetic_did(outcomes.drop(index=["u000", "u001"]), ["u002"], 2016)
    assert found.by_cohort["estimate"].iloc[1] == pytest.approx(alone.estimate)


def test_a_long_table_gives_the_same() -> None:
    outcomes, treated = factors()
    table = long(outcomes)
    wide = synthetic_did(outcomes, treated, 2014)
    other = synthetic_did(table, treated, 2014, unit="unit", time="year", outcome="y")
    assert other.estimate == pytest.approx(wide.estimate, abs=1e-12)


def test_agrees_with_diff_diff() -> None:
    diff_diff = pytest.importorskip("diff_diff")
    outcomes, treated = factors(units=25)
    table = long(outcomes)
    table["treated"] = table["unit"].isin(treated).astype(int)
    theirs = diff_diff.SyntheticDiD(n_bootstrap=2, seed=1).fit(
        table, "y", "treated", "unit", "year", post_periods=list(range(2014, 2020))
    )
    assert synthetic_did(outcomes, treated, 2014).estimate == pytest.approx(theirs.att, abs=0.05)


def test_the_gap_before_is_zero_by_the_weights_of_years() -> None:
    outcomes, treated = factors()
    found = synthetic_did(outcomes, treated, 2014)
    gap = found.series.set_index("year")["gap"]
    weights = found.time_weights[2014]
    assert gap[weights.index] @ weights == pytest.approx(0, abs=1e-9)
    assert gap[gap.index >= 2014].mean() == pytest.approx(found.estimate)


def test_what_a_group_shares_is_no_effect() -> None:
    outcomes, cohort = staggered(60, effect=0.0)
    group = pd.Series(np.arange(60) < 30, index=outcomes.index)
    shifted = outcomes.copy()
    shifted.loc[group, 2008:] += 5
    controls = cohort.index[np.isinf(cohort)]
    pd.testing.assert_frame_equal(
        demeaned(outcomes, group, controls), demeaned(shifted, group, controls)
    )


class TestDistricts:
    def test_equals_one_at_a_time(self) -> None:
        outcomes, _ = factors(units=14, treated=2)
        controls = list(outcomes.index[2:])
        found = district_effects(outcomes, pd.Series({"u000": 2014, "u001": 2014}), controls)
        alone = synthetic_control(outcomes.drop(index="u001"), ["u000"], 2014, placebos=None)
        assert found.effects.loc["u000", "estimate"] == pytest.approx(alone.estimate, abs=1e-9)
        assert found.effects.loc["u000", "p_estimate"] == pytest.approx(alone.p_value)
        larger = (found.placebos["ratio"] >= found.effects.loc["u000", "ratio"]).sum()
        assert found.effects.loc["u000", "p_ratio"] == pytest.approx((1 + larger) / 13)

    def test_groups_are_kept_apart(self) -> None:
        outcomes, _ = factors(units=20, treated=1)
        group = pd.Series(np.arange(20) % 2, index=outcomes.index)
        found = district_effects(
            outcomes, pd.Series({"u000": 2014}), list(outcomes.index[1:]), group=group
        )
        assert found.effects.loc["u000", "placebos"] == 9

    def test_years_outside_are_refused(self) -> None:
        outcomes, _ = factors()
        with pytest.raises(ValueError, match=r"none from then on.*'u000'"):
            district_effects(outcomes, pd.Series({"u000": 2030}), list(outcomes.index[1:]))


class TestBadInput:
    def test_everybody_treated(self) -> None:
        outcomes, _ = factors(units=6)
        with pytest.raises(ValueError, match=r"never treated; expected at least two"):
            synthetic_did(outcomes, list(outcomes.index), 2014)

    def test_year_outside(self) -> None:
        outcomes, treated = factors()
        with pytest.raises(ValueError, match="lie after the panel, which ends in 2019"):
            synthetic_did(outcomes, treated, 2031)
        with pytest.raises(ValueError, match="Two or more years before"):
            synthetic_did(outcomes, treated, 2001)

    def test_unknown_unit_and_gap(self) -> None:
        outcomes, treated = factors()
        with pytest.raises(ValueError, match="'x'"):
            synthetic_did(outcomes, ["x"], 2014)
        outcomes.iloc[3, 3] = np.nan
        with pytest.raises(ValueError, match="The outcome has gaps"):
            synthetic_did(outcomes, treated, 2014)

    def test_missing_year(self) -> None:
        outcomes, treated = factors()
        with pytest.raises(TypeError, match="first_treated_year is missing"):
            synthetic_did(outcomes, treated)

    def test_listing_placebos_of_many(self) -> None:
        outcomes, treated = factors(treated=3)
        with pytest.raises(ValueError, match="Give the number of draws"):
            synthetic_did(outcomes, treated, 2014, placebos=None)


def test_the_solver_is_that_of_the_weights() -> None:
    outcomes, treated = factors()
    found = synthetic_control(outcomes, treated, 2014)
    rest = outcomes.drop(index=treated)
    before = rest.to_numpy()[:, :14]
    noise = np.diff(before, axis=1).std(ddof=1)
    own = outcomes.loc[treated[0]].to_numpy()[:14]
    exact = simplex_least_squares(before.T, own, 14 * (1e-6 * noise) ** 2)
    np.testing.assert_allclose(found.unit_weights[2014], exact.weights, atol=1e-12)


def test_other_ways_to_name_the_treated() -> None:
    outcomes, treated = factors(units=20)
    wanted = synthetic_did(outcomes, treated, 2014).estimate
    yes = pd.Series(outcomes.index.isin(treated).astype(int), index=outcomes.index)
    for given in (yes, yes.astype(bool), [*treated, *treated], tuple(treated)):
        assert synthetic_did(outcomes, given, 2014).estimate == pytest.approx(wanted)
    assert synthetic_did(outcomes, dict.fromkeys(treated, 2014)).estimate == pytest.approx(wanted)
    one = synthetic_did(outcomes, treated[0], 2014, controls=[*outcomes.index[~yes.astype(bool)]])
    assert np.isfinite(one.estimate)
    with pytest.raises(ValueError, match="placebos is -1"):
        synthetic_did(outcomes, treated, 2014, placebos=-1)
    numbered = outcomes.reset_index(drop=True)
    assert synthetic_did(numbered, 0, 2014).estimate == pytest.approx(wanted)
    with pytest.raises(ValueError, match="does not have: 'x'"):
        synthetic_did(numbered, ["x"], 2014)
