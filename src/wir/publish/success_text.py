"""Sentences on surveys, factors of success and regional factors; none says more than its figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from wir.publish.language import format_number, join_list, plural

if TYPE_CHECKING:
    import pandas as pd

    from wir.success.models import SpecificationCurve
    from wir.success.regional_factors import Associations

OUTCOMES = {
    "progress": "progress",
    "funds_drawn": "share of the funds drawn",
    "follow_on": "follow-on project",
    "continuation": "continuation after funding",
    "partners": "new partners",
}
UNITS = {
    "progress": "points per point",
    "funds_drawn": "percentage points per point",
    "follow_on": "log odds of yes per point",
    "continuation": "log odds of a higher answer per point",
    "partners": "log odds of a higher class per point",
}
SIGNS = {
    "longstring": "the same answer again and again",
    "variability": "no variation at all",
    "mahalanobis": "an answer pattern that hardly occurs",
    "even_odd": "halves of the scales that disagree",
    "seconds_per_item": "too little time per question",
}
"""Signs of careless answers."""


def opening(synthetic: bool, tested: str) -> str:
    """Return the first line of a page on answers.

    Parameters
    ----------
    synthetic
        Whether the answers are made up.
    tested
        What made-up answers test on this page, to follow "They test whether".
    """
    if synthetic:
        return (
            "**The survey answers on this page are synthetic.** They are made up by a seeded "
            f"generator with known structure and say nothing about any real alliance. They test "
            f"whether {tested}. The page shows one draw; how often it is so, the study of coverage "
            "on the page about success factors says."
        )
    return (
        "**The survey answers on this page are real and confidential.** Only figures that passed "
        "the disclosure gate are shown; what did not pass is missing."
    )


def p_text(p: float) -> str:
    """Return a p value as it is printed."""
    return "p < 0.001" if p < 0.001 else f"p = {format_number(p, 3)}"


def response_sentence(table: pd.DataFrame, wave: int) -> str:
    """Return who answered in a wave, and who is used."""
    row = table[table["wave"] == wave].iloc[0]
    if not row["respondents"] > 0:
        return f"How many answered wave {wave} must not be shown: too few people."
    of = "" if not row["invited"] > 0 else f" of {row['invited']:.0f} invited"
    text = (
        f"Wave {wave}: {row['respondents']:,.0f} respondents from {row['alliances']:.0f} "
        f"alliances{of}, {format_number(row['median'], 1)} per alliance at the median"
    )
    if row["used"] == row["respondents"]:
        return text + "; all of them are used."
    return text + f"; {row['used']:,.0f} are used."


def scales_sentence(table: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """Return how well the scales measure, by the lower ends of the intervals of α."""
    known = table.dropna(subset="alpha")
    if known.empty:
        return "No scale has enough answers for its reliability to be shown."
    sure = known[known["lower"] >= 0.7]
    unsure = known[(known["lower"] < 0.7) & (known["upper"] >= 0.7)]
    poor = known[known["upper"] < 0.7]
    low, high = (format_number(known["alpha"].agg(one), 2) for one in ("min", "max"))
    span = f"(α from {low} to {high})"
    count = "All" if len(sure) == len(known) else f"{len(sure)} of"
    text = f"{count} {len(known)} scales have an α whose interval lies above 0.7 {span}"
    if len(unsure):
        reach = "reach" if len(unsure) > 1 else "reaches"
        text += f"; the answers leave open whether {_names(unsure.index, labels)} {reach} 0.7"
    if len(poor):
        text += f"; {_names(poor.index, labels)} {'lie' if len(poor) > 1 else 'lies'} below"
    several = known[known["dimensions"] > 1]
    if len(several):
        more = "more than one dimension in"
        text += f". Parallel analysis finds {more} {_names(several.index, labels)}"
    return text + "."


def agreement_sentence(table: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """Return whether averaging respondents to alliances is supported."""
    known = table.dropna(subset="icc1")
    if known.empty:
        return "Agreement within alliances must not be shown: too few people."
    none = known[known["lower"] <= 0]
    low, high = (format_number(100 * known["icc1"].agg(one)) for one in ("min", "max"))
    least, most = (format_number(known["icc2"].agg(one), 2) for one in ("min", "max"))
    text = (
        f"Between {low} and {high} percent of the variance of single answers lies between "
        f"alliances (ICC(1)); means of alliances have a reliability (ICC(2)) of {least} to {most}"
    )
    if len(none):
        text += (
            f". For {_names(none.index, labels)} the interval includes zero: that alliances differ "
            "at all is not shown"
        )
    return text + "."


def found_sentence(table: pd.DataFrame, labels: Mapping[str, str], level: float) -> str:
    """Return which factors go with which outcomes after the correction for many tests."""
    found = table[table["found"]].sort_values("q")
    share = format_number(100 * level)
    if found.empty:
        return (
            f"None of {len(table)} pairs of factor and outcome is found at a false discovery rate "
            f"of {share} percent. That is no proof that nothing goes together: see what this "
            "number of alliances can show."
        )
    pairs = [
        f"{labels.get(str(row['factor']), str(row['factor'])).lower()} with "
        f"{OUTCOMES.get(str(row['outcome']), str(row['outcome']))}"
        f"{' (negatively)' if row['tau'] < 0 else ''}"
        for row in found.to_dict("records")
    ]
    return (
        f"{plural(len(found), {'one': '{n} pair', 'other': '{n} pairs'})} of {len(table)} "
        f"{'is' if len(found) == 1 else 'are'} found at a false discovery rate of {share} percent: "
        f"{join_list(pairs)}. They go together; what causes what, a survey cannot say."
    )


def truth_sentence(table: pd.DataFrame) -> str:
    """Return how the estimates lie to what was planted; for synthetic answers only.

    `table` has ``planted`` (missing where nothing is known) beside the columns of
    `wir.success.success_models.factor_table`.
    """
    known = table.dropna(subset="planted")
    real, nothing = known[known["planted"] != 0], known[known["planted"] == 0]
    inside = (known["together_lower"] <= known["planted"]) & (
        known["planted"] <= known["together_upper"]
    )
    return (
        f"Of {len(real)} planted effects {int(real['found'].sum())} are found, of {len(nothing)} "
        f"pairs without one {int(nothing['found'].sum())}. {int(inside.sum())} of {len(known)} "
        "intervals contain the planted value; one draw of 95 % intervals misses about one in "
        "twenty."
    )


def detectable_sentence(n: int, correlation: float) -> str:
    """Return what a sample of alliances can see."""
    return (
        f"With {n} alliances a correlation must be {format_number(correlation, 2)} or larger to be "
        "found by one test with a probability of four fifths, and larger still after the "
        "correction for many. Smaller ones are mostly missed, and those that are found are "
        "overstated."
    )


def change_sentence(table: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """Return what has changed between the waves among those who answered both."""
    known = table.dropna(subset="change")
    if known.empty:
        return "No change between two waves can be shown."
    clear = known[known["found"]]
    who = f"{known['n'].min():.0f} to {known['n'].max():.0f} people answered both times"
    if clear.empty:
        return f"{who}; no construct has changed clearly between the waves."
    parts = [
        f"{labels.get(str(key), str(key)).lower()} {'rose' if row['change'] > 0 else 'fell'} by "
        f"{format_number(abs(row['change']), 2)} points ({format_number(abs(row[low]), 2)} to "
        f"{format_number(abs(row[high]), 2)})"
        for key, row in clear.iterrows()
        for low, high in [("lower", "upper") if row["change"] > 0 else ("upper", "lower")]
    ]
    rest = len(known) - len(clear)
    more = f"; for the other {rest} no change is found" if rest else ""
    return f"{who}: {join_list(parts)}{more}."


def curve_sentence(curve: SpecificationCurve, what: str) -> str:
    """Return what remains of one association under all specifications."""
    known = curve.table["estimate"].notna().sum()
    text = (
        f"{what}: {known} specifications, median {format_number(curve.median, 2)}, "
        f"{format_number(100 * curve.same_sign)} percent with the same sign, "
        f"{format_number(100 * curve.significant)} percent with that sign and p < 0.05"
    )
    if curve.joint.empty:
        return text + "."
    p = float(curve.joint["p"].loc["median"])
    beyond = "more than chance gives" if p <= 0.05 else "no more than chance gives"
    return f"{text}. The median is {beyond} ({p_text(p)}, {curve.draws} permutations)."


def regional_sentence(
    found: Associations,
    labels: Mapping[str, str],
    developments: Mapping[str, str],
    who: str,
    groups: str,
) -> str:
    """Return which characteristics go with later development in one sample.

    Parameters
    ----------
    found
        Associations.
    labels, developments
        Characteristics and developments in words.
    who
        The cases, such as "regions of alliances".
    groups
        The clusters, such as "planning regions".
    """
    table = found.table
    n, clusters = int(table["n"].iloc[0]), int(table["clusters"].iloc[0])
    head = f"{n} {who} ({clusters} {groups})"
    some = table[table["found"]].sort_values("p", kind="stable")
    if some.empty:
        return (
            f"**{head}:** none of {len(table)} associations is found. Correlations below "
            f"{format_number(found.smallest[1], 2)} would mostly be missed, so that much may be "
            "there that cannot be seen."
        )
    by = []
    for key, text in developments.items():
        part = some[some["development"] == key]
        if len(part):
            names = [
                f"{labels[str(name)]} ({'+' if value > 0 else chr(0x2212)})"
                for name, value in zip(part["characteristic"], part["correlation"], strict=True)
            ]
            by.append(f"{text}: {join_list(names)}")
    are = "is" if len(some) == 1 else "are"
    listed = "; ".join(by)
    return (
        f"**{head}:** {len(some)} of {len(table)} associations {are} found. "
        f"{listed[:1].upper()}{listed[1:]}."
    )


def difference_sentence(alliances: Associations, others: Associations) -> str:
    """Return how far the associations of both samples agree, over all pairs."""
    both = alliances.table.merge(
        others.table, on=["characteristic", "development"], suffixes=("", "_other")
    )
    found = both[both["found_other"]]
    if found.empty:
        return "In neither sample is anything found that could be compared."
    same = int(((found["correlation"] > 0) == (found["correlation_other"] > 0)).sum())
    inside = int(
        ((found["lower"] <= found["correlation_other"]) & (
            found["correlation_other"] <= found["upper"]
        )).sum()
    )  # fmt: skip
    text = (
        f"Of the {len(found)} associations found among districts without an alliance, {same} have "
        f"the same sign in the regions of alliances, and {inside} lie within their intervals there"
    )
    if inside >= 0.8 * len(found):
        return (
            f"{text}: the two samples hardly contradict each other, and the smaller one cannot "
            "confirm much."
        )
    return f"{text}: the two samples differ in more than one in five."


def _names(keys: pd.Index, labels: Mapping[str, str]) -> str:
    return join_list([labels.get(str(one), str(one)).lower() for one in keys])
