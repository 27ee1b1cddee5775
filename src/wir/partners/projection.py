"""From who takes part in what to who is tied to whom."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import pandas as pd
from scipy import sparse

from wir.partners.graphs import Floats, Network
from wir.potential.checks import listed, non_negative, numeric_table, require_unique

Weight = Literal["projects", "newman", "jaccard", "cosine", "binary"]


def project(
    participations: pd.DataFrame,
    actor: str | None = None,
    event: str | None = None,
    *,
    weight: Weight = "projects",
    actors: pd.Index | None = None,
) -> pd.DataFrame:
    """Project a two-mode network, who takes part in what, to a one-mode one, who with whom.

    With N_i the projects of organisation i and n_p the organisations in project p, a pair has

    ``projects``
        |N_i ∩ N_j|, the number of shared projects.
    ``newman``
        Σ 1/(n_p − 1) over the shared projects: a project of two counts 1, one of 41 counts 1/40.
        The weights of an organisation then sum to its number of projects with others.
    ``jaccard``, ``cosine``
        Shared projects over |N_i ∪ N_j|, or over √(|N_i| |N_j|).
    ``binary``
        1 for any shared project.

    Parameters
    ----------
    participations
        Either a table of actors × events (1, or True: takes part), or a list with one row for each
        participation. A list of keys that are numbers needs `actor` and `event`.
    actor, event
        For a list: the columns of organisation and project; by default its first two. A list is
        recognised by these names or by text in its first two columns.
    weight
        One of the above.
    actors
        For a list: all actors, so that those without a participation are there.

    Returns
    -------
    DataFrame
        Actors × actors, symmetric, zero on the diagonal. Actors without a tie stay. For tens of
        thousands of actors take `project_sparse`.

    Raises
    ------
    TypeError, ValueError
        An unknown weight, missing columns or labels, values below zero; a list of numbers whose
        columns are not named.

    References
    ----------
    Newman (2001), Scientific collaboration networks II, Physical Review E 64.
    """
    return project_sparse(participations, actor, event, weight=weight, actors=actors).frame()


def project_sparse(
    participations: pd.DataFrame,
    actor: str | None = None,
    event: str | None = None,
    *,
    weight: Weight = "projects",
    actors: pd.Index | None = None,
) -> Network:
    """Return the projection as `project` does, stored sparsely."""
    if weight not in get_args(Weight):
        raise ValueError(f"weight is {weight!r}. Expected one of {listed(get_args(Weight), 9)}.")
    B, labels, _ = two_mode(participations, actor, event, actors=actors)
    shares = B
    if weight == "newman":
        others = B.sum(axis=0) - 1.0
        shares = B @ sparse.diags_array(np.divide(1, others, where=others > 0, out=0 * others))
    W = sparse.coo_array(shares @ B.T)
    keep = W.row != W.col
    row, column, shared = W.row[keep], W.col[keep], W.data[keep]
    sizes = B.sum(axis=1)
    if weight == "jaccard":
        shared = shared / (sizes[row] + sizes[column] - shared)
    elif weight == "cosine":
        shared = shared / np.sqrt(sizes[row] * sizes[column])
    elif weight == "binary":
        shared = np.ones(len(shared))
    matrix = sparse.coo_array((shared, (row, column)), shape=W.shape).tocsr()
    matrix.sort_indices()
    return Network(matrix, labels)


def two_mode(
    participations: pd.DataFrame,
    actor: str | None = None,
    event: str | None = None,
    *,
    actors: pd.Index | None = None,
) -> tuple[sparse.csr_array, pd.Index, pd.Index]:
    """Return a sparse actors × events table of 0 and 1, the actors, and the events."""
    if not isinstance(participations, pd.DataFrame):
        raise TypeError(
            f"participations is a {type(participations).__name__}. Expected a pandas DataFrame."
        )
    if actor is None and event is None and not _is_list(participations):
        return _from_table(participations)
    if participations.shape[1] < 2:
        raise ValueError("participations has fewer than two columns: organisation and project.")
    actor = participations.columns[0] if actor is None else actor
    event = participations.columns[1] if event is None else event
    lacking = [name for name in (actor, event) if name not in participations]
    if lacking:
        raise ValueError(
            f"participations has no column {listed(lacking)}; found "
            f"{listed(participations.columns, 9)}."
        )
    pairs = participations[[actor, event]]
    empty = pairs.isna().any(axis=1)
    if empty.any():
        raise ValueError(
            f"participations has {int(empty.sum())} rows without {actor} or {event}, the first at "
            f"{pairs.index[empty][0]!r}. Fill or drop them."
        )
    pairs = pairs.drop_duplicates()
    labels = pd.Index(sorted(pairs[actor].unique())) if actors is None else pd.Index(actors)
    require_unique(labels, "actors")
    events = pd.Index(sorted(pairs[event].unique()))
    row = labels.get_indexer(pairs[actor])
    if (row < 0).any():
        unknown = pd.Index(pairs[actor][row < 0].unique())
        raise ValueError(f"participations has actors that actors lacks: {listed(unknown)}.")
    ones = np.ones(len(pairs))
    B = sparse.coo_array(
        (ones, (row, events.get_indexer(pairs[event]))), shape=(len(labels), len(events))
    )
    return B.tocsr(), labels, events


def _is_list(table: pd.DataFrame) -> bool:
    return table.shape[1] >= 2 and not all(
        pd.api.types.is_numeric_dtype(kind) for kind in table.dtypes.iloc[:2]
    )


def _from_table(table: pd.DataFrame) -> tuple[sparse.csr_array, pd.Index, pd.Index]:
    numbers = numeric_table(table, "participations").fillna(0.0)
    non_negative(numbers, "participations")
    if isinstance(table.index, pd.RangeIndex) and 2 <= table.shape[1] <= 4:
        # Keys that are numbers look like a table of actors and events: named, not guessed.
        named = all(isinstance(name, str) for name in table.columns)
        if named and not np.isin(numbers.to_numpy()[:, :2], (0.0, 1.0)).all():
            raise ValueError(
                f"participations has numbers other than 0 and 1 in {listed(table.columns[:2])}. Is "
                "it a list, one row for each participation? Then name its columns, actor=... and "
                "event=...; if it is a table of actors and events, label its rows."
            )
    return sparse.csr_array((numbers.to_numpy() > 0).astype(float)), table.index, table.columns


def random_participations(
    B: sparse.csr_array, rng: np.random.Generator, trades: int | None = None
) -> sparse.csr_array:
    """Return a random table in which actors and events keep their numbers of participations.

    Two actors at a time trade the events that only one of them has ("curveball"); 5 trades per
    actor by default.

    References
    ----------
    Strona et al. (2014), A fast and unbiased procedure to randomize ecological binary matrices
    with fixed row and column totals, Nature Communications 5.
    """
    rows = [set(B.indices[B.indptr[i] : B.indptr[i + 1]].tolist()) for i in range(B.shape[0])]
    active = np.array([place for place, events in enumerate(rows) if events])
    if len(active) < 2:
        return B
    number = 5 * len(active) if trades is None else trades
    first = rng.integers(len(active), size=number)
    second = (first + rng.integers(1, len(active), size=number)) % len(active)
    for one, other in zip(active[first].tolist(), active[second].tolist(), strict=True):
        a, b = rows[one], rows[other]
        only_a, only_b = a - b, b - a
        if not only_a or not only_b:
            continue
        pool = rng.permutation(sorted(only_a | only_b)).tolist()
        common = a & b
        rows[one] = common | set(pool[: len(only_a)])
        rows[other] = common | set(pool[len(only_a) :])
    columns = np.concatenate([np.array(sorted(events), dtype=int) for events in rows])
    pointer: Floats = np.concatenate([[0], np.cumsum([len(events) for events in rows])])
    return sparse.csr_array((np.ones(len(columns)), columns, pointer.astype(int)), shape=B.shape)
