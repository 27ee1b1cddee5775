"""Words and tables on effects, made from the results; no sentence says more than its interval."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from wir.publish.language import format_number, join_list

if TYPE_CHECKING:
    import pandas as pd

    from wir.effects.outcomes import Outcome
    from wir.effects.specification_curve import Curve
    from wir.effects.study import Study

LEVEL = 0.05
GOOD = (0.03, 0.07)
"""Rejection rates of a 5 % test that are called right."""

BASES = {
    "named": "a source names the district",
    "definition": "the region's name stands for it",
    "lead_city_only": "seat of the coordinator only",
}


def signed(value: float, digits: int = 2) -> str:
    """Return a number with its sign, and a minus that is one."""
    return f"{value:+.{digits}f}".replace("-", "−")


def amount(value: float, unit: str, digits: int | None = None) -> str:
    """Return an effect with its sign and unit; small numbers with more decimals."""
    if digits is None:
        digits = 1 if abs(value) >= 1 else 2 if abs(value) >= 0.1 else 3
    gap = "\N{NO-BREAK SPACE}"
    return f"{signed(value, digits)}{gap}{unit}" if unit else signed(value, digits)


def decimals(size: float) -> int:
    """Return how many decimals numbers of this size need."""
    return 1 if size >= 5 else 2 if size >= 0.25 else 3


def effect_sentence(row: Mapping[str, float], outcome: Outcome) -> str:
    """Return what one row of the headline table allows to be said.

    Parameters
    ----------
    row
        ``estimate``, ``lower``, ``upper``, ``p_draws``, ``p_joint``, ``smallest``, ``last_year``.
    outcome
        The outcome.
    """
    digits = decimals(row["smallest"])
    found = amount(row["estimate"], outcome.unit, digits)
    span = f"{signed(row['lower'], digits)} to {signed(row['upper'], digits)}"
    head = f"**{outcome.label}**: {found} on average from the start to {row['last_year']:.0f}"
    inside = f" (effects from {span} are compatible with the data"
    if row["p_draws"] > LEVEL:
        if row["smallest"] > max(abs(row["lower"]), abs(row["upper"])):
            visible = amount(row["smallest"], outcome.unit, digits).lstrip("+")
            return (
                f"{head}{inside}). No effect can be seen, and one of {visible}, the smallest that "
                "the design finds reliably, is at odds with the data."
            )
        return f"{head}{inside}). No effect can be seen; this is not the same as none."
    side = "a rise" if row["estimate"] > 0 else "a fall"
    if row["p_joint"] > LEVEL:
        return (
            f"{head}{inside}). Taken alone {side} that chance rarely shows (p = "
            f"{row['p_draws']:.3f}); with so many outcomes tested it is no finding "
            f"(p = {row['p_joint']:.2f})."
        )
    return (
        f"{head}{inside}): {side} that chance rarely shows, also with all outcomes tested "
        f"(p = {row['p_joint']:.3f}). It is an effect only as far as the design holds."
    )


def summary(table: pd.DataFrame, outcomes: Sequence[Outcome]) -> str:
    """Return the result over all outcomes in one sentence."""
    labels = {one.key: one.label for one in outcomes}
    found = [labels[str(one)] for one in table.index[table["p_joint"] <= LEVEL]]
    alone = table[(table["p_draws"] <= LEVEL) & (table["p_joint"] > LEVEL)]
    count = len(table)
    if found:
        return (
            f"Of {count} outcomes, {join_list(found)} differ from what moved programmes show, also "
            "when all outcomes are tested together."
        )
    weak = [labels[str(one)] for one in alone.index]
    also = (
        f" Taken alone, {join_list(weak)} would pass for one; with {count} outcomes tested, that "
        "is what chance brings."
        if weak
        else ""
    )
    return (
        f"On none of {count} outcomes does the programme show an effect that chance would not."
        f"{also}"
    )


def smallest_sentence(row: Mapping[str, float], outcome: Outcome) -> str:
    """Return what the design could see on one outcome."""
    unit = outcome.unit
    return (
        f"On {outcome.label.lower() if outcome.label[1:2].islower() else outcome.label}, an effect "
        f"would have to be {format_number(row['smallest'], 1 if row['smallest'] >= 1 else 2)} "
        f"{unit} on average since the start to be found with a probability of four fifths."
    )


def test_sentence(by_draws: float, by_clusters: float) -> str:
    """Return how often both tests reject where there is nothing, and which one is used."""

    def verdict(rate: float) -> str:
        if rate > GOOD[1]:
            return "too often"
        return "too rarely" if rate < GOOD[0] else "about as often as it should"

    return (
        f"Where there is nothing, the test by moved programmes rejects in {100 * by_draws:.1f} % "
        f"of the placebo programmes at the 5 % level ({verdict(by_draws)}), the one by clustered "
        f"standard errors in {100 * by_clusters:.1f} % ({verdict(by_clusters)}). "
        "Intervals and p values of the main table rest on moved programmes."
    )


def all_tests_sentence(rates: pd.Series) -> str:
    """Return the range of rejection rates of the test that is used, over all outcomes."""
    low, high = 100 * float(rates.min()), 100 * float(rates.max())
    inside = int(rates.between(*GOOD).sum())
    return (
        f"Over all {len(rates)} outcomes the test by moved programmes rejects in {low:.1f} to "
        f"{high:.1f} % of the placebo programmes; {inside} of them lie between {100 * GOOD[0]:.0f} "
        f"and {100 * GOOD[1]:.0f} %."
    )


def waiting_title(horizons: Mapping[str, pd.DataFrame]) -> str:
    """Return the title of the figure on waiting, as far as the results carry it."""
    larger = all(one["smallest"].iloc[-1] > one["smallest"].iloc[0] for one in horizons.values())
    smaller = all(one["per_year"].iloc[-1] < one["per_year"].iloc[0] for one in horizons.values())
    if larger and smaller:
        return "Waiting makes slower growth visible, but no effect that stays as it is"
    return "Which effect shows after how many years"


def when_table(horizons: Mapping[str, pd.DataFrame], starts: Sequence[int]) -> pd.DataFrame:
    """Return with the data of which year which effect would be found in four of five cases.

    Parameters
    ----------
    horizons
        Outcome → result of `wir.effects.power.waiting`.
    starts
        First years of the first and the last cohort.
    """
    import pandas as pd

    rows = []
    for name, table in horizons.items():
        for one in table.to_dict("records"):
            years = int(one["years"])
            row: dict[str, object] = {"Outcome": name, "Years since the start": years}
            for start in sorted({min(starts), max(starts)}):
                row[f"Data of, start {start}"] = str(start + years)
            row["Effect in that year (%)"] = one["smallest"]
            row["Growth per year (points)"] = one["per_year"]
            rows.append(row)
    return pd.DataFrame(rows)


def recovery_sentence(table: pd.DataFrame, unit: str) -> str:
    """Return whether planted effects were found again."""
    worst = table.sort_values("bias_percent").iloc[-1]
    inside = "within a tenth" if worst["bias_percent"] <= 10 else "not within a tenth"
    return (
        f"Planted effects of {join_list([f'{one:.1f}' for one in table['planted']])} {unit} are "
        f"recovered {inside} of their size (largest bias {worst['bias_percent']:.1f} %)."
    )


def design_rows(
    table: pd.DataFrame, outcomes: Sequence[Outcome], studies: Mapping[str, Study]
) -> pd.DataFrame:
    """Return the table of what the design can see, in words."""
    import pandas as pd

    rows = []
    for one in outcomes:
        if one.key not in table.index:
            continue
        row = table.T[one.key]
        own = studies[one.key].outcomes
        spread = float(own.iloc[:, -1].std(ddof=1))
        rows.append(
            {
                "Outcome": one.label,
                "Unit": one.unit,
                "Spread of districts": format_number(spread, decimals(spread)),
                "Smallest effect": format_number(row["smallest"], decimals(row["smallest"])),
                "Bias, % of it": 100 * abs(row["bias"]) / row["smallest"],
                "Rejected, moved": 100 * row["by_draws"],
                "Rejected, clusters": 100 * row["by_clusters"],
            }
        )
    return pd.DataFrame(rows)


def coverage_rows(
    outcomes: Sequence[Outcome],
    studies: Mapping[str, Study],
    refused: Mapping[str, str],
    cohorts: Sequence[int],
) -> pd.DataFrame:
    """Return which years each outcome has, and how many of them after the start of each cohort."""
    import pandas as pd

    rows = []
    for one in outcomes:
        row: dict[str, object] = {"Outcome": one.label, "Effect in": one.unit}
        if one.key in refused:
            row |= {"Years": "none usable"} | dict.fromkeys([f"from {g}" for g in cohorts], 0)
            row["What it is"] = refused[one.key]
        else:
            years = studies[one.key].outcomes.columns
            row["Years"] = f"{years[0]}–{years[-1]}"
            row |= {f"from {g}": max(0, int(years[-1]) - g + 1) for g in cohorts}
            row["What it is"] = one.note
        rows.append(row)
    return pd.DataFrame(rows)


def headline_rows(table: pd.DataFrame, outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """Return the main table in words."""
    import pandas as pd

    labels = {one.key: one for one in outcomes}
    rows = []
    for key, row in table.iterrows():
        one = labels[str(key)]
        rows.append(
            {
                "Outcome": f"{one.label} ({one.unit})",
                "Effect": signed(row["estimate"], decimals(row["smallest"])),
                "from": signed(row["lower"], decimals(row["smallest"])),
                "to": signed(row["upper"], decimals(row["smallest"])),
                "p": row["p_draws"],
                "p, all tested": row["p_joint"],
                "Smallest visible": format_number(row["smallest"], decimals(row["smallest"])),
                "Until": f"{row['last_year']:.0f}",
                "Districts | controls": f"{row['treated']:.0f} | {row['controls']:.0f}",
            }
        )
    return pd.DataFrame(rows)


def pretest_sentence(p_values: Mapping[str, float]) -> str:
    """Return what the tests of differences before the start say, over all outcomes."""
    known = {name: p for name, p in p_values.items() if p == p}
    low = [f"{name} (p = {p:.3f})" for name, p in known.items() if p <= LEVEL]
    if not low:
        return (
            f"Before the start, none of {len(known)} outcomes differs significantly in its "
            "development (joint test per outcome). Level and trend before are held constant, so "
            "that this is a weak test."
        )
    return (
        f"Before the start, {join_list(low)} already developed differently (of {len(known)} "
        "outcomes tested): there, what comes after must not be read as an effect."
    )


def event_title(found: int) -> str:
    """Return the title of the event studies, as far as the results carry it."""
    if found:
        return "Development since the start: some outcomes differ from chance"
    return "Since the start: with all outcomes tested, none differs from what chance shows"


def variants_sentence(table: pd.DataFrame, outcome: Outcome) -> str:
    """Return how far the estimates of the variants lie apart."""
    low, high = table["estimate"].min(), table["estimate"].max()
    away = table[(table["lower"] > 0) | (table["upper"] < 0)]
    outside = (
        "no interval excludes zero"
        if away.empty
        else f"the interval of {join_list([str(one) for one in away['variant']])} excludes zero "
        "(clustered intervals, which err on the narrow side)"
    )
    return (
        f"With one choice changed at a time, the estimate for {outcome.label} lies between "
        f"{signed(low)} and {signed(high)} {outcome.unit}; {outside}."
    )


def honest_sentence(largest: float | None) -> str:
    """Return what the bounds say."""
    if largest is None:
        return (
            "Even if trends after the start had been exactly parallel, the interval would contain "
            "zero. Allowing them to differ only widens it: there is no finding to defend."
        )
    return (
        f"The interval excludes zero as long as trends break by no more than {largest:g} times the "
        "largest break before the start."
    )


def district_sentence(effects: pd.DataFrame) -> str:
    """Return how many districts stand out, and how many would by chance."""
    count = len(effects)
    out = int((effects["p_estimate"] <= 0.1).sum())
    expected = 0.1 * count
    verdict = (
        "about what chance brings"
        if out <= expected + 2 * (expected * 0.9) ** 0.5
        else "more than chance would bring if districts were independent, which neighbours are not"
    )
    return (
        f"Of {count} districts, {out} lie among the outermost tenth of their placebos; "
        f"{expected:.1f} would by chance: {verdict}."
    )


def curve_sentence(curve: Curve) -> str:
    """Return what the specification curve and its test say."""
    known = curve.estimates["estimate"].dropna()
    tests = curve.tests
    negative = 100 * float((known < 0).mean())
    if negative > 50:
        side = f"{negative:.0f} % of them below zero"
    else:
        side = f"{100 - negative:.0f} % of them above zero"
    significant = int((curve.estimates["p_value"] <= LEVEL).sum())
    p = tests["p_value"]
    verdict = (
        "As a whole they say no more than programmes moved at random do"
        if p.min() > LEVEL
        else "As a whole they differ from programmes moved at random in at least one respect"
    )
    return (
        f"{len(known)} specifications give effects from {signed(known.min())} to "
        f"{signed(known.max())}, {side}; {significant} have p ≤ 0.05 by their own placebos. "
        f"{verdict} (median: p = {p['median']:.2f}; share of one sign: p = "
        f"{p['share_of_sign']:.2f}; share significant: p = {p['share_significant']:.2f})."
    )


def curve_title(curve: Curve) -> str:
    """Return the title of the specification curve."""
    if curve.tests["p_value"].min() > LEVEL:
        return "Whichever defensible choice is made, chance alone shows as much"
    return "The choices together differ from what chance shows in at least one respect"


def ring_sentence(table: pd.DataFrame) -> str:
    """Return what happened next to treated districts."""
    near = table[(table["ring"] > 0) & table["estimate"].notna()]
    if near.empty:
        return "There are too few districts further away to compare neighbours with."
    out = near[near["p_value"] <= LEVEL]
    if out.empty:
        return (
            "Districts near treated ones did not go other ways than districts near moved "
            "programmes do: no sign that neighbours gained or lost, within wide intervals."
        )
    return (
        "Districts near treated ones went other ways than chance shows "
        f"({join_list([str(one) for one in out['variant']])}); if the programme did that, "
        "neighbours are no clean comparison."
    )


def dose_sentence(name: str, found: Mapping[str, float]) -> str:
    """Return how a change went with a dose, and that it is no effect."""
    head = (
        f"**{name}**: where twice as much was paid per head, the change differed by "
        f"{signed(found['slope'])} ({signed(found['lower'])} to {signed(found['upper'])})"
    )
    if found["lower"] <= 0 <= found["upper"]:
        return f"{head}: no relation can be seen."
    side = "more" if found["slope"] > 0 else "less"
    return f"{head}: {side} with more money. Money goes where need is; this is no effect of it."


def box(
    table: pd.DataFrame,
    outcomes: Sequence[Outcome],
    waiting: Mapping[str, pd.DataFrame],
    last_start: int,
) -> list[tuple[str, str]]:
    """Return the plain-language box: heading and text, three of them."""
    labels = {one.key: one for one in outcomes}
    none = table[table["p_joint"] > LEVEL]
    ruled = [
        f"{labels[str(key)].label} (from {signed(row['lower'], 1)} to {signed(row['upper'], 1)} % "
        "on average since the start)"
        for key, row in none.iterrows()
        if labels[str(key)].unit == "%"
    ]
    can = summary(table, outcomes)
    if ruled:
        can += f" Effects outside these spans would be at odds with the data: {join_list(ruled)}."
    cannot = (
        "That the programme has no effect. Smaller effects than those named could be there and "
        "would not be seen; what alliances mainly work at (cooperation, trust, projects, first "
        "products) is not in these statistics; and districts are larger than most alliances. What "
        "a single alliance has brought about cannot be said at all."
    )
    parts = []
    for name, rows in waiting.items():
        if rows.empty:
            continue
        one = rows.iloc[-1]
        parts.append(
            f"{name}: an effect that grows by {one['per_year']:.1f} % per year would be found with "
            f"a probability of four fifths after {one['years']:.0f} years, with the data of "
            f"{last_start + int(one['years'])} for those that began in {last_start}"
        )
    harder = all(
        one["smallest"].iloc[-1] > one["smallest"].iloc[0] for one in waiting.values() if len(one)
    )
    drift = (
        " An effect that stays the same gets no easier to see by waiting, since districts drift "
        "apart for other reasons."
    )
    when = (
        "; ".join(parts) + "." + (drift if harder else "")
        if parts
        else "The data are too short to say."
    )
    return [("What we can say", can), ("What we cannot say", cannot), ("When we could", when)]


def comparison_words(comparison: str, from_file: bool, other: bool) -> str:
    """Return in words who is compared with: the parameters of the notebook, another programme."""
    if from_file:
        return "the districts of the control file"
    kind = "structurally weak districts" if comparison == "weak" else "all districts"
    return f"{kind} outside the programme" if other else f"{kind} without an alliance"


def with_names(text: str, names: pd.Series) -> str:
    """Return a text in which the keys of districts in quotes are replaced by their names."""
    return re.sub(r"'(\d{5})'", lambda found: str(names.get(found[1], found[1])), text)


def few_treated_sentence(treated: int) -> str:
    """Return a warning where few districts are treated; empty otherwise."""
    if treated >= 8:
        return ""
    many = "A single district is" if treated == 1 else f"Only {treated} districts are"
    return (
        f"**{many} treated.** Standard errors cannot be trusted with so few; go by the moved "
        "programmes and by the rank of each district among its placebos. More than a case study "
        "this cannot be."
    )


def twin_sentence(row: Mapping[str, float], outcome: Outcome) -> str:
    """Return what the gap of one region to its twin allows to be said.

    Parameters
    ----------
    row
        A row of `wir.effects.twins.Twins.ranks`.
    outcome
        The outcome.
    """
    size = abs(row["gap"])
    digits = 1 if outcome.logarithm else 2
    years = f"{row['first_year']:.0f}"
    span = f"in {years}" if row["years_after"] == 1 else f"since {years}, on average,"
    if round(size, digits) == 0:
        head = f"**{outcome.label}**: {span} the region was level with its twin"
    else:
        side = "above" if row["gap"] > 0 else "below"
        gap = f"{format_number(size, digits)} {outcome.unit}"
        head = f"**{outcome.label}**: {span} the region was {gap} {side} its twin"
    count = round(row["p_value"] * (row["placebos"] + 1)) - 1
    verb = "is" if count == 1 else "are"
    rank = (
        f"{'none' if count == 0 else count} of {row['placebos']:.0f} regions of the same size "
        f"without an alliance {verb} as far from theirs or further"
    )
    fit = f" (Before, the two lay {format_number(row['before'], digits)} {outcome.unit} apart.)"
    if row["p_value"] > 0.1:
        return f"{head}; {rank}: nothing unusual.{fit}"
    if row["before"] > size / 2:
        return (
            f"{head}; {rank}.{fit} The twin does not fit well enough for the gap to mean much: "
            "both went different ways before the start already."
        )
    return (
        f"{head}; {rank}.{fit} Such a gap is rare, but nothing shows that it comes from the "
        "alliance: among many regions some stand out by chance, and other things happened, too."
    )


def twin_levels(rows: pd.DataFrame, outcome: Outcome) -> pd.DataFrame:
    """Return the paths of a region and its twin as drawn: logarithms as an index.

    Parameters
    ----------
    rows
        One region of `wir.effects.twins.Twins.series`: ``year``, ``own``, ``twin``, ``first_year``.
    outcome
        The outcome. Logarithms become an index, 100 for the region in the year before the start.
    """
    import numpy as np

    shown = rows.sort_values("year")
    if not outcome.logarithm:
        return shown
    before = shown[shown["year"] < shown["first_year"]]
    base = float(before["own"].iloc[-1])
    return shown.assign(
        **{name: 100 * np.exp((shown[name] - base) / 100) for name in ("own", "twin")}
    )


def twin_unit(outcome: Outcome) -> str:
    """Return the unit of the axis of `twin_levels`."""
    return "Index" if outcome.logarithm else "Percent of employees"


def twin_alt(label: str, rows: pd.DataFrame) -> str:
    """Return what the chart of one outcome shows."""
    first, last = rows.iloc[0], rows.iloc[-1]
    return (
        f"{label}: the region goes from {first['own']:.1f} in {first['year']:.0f} to "
        f"{last['own']:.1f} in {last['year']:.0f}, its twin from {first['twin']:.1f} to "
        f"{last['twin']:.1f}"
    )


def twin_table(weights: pd.DataFrame, names: pd.Series, most: int = 8) -> pd.DataFrame:
    """Return the districts that make up a twin, the largest weights first."""
    shown = weights.sort_values("weight", ascending=False).head(most)
    return shown.assign(
        District=[str(names.get(one, one)) for one in shown["ags"]], Weight=100 * shown["weight"]
    )[["District", "Weight"]].reset_index(drop=True)
