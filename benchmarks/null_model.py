"""The z-scores of relatedness density: 1,000 random tables of 400 × 650."""

import time

from activity_table import activity_table
from measure import one_thread, report

from wir.potential.null_model import density_test
from wir.potential.specialisation import specialised

REGIONS, ACTIVITIES, DRAWS = 400, 650, 1000

if __name__ == "__main__":
    one_thread()
    table = specialised(activity_table(REGIONS, ACTIVITIES))
    density_test(table, 10)
    start = time.perf_counter()
    result = density_test(table, DRAWS)
    taken = time.perf_counter() - start
    report(
        "null_model",
        {"density_test": [taken]},
        table=[REGIONS, ACTIVITIES],
        draws=DRAWS,
        share_specialised=round(float(table.to_numpy().mean()), 3),
        z_above_2=round(float((result.z > 2).to_numpy().mean()), 3),
        linear_algebra_threads=1,
    )
