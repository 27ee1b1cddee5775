"""Whether the fields that alliances name lie where the relatedness of their regions is high."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from wir.potential.checks import Floats, listed, nearest

Fields = Mapping[str, Collection[str]]


def codings(table: pd.DataFrame) -> dict[str, dict[str, set[str]]]:
    """Return the fields by coding: each coder, union and intersection of the first two passes.

    Parameters
    ----------
    table
        Columns ``alliance_id``, ``kldb3``, ``coder``; coders 1 and 2 are two passes of one person.

    Returns
    -------
    dict
        ``pass 1``, ``pass 2``, ``union``, ``intersection`` (alliances without any shared field are
        left out of it) and ``coder <n>`` for every other one → alliance → fields.
    """
    found: dict[str, dict[str, set[str]]] = {}
    for coder, part in table.groupby("coder"):
        name = f"pass {coder}" if str(coder) in {"1", "2"} else f"coder {coder}"
        found[name] = {
            str(alliance): set(rows["kldb3"]) for alliance, rows in part.groupby("alliance_id")
        }
    first, second = found.get("pass 1", {}), found.get("pass 2", {})
    both = sorted({*first, *second})
    union = {one: first.get(one, set()) | second.get(one, set()) for one in both}
    shared = {one: first.get(one, set()) & second.get(one, set()) for one in both}
    found["union"] = union
    found["intersection"] = {one: fields for one, fields in shared.items() if fields}
    return found


def read_coding(
    path: Path, alliances: Collection[str], activities: Collection[str], taken: Collection[object]
) -> pd.DataFrame:
    """Read the file of a further coder.

    Parameters
    ----------
    path
        CSV with the columns ``alliance_id``, ``kldb3``, ``coder`` (a number other than 1 and 2).
    alliances, activities
        Known keys.
    taken
        Coders there are already.

    Raises
    ------
    FileNotFoundError, ValueError
        Naming file, row and column, what was found and what is expected.
    """
    if not path.is_file():
        raise FileNotFoundError(
            f"There is no file {path}. Put it there, or leave the parameter empty."
        )
    try:
        table = pd.read_csv(path, dtype=str, encoding="utf-8-sig", keep_default_na=False)
    except UnicodeDecodeError as error:
        raise ValueError(
            f"{path.name} is not UTF-8 (byte {error.start}). Save it as “CSV UTF-8”."
        ) from None
    except ValueError as error:
        raise ValueError(f"{path.name} cannot be read as a table: {error}") from error
    table = table.apply(lambda one: one.str.strip())
    table = table.where(table != "")
    wanted = {"alliance_id": set(alliances), "kldb3": set(activities)}
    for column in [*wanted, "coder"]:
        if column not in table.columns:
            raise ValueError(
                f"{path.name} has no column {column!r}.{nearest(column, table.columns)} Expected "
                f"{listed([*wanted, 'coder'])}."
            )
        empty = table.index[table[column].isna()]
        if len(empty):
            raise ValueError(f"{path.name}, row {empty[0] + 2}: column {column!r} is empty.")
    for column, known in wanted.items():
        bad = table.index[~table[column].isin(known)]
        if len(bad):
            value = table.loc[bad[0], column]
            raise ValueError(
                f"{path.name}, row {bad[0] + 2}, column {column!r}: {value!r} is not known."
                f"{nearest(str(value), known)} Codes are text and keep their leading zeros."
            )
    numbers = pd.to_numeric(table["coder"], errors="coerce")
    whole = numbers.between(0, 1e6) & (numbers % 1 == 0)
    bad = table.index[~whole | numbers.isin([float(str(one)) for one in taken])]
    if len(bad):
        raise ValueError(
            f"{path.name}, row {bad[0] + 2}, column 'coder': {table.loc[bad[0], 'coder']!r}. "
            f"Expected a whole number that no other coder has; taken are {listed(taken)}."
        )
    table["coder"] = numbers.astype(int)
    return table[["alliance_id", "kldb3", "coder"]].drop_duplicates(ignore_index=True)


def further_coder(
    file: str,
    root: Path,
    alliances: Collection[str],
    activities: Collection[str],
    known: pd.DataFrame,
) -> pd.DataFrame | None:
    """Return `known` with the codings of a further coder's file, or None where `file` is empty.

    Parameters
    ----------
    file
        Path below `root`.
    root, alliances, activities
        See `read_coding`.
    known
        The table ``occupation_fields``.
    """
    if not file:
        return None
    extra = read_coding(root / file, alliances, activities, known["coder"].unique())
    return pd.concat([known, extra], ignore_index=True)


def stability(first: Fields, second: Fields, activities: Collection[str]) -> dict[str, float]:
    """Return how far two codings agree: Cohen's kappa over all cells, and overlaps.

    Returns
    -------
    dict
        ``kappa`` (all alliances × activities), ``positive`` (share of the fields of both that both
        name, 2ab / (a + b)), ``jaccard`` (mean over alliances), ``jaccard_lowest``.

    Raises
    ------
    ValueError
        No field in one of the codings.
    """
    alliances = sorted({*first, *second})
    A, B = _cells(first, alliances, activities), _cells(second, alliances, activities)
    if not (A.any() and B.any()) or (A.all() and B.all()):
        raise ValueError(
            f"The codings name {A.sum()} and {B.sum()} fields of {A.size} possible ones. Expected "
            "some in both, and not all."
        )
    from sklearn.metrics import cohen_kappa_score

    shared, either = (A & B).sum(axis=1), (A | B).sum(axis=1)
    overlap = shared / np.maximum(either, 1)
    return {
        "kappa": float(cohen_kappa_score(A.ravel(), B.ravel())),
        "positive": float(2 * shared.sum() / (A.sum() + B.sum())),
        "jaccard": float(overlap.mean()),
        "jaccard_lowest": float(overlap.min()),
    }


def krippendorff_alpha(fields: Mapping[str, Fields], activities: Collection[str]) -> float:
    """Return Krippendorff's α (nominal) of independent coders over all alliances × activities.

    Parameters
    ----------
    fields
        Coding by independent coder; passes of one person are not independent: give one of them.
    activities
        All activities that could have been chosen.

    Raises
    ------
    ValueError
        Fewer than two coders, or no alliance that all of them have coded.
    """
    if len(fields) < 2:
        raise ValueError("Krippendorff's alpha needs at least two independent coders.")
    import krippendorff

    alliances = sorted(set.intersection(*(set(one) for one in fields.values())))
    if not alliances:
        raise ValueError(f"There is no alliance that all of {listed(fields)} have coded.")
    cells = [_cells(one, alliances, activities).ravel().astype(int) for one in fields.values()]
    return float(
        krippendorff.alpha(reliability_data=np.array(cells), level_of_measurement="nominal")
    )


def _cells(fields: Fields, alliances: Collection[str], activities: Collection[str]) -> np.ndarray:
    place = {one: number for number, one in enumerate(sorted(activities))}
    cells = np.zeros((len(alliances), len(place)), dtype=bool)
    for row, alliance in enumerate(alliances):
        for field in fields.get(alliance, ()):
            if field in place:
                cells[row, place[field]] = True
    return cells


def field_ranks(measure: pd.DataFrame) -> pd.DataFrame:
    """Return where each activity lies in its region's order, 0 (lowest) to 100; ties share."""
    count = measure.shape[1]
    return 100 * (measure.rank(axis=1) - 0.5) / count


