"""What of coded interviews may be shown: the only way from interviews to a page.

`publishable` takes interviews in and gives tables out that have all passed the disclosure gate;
names of codes and types are words of the user and pass it as well. A page uses nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from wir.publish.disclosure import Gate
from wir.publish.redaction import Redaction, shared_words
from wir.publish.suppression import TOTAL
from wir.success.interviews.cooccurrence import cooccurrence
from wir.success.interviews.material import Interviews
from wir.success.interviews.passages import by_folder, places, raised
from wir.success.interviews.reliability import agreement
from wir.success.interviews.themes import power_for_types, themes_by_type

HIDDEN = "(not shown)"
POWER_LOW, POWER_HIGH = 0.3, 0.8
"""Shares of alliances behind the statement on what the sample could have found."""


@dataclass(frozen=True)
class Voices:
    """What may be shown; a missing figure did not pass.

    Attributes
    ----------
    size
        ``interviews``, ``alliances``, ``coders``, ``codes``, ``types``, ``hidden`` (codes that too
        few raised to be named), ``several`` (interviews that several people coded).
    themes
        Index: name of the theme; ``folder``, ``segments``, ``alliances``, and, of the test between
        types, ``cramers_v``, ``p``, ``q``, ``found`` (p and V only where no cell is hidden: they
        would give it away).
    counts, bases
        Alliances that raise a theme, themes × types (and ``All``); all alliances per type.
    agreement
        Index: name of the code and ``overall``; ``alpha``, ``lower``, ``upper``.
    pairs
        ``first``, ``second``, ``count``, ``index``, ``expected``, ``p``, ``q``, ``found``.
    quotations
        ``theme``, ``quotation``.
    power
        Share of repetitions in which the test would find a theme that 80 % of the largest type and
        30 % of the others raise.
    oddities
        ``found``, ``what_to_do``, ``times``.
    keys
        Name of the theme → its key; for made-up interviews only, else empty.
    """

    size: dict[str, int | None]
    themes: pd.DataFrame
    counts: pd.DataFrame
    bases: pd.Series
    agreement: pd.DataFrame
    pairs: pd.DataFrame
    quotations: pd.DataFrame
    power: float | None
    oddities: pd.DataFrame
    keys: dict[str, str]


def make_gate(
    interviews: Interviews,
    run: str,
    folder: Path | None = None,
    *,
    min_n: int = 5,
    min_alliances: int = 3,
    towns: Iterable[str] = (),
) -> Gate:
    """Return the gate for interviews: its lists of names come from them.

    Parameters
    ----------
    interviews
        Coded interviews.
    run, folder, min_n, min_alliances
        See `wir.publish.disclosure.Gate`.
    towns
        Names of places that are taken out, as they are written.
    """
    about = interviews.documents
    texts = ((str(interviews.who[key]), text) for key, text in interviews.texts.items())
    known = shared_words(texts, min_alliances)
    lists = {**interviews.names, "[alliance]": tuple(about["alliance"].astype(str).unique())}
    redaction = Redaction(lists, {"[town]": tuple(towns)}, known)
    return Gate(
        run,
        folder,
        min_n=min_n,
        min_alliances=min_alliances,
        unanimous="all",
        redaction=redaction,
    )


def publishable(
    interviews: Interviews,
    gate: Gate,
    *,
    level: str = "codes",
    rule: str = "all",
    draws: int = 4_000,
    bootstrap: int = 1_000,
    quotations: int = 2,
    seed: int = 0,
) -> Voices:
    """Return all that may be shown of coded interviews.

    Parameters
    ----------
    interviews
        Coded interviews.
    gate
        The gate, see `make_gate`; the caller closes it after publishing.
    level
        ``"codes"``, or ``"folders"``: the topmost codes only, in the counts.
    rule
        When a theme counts as raised in an interview, see `wir.success.interviews.raised`.
    draws, bootstrap, seed
        Of the shifts behind co-occurrence, and of the intervals of alpha.
    quotations
        Most quotations per theme.
    """
    who, types = interviews.who, interviews.types
    anybody = raised(interviews, "any")
    said = raised(interviews, rule)
    if level == "folders":
        anybody, said = by_folder(interviews, anybody), by_folder(interviews, said)
    names = _labels(interviews, anybody, gate)
    shown = [code for code in said.columns if names.get(code)]
    group = _type_labels(types, who, gate)
    counts = gate.counts("themes", said[shown], who, group)
    bases = _bases(group, who, gate)
    tests = themes_by_type(said, who, group, seed=seed)
    themes = _themes(interviews, counts, tests, names, gate)
    codes_shown = _labels(interviews, raised(interviews, "any"), gate, note=False)
    pairs = _pairs(interviews, codes_shown, gate, draws, seed)
    quotes = _quotations(interviews, codes_shown, gate, quotations, seed)
    known_types = [one for one in bases.index if one != TOTAL and pd.notna(bases[one])]
    power = None
    if len(known_types) > 1:
        power = power_for_types(
            bases[known_types].astype(int), POWER_LOW, POWER_HIGH, draws=200, seed=seed
        )
    made_up = gate.folder is None
    return Voices(
        _size(interviews, said, len(shown), known_types, gate),
        themes,
        counts.set_axis([names[one] for one in counts.index]).rename_axis("theme"),
        bases,
        _agreement(interviews, codes_shown, gate, bootstrap, seed),
        pairs,
        quotes,
        power,
        interviews.issues.groupby(["found", "what_to_do"]).size().rename("times").reset_index(),
        {names[one]: one for one in shown} if made_up else {},
    )


def _labels(
    interviews: Interviews, anybody: pd.DataFrame, gate: Gate, *, note: bool = True
) -> dict[str, str]:
    """Return code → name, for those that enough people raised; the same name gets a number."""
    who, known = interviews.who, interviews.codes.set_index("code")["name"]
    labels: dict[str, str] = {}
    for code in anybody.columns:
        behind = who[anybody.index[anybody[code]]]
        if gate.why_not(behind):
            gate.note("labels", "code", "raised by too few to be named", int(note))
            continue
        label = gate.label(str(known[code]), behind, "")
        times = sum(one == label or one.startswith(f"{label} (") for one in labels.values())
        labels[code] = f"{label} ({times + 1})" if times else label
    return labels


def _type_labels(types: pd.Series, who: pd.Series, gate: Gate) -> pd.Series:
    """Return the type of each document; types of too few alliances are put together."""
    named = {}
    for kind, rows in types.groupby(types):
        named[kind] = gate.label(str(kind), who[rows.index], "other types")
    return types.map(named)


def _bases(group: pd.Series, who: pd.Series, gate: Gate) -> pd.Series:
    every = pd.DataFrame({"all": True}, index=who.index)
    found: dict[str, object] = {}
    for label in sorted(group.unique()):
        inside = who[group == label]
        value = gate.number("bases", int(inside.nunique()), inside, variable="bases")
        found[label] = pd.NA if value is None else value
    whole = gate.number("bases", int(who[every.index].nunique()), who, variable="bases")
    found[TOTAL] = pd.NA if whole is None else whole
    hidden = [one for one in found if one != TOTAL and found[one] is pd.NA]
    if len(hidden) == 1:
        found[TOTAL] = pd.NA
    return pd.Series(found, dtype="Int64", name="alliances").rename_axis("type")


def _themes(
    interviews: Interviews,
    counts: pd.DataFrame,
    tests: pd.DataFrame,
    names: dict[str, str],
    gate: Gate,
) -> pd.DataFrame:
    who = interviews.who
    parents = interviews.codes.set_index("code")["parent"]
    marked = places(interviews)
    folder_said = by_folder(interviews, raised(interviews, "any"))
    folders = _labels(interviews, folder_said, gate, note=False)
    rows = []
    for code in counts.index:
        top, seen = code, set()
        while isinstance(parents.get(top), str) and top not in seen:
            seen.add(top)
            top = parents[top]
        whole = not counts.loc[code].isna().any()
        test = tests.loc[code]
        gate.note("tests", "p value", "would give a hidden cell away", int(not whole))
        inside = marked[marked["code"] == code]
        behind = who[inside["document"].unique()]
        output = "segments"
        rows.append(
            {
                "theme": names[code],
                "folder": folders.get(top, HIDDEN) if top != code else "",
                "segments": gate.number(output, len(inside), behind, variable=f"segments {code}"),
                "alliances": counts.loc[code, TOTAL],
                "cramers_v": test["cramers_v"] if whole else np.nan,
                "p": test["p"] if whole else np.nan,
                "q": test["q"] if whole else np.nan,
                "found": bool(test["found"]),
            }
        )
    columns = ["theme", "folder", "segments", "alliances", "cramers_v", "p", "q", "found"]
    table = pd.DataFrame(rows, columns=columns).set_index("theme")
    return table.astype({"segments": "Int64", "alliances": "Int64", "found": bool})


def _agreement(
    interviews: Interviews, names: dict[str, str], gate: Gate, draws: int, seed: int
) -> pd.DataFrame:
    coders = interviews.segments.groupby("document")["coder"].nunique()
    double = interviews.who[coders.index[coders >= 2]]
    table = agreement(interviews, draws=draws, seed=seed)[["alpha", "lower", "upper"]]
    table = table.loc[[*(one for one in table.index if one in names), "overall"]]
    table = gate.rows(
        "agreement", table, dict.fromkeys(table.index, double), hide=list(table.columns)
    )
    return table.set_axis([names.get(one, one) for one in table.index]).rename_axis("code")


def _pairs(
    interviews: Interviews, names: dict[str, str], gate: Gate, draws: int, seed: int
) -> pd.DataFrame:
    found = cooccurrence(interviews, draws=draws, seed=seed)
    found = found[found["first"].isin(names) & found["second"].isin(names)]
    keep, rule = [], ""
    for row in found.to_dict("records"):
        together = [str(one) for one in row["documents"]]
        if together:
            rule = gate.why_not(interviews.who[together])
            gate.note("pairs", "pair", rule, int(bool(rule)))
        keep.append(bool(together) and not rule)
    shown = found[np.array(keep, dtype=bool)].drop(columns="documents")
    return shown.assign(
        first=shown["first"].map(names), second=shown["second"].map(names)
    ).reset_index(drop=True)


def _quotations(
    interviews: Interviews, names: dict[str, str], gate: Gate, most: int, seed: int
) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    consent = interviews.documents.set_index("document")["consent"]
    anybody = raised(interviews, "any")
    who, rows = interviews.who, []
    quoted: set[str] = set()
    told: set[str] = set()
    order = _agreed(interviews)
    order = order.iloc[rng.permutation(len(order))]
    for code, label in names.items() if most else ():
        raised_by = who[anybody.index[anybody[code]]]
        count = 0
        for row in order[order["code"] == code].to_dict("records"):
            key = str(row["document"])
            if count == most or who[key] in quoted:
                continue
            words = gate.quotation(
                interviews.said({str(k): v for k, v in row.items()}),
                raised_by=raised_by,
                consent=bool(consent[key]),
                paraphrase=str(row["paraphrase"]),
            )
            if words and words not in told:
                rows.append((label, words))
                quoted.add(str(who[key]))
                told.add(words)
                count += 1
    return pd.DataFrame(rows, columns=["theme", "quotation"])


def _agreed(interviews: Interviews) -> pd.DataFrame:
    """Return the segments that every coder of the document marked, in whole or in part."""
    placed = interviews.segments.dropna(subset=["start", "end"])
    coders = placed.groupby("document")["coder"].nunique()
    kept = []
    for (document, _), rows in placed.groupby(["document", "code"]):
        start, end = rows["start"].to_numpy(), rows["end"].to_numpy()
        for place, label in enumerate(rows.index):
            touching = (start < end[place]) & (end > start[place])
            if rows["coder"][touching].nunique() == int(coders[str(document)]):
                kept.append(label)
    return placed.loc[kept]


def _size(
    interviews: Interviews, said: pd.DataFrame, shown: int, types: list[str], gate: Gate
) -> dict[str, int | None]:
    who = interviews.who
    coders = interviews.segments.groupby("document")["coder"].nunique()
    double = who[coders.index[coders >= 2]]
    several = (
        gate.number("several", len(double), double, variable="interviews") if len(double) else 0
    )
    return {
        "interviews": gate.number("interviews", len(who), who, variable="interviews"),
        "alliances": gate.number("alliances", int(who.nunique()), who, variable="alliances"),
        "coders": int(interviews.segments["coder"].nunique()),
        "codes": said.shape[1],
        "types": len(types),
        "hidden": said.shape[1] - shown,
        "several": several,
    }
