"""Reading coded segments from tables, as programs export them: CSV or XLSX."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from pathlib import Path

import pandas as pd

from wir.success.interviews.cases import HEADINGS, documents_table
from wir.success.interviews.material import CODES, SEGMENTS, InterviewError, Interviews, Notes
from wir.success.surveys.cells import read_cells
from wir.success.surveys.survey import Notes as CellNotes

SEGMENT_HEADINGS: dict[str, tuple[str, ...]] = {
    "document": HEADINGS["document"],
    "code": ("code", "codename", "kode"),
    "coder": ("coder", "codierer", "codierende", "kodierer", "erstellt von", "created by", "autor"),
    "start": ("start", "anfang", "startposition", "begin", "von"),
    "end": ("end", "ende", "endposition", "bis"),
    "segment": ("segment", "text", "quotation", "zitat", "textstelle", "codiertes segment"),
    "paraphrase": ("paraphrase", "summary", "zusammenfassung"),
}
PATHS = (" > ", "\\", " / ")
"""What parts a code from its parent in the exports."""


def read_segments(
    path: Path, documents: Path | None = None, texts: Mapping[str, str] | None = None
) -> Interviews:
    """Return coded interviews from a table of coded segments.

    Parameters
    ----------
    path
        Table with ``document``, ``code`` and, if wanted, ``coder``, ``start`` and ``end`` (code
        points in the text, end not included) or ``segment`` (the words), ``paraphrase``; German
        headings are understood.
    documents
        Table with ``document``, ``alliance``, ``type``, ``consent``.
    texts
        Document → text; segments without positions are looked up in it.

    Raises
    ------
    InterviewError
        No table, a needed column that is missing or occurs twice, no row.
    """
    notes = Notes(path.name)
    table = _table(path, SEGMENT_HEADINGS, ("document", "code"))
    given = {key: text.replace("\r\n", "\n") for key, text in (texts or {}).items()}
    table = table[(table["document"] != "") & (table["code"] != "")]
    rows = [_segment(row, given, notes) for row in table.to_dict("records")]
    segments = pd.DataFrame([one for one in rows if one is not None], columns=SEGMENTS)
    if segments.empty:
        raise InterviewError(f"{path.name} holds no coded segment that can be used.")
    codes = _code_table(table["code"])
    keys = dict(zip(codes["path"], codes["code"], strict=True))
    segments["code"] = segments["code"].map(keys)
    made = segments["coder"].drop_duplicates()
    coders = {name: f"coder {number}" for number, name in enumerate(sorted(made), 1)}
    segments["coder"] = segments["coder"].map(coders)
    about: dict[str, dict[str, str]] = {one: {} for one in dict.fromkeys(table["document"])}
    if documents is not None:
        listed = _table(documents, HEADINGS, ("document",))
        for row in listed.to_dict("records"):
            about.setdefault(str(row["document"]), {}).update(
                {k: str(row[k]) for k in ("alliance", "type", "consent") if row.get(k)}
            )
        about = {key: value for key, value in about.items() if key in set(table["document"])}
    names = {
        "[person]": tuple(one for one in sorted(made) if one),
        "[interview]": tuple(about),
    }
    return Interviews(
        codes[CODES],
        documents_table(about, notes),
        segments.drop_duplicates(ignore_index=True),
        {key: given[key] for key in about if key in given},
        names,
        notes.table(),
    )


def _table(
    path: Path, headings: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]
) -> pd.DataFrame:
    """Return the known columns of a table, with ``row`` as the spreadsheet counts."""
    if not path.is_file():
        raise InterviewError(f"{path.name} is not there, or no file.")
    cells = read_cells(path, CellNotes(path.name))
    (_, header), *body = cells.rows
    found: dict[str, int] = {}
    for place, text in enumerate(header):
        key = " ".join(text.split()).casefold()
        column = next((name for name, words in headings.items() if key in words), None)
        if column is None:
            continue
        if column in found:
            raise InterviewError(
                f"{path.name}, row 1: columns {found[column] + 1} and {place + 1} both stand for "
                f"{column!r}. Keep one."
            )
        found[column] = place
    missing = [one for one in needed if one not in found]
    if missing:
        words = "; ".join(f"{one}: {', '.join(headings[one][:3])}" for one in missing)
        raise InterviewError(
            f"{path.name}, row 1: no column for {' and '.join(missing)}. Expected a heading such "
            f"as {words}."
        )
    rows = [
        {"row": number} | {c: (line[p].strip() if p < len(line) else "") for c, p in found.items()}
        for number, line in body
    ]
    return pd.DataFrame(rows, columns=["row", *found]).fillna("")


def _segment(
    row: Mapping[Hashable, object], texts: Mapping[str, str], notes: Notes
) -> tuple[object, ...] | None:
    where = f"row {row['row']}"
    document, text = str(row["document"]), texts.get(str(row["document"]))
    start: float | int = float("nan")
    end: float | int = float("nan")
    if row.get("start", "") != "" or row.get("end", "") != "":
        try:
            start, end = int(str(row.get("start"))), int(str(row.get("end")))
        except ValueError:
            notes.add(where, "a start or end that is no whole number", "positions in the text",
                      "The row was left out. Mend it.", "error")  # fmt: skip
            return None
        if start < 0 or end <= start or (text is not None and end > len(text)):
            notes.add(where, "a segment that is empty or outside of its text", "start < end",
                      "The row was left out. Mend it.", "error")  # fmt: skip
            return None
    elif text is not None and row.get("segment"):
        words = str(row["segment"]).strip().strip('“”„"')
        place = text.find(words)
        if place < 0 or text.find(words, place + 1) >= 0:
            notes.add(where, "words that stand in the text not once", "words that stand there once",
                      "Its place is not known; give start and end.")  # fmt: skip
        else:
            start, end = place, place + len(words)
    return (document, str(row["code"]), str(row.get("coder", "")), start, end,
            str(row.get("paraphrase", "")))  # fmt: skip


def _code_table(written: pd.Series) -> pd.DataFrame:
    """Return the codes of a column, with parents where paths are written (``A > B``)."""
    rows: dict[str, tuple[str, str, str | None, bool, str]] = {}
    mark = next((one for one in PATHS if written.str.contains(one, regex=False).any()), None)
    for text in written.drop_duplicates():
        parts = [one.strip() for one in text.split(mark)] if mark else [text]
        parent = None
        for depth in range(1, len(parts) + 1):
            path = (mark or "").join(parts[:depth])
            key = f"c{len(rows) + 1}" if path not in rows else rows[path][0]
            rows.setdefault(path, (key, parts[depth - 1], parent, False, path))
            parent = key
        key, name, above, _, _ = rows[(mark or "").join(parts)]
        rows[(mark or "").join(parts)] = (key, name, above, True, text)
    return pd.DataFrame(list(rows.values()), columns=[*CODES, "path"])
