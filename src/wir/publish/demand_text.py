"""Words and tables about demand and competition, made from the results.

Every sentence has a case for growing, shrinking, not clear and not known, and says no more than
its interval and the share of the definitions that agree.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from wir.publish.language import format_number, join_list

if TYPE_CHECKING:
    import pandas as pd

NOT_KNOWN = "not known"

QUADRANTS = {
    "open": (
        "Open",
        "Demand grows faster than jobs as a whole, and few others nearby are strong: a place to "
        "claim early, if the region can do it.",
    ),
    "contested": (
        "Contested",
        "Demand grows, and strong others are near: it takes a profile that differs from theirs, or "
        "partners among them.",
    ),
    "quiet": (
        "Quiet",
        "Demand grows more slowly than jobs as a whole, and few others are strong: a niche to hold "
        "where customers are known, not a promise of growth.",
    ),
    "crowded": (
        "Crowded",
        "Little growth and strong others near: hard to win; a reason to stay is needed.",
    ),
}
"""Quadrant → its name and what it means to a manager."""

AREA_NOTE = "share of the alliances of the area that name them"

CHOICES = {
    "measure": "Demand measured by",
    "years": "Growth over",
    "threshold": "Specialised from a quotient of",
    "half_distance": "Half-distance",
}
"""Choices of a definition, in words."""

MEASURES = {"employees": "employment", "vacancies": "vacancies", "tightness": "tightness"}

CODINGS = {
    "first": "first pass",
    "second": "second pass",
    "union": "either pass",
    "intersection": "both passes",
}


def value_text(choice: str, value: Any) -> str:
    """Return a value of a choice in words."""
    if choice == "measure":
        return MEASURES.get(str(value), str(value))
    if choice == "years":
        return f"{value:.0f} years"
    if choice == "half_distance":
        return "none (near and far alike)" if math.isinf(value) else f"{value:g} km"
    return f"{value:g}"


def signed(value: float, digits: int = 1) -> str:
    """Return a number with its sign, ``+1.2`` or ``−0.4``; ``not known`` where missing."""
    if value is None or math.isnan(value):
        return NOT_KNOWN
    text = format_number(value, digits)
    return text if round(value, digits) <= 0 else f"+{text}"


def interval(value: float, lower: float, upper: float, digits: int = 1) -> str:
    """Return ``+1.2 (+0.8 to +1.6)``; without the interval where there is none."""
    if value is None or math.isnan(value):
        return NOT_KNOWN
    if math.isnan(lower) or math.isnan(upper):
        return signed(value, digits)
    return f"{signed(value, digits)} ({signed(lower, digits)} to {signed(upper, digits)})"


def against(lower: float, upper: float, cut: float) -> str:
    """Return what an interval of growth says beside the growth of all jobs."""
    if math.isnan(lower) or math.isnan(upper):
        return NOT_KNOWN
    if lower > cut:
        return "faster than all jobs"
    if upper < cut:
        return "declining" if upper < 0 else "slower than all jobs"
    return "not clearly faster or slower than all jobs"


LIKELY = 0.5
"""Share of definitions with the same quadrant from which on it is called likely."""


def sureness(clear: bool, agreement: float = math.nan) -> str:
    """Return how sure a quadrant is, in one word.

    ``clear``: four fifths of the definitions agree on growth, and on contest; ``likely``: half of
    them or more give the same quadrant; ``doubtful``: fewer; ``not clear`` where their share is
    not known.
    """
    if clear:
        return "clear"
    if math.isnan(agreement):
        return "not clear"
    return "likely" if agreement >= LIKELY else "doubtful"


def place_text(quadrant: object, clear: bool, agreement: float = math.nan) -> str:
    """Return ``Open (clear)``, ``Open (likely)`` or ``Open (doubtful)``."""
    if quadrant not in QUADRANTS:
        return NOT_KNOWN
    return f"{QUADRANTS[str(quadrant)][0]} ({sureness(clear, agreement)})"


def share_text(value: float) -> str:
    """Return a share of definitions, ``80 %``."""
    return NOT_KNOWN if value is None or math.isnan(value) else f"{100 * value:.0f} %"


def rivals_text(rows: pd.DataFrame, region_names: pd.Series) -> str:
    """Return the strongest rivals: ``Jena (2.1, 34 km), …``."""
    parts = [
        f"{region_names[one['ags']]} ({one['lq']:.1f}, {one['km']:.0f} km)"
        for one in rows.sort_values("place").to_dict("records")
    ]
    return ", ".join(parts) or "nobody else is specialised"


def others_text(row: Mapping[Any, Any] | None, alliance_names: pd.Series) -> str:
    """Return how many other alliances name the field, and the nearest of them."""
    if row is None:
        return NOT_KNOWN
    count = int(row["others"])
    if not count:
        return "none"
    nearest = row["nearest"]
    if not isinstance(nearest, str):
        return f"{count} (where, is not known)"
    where = "in the same district" if row["km"] < 0.5 else f"{row['km']:.0f} km"
    return f"{count}, nearest {alliance_names[nearest]} ({where})"


def own_table(points: pd.DataFrame, fields: Sequence[str], names: pd.Series) -> pd.DataFrame:
    """Return the fields of an alliance for a reader: quadrant, growth, shortage, crowding.

    Parameters
    ----------
    points
        Rows of one region: index field; columns of `wir.profile.portfolio.portfolio_table` and
        ``verdict`` (shortage), ``lq``.
    fields
        Fields of the alliance.
    names
        Label per field.
    """
    import pandas as pd

    rows = []
    chosen = points.loc[list(fields)]
    for field, one in zip(fields, chosen.to_dict("records"), strict=True):
        region = (one["region_growth"], one["region_lower"], one["region_upper"])
        rows.append(
            {
                "Field": names[field],
                "Quadrant": place_text(one["quadrant"], bool(one["clear"]), one["agreement"]),
                "Growth in Germany": interval(one["growth"], one["lower"], one["upper"]),
                "Growth in the region": interval(*region),
                "Workers": one["verdict"] if isinstance(one["verdict"], str) else NOT_KNOWN,
                "Vacancies per unemployed in the region": (
                    f"{one['region_tightness']:.2f}"
                    if one.get("region_tightness", math.nan) >= 0
                    else NOT_KNOWN
                ),
                "Crowding": one["crowding"],
                "Quotient": one["lq"],
            }
        )
    headings = [
        "Field", "Quadrant", "Growth in Germany", "Growth in the region", "Workers",
        "Vacancies per unemployed in the region", "Crowding", "Quotient",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=headings)


def others_table(
    fields: Sequence[str],
    names: pd.Series,
    rivals: pd.DataFrame,
    others: pd.DataFrame,
    region_names: pd.Series,
    alliance_names: pd.Series,
) -> pd.DataFrame:
    """Return who else is strong in the fields of an alliance, and who else names them.

    Parameters
    ----------
    fields
        Fields of the alliance.
    names, region_names, alliance_names
        Labels.
    rivals, others
        Rows of the region (`wir.profile.competition.rivals`, `.namesakes`).
    """
    import pandas as pd

    named = {str(one["field"]): one for one in others.to_dict("records")}
    rows = [
        {
            "Field": names[field],
            "Strongest others": rivals_text(rivals[rivals["field"] == field], region_names),
            "Other alliances": others_text(named.get(field), alliance_names),
        }
        for field in fields
    ]
    return pd.DataFrame(rows, columns=["Field", "Strongest others", "Other alliances"])


def sure_table(points: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """Return how many definitions agree on the quadrant of each field, for a reader."""
    import pandas as pd

    rows = [
        {
            "Field": names[field],
            "Quadrant": QUADRANTS[one["quadrant"]][0]
            if one["quadrant"] in QUADRANTS
            else NOT_KNOWN,
            "Same quadrant": share_text(one["agreement"]),
            "Growing": share_text(one["growing"]),
            "Contested": share_text(one["contested"]),
            "Crowding from–to": span_text(one["crowding_lower"], one["crowding_upper"]),
        }
        for field, one in zip(points.index.astype(str), points.to_dict("records"), strict=True)
    ]
    headings = ["Field", "Quadrant", "Same quadrant", "Growing", "Contested", "Crowding from–to"]
    return pd.DataFrame(rows, columns=headings)


def span_text(lower: float, upper: float) -> str:
    """Return ``21–88``."""
    return NOT_KNOWN if math.isnan(lower) or math.isnan(upper) else f"{lower:.0f}–{upper:.0f}"


def clear_fields(points: pd.DataFrame, quadrant: str, related: float | None = None) -> list[str]:
    """Return the fields that clearly lie in a quadrant, the most related first.

    With `related`, only those whose density is at least that.
    """
    chosen = points[(points["quadrant"] == quadrant) & points["clear"].astype(bool)]
    if related is not None:
        chosen = chosen[chosen["density"] >= related]
    return list(chosen.sort_values("density", ascending=False, kind="stable").index.astype(str))


def _named(fields: Sequence[str], names: pd.Series, most: int = 4) -> str:
    """Return names as a list in words; those beyond `most` are counted."""
    shown = [f"*{names[one]}*" for one in fields[:most]]
    if len(fields) > most:
        shown.append(f"{len(fields) - most} more")
    return join_list(shown)


def portfolio_sentences(points: pd.DataFrame, fields: Sequence[str], names: pd.Series) -> list[str]:
    """Return what the portfolio of an alliance says, for a manager; names stand in asterisks.

    Parameters
    ----------
    points
        Rows of one region, index field.
    fields
        Fields of the alliance with data.
    names
        Labels, escaped already where they may hold markup.
    """
    import pandas as pd

    if not len(fields):
        return [
            "Which occupations belong to the field of this alliance is not known, so nothing can "
            "be said on the demand for it."
        ]
    own = points.loc[list(fields)]
    sentences = []
    lead = {
        "clear": "clearly ",
        "likely": "likely ",
        "doubtful": "doubtful, as most definitions say otherwise: ",
        "not clear": "not clear: ",
    }
    words = pd.Series(
        [sureness(bool(c), a) for c, a in zip(own["clear"], own["agreement"], strict=True)],
        index=own.index,
    )
    for quadrant, (title, _) in QUADRANTS.items():
        inside = words[own["quadrant"] == quadrant]
        parts = [
            lead[word] + _named(list(inside.index[inside == word].astype(str)), names)
            for word in lead
            if (inside == word).any()
        ]
        if parts:
            sentences.append(f"**{title}:** {'; '.join(parts)}.")
    return sentences


def regional_sentence(points: pd.DataFrame, fields: Sequence[str], names: pd.Series) -> str:
    """Return how employment in the fields of an alliance develops in its own region."""
    if not len(fields):
        return ""
    own = points.loc[list(fields)]
    known = own.dropna(subset=["region_growth", "region_lower", "region_upper"])
    groups = {
        "grows": known.index[known["region_lower"] > 0],
        "shrinks": known.index[known["region_upper"] < 0],
    }
    parts = [
        f"{verb} in {_named(list(inside.astype(str)), names)}"
        for verb, inside in groups.items()
        if len(inside)
    ]
    unclear = len(known) - sum(map(len, groups.values()))
    tail = []
    if unclear:
        tail.append(f"for {unclear} the direction is not clear")
    if len(own) > len(known):
        tail.append(f"for {len(own) - len(known)} it is not known (few employees)")
    if not parts:
        start = "In the region itself, employment neither clearly grows nor shrinks in any of them"
        return f"{start}{'; ' if tail else ''}{' and '.join(tail)}."
    return f"In the region itself, employment {'; it '.join([*parts])}" + (
        f"; {' and '.join(tail)}." if tail else "."
    )


def scarcity_sentence(points: pd.DataFrame, fields: Sequence[str], names: pd.Series) -> str:
    """Return in which fields of an alliance workers are scarce in Germany."""
    if not len(fields):
        return ""
    own = points.loc[list(fields)]
    scarce = list(own.index[own["verdict"] == "scarce"].astype(str))
    if not scarce:
        return (
            "In none of its occupational groups are workers scarcer than in most others by every "
            "definition."
        )
    return (
        f"Workers are scarce in Germany by every definition in {_named(scarce, names)}: whoever "
        "needs them is short of hands, and so may the alliance be when it hires."
    )


def opening_sentence(points: pd.DataFrame, fields: Collection[str], names: pd.Series) -> str:
    """Return which open fields that are related to the region the alliance does not name."""
    middle = float(points["density"].median())
    free = [one for one in clear_fields(points, "open", middle) if one not in set(fields)]
    if not free:
        return (
            "Outside its field, no occupational group is both clearly open and more related to the "
            "region than the middle of all."
        )
    return (
        "Outside its field, clearly open and more related to the region than the middle of all: "
        f"{_named(free, names, 5)}. They are openings in the labour market, not proof of customers."
    )


def portfolio_alt(points: pd.DataFrame, fields: Sequence[str], names: pd.Series, cut: float) -> str:
    """Return what the portfolio shows, with the figures of the fields of the alliance."""
    known = points.dropna(subset=["crowding", "growth"])
    counts = known["quadrant"].value_counts()
    parts = [f"{counts.get(one, 0)} {QUADRANTS[one][0].lower()}" for one in QUADRANTS]
    own = [
        f"{names[one]}: growth {signed(known['growth'][one])} %, crowding "
        f"{known['crowding'][one]:.0f}"
        for one in fields
        if one in known.index
    ]
    marked = f" Marked: {'; '.join(own)}." if own else ""
    return (
        f"Scatter plot of {len(known)} fields, demand growth (cut at {signed(cut)} % a year) "
        f"against crowding (cut at 50): {', '.join(parts)}.{marked}"
    )


def field_table(points: pd.DataFrame, own: str | None = None) -> pd.DataFrame:
    """Return where a region stands in each innovation field, for a reader.

    Parameters
    ----------
    points
        Rows of one region, index field; with ``lq``, ``region_employees``.
    own
        The field of the alliance, which is marked.
    """
    import pandas as pd

    order = points.sort_values(["excess"], ascending=False, kind="stable")
    rows = [
        {
            "Field": f"{field} (own)" if field == own else field,
            "Quadrant": place_text(one["quadrant"], bool(one["clear"]), one["agreement"]),
            "Growth in Germany": interval(one["growth"], one["lower"], one["upper"]),
            "Growth in the region": interval(
                one["region_growth"], one["region_lower"], one["region_upper"]
            ),
            "Crowding": one["crowding"],
            "Quotient": one["lq"],
            "Relatedness": one["density"],
        }
        for field, one in zip(order.index.astype(str), order.to_dict("records"), strict=True)
    ]
    headings = [
        "Field", "Quadrant", "Growth in Germany", "Growth in the region", "Crowding", "Quotient",
        "Relatedness",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=headings)


def customer_tables(customers: pd.DataFrame, region: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return persons in work by sector, and establishments by size, of one region for a reader."""
    part = customers[customers["region"] == region]
    sector = part[part["kind"] == "sector"][["item", "persons", "share", "germany", "change"]]
    size = part[part["kind"] == "size"][["item", "share", "germany"]]
    sector = sector.assign(
        persons=sector["persons"].round(-2), change=[signed(one, 0) for one in sector["change"]]
    )
    sector.columns = ["Sector", "Persons in work", "Share", "Germany", "Change in ten years (%)"]
    size.columns = ["Size", "Share", "Germany"]
    return sector.reset_index(drop=True), size.reset_index(drop=True)


