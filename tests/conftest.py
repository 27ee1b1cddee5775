"""What tests of several folders share: a browser, and the reference numbers."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
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


GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"


class Gold:
    """One folder of reference numbers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def table(self, name: str, **options: Any) -> pd.DataFrame:
        return pd.read_csv(self.folder / name, **options)

    @property
    def expected(self) -> dict[str, Any]:
        return json.loads((self.folder / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture
def gold() -> Callable[[str], Gold]:
    def open_folder(name: str) -> Gold:
        if not (GOLD / name).is_dir():
            pytest.skip(f"the reference numbers ../shared/gold/{name} are not here")
        return Gold(GOLD / name)

    return open_folder
