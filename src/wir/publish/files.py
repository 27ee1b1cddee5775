"""Writing results: atomically, and the same bytes each time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wir.files import replacing

if TYPE_CHECKING:
    import pandas as pd


def write_text(path: Path, text: str) -> Path:
    """Write text as UTF-8, atomically; leaves an identical file untouched."""
    content = text.encode("utf-8")
    if not (path.is_file() and path.read_bytes() == content):
        with replacing(path) as temporary:
            temporary.write_bytes(content)
    return path


def write_json(path: Path, content: Any) -> Path:
    """Write JSON, readable, with a newline at the end."""
    return write_text(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def read_json(path: Path, default: Any) -> Any:
    """Return the content of a JSON file, or `default` where there is none."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else default


def write_csv(path: Path, data: pd.DataFrame) -> Path:
    """Write a table as CSV; an index that has a name becomes the first columns."""
    named = any(name is not None for name in data.index.names)
    text = data.to_csv(index=named, lineterminator="\n", float_format="%.10g")
    return write_text(path, text)


def note_output(path: Path, entry: dict[str, Any]) -> None:
    """Add an entry to the list in ``outputs.json``; one of the same kind and name is replaced."""
    entries = [
        one
        for one in read_json(path, [])
        if (one["kind"], one["name"]) != (entry["kind"], entry["name"])
    ]
    write_json(path, [*entries, entry])