def customer_sentence(customers: pd.DataFrame, region: str) -> str:
    """Return what the sectors and sizes of a region say on who could be a customer."""
    part = customers[customers["region"] == region]
    sector = part[part["kind"] == "sector"].set_index("item")
    if sector.empty or sector["share"].isna().any():
        return "Who works in which sector of the region is not known for all of its districts."
    year = int(part["year"].iloc[0])
    gap = (sector["share"] - sector["germany"]).sort_values()
    more, less = str(gap.index[-1]), str(gap.index[0])
    largest = str(sector["persons"].idxmax())
    words = (
        f"In {year}, {sector['share'][largest]:.0f} % of those in work in the region were in "
        f"*{largest.lower()}* ({sector['germany'][largest]:.0f} % in Germany). "
    )
    if gap.iloc[-1] >= 1:
        words += (
            f"Compared with Germany, *{more.lower()}* weighs more ({sector['share'][more]:.0f} "
            f"against {sector['germany'][more]:.0f} %) and *{less.lower()}* less "
            f"({sector['share'][less]:.0f} against {sector['germany'][less]:.0f} %)."
        )
    else:
        words += "Its sectors weigh as in Germany, within one percentage point."
    size = part[part["kind"] == "size"].set_index("item")
    large = {key: float(size[key]["250 and more"]) for key in ("share", "germany")}
    if math.isnan(large["share"]):
        return words + " The size of its establishments is not known."
    return (
        f"{words} Of 1,000 establishments, {10 * large['share']:.1f} have 250 employees or more "
        f"({10 * large['germany']:.1f} in Germany)."
    )


