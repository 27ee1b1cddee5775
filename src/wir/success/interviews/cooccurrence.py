"""Which codes go together: segments of two codes that overlap, against chance.

Segments of one code that overlap are one place, whoever marked them. The count of a pair is the
number of places of the one that overlap one of the other, the smaller of both directions; the index
is the count over the places of either (n₁₂ / (n₁ + n₂ − n₁₂), from 0 to 1). Chance: the places of
each code are moved along their interview by the same random number of passages, round the end, so
that number, length and spacing stay and only the relation of two codes is lost.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from wir.success.interviews.material import Interviews
from wir.success.interviews.passages import passages, places
from wir.success.models.multiplicity import false_discovery_rate

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
CHUNK = 250
"""Draws at a time."""


def cooccurrence(
    interviews: Interviews, *, draws: int = 2_000, seed: int = 0, level: float = 0.05
) -> pd.DataFrame:
    """Return all pairs of codes with their co-occurrence.

    Parameters
    ----------
    interviews
        Coded interviews with positions.
    draws, seed
        Of the shifts.
    level
        Share of false findings accepted, of all pairs.

    Returns
    -------
    DataFrame
        ``first``, ``second``, ``count``, ``index``, ``expected`` (mean count by chance), ``p``
        (two-sided), ``q``, ``found``; ``documents``: tuple of those in which they co-occur.
    """
    codes = interviews.codes.loc[interviews.codes["codable"], "code"].tolist()
    place = {code: k for k, code in enumerate(codes)}
    marked, cut = places(interviews), passages(interviews)
    rng = np.random.default_rng(seed)
    real = np.zeros((len(codes), len(codes)), dtype=np.int64)
    drawn = np.zeros((draws, len(codes), len(codes)), dtype=np.int64)
    where: dict[tuple[int, int], list[str]] = {}
    spans = dict(list(cut.groupby("document")))
    for key, rows in marked.groupby("document"):
        start, end = _in_passages(rows, spans[key])
        code = rows["code"].map(place).to_numpy(int)
        length = len(spans[key])
        here = _touching(start, end, code, length, len(codes))
        real += here
        for i, j in np.argwhere(np.triu(np.minimum(here, here.T), 1)):
            where.setdefault((int(i), int(j)), []).append(str(key))
        moved = rng.integers(0, length, size=(draws, len(codes)))[:, code]
        for at in range(0, draws, CHUNK):
            part = slice(at, at + CHUNK)
            drawn[part] += _touching(
                start + moved[part], end + moved[part], code, length, len(codes)
            )
    counts, chance = np.minimum(real, real.T), np.minimum(drawn, drawn.transpose(0, 2, 1))
    n = marked.groupby("code").size().reindex(codes).fillna(0).to_numpy(int)
    rows_out = []
    for i, j in zip(*np.triu_indices(len(codes), 1), strict=True):
        count, by_chance = int(counts[i, j]), chance[:, i, j]
        either = int(n[i] + n[j] - count)
        above = (1 + int((by_chance >= count).sum())) / (1 + draws)
        below = (1 + int((by_chance <= count).sum())) / (1 + draws)
        rows_out.append(
            (codes[i], codes[j], count, count / either if either else np.nan,
             float(by_chance.mean()), min(1.0, 2 * min(above, below)), tuple(where.get((int(i), int(j)), ())))
        )  # fmt: skip
    columns = ["first", "second", "count", "index", "expected", "p", "documents"]
    table = pd.DataFrame(rows_out, columns=columns)
    if table.empty:
        return table.assign(q=[], found=[])
    adjusted = false_discovery_rate(table["p"], level=level)
    return table.assign(q=adjusted["q"], found=adjusted["found"])


def _in_passages(rows: pd.DataFrame, cut: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return starts and ends in units of passages: 2.5 is the middle of the third one."""
    edges = cut[["start", "end"]].to_numpy(float).ravel()
    units = np.repeat(np.arange(len(cut) + 1), 2)[1:-1].astype(float)
    start = np.interp(rows["start"].to_numpy(float), edges, units)
    end = np.interp(rows["end"].to_numpy(float), edges, units)
    return start, np.maximum(end, start)


def _touching(start: Floats, end: Floats, code: Integers, total: int, codes: int) -> Integers:
    """Return how many places of the one code (row) overlap any of the other (column), in a ring."""
    length = end - start
    apart = start[..., None, :] - start[..., :, None]
    tiny = 1e-9
    overlap = (apart % total < length[..., :, None] - tiny) | (
        -apart % total < length[..., None, :] - tiny
    )
    member = np.zeros((len(code), codes))
    member[np.arange(len(code)), code] = 1
    met = (overlap.astype(float) @ member) > 0
    return np.asarray(member.T @ met.astype(float)).round().astype(np.int64)
