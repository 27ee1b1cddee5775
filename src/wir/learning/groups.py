"""Groups for workshops across alliances: mixed, and with something to give to each other."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from wir.potential.checks import Floats, same_labels

WEIGHTS: dict[str, float] = {"laender": 1.0, "round": 1.0, "field": 0.5, "complement": 1.0}
"""What counts: Länder, rounds and fields mixed; strengths that meet challenges in one group."""
STARTS = 24
"""Starting points of the search."""


def groups(
    about: pd.DataFrame,
    complement: pd.DataFrame,
    *,
    size: int = 6,
    weights: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Divide units into groups of nearly the same size.

    What is to be small: pairs in one group that share a Land, a round or a field. What is to be
    large: what members of one group can learn from each other, by its square root, so that no group
    takes it all. Each part is divided by its mean over all pairs, so that the weights compare like
    with like.

    Parameters
    ----------
    about
        Indexed by unit: ``laender`` (names separated by semicolons), ``round``, ``field_area``.
        Missing is shared with nobody.
    complement
        Units × units: on how many topics the row can learn from the column.
    size
        Wanted size; sizes differ by at most one and the number of groups is that nearest to it.
    weights
        Weights that replace those of `WEIGHTS`.

    Returns
    -------
    DataFrame
        ``unit``, ``group`` (from 1, by the first name in it), sorted by group and unit.

    Raises
    ------
    ValueError
        Labels that differ or repeat, size below 2, missing columns, unknown weights.

    Notes
    -----
    Exchanges of two members while that helps, from several fixed starting points; nothing is
    random. No exchange of two members can improve the result; that no other division is better is
    sure only for small numbers.
    """
    table, cost, learn = _costs(about, complement, size, weights)
    units = list(table.index)
    sizes = _sizes(len(units), size)
    best: tuple[float, list[int]] | None = None
    for start in range(STARTS):
        place = _start(len(units), sizes, start)
        _exchange(place, cost, learn)
        labels = _by_first(place)
        value = round(division_cost(place, cost, learn), 9)
        if best is None or (value, labels) < best:
            best = value, labels
    assert best is not None
    found = pd.DataFrame({"unit": units, "group": best[1]})
    return found.sort_values(["group", "unit"]).reset_index(drop=True)


def balance(found: pd.DataFrame, about: pd.DataFrame, complement: pd.DataFrame) -> pd.DataFrame:
    """Return, per group, size, number of Länder, rounds and fields, and what can be learned in it.

    ``complement`` is the mean number of topics that one member can learn from another; the row
    ``chance`` gives the expectation for groups drawn at random.
    """
    table = about.loc[found["unit"]]
    lands = table["laender"].map(_lands)
    rows: dict[object, dict[str, float]] = {}
    for number, part in found.groupby("group"):
        units = list(part["unit"])
        inside = complement.loc[units, units].to_numpy(dtype=float)
        n = len(units)
        rows[number] = {
            "size": n,
            "laender": len(set().union(*lands[units])),
            "rounds": table.loc[units, "round"].nunique(),
            "fields": table.loc[units, "field_area"].nunique(),
            "complement": (inside.sum() - np.trace(inside)) / max(1, n * (n - 1)),
        }
    everyone = list(found["unit"])
    every = complement.loc[everyone, everyone].to_numpy(dtype=float)
    n = len(everyone)
    result = pd.DataFrame(rows).T.rename_axis("group")
    result.attrs["chance"] = float((every.sum() - np.trace(every)) / max(1, n * (n - 1)))
    return result


