"""The passages in which codes are compared: paragraphs, each an answer or a part of one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

import numpy as np
import pandas as pd

from wir.success.interviews.material import Interviews

WINDOW = 500
"""Characters of a passage where there is no text, or it has no paragraphs."""
PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")


def passages(interviews: Interviews) -> pd.DataFrame:
    """Return the passages of all documents: ``document``, ``passage``, ``start``, ``end``.

    Paragraphs with any letter; stretches of 500 characters where a text has one paragraph only or
    is missing. Documents without a text and without positions have none.
    """
    rows = []
    for key in interviews.documents["document"]:
        text = interviews.texts.get(key, "")
        spans = [found.span() for found in PARAGRAPH.finditer(text)]
        if len(spans) < 2:
            inside = interviews.segments[interviews.segments["document"] == key]
            length = max(len(text), int(np.nan_to_num(inside["end"].max())))
            spans = [(at, min(at + WINDOW, length)) for at in range(0, length, WINDOW)]
        rows += [(key, n, start, end) for n, (start, end) in enumerate(spans)]
    return pd.DataFrame(rows, columns=["document", "passage", "start", "end"])


def places(interviews: Interviews) -> pd.DataFrame:
    """Return where each code was used: segments that overlap, of whichever coder, are one place.

    Returns
    -------
    DataFrame
        ``document``, ``code``, ``start``, ``end``; segments without a position are left out.
    """
    placed = interviews.segments.dropna(subset=["start", "end"])
    rows: list[list[Any]] = []
    ordered = placed.sort_values(["document", "code", "start", "end"])
    for row in ordered[["document", "code", "start", "end"]].itertuples(index=False):
        last = rows[-1] if rows else None
        document, code, start, end = (cast(Any, one) for one in row)
        if last and last[:2] == [document, code] and start < last[3]:
            last[3] = max(last[3], end)
        else:
            rows.append([document, code, start, end])
    return pd.DataFrame(rows, columns=["document", "code", "start", "end"])


def used(interviews: Interviews, least: float = 0.5) -> pd.DataFrame:
    """Return which coder used which code in which passage.

    A code counts for a passage if it covers at least this share of it, or lies within it.

    Returns
    -------
    DataFrame
        ``document``, ``passage``, ``coder``, ``code``; one row per use.
    """
    cut = passages(interviews)
    placed = interviews.segments.dropna(subset=["start", "end"])
    rows = []
    for key, inside in placed.groupby("document"):
        here = cut[cut["document"] == key]
        start, end = here["start"].to_numpy(), here["end"].to_numpy()
        for row in inside.itertuples():
            low, high = float(str(row.start)), float(str(row.end))
            common = np.minimum(end, high) - np.maximum(start, low)
            shorter = np.minimum(end - start, high - low)
            for number in here["passage"].to_numpy()[(common > 0) & (common >= least * shorter)]:
                rows.append((key, number, row.coder, row.code))
    table = pd.DataFrame(rows, columns=["document", "passage", "coder", "code"])
    return table.drop_duplicates(ignore_index=True)


def raised(interviews: Interviews, rule: str = "all") -> pd.DataFrame:
    """Return which code was raised in which document, a boolean per document and code.

    Parameters
    ----------
    interviews
        Coded interviews.
    rule
        ``"all"``: every coder who worked on the document used it; ``"any"``: one of them.
    """
    if rule not in ("all", "any"):
        raise ValueError(f"rule is {rule!r}; expected 'all' or 'any'")
    codes = interviews.codes.loc[interviews.codes["codable"], "code"]
    keys = interviews.documents["document"]
    found = interviews.segments.drop_duplicates(["document", "coder", "code"])
    counts = found.pivot_table(index="document", columns="code", values="coder", aggfunc="count")
    counts = counts.reindex(index=keys, columns=codes).fillna(0).astype(int)
    coders = found.groupby("document")["coder"].nunique().reindex(keys).fillna(0)
    needed = coders.clip(lower=1) if rule == "all" else pd.Series(1, index=keys)
    return counts.ge(needed, axis=0)


def by_folder(interviews: Interviews, said: pd.DataFrame) -> pd.DataFrame:
    """Return `raised` for the topmost codes: one of those below was raised."""
    parent: Mapping[Any, Any] = interviews.codes.set_index("code")["parent"].to_dict()

    def top(code: str) -> str:
        seen: set[str] = set()
        while isinstance(parent.get(code), str) and code not in seen:
            seen.add(code)
            code = str(parent[code])
        return code

    return said.T.groupby(top).any().T
