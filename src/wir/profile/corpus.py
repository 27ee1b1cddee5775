"""A folder of files becomes a corpus: texts with source and date, and what could not be read."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wir.profile.dates import date_in_name, iso_date
from wir.profile.documents import NOT_KNOWN, Problem, Text, UnreadableError
from wir.profile.encoding import decode
from wir.profile.languages import detect_language
from wir.profile.read_office import CHARACTERS, check_package, read_docx, read_pdf
from wir.profile.read_tables import read_csv, read_xlsx
from wir.profile.read_web import read_html, read_warc

if TYPE_CHECKING:
    import pandas as pd

FILE_BYTES = 100 * 2**20
"""Bytes of a file that are read at most; a web archive, read by record, may be larger."""
COLUMNS = [
    "group", "file", "record", "format", "language", "date", "date_basis", "words", "remark",
    "text",
]  # fmt: skip
OLD = b"\xd0\xcf\x11\xe0"
"""How Word and Excel files of before 2007 begin, and encrypted ones of today."""
PRIVATE = re.compile(r"\S+@\S+\.\w+|https?://\S+|www\.\S+|\+?\d[\d /()-]{6,}\d")
"""Mail addresses, web addresses and telephone numbers: not what an alliance is about."""


@dataclass(frozen=True)
class Corpus:
    """Texts, and what could not be read.

    Attributes
    ----------
    texts
        One row per text: ``group`` (the alliance), ``file``, ``record`` (pages, address or row),
        ``format``, ``language`` (``de``, ``en`` or "not known"), ``date`` (ISO text, to the day,
        month or year, or "not known"), ``date_basis``, ``words``, ``remark``, ``text``.
    problems
        One row per file or record that was not read: ``file``, ``record``, ``reason``, ``detail``,
        ``advice``.
    """

    texts: pd.DataFrame
    problems: pd.DataFrame


def read_corpus(folder: Path | str, *, workers: int = 1) -> Corpus:
    """Read all files below a folder.

    Texts of an alliance lie in a folder that is called like its key (``texts/reegion-now/…``), or
    a table names it in the column ``alliance_id``; files directly in the folder belong to the
    group that is called like the folder above it (``own/<name>/texts/``: ``<name>``). A date in
    the name of a file (``2018-06-30_concept.pdf``) counts more than the one in its metadata.

    Parameters
    ----------
    folder
        The folder. Read are PDF, DOCX, saved HTML, WARC (also compressed), TXT and MD, and tables
        (CSV, TSV, XLSX) of keywords or of project titles as the Förderkatalog exports them.
    workers
        Processes that read at the same time.

    Returns
    -------
    Corpus
        What cannot be read is in its ``problems``, with reason and advice; it never stops the rest.

    Raises
    ------
    FileNotFoundError
        The folder does not exist, or holds no file.
    """
    texts: list[dict[str, object]] = []
    problems: list[Problem] = []
    for one in read_documents(folder, workers=workers):
        if isinstance(one, Problem):
            problems.append(one)
        else:
            texts.append(one)
    return as_corpus(texts, problems)


def as_corpus(texts: list[dict[str, object]], problems: list[Problem]) -> Corpus:
    """Return what `read_documents` yields as two tables."""
    import pandas as pd

    return Corpus(
        pd.DataFrame(texts, columns=COLUMNS),
        pd.DataFrame(
            [
                {"file": p.file, "record": p.record, "reason": p.reason, "detail": p.detail,
                 "advice": p.advice}
                for p in problems
            ],
            columns=["file", "record", "reason", "detail", "advice"],
        ),
    )  # fmt: skip


def read_documents(
    folder: Path | str, *, workers: int = 1
) -> Iterator[dict[str, object] | Problem]:
    """Yield the rows of `Corpus.texts` (as dictionaries) and problems, one file after the other.

    For corpora that should not be in memory as a whole: the order is that of the file names, also
    with several `workers`. Errors as `read_corpus`.
    """
    base = Path(folder)
    if not base.is_dir():
        raise FileNotFoundError(
            f"There is no folder {base}. Make it and put the texts there, or leave the parameter "
            "empty."
        )
    files = list(_files(base))
    if not files:
        raise FileNotFoundError(f"The folder {base} holds no file. Put the texts there.")
    if workers < 2:
        for path in files:
            yield from read_file(path, base)
        return
    from multiprocessing import get_context

    # a fresh process, not a fork: the caller may have threads
    with get_context("spawn").Pool(workers) as pool:
        jobs = [(path, base) for path in files]
        for found in pool.imap(_read_all, jobs, chunksize=16):
            yield from found


def _read_all(job: tuple[Path, Path]) -> list[dict[str, object] | Problem]:
    return list(read_file(*job))


def _files(base: Path) -> Iterator[Path]:
    for path in sorted(base.rglob("*")):
        hidden = any(
            part.startswith((".", "~$")) or part in {"Thumbs.db", "__MACOSX"}
            for part in path.relative_to(base).parts
        )
        if not hidden and (path.is_symlink() or not path.is_dir()):
            yield path


def read_file(path: Path, base: Path) -> Iterator[dict[str, object] | Problem]:
    """Yield the texts of one file as rows of the corpus, and what could not be read of it."""
    file = path.relative_to(base).as_posix()
    inside = path.relative_to(base).parts
    group = inside[0] if len(inside) > 1 else _name_of(base)
    try:
        kind, found = _open(path, base, file)
        for one in found:
            if isinstance(one, Problem):
                yield one
            else:
                yield _row(one, file, kind, group)
    except UnreadableError as error:
        yield Problem(file, "", error.reason, error.detail)
    except OSError as error:
        yield Problem(file, "", "not readable", error.strerror or type(error).__name__)
    except (RecursionError, MemoryError) as error:
        yield Problem(file, "", "corrupt", f"It cannot be read ({type(error).__name__}).")


def _name_of(base: Path) -> str:
    full = base.resolve()
    return full.parent.name if full.name == "texts" else full.name


def _row(one: Text, file: str, kind: str, group: str) -> dict[str, object]:
    text = PRIVATE.sub(" ", one.text)
    named = date_in_name(Path(file).name) if not one.record.startswith(("row", "http")) else ""
    date = named or one.date
    return {
        "group": one.group or group,
        "file": file,
        "record": one.record,
        "format": kind,
        "language": one.language or detect_language(text),
        "date": date or NOT_KNOWN,
        "date_basis": "name of the file" if named else one.basis or NOT_KNOWN,
        "words": len(text.split()),
        "remark": one.remark,
        "text": text,
    }


def _open(path: Path, base: Path, file: str) -> tuple[str, Iterable[Text | Problem]]:
    """Return the format of a file, by its first bytes before its name, and what is in it."""
    if not path.resolve().is_relative_to(base.resolve()):
        raise UnreadableError("not readable", "The link leads out of the folder.")
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        raise UnreadableError("not readable", "It is no ordinary file.")
    if about.st_size == 0:
        raise UnreadableError("empty", "The file has no bytes.")
    name = path.name.lower()
    if name.endswith((".warc", ".warc.gz")):
        return "warc", _archive(path, file)
    if about.st_size > FILE_BYTES:
        raise UnreadableError(
            "too big",
            f"{about.st_size / 2**20:,.0f} MB; at most {FILE_BYTES / 2**20:.0f} are read.",
        )
    data = path.read_bytes()
    kind, reader = _reader(data, path.suffix.lower())
    return kind, reader(data)


def _archive(path: Path, file: str) -> Iterator[Text | Problem]:
    with path.open("rb") as stream:
        yield from read_warc(stream, file)


def _reader(data: bytes, suffix: str) -> tuple[str, Callable[[bytes], Iterable[Text | Problem]]]:
    if b"%PDF-" in data[:1024]:
        return "pdf", read_pdf
    if data.startswith(OLD):
        raise UnreadableError(
            "unknown format", "A Word or Excel file of before 2007, or one with a password."
        )
    if data.startswith(b"PK"):
        members = check_package(data)
        if "word/document.xml" in members:
            return "docx", read_docx
        if "xl/workbook.xml" in members:
            return "xlsx", read_xlsx
        raise UnreadableError("unknown format", "A package that is neither DOCX nor XLSX.")
    if suffix in {".pdf", ".docx", ".xlsx"}:
        raise UnreadableError("corrupt", f"It is called {suffix} but does not begin as one.")
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if suffix in {".html", ".htm", ".xhtml"} or start.startswith((b"<!doctype html", b"<html")):
        return "html", read_html
    if suffix in {".csv", ".tsv"}:
        return "table", read_csv
    if suffix in {".txt", ".md", ".text"}:
        return "text", _read_text
    raise UnreadableError("unknown format", f"Files of the kind {suffix or 'without ending'!r}.")


def _read_text(data: bytes) -> Iterator[Text]:
    text, remark = decode(data)
    if not any(mark.isalpha() for mark in text):
        raise UnreadableError("empty", "There are no letters in it.")
    if len(text) > CHARACTERS:
        raise UnreadableError("too big", f"More than {CHARACTERS:,} characters.")
    yield Text(text, remark=remark)


def without_repeats(texts: pd.DataFrame) -> pd.DataFrame:
    """Return texts of which each group has the same one only once a year: the first that was read.

    Archives hold a page many times, and a page is often saved twice; what is repeated would count
    as said again.
    """
    key = texts.assign(year=texts["date"].str[:4], text=texts["text"].str.split().str.join(" "))
    return texts[~key.duplicated(["group", "year", "text"])]


def keyword_texts(keywords: pd.DataFrame, source: str) -> pd.DataFrame:
    """Return a table of keywords as the texts of a corpus, one text per keyword.

    Parameters
    ----------
    keywords
        ``alliance_id``, ``language``, ``keyword``, in the order of the file.
    source
        Name of the file, for the rows that statements refer to.

    Returns
    -------
    DataFrame
        As `Corpus.texts`; ``record`` is the row in the file (the header is row 1).
    """
    import pandas as pd

    return pd.DataFrame(
        {
            "group": keywords["alliance_id"].to_numpy(),
            "file": source,
            "record": [f"row {number}" for number in range(2, len(keywords) + 2)],
            "format": "table",
            "language": keywords["language"].to_numpy(),
            "date": NOT_KNOWN,
            "date_basis": NOT_KNOWN,
            "words": [len(one.split()) for one in keywords["keyword"]],
            "remark": "",
            "text": keywords["keyword"].to_numpy(),
        },
        columns=COLUMNS,
    )


def dated(texts: pd.DataFrame, split: str) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Return the texts before a date, those from it on, and how many have no usable date.

    A date that is known to the year only is before or after where the whole year is.

    Raises
    ------
    ValueError
        `split` is no ISO date.
    """
    day = iso_date(split)
    if not day:
        raise ValueError(f"{split!r} is no date. Expected ISO, such as 2019-04-01.")
    dates = texts["date"].astype(str)
    known = dates.ne(NOT_KNOWN)
    first, last = dates.map(_first_day), dates.map(_last_day)
    before, after = known & (last < day), known & (first >= day)
    return texts[before], texts[after], int((~before & ~after).sum())


def _first_day(date: str) -> str:
    return date + "-01-01"[3 * (len(date) // 7) :] if len(date) < 10 else date


def _last_day(date: str) -> str:
    return date + "-12-31"[3 * (len(date) // 7) :] if len(date) < 10 else date
