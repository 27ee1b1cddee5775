from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from wir.effects.dose import dose_response
from wir.effects.honest import breakdown, honest_bounds
from wir.effects.simulate import factor_panel, staggered_panel
from wir.effects.study import make_study
from wir.effects.twins import synthetic_twins


def neighbours(labels: pd.Index) -> pd.DataFrame:
    size = len(labels)
    table = np.zeros((size, size))
    for one in range(size):
        table[one, (one + 1) % size] = table[one, (one - 1) % size] = 0.5
    return pd.DataFrame(table, index=labels, columns=labels)


def twins_of(effect: float, **options):
    outcomes, treated = factor_panel(units=60, effect=effect, treated=2)
    people = pd.Series(1000.0, index=outcomes.index)
    donors = [one for one in outcomes.index if one not in treated]
    return synthetic_twins(
        outcomes, {"region": treated}, {"region": 2014}, donors, people,
        neighbours(outcomes.index), **options,
    )  # fmt: skip


class TestTwins:
    def test_a_large_effect_has_a_low_rank(self) -> None:
        found = twins_of(3.0)
        row = found.ranks.iloc[0]
        assert row["gap"] == pytest.approx(3.0, abs=0.6)
        assert row["p_value"] == pytest.approx(1 / 100)
        assert row["years_after"] == 6

    def test_nothing_is_nothing_unusual(self) -> None:
        assert twins_of(0.0).ranks["p_value"].item() > 0.1

    def test_the_gap_before_is_zero_on_average_and_weights_sum_to_one(self) -> None:
        found = twins_of(3.0)
        before = found.series[found.series["year"] < 2014]
        assert before["gap"].mean() == pytest.approx(0, abs=1e-9)
        assert found.weights["weight"].sum() == pytest.approx(1, abs=1e-4)

    def test_a_start_after_the_data_gives_nothing(self) -> None:
        outcomes, treated = factor_panel()
        found = synthetic_twins(
            outcomes, {"region": treated}, {"region": 2030}, list(outcomes.index[1:]),
            pd.Series(1.0, index=outcomes.index), neighbours(outcomes.index),
        )  # fmt: skip
        assert found.ranks.empty
        assert found.series.empty

    def test_donors_are_those_of_the_group(self) -> None:
        outcomes, _ = factor_panel(units=60)
        group = pd.Series(np.arange(60) < 30, index=outcomes.index)
        found = twins_of(1.0, group=group)
        assert set(found.weights["ags"]) <= set(group.index[group])


class TestHonest:
    def study(self, effect: float):
        outcomes, cohort = staggered_panel(150, effect=effect)
        first = cohort[np.isfinite(cohort)]
        cluster = pd.Series(outcomes.index, index=outcomes.index)
        return make_study(outcomes, first, list(cohort.index[np.isinf(cohort)]), cluster)

    def test_bounds_widen_and_break_down(self) -> None:
        pytest.importorskip("diff_diff")
        bounds = honest_bounds(self.study(3.0), (0.0, 0.5, 1.0, 20.0))
        width = bounds["ci_upper"] - bounds["ci_lower"]
        assert width.is_monotonic_increasing
        assert bounds["lower"].iloc[0] == pytest.approx(3, abs=0.5)
        assert bounds["upper"].iloc[0] == pytest.approx(bounds["lower"].iloc[0])
        largest = breakdown(bounds)
        assert largest is not None
        assert largest < 20

    def test_one_treated_district_is_explained(self) -> None:
        pytest.importorskip("diff_diff")
        outcomes, cohort = staggered_panel(60)
        controls = list(cohort.index[np.isinf(cohort)])
        cluster = pd.Series(outcomes.index, index=outcomes.index)
        study = make_study(outcomes, cohort.iloc[:1], controls, cluster)
        with pytest.raises(ValueError, match=r"1 treated district in 1 of .*Possible instead"):
            honest_bounds(study, (0.0,))

    def test_without_an_effect_nothing_breaks_down(self) -> None:
        bounds = pd.DataFrame({"relative": [0, 1], "ci_lower": [-1, -2], "ci_upper": [1, 2]})
        assert breakdown(bounds) is None


class TestDose:
    def test_a_planted_slope_per_doubling(self) -> None:
        rng = np.random.default_rng(0)
        units = [f"u{n}" for n in range(300)]
        dose = pd.Series(np.exp(rng.normal(4, 1, 300)), index=units)
        level = pd.DataFrame({"level": rng.normal(size=300)}, index=units)
        change = 0.7 * np.log2(dose) + level["level"] + rng.normal(0, 0.3, 300)
        dose.iloc[:5] = 0
        found = dose_response(change, dose, level, pd.Series(units, index=units))
        assert found["lower"] < 0.7 < found["upper"]
        assert found["without_dose"] == 5
        assert found["thirds"]["change"].is_monotonic_increasing

    def test_too_few(self) -> None:
        units = list("abcdefgh")
        table = pd.DataFrame({"level": range(8)}, index=units)
        with pytest.raises(ValueError, match="8 districts have a dose"):
            dose_response(
                pd.Series(1.0, index=units), pd.Series(2.0, index=units), table,
                pd.Series(units, index=units),
            )  # fmt: skip
