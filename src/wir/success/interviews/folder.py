"""The interviews in a folder: a REFI-QDA project, or tables with the texts beside them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from wir.success.interviews.archive import TEXT_BYTES
from wir.success.interviews.material import InterviewError, Interviews
from wir.success.interviews.refi import read_project
from wir.success.interviews.tables import read_segments

REDACT = "redact.txt"
"""Further words that must not be published, one per line."""
FILES = "interviews.qdpx, or segments.csv (.xlsx) with documents.csv and a folder texts"


def read_interviews(folder: Path) -> Interviews:
    """Return the interviews of a folder.

    ``interviews/`` below it is looked at first. There is either one ``.qdpx`` file, or
    ``segments.csv`` or ``.xlsx``, with ``documents.csv`` or ``.xlsx`` and a folder ``texts`` (one
    ``.txt`` file per document) if wanted. ``redact.txt`` adds words that must not be published.

    Raises
    ------
    InterviewError
        If there are none, or several projects.
    """
    place = folder / "interviews" if (folder / "interviews").is_dir() else folder
    projects = sorted(place.glob("*.qdpx"))
    if len(projects) > 1:
        raise InterviewError(
            f"{len(projects)} projects (.qdpx) are in the folder; expected one. Merge them in the "
            "program that made them, with both coders as users, or move the others away."
        )
    if projects:
        found = read_project(projects[0])
    else:
        segments = _one(place, "segments")
        if segments is None:
            raise InterviewError(f"There are no interviews in the folder. Expected {FILES}.")
        found = read_segments(segments, _one(place, "documents"), _texts(place / "texts"))
    words = _words(place / REDACT)
    return replace(found, names={**found.names, "[…]": words}) if words else found


def _one(folder: Path, name: str) -> Path | None:
    found = [
        folder / f"{name}{end}" for end in (".csv", ".xlsx") if (folder / f"{name}{end}").is_file()
    ]
    if len(found) > 1:
        raise InterviewError(f"Both {found[0].name} and {found[1].name} are there. Keep one.")
    return found[0] if found else None


def _texts(folder: Path) -> dict[str, str]:
    texts = {}
    for number, path in enumerate(sorted(folder.glob("*.txt")), 1):
        if path.stat().st_size > TEXT_BYTES:
            raise InterviewError(f"texts/, file {number} has more than {TEXT_BYTES // 2**20} MB.")
        try:
            texts[path.stem] = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise InterviewError(
                f"texts/, file {number} by name is not UTF-8. Save it as UTF-8."
            ) from None
    return texts


def _words(path: Path) -> tuple[str, ...]:
    if not path.is_file():
        return ()
    lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    return tuple(one.strip() for one in lines if one.strip())
