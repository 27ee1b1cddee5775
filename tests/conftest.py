"""What tests of several folders share: a browser."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SPEC = importlib.util.spec_from_file_location(
    "checks", Path(__file__).parent / "book" / "checks.py"
)
assert SPEC is not None
assert SPEC.loader is not None
checks = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(checks)


@pytest.fixture(scope="module")
def program() -> Iterator[Any]:
    """A browser; the test is skipped where there is none."""
    if checks.missing():
        pytest.skip(checks.missing())
    with checks.browser() as found:
        yield found
