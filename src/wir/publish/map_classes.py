"""Classes and colours of a map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from wir.publish import palette
from wir.publish.language import format_number

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["sequential", "diverging", "categorical"]


def classes(
    known: pd.Series,
    kind: Kind,
    bins: Sequence[float] | int,
    digits: int,
    centre: float,
    language: str,
) -> tuple[list[Any], list[tuple[str, Any]]]:
    """Return the colour of each district and the legend of a classed map."""
    import matplotlib as mpl
    import numpy as np

    edges = np.asarray(limits(known, kind, bins, digits, centre), dtype=float)
    count = len(edges) + 1
    name = palette.DIVERGING if kind == "diverging" else palette.SEQUENTIAL
    ramp = mpl.colormaps[name](np.linspace(0.08, 0.95, count))
    number = np.digitize(known.to_numpy(dtype=float), edges)
    shown = [format_number(one, digits, language) for one in edges]
    texts = (
        [f"below {shown[0]}"]
        + [f"{low} to below {high}" for low, high in pairwise(shown)]
        + [f"{shown[-1]} and more"]
        if language == "en"
        else [f"unter {shown[0]}"]
        + [f"{low} bis unter {high}" for low, high in pairwise(shown)]
        + [f"{shown[-1]} und mehr"]
    )
    entries = [(texts[one], ramp[one]) for one in reversed(range(count))]
    return [ramp[one] for one in number], entries


def limits(
    known: pd.Series, kind: Kind, bins: Sequence[float] | int, digits: int, centre: float
) -> list[float]:
    """Return the inner limits of the classes, rounded to what the legend shows, each once."""
    import numpy as np

    if not isinstance(bins, int):
        if list(bins) != sorted(set(bins)) or not len(bins):
            raise ValueError(f"bins must rise and not be empty; found {list(bins)}")
        return [float(one) for one in bins]
    if bins < 2:
        raise ValueError(f"a map needs two classes or more; found bins={bins}")
    values = known.to_numpy(dtype=float)
    shares = np.linspace(0, 1, bins + 1)[1:-1]
    if kind == "sequential":
        inner = np.quantile(values, shares)
    else:
        reach = np.quantile(np.abs(values - centre), 0.9)
        inner = centre + reach * (2 * shares - 1)
    return sorted({float(one) for one in np.round(inner, digits)})


def categorical(
    known: pd.Series, categories: Mapping[str, str] | Sequence[str] | None
) -> tuple[list[Any], list[tuple[str, Any]]]:
    """Return the colour of each district and the legend of a map of categories."""
    found = [str(one) for one in known]
    if isinstance(categories, Mapping):
        colours = dict(categories)
    else:
        colours = palette.category_colours(list(categories or sorted(set(found))))
    unknown = sorted(set(found) - set(colours))
    if unknown:
        raise ValueError(f"no colour for {', '.join(unknown)}; categories: {', '.join(colours)}")
    return [colours[one] for one in found], list(colours.items())
