"""A synthetic twin of the survey: made-up answers with known structure.

Real answers are confidential. The twin has their form, and everything in it is planted: how items
measure constructs, how much respondents of one alliance agree, what goes with which outcome, who is
careless, what is missing. Methods that run on it must find what was planted
(`benchmarks/success_coverage.py`). It says nothing about any real alliance.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from wir.files import replacing
from wir.potential.checks import Floats
from wir.success.graded import GradedScale
from wir.success.instrument import constructs, instrument, scale_of, scored_items
from wir.success.qca.calibration import calibrate

SHARED = {
    "anchoring": 0.45, "roles": 0.45, "balance": 0.30, "strategy": 0.45, "governance": 0.45,
    "management": 0.40, "learning": 0.35, "progress": 0.45,
}  # fmt: skip
"""Share of a construct's variance between alliances."""

CHANGE = {"learning": 0.30, "strategy": 0.20}
"""How far a construct has moved at wave 2, in its standard deviations; others have not."""

LOADINGS = (0.80, 0.75, 0.70, 0.75, 0.65)
SHIFTS = (0.25, 0.0, -0.15, 0.1, -0.05)
THRESHOLDS = {5: (-1.6, -0.8, 0.1, 1.1), 7: (-2.0, -1.4, -0.8, -0.1, 0.6, 1.3)}

BETWEEN_FACTORS = 0.20
"""Correlation of any two factors over alliances."""

STABILITY = 0.7
"""Correlation of a respondent's own part of a construct between the waves."""


@dataclass(frozen=True)
class Effect:
    """What goes with an outcome: one factor, and the round.

    `slope` is per point of the alliance's *true score* of the factor at wave 1 (the mean answer of
    infinitely many attentive respondents), `round2` the difference of round 2 from round 1; both on
    the scale of the outcome's linear predictor. `noise` is the standard deviation of a linear
    outcome.
    """

    outcome: str
    factor: str
    model: str
    slope: float
    round2: float
    constant: tuple[float, ...]
    noise: float = 0.0


EFFECTS = {
    one.outcome: one
    for one in (
        Effect("progress", "strategy", "linear", 0.40, -0.15, (3.1,), 0.25),
        Effect("funds_drawn", "management", "linear", 12.0, -6.0, (58.0,), 8.0),
        Effect("follow_on", "roles", "logit", 2.2, -0.5, (0.3,)),
        Effect("continuation", "anchoring", "cumulative logit", 2.0, -0.4, (-2.2, -0.9, 0.3, 1.6)),
    )
}
"""Planted effects; those on surveyed outcomes show at wave 2."""


@dataclass(frozen=True)
class Condition:
    """A condition of the configurations, as the records of an alliance show it.

    `anchors` are the values at which an alliance is out of the set, neither in nor out, and in it;
    `step` is how finely the value is recorded.
    """

    name: str
    anchors: tuple[float, float, float]
    step: float


CONDITIONS = (
    Condition("regional_share", (30.0, 55.5, 80.0), 1.0),
    Condition("company_share", (15.0, 38.5, 60.0), 1.0),
    Condition("staff", (1.0, 2.95, 5.0), 0.1),
    Condition("meetings", (2.0, 6.5, 12.0), 1.0),
)
"""Partners from the region and companies among them (per cent), posts in the management, and
meetings of all partners in a year. No recorded value lies on a crossover."""

CONFIGURATIONS = ("regional_share*meetings", "company_share*staff")
"""Combinations that each suffice for many new partners, whatever the other conditions."""

CONFIGURATION_NOISE = 0.06
"""Standard deviation of the membership in many new partners around that in the combinations."""

PARTNER_ANCHORS = (3.0, 12.5, 30.0)
"""New partners at which an alliance is fully out of, neither in nor out of, fully in the set."""


@dataclass(frozen=True)
class Synthetic:
    """Made-up answers with known structure.

    Attributes
    ----------
    respondents
        One row per respondent and wave: ``respondent``, ``alliance``, ``wave``, ``role``,
        ``organisation`` and the items, as `wir.success.instrument` describes.
    alliances
        One row per alliance (index ``alliance``), as if from the records of the programme:
        ``round`` (1 or 2), ``projects`` (funded projects), ``funds_drawn`` (share of the approved
        funds that has been drawn, per cent, missing for some), and the conditions of the
        configurations: ``regional_share``, ``company_share``, ``staff``, ``meetings``.
    true_scores
        Alliances × constructs: the planted true scores at wave 1, and of ``progress`` at wave 2.
    truth
        All planted parameters, in the form that `write_truth` writes.
    """

    respondents: pd.DataFrame
    alliances: pd.DataFrame
    true_scores: pd.DataFrame
    truth: dict[str, Any]

    def write_truth(self, path: Path) -> None:
        """Write the planted parameters as JSON."""
        text = json.dumps(self.truth, indent=1, ensure_ascii=False)
        with replacing(Path(path)) as temporary:
            temporary.write_text(text + "\n", encoding="utf-8")


