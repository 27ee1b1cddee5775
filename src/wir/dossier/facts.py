"""All that a dossier is made of, for one region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wir.dossier.country import DRAWS, INDICES, PEERS, SEED, YEAR, Country, region_mean
from wir.dossier.region import Region

if TYPE_CHECKING:
    import pandas as pd

    from wir.dossier.survey import Standing

REGION_COLUMN = {
    "partners": "alliance",
    "matches": "alliance",
    "word-rivals": "group",
    "word-allies": "group",
}
"""Column that names the region in a result, where it is not ``region``."""

LEARN_AMONG = 80
"""Structurally nearest districts among which others to learn from are looked for."""
BETTER = 0.5
"""Standard deviations by which another region must be better in a pillar to be asked about it."""
WEAKER_HALF = 0.5


@dataclass(frozen=True)
class DossierFacts:
    """Results on one region, as the sections of a dossier take them.

    A table without rows means that nothing is known; the section is then shorter.

    Attributes
    ----------
    region
        Whose dossier it is.
    quick
        Whether the results were computed on the spot.
    people, total
        Inhabitants of each of its districts; number of districts that are ranked.
    standing
        Districts × (``rank_``, ``lower_``, ``upper_`` of each index).
    pillars
        All districts × (index, pillar).
    own_pillars, better_share
        The same for the region as a whole, and the share of districts (0–1) that score lower.
    indicators
        Indicators × (``region``, ``median``).
    peers, allied_peers
        Structurally nearest districts, and those of them that another alliance covers, as
        `wir.potential.peers.Peers.peers`.
    learn
        Whom to ask on which pillar: ``index``, ``pillar``, ``own``, ``ags``, ``other``,
        ``distance``.
    matches
        Result of the notebook on learning for this region, empty where there is none.
    covering
        District → keys of the other alliances that cover it.
    titles
        Names of all known alliances.
    outlook, suggestions, quotients, portfolio, rivals, namesakes, customers, work
        As in the notebooks, rows of this region; indexed by occupation where there is one row each.
    fields
        Occupational groups that the section on demand is about; `coded` says whether they were
        coded as fields of the alliance, or are the strongest of the region.
    network
        All districts × (``organisations``, ``participations``, ``per_100000``).
    organisations, partners
        Organisations of the region in Horizon 2020, and suggestions.
    twin_ranks, twin_series
        The region and its twin.
    word_rivals, word_allies, distinctiveness
        What the words of the alliance say.
    health, breaks
        From own lists of members and projects.
    own
        What the own folder holds, as `wir.own` gives it; None for a known alliance.
    """

    region: Region
    quick: bool
    people: pd.Series
    total: int
    standing: pd.DataFrame
    pillars: pd.DataFrame
    own_pillars: pd.Series
    better_share: pd.Series
    indicators: pd.DataFrame
    peers: pd.DataFrame
    allied_peers: pd.DataFrame
    learn: pd.DataFrame
    matches: pd.DataFrame
    covering: Mapping[str, list[str]]
    titles: pd.Series
    land: pd.Series
    districts: pd.DataFrame
    outlook: pd.DataFrame
    suggestions: pd.DataFrame
    quotients: pd.Series
    portfolio: pd.DataFrame
    rivals: pd.DataFrame
    namesakes: pd.DataFrame
    customers: pd.DataFrame
    work: pd.DataFrame
    fields: list[str]
    coded: bool
    network: pd.DataFrame
    organisations: pd.DataFrame
    partners: pd.DataFrame
    twin_ranks: pd.DataFrame
    twin_series: pd.DataFrame
    word_rivals: pd.DataFrame
    word_allies: pd.DataFrame
    distinctiveness: pd.DataFrame
    health: pd.DataFrame
    breaks: pd.DataFrame
    own: Any = None
    decisions: pd.DataFrame | None = None
    survey: Standing | None = None


def gather(
    region: Region,
    country: Country,
    results: Mapping[str, pd.DataFrame],
    *,
    quick: bool = False,
    health: pd.DataFrame | None = None,
    breaks: pd.DataFrame | None = None,
    own: Any = None,
    decisions: pd.DataFrame | None = None,
    survey: Standing | None = None,
) -> DossierFacts:
    """Return the facts on one region.

    Parameters
    ----------
    region
        Whose dossier it is.
    country
        Result of `wir.dossier.country.load_country`.
    results
        Tables by the names in `wir.dossier.kept.RESULTS`; one that is missing counts as empty.
    quick
        Whether they were computed on the spot.
    health, breaks, own, decisions, survey
        What own lists, decisions and answers say, where there are any.
    """
    import pandas as pd

    from wir.dossier.on_the_spot import strongest

    nothing = pd.DataFrame()

    def rows(name: str, index: str = "") -> pd.DataFrame:
        table = results.get(name)
        column = REGION_COLUMN.get(name, "region")
        if table is None or column not in table:
            return nothing
        mine = table[table[column] == region.key].reset_index(drop=True)
        return mine.set_index(index) if index and index in mine else mine

    ags = list(region.ags)
    standing = pd.concat({index: country.ranks[index].loc[ags] for index in INDICES}, axis=1)
    pairs: list[Any] = list(standing.columns)
    standing.columns = [f"{column}_{index}" for index, column in pairs]
    mine = region_mean(country.pillars, ags, country.people)
    better = (country.pillars < mine).sum() / country.pillars.notna().sum()
    known = country.places[
        ~country.places["alliance_id"].isin([region.key, region.known_as])
        & (country.places["basis"] != "lead_city_only")
        & country.places["ags"].notna()
    ]
    covering = {str(ags): sorted(set(part["alliance_id"])) for ags, part in known.groupby("ags")}
    peers, allied, near = _peers(region, country, set(covering))
    portfolio = rows("portfolio", "field")
    everyone = results.get("organisations")
    there = nothing if everyone is None else everyone[everyone["ags"].isin(ags)]
    profile = rows("profile", "activity")
    fields = [one for one in region.fields if one in portfolio.index]
    distinct = results.get("distinctiveness")
    return DossierFacts(
        region=region,
        quick=quick,
        people=country.people[ags],
        total=len(country.people),
        standing=standing,
        pillars=country.pillars,
        own_pillars=mine,
        better_share=better,
        indicators=pd.DataFrame(
            {
                "region": region_mean(country.indicators, ags, country.people),
                "median": country.indicators.median(),
            }
        ),
        peers=peers,
        allied_peers=allied,
        learn=_whom_to_ask(country.pillars, mine, better, near, covering),
        matches=rows("matches"),
        covering=covering,
        titles=country.alliances.set_index("alliance_id")["name"],
        land=country.districts.set_index("ags")["land_name"],
        districts=country.districts,
        outlook=rows("outlook", "activity"),
        suggestions=rows("suggestions", "activity"),
        quotients=profile["lq"] if "lq" in profile else pd.Series(dtype=float),
        portfolio=portfolio,
        rivals=rows("rivals"),
        namesakes=rows("namesakes"),
        customers=rows("customers"),
        work=rows("work"),
        fields=fields or (strongest(portfolio) if len(portfolio) else []),
        coded=bool(fields),
        network=country.network,
        organisations=there,
        partners=rows("partners"),
        twin_ranks=rows("twin-ranks", "outcome"),
        twin_series=rows("twin-series"),
        word_rivals=rows("word-rivals"),
        word_allies=rows("word-allies"),
        distinctiveness=nothing if distinct is None else distinct[distinct["group"] == region.key],
        health=nothing if health is None else health,
        breaks=nothing if breaks is None else breaks,
        own=own,
        decisions=decisions,
        survey=survey,
    )


def _peers(
    region: Region, country: Country, covered: set[str]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the nearest districts, the nearest ones that others cover, and many of these."""
    import pandas as pd

    from wir.potential.indicators import structural_features
    from wir.potential.peers import nearest_peers

    features = structural_features(
        country.panel, country.specialisation, country.districts, YEAR,
        {region.key: list(region.ags)},
    )  # fmt: skip
    names = list(country.people.index)
    others = pd.Series(~features.index.isin([*region.ags, region.key]), index=features.index)
    among = others & features.index.isin(list(covered))

    def nearest(candidates: pd.Series, k: int, draws: int) -> pd.DataFrame:
        return nearest_peers(
            features, k=k, units=[region.key], candidates=candidates,
            standardise_over=names, draws=draws, seed=SEED,
        ).peers  # fmt: skip

    many = min(LEARN_AMONG, int(among.sum()))
    return nearest(others, PEERS, DRAWS), nearest(among, PEERS, DRAWS), nearest(among, many, 0)


