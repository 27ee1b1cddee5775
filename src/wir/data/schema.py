"""Read a table as its Frictionless description types it, and check it with pandera."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from wir.data.errors import DataError

SHOWN = 3
"""Examples of wrong values in a message."""


def read(path: Path, resource: dict[str, Any], columns: Sequence[str] | None) -> pd.DataFrame:
    """Read the file of a table (Parquet, GeoParquet or CSV) with the described types."""
    try:
        if path.suffix == ".csv":
            return _read_csv(path, resource, columns)
        if any(field["type"] == "geojson" for field in resource["schema"]["fields"]):
            import geopandas as gpd

            return gpd.read_parquet(path, columns=list(columns) if columns else None)
        return pd.read_parquet(path, columns=list(columns) if columns else None)
    except (OSError, ValueError) as error:
        raise DataError(
            f"data/{path.parent.name}/{path.name} cannot be read: {error}. "
            "`git checkout data` brings back the version that belongs to this code."
        ) from error


def _read_csv(path: Path, resource: dict[str, Any], columns: Sequence[str] | None) -> pd.DataFrame:
    wanted: Any = list(columns) if columns else None
    table = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""], usecols=wanted)
    for field in resource["schema"]["fields"]:
        name = field["name"]
        if name not in table or field["type"] not in {"integer", "number"}:
            continue
        numbers = pd.to_numeric(table[name], errors="coerce")
        wrong = table[name].notna() & numbers.isna()
        if wrong.any():
            row = int(wrong.idxmax())
            raise DataError(
                f"data/{path.parent.name}/{path.name}, line {row + 2}, column {name!r}: found "
                f"{table.loc[row, name]!r}, expected a number."
            )
        whole = field["type"] == "integer" and not numbers.isna().any()
        table[name] = numbers.astype("int64" if whole else "float64")
    return table[list(columns)] if columns else table


def check(
    table: pd.DataFrame, resource: dict[str, Any], columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return ``table`` if it fits its description, else raise an error that lists what does not.

    Parameters
    ----------
    table
        As read.
    resource
        Frictionless resource with a schema.
    columns
        The columns that were asked for; all if None.

    Raises
    ------
    DataError
        With column, number of wrong values, examples and what is expected.
    """
    from pandera.errors import SchemaErrors

    try:
        schema = pandera_schema(_freeze(resource["schema"]), tuple(columns) if columns else None)
        schema.validate(table, lazy=True)
    except SchemaErrors as error:
        lines = sorted({_explain(case) for case in error.schema_errors})
        raise DataError(
            f"Table {resource['name']!r} does not fit its description in datapackage.json:\n  "
            + "\n  ".join(lines)
            + "\n`git checkout data` brings back the committed tables."
        ) from error
    return table


def _freeze(schema: dict[str, Any]) -> str:
    import json

    return json.dumps(schema, sort_keys=True)


@lru_cache(maxsize=64)
def pandera_schema(schema: str, columns: tuple[str, ...] | None = None) -> Any:
    """Return the pandera schema of a Frictionless table schema given as JSON.

    Constraints (required, unique, pattern, enum, minimum, maximum) and the primary key are taken
    over; patterns and enumerations look at distinct values only.
    """
    import json

    import pandera.pandas as pa

    described = json.loads(schema)
    fields = [f for f in described["fields"] if columns is None or f["name"] in columns]
    key = described.get("primaryKey", [])
    complete = [name for name in key if columns is None or name in columns] == key
    checks = [_key_check(key)] if key and complete else []
    return pa.DataFrameSchema(
        {field["name"]: _column(field) for field in fields}, checks=checks, strict=True
    )


def _column(field: dict[str, Any]) -> Any:
    import pandera.pandas as pa

    limits = field.get("constraints", {})
    checks = [_type_check(field["type"])]
    if "pattern" in limits:
        checks.append(_distinct(_matches(limits["pattern"]), f"text like {limits['pattern']}"))
    if "enum" in limits:
        checks.append(_distinct(_one_of(limits["enum"]), f"one of {', '.join(limits['enum'])}"))
    if "minimum" in limits:
        checks.append(pa.Check.ge(limits["minimum"], error=f"at least {limits['minimum']}"))
    if "maximum" in limits:
        checks.append(pa.Check.le(limits["maximum"], error=f"at most {limits['maximum']}"))
    return pa.Column(checks=checks, nullable=not limits.get("required", False))


_TYPES: dict[str, Callable[[pd.Series], bool]] = {
    "string": lambda s: isinstance(s.dtype, pd.StringDtype) or bool(s.isna().all()),
    "integer": lambda s: bool(pd.api.types.is_integer_dtype(s)) or _whole(s),
    "number": lambda s: bool(pd.api.types.is_numeric_dtype(s)),
    "boolean": lambda s: bool(pd.api.types.is_bool_dtype(s)),
    "geojson": lambda s: str(s.dtype) == "geometry",
}


def _whole(values: pd.Series) -> bool:
    """Return whether a float column with gaps holds whole numbers."""
    known = values.dropna()
    return bool(pd.api.types.is_float_dtype(values)) and bool((known == known.round()).all())


def _type_check(kind: str) -> Any:
    import pandera.pandas as pa

    return pa.Check(lambda s: bool(_TYPES[kind](s)), name=f"type {kind}", error=f"type {kind}")


def _matches(pattern: str) -> Callable[[Any], bool]:
    compiled = re.compile(pattern)
    return lambda value: compiled.fullmatch(value) is not None


def _one_of(values: Sequence[str]) -> Callable[[Any], bool]:
    allowed = set(values)
    return lambda value: value in allowed


def _distinct(test: Callable[[Any], bool], expected: str) -> Any:
    """Check distinct values only, and point at all rows that hold a wrong one."""
    import pandera.pandas as pa

    def verdict(values: pd.Series) -> pd.Series | bool:
        wrong = [value for value in values.dropna().unique() if not test(value)]
        return ~values.isin(wrong) if wrong else True

    return pa.Check(verdict, error=expected)


def _key_check(key: Sequence[str]) -> Any:
    import pandera.pandas as pa

    return pa.Check(
        lambda table: not table.duplicated(list(key)).any(),
        error=f"one row for each {', '.join(key)}",
    )


def _explain(case: Any) -> str:
    """Return one line on one failure."""
    column = getattr(case.schema, "name", None)
    where = f"column {column!r}" if column else "table"
    expected = getattr(case.check, "error", None) or str(case.check)
    if case.reason_code is not None and case.reason_code.name == "COLUMN_NOT_IN_DATAFRAME":
        return f"column {case.failure_cases!r} is missing"
    if case.reason_code is not None and case.reason_code.name == "COLUMN_NOT_IN_SCHEMA":
        return f"column {case.failure_cases!r} is not described"
    if expected == "not_nullable":
        return f"{where}: found missing values, expected none"
    examples = case.failure_cases
    if isinstance(examples, pd.DataFrame) and "failure_case" in examples:
        values = examples["failure_case"].drop_duplicates().head(SHOWN).tolist()
        rows = examples["index"].head(SHOWN).tolist() if "index" in examples else []
        found = ", ".join(repr(value) for value in values)
        place = (
            f" (rows {', '.join(str(row) for row in rows)} …)"
            if rows and rows[0] is not None
            else ""
        )
        return f"{where}: found {found}{place} in {len(examples)} places, expected {expected}"
    return f"{where}: expected {expected}"
