"""What a cell says: numbers, years, dates, yes or no, as people write them.

Each function returns the value, or raises `Odd` with the key of a message. A cell that can be read
in two ways is never guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Literal

from wir.own.cells import Number

MISSING = {
    "", "k. a.", "k.a.", "k.a", "ka", "k. a", "k a", "keine angabe", "keine angaben", "n/a",
    "n.a.", "n. a.", "na", "nan", "null", "none", "-", "--", "–", "—", "?", "??", "unbekannt",
    "unknown", "nicht bekannt", "not known", "#nv", "#n/a", "#wert!", "#value!", "#bezug!", "#ref!",
    "#div/0!", "#name?", "weiß nicht", "weiss nicht", "w. n.", "don't know", ".", "entfällt",
}  # fmt: skip
"""What stands in a cell for nothing, in lower case."""
BROKEN = {one for one in MISSING if one.startswith("#") and one not in {"#nv", "#n/a"}}
"""Errors of a spreadsheet."""

KIND_WORDS = {
    "HES": ("universit", "hochschul", "university", "fh", "higher education", "hes"),
    "REC": ("forschung", "research", "institut", "rec"),
    "PRC": ("unternehmen", "firma", "firm", "company", "kmu", "sme", "wirtschaft", "gmbh",
            "handwerk", "prc", "business"),
    "PUB": ("kommune", "stadt", "landkreis", "behörde", "verwaltung", "öffentlich", "public",
            "municipality", "kammer", "gemeinde", "pub"),
    "OTH": ("verein", "verband", "stiftung", "zivil", "society", "association", "ngo", "netzwerk",
            "gesellschaft", "sonstig", "other", "oth", "bürger"),
}  # fmt: skip
"""Kind → beginnings of words that stand for it."""
YES = {"yes", "ja", "x", "1", "true", "wahr", "j", "y"}
NO = {"no", "nein", "0", "false", "falsch", "n", "-"}
MONTHS = {
    "jan": 1, "feb": 2, "mär": 3, "mrz": 3, "mar": 3, "apr": 4, "mai": 5, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dez": 12, "dec": 12,
}  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1900, 2100

Mark = Literal[".", ",", ""]
"""The decimal mark that a column is known to use; empty where nothing tells."""


class Odd(Exception):  # noqa: N818 - reads as what the cell is
    """A cell that does not say what its column asks for; holds the key of a message."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def is_missing(text: str | None) -> bool:
    """Return whether a cell says nothing (empty, k. A., n/a, a dash, an error of a spreadsheet)."""
    return " ".join(str(text or "").split()).casefold() in MISSING


def kind_of(text: str | None, name: str | None = None) -> str | None:
    """Return HES, REC, PRC, PUB or OTH for a kind in words, else by the legal form of the name.

    Returns None where neither says it.
    """
    for words in (text, name):
        found = str(words or "").casefold()
        for kind, starts in KIND_WORDS.items():
            if any(re.search(rf"\b{re.escape(start)}", found) for start in starts):
                return kind
        if re.search(r"\b(?:g?gmbh|ag|kg|ohg|ug|se)\b", found):
            return "PRC"
        if re.search(r"\be\.? ?v\b", found):
            return "OTH"
    return None


def yes_no(text: str | None) -> bool | None:
    """Return True, False, or None where a cell says neither."""
    word = str(text or "").strip().casefold()
    return True if word in YES else False if word in NO else None


def year_of(text: str | None) -> int | None:
    """Return the year of a date such as 2021, 2021-03-01, 01.03.2021 or 03/2021, or None."""
    found = re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", str(text or ""))
    return int(found[0]) if len(found) == 1 else None


def _bare(text: str) -> str:
    """Return a number without what may stand around it."""
    bare = re.sub(r"[\s'’\u00a0\u2009\u202f]|€|EUR|%", "", text)
    return re.sub("^[−–]", "-", bare)


_GROUPED = re.compile(r"[-+]?[1-9]\d{0,2}(?:[.,]\d{3})")
"""One group of three digits after one mark: thousands, or three decimals."""


def decimal_mark(texts: Iterable[str]) -> Mark:
    """Return the decimal mark of a column, as far as its cells tell; both at once are an error.

    Raises
    ------
    Odd
        ``marks_mixed`` if some cells can only have a comma and others only a point.
    """
    seen: set[Mark] = set()
    for text in texts:
        if isinstance(text, Number):
            continue
        bare = _bare(text)
        comma, point = bare.count(","), bare.count(".")
        if comma and point:
            seen.add("," if bare.rindex(",") > bare.rindex(".") else ".")
        elif comma > 1 or point > 1:
            seen.add("." if comma > 1 else ",")
        elif comma + point and not _GROUPED.fullmatch(bare):
            seen.add("," if comma else ".")
    if len(seen) > 1:
        raise Odd("marks_mixed")
    return next(iter(seen), "")


