"""Sentences on the innovation network; none says more than its interval carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from wir.publish.language import format_number, join_list

KINDS = {
    "university": "universities",
    "research institute": "research institutes",
    "firm": "firms",
    "public body": "public bodies",
    "other": "other organisations",
}
MEASURES = {
    "organisations": "organisations that take part",
    "per_100000": "participations per head",
    "partners_per_organisation": "partners elsewhere per organisation",
    "share_weak": "share of partners in other weak districts",
    "share_near": "share of partners in the own planning region",
    "share_alone": "share of organisations without a known partner",
    "countries": "countries per project (median)",
    "largest_share": "share of bridging by the first organisation",
}


def _times(value: Any, digits: int = 2) -> str:
    return format_number(float(value), digits)


def _row(table: pd.DataFrame, key: object) -> pd.Series:
    """Return one row."""
    rows: Any = table.loc
    found = rows[key]
    assert isinstance(found, pd.Series)
    return found


def _part(table: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return the rows of one group, the largest share of bridging first."""
    found: Any = table.loc[key]
    assert isinstance(found, pd.DataFrame)
    return found.sort_values("share_bridging", ascending=False)


def country_name(code: str) -> str:
    """Return the English name of a country by the Commission's code (EL, UK; else ISO)."""
    from babel import Locale

    iso = {"EL": "GR", "UK": "GB"}.get(code, code)
    return str(Locale("en").territories.get(iso, code))


def repeat_sentence(two_mode: pd.DataFrame) -> str:
    """Say whether partners come back more often than when participations are exchanged."""
    ties = _row(two_mode, "ties")
    if ties["observed"] < ties["lower"]:
        return (
            f"Distinct pairs of partners are {100 * (1 - ties['ratio']):.0f} % fewer than in these "
            "random networks: partners come back to each other."
        )
    if ties["observed"] > ties["upper"]:
        return (
            f"Distinct pairs of partners are {100 * (ties['ratio'] - 1):.0f} % more than in these "
            "random networks: partners change more than by chance."
        )
    return "The number of distinct pairs of partners is as in these random networks."


def small_world_sentence(one_mode: pd.DataFrame, two_mode: pd.DataFrame) -> str:
    """Say whether the network clusters more than its degrees, and than its projects, make it."""
    plain, fair = _row(one_mode, "transitivity"), _row(two_mode, "transitivity")
    start = (
        f"Against random networks in which every organisation keeps its number of partners, closed "
        f"triples are {_times(plain['ratio'], 1)} times as frequent. "
    )
    if fair["observed"] > fair["upper"]:
        return start + (
            "When instead the participations are exchanged, so that projects keep their size, "
            f"they are still more frequent than in 95 % of the random networks (ratio "
            f"{_times(fair['ratio'])})."
        )
    where = "within" if fair["observed"] >= fair["lower"] else "below"
    return start + (
        "But every project makes a group in which all know each other: when the participations are "
        f"exchanged and projects keep their size, the ratio is {_times(fair['ratio'])}, {where} "
        "the range of the random networks. The clustering comes from the size of projects, not "
        "from partners introducing each other."
    )


def time_sentence(years: pd.DataFrame) -> str:
    """Say how the network changed from the first to the last year shown."""
    first, last = years.index[0], years.index[-1]
    ties = years["mean_degree"]
    change = 100 * (ties[last] / ties[first] - 1)
    nodes = 100 * (years["nodes"][last] / years["nodes"][first] - 1)
    return (
        f"From {first} to {last} the number of organisations in new projects went from "
        f"{format_number(years['nodes'][first])} to {format_number(years['nodes'][last])} "
        f"({nodes:+.0f} %), the mean number of German partners in them from {ties[first]:.1f} to "
        f"{ties[last]:.1f} ({change:+.0f} %)."
    ).replace("-", "−")


def bridging_sentence(table: pd.DataFrame) -> str:
    """Say who bridges between structurally weak districts and the rest, and who elsewhere."""
    words = []
    for group, where in (("weak", "In structurally weak districts"), ("strong", "elsewhere")):
        part = _part(table, group)
        kind = str(part.index[0])
        words.append(
            f"{where} {KINDS[kind]} hold {part['share_bridging'].iloc[0]:.0f} % of the bridging "
            f"({part['share_organisations'].iloc[0]:.0f} % of the organisations)"
        )
    firms = _row(table, ("weak", "firm"))
    return (
        f"{words[0]}; {words[1]}. Firms are {firms['share_organisations']:.0f} % of the "
        f"organisations of weak districts and hold {firms['share_bridging']:.0f} % of the "
        f"bridging. {_against_chance(table)}"
    )


