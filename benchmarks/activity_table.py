"""A table of regions × activities like those of employment or patents, made by chance."""

import numpy as np
import pandas as pd


def activity_table(regions: int, activities: int, seed: int = 1) -> pd.DataFrame:
    """Return counts: large and small regions, common and rare activities, and where they cluster.

    Regions and activities have a level; complex activities are found more in regions of high level.
    """
    rng = np.random.default_rng(seed)
    size = rng.lognormal(3, 1, (regions, 1))
    spread = rng.lognormal(0, 1, activities)
    fit = np.exp(rng.normal(size=(regions, 1)) * rng.normal(size=activities))
    counts = rng.poisson(size * spread * fit * rng.gamma(0.5, 2, (regions, activities)))
    counts[0] += 1  # nothing is nowhere
    counts[:, 0] += 1
    return pd.DataFrame(
        counts,
        index=pd.Index([f"r{number:04d}" for number in range(regions)], name="region"),
        columns=pd.Index([f"a{number:04d}" for number in range(activities)], name="activity"),
    )
