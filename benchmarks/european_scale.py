"""Twenty years of 1,500 regions × 650 classes: peak memory, and how cost grows with the table.

An exponent of 1 says that cost grows as the table does. With more regions, more years or with all
three it is about that; more classes alone cost more for each cell, in any implementation: each
density is a sum over all classes, and there are classes × classes proximities. Times are those of
the processor (one thread), so that other programs do not count.
"""

import math
import resource
import sys
import time

import pandas as pd
from activity_table import activity_table
from measure import one_thread, write

from wir.potential.complexity import Complexity, complexity_index
from wir.potential.relatedness import proximity, relatedness_density
from wir.potential.specialisation import location_quotient

REGIONS, CLASSES, YEARS, RUNS = 1500, 650, 20, 9
PARTS = (0.25, 0.5, 1.0)


def one_year(counts: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, Complexity]:
    """Return quotients, proximity, density and complexity."""
    quotient = location_quotient(counts)
    specialised = quotient >= 1
    phi = proximity(specialised)
    return quotient, phi, relatedness_density(specialised, phi), complexity_index(specialised)


def peak_gigabytes() -> float:
    """Return the most memory that this process has used so far."""
    units = 2**30 if sys.platform == "darwin" else 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / units


def panel(regions: int, classes: int, years: int) -> dict[int, pd.DataFrame]:
    """Return a table of counts for each year."""
    return {year: activity_table(regions, classes, seed=year) for year in range(years)}


def gigabytes(results: list[tuple[pd.DataFrame, ...]]) -> float:
    """Return the memory that results take."""
    return sum(one.memory_usage().sum() for year in results for one in year[:3]) / 2**30


def growth_of_panels() -> dict[str, object]:
    """Time panels whose regions, classes and years grow together; return the exponents."""
    sizes = [(int(p * REGIONS), int(p * CLASSES), int(p * YEARS)) for p in PARTS]
    panels = [panel(*size) for size in sizes]
    seconds, memory = [math.inf] * len(panels), [0.0] * len(panels)
    for _ in range(3):
        for place, tables in enumerate(panels):
            start = time.process_time()
            results = [one_year(counts) for counts in tables.values()]
            seconds[place] = min(seconds[place], time.process_time() - start)
            memory[place] = float(gigabytes(results))
    cells = math.log(math.prod(sizes[-1]) / math.prod(sizes[0]))
    return {
        "panels": [list(size) for size in sizes],
        "best_seconds": [round(value, 4) for value in seconds],
        "gigabytes_of_results": [round(value, 3) for value in memory],
        "exponent": round(math.log(seconds[-1] / seconds[0]) / cells, 2),
        "exponent_of_memory": round(math.log(memory[-1] / memory[0]) / cells, 2),
    }


def growth(regions: list[int], classes: list[int]) -> dict[str, object]:
    """Time tables of several sizes, in turn; return the best times and the exponent of growth."""
    tables = [activity_table(r, c) for r, c in zip(regions, classes, strict=True)]
    times: list[list[float]] = [[] for _ in tables]
    for _ in range(RUNS):
        for table, taken in zip(tables, times, strict=True):
            start = time.process_time()
            one_year(table)
            taken.append(time.process_time() - start)
    seconds = [min(taken) for taken in times]
    cells = tables[-1].size / tables[0].size
    return {
        "tables": [list(table.shape) for table in tables],
        "best_seconds": [round(value, 4) for value in seconds],
        "microseconds_per_cell": [
            round(1e6 * value / table.size, 3) for value, table in zip(seconds, tables, strict=True)
        ],
        "exponent": round(math.log(seconds[-1] / seconds[0]) / math.log(cells), 2),
    }


if __name__ == "__main__":
    one_thread()
    tables = panel(REGIONS, CLASSES, YEARS)
    before = peak_gigabytes()
    start = time.process_time()
    results = {year: one_year(counts) for year, counts in tables.items()}
    taken = time.process_time() - start
    peak = peak_gigabytes()
    del results, tables
    some_regions = [int(part * REGIONS) for part in PARTS]
    some_classes = [int(part * CLASSES) for part in PARTS]
    scaling = {
        "regions": growth(some_regions, [CLASSES] * len(PARTS)),
        "classes": growth([REGIONS] * len(PARTS), some_classes),
        "both": growth(some_regions, some_classes),
        "with years": growth_of_panels(),
    }
    print(
        f"european_scale: {YEARS} years in {taken:.2f} s of one processor, all results kept: "
        f"peak {peak:.2f} GB"
    )
    for name, result in scaling.items():
        print(f"{name}: {result}")
    write(
        "european_scale",
        {
            "table": [REGIONS, CLASSES],
            "years": YEARS,
            "seconds": round(taken, 2),
            "peak_gigabytes": round(peak, 2),
            "peak_gigabytes_before": round(before, 2),
            "growth": scaling,
            "linear_algebra_threads": 1,
        },
    )
