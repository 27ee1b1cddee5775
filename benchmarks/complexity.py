"""Quotients, proximity, density and complexity of a 400 × 650 table, against `ecomplexity`.

Install what is compared with first, beside the environment and not into it:

    .venv/bin/python -m pip install --no-deps --target .venv/peers -r benchmarks/requirements.txt
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from activity_table import activity_table
from measure import calls_in_turn, one_thread, report

from wir.potential.complexity import Complexity, complexity_index
from wir.potential.relatedness import proximity, relatedness_density
from wir.potential.specialisation import location_quotient

REGIONS, ACTIVITIES, RUNS = 400, 650, 15


def ours(counts: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, Complexity]:
    """Return quotients, densities (with the activity itself, as there) and complexity."""
    quotient = location_quotient(counts)
    specialised = quotient >= 1
    density = relatedness_density(specialised, proximity(specialised), include_self=True)
    return quotient, density, complexity_index(specialised, ddof=0)


def largest_difference(theirs: pd.DataFrame, counts: pd.DataFrame) -> float:
    """Return by how much the numbers of both differ at most; the density is compared in percent."""
    quotient, density, (eci, pci) = ours(counts)
    table = theirs.pivot(index="region", columns="activity")
    first = table["pci"].iloc[0]  # they standardise it by the moments of ECI
    pairs = [
        (table["rca"], quotient),
        (100 * table["density"], density),
        (table["eci"].iloc[:, 0], eci),
        ((first - first.mean()) / first.std(ddof=0), pci),
    ]
    return max(float(np.abs(given - own).to_numpy().max()) for given, own in pairs)


if __name__ == "__main__":
    one_thread()
    sys.path.append(str(Path(sys.prefix) / "peers"))
    try:
        from ecomplexity import ecomplexity
    except ImportError:
        sys.exit(__doc__)
    counts = activity_table(REGIONS, ACTIVITIES)
    rows = counts.reset_index().melt("region", value_name="count").assign(year=2020)
    names = {"time": "year", "loc": "region", "prod": "activity", "val": "count"}

    def theirs() -> pd.DataFrame:
        # without its check of the matrix, which we do not make either
        return ecomplexity(rows, names, check_logsupermodularity=False, verbose=False)

    difference = largest_difference(theirs(), counts)
    if not difference < 1e-8:
        sys.exit(f"The numbers of both differ by up to {difference:.3g}; times are not compared.")
    report(
        "complexity",
        calls_in_turn({"ecomplexity": theirs, "wir": lambda: ours(counts)}, RUNS),
        table=[REGIONS, ACTIVITIES],
        largest_difference=difference,
        linear_algebra_threads=1,
    )
