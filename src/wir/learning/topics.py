"""The topics on which alliances can learn from one another, and the figures behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from wir.learning.standing import COLUMNS, places_among
from wir.potential.activities import Activities, pool
from wir.potential.checks import Floats
from wir.potential.complexity import complexity_index
from wir.potential.composite import prepare
from wir.potential.relatedness import proximity, relatedness_density

CONCENTRATION = 16.0
"""Weights vary by about ±25 % around equal ones, as for the rank intervals of the potential."""
THRESHOLDS = (0.8, 1.0, 1.25)
"""Location quotients from which on a region counts as specialised."""
YEARS = 5
"""Last years that serve as definitions of complexity."""

FIELD, PHASE, STRUCTURE = "field", "phase", "structure"
"""Topics of pairs without a weakness on one side and a strength on the other."""


@dataclass(frozen=True)
class Topic:
    """One topic: what it is called, what it is measured by, and where the figures come from."""

    key: str
    label: str
    measure: str
    notebook: str


TOPICS: tuple[Topic, ...] = (
    Topic("income", "Productivity and income", "Productivity and income", "1-1"),
    Topic("labour", "Labour market", "Labour market", "1-1"),
    Topic("demography", "Demography", "Demography", "1-1"),
    Topic("skills", "Skills", "Skills", "1-1"),
    Topic("research", "Research", "Research", "1-1"),
    Topic("business", "Business", "Business", "1-1"),
    Topic("taking-part", "Taking part in funded projects", "participation", "3-1"),
    Topic("reach", "Reach of the partners", "reach", "3-1"),
    Topic("bridging", "Bridging between regions", "bridging", "3-1"),
    Topic("complexity", "Complexity of what the region does", "complexity", "1-2"),
    Topic("related", "Closeness to complex new fields", "density", "1-2"),
    Topic("demand", "Demand for the own field", "growth", "2-1"),
    Topic("room", "Room among competitors", "crowding", "2-1"),
)
LABELS = {one.key: one.label for one in TOPICS} | {
    FIELD: "Same field",
    PHASE: "Further on in the programme",
    STRUCTURE: "Similar region",
}
PILLAR_KEYS = {one.measure: one.key for one in TOPICS if one.notebook in {"1-1", "3-1"}}

NETWORK: dict[str, tuple[str, str]] = {
    "organisations_rate": ("participation", "Organisations in H2020 per 100,000 inhabitants"),
    "participations_rate": ("participation", "H2020 participations per 100,000 inhabitants"),
    "coordinations_rate": ("participation", "Coordinated H2020 projects per 100,000 inhabitants"),
    "partners_per_organisation": ("reach", "Partners elsewhere per organisation"),
    "share_far": ("reach", "Partners outside the planning region (%)"),
    "countries": ("reach", "Countries in a typical project"),
    "brokerage_rate": ("bridging", "Pairs bridged per 100,000 inhabitants"),
    "partner_districts": ("bridging", "Districts with partners"),
    "core_rate": ("bridging", "Organisations in the core per 100,000 inhabitants"),
}
"""Indicators of the network: column → pillar, label."""


def network_indicators(positions: pd.DataFrame, people: pd.Series) -> pd.DataFrame:
    """Return the indicators of `NETWORK` by district.

    Parameters
    ----------
    positions
        Result ``positions`` of 3-1, indexed by ``ags``.
    people
        Inhabitants by ``ags``.
    """
    per = 1e5 / people.reindex(positions.index)
    return pd.DataFrame(
        {
            "organisations_rate": positions["organisations"] * per,
            "participations_rate": positions["participations"] * per,
            "coordinations_rate": positions["coordinations"] * per,
            "partners_per_organisation": positions["partners_per_organisation"],
            "share_far": 100 - positions["share_near"],
            "countries": positions["countries"],
            "brokerage_rate": positions["brokerage"] * per,
            "partner_districts": positions["partner_districts"],
            "core_rate": positions["core_organisations"] * per,
        }
    )


def network_structure() -> pd.DataFrame:
    """Return the structure of the network indicators as `composite_index` takes it."""
    return pd.DataFrame(
        [
            {"indicator": key, "pillar": pillar, "direction": 1}
            for key, (pillar, _) in NETWORK.items()
        ]
    )


def pillar_places(
    indicators: pd.DataFrame,
    structure: pd.DataFrame,
    members: Mapping[str, Sequence[str]],
    people: pd.Series,
    *,
    draws: int,
    seed: int,
    reference: str = "alliances",
) -> pd.DataFrame:
    """Return the place of each alliance on each pillar under many ways of building it.

    Each draw has its own weights (Dirichlet, about ±25 %), leaves out one indicator or none, takes
    one of three scales (minimum–maximum, z-score, rank), and averages the districts of an alliance
    by population or plainly.

    Parameters
    ----------
    indicators
        Districts × indicators.
    structure
        ``indicator``, ``pillar``, ``direction`` (1: more is better here).
    members
        Alliance → districts.
    people
        Inhabitants by district.
    draws, seed
        Number of draws and their seed; each pillar has its own stream, so that a pillar does not
        depend on which others there are.
    reference
        Compare with the other ``alliances``, or with all ``districts``.

    Returns
    -------
    DataFrame
        (unit, pillar) × draws: places, 0–100, 100 is best.
    """
    if reference not in {"alliances", "districts"}:
        raise ValueError(f"reference is {reference!r}. Expected 'alliances' or 'districts'.")
    ready = prepare(
        indicators, structure, levels=("pillar",), winsorise=True, max_winsorised=5,
        indicator_weights=None, pillar_weights=None,
    )  # fmt: skip
    directed = ready.treated * ready.hierarchy.direction
    scales = _scales(directed)
    means = _membership(directed.index, members, people)
    units = list(members)
    found = {}
    pillar_of = structure.set_index("indicator")["pillar"]
    for number, pillar in enumerate(sorted(pillar_of.unique())):
        columns = np.flatnonzero([pillar_of[one] == pillar for one in directed.columns])
        values = _pillar_draws(
            [scale[:, columns] for scale in scales],
            means,
            draws,
            np.random.default_rng([seed, number]),
        )
        table = pd.DataFrame(values, index=[*directed.index, *units])
        base = units if reference == "alliances" else list(directed.index)
        found[pillar] = places_among(table.loc[list(dict.fromkeys([*units, *base]))], base).loc[
            units
        ]
    result = pd.concat(found, names=["topic", "unit"]).swaplevel()
    result.index = result.index.set_names(["unit", "topic"])
    return result.sort_index()


def _scales(directed: pd.DataFrame) -> list[Floats]:
    """Return the indicators on three scales: 0–1, z-scores, ranks."""
    low, high = directed.min(), directed.max()
    return [
        ((directed - low) / (high - low)).to_numpy(),
        ((directed - directed.mean()) / directed.std(ddof=1)).to_numpy(),
        directed.rank(pct=True).to_numpy(),
    ]


def _membership(
    districts: pd.Index, members: Mapping[str, Sequence[str]], people: pd.Series
) -> list[Floats]:
    """Return two tables alliances × districts: weights by population, and plain ones."""
    plain = np.zeros((len(members), len(districts)))
    for row, inside in enumerate(members.values()):
        places = districts.get_indexer(pd.Index(list(inside)))
        if (places < 0).any():
            raise ValueError(f"A region has districts without figures: {', '.join(inside)}.")
        plain[row, places] = 1.0
    return [plain * people.reindex(districts).to_numpy(dtype=float), plain]


def _pillar_draws(
    scales: list[Floats], means: list[Floats], draws: int, rng: np.random.Generator
) -> Floats:
    """Return districts and alliances × draws: values of one pillar."""
    count = scales[0].shape[1]
    weights = rng.dirichlet(np.full(count, CONCENTRATION), size=draws)
    if count > 1:
        left_out = rng.integers(-1, count, size=draws)
        weights[left_out >= 0, left_out[left_out >= 0]] = 0.0
    scale, mean = rng.integers(len(scales), size=draws), rng.integers(len(means), size=draws)
    result = np.empty((scales[0].shape[0] + means[0].shape[0], draws))
    for i, values in enumerate(scales):
        for j, belongs in enumerate(means):
            here = np.flatnonzero((scale == i) & (mean == j))
            known = ~np.isnan(values)
            filled = np.where(known, values, 0.0)
            total = belongs @ known.astype(float)
            with np.errstate(invalid="ignore"):
                regions = np.where(total > 0, (belongs @ filled) / total, np.nan)
            every = np.vstack([values, regions])
            there = ~np.isnan(every)
            weight = weights[here].T
            share = there.astype(float) @ weight
            with np.errstate(invalid="ignore", divide="ignore"):
                score = (np.where(there, every, 0.0) @ weight) / share
            # as for the composite: a pillar needs three quarters of its indicators
            result[:, here] = np.where(share >= 0.75 * weight.sum(axis=0) - 1e-9, score, np.nan)
    return result


def activity_places(
    activities: Activities,
    members: Mapping[str, Sequence[str]],
    *,
    reference: str = "alliances",
) -> pd.DataFrame:
    """Return places by complexity, and by closeness to complex new fields, under 15 definitions.

    A definition is one of the last five years and one of three thresholds of specialisation.
    Complexity is the mean complexity of the activities in which a region is specialised, closeness
    the mean relatedness density of the complex ones (above average) in which it is not.
    """
    pooled = pool(activities, members)
    found: dict[str, dict[tuple[int, float], pd.Series]] = {"complexity": {}, "related": {}}
    for year in activities.years[-YEARS:]:
        for threshold in THRESHOLDS:
            home = activities.specialised(year, threshold)
            home = home.loc[:, home.any()]
            own = pooled.specialised(year, threshold)[home.columns]
            pci = complexity_index(home.loc[home.any(axis=1)]).pci
            every = own if reference == "alliances" else pd.concat([home, own])
            flags = every.astype(float)
            found["complexity"][year, threshold] = (flags @ pci) / flags.sum(axis=1)
            density = relatedness_density(every, proximity(home))
            lacking = density.where(~every).loc[:, pci > 0]
            found["related"][year, threshold] = lacking.mean(axis=1)
    places = {
        topic: places_among(
            pd.DataFrame(columns), None if reference == "alliances" else list(activities.regions)
        ).loc[list(members)]
        for topic, columns in found.items()
    }
    result = pd.concat(places, names=["topic", "unit"]).swaplevel()
    result.index = result.index.set_names(["unit", "topic"])
    result.columns = pd.RangeIndex(result.shape[1])
    return result.sort_index()


def portfolio_standing(own: pd.DataFrame, units: Sequence[str]) -> pd.DataFrame:
    """Return how the own field of each alliance stands in demand and among competitors.

    Places are among `units`; an end of an interval is placed among the values of the others. The
    shares on either side are those of notebook 2-1: of its definitions in which demand for the
    field does not grow faster than average (weak) or does (strong), and in which the field is
    contested (weak) or not (strong).

    Parameters
    ----------
    own
        Result ``own`` of 2-1: ``region``, ``growth``, ``lower``, ``upper``, ``growing``,
        ``crowding``, ``crowding_lower``, ``crowding_upper``, ``contested``.
    units
        Alliances to compare.
    """
    table = own.set_index("region").reindex([one for one in units if one in set(own["region"])])
    demand = _placed(table, ["growth", "lower", "upper"])
    demand["weak"], demand["strong"] = 1 - table["growing"], table["growing"]
    free = -table[["crowding", "crowding_upper", "crowding_lower"]]
    room = _placed(free, list(free.columns))
    room["weak"], room["strong"] = table["contested"], 1 - table["contested"]
    result = pd.concat({"demand": demand, "room": room}, names=["topic", "unit"]).swaplevel()
    result.index = result.index.set_names(["unit", "topic"])
    return result[COLUMNS].dropna().sort_index()


def _placed(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Return value and both ends of an interval as places among the values of the others."""
    middle = table[columns[0]].to_numpy(dtype=float)
    places = {}
    for name, column in zip(["place", "lower", "upper"], columns, strict=True):
        rows = []
        for row, value in enumerate(table[column].to_numpy(dtype=float)):
            others = np.delete(middle, row)
            others = others[~np.isnan(others)]
            rows.append(100 * ((others < value).sum() + (others == value).sum() / 2) / len(others))
        places[name] = rows
    return pd.DataFrame(places, index=table.index)
