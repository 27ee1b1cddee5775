"""Is what was planted in the synthetic twin of the survey recovered? 1,000 draws.

Parts: `measurement` and `effects`: do 95 per cent intervals cover each planted parameter?
`configurations`: does fsQCA find the planted ones, where their conditions are clear and where they
are not? `discoveries`: is anything found where nothing was planted, after Benjamini and Hochberg?

`python benchmarks/success_coverage.py [part …] [--draws 1000] [--processes 1]` runs all parts or
some, and replaces their rows. Draw n has seed n. Results go to `results/success_coverage.csv`, with
the machine and versions to `results/success_coverage.json`.
"""

import json
import time
import warnings
from argparse import ArgumentParser
from collections.abc import Callable
from importlib.metadata import version

import pandas as pd
from joblib import Parallel, delayed
from measure import RESULTS, machine, one_thread, write

from wir.files import replacing
from wir.success.coverage import (
    configurations_found,
    discoveries,
    effects,
    exact_interval,
    measurement,
    summary,
)
from wir.success.synthetic import Synthetic, synthetic

DESIGNS = {
    "clear conditions, every combination occurs": {},
    "clear conditions, combinations by chance": {"limited_diversity": True},
    "conditions recorded with reliability 0.9": {"condition_reliability": 0.9},
    "conditions recorded with reliability 0.8": {"condition_reliability": 0.8},
}


def estimated(function: Callable[[Synthetic], pd.DataFrame]) -> Callable[[int], pd.DataFrame]:
    return lambda seed: function(synthetic(seed))


def configurations(seed: int) -> pd.DataFrame:
    warnings.simplefilter("ignore")  # cases that lie on a crossover are named in every draw
    rows = [
        ("configurations", name, kind, found)
        for name, options in DESIGNS.items()
        for kind, found in configurations_found(synthetic(seed, **options)).items()
    ]
    return pd.DataFrame(rows, columns=["question", "parameter", "method", "hit"])


def nothing_planted(seed: int) -> pd.DataFrame:
    found = discoveries(synthetic(seed, effects=0.0))
    rows = [("false discoveries", name, "Benjamini-Hochberg", n > 0) for name, n in found.items()]
    return pd.DataFrame(rows, columns=["question", "parameter", "method", "hit"])


PARTS = {
    "measurement": estimated(measurement),
    "effects": estimated(effects),
    "configurations": configurations,
    "discoveries": nothing_planted,
}


def one_draw(part: str, seed: int) -> tuple[pd.DataFrame, float]:
    start = time.process_time()
    result = PARTS[part](seed)
    return result, time.process_time() - start


def shares(draws: pd.DataFrame) -> pd.DataFrame:
    records = []
    for (question, parameter, method), hits in draws.groupby(
        ["question", "parameter", "method"], sort=False
    )["hit"]:
        low, high = exact_interval(int(hits.sum()), len(hits))
        records.append((question, parameter, method, hits.mean(), low, high, len(hits)))
    columns = ["question", "parameter", "method", "share", "lower", "upper", "draws"]
    return pd.DataFrame(records, columns=columns)


def run(part: str, draws: int, processes: int) -> dict[str, object]:
    """Run a part; put its rows in the place of its former ones."""
    start = time.perf_counter()
    done = Parallel(n_jobs=processes, batch_size=5)(
        delayed(one_draw)(part, seed) for seed in range(draws)
    )
    taken = time.perf_counter() - start
    every = pd.concat([one for one, _ in done], ignore_index=True)
    if "hit" in every.columns:
        table = shares(every)
    else:
        table = summary(every)
        table.insert(0, "question", "coverage")
    table.insert(0, "part", part)
    path = RESULTS / "success_coverage.csv"
    if path.exists():
        former = pd.read_csv(path)
        table = pd.concat([former[former["part"] != part], table], ignore_index=True)
    order = table["part"].map({name: place for place, name in enumerate(PARTS)})
    table = table.iloc[order.argsort(kind="stable")].round(4)
    with replacing(path) as temporary:
        table.to_csv(temporary, index=False)
    print(table[table["part"] == part].to_string())
    cpu = sum(seconds for _, seconds in done) / draws
    return {
        "draws": draws,
        "processes": processes,
        "seconds": round(taken),
        "cpu_seconds_per_draw": round(cpu, 3),
        "machine": machine(),
    }


if __name__ == "__main__":
    one_thread()
    given = ArgumentParser(description=__doc__)
    given.add_argument("part", nargs="*", choices=[[], *PARTS], default=[])
    given.add_argument("--draws", type=int, default=1000)
    given.add_argument("--processes", type=int, default=1)
    options = given.parse_args()
    for part in options.part or PARTS:
        result = run(part, options.draws, options.processes)
        path = RESULTS / "success_coverage.json"
        known = json.loads(path.read_text(encoding="utf-8"))["parts"] if path.exists() else {}
        used = {name: version(name) for name in ("numpy", "pandas", "scipy")}
        write("success_coverage", {"parts": {**known, part: result}, "versions": used})
