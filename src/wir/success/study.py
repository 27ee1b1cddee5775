"""The study of coverage: how often the methods find what is planted in the synthetic twin."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

COLUMNS = ["part", "question", "parameter", "method", "share", "lower", "upper", "draws"]


def coverage_study(path: Path) -> pd.DataFrame:
    """Return the results of ``benchmarks/success_coverage.py``; empty where it has not been run.

    Returns
    -------
    DataFrame
        ``part``, ``question``, ``parameter``, ``method``, ``share`` (of the draws in which an
        interval covers, a configuration is found, anything is found where there is nothing) with
        its 95 % interval ``lower``–``upper``, and ``draws``.

    Raises
    ------
    ValueError
        A file without these columns.
    """
    if not path.is_file():
        return pd.DataFrame(columns=COLUMNS)
    table = pd.read_csv(path)
    gone = [name for name in COLUMNS if name not in table.columns]
    if gone:
        raise ValueError(
            f"{path.name} has no columns {', '.join(gone)}. Run benchmarks/success_coverage.py."
        )
    return table[COLUMNS]
