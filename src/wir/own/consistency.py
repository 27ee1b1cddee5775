"""What only shows when rows are seen together: names that no member has, ends before beginnings."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

import pandas as pd

from wir.own.issues import Notes

MANY = 1_000_000
"""Pairs of names from which on the nearest one is not looked for."""
PERSON = re.compile(r"@|^(?:herr|frau|dr\.|prof\.)\s|^[A-ZÄÖÜ][a-zäöüß]+,? [A-ZÄÖÜ][a-zäöüß]+$")
"""What looks like the name or the address of a person."""


def check_members(members: pd.DataFrame, where: Mapping[str, str], notes: Notes) -> None:
    """Note members that are there twice."""
    first: dict[str, int] = {}
    for row, name in zip(members["row"], members["name"], strict=True):
        key = str(name).casefold()
        if key in first:
            notes.add(
                "repeated_name", int(row), where.get("name", "name"), found=name, first=first[key]
            )
        first.setdefault(key, int(row))


def check_projects(
    projects: pd.DataFrame, members: pd.DataFrame | None, where: Mapping[str, str], notes: Notes
) -> None:
    """Note partners that are no members, and projects that end before they start."""
    _known_names(projects, "name", members, where, notes)
    for row, start, end in zip(projects["row"], projects["start"], projects["end"], strict=True):
        if pd.notna(start) and pd.notna(end) and end < start:
            notes.add("ends_before", int(row), where.get("end", "end"), found=f"{start} – {end}")


def check_contacts(
    contacts: pd.DataFrame, members: pd.DataFrame | None, where: Mapping[str, str], notes: Notes
) -> pd.DataFrame:
    """Return the contacts between two; note names that no member has."""
    for column in ("name_a", "name_b"):
        _known_names(contacts, column, members, where, notes)
    same = contacts["name_a"].str.casefold() == contacts["name_b"].str.casefold()
    for row, name in zip(contacts.loc[same, "row"], contacts.loc[same, "name_a"], strict=True):
        notes.add("with_itself", int(row), where.get("name_b", "name_b"), found=name)
    return contacts[~same].reset_index(drop=True)


def check_persons(answers: pd.DataFrame, where: Mapping[str, str], notes: Notes) -> pd.DataFrame:
    """Return the answers without rows that name a person instead of a number."""
    named = answers["respondent"].str.contains(PERSON)
    for row, text in zip(answers.loc[named, "row"], answers.loc[named, "respondent"], strict=True):
        notes.add("person", int(row), where.get("respondent", "respondent"), found=text)
    return answers[~named].reset_index(drop=True)


def _known_names(
    table: pd.DataFrame, column: str, members: pd.DataFrame | None, where: Mapping[str, str],
    notes: Notes,
) -> None:  # fmt: skip
    if members is None:
        return
    known = {str(name).casefold(): str(name) for name in members["name"]}
    named: set[str] = set()
    few = len(known) * table[column].nunique() < MANY
    for row, name in zip(table["row"], table[column], strict=True):
        key = str(name).casefold()
        if key in known or key in named:
            continue
        named.add(key)
        near = difflib.get_close_matches(key, known, n=1, cutoff=0.8) if few else []
        hint = f"→ {known[near[0]]}?" if near else ""
        notes.add("not_a_member", int(row), where.get(column, column), found=name, hint=hint)
