"""Reference numbers, and memberships that several tests use."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold"


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


@pytest.fixture
def paths() -> pd.DataFrame:
    """Return 44 cases with conditions A–E and an outcome Y that follows A*B + ~C*D."""
    rng = np.random.default_rng(11)
    data = pd.DataFrame(rng.beta(0.5, 0.5, (44, 5)).clip(0.02, 0.98), columns=list("ABCDE")).rename(
        index="case{:02d}".format
    )
    true = np.maximum(np.minimum(data["A"], data["B"]), np.minimum(1 - data["C"], data["D"]))
    return data.assign(Y=(true + rng.normal(0, 0.05, 44)).clip(0, 1))
