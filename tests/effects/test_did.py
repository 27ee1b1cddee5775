from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from wir.effects.did import aggregate, att_gt
from wir.effects.simulate import long_table as long
from wir.effects.simulate import staggered_panel as staggered

METHODS = ("reg", "dr", "ipw")


@pytest.mark.gold
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("covariates", ["none", "lpop"])
@pytest.mark.parametrize("control", ["nevertreated", "notyettreated"])
def test_equals_r_did(gold: Any, method: str, covariates: str, control: str) -> None:
    folder = gold("did_mpdta")
    wanted = folder.expected[f"{method}_{covariates}_{control}"]
    effects = att_gt(
        folder.table("mpdta.csv"), "lemp", "countyreal", "year", "first.treat",
        covariates=["lpop"] if covariates == "lpop" else None, method=method, control=control,
    )  # fmt: skip
    table = pd.DataFrame(wanted["attgt"])
    np.testing.assert_allclose(effects.table["att"], table["att"], atol=2e-9)
    np.testing.assert_allclose(effects.table["se"], table["se"], atol=2e-9)
    assert effects.pretest()[1] == pytest.approx(wanted["Wpval"][0][0], abs=1e-5)
    dynamic = aggregate(effects, "dynamic")
    np.testing.assert_allclose(dynamic.table["att"], wanted["dynamic"]["att"], atol=2e-9)
    np.testing.assert_allclose(dynamic.table["se"], wanted["dynamic"]["se"], atol=2e-9)
    assert dynamic.att == pytest.approx(wanted["dynamic"]["overall"], abs=2e-9)
    assert dynamic.se == pytest.approx(wanted["dynamic"]["overall_se"], abs=2e-9)
    simple = aggregate(effects, "simple")
    assert simple.att == pytest.approx(wanted["simple"]["att"], abs=2e-9)
    assert simple.se == pytest.approx(wanted["simple"]["se"], abs=2e-9)
    group = aggregate(effects, "group")
    np.testing.assert_allclose(group.table["se"], wanted["group"]["se"], atol=2e-9)
    assert group.att == pytest.approx(wanted["group"]["overall"], abs=2e-9)
    # R prints another standard error here (see METHODS.md)
    assert group.se != pytest.approx(wanted["group"]["overall_se"], abs=1e-6)
    calendar = aggregate(effects, "calendar")
    np.testing.assert_allclose(calendar.table["att"], wanted["calendar"]["att"], atol=2e-9)
    assert calendar.att == pytest.approx(wanted["calendar"]["overall"], abs=2e-9)


@pytest.mark.parametrize("control", ["never", "notyet"])
def test_a_planted_effect_is_found(control: str) -> None:
    outcomes, cohort = staggered(600, effect=2.0)
    effects = att_gt(outcomes, cohort=cohort, control=control)
    for kind in ("simple", "dynamic", "group", "calendar"):
        found = aggregate(effects, kind)
        assert abs(found.att - 2.0) < 4 * found.se
        assert found.se < 0.2
    assert not effects.table.loc[~effects.table["post"], "att"].abs().gt(0.3).any()


def test_long_and_wide_tables_give_the_same() -> None:
    outcomes, cohort = staggered(60)
    wide = att_gt(outcomes, cohort=cohort)
    table = long(outcomes, cohort).sample(frac=1, random_state=3)
    other = att_gt(table, "y", "unit", "year", "first")
    pd.testing.assert_frame_equal(wide.table, other.table)


def test_by_hand_without_covariates() -> None:
    outcomes, cohort = staggered(30)
    effects = att_gt(outcomes, cohort=cohort).table.set_index(["cohort", "year"])
    change = outcomes[2008] - outcomes[2004]
    wanted = change[cohort == 2005].mean() - change[np.isinf(cohort)].mean()
    assert effects.loc[(2005, 2008), "att"] == pytest.approx(wanted, abs=1e-12)
    n1, n0 = (cohort == 2005).sum(), np.isinf(cohort).sum()
    variance = change[cohort == 2005].var(ddof=0) / n1 + change[np.isinf(cohort)].var(ddof=0) / n0
    assert effects.loc[(2005, 2008), "se"] == pytest.approx(np.sqrt(variance), abs=1e-12)


def test_universal_base_and_anticipation() -> None:
    outcomes, cohort = staggered(60)
    table = att_gt(outcomes, cohort=cohort, base="universal").table.set_index(["cohort", "year"])
    assert table.loc[(2005, 2004), "att"] == 0
    assert np.isnan(table.loc[(2005, 2004), "se"])
    change = outcomes[2001] - outcomes[2004]
    wanted = change[cohort == 2005].mean() - change[np.isinf(cohort)].mean()
    assert table.loc[(2005, 2001), "att"] == pytest.approx(wanted)
    early = att_gt(outcomes, cohort=cohort, base="universal", anticipation=1).table
    assert early.query("cohort == 2005 and year == 2003")["att"].item() == 0


