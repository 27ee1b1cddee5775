"""What is known about an interview: alliance, type and consent, from cases and variables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

import pandas as pd

from wir.success.interviews.archive import local
from wir.success.interviews.material import DOCUMENTS, Notes

HEADINGS: dict[str, tuple[str, ...]] = {
    "document": ("document", "dokument", "interview", "datei", "file", "dokumentname"),
    "alliance": ("alliance", "bündnis", "buendnis", "wir-bündnis", "verbund"),
    "type": ("type", "typ", "alliance type", "bündnistyp", "buendnistyp", "gruppe", "group"),
    "consent": ("consent", "quotable", "einwilligung", "zitat", "zitierbar", "zitat erlaubt",
                "consent to be quoted"),
}  # fmt: skip
"""Column or variable → headings that stand for it, in lower case."""
YES = {"true", "1", "yes", "ja", "x", "wahr", "j", "y"}


def heading(name: str) -> str | None:
    """Return which column a heading stands for, or None."""
    key = " ".join(name.split()).casefold()
    return next((column for column, words in HEADINGS.items() if key in words), None)


def agreed(value: object) -> bool:
    """Say whether a cell grants consent: only a clear yes does."""
    return str(value).strip().casefold() in YES


def _value(element: Element) -> tuple[str, str]:
    """Return the GUID of the variable and its value as text."""
    key = value = ""
    for one in element:
        if local(one) == "VariableRef":
            key = (one.get("targetGUID") or "").strip("{}").lower()
        elif local(one).endswith("Value"):
            value = " ".join((one.text or "").split())
    return key, value


def describe_documents(root: Element, keys: Sequence[str], notes: Notes) -> pd.DataFrame:
    """Return alliance, type and consent per interview.

    A value comes from a variable called like one of `HEADINGS`, of the source itself or of the case
    that it belongs to. Where no variable names the alliance, the name of the case stands for it.
    """
    variables = {
        (one.get("guid") or "").strip("{}").lower(): heading(one.get("name") or "")
        for one in root.iter()
        if local(one) == "Variable"
    }
    known: dict[str, dict[str, str]] = {key: {} for key in keys}
    texts_of: dict[str, list[str]] = {}
    for key in keys:  # a source with several texts has a number behind its GUID
        texts_of.setdefault(key.rsplit("-", 1)[0] if key.count("-") > 4 else key, []).append(key)

    def values(element: Element) -> dict[str, str]:
        pairs = (_value(one) for one in element if local(one) == "VariableValue")
        return {column: value for key, value in pairs if value and (column := variables.get(key))}

    for case in (one for one in root.iter() if local(one) == "Case"):
        about = {"alliance": " ".join((case.get("name") or "").split())} | values(case)
        for ref in (one for one in case.iter() if local(one) == "SourceRef"):
            for key in texts_of.get((ref.get("targetGUID") or "").strip("{}").lower(), []):
                known[key] |= {k: v for k, v in about.items() if v}
    for source in (one for one in root.iter() if local(one).endswith("Source")):
        for key in texts_of.get((source.get("guid") or "").strip("{}").lower(), []):
            known[key] |= values(source)
    return documents_table(known, notes)


def documents_table(known: Mapping[str, Mapping[str, str]], notes: Notes) -> pd.DataFrame:
    """Return one row per interview; an interview without an alliance counts as one of its own."""
    rows = []
    for number, (key, about) in enumerate(known.items(), 1):
        alliance = about.get("alliance", "")
        if not alliance:
            notes.add(f"interview {number}", "no alliance", "a variable or case that names it",
                      "It is counted as an alliance of its own. Name it.")  # fmt: skip
            alliance = f"(unknown {number})"
        rows.append((key, alliance, about.get("type") or None, agreed(about.get("consent", ""))))
    table = pd.DataFrame(rows, columns=DOCUMENTS)
    several = table.groupby("alliance")["type"].nunique()
    if (several > 1).any():
        notes.add(f"{int((several > 1).sum())} alliances", "several types", "one type each",
                  "The most frequent one was taken.", "error")  # fmt: skip
    usual = table.dropna(subset="type").groupby("alliance")["type"].agg(lambda s: s.mode()[0])
    return table.assign(type=table["alliance"].map(usual).astype(object))
