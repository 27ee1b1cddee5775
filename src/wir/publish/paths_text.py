"""Sentences on paths to success: sets, necessary conditions, sufficient combinations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from wir.publish.language import format_number, join_list
from wir.success.qca.expressions import alternatives, literals

if TYPE_CHECKING:
    import pandas as pd

    from wir.success.qca import Solution, TruthTable

PHRASES = {
    "regional_share": ("partners from the region", "many", "few"),
    "company_share": ("companies among the partners", "many", "few"),
    "staff": ("posts in the management", "many", "few"),
    "meetings": ("meetings of all partners", "many", "few"),
    "projects": ("funded projects", "many", "few"),
    "funds_drawn": ("funds drawn", "many", "few"),
    "partners": ("new partners", "many", "few"),
    "progress": ("progress", "much", "little"),
    "continuation": ("prospects of continuation", "good", "poor"),
}
"""Variables in words, and what is said of them where an alliance is in the set and where not."""

KINDS = {
    "conservative": "conservative (no remainder)",
    "intermediate": "intermediate (easy counterfactuals only)",
    "parsimonious": "parsimonious (any remainder)",
}


def label(name: str, names: Mapping[str, str]) -> str:
    """Return a variable in words; `names` are constructs in words."""
    return PHRASES[name][0] if name in PHRASES else names.get(name, name).lower()


def phrase(name: str, present: bool, names: Mapping[str, str]) -> str:
    """Return a set, or its absence, in words: "many new partners"."""
    _, high, low = PHRASES.get(name, ("", "strong", "weak"))
    return f"{high if present else low} {label(name, names)}"


def in_words(expression: str, names: Mapping[str, str]) -> str:
    """Return an expression such as ``A*~B + C`` in words."""
    if not expression:
        return "nothing"
    parts = []
    for term in alternatives(expression):
        if term == "1":
            return "anything"
        parts.append(
            " with ".join(phrase(name, present, names) for name, present in literals(term))
        )
    return join_list(parts, style="or")


def spelled(table: pd.DataFrame, column: str, names: Mapping[str, str]) -> pd.DataFrame:
    """Return a table with the variables in a column of expressions in words, operators kept.

    ``company_share*~staff`` becomes ``companies among the partners * ~posts in the management``.
    """

    def words(expression: str) -> str:
        named = re.sub(r"[A-Za-z_]\w*", lambda one: label(one[0], names), expression)
        return re.sub(r"\s*([*+])\s*", r" \1 ", named)

    return table.assign(**{column: [words(str(one)) for one in table[column]]})


def necessity_sentence(table: pd.DataFrame, least: float, names: Mapping[str, str]) -> str:
    """Return which single conditions are necessary.

    Parameters
    ----------
    table
        From `wir.success.qca.necessity`.
    least
        Consistency from which on a condition counts.
    names
        Constructs in words.
    """
    enough = table[table["consistency"] >= least]
    limit = format_number(least, 2)
    if enough.empty:
        top = table["consistency"].idxmax()
        return (
            f"No single condition is necessary at a consistency of {limit}; the nearest is "
            f"{in_words(str(top), names)} ({format_number(table['consistency'].max(), 2)})."
        )
    parts = [
        f"{in_words(str(one), names)} (consistency {format_number(row['consistency'], 2)}, "
        f"relevance {format_number(row['relevance'], 2)})"
        for one, row in enough.iterrows()
    ]
    trivial = enough[enough["relevance"] < 0.5]
    note = " Low relevance marks what nearly every alliance has." if len(trivial) else ""
    return f"Necessary at a consistency of {limit}: {join_list(parts)}.{note}"


def table_sentence(table: TruthTable) -> str:
    """Return how the cases fill the truth table."""
    rows = table.rows
    total = 2 ** len(table.conditions)
    good = int((rows["status"] == "sufficient").sum())
    clash = int((rows["contradictory"] & (rows["status"] != "remainder")).sum())
    text = (
        f"{len(table.data)} alliances fill {len(rows)} of {total} configurations; "
        f"{good} {'is' if good == 1 else 'are'} sufficient, {table.remainders} "
        f"{'is a remainder' if table.remainders == 1 else 'are remainders'}"
    )
    if not clash:
        return f"{text}, and no row holds alliances both with and without the outcome."
    hold = "row holds" if clash == 1 else "rows hold"
    return f"{text}. {clash} {hold} alliances both with and without the outcome."


def solution_sentence(solution: Solution, outcome: str, names: Mapping[str, str]) -> str:
    """Return a solution in words, with fit and ambiguity."""
    if not solution.models:
        return f"No configuration is sufficient for {outcome} at these cut-offs."
    first = solution.models[0]
    count = len(solution.models)
    fit = (
        f"consistency {format_number(first.consistency, 2)}, coverage "
        f"{format_number(first.coverage, 2)}"
    )
    text = f"Sufficient for {outcome}: {in_words(first.formula, names)} ({fit})"
    if count == 1:
        return text + "; it is the only model."
    more = f"{count}" if solution.complete else f"more than {count}"
    return (
        f"{text}. This is one of {more} models that fit equally well: no single one of them can be "
        "read as the explanation."
    )


def planted_sentence(table: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Return whether the planted configurations are found; for synthetic answers only.

    `table` is from `wir.success.path_tables.planted_table`, with a column ``intermediate``.
    """
    whole = int((table["intermediate"] == "every model").sum())
    parts = "; ".join(in_words(str(one), names) for one in table["term"])
    return (
        f"Planted were {len(table)} configurations ({parts}); {whole} of them "
        f"{'is' if whole == 1 else 'are'} in every model of the intermediate solution."
    )


def robust_sentence(anchors: pd.DataFrame, cutoffs: pd.DataFrame, cases: pd.DataFrame) -> str:
    """Return how often the solution stays under other anchors, cut-offs and without a case."""

    def share(table: pd.DataFrame) -> str:
        return f"{int(table['same'].sum())} of {len(table)}"

    lowest = min(float(one["overlap"].min()) for one in (anchors, cutoffs, cases))
    return (
        f"The first model stays the same in {share(anchors)} shifts of an anchor, {share(cutoffs)} "
        f"combinations of cut-offs and {share(cases)} samples without one alliance; at worst "
        f"the nearest model overlaps with it by {format_number(100 * lowest)} percent."
    )


def cluster_sentence(table: pd.DataFrame, what: str) -> str:
    """Return whether a solution holds within clusters; the last row is ``pooled``."""
    own = table.drop(index="pooled")
    low, high = (format_number(own["consistency"].agg(one), 2) for one in ("min", "max"))
    pooled = format_number(table["consistency"].loc["pooled"], 2)
    return f"By {what} its consistency is {low} to {high} (all: {pooled})."