def stated_test(
    ranks: pd.DataFrame, fields: Fields, *, draws: int = 9999, seed: int = 0
) -> tuple[pd.Series, pd.DataFrame]:
    """Test whether stated fields lie higher in their regions' order than fields by chance.

    Two kinds of chance. ``random fields``: as many activities as each alliance names, drawn without
    replacement from all. ``other alliances``: the alliances keep their regions and exchange their
    fields, so that a field that is related to everything does not speak for the choice.

    Parameters
    ----------
    ranks
        Alliances (their regions) × activities, such as `field_ranks` of relatedness density.
    fields
        Activities per alliance; alliances without a row in `ranks` and activities without a column
        are left out.
    draws
        Permutations.
    seed
        Seed.

    Returns
    -------
    Series
        Mean rank of the fields of each alliance.
    DataFrame
        Per kind of chance: ``observed`` (mean over alliances), ``expected``, ``lower``, ``upper``
        (middle 95 % of the draws), ``p_value`` (two-sided, (1 + count)/(1 + draws)), ``alliances``.

    Raises
    ------
    ValueError
        Fewer than two alliances.

    References
    ----------
    Deegan, Broekel and Fitjar (2021), Searching through the haystack: the relatedness and
    complexity of priorities in smart specialization strategies, Economic Geography 97.
    """
    used = {
        one: [field for field in sorted(named) if field in ranks.columns]
        for one, named in fields.items()
        if one in ranks.index
    }
    names = [one for one, inside in used.items() if inside]
    if len(names) < 2:
        raise ValueError(f"{len(names)} alliances with fields and a region. Expected two or more.")
    values = ranks.loc[names].to_numpy()
    cells = np.zeros(values.shape, dtype=bool)
    for row, name in enumerate(names):
        cells[row, ranks.columns.get_indexer(pd.Index(used[name]))] = True
    size = cells.sum(axis=1)
    own = (values * cells).sum(axis=1) / size
    rng = np.random.default_rng(seed)
    by_chance = _random_fields(values, size, draws, rng)
    # mean rank of the fields of alliance j in the region of alliance i
    table = values @ (cells / size[:, None]).T
    rows = np.arange(len(names))
    exchanged = np.array([table[rows, rng.permutation(len(names))].mean() for _ in range(draws)])
    result = {
        "random fields": _against(own.mean(), by_chance, len(names)),
        "other alliances": _against(own.mean(), exchanged, len(names)),
    }
    return (
        pd.Series(own, index=pd.Index(names, name="alliance_id"), name="rank"),
        pd.DataFrame(result).T.rename_axis("chance"),
    )


