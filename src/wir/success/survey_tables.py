"""Who answered a survey, how well its scales measure, and whether respondents agree."""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from wir.success.instrument import asked_table, instrument, keyed, scale_of, scored_items
from wir.success.scales import (
    careless_flags,
    careless_indices,
    cfa,
    cronbach_alpha,
    icc_groups,
    omega,
    parallel_analysis,
    polychoric,
    r_wg,
)
from wir.success.scales.confirmatory import FactorModel

LIKERT = "likert"


def scaled_items(constructs: Sequence[str] | None = None) -> dict[str, list[str]]:
    """Return the scored items of each construct that two or more agree–disagree items measure."""
    known = instrument().constructs if constructs is None else constructs
    found = {
        key: [one for one in scored_items(key) if scale_of(one).kind == LIKERT] for key in known
    }
    return {key: of for key, of in found.items() if len(of) >= 2}


def questionnaire_model(
    turned: pd.DataFrame, scales: Mapping[str, Sequence[str]]
) -> tuple[FactorModel | None, str]:
    """Return the factor model of the questionnaire, or None and why there is none.

    Parameters
    ----------
    turned
        Answers with reverse-coded items turned round.
    scales
        Items of each construct; outcomes are no factors.

    Returns
    -------
    tuple
        The model and an empty text; or None and a sentence, where too few answered everything or
        the model does not converge. Its cautions are in the model.
    """
    factors = {key: list(of) for key, of in scales.items() if key != "progress"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the same cautions as in the model
        try:
            return cfa(turned, factors), ""
        except ValueError as error:
            return None, str(error)


def answered_share(answers: pd.DataFrame) -> pd.Series:
    """Return the share of the items put to a respondent that were answered, 0–1."""
    asked = asked_table(answers)
    given = answers[asked.columns].notna() & asked
    return (given.sum(axis=1) / asked.sum(axis=1).clip(lower=1)).rename("answered")


def careless_table(answers: pd.DataFrame, *, longstring: int) -> pd.DataFrame:
    """Return signs of careless answers: the flags of `careless_flags` for the agreement items.

    Parameters
    ----------
    answers
        Respondents × columns, as answered. A column ``seconds`` is used where there is one.
    longstring
        A run of at least so many same answers counts.
    """
    scales = {key: [one for one in of if one in answers] for key, of in scaled_items().items()}
    items = [one for of in scales.values() for one in of]
    turned = keyed(answers)
    seconds = answers["seconds"] if "seconds" in answers.columns else None
    indices = careless_indices(answers[items], None, seconds)
    # the halves of a scale need items keyed in the same direction
    indices["even_odd"] = careless_indices(turned[items], scales)["even_odd"]
    return careless_flags(indices, longstring=longstring)


def usable(answers: pd.DataFrame, least: float, flags: pd.DataFrame, most_flags: int) -> pd.Series:
    """Return which rows are used: enough answered, and fewer than `most_flags` signs."""
    return (answered_share(answers) >= least) & (flags["flags"] < most_flags)


def response_table(answers: pd.DataFrame, used: pd.Series, invited: int | None) -> pd.DataFrame:
    """Return the way from those invited to those used, per wave.

    Parameters
    ----------
    answers
        Rows with ``alliance`` and ``wave``.
    used
        Result of `usable`.
    invited
        Alliances invited; None where that is not known.

    Returns
    -------
    DataFrame
        One row per wave: ``invited`` (alliances), ``alliances`` and ``respondents`` (with any
        answer), ``median`` (respondents per alliance), ``answered`` (mean share of the items put
        to them, percent), ``used`` and ``used_alliances``.
    """
    share = answered_share(answers)
    rows = []
    for wave, part in answers[share > 0].groupby("wave"):
        kept = part[used[part.index]]
        rows.append(
            {
                "wave": wave,
                "invited": np.nan if invited is None else invited,
                "alliances": part["alliance"].nunique(),
                "respondents": len(part),
                "median": float(part.groupby("alliance").size().median()),
                "answered": 100 * float(share[part.index].mean()),
                "used": len(kept),
                "used_alliances": kept["alliance"].nunique(),
            }
        )
    return pd.DataFrame(rows)


def missing_by_item(answers: pd.DataFrame) -> pd.DataFrame:
    """Return per item how many were asked and the share of them without an answer, percent."""
    asked = asked_table(answers)
    gone = answers[asked.columns].isna() & asked
    table = pd.DataFrame(
        {"asked": asked.sum(), "missing": 100 * gone.sum() / asked.sum().where(asked.sum() > 0)}
    )
    return table.rename_axis("item")


def reliability_table(
    turned: pd.DataFrame,
    scales: Mapping[str, Sequence[str]],
    groups: pd.Series,
    *,
    draws: int,
    seed: int,
) -> pd.DataFrame:
    """Return how well each scale measures.

    Parameters
    ----------
    turned
        Respondents × items, from `wir.success.instrument.keyed`.
    scales
        Items of each construct.
    groups
        Alliance of each respondent, for the interval of α.
    draws
        Of the bootstrap of ω and of the parallel analysis.
    seed
        Of both.

    Returns
    -------
    DataFrame
        One row per construct: ``items``, ``n``, ``alpha`` with ``lower`` and ``upper``, ``omega``
        with ``omega_lower`` and ``omega_upper``, ``polychoric`` and ``pearson`` (mean correlation
        between the items), ``dimensions`` (parallel analysis), ``weakest``
        (item with the smallest item–rest correlation) and ``weakest_item_rest``. Missing where the
        answers do not carry a figure.
    """
    rows = {}
    for key, of in scales.items():
        items = turned[list(of)]
        alpha = cronbach_alpha(items, groups=groups)
        row: dict[str, object] = {
            "items": len(of),
            "n": alpha.n,
            "alpha": alpha.alpha,
            "lower": alpha.lower,
            "upper": alpha.upper,
        }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # Heywood cases are shown as missing
            try:
                one = omega(items, draws=draws, seed=seed)
                values = (one.omega, one.lower, one.upper) if not one.heywood else (np.nan,) * 3
                found = float(parallel_analysis(items, draws=max(draws, 20), seed=seed).dimensions)
            except ValueError:
                values, found = (np.nan,) * 3, np.nan
        row |= dict(zip(("omega", "omega_lower", "omega_upper"), values, strict=True))
        between = polychoric(items).to_numpy()
        pairs = np.triu_indices(len(of), 1)
        row |= {
            "polychoric": float(between[pairs].mean()),
            "pearson": float(items.corr().to_numpy()[pairs].mean()),
            "dimensions": found,
            "weakest": alpha.table["item_rest"].idxmin(),
            "weakest_item_rest": float(alpha.table["item_rest"].min()),
        }
        rows[key] = row
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("construct")


def item_statistics(turned: pd.DataFrame, scales: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Return item statistics of all scales: ``construct``, ``item`` and those of `Alpha.table`."""
    parts = [
        cronbach_alpha(turned[list(of)]).table.reset_index().assign(construct=key)
        for key, of in scales.items()
    ]
    table = pd.concat(parts, ignore_index=True)
    return table[["construct", *[one for one in table.columns if one != "construct"]]]


def agreement_table(
    turned: pd.DataFrame,
    scores: pd.DataFrame,
    groups: pd.Series,
    scales: Mapping[str, Sequence[str]],
) -> pd.DataFrame:
    """Return whether the respondents of an alliance agree enough to be averaged.

    Parameters
    ----------
    turned, scores
        Respondents × items, and × constructs.
    groups
        Alliance of each respondent.
    scales
        Items of each construct.

    Returns
    -------
    DataFrame
        One row per construct: ``groups``, ``n``, ``icc1`` with ``lower`` and ``upper``, ``icc2``,
        ``r_wg`` (median over the alliances with two respondents or more) and ``r_wg_low`` (share
        of these below 0.7, percent).
    """
    rows = {}
    for key, of in scales.items():
        one = icc_groups(scores[key], groups)
        categories = scale_of(of[0]).highest - scale_of(of[0]).lowest + 1
        within = r_wg(turned[list(of)], groups, categories)["r_wg"].dropna()
        rows[key] = {
            "groups": one.groups,
            "n": one.n,
            "icc1": one.icc1,
            "lower": one.lower,
            "upper": one.upper,
            "icc2": one.icc2,
            "r_wg": float(within.median()),
            "r_wg_low": 100 * float((within < 0.7).mean()),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("construct")


def against_all(scores: pd.DataFrame, groups: pd.Series, shown: Sequence[str]) -> pd.DataFrame:
    """Return the mean scores of some alliances against those of all.

    Parameters
    ----------
    scores
        Respondents × constructs.
    groups
        Alliance of each respondent.
    shown
        Alliances of which enough people answered.

    Returns
    -------
    DataFrame
        One row per alliance and construct: ``mean``, ``share_below`` (share of the alliances with
        a mean at or below it, 0–1), ``median_of_all``.
    """
    means = scores.groupby(groups).mean()
    rank = means.rank(pct=True)
    rows = [
        (one, key, means.loc[one, key], rank.loc[one, key], float(means[key].median()))
        for one in shown
        for key in means.columns
    ]
    return pd.DataFrame(
        rows, columns=["alliance", "construct", "mean", "share_below", "median_of_all"]
    )


def half_scores(answers: pd.DataFrame, scores: pd.DataFrame, *, second: bool) -> pd.DataFrame:
    """Return means of alliances from one half of their respondents.

    Where factor and outcome come from different people, a mood that colours all answers of a
    person cannot make them go together. The half follows from a checksum of the respondent's key,
    so that a person is in the same half in every wave. An alliance without anybody in a half is
    missing.
    """
    mark = np.array([zlib.crc32(str(one).encode()) % 2 for one in answers["respondent"]])
    half = mark == int(second)
    return scores[half].groupby(answers.loc[half, "alliance"]).mean()


def changes(before: pd.DataFrame, after: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """Return how scores have changed among those who answered both times.

    Parameters
    ----------
    before, after
        Respondents × constructs at both waves, indexed by respondent.
    groups
        Alliance of each respondent.

    Returns
    -------
    DataFrame
        One row per construct: ``n`` (respondents with both), ``alliances``, ``change`` (mean),
        ``lower``, ``upper`` and ``p`` with standard errors clustered by alliance (t with one degree
        of freedom less than alliances).
    """
    from scipy.stats import t

    both = before.index.intersection(after.index)
    rows = {}
    for key in before.columns.intersection(after.columns):
        difference = (after.loc[both, key] - before.loc[both, key]).dropna()
        group = groups[difference.index]
        mean, n, count = float(difference.mean()), len(difference), int(group.nunique())
        sums = (difference - mean).groupby(group).sum()
        error = float(np.sqrt(count / (count - 1) * (sums**2).sum())) / n
        half = float(t.ppf(0.975, count - 1)) * error
        rows[key] = {
            "n": n,
            "alliances": count,
            "change": mean,
            "lower": mean - half,
            "upper": mean + half,
            "p": 2 * float(t.sf(abs(mean) / error, count - 1)) if error > 0 else 1.0,
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("construct")
