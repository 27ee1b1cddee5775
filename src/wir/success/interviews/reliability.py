"""Do coders agree? Krippendorff's alpha per code and overall, with intervals.

Each passage of a document that several coders worked on is a unit; a code is used in it or not.
Alpha per code is nominal (package `krippendorff`). Overall it is one less the observed over the
expected disagreement, each summed over the codes: pooling the codes' decisions in one table instead
would count it as agreement that some codes are frequent and others rare. Passages of one interview
are alike, so the intervals draw whole interviews (Krippendorff 2019, Content Analysis, chapter 12).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from wir.success.interviews.material import Interviews
from wir.success.interviews.passages import passages, used

Floats = npt.NDArray[np.float64]
FEW = 10
"""Documents below which an interval is too narrow, as a rule of thumb."""


def decisions(interviews: Interviews) -> pd.DataFrame:
    """Return each decision: 1 if the coder used the code in the passage, else 0.

    Only documents with at least two coders; a coder worked on a document who marked anything in it.

    Returns
    -------
    DataFrame
        Index ``document``, ``passage``, ``coder``; a column per codable code.
    """
    codes = interviews.codes.loc[interviews.codes["codable"], "code"].tolist()
    cut, found = passages(interviews), used(interviews)
    workers = interviews.segments[["document", "coder"]].drop_duplicates()
    many = workers.groupby("document")["coder"].transform("size") >= 2
    grid = cut[["document", "passage"]].merge(workers[many], on="document")
    wide = found.assign(value=1).pivot_table(
        index=["document", "passage", "coder"], columns="code", values="value", aggfunc="max"
    )
    index = pd.MultiIndex.from_frame(grid[["document", "passage", "coder"]])
    return wide.reindex(index=index, columns=codes).fillna(0).astype(int)


def agreement(
    interviews: Interviews, *, draws: int = 1000, seed: int = 0, level: float = 0.95
) -> pd.DataFrame:
    """Return Krippendorff's alpha of each code and overall, with bootstrap intervals.

    Parameters
    ----------
    interviews
        Coded interviews.
    draws, seed
        Of the bootstrap over documents.
    level
        Of the interval.

    Returns
    -------
    DataFrame
        Index: codes, then ``overall``; ``alpha``, ``lower``, ``upper``, ``uses`` (decisions for the
        code), ``passages``, ``documents``. Alpha is missing where no coder, or every one
        everywhere, used the code.
    """
    import krippendorff

    table = decisions(interviews)
    codes = list(table.columns)
    columns = ["alpha", "lower", "upper", "uses", "passages", "documents"]
    if table.empty:
        return pd.DataFrame(np.nan, index=[*codes, "overall"], columns=columns)
    rows = {}
    for code in codes:
        data = table[code].unstack("coder").to_numpy(float).T
        values = np.unique(data[~np.isnan(data)])
        rows[code] = (
            krippendorff.alpha(data, level_of_measurement="nominal") if len(values) > 1 else np.nan
        )
    parts = coincidences(table)
    alphas, overall = alpha_of(parts.sum(axis=0))
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(len(parts), np.full(len(parts), 1 / len(parts)), size=draws)
    drawn = np.einsum("dk,kct->dct", weights.astype(float), parts)
    each, together = alpha_of(drawn)
    tail = (1 - level) / 2
    result = pd.DataFrame(index=[*codes, "overall"], columns=columns, dtype=float)
    result["alpha"] = [*(rows[c] for c in codes), float(overall)]
    spread = np.column_stack([each, together])
    for place, name in enumerate(result.index):
        values = spread[:, place][~np.isnan(spread[:, place])]
        if len(values) >= draws / 2:
            result.loc[name, ["lower", "upper"]] = np.quantile(values, [tail, 1 - tail])
    result["uses"] = [*table.sum().to_numpy(float), float(table.to_numpy().sum())]
    documents = table.index.get_level_values("document")
    result["passages"] = float(len(table.groupby(level=["document", "passage"])))
    result["documents"] = float(documents.nunique())
    assert np.allclose(alphas, result["alpha"].iloc[:-1], equal_nan=True)
    return result.rename_axis("code")


def coincidences(table: pd.DataFrame) -> Floats:
    """Return the coincidences of each document and code: both 0, one of each, both 1.

    A passage with m coders gives each ordered pair of decisions the weight 1/(m − 1).
    """
    coders = table.groupby(level=["document", "passage"]).size().to_numpy(float)
    ones = table.groupby(level=["document", "passage"]).sum()
    k = ones.to_numpy(float)
    m = coders[:, None]
    scale = 1 / np.maximum(m - 1, 1)
    same = np.stack(
        [(m - k) * (m - k - 1) * scale, k * (m - k) * scale, k * (k - 1) * scale], axis=-1
    )
    place, _ = pd.factorize(ones.index.get_level_values("document"))
    summed = np.zeros((place.max() + 1, k.shape[1], 3))
    np.add.at(summed, place, same)
    return summed


def alpha_of(parts: Floats) -> tuple[Floats, Floats]:
    """Return alpha per code and overall from coincidences (…, codes, 3)."""
    none, mixed, both = parts[..., 0], parts[..., 1], parts[..., 2]
    zeros, ones = none + mixed, both + mixed
    n = zeros + ones
    observed = 2 * mixed / n
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = 2 * zeros * ones / (n * (n - 1))
        each = np.where(expected > 0, 1 - observed / expected, np.nan)
        overall = 1 - observed.sum(axis=-1) / expected.sum(axis=-1)
    return each, overall


def true_alpha(share: float, hit: float, false_alarm: float) -> float:
    """Return the alpha of two coders who err independently; for made-up interviews.

    Parameters
    ----------
    share
        Share of passages in which the theme really is.
    hit, false_alarm
        Probability to use the code where it is, and where it is not.
    """
    marginal = share * hit + (1 - share) * false_alarm
    observed = 2 * (share * hit * (1 - hit) + (1 - share) * false_alarm * (1 - false_alarm))
    return 1 - observed / (2 * marginal * (1 - marginal))
