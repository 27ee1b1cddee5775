"""Networks of organisations: betweenness against networkx, and how large a network may be.

2,000 organisations × 10,000 projects end to end, and the size of CORDIS (40,000 organisations,
35,000 projects), made by chance: most organisations take part once, a few hundreds of times, and
projects have one to forty partners. Each size runs in a process of its own for its peak memory. At
the size of CORDIS, measures that take every path between all pairs (betweenness) are left out.
"""

import json
import resource
import subprocess
import sys
import time

import networkx as nx
import numpy as np
import pandas as pd
from measure import calls_in_turn, one_thread, write

from wir.partners import centrality, project_sparse, summary
from wir.partners.backbone import disparity_edges, sdsm_edges
from wir.partners.brokerage import brokerage_roles, constraint, effective_size
from wir.partners.graphs import as_igraph
from wir.partners.structure import communities, core_periphery

SIZES = {"end to end": (2_000, 10_000), "CORDIS": (40_000, 35_000)}


def participations(organisations: int, projects: int, seed: int = 1) -> pd.DataFrame:
    """Return who takes part in what; degrees of both sides as in CORDIS."""
    rng = np.random.default_rng(seed)
    sizes = np.minimum(1 + rng.negative_binomial(0.7, 0.17, projects), 40)
    # Activity falls with rank, so that about half of the organisations take part once.
    activity = 1 / (np.arange(organisations) + 8.0) ** 0.95
    actor = rng.choice(organisations, sizes.sum(), p=activity / activity.sum())
    event = np.repeat(np.arange(projects), sizes)
    once = rng.integers(0, projects, organisations)  # everybody at least once
    every = pd.DataFrame(
        {"who": np.r_[actor, np.arange(organisations)], "what": np.r_[event, once]}
    )
    return every.drop_duplicates().astype(str)


def steps(table: pd.DataFrame, full: bool) -> dict[str, float]:
    """Run everything that a page on a network shows; return the seconds of each step."""
    seconds: dict[str, float] = {}
    busy = time.process_time()

    def step(name, call):
        start = time.perf_counter()
        result = call()
        seconds[name] = round(time.perf_counter() - start, 2)
        print(name, seconds[name], file=sys.stderr, flush=True)
        return result

    network = step("project", lambda: project_sparse(table, "who", "what"))
    groups = pd.Series(np.arange(len(network)) % 16, index=network.labels)
    step("core", lambda: core_periphery(network))
    step("disparity", lambda: disparity_edges(network))
    step("communities", lambda: communities(network, runs=1))
    step("constraint", lambda: constraint(network))
    if full:
        step("effective size", lambda: effective_size(network))
        step("roles", lambda: brokerage_roles(network, groups))
        step("centrality", lambda: centrality(network))
        step("summary", lambda: summary(network))
        step("SDSM", lambda: sdsm_edges(table, "who", "what"))
    seconds["all"] = round(sum(seconds.values()), 2)
    seconds["seconds of processor"] = round(time.process_time() - busy, 2)
    return {"ties": network.matrix.nnz // 2, **seconds}


def run_once(name: str) -> None:
    """Run one size and print the result; for a process of its own."""
    organisations, projects = SIZES[name]
    table = participations(organisations, projects)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    said = steps(table, full=name == "end to end")
    units = 2**30 if sys.platform == "darwin" else 2**20
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        json.dumps(
            {
                "organisations": organisations,
                "projects": projects,
                "participations": len(table),
                "once": round(float((table["who"].value_counts() == 1).mean()), 2),
                **said,
                "peak_gigabytes": round(peak / units, 2),
                "peak_gigabytes_before": round(before / units, 2),
            }
        )
    )


if __name__ == "__main__":
    one_thread()
    if len(sys.argv) > 1:
        run_once(sys.argv[1])
        sys.exit()
    result: dict[str, object] = {"linear_algebra_threads": 1}
    small = project_sparse(participations(700, 900), "who", "what")
    graph = nx.from_scipy_sparse_array(small.matrix)
    ours = as_igraph(small).betweenness(directed=False)
    theirs = nx.betweenness_centrality(graph, normalized=False)
    assert np.allclose(ours, [theirs[node] for node in range(len(small))])
    times = calls_in_turn(
        {
            "networkx": lambda: nx.betweenness_centrality(graph, normalized=False),
            "igraph": lambda: as_igraph(small).betweenness(directed=False),
        },
        3,
    )
    result["betweenness"] = {
        "nodes": len(small),
        "ties": small.matrix.nnz // 2,
        "median_seconds": {name: round(float(np.median(v)), 3) for name, v in times.items()},
        "ratio": round(float(np.median(times["networkx"]) / np.median(times["igraph"])), 1),
    }
    print(result["betweenness"])
    for name in SIZES:  # each in a process of its own
        output = subprocess.run(
            [sys.executable, __file__, name], check=True, capture_output=True, text=True
        ).stdout
        result[name] = json.loads(output.splitlines()[-1])
        print(name, result[name])
    write("networks", result)
