"""Load a table by name, typed and checked."""

from __future__ import annotations

import difflib
import json
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wir import config
from wir.data.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd


class UnknownTableError(DataError, LookupError):
    """There is no table of that name."""


def packages() -> tuple[Path, ...]:
    """Return the descriptions of the processed tables and of the facts."""
    return config.PROCESSED / "datapackage.json", config.RAW / "datapackage.json"


@lru_cache(maxsize=4)
def _read_package(path: Path, changed: int) -> dict[str, dict[str, Any]]:  # noqa: ARG001
    content = json.loads(path.read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in content["resources"]}


def resources() -> dict[str, tuple[Path, dict[str, Any]]]:
    """Return {table: (file, Frictionless resource)} of all tables.

    Raises
    ------
    DataError
        If a description is missing or unreadable.
    """
    found: dict[str, tuple[Path, dict[str, Any]]] = {}
    for package in packages():
        try:
            described = _read_package(package, package.stat().st_mtime_ns)
        except FileNotFoundError:
            raise DataError(
                f"{package.parent.name}/{package.name} is missing. `git checkout data` brings it "
                "back, `make data` builds it anew."
            ) from None
        except (ValueError, KeyError) as error:
            raise DataError(f"{package.parent.name}/{package.name} is damaged: {error}.") from error
        found |= {name: (package.parent / r["path"], r) for name, r in described.items()}
    return found


def known_tables() -> list[str]:
    """Return the names of all tables, sorted."""
    return sorted(resources())


def load(name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Return a table, typed as its description says and checked against it.

    Parameters
    ----------
    name
        A name in ``data/processed/datapackage.json`` or ``data/raw/datapackage.json``.
    columns
        Columns wanted; all if None.

    Returns
    -------
    DataFrame
        District keys (AGS) and all other codes are strings; years are int; a missing value is NaN
        (numbers) or missing (text). ``boundaries`` is a GeoDataFrame in EPSG:4326.

    Raises
    ------
    UnknownTableError
        If there is no such table; the message names the nearest and all others.
    DataError
        If the file is missing, lacks a column that is asked for, or holds values that its
        description forbids; the message says which.
    """
    known = resources()
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise UnknownTableError(
            f"There is no table {name!r}.{hint} Known tables: {', '.join(sorted(known))}."
        )
    path, resource = known[name]
    _log(name)
    if not path.is_file():
        raise DataError(
            f"The file of table {name!r}, data/{path.parent.name}/{path.name}, is missing. "
            "`git checkout data` brings it back, `make data` builds it anew."
        )
    described = [field["name"] for field in resource["schema"]["fields"]]
    unknown = sorted(set(columns or ()) - set(described))
    if unknown:
        raise DataError(
            f"Table {name!r} has no column {', '.join(map(repr, unknown))}. "
            f"Its columns: {', '.join(described)}."
        )
    from wir.data.schema import check, read

    return check(read(path, resource, columns), resource, columns)


def _log(name: str) -> None:
    """Note in the folder of the current run, if there is one, that the table was loaded."""
    folder = os.environ.get("WIR_RUN_DIR")
    if folder and Path(folder).is_dir():
        with (Path(folder) / "tables.txt").open("a", encoding="utf-8") as file:
            file.write(f"{name}\n")
