"""What is known of the profile of one alliance, gathered from all results; figures, no words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from wir.profile.evidence import Evidence

MANY = 6
"""Common terms that are shown."""
COMMON = 0.1
"""A term that this share of the other groups use as well says little alone."""


@dataclass(frozen=True)
class Results:
    """Results for all groups; the names are those of the functions that return them.

    `whole` are counts with compounds left whole, for what many say: “Technik” is said by all who
    say Medizintechnik only in a manner of speaking.
    """

    counts: pd.DataFrame
    typical: pd.DataFrame
    distinct: pd.DataFrame
    rivals: pd.DataFrame
    allies: pd.DataFrame
    stated: pd.DataFrame
    free: pd.DataFrame
    quotients: pd.DataFrame
    evidence: Evidence | None = None
    seat_only: frozenset[str] = frozenset()
    portfolio: pd.DataFrame = field(default_factory=pd.DataFrame)
    whole: pd.DataFrame | None = None


@dataclass(frozen=True)
class Facts:
    """The profile of one group.

    Attributes
    ----------
    group
        Its key.
    groups
        How many groups are compared.
    terms
        Most typical terms: ``term``, ``z``, ``others``, ``source``.
    common
        Terms that many others use: ``term``, ``others``, ``source``.
    distinct
        Row of `wir.profile.positioning.distinctiveness`; None if not known.
    rivals
        ``rival``, ``similarity``, ``stability``, ``shared_terms``, ``source``.
    allies
        ``ally``, ``similarity``, ``fills``, ``gaps``.
    fields
        ``kldb3``, ``lq``, ``strong`` and the demand for it.
    free
        Fields that demand shows and nobody claims, and in which the region is specialised:
        ``kldb3``, ``lq`` and the demand.
    region
        ``known``, ``seat`` (of the coordinator only) or ``not known``.
    portfolio
        The field as a whole against demand and competition (row of the result ``own`` of notebook
        2-1); None if not known.
    spoken
        Files and records in which the ``terms``, the ``common`` terms and those shared with
        ``rivals`` are.
    """

    group: str
    groups: int
    terms: pd.DataFrame
    common: pd.DataFrame
    distinct: pd.Series | None
    rivals: pd.DataFrame
    allies: pd.DataFrame
    fields: pd.DataFrame
    free: pd.DataFrame = field(default_factory=pd.DataFrame)
    region: str = "known"
    portfolio: pd.Series | None = None
    spoken: Mapping[str, str] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        """Whether there is any term of the group."""
        return len(self.terms) > 0 or len(self.common) > 0


def facts_of(group: str, results: Results) -> Facts:
    """Gather what is known of one group; a group without texts has empty tables."""

    def own(table: pd.DataFrame) -> pd.DataFrame:
        return table[table["group"] == group].reset_index(drop=True)

    def source(terms: list[str]) -> str:
        return results.evidence.source(group, terms) if results.evidence else ""

    terms = own(results.typical)
    terms["source"] = [source([term]) for term in terms["term"]]
    near = own(results.rivals)
    near["source"] = [source(list(shared)) for shared in near["shared_terms"]]
    distinct = results.distinct.loc[group] if group in results.distinct.index else None
    known = group in results.quotients.index
    free = results.free.rename_axis("kldb3").reset_index()
    if known and len(free):
        quotient = results.quotients.loc[group]
        free["lq"] = quotient.reindex(free["kldb3"]).to_numpy()
        free = free[free["lq"] >= 1].reset_index(drop=True)
    else:
        free = free.iloc[:0].assign(lq=pd.Series(dtype=float))
    portfolio = results.portfolio[results.portfolio.index == group]
    common = _common(group, results.counts if results.whole is None else results.whole)
    common["source"] = [source([term]) for term in common["term"]]
    spoken = {
        "terms": source(list(terms["term"])),
        "common": source(list(common["term"].head(MANY))),
        "rivals": source([term for shared in near["shared_terms"] for term in shared]),
    }
    return Facts(
        group,
        len(results.counts),
        terms,
        common,
        None if distinct is None or pd.isna(distinct["distinctiveness"]) else distinct,
        near,
        own(results.allies),
        own(results.stated),
        free,
        "not known" if not known else "seat" if group in results.seat_only else "known",
        portfolio.iloc[0] if len(portfolio) else None,
        spoken,
    )


def _common(group: str, counts: pd.DataFrame) -> pd.DataFrame:
    if group not in counts.index:
        return pd.DataFrame({"term": [], "others": []})
    spread = (counts > 0).sum() - 1
    own = counts.columns[counts.loc[group].to_numpy() > 0]
    many = spread[own][spread[own] >= max(2, COMMON * (len(counts) - 1))]
    many = many.sort_index().sort_values(ascending=False, kind="stable")
    return pd.DataFrame({"term": list(many.index), "others": many.to_numpy()})


def all_facts(groups: list[str], results: Results) -> Mapping[str, Facts]:
    """Return `facts_of` for several groups."""
    return {group: facts_of(group, results) for group in groups}
