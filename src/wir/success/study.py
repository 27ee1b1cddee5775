"""The study of coverage: how often the methods find what is planted in the synthetic twin."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from wir.success.instrument import constructs

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


USED = ("jackknife over alliances", "t over alliances", "corrected", "corrected, imputed")
"""Methods that claims rest on; the others are in the study to compare with them."""

LEAST, MOST = 0.93, 0.97
"""Share of the draws that a 95 % interval should cover."""

QUESTIONS = {
    "coverage": "Does the interval cover the truth?",
    "configurations": "Are the planted configurations found?",
    "false discoveries": "Is anything found where nothing is?",
}
KINDS = {
    "alpha": "Cronbach's α",
    "icc": "ICC(1)",
    "change": "Change between the waves",
    "slope": "Effect of the factor",
    "round2": "Effect of the second round",
}
RECORDS = {"funds_drawn": "Share of the funds drawn", "all": "All outcomes together"}


def in_words(study: pd.DataFrame) -> pd.DataFrame:
    """Return the study with questions and parameters in words; unknown ones as they are."""
    return study.assign(
        question=[QUESTIONS.get(one, one) for one in study["question"]],
        parameter=[_words(one) for one in study["parameter"]],
        method=[one[:1].upper() + one[1:] for one in study["method"]],
    ).drop(columns="part")


def _words(parameter: str) -> str:
    names = constructs()["name_en"].to_dict() | RECORDS
    kind, _, key = parameter.partition(".")
    if kind in KINDS and key:
        return f"{KINDS[kind]}: {names.get(key, key)}"
    named = names.get(parameter, parameter)
    return named[:1].upper() + named[1:]


def study_sentences(study: pd.DataFrame) -> list[str]:
    """Return what the study found, one sentence per question that was asked."""
    result = []
    cover = study[(study["question"] == "coverage") & study["method"].isin(USED)]
    if len(cover):
        good = cover["share"].between(LEAST, MOST)
        text = (
            f"With the methods of this page, the 95 % intervals of {int(good.sum())} of "
            f"{len(cover)} planted parameters cover the truth in 93 to 97 percent of "
            f"{_draws(cover)} draws of the twin (all together: {100 * cover['share'].mean():.1f} "
            "percent)"
        )
        off = cover[~good].sort_values("share").to_dict("records")
        text += "".join(
            f"{'; outside: ' if number == 0 else ', '}{_words(one['parameter'])} "
            f"({100 * one['share']:.1f})"
            for number, one in enumerate(off)
        )
        result.append(text + ".")
    found = study[study["question"] == "configurations"]
    if len(found):
        each = []
        for name, rows in found.groupby("parameter", sort=False):
            shares = [
                f"{one['method']} {100 * one['share']:.1f}" for one in rows.to_dict("records")
            ]
            each.append(f"{name} ({', '.join(shares)})")
        result.append(
            f"Exactly the planted configurations are found, in percent of {_draws(found)} draws: "
            f"{'; '.join(each)}."
        )
    false = study[study["question"] == "false discoveries"]
    if len(false):
        each = [
            f"{_words(one['parameter']).lower()} {100 * one['share']:.1f} "
            f"({100 * one['lower']:.1f} to {100 * one['upper']:.1f})"
            for one in false.to_dict("records")
        ]
        result.append(
            "Where nothing is planted, a false discovery rate of 5 percent should let something "
            f"through in 5 percent of the draws. It did in {', '.join(each)} percent of "
            f"{_draws(false)} draws."
        )
    return result


def _draws(rows: pd.DataFrame) -> str:
    least, most = int(rows["draws"].min()), int(rows["draws"].max())
    return f"{most:,}" if least == most else f"{least:,} to {most:,}"
