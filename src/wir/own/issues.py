"""What is odd about an alliance's own data: where, what was found, what is expected, what to do.

An issue holds the key of a message and the values in it, so that it can be said in German and in
English; see `wir.own.messages`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

import pandas as pd

from wir.own.messages import MESSAGES, PHRASES

Severity = Literal["error", "warning", "note"]
"""``error``: something is not used until it is mended; ``warning``: used, but look at it;
``note``: understood, for information."""

COLUMNS = [
    "file", "sheet", "row", "column", "severity", "found", "expected", "advice", "key", "values",
]  # fmt: skip
LONGEST, WHOLE = 80, 400
"""Characters that are shown of a cell, and of a list of candidates."""


@dataclass(frozen=True)
class Phrase:
    """Words of our own among the values of a message; said in the language of the reader."""

    key: str


@dataclass
class Notes:
    """Issues of one file, in the order in which they were noticed."""

    file: str
    sheet: str = ""
    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(
        self, key: str, row: int | None = None, column: str = "", *,
        severity: Severity | None = None, **values: object,
    ) -> None:  # fmt: skip
        """Note an issue; `key` is one of `MESSAGES`, `values` are what its texts name."""
        self.rows.append(
            {
                "file": self.file,
                "sheet": self.sheet,
                "row": row,
                "column": column,
                "severity": severity or MESSAGES[key].severity,
                "key": key,
                "values": {
                    name: value
                    if isinstance(value, Phrase)
                    else shown(value, LONGEST if name == "found" else WHOLE)
                    for name, value in values.items()
                },
            }
        )

    def table(self, language: str = "en") -> pd.DataFrame:
        """Return the issues in words."""
        return in_words(self.rows, language)


def shown(value: object, longest: int = LONGEST) -> str:
    """Return a value as it is shown in a message: on one line, not too long."""
    text = " ".join(str(value).split())
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def in_words(rows: Iterable[Mapping[str, Any]], language: str) -> pd.DataFrame:
    """Return issues as a table in a language.

    Returns
    -------
    DataFrame
        ``file``, ``sheet``, ``row`` (Int64; as the spreadsheet counts), ``column`` (its letter and
        heading, or a name in ``alliance.toml``), ``severity`` (error, warning, note), ``found``,
        ``expected``, ``advice`` in words, and ``key`` and ``values`` of the message.
    """
    said = []
    for row in rows:
        message = MESSAGES[row["key"]]
        found, expected, advice = message.texts(language)
        values = {
            name: PHRASES[value.key][language] if isinstance(value, Phrase) else value
            for name, value in row["values"].items()
        }
        said.append(
            {
                **{name: row[name] for name in COLUMNS if name in row},
                "found": found.format(**values),
                "expected": expected.format(**values),
                "advice": advice.format(**values).strip(),
            }
        )
    return pd.DataFrame(said, columns=COLUMNS).astype({"row": "Int64"})


def translated(issues: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return issues in another language."""
    return in_words(cast(list[dict[str, Any]], issues.to_dict("records")), language)


def joined(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return several tables of issues as one."""
    there = [one for one in tables if len(one)]
    return pd.concat(there, ignore_index=True) if there else in_words([], "en")