def _whom_to_ask(
    pillars: pd.DataFrame,
    mine: pd.Series,
    better: pd.Series,
    near: pd.DataFrame,
    covering: Mapping[str, list[str]],
    pillars_asked: int = 3,
    each: int = 2,
) -> pd.DataFrame:
    """Return on which pillars others can be asked, the region's weakest first.

    A pillar is a challenge where the region is on the weaker side of the middle of all districts;
    those who can be asked are the structurally nearest districts of other alliances that lie at
    least `BETTER` standard deviations better. No alliance is named twice.
    """
    import pandas as pd

    # more of weakness is worse, more of potential is better
    shares: list[tuple[Any, float]] = [(key, float(share)) for key, share in better.items()]  # type: ignore[arg-type]
    shortfall = pd.Series(
        {key: share if key[0] == "weakness" else 1 - share for key, share in shares}
    )
    weak: Any = shortfall[shortfall > WEAKER_HALF].sort_values(ascending=False, kind="stable")
    rows, asked = [], set()
    for index, pillar in weak.index[:pillars_asked]:
        values = pillars[index, pillar]
        sign = -1 if index == "weakness" else 1
        lead = sign * (values - mine[index, pillar]) / values.std()
        count = 0
        for one in near.sort_values("place").to_dict("records"):
            ags = str(one["peer"])
            free = [key for key in covering.get(ags, []) if key not in asked]
            if count == each or not free or not lead.get(ags, 0) >= BETTER:
                continue
            asked.add(free[0])
            count += 1
            rows.append(
                {
                    "index": index,
                    "pillar": pillar,
                    "own": float(mine[index, pillar]),
                    "ags": ags,
                    "alliance": free[0],
                    "other": float(values[ags]),
                    "distance": float(one["distance"]),
                    "place": int(one["place"]),
                }
            )
    columns = ["index", "pillar", "own", "ags", "alliance", "other", "distance", "place"]
    return pd.DataFrame(rows, columns=columns)
