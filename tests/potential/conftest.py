"""Reference numbers, and small tables that several tests use."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import pytest

from wir.potential.activities import Activities, from_counts
from wir.potential.entry_features import entry_features


@pytest.fixture
def structure() -> pd.DataFrame:
    """Return four indicators in two pillars; the last one counts against the index."""
    return pd.DataFrame(
        {
            "indicator": ["a", "b", "c", "d"],
            "pillar": ["one", "one", "two", "two"],
            "direction": [1, 1, 1, -1],
        }
    )


@pytest.fixture
def indicators() -> pd.DataFrame:
    """Return forty units with four unremarkable indicators."""
    rng = np.random.default_rng(5)
    values = rng.normal(10, 2, size=(40, 4))
    return pd.DataFrame(values, columns=list("abcd"), index=[f"u{i:02d}" for i in range(40)])


def related_panel(
    regions: int = 60, activities: int = 30, years: int = 13, *, groups: int = 5, seed: int = 3
) -> pd.DataFrame:
    """Return counts in long form in which what is related to a region's activities grows there.

    Activities belong to groups. Each region leans to some groups, and its activities drift towards
    that leaning, so that what it lacks in a group it is strong in tends to come.
    """
    rng = np.random.default_rng(seed)
    group = np.arange(activities) % groups
    leaning = rng.normal(0, 0.9, (regions, groups))[:, group]
    size = rng.lognormal(9, 0.5, regions)
    common = rng.normal(0, 0.6, activities)
    state = leaning + rng.normal(0, 0.9, (regions, activities))
    parts = []
    for year in range(2010, 2010 + years):
        counts = np.round(size[:, None] * np.exp(common + state) / 50) + 1
        parts.append(
            pd.DataFrame(
                {
                    "region": np.repeat([f"r{i:02d}" for i in range(regions)], activities),
                    "activity": np.tile([f"a{i:02d}" for i in range(activities)], regions),
                    "year": year,
                    "count": counts.ravel(),
                }
            )
        )
        state = state + 0.12 * (leaning - state) + rng.normal(0, 0.12, state.shape)
        common = common + rng.normal(0, 0.02, activities)
    return pd.concat(parts, ignore_index=True)


def ring(labels: Sequence[str]) -> pd.DataFrame:
    """Return a table in which each region borders on the one before and the one after it."""
    near = np.roll(np.eye(len(labels)), 1, axis=1) + np.roll(np.eye(len(labels)), -1, axis=1)
    return pd.DataFrame(near / 2, index=list(labels), columns=list(labels))


@pytest.fixture
def make_panel() -> Callable[..., pd.DataFrame]:
    return related_panel


@pytest.fixture(scope="session")
def panel() -> pd.DataFrame:
    """Return 60 regions × 30 activities × 13 years with planted relatedness, as counts."""
    return related_panel()


@pytest.fixture(scope="session")
def region_activities(panel: pd.DataFrame) -> Activities:
    """Return `panel` as `Activities`, with neighbours in a ring."""
    return from_counts(panel, neighbours=ring(sorted(panel["region"].unique())))


@pytest.fixture(scope="session")
def known_features(region_activities: Activities) -> dict[int, pd.DataFrame]:
    """Return the features of all years, computed once."""
    return {year: entry_features(region_activities, year) for year in region_activities.years}
