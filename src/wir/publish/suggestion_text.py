"""Words and tables about suggested and stated fields, made from the results."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

CODINGS = {
    "pass 1": "first pass",
    "pass 2": "second pass",
    "union": "either pass",
    "intersection": "both passes",
}
LEVEL = 0.05
"""Below this p a result is called clear."""


def region_list(
    regions: Iterable[str],
    members: Mapping[str, Sequence[str]],
    region_names: pd.Series,
    alliance_names: pd.Series,
) -> pd.DataFrame:
    """Return name and group of each region to choose from, alliances first."""
    import pandas as pd

    rows: dict[str, dict[str, str]] = {
        one: {"name": str(alliance_names[one]), "group": "Regions of alliances"} for one in members
    }
    rows |= {
        one: {"name": str(region_names[one]), "group": "Districts" if members else "Regions"}
        for one in regions
        if one not in members
    }
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["name", "group"])
    return table.sort_values(["group", "name"], ascending=[False, True])


def quadrant_alt(points: pd.DataFrame, names: pd.Series, region: str) -> str:
    """Return what the quadrant shows."""
    if points.empty:
        return f"Empty scatter plot: {region} is specialised in all activities."
    middle = points["density"].median()
    both = points[(points["density"] > middle) & (points["pci"] > 0)]
    likely = ", ".join(str(names[one]) for one in points["probability"].nlargest(3).index)
    return (
        f"Scatter plot of {len(points)} activities that {region} is not specialised in; "
        f"{len(both)} are related and complex. The most probable are {likely}."
    )


def with_shares(keys: Sequence[str], shares: Sequence[float], names: pd.Series) -> str:
    """Return ``Hochbau (82 %), …``."""
    return ", ".join(
        f"{names[key]} ({share:.0f} %)" for key, share in zip(keys, shares, strict=True)
    )


def probability_text(value: float, low: float, high: float) -> str:
    """Return ``49 % (39–60)``; without the interval where there is none."""
    interval = f" ({100 * low:.0f}–{100 * high:.0f})" if low <= high else ""
    return f"{100 * value:.0f} %{interval}"


def _why(suggestion: Mapping[Hashable, Any], names: pd.Series, count: int) -> str:
    """Return the most related activities that the region has and those that it lacks."""
    parts = [
        f"{verb} {with_shares(suggestion[key][:count], suggestion[f'{key}_share'][:count], names)}"
        for key, verb in (("has", "Has"), ("lacks", "Lacks"))
        if len(suggestion[key])
    ]
    return ". ".join(parts) or "nothing related"


def short_text(count: float, returning: bool) -> str:
    """Return how many are missing to a specialisation, and whether the region had it before."""
    number = "under 1" if count < 1 else f"{count:,.0f}"
    return f"{number}, return" if returning else number


def suggestion_table(
    suggestions: pd.DataFrame, names: pd.Series, region_names: pd.Series, count: int = 2
) -> pd.DataFrame:
    """Return the suggestions of one region with reasons, for a reader.

    Parameters
    ----------
    suggestions
        Activities × (``probability``, ``lower``, ``upper``, ``short_of``, ``returning``, ``has``,
        ``has_share``, ``lacks``, ``lacks_share``, ``stepped``).
    names, region_names
        Labels of activities and regions.
    count
        Activities and regions named at most in each cell.
    """
    import pandas as pd

    rows = [
        {
            "Field": names[activity],
            "Probability": probability_text(one["probability"], one["lower"], one["upper"]),
            "Short of": short_text(one["short_of"], one["returning"]),
            "Why": _why(one, names, count),
            "Made the step": ", ".join(str(region_names[peer]) for peer in one["stepped"][:count])
            or "no similar region",
        }
        for activity, one in zip(
            suggestions.index.astype(str), suggestions.to_dict("records"), strict=True
        )
    ]
    headings = ["Field", "Probability", "Short of", "Why", "Made the step"]
    return pd.DataFrame(rows, columns=headings)


SUBSTANTIAL = 25
"""Missing employees from which on a field is a step worth the name."""


def substantial(points: pd.DataFrame) -> pd.DataFrame:
    """Return the fields that a region never had in the table and that ask for a real step."""
    return points[~points["returning"].astype(bool) & (points["short_of"] >= SUBSTANTIAL)]


def step_table(points: pd.DataFrame, names: pd.Series, count: int = 5) -> pd.DataFrame:
    """Return the most probable of some fields of one region.

    Parameters
    ----------
    points
        Activities × (``probability``, ``lower``, ``upper``, ``short_of``, ``lq``, ``pci``,
        ``density``, ``z``, ``growth``).
    names
        Label per activity.
    count
        How many.
    """
    best = points.nlargest(count, "probability")
    shown = best[["short_of", "lq", "pci", "density", "z", "growth"]].copy()
    chances = best[["probability", "lower", "upper"]].itertuples(index=False)
    shown.insert(0, "chance", [probability_text(*one) for one in chances])
    shown.insert(0, "name", names.reindex(best.index))
    shown.columns = [
        "Field", "Probability", "Short of", "Quotient", "Complexity", "Density", "Beyond chance",
        "Growth",
    ]  # fmt: skip
    return shown.reset_index(drop=True)


def stated_table(
    points: pd.DataFrame, quotients: pd.Series, fields: Sequence[str], names: pd.Series
) -> pd.DataFrame:
    """Return where the region stands in the fields that an alliance was coded to.

    `points` holds the activities in which the region is not specialised, `quotients` the location
    quotient of all of them; the region has what is not in `points`.
    """
    import pandas as pd

    rows = []
    for field in fields:
        there = field not in points.index
        one = None if there else points.loc[field]
        rows.append(
            {
                "Field": names[field],
                "Today": "specialised" if there else "not specialised",
                "Quotient": quotients.get(field, float("nan")),
                "Density": float("nan") if one is None else one["density"],
                "Probability": float("nan") if one is None else 100 * one["probability"],
            }
        )
    return pd.DataFrame(rows, columns=["Field", "Today", "Quotient", "Density", "Probability"])


def quadrant_table(points: pd.DataFrame, names: pd.Series, titles: pd.Series) -> pd.DataFrame:
    """Return per region how many fields lie in each quadrant, and the most probable of the best.

    Parameters
    ----------
    points
        Result of `wir.potential.suggestions.quadrants`: index region, activity; ``quadrant`` and
        ``probability``.
    names, titles
        Labels of activities and regions.
    """
    import pandas as pd

    from wir.potential.suggestions import QUADRANTS

    shares = points.groupby(level="region")["quadrant"].value_counts().unstack()
    counts = shares.reindex(columns=list(QUADRANTS)).fillna(0).astype(int)
    best = points[points["quadrant"] == QUADRANTS[0]].sort_values(
        "probability", ascending=False, kind="stable"
    )
    first = best[~best.index.get_level_values("region").duplicated()]
    field = pd.Series(
        names.reindex(first.index.get_level_values("activity")).to_numpy(),
        index=first.index.get_level_values("region"),
    )
    chance = pd.Series(100 * first["probability"].to_numpy(), index=field.index)
    table = counts.rename(columns=lambda one: str(one).capitalize())
    table.insert(0, "Region", [str(titles[one]) for one in counts.index])
    table["Most probable that is both"] = field.reindex(counts.index).fillna("none")
    table["%"] = chance.reindex(counts.index).round()
    ordered = table.sort_values("Region", key=lambda one: one.astype(str).str.casefold())
    return ordered.rename_axis(None, axis=1)


def first_suggestions(
    suggestions: pd.DataFrame, names: pd.Series, titles: pd.Series, regions: Iterable[str]
) -> pd.DataFrame:
    """Return per region its most probable field, and the most probable substantial new one.

    `suggestions` holds all possible entries; see `substantial`.
    """
    import pandas as pd

    by_region = {str(one): part for one, part in suggestions.groupby(level="region")}
    rows = []
    for region in regions:
        part = by_region.get(region)
        if part is None:
            continue
        part = part.droplevel("region").sort_values("probability", ascending=False)
        steps = substantial(part)
        row: dict[str, Any] = {
            "Region": str(titles[region]),
            "Most probable": names[part.index[0]],
            "%": round(100 * part["probability"].iloc[0]),
            "Most probable real step": "none",
            "% ": float("nan"),
        }
        if len(steps):
            row["Most probable real step"] = names[steps.index[0]]
            row["% "] = round(100 * steps["probability"].iloc[0])
        rows.append(row)
    headings = ["Region", "Most probable", "%", "Most probable real step", "% "]
    table = pd.DataFrame(rows, columns=headings)
    return table.sort_values("Region", key=lambda one: one.astype(str).str.casefold())


def _clear(tests: pd.DataFrame, chance: str, *, lower: bool = False) -> tuple[int, int]:
    """Return in how many codings the fields lie clearly higher than by chance, and of how many.

    With `lower`, in how many they lie clearly lower.
    """
    part = tests[tests["chance"] == chance]
    above = part["observed"] > part["expected"]
    clear = (part["p_value"] < LEVEL) & (~above if lower else above)
    return int(clear.sum()), len(part)


def _often(count: int, total: int) -> str:
    if count == total:
        return f"in all {total} codings"
    return f"in none of {total} codings" if count == 0 else f"in {count} of {total} codings"


def stated_sentence(tests: pd.DataFrame) -> str:
    """Return the result of the tests of stated fields in one sentence."""
    random, total = _clear(tests, "random fields")
    exchanged, _ = _clear(tests, "other alliances")
    if random == 0 and exchanged == 0:
        below = {
            words: _clear(tests, chance, lower=True)[0]
            for chance, words in (
                ("random fields", "random fields"),
                ("other alliances", "the fields of other alliances"),
            )
        }
        if any(below.values()):
            parts = [f"{one} {_often(n, total)}" for one, n in below.items() if n]
            return (
                "The fields that alliances work in are clearly less related to their region than "
                f"{'; than '.join(parts)}."
            )
        return (
            "Whether the fields that alliances work in are more related to their region than "
            f"others is not clear in any of {total} codings."
        )
    return (
        "The fields that alliances work in are clearly more related to their own region than the "
        f"fields of other alliances {_often(exchanged, total)}, and than random fields "
        f"{_often(random, total)}. (The codings are two passes of one person, with what either "
        "and both name, so they are not independent.)"
    )


def stated_title(tests: pd.DataFrame) -> str:
    """Return the message of the tests, as far as they bear it."""
    random, total = _clear(tests, "random fields")
    exchanged, _ = _clear(tests, "other alliances")
    if random == total and exchanged == total:
        return "Alliances choose fields that their own region is related to"
    if random == total and exchanged:
        return (
            "Stated fields are related to the region; whether more than to the regions of other "
            "alliances depends on the coding"
        )
    if random == total:
        return (
            "Stated fields are related to the region, not clearly more than to the regions of "
            "other alliances"
        )
    if _clear(tests, "random fields", lower=True)[0] == total:
        return "Stated fields are less related to the region than random ones"
    return "Whether alliances choose fields related to their region is not clear"


def stated_alt(tests: pd.DataFrame) -> str:
    """Return what the figure of stated fields shows."""
    parts = [
        f"{one['coding']}, against {one['chance']}: {one['observed']:.0f}, by chance "
        f"{one['lower']:.0f} to {one['upper']:.0f}"
        for _, one in tests.iterrows()
    ]
    return f"Mean ranks of the fields beside bars of chance. {'; '.join(parts)}."


def stated_paragraph(tests: pd.DataFrame, quotients: pd.DataFrame) -> str:
    """Return the results of the tests with their numbers."""
    parts = []
    for coding in tests["coding"].unique():
        rows = tests[tests["coding"] == coding].set_index("chance")
        parts.append(
            f"{coding}: {rows.loc['random fields', 'observed']:.0f} (random fields p = "
            f"{rows.loc['random fields', 'p_value']:.4f}, other alliances' fields p = "
            f"{rows.loc['other alliances', 'p_value']:.3f})"
        )
    own = quotients.loc["other alliances"]
    higher = "higher" if own["observed"] > own["expected"] else "lower"
    if own["p_value"] >= LEVEL:
        higher = "neither clearly higher nor lower"
    return (
        f"Mean rank of the fields by coding, 50 being the middle. {'; '.join(parts)}. The same "
        "test with the current location quotient instead of density: the fields of an alliance "
        f"rank {higher} in its own region than in those of other alliances ({own['observed']:.0f} "
        f"against {own['expected']:.0f}, p = {own['p_value']:.4f})."
    )


def complexity_sentence(test: pd.DataFrame) -> str:
    """Return whether stated fields are more complex than random ones."""
    columns = ["observed", "expected", "p_value"]
    one = {key: float(test[key]["random fields"]) for key in columns}
    if one["p_value"] < LEVEL:
        than = "more" if one["observed"] > one["expected"] else "less"
        words = f"The fields are {than} complex than random ones"
    else:
        words = "Whether the fields are more complex than random ones is not clear"
    return (
        f"{words} (either pass: mean rank {one['observed']:.0f} in the order of complexity, 50 "
        f"being the middle, p = {one['p_value']:.4f}). In the smart-specialisation strategies of "
        "European regions, Deegan, Broekel and Fitjar (2021) found that related and complex "
        "domains are chosen more often, each for itself, and that regions of one country tend to "
        "choose the same."
    )


def name_codings(tests: pd.DataFrame) -> pd.DataFrame:
    """Return the tests with the codings in words."""
    return tests.assign(coding=tests["coding"].map(lambda one: CODINGS.get(one, one)))


def resemblance_title(tests: Mapping[str, Mapping[str, float]]) -> str:
    """Return the message of the comparison of alliances within and between Länder."""
    clear = [one for one in tests.values() if one["p_value"] < LEVEL]
    if not clear:
        return "Alliances of one Land do not clearly resemble each other more than others do"
    signs = {one["difference"] > one["expected"] for one in clear}
    if len(signs) > 1:
        return "Whether alliances of one Land resemble each other more depends on the coding"
    more = "more" if signs == {True} else "less"
    often = "" if len(clear) == len(tests) else f" ({len(clear)} of {len(tests)} codings)"
    return f"Alliances of one Land resemble each other {more} than others do{often}"


def resemblance_table(tests: Mapping[str, Mapping[str, float]]) -> pd.DataFrame:
    """Return the comparison of alliances within and between Länder for a reader."""
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "Coding": CODINGS.get(name, name),
                "Common Land": one["within"],
                "No common Land": one["between"],
                "Difference": one["difference"],
                "Chance from": one["lower"],
                "Chance to": one["upper"],
                "p": one["p_value"],
            }
            for name, one in tests.items()
        ]
    )