def _costs(
    about: pd.DataFrame, complement: pd.DataFrame, size: int, weights: Mapping[str, float] | None
) -> tuple[pd.DataFrame, Floats, Floats]:
    """Return the units in order, what each pair in one group costs, and what it can learn."""
    missing = [one for one in ("laender", "round", "field_area") if one not in about.columns]
    if missing:
        raise ValueError(f"about lacks the columns {', '.join(missing)}.")
    if size < 2:
        raise ValueError(f"size is {size}. Expected 2 or more.")
    if len(about) < 2:
        raise ValueError(f"{len(about)} units to group. Expected two or more.")
    if not about.index.is_unique:
        raise ValueError("about has units that occur more than once.")
    same_labels(complement.index, about.index, "complement", "about")
    same_labels(complement.columns, about.index, "the columns of complement", "about")
    share = {**WEIGHTS, **(weights or {})}
    if set(share) != set(WEIGHTS) or any(not value >= 0 for value in share.values()):
        raise ValueError(f"weights must name {', '.join(WEIGHTS)}, zero or more; found {share}.")
    table = about.sort_index()
    order = list(table.index)
    lands = [_lands(one) for one in table["laender"]]
    learn = complement.loc[order, order].to_numpy(dtype=float)
    parts = {
        "laender": np.array([[bool(a & b) for b in lands] for a in lands], dtype=float),
        "round": _same(table["round"]),
        "field": _same(table["field_area"]),
    }
    cost = np.zeros((len(order), len(order)))
    pairs = np.triu_indices(len(order), 1)
    for key, values in parts.items():
        usual = np.abs(values[pairs]).mean()
        if usual > 0:
            cost += share[key] * values / usual
    np.fill_diagonal(cost, 0.0)
    both = (learn + learn.T) / 2
    np.fill_diagonal(both, 0.0)
    usual = both[pairs].mean()
    if usual > 0:
        # a √T with a = weight · 2√T₀ / usual grows by weight / usual at T₀, the usual sum
        expected = usual * size * (size - 1) / 2
        both *= expected * (2 * share["complement"] / usual) ** 2
    return table, cost, both


def _lands(text: object) -> set[str]:
    return {one.strip() for one in text.split(";")} if isinstance(text, str) else set()


def _same(values: pd.Series) -> Floats:
    known = values.notna().to_numpy()
    codes = pd.factorize(values)[0]
    return np.asarray((codes[:, None] == codes[None, :]) & known[:, None] & known, dtype=float)


def _sizes(count: int, size: int) -> list[int]:
    number = max(1, round(count / size))
    return [count // number + (one < count % number) for one in range(number)]


def _start(count: int, sizes: list[int], start: int) -> np.ndarray:
    """Return a first division: dealt out in turn, or in blocks, from different first units."""
    labels = np.repeat(np.arange(len(sizes)), sizes)
    if start % 2 == 0:  # in turn: position p goes to group p modulo number, as sizes allow
        labels = labels[np.argsort([one % len(sizes) for one in range(count)], kind="stable")]
        labels = np.sort(labels)
        dealt = np.empty(count, dtype=int)
        dealt[np.argsort(np.arange(count) % len(sizes), kind="stable")] = labels
        labels = dealt
    return np.roll(labels, start // 2)


def _exchange(place: np.ndarray, cost: Floats, learn: Floats) -> None:
    """Exchange the two members whose exchange helps most, until none does (in place)."""
    every = np.arange(len(place))
    while True:
        member = (place[:, None] == np.arange(place.max() + 1)).astype(float)
        gain = -_change(cost, member, place)[0]
        first, second = _change(learn, member, place)[1:]
        total = ((learn @ member) * member).sum(axis=0) / 2
        before = np.sqrt(total[place])
        after = np.sqrt(np.maximum(total[place][:, None] + first, 0))
        other = np.sqrt(np.maximum(total[place][None, :] + second, 0))
        gain += after + other - before[:, None] - before[None, :]
        gain[place[:, None] == place[None, :]] = 0.0
        one, two = np.unravel_index(int(np.argmax(np.round(gain, 9))), gain.shape)
        if gain[one, two] <= 1e-9:
            return
        place[[every[one], every[two]]] = place[[every[two], every[one]]]


def _change(values: Floats, member: Floats, place: np.ndarray) -> tuple[Floats, Floats, Floats]:
    """Return how the sums within groups change if i and j are exchanged.

    The sum of both, that of the group of i, that of the group of j; each units × units.
    """
    to_group = values @ member
    own = to_group[np.arange(len(place)), place]
    moved = to_group[:, place]  # (i, j): what unit i has with the group of unit j
    first = moved.T - own[:, None] - values
    second = moved - own[None, :] - values
    return first + second, first, second


def division_cost(place: np.ndarray, cost: Floats, learn: Floats) -> float:
    """Return what a division costs: pairs that share something, less what can be learned."""
    same = place[:, None] == place[None, :]
    inside = [learn[np.ix_(place == one, place == one)].sum() / 2 for one in np.unique(place)]
    return float((cost * same).sum() / 2 - np.sqrt(inside).sum())


def _by_first(place: np.ndarray) -> list[int]:
    """Return the groups numbered by their first member, from 1."""
    return [int(one) + 1 for one in pd.factorize(place)[0]]