# What came out: the sentences of the notebook


def growth_summary(growth: Mapping[str, pd.DataFrame], cut: float) -> str:
    """Return which innovation fields grow faster than all jobs, as far as codings agree.

    `growth`: coding → fields × ``growth``, ``lower``, ``upper``.
    """
    first = next(iter(growth.values()))

    def always(test: Any) -> list[str]:
        return [
            str(field)
            for field in first.sort_values("growth", ascending=False).index
            if all(field in table.index and test(table.loc[field]) for table in growth.values())
        ]

    faster = always(lambda one: one["lower"] > cut)
    slower = always(lambda one: one["upper"] < cut)
    rest = len(first) - len(faster) - len(slower)
    often = f"in all {len(growth)} codings" if len(growth) > 1 else "in the coding used"
    parts = []
    if faster:
        parts.append(
            f"jobs in the occupations of {join_list(faster)} grow faster than all jobs "
            f"({signed(cut)} % a year) {often}"
        )
    if slower:
        parts.append(f"those of {join_list(slower)} grow more slowly")
    if not parts:
        return (
            f"No innovation field clearly grows faster or more slowly than all jobs "
            f"({signed(cut)} % a year) {often}."
        )
    text = "; ".join(parts)
    tail = f"; for {'the others' if faster or slower else 'all'} it is not clear" if rest else ""
    return f"{text[0].upper()}{text[1:]}{tail}."


