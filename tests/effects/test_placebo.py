from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from wir.effects.headline import design_table, headline_table, make_studies
from wir.effects.panel import design_matrix
from wir.effects.placebo import Draws, draw_programmes, kept_shares
from wir.effects.power import (
    calibrated,
    critical_value,
    power_at,
    recovery,
    rejection_by_draws,
    rejection_rate,
    smallest_effect,
    waiting,
)
from wir.effects.specification_curve import CHOICES, specification_curve, specifications
from wir.effects.spillover import ring_effects, rings
from wir.effects.study import (
    Study,
    estimate,
    joint_p,
    make_study,
    overall,
    placebo_estimates,
    randomisation_p,
)
from wir.effects.variants import matched, second_opinions, without_neighbours

UNITS = 120


def circle(units: int = UNITS) -> pd.DataFrame:
    """Return a map in which each district borders on the next and the previous one."""
    labels = [f"d{number:03d}" for number in range(units)]
    table = np.zeros((units, units))
    for one in range(units):
        table[one, (one + 1) % units] = table[one, (one - 1) % units] = 0.5
    return pd.DataFrame(table, index=labels, columns=labels)


NEIGHBOURS = circle()
LABELS = list(NEIGHBOURS.index)
EAST = pd.Series(np.arange(UNITS) < 60, index=LABELS)
MEMBERS = pd.DataFrame(
    {
        "programme": ["a", "a", "a", "b", "b", "c", "d", "d"],
        "ags": ["d010", "d011", "d012", "d030", "d031", "d050", "d080", "d081"],
        "basis": ["named", "named", "definition", "named", "named", "lead_city_only"]
        + ["named"] * 2,
        "round": [1, 1, 1, 1, 1, 1, 2, 2],
        "first_year": [2014, 2014, 2014, 2014, 2014, 2014, 2016, 2016],
    }
)


def world(effect: float = 0.0, seed: int = 0) -> pd.DataFrame:
    """Return outcomes with trends that are alike among neighbours, and East unlike West."""
    rng = np.random.default_rng(seed)
    smooth = np.convolve(np.tile(rng.normal(size=UNITS), 3), np.ones(5) / 5, "same")[
        UNITS : 2 * UNITS
    ]
    years = np.arange(2004, 2020)
    Y = rng.normal(50, 5, (UNITS, 1)) + 0.3 * (years - 2004) * (1 + smooth[:, None])
    Y += (
        rng.normal(0, 0.4, Y.shape).cumsum(axis=1) - 0.5 * (years - 2004) * EAST.to_numpy()[:, None]
    )
    outcomes = pd.DataFrame(Y, index=LABELS, columns=years)
    first = MEMBERS.groupby("ags")["first_year"].min()
    for name, year in first.items():
        outcomes.loc[name, outcomes.columns >= year] += effect
    return outcomes


def study_of(effect: float = 0.0, seed: int = 0) -> Study:
    first = MEMBERS.groupby("ags")["first_year"].min()
    controls = [one for one in LABELS if one not in first.index]
    return make_study(world(effect, seed), first, controls, pd.Series(LABELS, LABELS), group=EAST)


def draws_of(study: Study, count: int, seed: int, controls_only: bool = False) -> Draws:
    units = study.controls if controls_only else study.outcomes.index
    return draw_programmes(MEMBERS, list(units), NEIGHBOURS, count, strata=EAST, seed=seed)


class TestDraws:
    def test_sizes_years_and_sides_are_those_of_the_programme(self) -> None:
        drawn = draw_programmes(
            MEMBERS[MEMBERS["programme"] == "a"], LABELS, NEIGHBOURS, 50, strata=EAST
        )
        assert (np.isfinite(drawn.first_year).sum(axis=1) == 3).all()
        assert set(drawn.first_year[np.isfinite(drawn.first_year)]) == {2014.0}

    def test_regions_hang_together(self) -> None:
        drawn = draw_programmes(MEMBERS[MEMBERS["programme"] == "a"], LABELS, NEIGHBOURS, 50)
        for row in drawn.first_year:
            places = np.flatnonzero(np.isfinite(row))
            inner = NEIGHBOURS.to_numpy()[np.ix_(places, places)] > 0
            assert inner.any(axis=1).all()

    def test_each_district_is_drawn_about_equally_often(self) -> None:
        drawn = draw_programmes(MEMBERS, LABELS, NEIGHBOURS, 1000)
        often = np.isfinite(drawn.first_year).sum(axis=0)
        assert often.std() < 0.12 * often.mean()

    def test_the_seed_decides(self) -> None:
        one, same = (draw_programmes(MEMBERS, LABELS, NEIGHBOURS, 5, seed=4) for _ in range(2))
        np.testing.assert_array_equal(one.first_year, same.first_year)

    def test_an_empty_side_is_named(self) -> None:
        with pytest.raises(ValueError, match="No district can be drawn in the group True"):
            draw_programmes(MEMBERS, LABELS[60:], NEIGHBOURS, 5, strata=EAST)

    def test_shares_keep_the_share_of_treated(self) -> None:
        first = pd.Series(2014, index=LABELS[:15])
        assert kept_shares(first, LABELS[15:], EAST) == {True: 45 / 60, False: 1.0}