def number_of(text: str, mark: Mark = "", whole: bool = False) -> float:
    """Return the number that a cell holds.

    Parameters
    ----------
    text
        1234,5 or 1.234,5 or 1,234.5 or 12,5 %, with or without €; the per cent sign is left out.
    mark
        Decimal mark of the column (`decimal_mark`).
    whole
        The column holds whole numbers, so that 1.234 can only be 1234.

    Raises
    ------
    Odd
        ``no_number``, or ``two_readings`` for 1.234 where nothing tells which mark is meant.
    """
    bare = _bare(text)
    if isinstance(text, Number):
        return float(bare)
    if not re.fullmatch(r"[-+]?(?:[0-9]+(?:[.,][0-9]+)*|[.,][0-9]+)(?:[eE][-+]?[0-9]{1,2})?", bare):
        raise Odd("no_number")
    if _GROUPED.fullmatch(bare) and not mark:
        if not whole:
            raise Odd("two_readings")
        return float(bare.replace(".", "").replace(",", ""))
    if re.search("[.,]", bare):
        decimal = mark or ("," if bare.rfind(",") > bare.rfind(".") else ".")
        thousands = "." if decimal == "," else ","
        head, _, tail = bare.partition(decimal)
        if decimal in tail or thousands in tail:
            raise Odd("no_number")
        if thousands in head and not re.fullmatch(
            rf"[-+]?[0-9]{{1,3}}(?:{re.escape(thousands)}[0-9]{{3}})+", head
        ):
            raise Odd("no_number")
        bare = head.replace(thousands, "") + (f".{tail}" if tail else "")
    return float(bare)


def date_of(text: str) -> str:
    """Return a date as far as a cell gives it: 2026-03-01, 2026-03 or 2026.

    Raises
    ------
    Odd
        ``no_date``, or ``two_readings`` for 03/04/2026.
    """
    bare = " ".join(str(text).split())
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ].*)?", bare)
    if iso:
        return _date(int(iso[1]), int(iso[2]), int(iso[3]) if iso[3] else None)
    german = re.fullmatch(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d{2})", bare)
    if german:
        return _date(_full_year(german[3]), int(german[2]), int(german[1]))
    slashed = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", bare)
    if slashed:
        one, two = int(slashed[1]), int(slashed[2])
        if one <= 12 and two <= 12 and one != two:
            raise Odd("two_readings")
        return _date(int(slashed[3]), min(one, two), max(one, two))
    month = re.fullmatch(r"(\d{1,2})[./](\d{4})", bare)
    if month:
        return _date(int(month[2]), int(month[1]), None)
    worded = re.fullmatch(r"(?:(\d{1,2})\. ?)?([a-zä]{3})[a-zä]*\.? (\d{4})", bare.casefold())
    if worded and worded[2] in MONTHS:
        return _date(int(worded[3]), MONTHS[worded[2]], int(worded[1]) if worded[1] else None)
    if re.fullmatch(r"\d{4}", bare) and FIRST_YEAR <= int(bare) <= LAST_YEAR:
        return bare
    raise Odd("no_date")


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else (2000 if int(digits) < 70 else 1900) + int(digits)


def _date(year: int, month: int, day: int | None) -> str:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Odd("no_date")
    try:
        date = dt.date(year, month, day or 1)
    except ValueError:
        raise Odd("no_date") from None
    return date.isoformat() if day else date.isoformat()[:7]


def year_in(text: str) -> int:
    """Return the year that a cell gives: 2021, a date, or words with one year such as seit 2021.

    Raises
    ------
    Odd
        ``no_year`` for anything else, also for a span of years.
    """
    bare = re.sub(r"\.0+$", "", " ".join(str(text).split()))
    try:
        return int(date_of(bare)[:4])
    except Odd as odd:
        slashed = re.fullmatch(r"\d{1,2}/\d{1,2}/(\d{4})", bare)
        if odd.key == "two_readings" and slashed and FIRST_YEAR <= int(slashed[1]) <= LAST_YEAR:
            return int(slashed[1])  # whichever the day, the year is the same
    found = re.fullmatch(r"[^\d]*((?:19|20)\d{2})[^\d]*", bare)
    if not found:
        raise Odd("no_year")
    return int(found[1])
