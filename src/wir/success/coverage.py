"""Does what is planted in the synthetic twin come out? One draw, and the summary of many.

The study itself, a thousand draws, is `benchmarks/success_coverage.py`; its results are kept in
`benchmarks/results/` and read here. Each draw goes through the same steps as an analysis of real
answers: careless respondents are left out, scores are made and averaged, models are fitted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import beta, t

from wir import config
from wir.success.alliance_scores import AllianceScores, alliance_scores, attentive
from wir.success.instrument import aggregate, constructs, keyed, score, scored_items
from wir.success.models.firth import firth_logit
from wir.success.models.imputation import fit_and_pool, impute
from wir.success.models.linear import linear
from wir.success.models.multiplicity import false_discovery_rate
from wir.success.models.ordinal import ordered_logit
from wir.success.qca.calibration import calibrate
from wir.success.qca.minimisation import Kind, minimise
from wir.success.qca.truth import truth_table
from wir.success.scales.agreement import Interval, icc_groups
from wir.success.scales.reliability import cronbach_alpha
from wir.success.synthetic import Synthetic

RESULTS = config.ROOT / "benchmarks" / "results"

OUTCOMES = ("progress", "follow_on", "continuation")
"""Surveyed outcomes whose relation to every factor is tested."""


@dataclass(frozen=True)
class Prepared:
    """What the models of one draw use.

    `answers` and `scores` are those of attentive respondents at wave 1, `later` at wave 2,
    `alliances` the scores of alliances at wave 1 with their reliability, `outcomes` those that
    show at wave 2.
    """

    answers: pd.DataFrame
    scores: pd.DataFrame
    alliances: AllianceScores
    outcomes: pd.DataFrame
    later: pd.DataFrame


def prepare(twin: Synthetic) -> Prepared:
    """Return scores of attentive respondents, of alliances, and outcomes."""
    factors = list(constructs("factor").index)
    waves = {}
    for wave in (1, 2):
        rows = twin.respondents[twin.respondents["wave"] == wave].set_index("respondent")
        waves[wave] = (rows, attentive(rows))
    answers = waves[1][0][waves[1][1]]
    scores = score(answers, factors)
    rows, reads = waves[2]
    opinions = score(rows[reads], [*factors, "progress"])
    later = aggregate(opinions, rows.loc[reads, "alliance"])
    facts = aggregate(score(rows, ["follow_on", "continuation", "partners"]), rows["alliance"])
    return Prepared(
        answers,
        scores,
        alliance_scores(scores, answers["alliance"]),
        facts.assign(progress=later["progress"]),
        later[factors],
    )


Row = tuple[str, str, float, float, float, float]
COLUMNS = ["parameter", "method", "truth", "estimate", "lower", "upper"]


def measurement(twin: Synthetic) -> pd.DataFrame:
    """Estimate reliability, agreement within alliances, and change between the waves in one draw.

    Returns
    -------
    DataFrame
        ``parameter``, ``method``, ``truth``, ``estimate``, ``lower``, ``upper``; parameters are
        ``alpha``, ``icc`` and ``change`` of each factor.
    """
    return pd.DataFrame(_measurement(twin, prepare(twin)), columns=COLUMNS)


def effects(twin: Synthetic) -> pd.DataFrame:
    """Estimate the planted effects in one draw.

    Returns
    -------
    DataFrame
        Columns as `measurement`; parameters are ``slope`` (per point of the true score of the
        factor) and ``round2`` of each outcome. ``corrected`` uses predicted true scores,
        ``uncorrected`` the means of the answers.
    """
    return pd.DataFrame(_effects(twin, prepare(twin)), columns=COLUMNS)


def _measurement(twin: Synthetic, data: Prepared) -> Iterator[Row]:
    table = keyed(data.answers)
    group = data.answers["alliance"]
    for name, figures in twin.truth["constructs"].items():
        for method, by in (("jackknife over alliances", group), ("Feldt", None)):
            alpha = cronbach_alpha(table[scored_items(name)], groups=by)
            found = (alpha.alpha, alpha.lower, alpha.upper)
            yield f"alpha.{name}", method, figures["alpha"], *found
        for kind in INTERVALS:
            icc = icc_groups(data.scores[name], group, interval=kind)
            method = "jackknife over alliances" if kind == "jackknife" else "F"
            yield f"icc.{name}", method, figures["icc1"], icc.icc1, icc.lower, icc.upper
        moved = (data.later[name] - data.alliances.means[name]).dropna()
        half = float(t.ppf(0.975, len(moved) - 1) * moved.std() / np.sqrt(len(moved)))
        mean = float(moved.mean())
        yield (
            f"change.{name}",
            "t over alliances",
            figures["change"],
            mean,
            mean - half,
            mean + half,
        )


INTERVALS: tuple[Interval, ...] = ("jackknife", "f")


def _effects(twin: Synthetic, data: Prepared) -> Iterator[Row]:
    planted = twin.truth["effects"]
    round2 = (twin.alliances["round"] - 1.0).rename("round2")
    predicted, means = data.alliances.predicted, data.alliances.means

    def fitted(outcome: str, scores: pd.DataFrame) -> pd.DataFrame:
        y = data.outcomes[outcome].dropna()
        X = pd.concat([scores[planted[outcome]["factor"]], round2], axis=1).loc[y.index]
        return FITS[outcome](X, y)

    for outcome in FITS:
        yield from _rows(outcome, "corrected", planted[outcome], fitted(outcome, predicted))
    for outcome in ("progress", "continuation"):
        yield from _rows(outcome, "uncorrected", planted[outcome], fitted(outcome, means))
    one = planted["funds_drawn"]
    names = [one["factor"], "round2"]
    records = twin.alliances[["projects", "funds_drawn"]]
    whole = pd.concat([predicted[one["factor"]], round2, records], axis=1)
    copies = impute(whole, 20, seed=int(twin.truth["seed"]))
    pooled = fit_and_pool(
        copies, lambda copy: linear(copy[names], copy["funds_drawn"]), len(whole) - 3
    )
    yield from _rows("funds_drawn", "corrected, imputed", one, pooled)
    complete = whole.dropna()
    alone = linear(complete[names], complete["funds_drawn"])
    yield from _rows("funds_drawn", "corrected, complete cases", one, alone)


def _rows(outcome: str, kind: str, one: dict[str, Any], table: pd.DataFrame) -> Iterator[Row]:
    for term, short in ((one["factor"], "slope"), ("round2", "round2")):
        value, lower, upper = (float(table[key][term]) for key in ("estimate", "lower", "upper"))
        yield f"{short}.{outcome}", kind, one[short], value, lower, upper


def _linear(X: pd.DataFrame, y: pd.Series, intervals: bool = True) -> pd.DataFrame:  # noqa: ARG001
    return linear(X, y)


def _firth(X: pd.DataFrame, y: pd.Series, intervals: bool = True) -> pd.DataFrame:
    return firth_logit(X, y, intervals=intervals).table


def _ordered(X: pd.DataFrame, y: pd.Series, intervals: bool = True) -> pd.DataFrame:
    return ordered_logit(X, y, intervals=intervals).table


Fit = Callable[..., pd.DataFrame]
FITS: dict[str, Fit] = {"progress": _linear, "follow_on": _firth, "continuation": _ordered}


def discoveries(twin: Synthetic) -> dict[str, int]:
    """Test every factor against every surveyed outcome; count what passes the false discovery rate.

    Returns
    -------
    dict
        Findings at 5 per cent per family: ``progress``, ``follow_on``, ``continuation`` (the
        factors each) and ``all`` (all tests together).
    """
    data = prepare(twin)
    p = {}
    for outcome, fit in FITS.items():
        y = data.outcomes[outcome].dropna()
        for factor in data.alliances.predicted.columns:
            X = data.alliances.predicted.loc[y.index, [factor]]
            p[outcome, factor] = float(fit(X, y, intervals=False)["p"].loc[factor])
    every = pd.Series(p)
    families = {outcome: every.loc[[outcome]] for outcome in FITS} | {"all": every}
    return {name: int(false_discovery_rate(one)["found"].sum()) for name, one in families.items()}


SOLUTIONS: tuple[Kind, ...] = ("parsimonious", "intermediate")


def configurations_found(twin: Synthetic) -> dict[Kind, bool]:
    """Look for the planted configurations with fsQCA.

    Consistency 0.8, PRI 0.5, one case per row, conditions expected to help by their presence.

    Returns
    -------
    dict
        For each kind of solution whether one of its models consists of exactly the planted terms.
    """
    planted = twin.truth["configurations"]
    rows = twin.respondents[twin.respondents["wave"] == planted["counted_at_wave"]]
    partners = aggregate(score(rows, ["partners"]), rows["alliance"])["partners"]
    table = pd.DataFrame(
        {
            name: calibrate(twin.alliances[name], *anchors)
            for name, anchors in planted["conditions"].items()
        }
    )
    table["partners"] = calibrate(partners, *planted["outcome_anchors"])
    truth = truth_table(table.dropna(), "partners", consistency=0.8, pri=0.5)
    wanted = {frozenset(term.split("*")) for term in planted["sufficient"]}
    result: dict[Kind, bool] = {}
    for kind in SOLUTIONS:
        expected = [1] * len(planted["conditions"]) if kind == "intermediate" else None
        try:
            models = minimise(truth, kind, expected).models
        except ValueError:  # no sufficient row
            models = ()
        terms = [{frozenset(term.split("*")) for term in str(one).split(" + ")} for one in models]
        result[kind] = wanted in terms
    return result


def summary(draws: pd.DataFrame) -> pd.DataFrame:
    """Return how often intervals cover, from the estimates of many draws.

    Parameters
    ----------
    draws
        Rows of `measurement` or `effects`.

    Returns
    -------
    DataFrame
        One row per parameter and method: ``truth``, ``mean`` and ``sd`` of the estimates, ``bias``
        in standard deviations of the estimate, ``width`` of the intervals (median), ``share`` of
        them that cover the truth, ``lower`` and ``upper`` (95 per cent interval of the share, after
        Clopper and Pearson), ``draws``.
    """
    inside = (draws["lower"] <= draws["truth"]) & (draws["truth"] <= draws["upper"])
    widths = draws["upper"] - draws["lower"]
    marked = draws.assign(inside=inside, width=widths)
    records = []
    for (parameter, method), rows in marked.groupby(["parameter", "method"], sort=False):
        n, hits = len(rows), int(rows["inside"].sum())
        low, high = exact_interval(hits, n)
        spread = float(rows["estimate"].std())
        truth, mean = float(rows["truth"].iloc[0]), float(rows["estimate"].mean())
        records.append(
            {
                "parameter": parameter,
                "method": method,
                "truth": truth,
                "mean": mean,
                "sd": spread,
                "bias": (mean - truth) / spread,
                "width": float(rows["width"].median()),
                "share": hits / n,
                "lower": low,
                "upper": high,
                "draws": n,
            }
        )
    return pd.DataFrame(records)


def exact_interval(hits: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Return the interval of a share after Clopper and Pearson."""
    tail = (1 - level) / 2
    low = float(beta.ppf(tail, hits, n - hits + 1)) if hits else 0.0
    high = float(beta.ppf(1 - tail, hits + 1, n - hits)) if hits < n else 1.0
    return low, high


def coverage_table(folder: Path = RESULTS) -> pd.DataFrame:
    """Return the results of the study: how often the planted truth was recovered.

    Returns
    -------
    DataFrame
        Columns as `summary`, after ``part`` of the study and ``question``: ``coverage`` (share of
        intervals that cover), ``configurations`` (share of draws in which fsQCA
        finds exactly the planted terms) or
        ``false discoveries`` (share of draws without any effect in which something is found).

    Raises
    ------
    FileNotFoundError
        The study has not been run.
    """
    path = folder / "success_coverage.csv"
    if not path.is_file():
        raise FileNotFoundError(
            f"{path} is missing. Run benchmarks/success_coverage.py, which writes it."
        )
    return pd.read_csv(path)
