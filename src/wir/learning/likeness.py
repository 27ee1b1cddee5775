"""Who is like whom: by the structure of the region, by field, by round and phase."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from wir.potential.checks import listed


def closeness(
    features: pd.DataFrame, units: Sequence[str], *, scale: str = "zscore"
) -> pd.DataFrame:
    """Return how alike the regions of units are in structure, 1 (most alike of all pairs) to 0.

    Parameters
    ----------
    features
        Units and others × structural variables, as `wir.potential.indicators.structural_features`.
    units
        Rows to compare with each other.
    scale
        ``zscore`` (mean 0, standard deviation 1 over all rows) or ``rank``.

    Returns
    -------
    DataFrame
        Units × units: the share of pairs that are at least as far apart; 1 on the diagonal.

    Raises
    ------
    ValueError
        Unknown units or scale, a variable that does not vary.
    """
    missing = [one for one in units if one not in features.index]
    if missing:
        raise ValueError(f"features lacks the units {listed(missing)}.")
    if scale == "zscore":
        flat = features.columns[~(features.std(ddof=1) > 0)]
        if len(flat):
            raise ValueError(f"features has variables that do not vary: {listed(flat)}.")
        table = (features - features.mean()) / features.std(ddof=1)
    elif scale == "rank":
        table = features.rank(pct=True)
    else:
        raise ValueError(f"scale is {scale!r}. Expected 'zscore' or 'rank'.")
    values = table.loc[list(units)].to_numpy(dtype=float)
    gaps = values[:, None, :] - values[None, :, :]
    distance = np.sqrt(np.nanmean(gaps**2, axis=2))
    pairs = np.sort(distance[np.triu_indices(len(units), 1)])
    if not len(pairs):
        return pd.DataFrame(1.0, index=list(units), columns=list(units))
    share = 1 - np.searchsorted(pairs, distance - 1e-12, side="left") / len(pairs)
    np.fill_diagonal(share, 1.0)
    return pd.DataFrame(share, index=list(units), columns=list(units))


def field_likeness(
    area: pd.Series,
    occupations: Mapping[str, Collection[str]],
    keywords: Mapping[str, Collection[str]],
) -> dict[str, pd.DataFrame]:
    """Return how alike the fields of units are, in three ways.

    Parameters
    ----------
    area
        Unit → area of its field; missing where not known.
    occupations, keywords
        Unit → coded occupations, and words of its keywords.

    Returns
    -------
    dict
        ``area`` (1 or 0), ``occupations`` and ``keywords`` (Jaccard index, 0–1): units × units.
        What is not known of one of the two is 0.
    """
    units = list(area.index)
    known = area.to_numpy(dtype=object)
    same = np.array(
        [[bool(isinstance(a, str) and a == b) for b in known] for a in known], dtype=float
    )
    return {
        "area": pd.DataFrame(same, index=units, columns=units),
        "occupations": _jaccard(units, occupations),
        "keywords": _jaccard(units, keywords),
    }


def _jaccard(units: Sequence[str], sets: Mapping[str, Collection[str]]) -> pd.DataFrame:
    labels = sorted({one for unit in units for one in sets.get(unit, ())})
    place = {one: number for number, one in enumerate(labels)}
    table = np.zeros((len(units), len(labels)))
    for row, unit in enumerate(units):
        table[row, [place[one] for one in sets.get(unit, ())]] = 1.0
    both = table @ table.T
    size = table.sum(axis=1)
    either = size[:, None] + size[None, :] - both
    share = np.divide(both, either, out=np.zeros_like(both), where=either > 0)
    return pd.DataFrame(share, index=list(units), columns=list(units))


def keyword_words(keywords: pd.DataFrame, language: str = "de") -> dict[str, set[str]]:
    """Return the words of each alliance's keywords, in small letters, four letters or longer.

    Parameters
    ----------
    keywords
        ``alliance_id``, ``language``, ``keyword``.
    """
    rows = keywords[keywords["language"] == language]
    found: dict[str, set[str]] = {}
    for unit, text in zip(rows["alliance_id"], rows["keyword"], strict=True):
        words = {one.strip("(),.;:").casefold() for one in str(text).replace("-", " ").split()}
        found.setdefault(str(unit), set()).update(one for one in words if len(one) >= 4)
    return found


def further_on(about: pd.DataFrame) -> pd.DataFrame:
    """Return whether the column has gone further in the programme than the row.

    A unit in the implementation phase is further than one of which only a concept is known; of
    two in the implementation phase the one of the earlier round. Where the phase or round of one of
    the two is not known, nothing is said.

    Parameters
    ----------
    about
        Indexed by unit; ``phase`` (``implementation`` or ``concept``) and ``round``.
    """
    phase = (about["phase"] == "implementation").to_numpy(dtype=int)
    turn = pd.to_numeric(about["round"], errors="coerce").to_numpy(dtype=float)
    concept = (about["phase"] == "concept").to_numpy(dtype=int)
    later = (phase[None, :] == 1) & (concept[:, None] == 1)
    with np.errstate(invalid="ignore"):
        earlier = (phase[None, :] == 1) & (phase[:, None] == 1) & (turn[None, :] < turn[:, None])
    return pd.DataFrame(later | earlier, index=about.index, columns=about.index)