def synthetic(
    seed: int = 0,
    *,
    alliances: int = 44,
    respondents: tuple[int, int] = (6, 16),
    effects: float = 1.0,
    nonresponse: float = 0.05,
    careless: float = 0.05,
    returning: float = 0.75,
    common_method: float = 0.0,
    limited_diversity: bool = False,
    condition_reliability: float = 1.0,
) -> Synthetic:
    """Return a synthetic twin of the survey.

    Parameters
    ----------
    seed
        The same seed gives the same answers.
    alliances
        How many; their keys are A01, A02, … and stand for none of the real ones.
    respondents
        Fewest and most people of an alliance who answer at wave 1.
    effects
        Factor on all planted effects. With 0 nothing goes with any outcome, no configuration
        either.
    nonresponse
        Share of the items left out at random.
    careless
        Share of the respondents who answer without reading: half of them the same on every item,
        half at random.
    returning
        Share of the respondents (other than the coordination, which always does) who answer wave 2;
        as many others join as have left.
    common_method
        Share of a respondent's own part that all constructs have in common, as when people who are
        content tick high everywhere. It biases what survey answers say about surveyed outcomes; 0
        plants none.
    limited_diversity
        Let chance decide which combinations of the conditions occur, so that some do not; by
        default all are equally frequent.
    condition_reliability
        Share of the variance of the recorded conditions that is true; the rest is error.

    Raises
    ------
    ValueError
        Fewer than ten alliances or two respondents in one, shares outside 0–1.
    """
    _check(alliances, respondents, nonresponse, careless, returning, common_method)
    if not 0 < condition_reliability <= 1:
        raise ValueError(
            f"condition_reliability is {condition_reliability}. Expected a share above 0, up to 1."
        )
    rng = np.random.default_rng([seed, 20170727])
    size = rng.integers(respondents[0], respondents[1] + 1, alliances)
    names = [f"A{number:0{max(2, len(str(alliances)))}d}" for number in range(1, alliances + 1)]
    round2 = (rng.permutation(alliances) >= alliances * 20 // 44).astype(float)
    latent = _factors(rng, alliances)
    true = {key: graded(key).true_score(value) for key, value in latent.items()}
    outcomes = _outcomes(rng, true, round2, effects)
    conditions = _conditions(rng, alliances, limited_diversity)
    outcomes["partners"] = _partners(rng, conditions, effects)
    latent["progress"] = graded("progress").alliance_with(outcomes["progress"])
    people = _people(rng, size, returning)
    kind = _careless(rng, people["person"].max() + 1, careless)
    answers = _likert(rng, people, latent, common_method)
    answers = _without_reading(rng, answers, kind[people["person"]])
    answers.update(_reported(rng, people, outcomes))
    table = _table(people, answers, names)
    _leave_out(rng, table, nonresponse)
    shown = {"alliance": names, "round": 1 + round2.astype(int), "projects": outcomes["projects"]}
    shown["funds_drawn"] = outcomes["funds_drawn"]
    shown.update(_recorded(rng, conditions, condition_reliability))
    records = pd.DataFrame(shown).set_index("alliance")
    unread = pd.Series(kind[people["person"]], index=table["respondent"])
    unread = unread[~unread.index.duplicated() & (unread != "")].sort_index()
    return Synthetic(
        table,
        records,
        pd.DataFrame({**true, "progress": outcomes["progress"]}, index=records.index),
        {
            "seed": seed,
            "alliances": alliances,
            "respondents": list(respondents),
            **planted(effects),
            "common_method": common_method,
            "limited_diversity": limited_diversity,
            "condition_reliability": condition_reliability,
            "missing": {
                "items": nonresponse,
                "returning_at_wave_2": returning,
                "funds_drawn": {"constant": MISSING[0], "per_project": MISSING[1]},
            },
            "careless": {"share": careless, "respondents": unread.to_dict()},
        },
    )


MISSING = (1.2, -0.17)
"""Log odds that an alliance's record of funds is missing: constant, and per funded project."""


@cache
def graded(construct: str) -> GradedScale:
    """Return how the items of a construct are answered, keyed in the same direction."""
    keys = scored_items(construct)
    k, categories = len(keys), scale_of(keys[0]).highest
    base = np.array(THRESHOLDS[categories])
    return GradedScale(
        np.array(LOADINGS[:k]), base - np.array(SHIFTS[:k])[:, None], SHARED[construct]
    )


@cache
def _figures(construct: str) -> dict[str, float]:
    scale = graded(construct)
    mean, change = scale.mean(), CHANGE.get(construct, 0.0)
    return {
        "alpha": scale.alpha(),
        "icc1": scale.icc(),
        "mean": mean,
        "sd_between_alliances": float(np.sqrt(scale.between())),
        "change": scale.mean(change) - mean,
    }


@cache
def _centre(construct: str) -> float:
    return round(graded(construct).mean(), 2)


def planted(effects: float = 1.0) -> dict[str, Any]:
    """Return the planted parameters that are the same for every seed.

    Keys: ``items`` (loading, thresholds), ``constructs`` (α, ICC(1), mean, standard deviation
    between alliances, change between the waves, all of the score of attentive respondents who
    answer every item), ``effects``, ``configurations``, and correlations.
    """
    measured = {
        key: {
            "loading": float(graded(name).loadings[place]),
            "thresholds": graded(name).thresholds[place].round(4).tolist(),
        }
        for name in SHARED
        for place, key in enumerate(scored_items(name))
    }
    factors = list(constructs("factor").index)
    return {
        "effects_times": effects,
        "items": measured,
        "constructs": {
            name: {"latent_icc": SHARED[name], "latent_change": CHANGE.get(name, 0.0)}
            | _figures(name)
            for name in factors
        },
        "correlation_between_factors": BETWEEN_FACTORS,
        "stability_of_respondents": STABILITY,
        "effects": {
            one.outcome: {
                "factor": one.factor,
                "model": one.model,
                "slope": one.slope * effects,
                "round2": one.round2 * effects,
                "constant": list(one.constant),
                "noise": one.noise,
                "factor_centred_at": _centre(one.factor),
            }
            for one in EFFECTS.values()
        },
        "configurations": {
            "outcome": "partners",
            "sufficient": list(CONFIGURATIONS) if effects else [],
            "conditions": {one.name: list(one.anchors) for one in CONDITIONS},
            "outcome_anchors": list(PARTNER_ANCHORS),
            "noise": CONFIGURATION_NOISE,
            "counted_at_wave": 2,
        },
    }


def _check(alliances: int, respondents: tuple[int, int], *shares: float) -> None:
    if alliances < 10:
        raise ValueError(f"alliances is {alliances}. Expected ten or more.")
    fewest, most = respondents
    if not 2 <= fewest <= most:
        raise ValueError(
            f"respondents is {respondents}. Expected the fewest (two or more) and the most people "
            "of an alliance, such as (6, 16)."
        )
    for share in shares:
        if not 0 <= share <= 1:
            raise ValueError(f"Found a share of {share}. Expected one between 0 and 1.")


def _factors(rng: np.random.Generator, n: int) -> dict[str, Floats]:
    """Return the alliances' parts of all factors, standard normal and correlated."""
    names = list(constructs("factor").index)
    common, own = rng.standard_normal((n, 1)), rng.standard_normal((n, len(names)))
    values = np.sqrt(BETWEEN_FACTORS) * common + np.sqrt(1 - BETWEEN_FACTORS) * own
    return {name: values[:, place] for place, name in enumerate(names)}


def _outcomes(
    rng: np.random.Generator, true: dict[str, Floats], round2: Floats, effects: float
) -> dict[str, Floats]:
    """Return the outcomes of alliances at wave 2."""
    n = len(round2)
    predictor = {
        key: effects * (one.slope * (true[one.factor] - _centre(one.factor)) + one.round2 * round2)
        for key, one in EFFECTS.items()
    }
    one = EFFECTS["progress"]
    progress = one.constant[0] + predictor["progress"] + one.noise * rng.standard_normal(n)
    one = EFFECTS["funds_drawn"]
    surprise = rng.standard_normal(n)
    funds = one.constant[0] + predictor["funds_drawn"] + one.noise * surprise
    projects = np.maximum(np.rint(18 + 4 * surprise + 4 * rng.standard_normal(n)), 1.0)
    unknown = rng.random(n) < expit(MISSING[0] + MISSING[1] * projects)
    one = EFFECTS["follow_on"]
    follow_on = (rng.random(n) < expit(one.constant[0] + predictor["follow_on"])).astype(float)
    one = EFFECTS["continuation"]
    limit = np.array(one.constant) - predictor["continuation"][:, None]
    continuation = 1 + (rng.random((n, 1)) > expit(limit)).sum(axis=1).astype(float)
    return {
        "progress": progress,
        "funds_drawn": np.where(unknown, np.nan, funds.clip(0, 100).round(1)),
        "projects": projects,
        "follow_on": follow_on,
        "continuation": continuation,
    }


def _conditions(rng: np.random.Generator, n: int, limited_diversity: bool) -> dict[str, Floats]:
    """Return the values of the conditions: each alliance clearly has one or lacks it, in degrees.

    The combinations of presence and absence are equally frequent, or as frequent as chance has it.
    """
    k = len(CONDITIONS)
    even, by_chance = rng.permutation(n) % 2**k, rng.integers(0, 2**k, n)
    row = by_chance if limited_diversity else even
    result = {}
    for place, one in enumerate(CONDITIONS):
        side = 2.0 * (row >> place & 1) - 1
        value = _value(side * (0.4 + 0.5 * np.abs(rng.standard_normal(n))), one.anchors)
        result[one.name] = np.maximum(np.rint(value / one.step) * one.step, 0.0).round(1)
    return result


def _recorded(
    rng: np.random.Generator, conditions: dict[str, Floats], reliability: float
) -> dict[str, Floats]:
    """Return the values as records show them: `reliability` is the true share of the variance."""
    result = {}
    for one in CONDITIONS:
        true = conditions[one.name]
        error = np.sqrt(1 / reliability - 1) * true.std() * rng.standard_normal(len(true))
        value = np.rint((true + error) / one.step) * one.step
        result[one.name] = np.maximum(value, 0.0).round(1)
    return result


def _value(reach: Floats, anchors: tuple[float, float, float]) -> Floats:
    """Return the value that lies so far (1: at an anchor) from the crossover."""
    low, middle, high = anchors
    return middle + np.where(reach < 0, middle - low, high - middle) * reach


def _partners(rng: np.random.Generator, conditions: dict[str, Floats], effects: float) -> Floats:
    """Return the number of new partners, which one of the configurations makes large."""
    n = len(conditions["staff"])
    chance, noise = rng.random(n), CONFIGURATION_NOISE * rng.standard_normal(n)
    if effects:
        set_of = {
            one.name: calibrate(pd.Series(conditions[one.name]), *one.anchors).to_numpy()
            for one in CONDITIONS
        }
        terms = [[set_of[name] for name in term.split("*")] for term in CONFIGURATIONS]
        chance = np.max([np.min(parts, axis=0) for parts in terms], axis=0) + noise
    reach = logit(chance.clip(0.01, 0.99)) / logit(0.95)
    return np.maximum(np.rint(_value(reach, PARTNER_ANCHORS)), 0.0)


def _people(rng: np.random.Generator, size: Any, returning: float) -> dict[str, Any]:
    """Return who answers when: one entry per row of the table.

    The first of each alliance is its coordination. Who does not return is replaced by another.
    """
    place = np.concatenate([np.arange(n) for n in size])
    alliance = np.repeat(np.arange(len(size)), size)
    stays = (rng.random(len(place)) < returning) | (place == 0)
    person = np.arange(len(place))
    replaced = np.where(stays, person, -1)
    replaced[~stays] = len(person) + np.arange(int((~stays).sum()))
    number = np.where(stays, place, place + np.repeat(size, size))
    total = len(person) + int((~stays).sum())
    roles = np.array(scale_of("role").codes)
    role = rng.choice(roles, total, p=[0.0, 0.25, 0.55, 0.20])
    role[person[place == 0]] = roles[0]
    kinds = list(scale_of("organisation").codes)
    organisation = rng.choice(kinds, total, p=[0.35, 0.35, 0.15, 0.15])
    everyone = np.concatenate([person, replaced])
    return {
        "person": everyone,
        "alliance": np.concatenate([alliance, alliance]),
        "number": np.concatenate([place, number]) + 1,
        "wave": np.repeat([1, 2], len(place)),
        "role": role[everyone],
        "organisation": organisation[everyone],
    }


def _careless(rng: np.random.Generator, people: int, share: float) -> np.ndarray[Any, Any]:
    """Return for each person how it answers without reading, or an empty text."""
    draw = rng.random(people)
    return np.where(draw < share / 2, "straight-lining", np.where(draw < share, "random", ""))


def _likert(
    rng: np.random.Generator,
    people: dict[str, Any],
    latent: dict[str, Floats],
    common_method: float,
) -> dict[str, Floats]:
    """Return attentive answers to all items on scales of agreement."""
    second = people["wave"] == 2
    persons = int(people["person"].max()) + 1

    def own() -> Floats:
        first, later = rng.standard_normal((2, persons))
        again = STABILITY * first + np.sqrt(1 - STABILITY**2) * later
        return np.where(second, again[people["person"]], first[people["person"]])

    mood = own()
    answers = {}
    for name in SHARED:
        scale, keys = graded(name), scored_items(name)
        private = np.sqrt(common_method) * mood + np.sqrt(1 - common_method) * own()
        construct = np.sqrt(scale.shared) * latent[name][people["alliance"]]
        construct = construct + np.sqrt(1 - scale.shared) * private
        construct = construct + CHANGE.get(name, 0.0) * second
        given = scale.answers(construct, rng.standard_normal((len(construct), len(keys))))
        for place, key in enumerate(keys):
            categories = scale_of(key).highest
            turned = instrument().items[key].reverse
            answers[key] = categories + 1 - given[:, place] if turned else given[:, place]
    return answers


def _without_reading(
    rng: np.random.Generator, answers: dict[str, Floats], kind: np.ndarray[Any, Any]
) -> dict[str, Floats]:
    """Return the answers with those of careless respondents put in."""
    level = rng.random(len(kind))
    result = {}
    for key, given in answers.items():
        categories = scale_of(key).highest
        same = 1 + np.floor(level * categories)
        chance = 1 + np.floor(rng.random(len(kind)) * categories)
        careless = np.where(kind == "random", chance, given)
        result[key] = np.where(kind == "straight-lining", same, careless)
    return result


def _reported(
    rng: np.random.Generator, people: dict[str, Any], outcomes: dict[str, Floats]
) -> dict[str, Floats]:
    """Return what the coordination reports; at wave 1 the outcomes are on their way."""
    n = len(outcomes["partners"])
    late = {key: outcomes[key] for key in ("partners", "follow_on", "continuation")}
    early = {
        "partners": rng.binomial(late["partners"].astype(int), 0.5).astype(float),
        "follow_on": late["follow_on"] * (rng.random(n) < 0.4),
        "continuation": np.maximum(late["continuation"] - rng.binomial(2, 0.3, n), 1.0),
    }
    rows: dict[str, list[Any]] = {}
    for state in (early, late):
        partners, yes, going = state["partners"], state["follow_on"], state["continuation"]
        figures = {
            "partners_1": partners,
            "partners_2": rng.binomial(partners.astype(int), 0.5).astype(float),
            "partners_3": rng.binomial(partners.astype(int), 0.3).astype(float),
            "follow_on_1": yes,
            "follow_on_2": 1.0 + rng.poisson(1.0, n),
            "follow_on_3": (rng.random(n) < 0.3).astype(float),
            "continuation_1": going,
            "continuation_2": (rng.random(n) < (going - 1) / 5).astype(float),
            "continuation_3": (rng.random(n) < (going - 1) / 5).astype(float),
        }
        figures["partners_2"][partners < 1] = figures["partners_3"][partners < 1] = np.nan
        figures["follow_on_2"][yes < 1] = figures["follow_on_3"][yes < 1] = np.nan
        for key, values in figures.items():
            rows.setdefault(key, []).append(values)
    asked = people["role"] == "coordination"
    return {
        key: np.where(asked, np.stack(values)[people["wave"] - 1, people["alliance"]], np.nan)
        for key, values in rows.items()
    }


def _table(people: dict[str, Any], answers: dict[str, Floats], names: list[str]) -> pd.DataFrame:
    alliance = np.array(names)[people["alliance"]]
    number = people["number"]
    return pd.DataFrame(
        {
            "respondent": [f"{a}-{n:02d}" for a, n in zip(alliance, number, strict=True)],
            "alliance": alliance,
            "wave": people["wave"],
            "role": people["role"],
            "organisation": people["organisation"],
            **{key: answers[key] for key in instrument().items},
        }
    )


def _leave_out(rng: np.random.Generator, table: pd.DataFrame, share: float) -> None:
    """Leave answers out at random, and those that the routing then does not ask for."""
    for key, item in instrument().items.items():
        gone = rng.random(len(table)) < share
        if item.asked_if is not None and item.asked_if.item in instrument().items:
            gone |= table[item.asked_if.item].isna().to_numpy()
        table.loc[gone, key] = np.nan
