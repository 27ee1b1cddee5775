"""Read delimited text that others have exported: encoding, separator, rows of the wrong length."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from wir.data.errors import DataError

SEPARATORS = {";": "semicolon", "\t": "tab", ",": "comma", "|": "vertical bar"}
PROBLEM_COLUMNS = ["row", "column", "found", "problem"]

ONLY_CP1252_BYTES = [bytes([one]) for one in range(0x80, 0xA0)]
"""Letters and marks in Windows-1252 (dashes, quotes, €), control codes in ISO 8859."""


@dataclass
class Imported:
    """What was read from a file, and all that was odd about it.

    Attributes
    ----------
    table
        The rows, cleaned; none of them is left out.
    problems
        ``row`` (line of data from 1, as a spreadsheet without its header counts; missing: the whole
        file), ``column``, ``found``, ``problem`` (what is wrong, and what was done).
    encoding, separator, layout
        As recognised.
    """

    table: pd.DataFrame
    problems: pd.DataFrame
    encoding: str
    separator: str
    layout: str = ""


@dataclass
class Problems:
    """Collects problems while a file is read."""

    rows: list[tuple[int | None, str, str, str]] = field(default_factory=list)

    def add(self, row: int | None, column: str, found: object, problem: str) -> None:
        """Add one."""
        text = str(found)
        self.rows.append((row, column, text if len(text) <= 200 else text[:199] + "…", problem))

    def where(self, wrong: pd.Series, found: pd.Series, column: str, problem: str) -> None:
        """Add one for each row where `wrong` is true; the index counts rows from 0."""
        for place in np.flatnonzero(wrong.to_numpy(dtype=bool)):
            self.add(int(place) + 1, column, found.iloc[place], problem)

    def frame(self) -> pd.DataFrame:
        """Return all, whole-file ones first, then in the order of rows."""
        table = pd.DataFrame(self.rows, columns=PROBLEM_COLUMNS).astype({"row": "Int64"})
        return table.sort_values("row", kind="stable", na_position="first", ignore_index=True)


def decode(content: bytes, name: str) -> tuple[str, str]:
    """Return the text of a file and its encoding.

    UTF-8 and UTF-16 are recognised for certain. Windows-1252 and ISO 8859-15 differ in a few bytes
    only, which decide: Windows has dashes,
    quotes and € where ISO 8859-15 has control codes. Where none of them occurs it is the latter.

    Raises
    ------
    DataError
        If the file is empty or is no text.
    """
    if not content or content.isspace():
        raise DataError(f"{name} is empty. Export it again.")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise DataError(
            f"{name} is a workbook, archive or PDF, not text. Save it as CSV (UTF-8), or unpack it."
        )
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        # A file that is UTF-8 but for its cut-off end.
        if error.start > len(content) - 4:
            return content[: error.start].decode("utf-8"), "utf-8"
    windows = any(content.find(byte) >= 0 for byte in ONLY_CP1252_BYTES)
    if b"\x00" in content:
        raise DataError(f"{name} holds zero bytes: it is no text, or damaged. Export it again.")
    encoding = "cp1252" if windows else "iso-8859-15"
    return content.decode(encoding, errors="replace"), encoding


def unix_lines(text: str) -> str:
    """Return text whose lines end with a line feed."""
    if "\n" not in text:
        return text.replace("\r", "\n")
    return text.replace("\r\n", "\n") if "\r\n" in text else text


def find_separator(header: str, known: Iterable[str], name: str) -> str:
    """Return the separator that makes most known column names of a header line.

    Raises
    ------
    DataError
        If none makes at least three.
    """
    names = set(known)
    counts = {
        mark: sum(unwrap(cell) in names for cell in header.split(mark)) for mark in SEPARATORS
    }
    best = max(counts, key=lambda mark: counts[mark])
    if counts[best] < 3:
        cells = [unwrap(cell) for cell in header.split(max(SEPARATORS, key=header.count))]
        raise DataError(
            f"{name}: the first line holds none of the expected headings with any separator "
            f"({', '.join(SEPARATORS.values())}). Found {', '.join(map(repr, cells[:6]))}; "
            f"expected {', '.join(map(repr, sorted(names)[:6]))} and others. Export it again with "
            "its header line, and do not edit it in between."
        )
    return best


def unwrap(cell: str) -> str:
    """Return a cell without the quotes, or the ``="…"``, that keep spreadsheets from guessing."""
    text = cell.strip()
    if text.startswith("="):
        text = text[1:]
    return text.strip('"').replace('""', '"').strip()


def read_rows(
    text: str,
    separator: str,
    columns: Sequence[str],
    problems: Problems,
    repair: Callable[[list[str]], list[str] | None] | None = None,
) -> pd.DataFrame:
    """Return all rows after the header line as text.

    Cells in ``="…"`` or quotes may hold separators and line breaks. A row with too few or too many
    cells is repaired by `repair` if that finds a way, and kept with what it has otherwise; either
    is a problem of the list.
    """
    import pyarrow as pa
    from pyarrow import csv

    start = text.find("\n") + 1
    if start == 0 or not text[start:].strip():
        problems.add(None, "", "", "There is a header and no row below it.")
        return pd.DataFrame({name: pd.Series([], dtype="str") for name in columns})
    wrapped = '"' in text[start : start + 4000].replace('="' + separator, "").replace('="\n', "")
    if wrapped:
        body = text[start:].replace(f'{separator}="', f'{separator}"').replace('\n="', '\n"')
        body = body.removeprefix("=")
    else:
        body = text[start:]
    bad: list[tuple[int, str]] = []

    def note(row: csv.InvalidRow) -> str:
        bad.append((int(row.number or 0), row.text))
        return "skip"

    table = csv.read_csv(
        io.BytesIO(body.encode("utf-8")),
        read_options=csv.ReadOptions(
            column_names=[f"c{place}" for place in range(len(columns))],
            use_threads=False,
            block_size=1 << 24,
        ),
        parse_options=csv.ParseOptions(
            delimiter=separator,
            quote_char='"' if wrapped else False,
            newlines_in_values=wrapped,
            invalid_row_handler=note,
        ),
        convert_options=csv.ConvertOptions(
            column_types={f"c{place}": pa.large_string() for place in range(len(columns))},
            strings_can_be_null=False,
        ),
    )
    del body
    frame = table.to_pandas(types_mapper={pa.large_string(): pd.StringDtype(na_value=np.nan)}.get)
    frame.columns = pd.Index(columns)
    return _with_repaired(frame, bad, separator, columns, problems, repair)


def _with_repaired(
    frame: pd.DataFrame,
    bad: list[tuple[int, str]],
    separator: str,
    columns: Sequence[str],
    problems: Problems,
    repair: Callable[[list[str]], list[str] | None] | None,
) -> pd.DataFrame:
    """Return all rows in the order of the file, those of the wrong length repaired or as found."""
    if not bad:
        return frame
    total = len(frame) + len(bad)
    rows, places = [], []
    for number, line in bad:
        place = min(max(number - 1, 0), total - 1)
        cells = [unwrap(cell) for cell in line.rstrip("\r\n").split(separator)]
        mended = repair(cells) if repair else None
        what = f"{len(cells)} cells for {len(columns)} columns. "
        if mended is not None:
            what += "A separator inside a text was taken as such; check the row."
        elif len(cells) < len(columns):
            what += "What is missing at the end is left empty" + (
                ": the export seems to be cut off here. Export it again."
                if place == total - 1
                else ". Compare the row with the source."
            )
        else:
            what += "What is too much is left out here and in the list of problems only."
        problems.add(place + 1, "", line, what)
        rows.append([*(mended or cells), *[""] * len(columns)][: len(columns)])
        places.append(place)
    good = np.setdiff1d(np.arange(total), places)
    if len(good) != len(frame):  # numbers of rows that do not fit: put them at the end
        good, places = np.arange(len(frame)), list(range(len(frame), total))
    frame.index = pd.Index(good)
    extra = pd.DataFrame(rows, columns=pd.Index(columns), index=pd.Index(places), dtype="str")
    return pd.concat([frame, extra]).sort_index().reset_index(drop=True)


def clean_cells(values: pd.Series) -> pd.Series:
    """Return text without blanks at the ends and without what stands for nothing."""
    stripped = values.str.strip()
    return stripped.where(~stripped.isin(["", '="', '=""', '"', "="]))


def german_numbers(values: pd.Series, column: str, problems: Problems) -> pd.Series:
    """Return numbers from text such as ``1.234.567,89``, ``511292`` or ``1234.5``.

    A point before exactly three digits at the end parts thousands. Other text becomes missing, and
    a problem.
    """
    text = values.fillna("").str.replace(r"[\s€']|EUR", "", regex=True)
    comma = text.str.contains(",", regex=False)
    thousands = text.str.fullmatch(r"-?\d{1,3}(\.\d{3})+")
    plain = text.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
    numbers = pd.to_numeric(plain.where(comma | thousands, text), errors="coerce").astype("float64")
    problems.where(
        numbers.isna() & (text != ""), values, column, "No number; left empty. Correct the source."
    )
    return numbers


def german_dates(values: pd.Series, column: str, problems: Problems) -> pd.Series:
    """Return dates from text such as 01.07.2021 or 2021-07-01; other text is a problem."""
    text = values.fillna("")
    dates = pd.to_datetime(text.where(text != ""), format="%d.%m.%Y", errors="coerce")
    rest = dates.isna() & (text != "")
    if rest.any():
        iso = pd.to_datetime(text[rest].str.slice(0, 10), format="%Y-%m-%d", errors="coerce")
        dates = dates.where(~rest, iso.reindex(dates.index))
    problems.where(
        dates.isna() & (text != ""), values, column, "No date; left empty. Correct the source."
    )
    return dates


def read_bytes(path: Path) -> bytes:
    """Return the content of a file.

    Raises
    ------
    DataError
        If it is not there or cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise DataError(f"{path} is not there. Check name and folder.") from None
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from error