def _random_fields(
    values: Floats, size: np.ndarray, draws: int, rng: np.random.Generator
) -> Floats:
    totals = np.zeros(draws)
    for row, count in zip(values, size, strict=True):
        keys = rng.random((draws, len(row)))
        chosen = np.argpartition(keys, count - 1, axis=1)[:, :count]
        totals += row[chosen].mean(axis=1)
    return totals / len(values)


def _against(observed: float, drawn: Floats, count: int) -> dict[str, float]:
    center = drawn.mean()
    far = np.abs(drawn - center) >= abs(observed - center) - 1e-12
    return {
        "observed": observed,
        "expected": center,
        "lower": np.percentile(drawn, 2.5),
        "upper": np.percentile(drawn, 97.5),
        "p_value": (1 + far.sum()) / (1 + len(drawn)),
        "alliances": count,
    }


def resemblance_test(
    fields: Fields, groups: Mapping[str, Collection[str]], *, draws: int = 9999, seed: int = 0
) -> dict[str, float]:
    """Test whether alliances of one group (such as a Land) name more similar fields than others.

    Similarity of two alliances is the Jaccard index of their fields; the groups are permuted over
    the alliances.

    Returns
    -------
    dict
        ``within`` and ``between`` (mean similarity of pairs with and without a common group),
        ``difference``, ``expected``, ``lower``, ``upper`` (middle 95 % of the differences by
        chance), ``p_value`` (two-sided), ``pairs`` (with a common group), ``alliances``.

    Raises
    ------
    ValueError
        No pair with, or none without, a common group.
    """
    names = [one for one in fields if fields[one] and groups.get(one)]
    activities = sorted({field for one in names for field in fields[one]})
    labels = sorted({group for one in names for group in groups[one]})
    cells = _cells(fields, names, activities).astype(float)
    shared = cells @ cells.T
    size = cells.sum(axis=1)
    similar = shared / (size[:, None] + size - shared)
    belongs = np.array([[label in groups[one] for label in labels] for one in names], dtype=float)
    same = (belongs @ belongs.T) > 0
    upper = np.triu_indices(len(names), 1)
    if not same[upper].any() or same[upper].all():
        raise ValueError("Pairs with and without a common group are both needed.")
    rng = np.random.default_rng(seed)

    off_diagonal = similar - np.diag(similar.diagonal())
    belonging = same.astype(float)
    everything, count = off_diagonal.sum(), belonging[upper].sum()
    apart = len(upper[0]) - count

    def difference(order: np.ndarray) -> float:
        inside = np.vdot(off_diagonal, belonging[np.ix_(order, order)])
        return float(inside / (2 * count) - (everything - inside) / (2 * apart))

    observed = difference(np.arange(len(names)))
    drawn = np.array([difference(rng.permutation(len(names))) for _ in range(draws)])
    found = _against(observed, drawn, len(names))
    values, together = similar[upper], same[upper]
    return {
        "within": float(values[together].mean()),
        "between": float(values[~together].mean()),
        "difference": observed,
        **{key: float(found[key]) for key in ("expected", "lower", "upper", "p_value")},
        "pairs": int(together.sum()),
        "alliances": len(names),
    }
