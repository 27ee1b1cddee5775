"""Challenges and strengths: only where the whole interval lies on one side."""

from __future__ import annotations

import numpy as np
import pandas as pd

from wir.learning.standing import check_standing

LEAST_ANSWERS = 5
"""Fewer answers than this are no finding of an alliance, and could point to a person."""

FOUND = ["unit", "topic", "place", "lower", "upper", "certainty"]


def challenges(table: pd.DataFrame, *, weak: float = 33.3, certain: float = 0.9) -> pd.DataFrame:
    """Return the topics on which a unit is clearly weak.

    Parameters
    ----------
    table
        Result of `wir.learning.standing.standing`.
    weak
        The upper end of the interval must not lie above this place.
    certain
        Share of draws that must be on the weak side.

    Returns
    -------
    DataFrame
        ``unit``, ``topic``, ``place``, ``lower``, ``upper``, ``certainty`` (share of draws on the
        weak side, 0–1); by unit, the weakest topic first.

    Raises
    ------
    ValueError
        A table of another form, cut-offs out of range.
    """
    _check(table, weak, certain)
    clear = (table["upper"] <= weak) & (table["weak"] >= certain)
    return _found(table[clear], "weak", ascending=True)


def strengths(table: pd.DataFrame, *, strong: float = 66.7, certain: float = 0.9) -> pd.DataFrame:
    """Return the topics on which a unit is clearly strong; the mirror image of `challenges`."""
    _check(table, strong, certain)
    clear = (table["lower"] >= strong) & (table["strong"] >= certain)
    return _found(table[clear], "strong", ascending=False)


def _found(rows: pd.DataFrame, side: str, *, ascending: bool) -> pd.DataFrame:
    flat = rows.reset_index().rename(columns={side: "certainty"})[FOUND]
    order = flat.assign(_place=flat["place"] if ascending else -flat["place"])
    kept = order.sort_values(["unit", "_place", "topic"], kind="stable")[FOUND]
    return kept.reset_index(drop=True)


def _check(table: pd.DataFrame, cut: float, certain: float) -> None:
    check_standing(table)
    if not 0 < cut < 100:
        raise ValueError(f"The cut-off is {cut}. Expected a place between 0 and 100.")
    if not 0.5 < certain <= 1:
        raise ValueError(f"certain is {certain}. Expected a share above 0.5, up to 1.")


def answers_standing(
    answers: pd.DataFrame,
    *,
    low: float = 1.0,
    high: float = 5.0,
    weak: float = 33.3,
    strong: float = 66.7,
    confidence: float = 0.9,
    draws: int = 500,
    seed: int = 0,
    least: int = LEAST_ANSWERS,
) -> pd.DataFrame:
    """Return where an alliance stands by its own answers, as `standing` does for figures.

    The place is the mean answer on the scale, 0 (lowest answer) to 100 (highest); its interval is
    a bootstrap over respondents, so that few answers give a wide one.

    Parameters
    ----------
    answers
        Columns ``unit``, ``topic``, ``answer`` (one row per respondent and topic).
    low, high
        Ends of the scale of answers.
    weak, strong, confidence
        As in `wir.learning.standing.standing`.
    draws, seed
        Bootstrap draws.
    least
        Topics with fewer answers are left out.

    Raises
    ------
    ValueError
        Missing columns, answers outside the scale (the row is named).
    """
    needed = ["unit", "topic", "answer"]
    missing = [one for one in needed if one not in answers.columns]
    if missing:
        raise ValueError(f"answers lacks the columns {', '.join(missing)}.")
    known = answers.dropna(subset=["answer"])
    outside = known[~known["answer"].between(low, high)]
    if len(outside):
        raise ValueError(
            f"answers, row {outside.index[0]}: found {outside['answer'].iloc[0]}. Expected a "
            f"number from {low:g} to {high:g}."
        )
    rng = np.random.default_rng(seed)
    rows, labels = [], []
    for (unit, topic), part in known.sort_values(["unit", "topic"]).groupby(["unit", "topic"]):
        if len(part) < least:
            continue
        values = np.sort(part["answer"].to_numpy(dtype=float))
        means = values[rng.integers(len(values), size=(draws, len(values)))].mean(axis=1)
        rows.append(100 * (means - low) / (high - low))
        labels.append((unit, topic))
    from wir.learning.standing import COLUMNS, standing

    index = pd.MultiIndex.from_tuples(labels, names=["unit", "topic"])
    if not rows:
        return pd.DataFrame(columns=COLUMNS, index=index, dtype=float)
    places = pd.DataFrame(np.clip(np.array(rows), 0, 100), index=index)
    return standing(places, weak=weak, strong=strong, confidence=confidence)