def _against_chance(table: pd.DataFrame) -> str:
    """Say whether shares of bridging are other than numbers of partners make them."""
    off = []
    for key in table.index:
        one, (group, kind) = _row(table, key), (str(key[0]), str(key[1]))
        if not one["share_lower"] <= one["share_bridging"] <= one["share_upper"]:
            sign = "more" if one["share_bridging"] > one["share_upper"] else "less"
            where = "structurally weak" if group == "weak" else "other"
            off.append(f"{KINDS[str(kind)]} in {where} districts ({sign})")
    if not off:
        return (
            "These shares are what the numbers of partners alone would give, were the regions "
            "exchanged at random: who has many partners bridges."
        )
    return (
        "Apart from "
        + join_list(off)
        + " the shares are what the numbers of partners alone would give, were the regions "
        "exchanged at random."
    )


def bridging_title(table: pd.DataFrame) -> str:
    """Name the kind of organisation that bridges most in each group of districts."""
    weak, strong = _part(table, "weak"), _part(table, "strong")
    first, other = str(weak.index[0]), str(strong.index[0])
    share = f"{weak['share_bridging'].iloc[0]:.0f} %"
    start = f"In structurally weak districts {KINDS[first]} hold {share} of the bridging"
    return start + (", as elsewhere" if first == other else f", elsewhere {KINDS[other]} most")


def proximity_title(table: pd.DataFrame) -> str:
    """Name the two proximities that go most with shared projects, among those beyond chance."""
    words = {
        "tied_before": "a shared project before",
        "common_partners": "common partners",
        "same_district": "the same district",
        "same_land": "the same Land",
        "same_kind": "the same kind of organisation",
        "specialisation": "similar specialisation",
    }
    part = table.loc[[one for one in words if one in table.index]]
    up = part[part["ratio_lower"] > 1].sort_values("ratio", ascending=False)
    if not len(up):
        return "No proximity goes with shared projects beyond chance"
    named = [words[str(one)] for one in up.index[:2]]
    return f"What goes most with a new shared project: {join_list(named)}"


def leading_sentence(weak: tuple[float, str], other: tuple[float, str]) -> str:
    """Say how much of the bridging of each group rests on one organisation."""
    return (
        f"One organisation accounts for much of it: {other[1]} for {other[0]:.0f} % in the other "
        f"districts, {weak[1]} for {weak[0]:.0f} % in the structurally weak ones."
    )


def differences_sentence(table: pd.DataFrame) -> str:
    """Name what weak districts have more of, less of, and where no difference can be told."""
    more, less, open_ = [], [], []
    for measure, words in MEASURES.items():
        if measure not in table.index:
            continue
        one = _row(table, measure)
        if one["probability_lower"] > 0.5:
            more.append(words)
        elif one["probability_upper"] < 0.5:
            less.append(words)
        else:
            open_.append(words)
    parts = []
    if more:
        parts.append(
            f"Structurally weak districts tend to have a higher value in: {'; '.join(more)}"
        )
    if less:
        parts.append(
            f"{'Structurally weak districts' if not more else 'They'} tend to have a lower value "
            f"in: {'; '.join(less)}"
        )
    if open_:
        parts.append(f"No difference beyond chance in: {'; '.join(open_)}")
    return ". ".join(parts) + "."


def ratio_words(one: pd.Series) -> str:
    """Return an odds ratio with its interval."""
    return f"{_times(one['ratio'])} ({_times(one['ratio_lower'])} to {_times(one['ratio_upper'])})"


PREDICTORS = {
    "tied_before": "a shared project before (social)",
    "common_partners": "twice as many common partners (social)",
    "same_district": "the same district (geographic)",
    "same_land": "the same Land (geographic, institutional)",
    "distance": "twice the distance (geographic)",
    "same_kind": "the same kind of organisation (institutional)",
    "specialisation": "similar specialisation of the districts, 1 SD (cognitive)",
    "size": "twice as many participations (either of them)",
}