class TestEstimates:
    def test_arrays_give_what_the_public_functions_give(self) -> None:
        study = study_of(1.0)
        found = overall(study)
        fast = estimate(
            study.outcomes.to_numpy(), study.outcomes.columns.to_numpy(), study.first.to_numpy(),
            design_matrix(study.covariates), pd.factorize(study.cluster)[0],
        )  # fmt: skip
        assert fast[0] == pytest.approx(found.att, abs=1e-12)
        assert fast[1] == pytest.approx(found.se, abs=1e-12)

    def test_a_large_effect_is_found_and_none_is_not(self) -> None:
        p, drawn = randomisation_p(study_of(4.0), draws_of(study_of(), 199, 1))
        assert p <= 0.01
        assert drawn.abs().max() < 4
        p, _ = randomisation_p(study_of(0.0), draws_of(study_of(), 199, 1))
        assert p > 0.05

    def test_the_group_is_held_constant(self) -> None:
        """Without it, that the East falls behind would pass for an effect."""
        found = np.array([overall(study_of(0.0, seed)).att for seed in range(12)])
        assert abs(found.mean()) < 3 * found.std(ddof=1) / np.sqrt(12) + 0.1

    def test_matched_and_far_controls(self) -> None:
        study = study_of()
        near = matched(study, k=2)
        assert 2 <= len(near.controls) <= 16
        far = without_neighbours(study, NEIGHBOURS)
        assert "d009" not in far.outcomes.index
        assert "d008" in far.outcomes.index
        assert set(far.treated) == set(study.treated)

    def test_second_opinions_see_the_effect(self) -> None:
        for row in second_opinions(study_of(4.0), 20, 1):
            assert row["lower"] > 0
            assert abs(row["estimate"] - 4) < 1.5

    def test_joint_p_is_never_smaller(self) -> None:
        rng = np.random.default_rng(1)
        drawn = pd.DataFrame(rng.normal(size=(500, 4)), columns=list("abcd"))
        own = pd.Series({"a": 2.5, "b": 0.1, "c": -1.0, "d": 5.0})
        joint = joint_p(own, drawn)
        alone = [(1 + (drawn[k].abs() >= abs(v)).sum()) / 501 for k, v in own.items()]
        assert (joint.to_numpy() >= np.array(alone) - 0.02).all()
        assert joint["d"] == pytest.approx(1 / 501)


class TestPower:
    def test_rejection_where_there_is_nothing(self) -> None:
        study = study_of()
        own = placebo_estimates(study, draws_of(study, 400, 1, True))
        other = placebo_estimates(study, draws_of(study, 400, 2, True))
        assert 0.02 <= rejection_by_draws(own["estimate"], other["estimate"]) <= 0.09
        assert 0 <= rejection_rate(own) <= 0.25

    def test_critical_value_is_where_draws_reject(self) -> None:
        reference = pd.Series(np.arange(1, 100, dtype=float))
        limit = critical_value(reference)
        p = (1 + (reference >= limit).sum()) / 100
        assert p == pytest.approx(0.06)
        p = (1 + (reference >= limit + 0.5).sum()) / 100
        assert p == pytest.approx(0.05)

    def test_smallest_effect_of_a_normal_estimate(self) -> None:
        rng = np.random.default_rng(2)
        placebos = pd.DataFrame({"estimate": rng.normal(size=20_000), "se": 1.0})
        assert smallest_effect(placebos) == pytest.approx(1.96 + 0.8416, abs=0.04)
        assert power_at(2.8016, placebos) == pytest.approx(0.8, abs=0.01)
        assert power_at(0.0, placebos) == pytest.approx(0.025, abs=0.005)
        wide = calibrated(placebos, 2 * placebos["estimate"])
        assert smallest_effect(wide) == pytest.approx(3.92 + 0.8416, abs=0.1)

    def test_planted_effects_are_recovered(self) -> None:
        study = study_of()
        table = recovery(study, draws_of(study, 300, 3, True), [2.0, 4.0])
        assert (table["bias_percent"] <= 10).all()

    def test_waiting_divides_by_the_years(self) -> None:
        study = study_of()
        table = waiting(study, draws_of(study, 200, 4), [0, 2, 4, 30])
        assert list(table["years"]) == [0, 2, 4]
        np.testing.assert_allclose(table["per_year"], table["smallest"] / (table["years"] + 1))
        assert table["smallest"].is_monotonic_increasing

    def test_tables_over_outcomes(self) -> None:
        first = MEMBERS.groupby("ags")["first_year"].min()
        controls = [one for one in LABELS if one not in first.index]
        tables = {"good": world(3.0), "short": world().loc[:, :2012]}
        studies, refused = make_studies(tables, first, controls, pd.Series(LABELS, LABELS), EAST)
        assert set(studies) == {"good"}
        assert "ends in 2012, before anybody is treated" in refused["short"]
        study = studies["good"]
        design, _ = design_table(
            studies, draws_of(study, 99, 1, True), draws_of(study, 99, 2, True)
        )
        table, drawn = headline_table(studies, draws_of(study, 99, 5))
        assert design.loc["good", "smallest"] > 0
        assert table.loc["good", "district_years"] == 6 * 6 + 2 * 4
        assert table.loc["good", "p_draws"] == pytest.approx(0.01)
        assert table.loc["good", "lower"] > 0
        assert drawn.shape == (99, 1)
        with pytest.raises(ValueError, match="No outcome can be studied"):
            make_studies({"short": tables["short"]}, first, controls, EAST, EAST)


