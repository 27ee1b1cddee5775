"""Texts of users on their way into files that spreadsheets open."""

from __future__ import annotations

from typing import Any

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""Beginnings that make a spreadsheet read a text as a formula."""


def safe_cell(value: Any) -> Any:
    """Return a value that no spreadsheet runs: a text that looks like a formula gets a quote first.

    Numbers and other values stay as they are.
    """
    if not isinstance(value, str) or not value.startswith(STARTS):
        return value
    return f"'{value}"
