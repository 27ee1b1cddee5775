"""Tables as CSV that a spreadsheet opens by double click and that cannot run a formula there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wir.documents.blocks import Language

if TYPE_CHECKING:
    import pandas as pd

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the start of a formula."""


def csv(frame: pd.DataFrame, language: Language) -> bytes:
    """Return a table as CSV: semicolons and decimal commas in German, with a byte order mark."""
    safe = frame.rename(columns=harmless).map(harmless)
    text = safe.to_csv(
        index=False,
        sep=";" if language == "de" else ",",
        decimal="," if language == "de" else ".",
        lineterminator="\r\n",
    )
    return text.encode("utf-8-sig")


def harmless(value: Any) -> Any:
    """Return a text that a spreadsheet takes for text: an apostrophe before what looks else."""
    if isinstance(value, str) and value.lstrip(" \N{NO-BREAK SPACE}").startswith(STARTS):
        return f"'{value}"
    return value