class TestSpecificationCurve:
    CHOICES = CHOICES | {"neighbours": ("kept",), "comparison": ("never treated",)}

    def curve(self, effect: float, seed: int = 0):
        first = MEMBERS["ags"].unique()
        controls = [one for one in LABELS if one not in first]
        return specification_curve(
            world(effect, seed), MEMBERS, controls, NEIGHBOURS, EAST, draws=39, choices=self.CHOICES
        )

    def test_the_first_is_the_main_estimate(self) -> None:
        sure = MEMBERS[MEMBERS["basis"] != "lead_city_only"]
        first = sure.groupby("ags")["first_year"].min()
        controls = [one for one in LABELS if one not in set(MEMBERS["ags"])]
        study = make_study(world(2.0), first, controls, pd.Series(LABELS, LABELS), group=EAST)
        found = self.curve(2.0).estimates
        assert found["estimate"].iloc[0] == pytest.approx(overall(study).att, abs=1e-9)
        assert len(found) == len(specifications(self.CHOICES)) == 36

    def test_a_large_effect_is_seen_by_the_whole(self) -> None:
        tests = self.curve(6.0).tests
        assert tests.loc["median", "p_value"] <= 0.05
        assert tests.loc["share_significant", "p_value"] <= 0.05

    def test_nothing_is_not(self) -> None:
        assert self.curve(0.0).tests.loc["median", "p_value"] > 0.05


class TestRings:
    def test_distance_and_first_year(self) -> None:
        first = pd.Series({"d010": 2014, "d013": 2012})
        table = rings(NEIGHBOURS, first, LABELS)
        assert table.loc[["d010", "d011", "d012", "d009", "d008", "d007"], "ring"].tolist() == [
            0,
            1,
            1,
            1,
            2,
            3,
        ]
        assert table.loc["d012", "first_year"] == 2012
        assert table.loc["d011", "first_year"] == 2014
        assert np.isnan(table.loc["d050", "first_year"])

    def test_a_planted_spill_over_is_seen(self) -> None:
        outcomes = world()
        first = MEMBERS.groupby("ags")["first_year"].min()
        near = rings(NEIGHBOURS, first, LABELS, most=1)
        for name in near.index[near["ring"] == 1]:
            outcomes.loc[name, outcomes.columns >= near.loc[name, "first_year"]] += 5
        controls = [one for one in LABELS if one not in first.index]
        study = make_study(outcomes, first, controls, pd.Series(LABELS, LABELS), group=EAST)
        table = ring_effects(study, NEIGHBOURS, draws_of(study, 99, 6)).set_index("ring")
        assert table.loc[1, "estimate"] == pytest.approx(5, abs=2)
        assert table.loc[1, "p_value"] <= 0.05
        assert table.loc[2, "p_value"] > 0.05


class TestBadInput:
    def test_too_few_controls(self) -> None:
        first = pd.Series(2014, index=LABELS[:117])
        with pytest.raises(ValueError, match=r"3 control districts are left.*widen the set"):
            make_study(world(), first, LABELS[117:], EAST)

    def test_a_single_treated_district(self) -> None:
        first = pd.Series({"d010": 2014})
        study = make_study(world(3.0), first, LABELS[20:], pd.Series(LABELS, LABELS), group=EAST)
        one = MEMBERS.head(1)
        drawn = draw_programmes(one, list(study.outcomes.index), NEIGHBOURS, 99, strata=EAST)
        p, placebos = randomisation_p(study, drawn)
        assert 0 < p <= 1
        assert placebos.notna().all()

    def test_gaps_are_left_out_and_named(self) -> None:
        outcomes = world()
        outcomes.loc["d100", 2010] = np.nan
        outcomes[2004] = np.nan
        first = MEMBERS.groupby("ags")["first_year"].min()
        controls = [one for one in LABELS if one not in first.index]
        study = make_study(outcomes, first, controls, EAST, group=EAST)
        assert "2004" in study.left_out
        assert "'d100'" in study.left_out
        assert "d100" not in study.outcomes.index

    def test_treated_and_control_at_once(self) -> None:
        with pytest.raises(ValueError, match=r"treated and controls: 'd010'"):
            make_study(world(), pd.Series({"d010": 2014}), LABELS, EAST)
