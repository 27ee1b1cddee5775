"""The mapping file: which column of an export is which item of the instrument."""

from __future__ import annotations

import csv
import fnmatch
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from wir.data.delimited import decode, read_bytes
from wir.files import replacing
from wir.potential.checks import nearest
from wir.success.instrument import IDENTIFIERS, instrument, scale_of
from wir.success.surveys.limits import SurveyError, check_size
from wir.success.surveys.values import Code, parse_values

COLUMNS = ("file", "column", "item", "values", "reverse", "wave")
"""What a mapping says. Further columns (``question``, ``match`` in a draft) are for people."""

CONSENT = "consent"
LEFT_OUT = "-"
"""Item of a column that is left out on purpose."""
ROUTES = (*IDENTIFIERS, CONSENT)
"""What a column can be besides an item."""

TRUE = {"yes", "ja", "x", "1", "true", "wahr"}
FALSE = {"", "no", "nein", "0", "false", "falsch", "-"}


@dataclass(frozen=True)
class Entry:
    """One line of a mapping.

    Attributes
    ----------
    row
        Of the mapping file, as a spreadsheet counts.
    file
        Pattern of the names of the files it is for, ``""`` for all.
    column
        Heading in the export; ``""`` where one value stands for the whole file.
    item
        Key of an item or descriptor, ``respondent``, ``alliance``, ``wave``, ``consent`` or ``-``.
    translation
        Text in the export → code, None for no answer; empty: as it is.
    constant
        The value for the whole file, ``""`` without one.
    reverse
        Whether the export codes the scale the other way round.
    wave
        Wave that the column was asked in, None if a column or the file says it.
    """

    row: int
    file: str
    column: str
    item: str
    translation: Mapping[str, Code | None]
    constant: str
    reverse: bool
    wave: int | None

    def is_for(self, file: str) -> bool:
        """Return whether the line is for a file."""
        return not self.file or fnmatch.fnmatchcase(file.casefold(), self.file.casefold())


