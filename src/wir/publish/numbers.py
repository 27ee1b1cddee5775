"""Numbers that texts use: recorded where they are computed, read where they are needed."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wir.publish import files
from wir.publish.context import run
from wir.publish.language import fitting_digits, format_value

KEY = re.compile(r"[a-z0-9][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)+")
FILENAME = "numbers.json"

Value = float | int | str | None


class Recorded(str):
    """The text of a number; shows nothing when it is the last line of a cell."""

    __slots__ = ()

    def _ipython_display_(self) -> None:
        """Show nothing."""


def record(
    key: str,
    value: Value,
    unit: str = "",
    digits: int | None = None,
    tolerance: float | None = None,
) -> Recorded:
    """Record a number of this run and return it as English text.

    Parameters
    ----------
    key : str
        Lower case with dots, for instance ``potential.weak_districts``. In a notebook that runs
        once per alliance the name of the run is put in front, see `wir.publish.context.Run`.
    value : float, int, str or None
        The number; None or NaN is written as "not known"; a text (a name) is kept as it is.
    unit : str
        ``%``, ``EUR`` or a word that stands after the number.
    digits : int, optional
        Decimals that are shown. Where not given none, but one for a half (66.5).
    tolerance : float, optional
        How far a recomputed number may be off; half of the last digit shown where not given.

    Returns
    -------
    str
        The formatted text, for instance ``12.3%``.

    Raises
    ------
    ValueError
        If the key is not a dotted lower-case name, or was recorded with another value in this
        run already.
    """
    if not KEY.fullmatch(key):
        raise ValueError(
            f"{key!r} cannot be a key: use lower-case words with dots, for instance "
            "'potential.weak_districts'"
        )
    current = run()
    full = current.key_prefix + key
    plain = _plain(value)
    if digits is None:
        digits = fitting_digits(plain)
    entry: dict[str, Any] = {
        "key": full,
        "value": plain,
        "unit": unit,
        "digits": digits,
        "tolerance": 0.5 * 10.0**-digits if tolerance is None else float(tolerance),
        "text": format_value(plain, unit, digits),
        "notebook": current.name,
        "parameters": current.parameters,
    }
    path = current.path(FILENAME)
    numbers = files.read_json(path, {})
    earlier = numbers.get(full)
    if earlier and not current.interactive and earlier["value"] != plain:
        raise ValueError(
            f"{full!r} was recorded as {earlier['value']!r} in this run and now as {plain!r}: "
            "one key, one number"
        )
    numbers[full] = entry
    files.write_json(path, dict(sorted(numbers.items())))
    return Recorded(entry["text"])


def _plain(value: Any) -> Value:
    """Return a number as JSON has it: no NumPy types, no NaN, 12 significant digits."""
    if value is None or isinstance(value, str):
        return value
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool):
        raise ValueError(f"a number or a text is expected, found {value!r}")
    if isinstance(value, int):
        return value
    number = float(value)
    if math.isnan(number):
        return None
    if math.isinf(number):
        raise ValueError("a finite number is expected, found infinity")
    return float(f"{number:.12g}")


def collect(folder: Path) -> dict[str, dict[str, Any]]:
    """Merge the numbers of all runs below a folder.

    Parameters
    ----------
    folder : Path
        For instance ``book/executed``; every ``numbers.json`` in a folder below it is read.

    Returns
    -------
    dict
        Entries by key, sorted.

    Raises
    ------
    ValueError
        If two runs recorded the same key; the message names both.
    """
    merged: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob(f"*/**/{FILENAME}")):
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue  # a run that is not finished
        for key, entry in files.read_json(path, {}).items():
            if key in merged:
                raise ValueError(
                    f"the number {key!r} was recorded by two runs, {merged[key]['notebook']} and "
                    f"{entry['notebook']}: rename one of them"
                )
            merged[key] = entry
    return dict(sorted(merged.items()))


def compare(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]
) -> list[str]:
    """List where two sets of numbers differ by more than the tolerance declared in `before`.

    Returns
    -------
    list of str
        One readable line per difference; empty where the sets agree.
    """
    lines = []
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        if old is None:
            lines.append(f"{key}: new ({new['value']!r})" if new else key)
        elif new is None:
            lines.append(f"{key}: missing now (was {old['value']!r})")
        elif old.get("unit", "") != new.get("unit", ""):
            lines.append(f"{key}: unit {old.get('unit')!r} became {new.get('unit')!r}")
        elif not agree(old["value"], new["value"], float(old.get("tolerance") or 0)):
            lines.append(
                f"{key}: {old['value']!r} became {new['value']!r} "
                f"(tolerance {old.get('tolerance')})"
            )
    return lines


def agree(old: Value, new: Value, tolerance: float) -> bool:
    """Say whether two values agree within a tolerance; texts and missing values exactly."""
    if isinstance(old, int | float) and isinstance(new, int | float):
        return abs(old - new) <= tolerance * (1 + 1e-9)
    return old == new


def nearest(key: str, known: Mapping[str, Any], count: int = 3) -> list[str]:
    """Return the known keys most like `key`."""
    return difflib.get_close_matches(key, list(known), n=count, cutoff=0.4)