def shortage_summary(table: pd.DataFrame, names: pd.Series) -> str:
    """Return in how many occupations workers are scarce whatever the definition."""
    counts = table["verdict"].value_counts()
    scarce, plenty = int(counts.get("scarce", 0)), int(counts.get("not scarce", 0))
    known = int(table["verdict"].notna().sum())
    if not scarce:
        return (
            f"In none of {known} occupational groups are workers scarcer than in most others by "
            "every definition."
        )
    first = table[table["verdict"] == "scarce"].nlargest(3, "shortage").index
    return (
        f"Workers are scarcer than in most other occupations by every definition in {scarce} of "
        f"{known} occupational groups (most in {join_list([str(names[one]) for one in first])}), "
        f"less scarce in {plenty}; in the other {known - scarce - plenty} it depends on the "
        "definition."
    )


def alliances_summary(own: pd.DataFrame) -> str:
    """Return in which quadrants the alliances' own fields lie, and of how many that is clear."""
    known = own[own["quadrant"].isin(list(QUADRANTS))]
    if known.empty:
        return "The quadrant of no alliance's field is known."
    parts = []
    for quadrant, (title, _) in QUADRANTS.items():
        rows = known[known["quadrant"] == quadrant]
        if len(rows):
            parts.append(f"{len(rows)} {title.lower()} ({int(rows['clear'].sum())} clearly)")
    return (
        f"Seen from their own region, the fields of {len(known)} alliances are {join_list(parts)}; "
        f"for {int((~known['clear'].astype(bool)).sum())} of them other definitions of demand, "
        "competition or field say something else."
    )


