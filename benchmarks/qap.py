"""QAP and MRQAP with double semi-partialling on 400 nodes, against plain loops.

The peers are what one would write with numpy and statsmodels: a correlation or a regression anew
for each draw. They get fewer draws, and their time is scaled up. Draws of both are checked to be
equal. (R's sna takes 19 s for the 1,000 draws of QAP on a machine of its own; it is not run here.)
"""

import time

import numpy as np
import pandas as pd
import statsmodels.api as sm
from measure import one_thread, write

from wir.partners.qap import mrqap, qap_correlation

NODES, DRAWS, PEER_DRAWS, RUNS = 400, 1000, 20, 5


def network(rng: np.random.Generator) -> pd.DataFrame:
    """Return a symmetric network of random weights."""
    upper = np.triu(rng.normal(size=(NODES, NODES)), 1)
    return pd.DataFrame(upper + upper.T)


def plain_qap(x: pd.DataFrame, y: pd.DataFrame, orders: np.ndarray) -> np.ndarray:
    """Correlate anew for each draw."""
    pairs = np.triu_indices(NODES, 1)
    a, b = x.to_numpy(), y.to_numpy()
    return np.array([np.corrcoef(a[pairs], b[np.ix_(p, p)][pairs])[0, 1] for p in orders])


def plain_mrqap(y: pd.DataFrame, predictors: dict, orders: np.ndarray) -> np.ndarray:
    """Regress anew for each draw and predictor."""
    pairs = np.triu_indices(NODES, 1)
    target = y.to_numpy()[pairs]
    columns = {name: table.to_numpy()[pairs] for name, table in predictors.items()}
    found = []
    for name in columns:
        rest = sm.add_constant(np.column_stack([columns[one] for one in columns if one != name]))
        residual = np.zeros((NODES, NODES))
        residual[pairs] = sm.OLS(columns[name], rest).fit().resid
        residual += residual.T
        found.append(
            [
                sm.OLS(target, np.column_stack([rest, residual[np.ix_(p, p)][pairs]]))
                .fit()
                .tvalues[-1]
                for p in orders
            ]
        )
    return np.array(found).T


def timed(call, *arguments, **options) -> tuple[float, object]:
    """Return seconds and result."""
    start = time.perf_counter()
    result = call(*arguments, **options)
    return time.perf_counter() - start, result


if __name__ == "__main__":
    one_thread()
    rng = np.random.default_rng(1)
    x, y = network(rng), network(rng)
    predictors = {"a": network(rng), "b": network(rng), "c": x}
    orders = np.array([rng.permutation(NODES) for _ in range(DRAWS)])
    some = orders[:PEER_DRAWS]
    assert np.allclose(qap_correlation(x, y, permutations=some).distribution, plain_qap(x, y, some))
    assert np.allclose(
        mrqap(y, predictors, permutations=some).t_draws, plain_mrqap(y, predictors, some)
    )
    times: dict[str, list[float]] = {"qap": [], "qap plain": [], "mrqap": [], "mrqap plain": []}
    for _ in range(RUNS):
        times["qap"].append(timed(qap_correlation, x, y, permutations=orders)[0])
        times["qap plain"].append(timed(plain_qap, x, y, some)[0] * DRAWS / PEER_DRAWS)
        times["mrqap"].append(timed(mrqap, y, predictors, permutations=orders)[0])
        times["mrqap plain"].append(timed(plain_mrqap, y, predictors, some)[0] * DRAWS / PEER_DRAWS)
    medians = {name: round(float(np.median(values)), 2) for name, values in times.items()}
    result = {
        "nodes": NODES,
        "draws": DRAWS,
        "predictors": len(predictors),
        "median_seconds": medians,
        "best_seconds": {name: round(min(values), 2) for name, values in times.items()},
        "ratio_qap": round(medians["qap plain"] / medians["qap"], 1),
        "ratio_mrqap": round(medians["mrqap plain"] / medians["mrqap"], 1),
        "peer_draws_scaled_up_from": PEER_DRAWS,
        "linear_algebra_threads": 1,
    }
    print(result)
    write("qap", result)
