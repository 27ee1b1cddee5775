"""Whose dossier it is: a known alliance, or an alliance of one's own with its districts."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wir.data.errors import DataError
from wir.potential.alliance_regions import SEAT_ONLY

if TYPE_CHECKING:
    import pandas as pd


class UnknownAllianceError(DataError, LookupError):
    """There is neither a known alliance nor an own folder of that name."""


@dataclass(frozen=True)
class Region:
    """An alliance and its districts.

    Attributes
    ----------
    key, name
        For files, and for people.
    ags
        Districts.
    own
        Whether it is an alliance of one's own, known from its folder only.
    basis
        How each district is known: ``named``, ``definition``, ``lead_city_only``, ``own``.
    full_title, theme, phase, field_area
        As in the table ``alliances``; empty where not known.
    start
        Year of the start; None where not known.
    fields
        Occupational groups coded as its fields.
    made_up
        Whether the alliance is an example that does not exist.
    known_as
        Key of an own alliance among the known ones, so that it is not compared with itself.
    """

    key: str
    name: str
    ags: tuple[str, ...]
    own: bool = False
    basis: dict[str, str] = field(default_factory=dict)
    full_title: str = ""
    theme: str = ""
    phase: str = ""
    field_area: str = ""
    start: int | None = None
    fields: tuple[str, ...] = ()
    made_up: bool = False
    known_as: str = ""

    @property
    def seat_only(self) -> bool:
        """Whether only the seat of the coordinator is known."""
        return bool(self.basis) and all(one == SEAT_ONLY for one in self.basis.values())


def known_region(
    key: str, alliances: pd.DataFrame, places: pd.DataFrame, coded: pd.DataFrame
) -> Region:
    """Return a known alliance.

    Parameters
    ----------
    key
        ``alliance_id``.
    alliances, places, coded
        The tables ``alliances``, ``alliance_districts`` and ``occupation_fields``.

    Raises
    ------
    UnknownAllianceError
        No such alliance, or none of its districts is known.
    """
    there = places[(places["alliance_id"] == key) & places["ags"].notna()]
    if there.empty:
        known = sorted(set(places["alliance_id"]))
        raise UnknownAllianceError(unknown_message(key, known))
    sure = there[there["basis"] != SEAT_ONLY]
    rows = (sure if len(sure) else there).sort_values("ags")
    about = alliances.set_index("alliance_id").loc[key]
    start: Any = about["start_year"]
    return Region(
        key=key,
        name=str(about["name"]),
        ags=tuple(rows["ags"]),
        basis=dict(zip(rows["ags"], rows["basis"], strict=True)),
        full_title=_text(about["full_title"]),
        theme=_text(about["theme"]),
        phase=_text(about["phase"]),
        field_area=_text(about["field_area"]),
        start=None if start != start or start is None else int(start),
        fields=tuple(sorted(set(coded.loc[coded["alliance_id"] == key, "kldb3"]))),
    )


def own_region(
    key: str,
    name: str,
    ags: Sequence[str],
    *,
    made_up: bool = False,
    start: int | None = None,
    fields: Sequence[str] = (),
    known_as: str = "",
) -> Region:
    """Return an alliance of one's own."""
    districts = tuple(sorted(dict.fromkeys(ags)))
    return Region(
        key, name or key, districts, own=True, basis=dict.fromkeys(districts, "own"),
        start=start, made_up=made_up, fields=tuple(sorted(set(fields))), known_as=known_as,
    )  # fmt: skip


def unknown_message(key: str, known: Sequence[str], own: Sequence[str] = ()) -> str:
    """Return what to do if a key names no alliance."""
    near = difflib.get_close_matches(key, [*known, *own], n=1, cutoff=0.5)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    folders = f" Own folders in data/raw/own/: {', '.join(own)}." if own else ""
    return (
        f"There is no alliance {key!r} with known districts.{hint}{folders} "
        f"`make alliance NAME={key}` begins one of your own. Known alliances: {', '.join(known)}."
    )


def _text(value: Any) -> str:
    return "" if value is None or value != value else str(value)