def sensitivity_summary(table: pd.DataFrame) -> str:
    """Return which choice moves the portfolio most, and which least."""
    order = table.sort_values("same", kind="stable").to_dict("records")
    worst, best = order[0], order[-1]

    def words(one: Mapping[Any, Any]) -> str:
        return f"{CHOICES[one['choice']].lower()} {value_text(one['choice'], one['value'])}"

    return (
        "The quadrants depend on how demand and competition are defined: with "
        f"“{words(worst)}” {worst['same']:.0f} % of all regions and occupations keep their "
        f"quadrant, with “{words(best)}” {best['same']:.0f} %."
    )


def clear_summary(table: pd.DataFrame) -> str:
    """Return of how many cells the quadrant is clear, in all and by quadrant."""
    known = table[table["quadrant"].isin(list(QUADRANTS))]
    share = 100 * known["clear"].mean() if len(known) else math.nan
    return (
        f"For {share:.0f} % of the {format_number(len(known))} combinations of an alliance's "
        "region and an occupational group the quadrant is clear; treat the others as questions."
    )


def open_contested(own: pd.DataFrame, titles: pd.Series) -> pd.DataFrame:
    """Return the alliances by quadrant of their own field, clear ones first, for a reader.

    Parameters
    ----------
    own
        Index alliance: columns of `wir.profile.portfolio.portfolio_table` with ``area``.
    titles
        Name of each alliance.
    """
    import pandas as pd

    rank = {one: number for number, one in enumerate(QUADRANTS)}
    known = own[own["quadrant"].isin(list(QUADRANTS))]
    order = known.assign(
        order=known["quadrant"].map(rank), title=titles.reindex(known.index)
    ).sort_values(["order", "clear", "agreement"], ascending=[True, False, False], kind="stable")
    rows = [
        {
            "Alliance": one["title"],
            "Innovation field": one["area"] if isinstance(one["area"], str) else NOT_KNOWN,
            "Quadrant": place_text(one["quadrant"], bool(one["clear"]), one["agreement"]),
            "Growth in Germany": interval(one["growth"], one["lower"], one["upper"]),
            "Crowding": one["crowding"],
            "Growing": share_text(one["growing"]),
            "Contested": share_text(one["contested"]),
            "Employees": round(one["region_employees"], -2),
            "Relatedness": one["density"],
        }
        for one in order.to_dict("records")
    ]
    headings = [
        "Alliance", "Innovation field", "Quadrant", "Growth in Germany", "Crowding", "Growing",
        "Contested", "Employees", "Relatedness",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=headings)


