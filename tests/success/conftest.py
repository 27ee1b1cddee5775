"""Reference numbers, and memberships that several tests use."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest


@pytest.fixture
def paths() -> pd.DataFrame:
    """Return 44 cases with conditions A–E and an outcome Y that follows A*B + ~C*D."""
    rng = np.random.default_rng(11)
    data = pd.DataFrame(rng.beta(0.5, 0.5, (44, 5)).clip(0.02, 0.98), columns=list("ABCDE")).rename(
        index="case{:02d}".format
    )
    true = np.maximum(np.minimum(data["A"], data["B"]), np.minimum(1 - data["C"], data["D"]))
    return data.assign(Y=(true + rng.normal(0, 0.05, 44)).clip(0, 1))