def test_clusters_of_one_change_nothing_and_doubled_units_widen() -> None:
    outcomes, cohort = staggered(90)
    alone = pd.Series(outcomes.index, index=outcomes.index)
    plain = aggregate(att_gt(outcomes, cohort=cohort), "simple")
    same = aggregate(att_gt(outcomes, cohort=cohort, cluster=alone), "simple")
    assert same.se == pytest.approx(plain.se, abs=1e-14)
    twins = outcomes.set_axis(outcomes.index + "b")
    both = pd.concat([outcomes, twins])
    first = pd.concat([cohort, cohort.set_axis(twins.index)])
    pair = pd.Series([*outcomes.index, *outcomes.index], index=both.index)
    doubled = aggregate(att_gt(both, cohort=first, cluster=pair), "simple")
    assert doubled.se == pytest.approx(plain.se, rel=1e-10)


# diff-diff 3.13 weights by other probabilities for "dr" than R does, so that its numbers differ in
# the fourth digit; those of R are tested above
@pytest.mark.parametrize("method", ["reg", "ipw"])
@pytest.mark.parametrize("control", ["never_treated", "not_yet_treated"])
def test_agrees_with_diff_diff(method: str, control: str) -> None:
    diff_diff = pytest.importorskip("diff_diff")
    outcomes, cohort = staggered(150, seed=5)
    table = with_covariate(outcomes, cohort)
    ours = att_gt(
        table, "y", "unit", "year", "first", covariates=["x"], method=method, control=control
    )
    fitted = diff_diff.CallawaySantAnna(
        control_group=control, estimation_method=method, cband=False
    ).fit(table, "y", "unit", "year", "first", covariates=["x"])
    for row in ours.table.itertuples():
        theirs = fitted.group_time_effects[row.cohort, row.year]
        assert row.att == pytest.approx(theirs["effect"], abs=1e-8)
        assert row.se == pytest.approx(theirs["se"], rel=1e-6)
    simple = aggregate(ours, "simple")
    assert simple.att == pytest.approx(fitted.overall_att, abs=1e-8)
    assert simple.se == pytest.approx(fitted.overall_se, rel=1e-6)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("control", ["nevertreated", "notyettreated"])
def test_agrees_with_csdid(method: str, control: str) -> None:
    module = pytest.importorskip("csdid.att_gt")
    outcomes, cohort = staggered(150, seed=6)
    table = with_covariate(outcomes, cohort)
    table["id"] = table["unit"].str[1:].astype(int)
    theirs = module.ATTgt(
        yname="y", tname="year", idname="id", gname="first", data=table, xformla="y~x",
        control_group=[control],
    ).fit(est_method=method, bstrap=False)  # fmt: skip
    ours = att_gt(
        table, "y", "unit", "year", "first", covariates=["x"], method=method, control=control
    ).table
    found = pd.DataFrame(
        {key: theirs.results[key] for key in ("group", "year", "att", "se")}
    ).sort_values(["group", "year"])
    np.testing.assert_allclose(ours["att"], found["att"].astype(float), atol=1e-6)
    np.testing.assert_allclose(ours["se"], found["se"].astype(float), rtol=1e-4)


def with_covariate(outcomes: pd.DataFrame, cohort: pd.Series) -> pd.DataFrame:
    table = long(outcomes, cohort)
    x = pd.Series(np.random.default_rng(0).normal(size=len(outcomes)), index=outcomes.index)
    return table.assign(x=table["unit"].map(x))