# Titles, alternative texts and tables of the notebook


def growth_title(growth: Mapping[str, pd.DataFrame], cut: float) -> str:
    """Return the message of the growth of fields, as far as all codings bear it."""
    first = next(iter(growth.values()))
    faster = [
        field
        for field in first.index
        if all(field in one.index and one.loc[field, "lower"] > cut for one in growth.values())
    ]
    if not faster:
        return "No innovation field grows clearly faster than all jobs in every coding"
    return (
        f"{len(faster)} of {len(first)} innovation fields grow faster than all jobs in every coding"
    )


def growth_alt(table: pd.DataFrame, cut: float) -> str:
    """Return what the figure of growth shows, for the coding drawn strongest."""
    order = table.sort_values("growth", ascending=False)
    parts = [
        f"{field} {interval(one['growth'], one['lower'], one['upper'])}"
        for field, one in order.iterrows()
    ]
    return (
        f"Dots with intervals per innovation field, beside a line for all jobs at {signed(cut)} % "
        f"a year: {'; '.join(parts)}."
    )


def demand_table(demand: pd.DataFrame) -> pd.DataFrame:
    """Return the demand for innovation fields for a reader, the fastest first."""
    import pandas as pd

    order = demand.sort_values("employees_growth", ascending=False)

    def trend(one: Mapping[Any, Any], name: str) -> str:
        return interval(one[f"{name}_growth"], one[f"{name}_lower"], one[f"{name}_upper"])

    rows = [
        {
            "Field": field,
            "Employees": round(one["employees"], -3),
            "Growth": trend(one, "employees"),
            "Vacancies": one["vacancies_per_1000"],
            "Growth of vacancies": trend(one, "vacancies"),
            "Unemployed": one["unemployed_per_1000"],
            "Growth of unemployed": trend(one, "unemployed"),
            "Tightness": one["tightness"],
            "Growth of tightness": trend(one, "tightness"),
        }
        for field, one in zip(order.index, order.to_dict("records"), strict=True)
    ]
    return pd.DataFrame(rows)


