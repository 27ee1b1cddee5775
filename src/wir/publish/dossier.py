"""Sentences and tables of a dossier, made from its results; no sentence without its figure.

Every sentence is a template with cases. Names and figures are escaped when they are shown
(`wir.publish.text.say`), so a name can hold any character.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from wir.publish.alliance_tables import PHASES, SCOPES, text_of
from wir.publish.language import format_currency, format_number, join_list

if TYPE_CHECKING:
    import pandas as pd

    from wir.potential.peers import Peers
    from wir.potential.uncertainty import RankIntervals

BASIS = {
    "named": "named by a source",
    "definition": "the region's name stands for it",
    "lead_city_only": "seat of the coordinator only",
}
"""How a district came to be assigned to an alliance, in words."""

REASONS = {
    "log_population": "size",
    "log_density": "density",
    "share_65plus": "age",
    "gva_share_primary": "agriculture",
    "gva_share_secondary": "industry",
    "establishments_large_share": "large firms",
    "knowledge_occupation_share": "knowledge occupations",
    "log_students": "students",
    "occupational_variety": "variety of occupations",
}
"""Structural variables in one or two words, for tables of peers."""

_SUBJECT = {"weakness": "structural weakness", "potential": "innovation potential"}


def listed(names: Sequence[str] | pd.Series) -> str:
    """Return names as a list in words: ``A, B and C``."""
    return join_list([str(name) for name in names])


def summary(
    about: pd.Series, own: pd.DataFrame, names: pd.Series, standing: pd.DataFrame, total: int
) -> list[str]:
    """Return the sentences at the top of a dossier.

    Parameters
    ----------
    about
        Row of the table ``alliances``.
    own
        Districts of the alliance: index ``ags``, column ``basis``.
    names
        Name of each district.
    standing
        Index ``ags``; ``rank_``, ``lower_`` and ``upper_`` of ``weakness`` and ``potential``.
    total
        Number of districts that are ranked.
    """
    phase = {
        "implementation": "is in the implementation phase of the programme",
        "concept": "is known from the concept phase; whether it went on, no page we read says",
    }.get(str(about["phase"]), "takes part in the programme")
    theme = text_of(about, "theme") or "theme not known"
    region = (
        "its region is not known; the figures are those of the seat of its coordinator, "
        if (own["basis"] == "lead_city_only").all()
        else "its region holds "
    )
    return [
        f"**{about['name']}** ({theme}) {phase}; {region}{listed(names[list(own.index)])}.",
        *(standing_sentence(standing, index, names, total) for index in _SUBJECT),
    ]


def standing_sentence(standing: pd.DataFrame, index: str, names: pd.Series, total: int) -> str:
    """Return a sentence on the ranks of the districts in one index, with their intervals."""
    subject = _SUBJECT[index]
    first = {"weakness": "weakest", "potential": "most potential"}[index]
    ordered = standing.dropna(subset=[f"rank_{index}"]).sort_values(f"rank_{index}")
    if ordered.empty:
        return f"In {subject}, no rank can be given: too many indicators are missing."
    parts = [
        f"{names[ags]} has rank {rank:.0f} (interval {lower:.0f} to {upper:.0f})"
        for ags, rank, lower, upper in zip(
            ordered.index,
            ordered[f"rank_{index}"],
            ordered[f"lower_{index}"],
            ordered[f"upper_{index}"],
            strict=True,
        )
    ]
    if len(parts) > 3:
        best, last = ordered.iloc[0], ordered.iloc[-1]
        body = (
            f"its {len(parts)} districts have ranks from {best[f'rank_{index}']:.0f} "
            f"({names[ordered.index[0]]}) to {last[f'rank_{index}']:.0f} "
            f"({names[ordered.index[-1]]})"
        )
    else:
        body = listed(parts)
    side = _side(ordered, index, total)
    return f"In **{subject}** {body} among {total} districts (rank 1: {first}). {side}"


def _side(ordered: pd.DataFrame, index: str, total: int) -> str:
    """Return what the intervals allow to be said about the middle of all districts."""
    half = total / 2
    above = (ordered[f"upper_{index}"] <= half).sum()
    below = (ordered[f"lower_{index}"] > half).sum()
    first, second = {
        "weakness": ("the weaker half of Germany", "the stronger half of Germany"),
        "potential": (
            "the half of Germany with more potential",
            "the half of Germany with less potential",
        ),
    }[index]
    count = len(ordered)
    interval = "The whole interval lies" if count == 1 else "All intervals lie"
    if above == count:
        return f"{interval} in {first}."
    if below == count:
        return f"{interval} in {second}."
    if above == 0 and below == 0:
        subject = "The interval reaches" if count == 1 else "All intervals reach"
        return f"{subject} across the middle of Germany: how it is measured decides."
    places = {
        f"in {first}": above,
        f"in {second}": below,
        "across the middle of Germany": count - above - below,
    }
    parts = [f"{number} {place}" for place, number in places.items() if number]
    return f"Of the {count} intervals, {listed(parts)}."


def facts(about: pd.Series) -> pd.DataFrame:
    """Return what public pages say about an alliance, two columns: ``What`` and ``Known``."""
    import pandas as pd

    def known(column: str) -> str:
        return text_of(about, column) or "not known"

    amount = text_of(about, "funding_eur")
    funding = "not known"
    if amount:
        scope = SCOPES.get(text_of(about, "funding_scope"), text_of(about, "funding_scope"))
        funding = f"{format_currency(float(amount))} ({scope})" if scope else amount
    if note := text_of(about, "funding_note"):
        funding += f"; {note}"
    partners = text_of(about, "partners")
    if partners:
        year = text_of(about, "partners_year")
        partners = format_number(float(partners)) + (f" ({year})" if year else "")
    phase = text_of(about, "phase")
    rows = {
        "Full title": known("full_title"),
        "Theme": known("theme"),
        "Field": known("field_area"),
        "Round and phase": f"round {known('round')}, {PHASES.get(phase, phase)}",
        "Start": known("start_year"),
        "Region": known("region"),
        "Länder": known("laender"),
        "Coordinator": known("coordinator"),
        "Seat of the coordinator": known("lead_city"),
        "Funding": funding,
        "Partners": partners or "not known",
        "Website": known("website"),
        "Remarks": text_of(about, "notes") or "none",
        "Sources": ", ".join(text_of(about, "source_urls").split(" | ")),
    }
    return pd.DataFrame({"What": list(rows), "Known": list(rows.values())})


def basis_sentence(own: pd.DataFrame, names: pd.Series) -> str:
    """Return how each district came to be assigned to the alliance."""
    groups = [
        f"{listed(names[list(rows.index)])}: {BASIS[str(basis)]}"
        for basis, rows in own.groupby("basis", sort=False)
    ]
    seat = (
        " The seat does not say which region is meant."
        if (own["basis"] == "lead_city_only").any()
        else ""
    )
    return "; ".join(groups) + "." + seat


def region_pillars(pillars: pd.DataFrame, region: Sequence[str], people: pd.Series) -> pd.Series:
    """Return the pillars of a region: the mean of its districts, weighted by population."""
    own = pillars.loc[list(region)]
    known = own.notna().mul(people[list(region)], axis=0)
    return own.mul(people[list(region)], axis=0).sum() / known.sum()


def pillar_sentences(pillars: pd.DataFrame, region: Sequence[str], people: pd.Series) -> list[str]:
    """Return one sentence per index: the pillars that stand out, compared with all districts."""
    own = region_pillars(pillars, region, people)
    share = (pillars < own).sum() / pillars.notna().sum()
    templates = {
        "weakness": "Its **structural weakness** comes most from *{high}*, where the region as a "
        "whole scores higher than {most:.0f} % of all districts, and least from *{low}* "
        "({least:.0f} %).",
        "potential": "Of its **innovation potential** most is in *{high}*, where it scores "
        "higher than {most:.0f} % of all districts, and least in *{low}* ({least:.0f} %).",
    }
    sentences = []
    for index, template in templates.items():
        order = 100 * share[index].sort_values(ascending=False)
        high, low = order.index[0], order.index[-1]
        sentences.append(
            template.format(high=high, low=low, most=order.iloc[0], least=order.iloc[-1])
        )
    return sentences


def profile_alt(pillars: pd.DataFrame, region: Sequence[str]) -> str:
    """Return the alternative text of the profile of pillars, with the figures it shows."""
    parts = []
    for index in _SUBJECT:
        for pillar, own in pillars.loc[list(region), index].items():
            low, high = round(own.min()), round(own.max())
            span = f"{low}" if low == high else f"{low} to {high}"
            middle = pillars[index, pillar].median()
            parts.append(
                f"{pillar} ({_SUBJECT[index]}): {span}, median of all districts {middle:.0f}"
            )
    return "Dots of the districts of the region on a scale from 0 to 100. " + "; ".join(parts) + "."


def peer_table(
    found: Peers,
    names: pd.Series,
    land: pd.Series,
    others: pd.DataFrame,
    alliances: pd.Series,
    ranks: Mapping[str, RankIntervals],
) -> pd.DataFrame:
    """Return the nearest districts with their distance, stability, ranks, reasons and alliances.

    Parameters
    ----------
    found
        Result of `wir.potential.peers.nearest_peers` for one unit.
    names, land
        Name and Land of each district.
    others
        Districts of other alliances: ``alliance_id``, ``ags``.
    alliances
        Name of each alliance.
    ranks
        ``weakness`` and ``potential`` ranks with intervals.
    """
    import pandas as pd

    def words(variables: Any) -> str:
        keys = [one.strip() for one in str(variables).split(",") if one.strip()]
        return ", ".join(REASONS.get(key, key) for key in keys)

    def rank(index: str, ags: str) -> str:
        known = ranks[index].intervals[["rank", "lower", "upper"]]
        value, lower, upper = known.loc[ags].to_numpy(dtype=float)
        return f"{value:.0f} ({lower:.0f}–{upper:.0f})" if value == value else "not known"

    rows = []
    for row in found.peers.to_dict("records"):
        ags = str(row["peer"])
        covering = sorted(alliances[list(others.loc[others["ags"] == ags, "alliance_id"])])
        rows.append(
            {
                "District": f"{names[ags]} ({land[ags]})",
                "Alliances": ", ".join(covering) or "none known",
                "Distance": row["distance"],
                "Stability": 100 * row["stability"],
                "Weakness": rank("weakness", ags),
                "Potential": rank("potential", ags),
                "Alike in": words(row["most_similar"]),
                "Different in": words(row["most_different"]),
            }
        )
    return pd.DataFrame(rows)
