"""Who bridges: structural holes, and the five roles of a broker between groups."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from wir.partners.graphs import (
    Floats,
    Network,
    NetworkLike,
    as_network,
    groups_of,
    product_where,
)

ROLES = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")


def constraint(network: NetworkLike, weighted: bool = True) -> pd.Series:
    """Return Burt's constraint: how far the contacts of a node are tied to each other.

    c_i = Σ_j (p_ij + Σ_q p_iq p_qj)², j over the contacts of i, q over all others, and p_ij the
    share of i's ties (or weights) that j has. Low: many contacts that do not know each other.

    Parameters
    ----------
    network
        Undirected, see `wir.partners.graphs.as_network`. A directed one enters with the sum of both
        directions.
    weighted
        Whether weights count; otherwise any tie is 1.

    Returns
    -------
    Series
        Per node; missing for isolates.

    References
    ----------
    Burt (1992), Structural holes, Harvard University Press, equation 2.4.
    """
    found = as_network(network, directed=True)
    P = _proportions(found, weighted)
    total = (P + product_where(P, P, P)).power(2).sum(axis=1)
    total[np.diff(P.indptr) == 0] = np.nan
    return pd.Series(total, index=found.labels, name="constraint")


def effective_size(network: NetworkLike, weighted: bool = True) -> pd.Series:
    """Return Burt's effective size: contacts less those that others of them make redundant.

    Σ_j (1 − Σ_q p_iq m_jq), j over the contacts of i, q over the others, m_jq the tie of j and q
    over j's strongest one. Without weights it is n − 2t/n, t ties among n contacts. (networkx
    3.6's weighted number without a list of nodes is another one.)

    Parameters
    ----------
    network, weighted
        As for `constraint`.

    Returns
    -------
    Series
        Per node, at most its degree; missing for isolates.

    References
    ----------
    Burt (1992), Structural holes, equation 2.2. Borgatti (1997), Structural holes: unpacking Burt's
    redundancy measures, Connections 20.
    """
    found = as_network(network, directed=True)
    Z = _symmetric(found, weighted)
    P = _proportions(found, weighted)
    strongest = Z.max(axis=1).toarray().ravel()
    M = sparse.diags_array(_inverse(strongest)) @ Z
    ties = (Z > 0).astype(float).tocsr()
    redundant = product_where(P, M.T.tocsr(), ties).sum(axis=1)
    size = ties.sum(axis=1) - redundant
    size[np.diff(ties.indptr) == 0] = np.nan
    return pd.Series(size, index=found.labels, name="effective_size")


def brokerage_roles(network: NetworkLike, groups: pd.Series) -> pd.DataFrame:
    """Return how often each node is a broker, in the five roles of Gould and Fernández.

    b brokers for the ordered pair (a, c) if a → b → c and not a → c; an undirected tie has both
    directions, so that each open triple counts twice. With the groups of a, b and c:

    ============== ============ =============================================================
    coordinator    a = b = c    all in one group
    itinerant      a = c ≠ b    from outside, between two of one group (consultant)
    gatekeeper     a ≠ b = c    lets others into its own group
    representative a = b ≠ c    speaks to others for its own group
    liaison        all differ   between two groups, of a third one
    ============== ============ =============================================================

    Without directions, gatekeeper and representative have the same number.

    Parameters
    ----------
    network
        Square DataFrame, array or networkx graph, undirected or directed (rows to columns); any
        weight above zero is a tie.
    groups
        Node → group, or a list in the order of the nodes.

    Returns
    -------
    DataFrame
        Per node the five raw counts and ``total``, then ``expected_…`` for each of the five: the
        mean over all ways of giving the groups to the nodes, which is exact and needs no draws
        (each open triple of the node has the pattern with the probability that three nodes drawn
        without replacement have it). `brokerage_test` gives p-values.

    Raises
    ------
    TypeError, ValueError
        As `wir.partners.graphs.as_network`; a node without a group.

    References
    ----------
    Gould and Fernandez (1989), Structures of mediation, Sociological Methodology 19.
    """
    found = as_network(network, directed=True)
    codes = groups_of(groups, found.labels)
    table = pd.DataFrame(_counts(_ties(found), codes), index=found.labels, columns=list(ROLES))
    table["total"] = table.sum(axis=1)
    for role, chance in role_probabilities(codes).items():
        table[f"expected_{role}"] = table["total"] * chance
    return table


def role_probabilities(codes: Sequence[int] | npt.NDArray[np.intp]) -> dict[str, float]:
    """Return the probability of each role for three nodes drawn without replacement."""
    sizes = np.unique(np.asarray(codes), return_counts=True)[1].astype(float)
    n = sizes.sum()
    if n < 3:
        return dict.fromkeys(ROLES, float("nan"))
    every = n * (n - 1) * (n - 2)
    same = float((sizes * (sizes - 1) * (sizes - 2)).sum() / every)
    pair = float((sizes * (sizes - 1) * (n - sizes)).sum() / every)
    return {
        "coordinator": same,
        "itinerant": pair,
        "gatekeeper": pair,
        "representative": pair,
        "liaison": 1 - same - 3 * pair,
    }


def brokerage_test(
    network: NetworkLike,
    groups: pd.Series,
    draws: int = 999,
    *,
    among: pd.Index | None = None,
    seed: int = 0,
    permutations: npt.NDArray[np.intp] | None = None,
) -> pd.DataFrame:
    """Compare the sums of the five roles with those under permutation of the groups.

    Parameters
    ----------
    network, groups
        As for `brokerage_roles`.
    draws
        Permutations of the groups over the nodes.
    among
        Nodes whose roles are added up; all by default.
    seed
        Seed of the permutations.
    permutations
        Draws × nodes: positions; node i gets the group of node ``permutations[d, i]``. Replaces
        `draws` and `seed`.

    Returns
    -------
    DataFrame
        Per role ``observed``, ``expected`` (mean of the draws), ``lower`` and ``upper`` (middle
        95 %), ``ratio``, and ``p_value``: two-sided, (1 + count)/(draws + 1), twice the smaller
        tail, at most 1.
    """
    found = as_network(network, directed=True)
    codes = groups_of(groups, found.labels)
    A = _ties(found)
    chosen = np.ones(len(found), dtype=bool)
    if among is not None:
        chosen = found.labels.isin(among)
    if permutations is None:
        permutations = random_permutations(len(found), draws, seed)
    observed = _counts(A, codes)[chosen].sum(axis=0)
    drawn = np.array([_counts(A, codes[p])[chosen].sum(axis=0) for p in permutations])
    tails = np.minimum((drawn >= observed).sum(axis=0), (drawn <= observed).sum(axis=0))
    expected = drawn.mean(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = observed / expected
    return pd.DataFrame(
        {
            "observed": observed,
            "expected": expected,
            "lower": np.quantile(drawn, 0.025, axis=0),
            "upper": np.quantile(drawn, 0.975, axis=0),
            "ratio": ratio,
            "p_value": np.minimum(1.0, 2 * (1 + tails) / (len(drawn) + 1)),
        },
        index=pd.Index(ROLES, name="role"),
    )


def random_permutations(n: int, draws: int, seed: int) -> npt.NDArray[np.intp]:
    """Return draws × n random orders of the positions 0 … n − 1."""
    if draws < 1:
        raise ValueError(f"draws is {draws}. Expected 1 or more, 999 for p-values to 0.001.")
    rng = np.random.default_rng(seed)
    return np.array([rng.permutation(n) for _ in range(draws)])


def _counts(A: sparse.csr_array, codes: npt.NDArray[np.intp]) -> Floats:
    """Return nodes × roles: paths a → b → c less those that are closed or lead back."""
    ties = A.tocoo()
    same = (codes[ties.row] == codes[ties.col]).astype(float)
    S = sparse.coo_array((same, (ties.row, ties.col)), shape=A.shape).tocsr()
    S.eliminate_zeros()
    D = (A - S).tocsr()
    D.eliminate_zeros()
    # All paths by the groups of their ends: number of a in each group, times number of c.
    n, number = len(codes), int(codes.max()) + 1 if len(codes) else 0
    member = sparse.coo_array((np.ones(n), (np.arange(n), codes)), shape=(n, number)).tocsr()
    into, out = (A.T @ member).tocsr(), (A @ member).tocsr()
    in_own, out_own = S.sum(axis=0), S.sum(axis=1)
    in_other, out_other = D.sum(axis=0), D.sum(axis=1)
    alike = into.multiply(out).sum(axis=1)  # a and c of one group, b's own included
    own = in_own * out_own
    back_same = S.multiply(S.T).sum(axis=0)  # a = c
    back_other = D.multiply(D.T).sum(axis=0)
    closed = {
        "coordinator": _closed(S, S, S),
        "itinerant": _closed(D, D, S),
        "gatekeeper": _closed(D, S, D),
        "representative": _closed(S, D, D),
        "liaison": _closed(D, D, D),
    }
    paths = {
        "coordinator": own - back_same,
        "itinerant": alike - own - back_other,
        "gatekeeper": in_other * out_own,
        "representative": in_own * out_other,
        "liaison": in_other * out_other - (alike - own),
    }
    return np.column_stack([paths[role] - closed[role] for role in ROLES])


def _closed(first: sparse.csr_array, second: sparse.csr_array, third: sparse.csr_array) -> Floats:
    """Return per b the pairs with first[a, b], second[b, c] and third[a, c]."""
    paths = product_where(third.tocsr(), second.T.tocsr(), first)
    return np.asarray(first.multiply(paths).sum(axis=0)).ravel()


def _ties(network: Network) -> sparse.csr_array:
    ties = (network.matrix > 0).astype(float).tocsr()
    ties.eliminate_zeros()
    return ties


def _symmetric(network: Network, weighted: bool) -> sparse.csr_array:
    matrix = network.matrix if weighted else _ties(network)
    both = (matrix + matrix.T).tocsr()
    if not weighted:
        both = (both > 0).astype(float).tocsr()
    both.eliminate_zeros()
    return both


def _proportions(network: Network, weighted: bool) -> sparse.csr_array:
    both = _symmetric(network, weighted)
    return (sparse.diags_array(_inverse(both.sum(axis=1))) @ both).tocsr()


def _inverse(values: Floats) -> Floats:
    return np.divide(1.0, values, out=np.zeros(len(values)), where=values > 0)
