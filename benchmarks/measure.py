"""Time commands in turn, and write the result with the machine it ran on."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
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
    """Describe the machine."""
    return {
        "cores": os.cpu_count(),
        "system": platform.system(),
        "processor": platform.machine(),
        "python": platform.python_version(),
    }


def report(name: str, times: Mapping[str, Sequence[float]], **more: Any) -> None:
    """Print medians and write the result."""
    medians = {key: round(statistics.median(values), 3) for key, values in times.items()}
    first, second, *_ = medians
    result = {
        "benchmark": name,
        "median_seconds": medians,
        "ratio": round(medians[first] / medians[second], 2),
        "runs": {key: [round(value, 3) for value in values] for key, values in times.items()},
        "machine": machine(),
        **more,
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(f"{name}: " + ", ".join(f"{key} {value} s" for key, value in medians.items()))
    print(f"ratio {first} / {second}: {result['ratio']}")
