"""Why a partner is suggested: what can be said about a pair, in one sentence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from wir.partners.pair_features import KINDS, PairSpace

MOST = 3
"""Reasons named at most."""
CLEAR = 0.1
"""Log-odds below which a proximity is no reason: a tenth more or less."""
NEAR, FAR = 100, 300
"""Kilometres up to which a pair is called near, and from which on far."""
ALIKE = 0.3
"""Correlation of occupations from which on districts are called similar."""
PLURALS = {
    "university": "universities",
    "research institute": "research institutes",
    "firm": "firms",
    "public body or other": "public bodies or others",
}


def pair_facts(space: PairSpace, who: int, whom: int, named: int = 3) -> dict[str, Any]:
    """Return what can be said about a pair of organisations.

    Parameters
    ----------
    space
        What is known.
    who, whom
        Rows of the one that looks for a partner and of the other.
    named
        Common partners named at most: those with a name and the fewest partners first, because
        they tell more.

    Returns
    -------
    dict
        ``common``, ``common_names``, ``km``, ``same_district``, ``same_land``, ``same_side``,
        ``kinds`` of both, ``partners`` of both, ``of_my_kind``, ``of_my_place`` (partners the other
        one has there), ``similarity``.
    """
    table = space.organisations
    mine, other = table.iloc[who], table.iloc[whom]
    rows = space.everybody.get_indexer(table.index[[who, whom]])
    partners = [set(space.network.indices[_slice(space, int(row))]) for row in rows]
    shared = sorted(partners[0] & partners[1], key=lambda one: (_degree(space, one), one))
    place = table.index.get_indexer(space.everybody[shared]) if shared else np.array([], dtype=int)
    theirs = table.index.get_indexer(space.everybody[sorted(partners[1])])
    theirs = theirs[theirs >= 0]
    kinds = table["activity_type"].map(KINDS)
    return {
        "common": len(shared),
        "common_names": [str(table["name"].iloc[one]) for one in place if one >= 0][:named],
        "km": float(space.km[who, whom]),
        "same_district": mine["ags"] == other["ags"],
        "same_land": mine["land"] == other["land"],
        "same_side": bool(mine["east"]) == bool(other["east"]),
        "kinds": (KINDS[mine["activity_type"]], KINDS[other["activity_type"]]),
        "partners": (int(space.degree.iloc[who]), int(space.degree.iloc[whom])),
        "of_my_kind": int((kinds.iloc[theirs] == kinds.iloc[who]).sum()),
        "of_my_place": int((table["ags"].iloc[theirs] == mine["ags"]).sum()),
        "similarity": float(space.variables["similarity"][who, whom]),
    }


def _slice(space: PairSpace, row: int) -> slice:
    return slice(space.network.indptr[row], space.network.indptr[row + 1])


def _degree(space: PairSpace, row: int) -> int:
    return int(space.network.indptr[row + 1] - space.network.indptr[row])


def reason_sentence(facts: dict[str, Any], parts: pd.Series) -> str:
    """Return the reasons for a suggestion in a sentence, and what speaks against it.

    Parameters
    ----------
    facts
        Result of `pair_facts`.
    parts
        What each proximity adds to the log-odds, compared with a usual pair.

    Notes
    -----
    A reason is a fact about the pair whose proximity raises the probability in the model; what the
    model has learnt is how ties came about in the past, not what would be good for anybody.
    """
    reasons = [
        words
        for proximity, value in parts.sort_values(ascending=False).items()
        if value > CLEAR and (words := _for(str(proximity), facts))
    ][:MOST]
    against = next(
        (
            words
            for proximity, value in parts.sort_values().items()
            if value < -CLEAR and (words := _against(str(proximity), facts))
        ),
        "",
    )
    text = "; ".join(reasons) if reasons else "no proximity stands out"
    sentence = text[0].upper() + text[1:] + "."
    return f"{sentence} Against it: {against}." if against else sentence


def _for(proximity: str, facts: dict[str, Any]) -> str:
    """Return a fact that speaks for the pair, empty where there is none of this proximity."""
    if proximity == "social":
        return _social(facts)
    if proximity == "size in the network":
        partners = facts["partners"][1]
        return f"it has {_count(partners, 'partner')} already" if partners else ""
    if proximity == "geographic":
        if facts["same_district"]:
            return "same district"
        return f"only {facts['km']:,.0f} km apart" if facts["km"] <= NEAR else ""
    if proximity == "institutional":
        return "same Land" if facts["same_land"] else ""
    if proximity == "cognitive":
        alike = facts["similarity"] >= ALIKE and not facts["same_district"]
        return "the occupations of its district are similar" if alike else ""
    if proximity == "organisational":
        return f"{_both(facts)} come together more often than two firms"
    return ""


def _social(facts: dict[str, Any]) -> str:
    if facts["common"]:
        names = facts["common_names"]
        rest = facts["common"] - len(names)
        shown = ", ".join(names) + (f" and {rest} more" if names and rest else "")
        return _count(facts["common"], "common partner") + (f" ({shown})" if shown else "")
    words = []
    if facts["of_my_kind"]:
        kind = facts["kinds"][0]
        of_them = "one of its partners is " + _a(kind)
        if facts["of_my_kind"] > 1:
            of_them = f"{facts['of_my_kind']} of its partners are {PLURALS[kind]}"
        words.append(of_them)
    if facts["of_my_place"]:
        words.append(
            f"it has {_count(facts['of_my_place'], 'partner')} in the other one's district"
        )
    return " and ".join(words)


def _against(proximity: str, facts: dict[str, Any]) -> str:
    """Return a fact that speaks against the pair, empty where there is none of this proximity."""
    if proximity == "geographic" and facts["km"] >= FAR:
        return f"{facts['km']:,.0f} km apart"
    if proximity == "institutional" and not facts["same_land"]:
        return "another Land" if facts["same_side"] else "another Land, across East and West"
    if proximity == "cognitive" and facts["similarity"] < 0:
        return "its district has other occupations"
    if proximity == "social" and not facts["common"]:
        return "no common partner"
    if proximity == "size in the network" and min(facts["partners"]) < 5:
        return "few partners so far"
    if proximity == "organisational":
        return f"{_both(facts)} come together less often than others"
    return ""


def _both(facts: dict[str, Any]) -> str:
    mine, other = facts["kinds"]
    return f"two {PLURALS[mine]}" if mine == other else f"{_a(mine)} and {_a(other)}"


def _a(kind: str) -> str:
    return f"a {kind}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")