class TestBadInput:
    def test_everybody_treated(self) -> None:
        outcomes, cohort = staggered(30)
        with pytest.raises(ValueError, match=r"Everybody is treated.*control='notyet'"):
            att_gt(outcomes, cohort=cohort.replace(np.inf, 2008))
        later = att_gt(outcomes, cohort=cohort.replace(np.inf, 2008), control="notyet")
        assert (later.table["controls"] > 0).all()

    def test_nobody_treated(self) -> None:
        outcomes, cohort = staggered(30)
        with pytest.raises(ValueError, match="Nobody is treated"):
            att_gt(outcomes, cohort=cohort * np.inf)

    def test_years_after_the_panel(self) -> None:
        outcomes, cohort = staggered(30)
        with pytest.raises(ValueError, match=r"lie after the panel, which ends in 2009"):
            att_gt(outcomes, cohort=cohort + 20)

    def test_all_before_the_panel(self) -> None:
        outcomes, _ = staggered(30)
        with pytest.raises(ValueError, match="All units are treated by 2000"):
            att_gt(outcomes, cohort=pd.Series(1990, index=outcomes.index))

    def test_a_gap_is_named(self) -> None:
        outcomes, cohort = staggered(30)
        outcomes.loc["u007", 2003] = np.nan
        with pytest.raises(ValueError, match=r"gaps: 1 missing.*'u007'.*2003.*without_gaps"):
            att_gt(outcomes, cohort=cohort)

    def test_unknown_units(self) -> None:
        outcomes, cohort = staggered(30)
        cohort["u0O7"] = 2005
        with pytest.raises(ValueError, match=r"'u0O7'. Did you mean 'u0"):
            att_gt(outcomes, cohort=cohort)

    def test_a_unit_twice(self) -> None:
        table = long(*staggered(30))
        with pytest.raises(ValueError, match="occurs more than once in"):
            att_gt(pd.concat([table, table.head(1)]), "y", "unit", "year", "first")

    def test_two_first_years(self) -> None:
        table = long(*staggered(30))
        table.loc[0, "first"] = 2006
        with pytest.raises(ValueError, match="several first treated years"):
            att_gt(table, "y", "unit", "year", "first")

    def test_unknown_column(self) -> None:
        table = long(*staggered(30))
        with pytest.raises(ValueError, match="no column 'yy'"):
            att_gt(table, "yy", "unit", "year", "first")

    def test_missing_year(self) -> None:
        outcomes, cohort = staggered(30)
        with pytest.raises(ValueError, match="2004 is missing"):
            att_gt(outcomes.drop(columns=2004), cohort=cohort)

    def test_covariate_that_separates(self) -> None:
        outcomes, cohort = staggered(60)
        x = np.isinf(cohort).astype(float).to_frame("x")
        with pytest.raises(ValueError, match=r"separate|linearly dependent"):
            att_gt(outcomes, cohort=cohort, covariates=x, method="dr")

    def test_a_single_treated_unit_can_be_estimated(self) -> None:
        outcomes, cohort = staggered(40)
        one = pd.Series({"u000": 2005})
        rest = outcomes.drop(index=cohort.index[cohort.lt(np.inf)][1:])
        with pytest.warns(UserWarning, match="rank among placebos"):
            found = aggregate(att_gt(rest, cohort=one), "simple")
        assert np.isfinite(found.att)

    def test_cohort_without_labels(self) -> None:
        outcomes, cohort = staggered(30)
        with pytest.raises(TypeError, match="without labels"):
            att_gt(outcomes, cohort=cohort.to_numpy())  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"control": "all"}, "control"),
            ({"base": "first"}, "base"),
            ({"method": "ols"}, "method"),
        ],
    )
    def test_options(self, options: dict[str, str], message: str) -> None:
        outcomes, cohort = staggered(30)
        with pytest.raises(ValueError, match=f"{message} is"):
            att_gt(outcomes, cohort=cohort, **options)


def test_other_ways_to_say_the_same() -> None:
    outcomes, cohort = staggered(60)
    table = long(outcomes).assign(x=0.0)
    table["g"] = table["unit"].map(cohort.replace(np.inf, 0))
    table["x"] = table["unit"].map(pd.Series(np.arange(60.0), index=outcomes.index))
    one = att_gt(table, "y", "unit", "year", "g", covariates="x", method="reg")
    two = att_gt(table, "y", "unit", "year", "g", covariates=["x"], method="reg")
    pd.testing.assert_frame_equal(one.table, two.table)
    by_series = att_gt(outcomes, cohort=cohort, control="not-yet-treated")
    by_dict = att_gt(outcomes, cohort=cohort.to_dict(), control="notyet")
    pd.testing.assert_frame_equal(by_series.table, by_dict.table)
    by_unit = att_gt(table, "y", "unit", "year", "g", cluster="unit")
    alone = att_gt(outcomes, cohort=cohort)
    np.testing.assert_allclose(by_unit.table["se"], alone.table["se"])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda first: first + 0.5, "a whole year"),
        (lambda first: first.replace(0, -1), "a whole year"),
        (lambda first: (first > 0).astype(int), "give the first treated year instead"),
    ],
)
def test_first_years_that_are_none(change: Any, message: str) -> None:
    outcomes, cohort = staggered(30)
    with pytest.raises(ValueError, match=message):
        att_gt(outcomes, cohort=change(cohort.replace(np.inf, 0)))