def load_mapping(path: Path) -> list[Entry]:
    """Return the lines of a mapping file (CSV, parted by semicolon, comma or tab).

    Raises
    ------
    SurveyError
        With row and column: what cannot be understood, and what is expected.
    """
    check_size(path)
    text, _ = decode(read_bytes(path), path.name)
    text = text.lstrip("\ufeff")
    first = text.split("\n", 1)[0]
    mark = max(";,\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as error:
        raise SurveyError(f"{path.name}: {error}. Save it again as CSV.") from None
    heading = [one.strip().casefold() for one in rows[0]] if rows else []
    needed = {"column", "item"}
    if not needed <= set(heading):
        raise SurveyError(
            f"{path.name}, row 1: found {', '.join(heading)[:120] or 'nothing'}; expected the "
            f"headings {', '.join(COLUMNS)} (column and item are needed). Begin with the draft of "
            "suggest_mapping."
        )
    known = [one for one in heading if one in COLUMNS]
    twice = next((one for one in known if known.count(one) > 1), None)
    if twice:
        raise SurveyError(f"{path.name}, row 1: two columns {twice!r}. Keep one.")
    lines = [dict(zip(heading, row, strict=False)) for row in rows]
    numbered = [(n, one) for n, one in enumerate(lines, 1) if n > 1 and any(one.values())]
    return entries(numbered, path.name)


def entries_of(table: pd.DataFrame, name: str = "mapping") -> list[Entry]:
    """Return the lines of a mapping that is a table with the columns `COLUMNS`."""
    text = table.astype("str").where(table.notna(), "")
    records = [{str(key): str(value) for key, value in one.items()} for one in _records(text)]
    return entries(list(enumerate(records, 2)), name)


def _records(table: pd.DataFrame) -> list[dict[str, object]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.to_numpy().tolist()]


def entries(lines: Sequence[tuple[int, Mapping[str, str]]], name: str) -> list[Entry]:
    """Return checked lines of a mapping; lines without an item are left out.

    Raises
    ------
    SurveyError
        Unknown items, a column or an item twice, codes off the scale, an empty mapping.
    """
    result: list[Entry] = []
    for row, line in lines:
        cell = {key: (line.get(key) or "").strip() for key in COLUMNS}
        if cell["item"] in ("", LEFT_OUT):
            if cell["item"] == LEFT_OUT:
                result.append(
                    Entry(row, cell["file"], cell["column"], LEFT_OUT, {}, "", False, None)
                )
            continue
        result.append(_entry(row, cell, name))
    if not any(one.item != LEFT_OUT for one in result):
        raise SurveyError(
            f"{name} maps no column to an item. Write the keys of items into the column “item”; "
            "wir.success.instrument.items() lists them."
        )
    _check_once(result, name)
    return result


def _entry(row: int, cell: Mapping[str, str], name: str) -> Entry:
    where = f"{name}, row {row}"
    item = cell["item"]
    known = instrument()
    questions = {**known.items, **known.descriptors}
    if item not in questions and item not in ROUTES:
        raise SurveyError(
            f"{where}, column item: {item[:60]!r} is no item of the instrument."
            f"{nearest(item, [*questions, *ROUTES])} Expected the key of an item, "
            f"{', '.join(ROUTES)}, or - to leave a column out."
        )
    if cell["reverse"].casefold() not in TRUE | FALSE:
        raise SurveyError(
            f"{where}, column reverse: {cell['reverse'][:20]!r}; expected yes, no or nothing."
        )
    wave = None
    if cell["wave"]:
        if not cell["wave"].isdecimal() or not 1 <= int(cell["wave"]) <= 99:
            raise SurveyError(
                f"{where}, column wave: {cell['wave'][:20]!r}; expected 1, 2, … or nothing."
            )
        wave = int(cell["wave"])
    scale = scale_of(item) if item in questions else None
    reverse = cell["reverse"].casefold() in TRUE
    if reverse and (scale is None or scale.kind not in ("likert", "ordinal", "yes_no")):
        raise SurveyError(
            f"{where}, column reverse: {item} has no scale that could be turned round. Leave it "
            "empty."
        )
    if not cell["column"]:
        if item not in ("alliance", "wave") or not cell["values"]:
            raise SurveyError(
                f"{where}: no column. Write the heading in the export; only alliance and wave can "
                "do without, with one value for the whole file in “values”."
            )
        return Entry(row, cell["file"], "", item, {}, cell["values"], False, None)
    values = parse_values(cell["values"], scale, f"{where}, column values")
    return Entry(row, cell["file"], cell["column"], item, values, "", reverse, wave)


def _check_once(lines: Sequence[Entry], name: str) -> None:
    columns: dict[tuple[str, str], int] = {}
    items: dict[tuple[str, str, int | None], int] = {}
    for one in lines:
        if one.column:
            before = columns.setdefault((one.file, one.column), one.row)
            if before != one.row:
                raise SurveyError(
                    f"{name}, rows {before} and {one.row}: column {one.column[:60]!r} is mapped "
                    "twice. Keep one line."
                )
        if one.item != LEFT_OUT:
            before = items.setdefault((one.file, one.item, one.wave), one.row)
            if before != one.row:
                raise SurveyError(
                    f"{name}, rows {before} and {one.row}: two columns for {one.item}"
                    f"{'' if one.wave is None else f' in wave {one.wave}'}. Keep one, or say in "
                    "“wave” when each was asked."
                )


def write_mapping(table: pd.DataFrame, path: Path) -> None:
    """Write a mapping as CSV that spreadsheet programs with German settings open as a table.

    Cells that a spreadsheet would compute are written with an apostrophe before them.
    """
    safe = table.map(lambda one: f"'{one}" if str(one).startswith(("=", "+", "@")) else one)
    with replacing(Path(path)) as temporary:
        safe.to_csv(temporary, sep=";", index=False, encoding="utf-8-sig", lineterminator="\r\n")


def mapped_columns(lines: Sequence[Entry], file: str) -> list[str]:
    """Return the columns that a mapping names for a file."""
    return [one.column for one in lines if one.column and one.is_for(file) and one.item != LEFT_OUT]
