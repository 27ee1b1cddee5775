"""What notebooks on success run on: the synthetic twin, or answers of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from wir import config
from wir.success.instrument import aggregate, constructs, score
from wir.success.survey_tables import reliable_means
from wir.success.synthetic import synthetic

RECORDS = ("round", "projects", "funds_drawn")
"""What may be known of an alliance besides the answers."""


@dataclass(frozen=True)
class AnalysisData:
    """Answers with what else is known of the alliances.

    Attributes
    ----------
    answers
        As `wir.success.instrument` describes.
    records
        Alliances × those of `RECORDS` that are known.
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


def analysis_data(own: str, seed: int, alliances: pd.DataFrame) -> AnalysisData:
    """Return the answers to analyse.

    Parameters
    ----------
    own
        Folder below ``data/raw/own``; empty for the synthetic twin.
    seed
        Of the twin.
    alliances
        The table ``alliances``, for the rounds of real ones.
    """
    if not own:
        twin = synthetic(seed)
        return AnalysisData(twin.respondents, twin.alliances, twin.truth, None)
    from wir.success.answers import load_answers

    answers = load_answers(own)
    known = alliances.set_index("alliance_id")["round"].rename_axis("alliance")
    records = known.reindex(sorted(answers["alliance"].unique())).to_frame()
    return AnalysisData(answers, records, None, config.OWN / own)


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
        Alliances × factors (best guesses of their true scores, `reliable_means`), outcomes
        (`wir.success.instrument.aggregate`), ``projects`` and ``funds_drawn`` where known, and
        ``round2`` (1 for the second round), as far as they vary.
    """
    factors = list(constructs("factor").index)
    outcomes = list(constructs("outcome").index)
    guess = reliable_means(score(first)[factors], first["alliance"])
    scores = score(later)
    reported = aggregate(scores[[one for one in outcomes if one in scores]], later["alliance"])
    table = guess.join(reported)
    for name in RECORDS[1:]:
        if name in records.columns:
            table[name] = records[name].reindex(table.index).astype(float)
    if "round" in records.columns:
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
