"""The same question with one choice changed at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from wir.effects.did import aggregate
from wir.effects.matching import matched_controls
from wir.effects.spillover import rings
from wir.effects.study import Study, effects, make_study, restricted
from wir.effects.synthetic_control import demeaned, synthetic_did


def row(name: str, study: Study, **options: object) -> dict[str, object]:
    """Return estimate, clustered standard error and interval of a study as one row."""
    found = aggregate(effects(study, **options), "simple")  # type: ignore[arg-type]
    return {
        "variant": name,
        "estimate": found.att,
        "se": found.se,
        "lower": found.lower,
        "upper": found.upper,
        "treated": len(study.treated),
        "controls": len(study.controls),
    }


def matched(study: Study, k: int = 3) -> Study:
    """Return the study with only those controls that are most like a treated district before."""
    exact = study.covariates.get("group")
    pairs = matched_controls(
        study.covariates[["level", "trend"]],
        list(study.treated),
        list(study.controls),
        k=k,
        exact=exact,
    )
    return restricted(study, [*study.treated, *pairs["control"].unique()])


def without_neighbours(study: Study, neighbours: pd.DataFrame) -> Study:
    """Return the study without controls that share a border with a treated district."""
    near = rings(neighbours, study.first[study.treated], list(study.controls), most=1)
    return restricted(study, [*study.treated, *near.index[near["ring"] > 1]])


def second_opinions(study: Study, draws: int, seed: int) -> list[dict[str, object]]:
    """Return synthetic difference-in-differences and synthetic control as rows.

    Both on outcomes less the mean of the controls of the same group (East or West) in the year.
    Their intervals are ±1.96 standard deviations of placebos.
    """
    outcomes = study.outcomes
    if "group" in study.covariates:
        outcomes = demeaned(outcomes, study.covariates["group"], study.controls)
    first = study.first[study.treated]
    outcomes = outcomes.loc[[*study.treated, *study.controls]]
    rows: list[dict[str, object]] = []
    for name, method in (
        ("synthetic difference-in-differences", "sdid"),
        ("synthetic control", "sc"),
    ):
        found = synthetic_did(
            outcomes,
            first,
            method=method,  # type: ignore[arg-type]
            placebos=draws,
            seed=seed,
        )
        rows.append(
            {
                "variant": name,
                "estimate": found.estimate,
                "se": found.se,
                "lower": found.estimate - 1.96 * found.se,
                "upper": found.estimate + 1.96 * found.se,
                "treated": len(first),
                "controls": len(study.controls),
            }
        )
    return rows


def by_basis(
    outcomes: pd.DataFrame,
    firsts: Mapping[str, pd.Series],
    controls: Sequence[str],
    cluster: pd.Series,
    group: pd.Series | None,
) -> pd.DataFrame:
    """Return the headline estimate for each way to assign districts: name → first years."""
    return pd.DataFrame(
        [
            row(name, make_study(outcomes, first, controls, cluster, group=group))
            for name, first in firsts.items()
            if len(first)
        ]
    )
