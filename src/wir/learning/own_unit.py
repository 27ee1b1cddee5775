"""An alliance of one's own among the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from wir.learning.likeness import keyword_words

if TYPE_CHECKING:
    from wir.own.alliance import OwnAlliance


@dataclass(frozen=True)
class OwnUnit:
    """What an alliance of one's own adds; all empty where there is none.

    Attributes
    ----------
    key, name
        Its label, that of the published facts if it is among them, and its name.
    row
        Its row among the alliances; None where the published one stays.
    regions, fields, keywords
        As for the others, for this one alone.
    answers
        Its survey answers, None where there are none.
    remarks
        Sentences for the reader.
    """

    key: str = ""
    name: str = ""
    row: pd.Series | None = None
    regions: Mapping[str, list[str]] = field(default_factory=dict)
    fields: Mapping[str, set[str]] = field(default_factory=dict)
    keywords: Mapping[str, set[str]] = field(default_factory=dict)
    answers: pd.DataFrame | None = None
    remarks: tuple[str, ...] = ()

    def into(self, about: pd.DataFrame) -> pd.DataFrame:
        """Return the alliances with this one among them."""
        if self.row is None:
            return about
        extra = self.row.to_frame().T.reindex(columns=about.columns)
        return pd.concat([about, extra.set_axis([self.key])]).rename_axis(str(about.index.name))


def no_unit() -> OwnUnit:
    """Return what there is without an alliance of one's own: nothing."""
    return OwnUnit()


def own_unit(name: str, districts: pd.DataFrame) -> OwnUnit:
    """Read an alliance of one's own and return it as one more unit.

    Parameters
    ----------
    name
        Folder in ``data/raw/own/``.
    districts
        Table ``districts``.
    """
    from wir.data.load import load
    from wir.own.alliance import read_own

    return unit_of(read_own(name), districts, set(load("alliances")["alliance_id"]))


def unit_of(mine: OwnAlliance, districts: pd.DataFrame, known: set[str]) -> OwnUnit:
    """Return an alliance of one's own as one more unit, or in the place of its published self.

    Parameters
    ----------
    mine
        Result of `wir.own.alliance.read_own`.
    districts
        Table ``districts``: ``ags``, ``land_name``.
    known
        Keys of the published alliances.
    """
    published = mine.known_as if mine.known_as in known else ""
    key = published or f"own-{mine.key}"
    row = None
    if not published:
        lands = districts.set_index("ags")["land_name"].reindex(mine.districts).dropna().unique()
        row = pd.Series(
            {
                "name": mine.name,
                "laender": "; ".join(sorted(lands)),
                "start_year": mine.start_year,
            },
            dtype=object,
        )
    words = keyword_words(
        pd.DataFrame({"alliance_id": key, "language": "de", "keyword": list(mine.keywords)})
    )
    remarks = [f"This run includes {mine.name}, from data of its own."]
    if not mine.districts:
        remarks.append("No districts are given, so that it takes part by its field only.")
    if not mine.fields and not mine.keywords:
        remarks.append("Neither fields nor keywords are given, so that its field is not known.")
    return OwnUnit(
        key=key,
        name=mine.name,
        row=row,
        regions={key: list(mine.districts)} if mine.districts else {},
        fields={key: set(mine.fields)} if mine.fields else {},
        keywords=words,
        answers=mine.answers,
        remarks=tuple(remarks),
    )


def own_answers(mine: OwnUnit, low: float = 1, high: float = 5) -> pd.DataFrame:
    """Return the answers of an alliance in long form: ``unit``, ``topic``, ``answer``.

    Questions with answers outside the scale, or that are no numbers, are left out.
    """
    columns = ["unit", "topic", "answer"]
    if mine.answers is None:
        return pd.DataFrame(columns=columns)
    parts = []
    for item in mine.answers.columns.difference(["row", "respondent", "group"], sort=False):
        values = pd.to_numeric(mine.answers[item], errors="coerce").dropna()
        if len(values) and values.between(low, high).all():
            parts.append(pd.DataFrame({"unit": mine.key, "topic": str(item), "answer": values}))
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.concat(parts, ignore_index=True)[columns]
