"""Placebo inference for treated districts of 400 × 28, against `pysyncon` and `diff-diff`.

Install what is compared with first, beside the environment and not into it:

    .venv/bin/python -m pip install --no-deps --target .venv/peers -r benchmarks/requirements.txt
"""

import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from measure import calls_in_turn, one_thread, write

from wir.effects.per_district import district_effects
from wir.effects.simulate import factor_panel, long_table
from wir.effects.synthetic_control import synthetic_control, synthetic_did

UNITS, YEARS, TREATED, FIRST = 400, 28, 46, 2014
SMALL, SMALL_YEARS, DRAWS = 39, 31, 200
"""The size of the case of Proposition 99, and the draws for which R synthdid takes 27 seconds."""


def all_districts(method: str) -> float:
    """Return the seconds for synthetic controls of all treated and all their placebos."""
    outcomes, treated = factor_panel(UNITS, YEARS, treated=TREATED)
    first = pd.Series(FIRST, index=treated)
    first.iloc[TREATED // 3 :] = FIRST + 2
    first.iloc[2 * TREATED // 3 :] = FIRST + 3
    start = time.perf_counter()
    district_effects(outcomes, first, list(outcomes.index[TREATED:]), method=method)
    return time.perf_counter() - start


def pysyncon_control(outcomes: pd.DataFrame, treated: str) -> np.ndarray:
    """Return the weights of a synthetic control on the outcomes before, by `pysyncon`."""
    from pysyncon import Dataprep, Synth

    before = [year for year in outcomes.columns if year < FIRST]
    prepared = Dataprep(
        foo=long_table(outcomes),
        predictors=["y"],
        predictors_op="mean",
        dependent="y",
        unit_variable="unit",
        time_variable="year",
        treatment_identifier=treated,
        controls_identifier=[one for one in outcomes.index if one != treated],
        time_predictors_prior=before,
        time_optimize_ssr=before,
        special_predictors=[("y", [year], "mean") for year in before],
    )
    synth = Synth()
    synth.fit(dataprep=prepared, custom_V=np.array([0.0, *np.ones(len(before))]))
    return np.asarray(synth.W)


def distance(outcomes: pd.DataFrame, treated: str, weights: np.ndarray) -> float:
    """Return the sum of squared gaps before treatment."""
    before = [year for year in outcomes.columns if year < FIRST]
    rest = outcomes.drop(index=treated)[before].to_numpy()
    return float(((outcomes.loc[treated, before].to_numpy() - weights @ rest) ** 2).sum())


def main() -> None:
    """Measure and write the result."""
    from diff_diff import SyntheticDiD

    outcomes, treated = factor_panel(SMALL, SMALL_YEARS)
    table = long_table(outcomes)
    table["treated"] = table["unit"].isin(treated).astype(int)
    after = [year for year in outcomes.columns if year >= FIRST]
    ours = synthetic_control(outcomes, treated, FIRST).unit_weights[FIRST].to_numpy()
    theirs = pysyncon_control(outcomes, treated[0])
    mine, other = (distance(outcomes, treated[0], one) for one in (ours, theirs))
    if mine > other * (1 + 1e-6) + 1e-9:
        sys.exit(f"our weights fit worse: {mine} against {other}")
    one = calls_in_turn(
        {
            "ours": lambda: synthetic_control(outcomes, treated, FIRST),
            "pysyncon": lambda: pysyncon_control(outcomes, treated[0]),
        },
        5,
    )
    placebos = calls_in_turn(
        {
            "ours": lambda: synthetic_did(outcomes, treated, FIRST, placebos=DRAWS),
            "diff-diff": lambda: SyntheticDiD(n_bootstrap=DRAWS, seed=1).fit(
                table, "y", "treated", "unit", "year", post_periods=after
            ),
        },
        3,
    )
    large = {
        method: round(min(all_districts(method) for _ in range(2)), 2) for method in ("sc", "sdid")
    }
    best = {
        "one synthetic control": {key: round(min(taken), 5) for key, taken in one.items()},
        f"{DRAWS} placebos of synthetic difference-in-differences": {
            key: round(min(taken), 4) for key, taken in placebos.items()
        },
        f"{TREATED} treated of {UNITS} × {YEARS} and all their placebos": large,
    }
    for name, values in best.items():
        print(name, values)
    write(
        "effects",
        {
            "best_seconds": best,
            "squared_gap_before": {"ours": mine, "pysyncon": other},
            "r_synthdid_0.0.9_seconds_200_placebos_prop99": 27.2,
            "linear_algebra_threads": 1,
        },
    )


if __name__ == "__main__":
    one_thread()
    sys.path.append(str(Path(sys.prefix) / "peers"))
    try:
        import pysyncon  # noqa: F401
    except ImportError:
        sys.exit(__doc__)
    main()
