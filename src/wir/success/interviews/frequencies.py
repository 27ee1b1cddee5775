"""How often codes were used: by document, by alliance, by type of alliance."""

from __future__ import annotations

import pandas as pd

from wir.success.interviews.material import Interviews
from wir.success.interviews.passages import places


def code_frequencies(interviews: Interviews, said: pd.DataFrame) -> pd.DataFrame:
    """Return how often each code was used.

    Parameters
    ----------
    interviews
        Coded interviews.
    said
        Documents × codes, see `wir.success.interviews.raised`.

    Returns
    -------
    DataFrame
        Per code: ``segments`` (places in the texts, whoever marked them), ``documents``,
        ``alliances`` and ``share`` (of all alliances, 0 to 1).
    """
    marked = _marked(interviews)
    who = interviews.who
    table = pd.DataFrame(index=said.columns)
    table["segments"] = marked.groupby("code").size().reindex(table.index).fillna(0).astype(int)
    table["documents"] = said.sum().astype(int)
    table["alliances"] = said.groupby(who.reindex(said.index)).any().sum().astype(int)
    table["share"] = table["alliances"] / who.nunique()
    return table.rename_axis("code")


def frequencies_by(interviews: Interviews, by: str) -> pd.DataFrame:
    """Return the number of places per code and ``document``, ``alliance`` or ``type``."""
    if by not in ("document", "alliance", "type"):
        raise ValueError(f"by is {by!r}; expected 'document', 'alliance' or 'type'")
    marked = _marked(interviews)
    about = interviews.documents.set_index("document")
    groups = interviews.types if by == "type" else about["alliance"]
    label = marked["document"] if by == "document" else marked["document"].map(groups)
    found = pd.crosstab(marked["code"], label.rename(by))
    codes = interviews.codes.loc[interviews.codes["codable"], "code"]
    return found.reindex(codes).fillna(0).astype(int).rename_axis("code")


def _marked(interviews: Interviews) -> pd.DataFrame:
    """Return the places of each code; segments without a position count as they are."""
    loose = interviews.segments[interviews.segments["start"].isna()]
    return pd.concat([places(interviews), loose[["document", "code"]]], ignore_index=True)
