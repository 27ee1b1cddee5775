"""Time commands in turn, and write the result with the machine it ran on."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results"


def seconds(command: Sequence[str], **environment: str) -> float:
    """Run a command in the project; return how long it took."""
    start = time.perf_counter()
    subprocess.run(
        command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )  # fmt: skip
    return time.perf_counter() - start


def one_thread() -> None:
    """Start the script anew with one thread for linear algebra, which is what notebooks have.

    More threads than free cores wait for each other, so that times would show the load only.
    """
    variables = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    if not variables.items() <= os.environ.items():
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **variables})


def calls_in_turn(calls: Mapping[str, Callable[[], object]], runs: int) -> dict[str, list[float]]:
    """Time calls A, B, A, B …, after one of each that is not counted."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(runs + 1):
        for name, call in calls.items():
            start = time.perf_counter()
            call()
            if number:
                times[name].append(time.perf_counter() - start)
    return times


def in_turn(commands: Mapping[str, Sequence[str]], runs: int) -> dict[str, list[float]]:
    """Time commands A, B, A, B …, after one run of each that is not counted."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, command in commands.items():
            taken = seconds(command)
            if number:
                times[name].append(taken)
    return times


def machine() -> dict[str, Any]:
    """Describe the machine, and how busy it has been in the last minute."""
    return {
        "cores": os.cpu_count(),
        "system": platform.system(),
        "processor": platform.machine(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
    }


def report(name: str, times: Mapping[str, Sequence[float]], **more: Any) -> None:
    """Print medians, and the ratio of the first two, and write the result."""
    exact = {key: statistics.median(values) for key, values in times.items()}
    medians = {key: round(value, 4) for key, value in exact.items()}
    result: dict[str, Any] = {"median_seconds": medians}
    print(f"{name}: " + ", ".join(f"{key} {value} s" for key, value in medians.items()))
    if len(medians) > 1:
        first, second, *_ = medians
        result["ratio"] = round(exact[first] / exact[second], 2)
        print(f"ratio {first} / {second}: {result['ratio']}")
    runs = {key: [round(value, 4) for value in values] for key, values in times.items()}
    write(name, {**result, "runs": runs, **more})


def write(name: str, result: Mapping[str, Any]) -> None:
    """Write a result, with the machine it was measured on, to `results/`."""
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps({"benchmark": name, **result, "machine": machine()}, indent=1)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
