"""Ten dossiers in forked kernels, against plain Papermill; one process, run by run."""

import sys

from measure import report, seconds

CODE = """
import sys
from wir import config
from wir.run import runs
from wir.run.engine import execute
from dataclasses import replace
for run in runs.dossier_runs()[:10]:
    execute(replace(run, base=config.RUNS / "benchmark"))
"""

if __name__ == "__main__":
    command = [sys.executable, "-c", CODE]
    times: dict[str, list[float]] = {"plain": [], "warm": []}
    for _ in range(2):
        times["plain"].append(seconds(command, ENGINE="nbclient"))
        times["warm"].append(seconds(command, ENGINE="warm"))
    report("warm_kernels", times, dossiers=10)
