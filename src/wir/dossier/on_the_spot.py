"""The results of the notebooks for one region, computed at once: for an alliance of one's own.

The same functions as in the notebooks, and the same tables; three things are smaller, so that a
dossier takes less than a minute on two cores: the forecast is one gradient boosting of half as
many, larger steps and not the mean of three, its settings are not chosen anew, and its intervals
come from `FORECAST_DRAWS` models and not from twelve. Over all districts and occupations, its
probabilities correlate with the full ones at 0.994; where these are above 30 %, they differ by 2.5
points on average. The dossier says that it is the quick one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Any

from wir.dossier.country import SEED, YEAR

if TYPE_CHECKING:
    import pandas as pd

    from wir.potential.activities import Activities

Tables = dict[str, Any]
Members = Mapping[str, Sequence[str]]

HORIZON = 5
FORECAST_DRAWS = 6
QUICK: dict[str, Any] = {"seeds": 1, "max_iter": 100, "learning_rate": 0.1}
"""Settings of the quick forecast."""
PEERS_OF_STEPS = 60
CUT, LAST = 2017, 2022
"""Years up to which the recommender learns, and from which it suggests."""
GROWTH_YEARS = 10
ENTRY_YEARS = 5
HALF_DISTANCE = 100.0
OUTCOMES = ("employees", "gdp", "qualification")
TWIN_FROM = 2005
STRONGEST = 6
"""Strongest occupations that stand in for the fields of an alliance without coded fields."""
LEAST_EMPLOYEES = 100
"""Employees below which an occupation does not count among the strongest."""


def computed_results(
    members: Members, fields: Members, since: Mapping[str, int], *, processes: int = 2
) -> Tables:
    """Return all results for some regions, by the names in `wir.dossier.kept.RESULTS`.

    Parameters
    ----------
    members
        Region → districts.
    fields
        Region → occupational groups of its fields; the strongest ones of the region where empty.
    since
        Region → year of its start; regions without one have no twin.
    processes
        1 computes everything one after the other; with 2 the forecast has a process of its own.
    """
    rest = (others, (dict(members), dict(fields), dict(since)))
    if processes < 2:
        return forecast(dict(members)) | rest[0](*rest[1])
    from multiprocessing import get_context

    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_one_thread) as pool:
        ahead = pool.submit(forecast, dict(members))
        found = rest[0](*rest[1])
        return ahead.result() | found


def _one_thread() -> None:
    import os

    os.environ["OMP_NUM_THREADS"] = "1"


def others(members: Members, fields: Members, since: Mapping[str, int]) -> Tables:
    """Return market, partners and twins."""
    return market(members, fields) | partners(members) | twins(members, since)


def _activities(neighbours: pd.DataFrame | None = None) -> Activities:
    from wir.data import load
    from wir.potential.activity_tables import district_occupations

    return district_occupations(
        load("specialisation"), load("district_year"), load("occupation_year"),
        load("occupations"), neighbours,
    )  # fmt: skip


def forecast(members: Members) -> Tables:
    """Return ``outlook``, ``suggestions`` and ``profile``."""
    from wir.data import load
    from wir.potential.activities import pool
    from wir.potential.forecast_models import BoostingSettings
    from wir.potential.indicators import structural_features
    from wir.potential.neighbours import neighbour_table
    from wir.potential.peer_choice import peers_by_structure
    from wir.potential.suggestions import explain, national_growth, outlook, top_suggestions

    activities = _activities(neighbour_table(load("boundaries")))
    pooled = pool(activities, members)
    last = activities.years[-1]
    ahead = outlook(
        activities, HORIZON, pooled=pooled, members=members,
        settings=BoostingSettings(**QUICK), draws=FORECAST_DRAWS, seed=SEED,
    )  # fmt: skip
    ahead = ahead.loc[ahead.index.get_level_values("region").isin(list(members))]
    growth = national_growth(activities, HORIZON)
    ahead["growth"] = growth.reindex(ahead.index.get_level_values("activity")).to_numpy()
    features = structural_features(
        load("district_year"), load("specialisation"), load("districts"), YEAR, members
    )
    peers = peers_by_structure(features, members, list(activities.regions), k=PEERS_OF_STEPS)
    top = top_suggestions(ahead, 10)
    best = top.join(explain(top, activities, pooled=pooled, peers=peers, horizon=HORIZON))
    profile = pooled.quotients(last).rename_axis("region").reset_index()
    return {
        "outlook": ahead.assign(year=last, horizon=HORIZON).reset_index(),
        "suggestions": best.reset_index(),
        "profile": profile.melt("region", var_name="activity", value_name="lq"),
    }


def market(members: Members, fields: Members) -> Tables:
    """Return ``portfolio``, ``rivals``, ``namesakes``, ``customers``, ``work``."""
    import pandas as pd

    from wir.data import load
    from wir.potential.activities import pool
    from wir.potential.relatedness import proximity, relatedness_density
    from wir.profile.competition import decay, distances, occupation_activities, rivals
    from wir.profile.customers import customers, work_of_people
    from wir.profile.demand import (
        RECENT,
        demand,
        district_numbers,
        national_levels,
        pool_numbers,
        regional_demand,
        shortage,
        total_growth,
    )
    from wir.profile.fields import tall
    from wir.profile.portfolio import (
        MEASURES,
        Definition,
        Setting,
        definitions,
        portfolio_table,
    )
    from wir.publish.plots_space import occupation_areas

    activities, districts = _activities(), load("districts")
    year = activities.years[-1]
    pooled, size = pool(activities, members), activities.size[year]
    levels, distance = national_levels(load("occupation_year")), distances(districts)
    single = occupation_activities(activities, [year - ENTRY_YEARS, year])
    setting = Setting(single, levels, levels, distance, members, size, year, year - ENTRY_YEARS)
    has = activities.specialised(year)
    there = has.columns[has.any()]
    both = pd.concat([has, pooled.specialised(year)])[there]  # one region alone has no table
    density = relatedness_density(both, proximity(has[there])).loc[list(members)]
    numbers = pool_numbers(
        district_numbers(load("occupation_district"), activities.size,
                         range(year - RECENT + 1, year + 1)),
        members,
    )  # fmt: skip
    counts = {one: pooled.counts(one) for one in range(year - GROWTH_YEARS, year + 1)}
    spans = sorted({one for one in (5, 8, 12) if year - one >= min(activities.years)})
    table = portfolio_table(
        setting,
        Definition("employees", GROWTH_YEARS, 1.0, HALF_DISTANCE),
        definitions(MEASURES, spans, (1.0, 1.25, 1.5), (50.0, 100.0, 200.0, math.inf)),
        density.reindex(columns=has.columns),
        regional_demand(counts, numbers, year, GROWTH_YEARS),
    )
    table["lq"] = tall(pooled.quotients(year))
    national = demand(levels, year, GROWTH_YEARS)
    verdict = shortage(national)["verdict"]
    table["verdict"] = verdict.reindex(table.index.get_level_values("field")).to_numpy()
    cut = total_growth(levels, year, GROWTH_YEARS)["employees"]
    shown = table.assign(cut=cut, year=year, growth_years=GROWTH_YEARS).reset_index()
    wanted = {one: list(fields.get(one) or strongest(_one(table, one))) for one in members}
    press = rivals(
        single, decay(distance, HALF_DISTANCE, members, size), distance, members, wanted, year, 1.0
    )
    work = work_of_people(pooled.counts(year), pooled.expected(year), occupation_areas(has.columns))
    return {
        "portfolio": shown,
        "rivals": press,
        "namesakes": pd.DataFrame(columns=["region", "field", "others", "nearest", "km"]),
        "customers": customers(load("district_year"), members, year),
        "work": work,
    }


def _one(table: pd.DataFrame, region: str) -> Any:
    """Return the rows of a region, indexed by occupation."""
    found: Any = table.xs(region, level="region")
    return found


def strongest(points: pd.DataFrame) -> list[str]:
    """Return the occupations in which a region is most specialised and that are not tiny.

    `points` is indexed by occupation and has ``lq`` and ``region_employees``.
    """
    large = points[(points["region_employees"] >= LEAST_EMPLOYEES) & (points["lq"] >= 1)]
    return [str(one) for one in large["lq"].nlargest(STRONGEST).index]


def partners(members: Members) -> Tables:
    """Return ``organisations`` and ``partners``."""
    import pandas as pd

    from wir.data import load
    from wir.dossier.country import district_names
    from wir.partners.alliance_suggestions import alliance_suggestions, imagined_newcomers
    from wir.partners.pair_features import district_similarity, pair_space
    from wir.partners.recommend import fit_recommender
    from wir.publish.organisation_names import readable_name

    register, ties, participations = (
        load("organisations"), load("collaborations"), load("participations"),
    )  # fmt: skip
    districts, specialisation = load("districts"), load("specialisation")
    named = register.assign(name=register["name"].map(readable_name, na_action="ignore"))
    alike = {year: district_similarity(specialisation, year) for year in (CUT, LAST)}

    def space(organisations: pd.DataFrame, year: int) -> Any:
        return pair_space(organisations, ties, districts, alike[year], year, participations)

    before, now = space(named, CUT), space(named, LAST)
    models = fit_recommender(before, now, seed=SEED)
    people = districts.set_index("ags")["population"]
    new = imagined_newcomers(members, people, district_names(districts, "en"))
    today = space(pd.concat([named, new], ignore_index=True), LAST)
    there = now.organisations.assign(partners=now.degree)
    return {
        "partners": alliance_suggestions(today, models, members),
        "organisations": there[["name", "ags", "activity_type", "partners"]].reset_index(),
    }


def twins(members: Members, since: Mapping[str, int]) -> Tables:
    """Return ``twin-ranks``, ``twin-series`` and ``twin-weights``."""
    import pandas as pd

    from wir.data import load
    from wir.effects.outcomes import chosen_outcomes, outcome_table
    from wir.effects.panel import without_gaps
    from wir.effects.programme import comparison_districts
    from wir.effects.twins import synthetic_twins
    from wir.potential.neighbours import neighbour_table

    districts, panel = load("districts"), load("district_year")
    known = districts.set_index("ags")
    begun = {one: list(inside) for one, inside in members.items() if one in since}
    touched = set(load("alliance_districts")["ags"]) | {
        one for inside in members.values() for one in inside
    }
    donors = comparison_districts(districts, touched, "weak")
    near = neighbour_table(load("boundaries"))
    found: dict[str, list[pd.DataFrame]] = {"ranks": [], "series": [], "weights": []}
    for outcome in chosen_outcomes(OUTCOMES) if begun else []:
        table = outcome_table(outcome, panel, pd.DataFrame())
        complete, _ = without_gaps(table[[one for one in table if int(str(one)) >= TWIN_FROM]])
        made = synthetic_twins(
            complete, begun, since, donors, known["population"], near,
            group=known["east"], draws=99, seed=SEED + 4,
        )  # fmt: skip
        for name, parts in found.items():
            parts.append(getattr(made, name).assign(outcome=outcome.key))
    return {
        f"twin-{name}": pd.concat(parts, ignore_index=True)
        if parts
        else pd.DataFrame(columns=["outcome", "region"])
        for name, parts in found.items()
    }
