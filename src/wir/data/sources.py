"""Fetch upstream files, from the network or from a mirror folder, and verify each before use."""

from __future__ import annotations

import errno
import hashlib
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from wir.data.errors import DataError
from wir.data.manifest import Source
from wir.files import replacing

CHUNK = 1 << 20
TIMEOUT = 60
"""Seconds without an answer after which a connection counts as broken."""

Step = Callable[[Source], None]
Download = Callable[[Source, Path], None]


@dataclass(frozen=True)
class Problem:
    """What is wrong with one upstream file, where it was looked for, and what to do."""

    id: str
    wrong: str
    where: str
    hint: str


class SourcesError(DataError):
    """One or more upstream files are missing or not what the manifest says."""

    def __init__(self, problems: list[Problem], good: int) -> None:
        self.problems = problems
        count = len(problems)
        lines = [
            f"{count} upstream file{'s are' if count > 1 else ' is'} not usable "
            f"({good} {'is' if good == 1 else 'are'} fine). No table was changed."
        ]
        for hint in dict.fromkeys(problem.hint for problem in problems):
            lines.append("")
            lines += [f"{p.id}: {p.wrong}\n  {p.where}" for p in problems if p.hint == hint]
            lines.append(f"What to do: {hint}")
        super().__init__("\n".join(lines))


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def what_is_wrong(path: Path, source: Source) -> str | None:
    """Return in words why a file is not the one in the manifest, or None if it is.

    Recognises web pages and pointers that come in place of files, and cut-off files.
    """
    size = path.stat().st_size
    if size == source.bytes and sha256_of(path) == source.sha256:
        return None
    with path.open("rb") as file:
        start = file.read(1024).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<") and (b"<html" in start or b"<!doctype html" in start):
        return f"found a web page ({size:,} bytes of HTML), expected the file itself"
    if start.startswith(b"version https://git-lfs"):
        return "found a Git LFS pointer, expected the file itself"
    if size < source.bytes:
        return f"found {size:,} bytes, expected {source.bytes:,}: the file is cut off"
    if size > source.bytes:
        return f"found {size:,} bytes, expected {source.bytes:,}"
    return (
        f"found SHA-256 {sha256_of(path)}, expected {source.sha256}: the content differs from the "
        "version that this project was built with"
    )


def check_mirror(mirror: Path) -> None:
    """Raise DataError if the mirror is not a folder."""
    if not mirror.is_dir():
        raise DataError(f"The mirror {mirror} is not a folder. Check MIRROR=.")


def from_mirror(
    sources: Mapping[str, Source], mirror: Path, done: Step = lambda _: None
) -> dict[str, Path]:
    """Return the verified files of a mirror folder, by source id; nothing is copied.

    Parameters
    ----------
    sources
        The manifest.
    mirror
        Folder with the files under their ``path``.
    done
        Called with each source when it is dealt with.

    Raises
    ------
    SourcesError
        Naming every file that is missing or wrong.
    """
    check_mirror(mirror)
    files, problems = {}, []
    for source in sources.values():
        path = mirror / source.path
        try:
            wrong = what_is_wrong(path, source)
        except FileNotFoundError:
            wrong = "the file is missing"
        except OSError as error:
            wrong = f"the file cannot be read ({error.strerror})"
        if wrong:
            problems.append(Problem(source.id, wrong, str(path), _MEND))
        files[source.id] = path
        done(source)
    if problems:
        raise SourcesError(problems, len(files) - len(problems))
    return files


def from_network(
    sources: Mapping[str, Source],
    cache: Path,
    download: Download,
    done: Step = lambda _: None,
) -> dict[str, Path]:
    """Return the verified files in the cache; what is missing there is downloaded.

    Parameters
    ----------
    sources
        The manifest.
    cache
        Folder of the files. A file appears there only when it is complete and verified, so that
        the next run goes on where this one stopped.
    download
        Writes a source to a path, see :mod:`wir.data.download`.
    done
        Called with each source when it is dealt with.

    Raises
    ------
    SourcesError
        Naming every file that could not be had. A full disk ends the run at once.
    """
    files, problems = {}, []
    for source in sources.values():
        path = cache / source.file_name
        files[source.id] = path
        if not (path.is_file() and what_is_wrong(path, source) is None):
            problem = _fetch(source, path, download)
            if problem:
                problems.append(problem)
        done(source)
    if problems:
        raise SourcesError(problems, len(files) - len(problems))
    return files


def _fetch(source: Source, path: Path, download: Download) -> Problem | None:
    """Download one source; return what went wrong, if anything did."""
    try:
        with replacing(path) as temporary:
            download(source, temporary)
            wrong = what_is_wrong(temporary, source)
            if wrong:
                raise DataError(wrong)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            free = shutil.disk_usage(_existing(path)).free
            raise DataError(
                f"The disk is full: {source.id} needs {source.bytes:,} bytes, {free:,} are free "
                f"in {path.parent}. Make room and run again; what is already there is kept."
            ) from error
        if error.errno in {errno.EACCES, errno.EROFS, errno.EPERM}:
            raise DataError(
                f"{path.parent} cannot be written ({error.strerror}). Check the rights of the "
                "folder and run again."
            ) from error
        raise
    except DataError as error:
        where = source.url or f"{source.member} in package {source.package}"
        return Problem(source.id, str(error), where, _AGAIN)
    return None


_MEND = (
    "put the right file into the mirror folder (address and hash are in data/raw/sources.csv), or "
    "run without MIRROR= to download it. Then run again."
)
_AGAIN = (
    "run again; what is already there is kept. If it stays so, pass a folder that holds the files: "
    "make data MIRROR=folder."
)


def _existing(path: Path) -> Path:
    return next(folder for folder in path.absolute().parents if folder.is_dir())


def total_bytes(sources: Iterable[Source]) -> int:
    """Return the size of all sources."""
    return sum(source.bytes for source in sources)