def shortage_title(table: pd.DataFrame) -> str:
    """Return the message of the figure of shortage."""
    known = table["verdict"].dropna()
    depends = int((known == "depends").sum())
    if depends > len(known) / 2:
        return "Whether workers are scarce depends on the definition for most occupations"
    return (
        f"Whether workers are scarce depends on the definition in {depends} of {len(known)} groups"
    )


def shortage_alt(order: pd.DataFrame, names: pd.Series) -> str:
    """Return what the figure of shortage shows: both ends."""

    def words(rows: pd.DataFrame) -> str:
        return ", ".join(
            f"{names[key]} {one['shortage']:.0f} "
            f"({span_text(one['shortage_lower'], one['shortage_upper'])})"
            for key, one in zip(rows.index.astype(str), rows.to_dict("records"), strict=True)
        )

    return (
        f"Dots with ranges from 0 to 100. Scarcest: {words(order.head(3))}. Least scarce: "
        f"{words(order.tail(3))}."
    )


def occupation_table(national: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """Return the demand for every occupation for a reader, by size."""
    import pandas as pd

    order = national.sort_values("employees", ascending=False)
    rows = [
        {
            "Occupational group": names[key],
            "Employees": round(one["employees"], -2),
            "Growth": interval(one["employees_growth"], one["employees_lower"],
                               one["employees_upper"]),
            "Tightness": _within(one["tightness"], one["draws_lower"], one["draws_upper"]),
            "Growth of tightness": interval(one["tightness_growth"], one["tightness_lower"],
                                            one["tightness_upper"]),
            "Shortage": _within(one["shortage"], one["shortage_lower"], one["shortage_upper"], 0),
            "Workers": one["verdict"] if isinstance(one["verdict"], str) else NOT_KNOWN,
        }
        for key, one in zip(order.index.astype(str), order.to_dict("records"), strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _within(value: float, lower: float, upper: float, digits: int = 2) -> str:
    """Return ``0.45 (0.41–0.50)``."""
    if math.isnan(value):
        return NOT_KNOWN
    span = "" if math.isnan(lower) or math.isnan(upper) else (
        f" ({format_number(lower, digits)}–{format_number(upper, digits)})"
    )  # fmt: skip
    return format_number(value, digits) + span


def competitor_table(
    strong: pd.DataFrame, names: pd.Series, region_names: pd.Series
) -> pd.DataFrame:
    """Return who is specialised in each occupation for a reader, the most concentrated first."""
    import pandas as pd

    order = strong.sort_values("quotient", ascending=False)
    return pd.DataFrame(
        [
            {
                "Occupational group": names[key],
                "Districts": one["districts"],
                "Quotient": one["quotient"],
                "Share of jobs": one["held"],
                "Entered": one["entered"],
                "Left": one["left"],
                "Most jobs above average": region_names[one["first"]]
                if isinstance(one["first"], str)
                else "none",
            }
            for key, one in zip(order.index.astype(str), order.to_dict("records"), strict=True)
        ]
    )


def map_title(quotients: pd.Series, threshold: float, region: str) -> str:
    """Return the message of the map of competitors."""
    count = int((quotients >= threshold).sum())
    return f"{count} of {len(quotients)} districts are specialised in the field of {region}"


def map_alt(quotients: pd.Series, threshold: float, region_names: pd.Series) -> str:
    """Return what the map of competitors shows: how many, and the strongest."""
    strong = quotients.nlargest(5)
    parts = [f"{region_names[str(ags)]} ({value:.1f})" for ags, value in strong.items()]
    return (
        f"Map of Germany; {int((quotients >= threshold).sum())} of {len(quotients)} districts have "
        f"a quotient from {threshold:g}. Highest: {', '.join(parts)}."
    )


def alliances_title(own: pd.DataFrame) -> str:
    """Return the message of the picture of all alliances."""
    known = own[own["quadrant"].isin(list(QUADRANTS))]
    growing = known[known["quadrant"].isin(["open", "contested"])]
    little = growing[growing["quadrant"] == "open"]
    return (
        f"{len(growing)} of {len(known)} alliances work in a field that grows faster than all "
        f"jobs; {len(little)} of these are little contested "
        f"({int(little['clear'].sum())} clearly)"
    )


def sensitivity_title(moved: pd.DataFrame) -> str:
    """Return the message of the figure of sensitivity."""
    worst = moved.sort_values("same", kind="stable").to_dict("records")[0]
    name = {
        "measure": "how demand is measured",
        "years": "the years of growth",
        "threshold": "when a district counts as specialised",
        "half_distance": "how near a competitor must be",
    }[worst["choice"]]
    return f"The quadrants depend most on {name}"


def sensitivity_alt(moved: pd.DataFrame) -> str:
    """Return what the figure of sensitivity shows."""
    parts = [
        f"{CHOICES[one['choice']].lower()} {value_text(one['choice'], one['value'])}: "
        f"{one['same']:.0f} %"
        for one in moved.to_dict("records")
    ]
    return f"Bars of the share that keeps its quadrant. {'; '.join(parts)}."


def work_table(work: pd.DataFrame, region: str) -> pd.DataFrame:
    """Return what people in a region do at work for a reader, the highest quotient first."""
    part = work[work["region"] == region].sort_values("lq", ascending=False)
    shown = part[["area", "employees", "share", "lq"]].assign(employees=part["employees"].round(-2))
    shown.columns = ["Area", "Employees", "Share", "Quotient"]
    return shown.reset_index(drop=True)


def outermost(points: pd.DataFrame, count: int) -> list[str]:
    """Return the fields that lie farthest from the middle of the portfolio, to be named first."""
    known = points.dropna(subset=["crowding", "growth"])
    across = (known["crowding"] - known["crowding"].median()).rank(pct=True) - 0.5
    up = (known["growth"] - known["growth"].median()).rank(pct=True) - 0.5
    return list((across**2 + up**2).nlargest(count).index.astype(str))


def area_counts(points: pd.DataFrame, areas: Mapping[str, str]) -> pd.DataFrame:
    """Return for how many regions each innovation field is open, contested, quiet or crowded.

    Parameters
    ----------
    points
        Index region, field: columns of `wir.profile.portfolio.portfolio_table`.
    areas
        Alliance → its innovation field.

    Returns
    -------
    DataFrame
        ``Field``, one column per quadrant (``12 (5 clear)``), and ``Own alliances``: in which
        quadrants the field is for the alliances that work in it.
    """
    import pandas as pd

    rows = []
    for field, part in points.groupby(level="field", sort=True):
        cells: dict[str, str] = {"Field": str(field)}
        inside = part[[areas.get(str(one)) == field for one in part.index.get_level_values(0)]]
        for quadrant, (title, _) in QUADRANTS.items():
            hit = part[part["quadrant"] == quadrant]
            cells[title] = f"{len(hit)} ({int(hit['clear'].sum())} clear)"
        numbers = inside["quadrant"].value_counts()
        cells["Own alliances"] = join_list(
            [f"{numbers[one]} {QUADRANTS[one][0].lower()}" for one in QUADRANTS if one in numbers]
        )
        rows.append(cells)
    return pd.DataFrame(rows)