def proximity_sentence(table: pd.DataFrame) -> str:
    """Say which proximities go with a new shared project, in the order of their size."""
    up, down, open_ = [], [], []
    for name, words in PREDICTORS.items():
        if name not in table.index or name == "size":
            continue
        one = _row(table, name)
        if one["ratio_lower"] > 1:
            up.append((float(one["ratio"]), f"{words}: {ratio_words(one)}"))
        elif one["ratio_upper"] < 1:
            down.append((float(one["ratio"]), f"{words}: {ratio_words(one)}"))
        else:
            open_.append(f"{words}: {ratio_words(one)}")
    parts = []
    if up:
        listed = "; ".join(text for _, text in sorted(up, reverse=True))
        parts.append(f"Higher odds of a shared project go with {listed}")
    if down:
        listed = "; ".join(text for _, text in sorted(down))
        parts.append(f"Lower odds go with {listed}")
    if open_:
        parts.append(f"No relation can be told from chance for {'; '.join(open_)}")
    return ". ".join(parts) + ". In brackets 95 % intervals."


def proximity_summary(table: pd.DataFrame) -> str:
    """Say in one sentence what goes most with a shared project."""
    named = {
        "tied_before": "a shared project before",
        "common_partners": "common partners",
        "same_district": "the same district",
        "same_land": "the same Land",
        "same_kind": "the same kind of organisation",
        "specialisation": "districts with similar specialisation",
    }
    clear = table.loc[[one for one in named if one in table.index]]
    up = clear[clear["ratio_lower"] > 1].sort_values("ratio", ascending=False)
    rest = [named[str(one)] for one in clear.index if one not in up.index]
    if not len(up):
        return "No proximity goes with more shared projects beyond chance."
    text = "Shared projects go with " + join_list(
        [f"{named[str(one)]} (odds {ratio_words(row)})" for one, row in up.iterrows()]
    )
    return text + (f"; for {join_list(rest)} no relation can be told from chance." if rest else ".")


def mrqap_table(
    table: pd.DataFrame, intervals: pd.DataFrame, names: Mapping[str, str]
) -> pd.DataFrame:
    """Return the regression of districts for a page: coefficient, interval, two p-values."""
    part = table.loc[list(names)]
    return pd.DataFrame(
        {
            "": [names[str(one)] for one in part.index],
            "Coefficient": part["coefficient"].to_numpy(),
            "from": intervals.loc[part.index, "lower"].to_numpy(),
            "to": intervals.loc[part.index, "upper"].to_numpy(),
            "Standardised": part["standardised"].to_numpy(),
            "p (MRQAP)": part["p_value"].to_numpy(),
        }
    )


DISTRICT_PREDICTORS = {
    "size": "twice as many participations",
    "specialisation": "similar specialisation (1 SD)",
    "both_cities": "both large cities",
    "same_land": "same Land",
    "distance": "twice the distance",
    "both_weak": "both structurally weak",
}


def mrqap_sentence(table: pd.DataFrame, intervals: pd.DataFrame, level: float = 0.05) -> str:
    """Say which proximities of districts hold in both the permutation test and the interval."""
    clear: list[str] = []
    unclear: list[str] = []
    for name, words in DISTRICT_PREDICTORS.items():
        one, interval = _row(table, name), _row(intervals, name)
        both = one["p_value"] <= level and (interval["lower"] > 0 or interval["upper"] < 0)
        sign = "more" if one["coefficient"] > 0 else "fewer"
        (clear if both else unclear).append(f"{words} ({sign})" if both else words)
    text = "Between districts, both tests agree on: " + ("; ".join(clear) or "nothing") + ". "
    return text + (f"Not beyond chance in both: {'; '.join(unclear)}." if unclear else "")


def germany_sentence(before: pd.DataFrame, after: pd.DataFrame, periods: tuple[str, str]) -> str:
    """Say with how much of the other countries' projects Germany is tied, and what changed."""
    home = float(after["joint"]["DE"])
    others = after.drop(index="DE")
    first = others.index[0]
    every = 100 * others["joint"].sum() / others["projects"].sum()
    earlier = before.drop(index="DE")
    was = 100 * earlier["joint"].sum() / earlier["projects"].sum()
    gap = every - was
    change = (
        "much as before" if abs(gap) < 1 else ("more than" if gap > 0 else "less than") + " before"
    )
    return (
        f"German organisations take part in {format_number(home)} projects that start in "
        f"{periods[1]}, most often with {country_name(str(first))} "
        f"({format_number(others['joint'].iloc[0])}). Of the participations of other countries, "
        f"counted once for each project, {every:.0f} % are in projects with a German partner, "
        f"{change} ({was:.0f} % in {periods[0]})."
    )
