"""Dates of texts, as ISO text: from a file's name, its metadata or the page; never guessed."""

from __future__ import annotations

import datetime as dt
import re

IN_NAME = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?:[-_.]?(0[1-9]|1[0-2])(?:[-_.]?([0-2]\d|3[01]))?)?(?!\d)"
)
ISO = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})")
GERMAN = re.compile(r"\s*(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
FIRST, LAST = 1990, 2100


def date_in_name(name: str) -> str:
    """Return the date in the name of a file, to the day, month or year; empty if there is none.

    Examples
    --------
    >>> date_in_name("2018-06-30_Konzept.pdf"), date_in_name("Konzept 2018.pdf")
    ('2018-06-30', '2018')
    """
    match = IN_NAME.search(name)
    if not match or not FIRST <= int(match[1]) <= LAST:
        return ""
    parts = [part for part in match.groups() if part]
    if len(parts) == 3 and not _day(*map(int, parts)):
        parts = parts[:2]
    return "-".join(parts)


def iso_date(value: object) -> str:
    """Return a date or its text (ISO, or day.month.year) as ISO text; empty if it is none."""
    if isinstance(value, dt.datetime | dt.date):
        return _day(value.year, value.month, value.day)
    text = str(value or "")
    if match := ISO.match(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := GERMAN.match(text):
        return _day(int(match[3]), int(match[2]), int(match[1]))
    return ""


def _day(year: int, month: int, day: int) -> str:
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return ""
    return found.isoformat() if FIRST <= year <= LAST else ""
