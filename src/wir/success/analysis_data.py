"""What notebooks on success run on: the synthetic twin, or answers of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from wir.success.alliance_scores import alliance_scores
from wir.success.answers import read_answers
from wir.success.instrument import aggregate, constructs, score
from wir.success.synthetic import planted

RECORDS = ("projects", "funds_drawn")
"""Records that help to fill gaps, or are outcomes."""


@dataclass(frozen=True)
class AnalysisData:
    """Answers with what else is known of the alliances.

    Attributes
    ----------
    answers
        As `wir.success.instrument` describes.
    records
        Alliances × what is known of them besides: ``round``, and whatever else there is.
    truth
        Planted parameters; None for real answers.
    folder
        Folder of the confidential data; None for the twin.
    """

    answers: pd.DataFrame
    records: pd.DataFrame
    truth: dict[str, Any] | None
    folder: Path | None

    @property
    def synthetic(self) -> bool:
        """Whether the answers are made up."""
        return self.truth is not None


def analysis_data(own: str, seed: int) -> AnalysisData:
    """Return the answers to analyse.

    Parameters
    ----------
    own
        Folder below ``data/raw/own``; empty for the synthetic twin.
    seed
        Of the twin.

    Raises
    ------
    SurveyError
        As `wir.success.answers.read_answers`.
    """
    found = read_answers(own, seed)
    truth = planted() if found.synthetic else None
    return AnalysisData(found.table, found.records, truth, found.folder)


def alliance_table(first: pd.DataFrame, later: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """Return one row per alliance: factors at one wave, outcomes at another, records.

    Parameters
    ----------
    first, later
        Used answers that give the factors, and the outcomes (the same if there is one wave).
    records
        Alliances × records.

    Returns
    -------
    DataFrame
        Alliances × factors (best predictions of their true scores, `alliance_scores`), outcomes
        (`wir.success.instrument.aggregate`), ``projects`` and ``funds_drawn`` where known, and
        ``round2`` (1 for the second round), as far as they vary.
    """
    factors = list(constructs("factor").index)
    outcomes = list(constructs("outcome").index)
    guess = alliance_scores(score(first)[factors], first["alliance"]).predicted
    scores = score(later)
    reported = aggregate(scores[[one for one in outcomes if one in scores]], later["alliance"])
    table = guess.join(reported)
    for name in RECORDS:
        if name in records.columns:
            table[name] = records[name].reindex(table.index).astype(float)
    if "round" in records.columns and records["round"].notna().all():
        table["round2"] = (records["round"].reindex(table.index).astype(int) == 2).astype(float)
    return table.loc[:, table.min() < table.max()]


def planted_effects(table: pd.DataFrame, truth: dict[str, Any] | None) -> pd.DataFrame:
    """Return a table of pairs of outcome and factor with ``planted``, the true slope beside others.

    Zero where none of the factors, or another one, is planted for the outcome; missing for real
    answers.
    """
    effects = {} if truth is None else truth["effects"]
    planted = [
        float(effects[outcome]["slope"])
        if outcome in effects and effects[outcome]["factor"] == factor
        else 0.0
        for outcome, factor in zip(table["outcome"], table["factor"], strict=True)
    ]
    return table.assign(planted=float("nan") if truth is None else planted)


def condition_table(
    answers: pd.DataFrame, later: pd.DataFrame, records: pd.DataFrame
) -> pd.DataFrame:
    """Return everything that can be a condition or an outcome of a configuration.

    Parameters
    ----------
    answers
        Used answers that give the factors.
    later
        Used answers that give the outcomes.
    records
        Alliances × records.

    Returns
    -------
    DataFrame
        Alliances × factors (plain means, as the sets are about what people say), outcomes and
        numeric records but the round.
    """
    factors = list(constructs("factor").index)
    outcomes = list(constructs("outcome").index)
    scores = score(later)
    table = aggregate(score(answers)[factors], answers["alliance"]).join(
        aggregate(scores[[one for one in outcomes if one in scores]], later["alliance"])
    )
    more = records.drop(columns="round", errors="ignore").select_dtypes("number")
    return table.join(more)
