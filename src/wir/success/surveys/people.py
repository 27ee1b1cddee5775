"""Respondents over all files: numbers instead of names, each once per wave."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from wir.success.instrument import instrument
from wir.success.surveys.roles import ADDRESS
from wir.success.surveys.survey import Notes

TOKEN = re.compile(r"(?=[^0-9]*[0-9])[\w.-]{1,40}", re.ASCII)
"""What a respondent's number or token looks like; anything else is replaced by a number."""


@dataclass
class Part:
    """The rows of one file in one wave, with the file and row they come from."""

    table: pd.DataFrame
    file: str
    notes: Notes
    origin: list[int] = field(default_factory=list)


def pseudonyms(parts: Sequence[Part], notes: Notes) -> None:
    """Replace identifiers that could name people by numbers, the same in all parts."""
    every = pd.concat([one.table["respondent"] for one in parts])
    plain_ids = every.map(lambda one: bool(TOKEN.fullmatch(one)) and not ADDRESS.search(one))
    if plain_ids.all():
        return
    width = len(str(every.nunique()))
    number = {one: f"r{n:0{width}d}" for n, one in enumerate(sorted(every.unique(), key=_mix), 1)}
    for part in parts:
        part.table["respondent"] = part.table["respondent"].map(number).astype("str")
    notes.add(
        "file", None, "respondent", "what may name people", "numbers or codes",
        "Respondents were numbered instead. The numbers change when respondents are added.",
    )  # fmt: skip


def _mix(text: str) -> bytes:
    """Return what to sort identifiers by, so that their order says nothing of the alphabet."""
    return hashlib.blake2b(text.encode("utf-8")).digest()


def own_ids(parts: Sequence[Part], notes: Notes) -> None:
    """Put the alliance's key before numbers of respondents that several alliances use."""
    every = pd.concat([one.table[["respondent", "alliance"]] for one in parts]).drop_duplicates()
    shared = set(every["respondent"][every["respondent"].duplicated(keep=False)])
    if not shared:
        return
    for part in parts:
        table = part.table
        both = table["alliance"] + "-" + table["respondent"]
        table["respondent"] = table["respondent"].where(~table["respondent"].isin(shared), both)
    notes.add(
        "file", None, "respondent", f"{len(shared)} numbers in more than one alliance",
        "each respondent in one alliance",
        "The alliance's key was put before them. If it is the same person, correct the alliance.",
    )  # fmt: skip


def without_duplicates(parts: Sequence[Part], notes: Notes) -> pd.DataFrame:
    """Return all rows with each respondent once per wave: the row with most answers, the first."""
    tables = [one.table.assign(_file=one.file, _row=one.origin) for one in parts]
    table = pd.concat(tables, ignore_index=True)
    table["wave"] = table["wave"].astype("int64")
    given = table[list(instrument().items)].notna().sum(axis=1)
    order = given.sort_values(ascending=False, kind="stable").index
    second = table.loc[order].duplicated(["respondent", "wave"]).sort_index()
    keys = ["respondent", "wave"]
    first = table[~second].set_index(keys)
    for place in table.index[second]:
        row = table.loc[place]
        kept = first.loc[(row["respondent"], row["wave"])]
        notes.rows.append(
            (
                "duplicate respondent", row["_file"], row["_row"], "respondent",
                f"a second row in wave {row['wave']}", "each respondent once in each wave",
                f"It is left out; row {kept['_row']} of {kept['_file']} with more answers, or the "
                "first, counts.",
            )
        )  # fmt: skip
    return table[~second].reset_index(drop=True)
