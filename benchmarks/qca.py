"""FsQCA of 44 cases with 10 and with 14 conditions: all three solutions, time and peak memory.

Each case is a table by chance with two planted paths and noise. A size is measured in a process of
its own, so that its peak memory is its own; the start of Python and of the libraries is not counted
in the time, but in the memory. Time is that of the processor, on one thread, so that other load on
the machine counts little.
"""

import json
import resource
import subprocess
import sys
import time

import numpy as np
import pandas as pd
from measure import one_thread, write

from wir.success.qca import minimise, truth_table

CASES, SEEDS = 44, 5
SIZES = {"10": 1.0, "14": 30.0}
SOLUTIONS = ("conservative", "parsimonious", "intermediate")


def memberships(conditions: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    data = pd.DataFrame(rng.uniform(size=(CASES, conditions))).add_prefix("C")
    path = np.maximum(np.minimum(data["C0"], data["C1"]), np.minimum(1 - data["C2"], data["C3"]))
    return data.assign(Y=(path + rng.normal(0, 0.15, CASES)).clip(0.01, 0.99))


def measure(conditions: int) -> list[dict[str, object]]:
    runs = []
    minimise(truth_table(memberships(4, 0), "Y"))  # loads what is loaded once
    for seed in range(SEEDS):
        data = memberships(conditions, seed)
        for solution in SOLUTIONS:
            start = time.process_time()
            table = truth_table(data, "Y", consistency=0.8, pri=0.6)
            expected = [1] * conditions if solution == "intermediate" else None
            found = minimise(table, solution, expected)
            for model in found.models[:20]:
                _ = model.table
            runs.append(
                {
                    "seed": seed,
                    "solution": solution,
                    "cpu_seconds": round(time.process_time() - start, 3),
                    "sufficient_rows": len(table.numbers(1)),
                    "prime_implicants": len(found.chart),
                    "models": len(found.models),
                    "complete": found.complete,
                }
            )
    return runs


if __name__ == "__main__":
    one_thread()
    if len(sys.argv) > 1:
        runs = measure(int(sys.argv[1]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"runs": runs, "peak_mb": round(peak)}))
        sys.exit()
    result = {}
    for size, limit in SIZES.items():
        done = subprocess.run(
            [sys.executable, __file__, size], capture_output=True, text=True, check=True
        )
        found = json.loads(done.stdout)
        slowest = max(run["cpu_seconds"] for run in found["runs"])
        print(f"{size} conditions: at most {slowest} s (limit {limit} s), {found['peak_mb']} MB")
        result[f"{size}_conditions"] = {"slowest": slowest, "limit": limit, **found}
    write("qca", result)
