import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.special import expit
from statsmodels.stats.sandwich_covariance import cov_cluster_2groups

from wir.potential.two_way_logit import group_numbers, two_way_logit

BETA = np.array([0.5, -1.0, 0.0])


def sample(seed: int, G: int = 24, H: int = 15, periods: int = 1, drop: float = 0.1) -> Any:
    """Return y, X and groups; with several periods, each pair comes several times."""
    rng = np.random.default_rng(seed)
    g = np.tile(np.repeat(np.arange(G), H), periods)
    h = np.tile(np.arange(H), G * periods)
    kept = rng.random(len(g)) >= drop
    g, h = g[kept], h[kept]
    X = rng.normal(size=(len(g), 3)) * [1.0, 20.0, 0.01]
    pair_effect = rng.normal(0, 0.5, (G, H)) if periods > 1 else np.zeros((G, H))
    eta = X / [1.0, 20.0, 0.01] @ BETA + rng.normal(0, 0.5, G)[g] + rng.normal(0, 0.5, H)[h]
    y = (rng.random(len(g)) < expit(eta + pair_effect[g, h] - 0.3)).astype(float)
    return y, X, g, h


def with_dummies(y: Any, X: Any, g: Any, h: Any) -> Any:
    dummies = [pd.get_dummies(g).to_numpy(), pd.get_dummies(h).to_numpy()[:, 1:]]
    return sm.Logit(y, np.column_stack([X, *dummies]).astype(float)).fit(disp=0, maxiter=200)


@pytest.mark.parametrize("periods", [1, 3])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_equals_a_logit_with_dummies_and_errors_clustered_twice(seed: int, periods: int) -> None:
    y, X, g, h = sample(seed, G=30, H=24, periods=periods)
    fit = two_way_logit(y, X, g, h)
    u = fit.used
    model = with_dummies(y[u], X[u], g[u], h[u])
    np.testing.assert_allclose(fit.beta, model.params[:3], rtol=1e-6)
    assert fit.log_likelihood == pytest.approx(model.llf, abs=1e-6)
    np.testing.assert_allclose(fit.linear, model.fittedvalues, atol=1e-5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its square root of negative variances of effects
        wanted = cov_cluster_2groups(model, g[u], h[u], use_correction=False)[0][:3, :3]
    assert np.linalg.eigvalsh(wanted).min() > 0, "nothing to repair in this sample"
    np.testing.assert_allclose(fit.covariance, wanted, rtol=1e-6, atol=1e-6 * wanted.max())


def test_no_variance_is_negative_or_close_to_nothing() -> None:
    # few groups, errors that cancel: both parts less that of the pairs can be indefinite
    repaired = 0
    for seed in range(20):
        y, X, g, h = sample(seed, G=4, H=4, drop=0.0, periods=4)
        fit = two_way_logit(y, X, g, h)
        u = fit.used
        model = with_dummies(y[u], X[u], g[u], h[u])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            full, first, second = (
                part[:3, :3]
                for part in cov_cluster_2groups(model, g[u], h[u], use_correction=False)
            )
        wanted = full
        if np.linalg.eigvalsh(full).min() < 0:
            wanted = first + second
            repaired += 1
        np.testing.assert_allclose(fit.covariance, wanted, rtol=1e-5, atol=1e-9 * wanted.max())
        assert np.linalg.eigvalsh(fit.covariance).min() > 0
    assert 0 < repaired < 20


def test_groups_without_both_outcomes_are_left_out_again_and_again() -> None:
    y, X, g, h = sample(4, drop=0.0)
    y = y.copy()
    y[g == 3] = 0
    y[h == 5] = 1
    # region 7 has one entry only, and that in activity 5: it falls with the activity
    y[(g == 7) & (h != 5)] = 0
    fit = two_way_logit(y, X, g, h)
    np.testing.assert_array_equal(fit.used, (g != 3) & (g != 7) & (h != 5))
    u = fit.used
    alone = two_way_logit(y[u], X[u], g[u], h[u])
    np.testing.assert_allclose(fit.beta, alone.beta, rtol=1e-9)
    np.testing.assert_allclose(fit.covariance, alone.covariance, rtol=1e-7)


def test_parts_with_no_group_in_common_are_estimated_together() -> None:
    y, X, g, h = sample(5, G=12, H=10)
    other = sample(6, G=12, H=10)
    y, X = np.concatenate([y, other[0]]), np.vstack([X, other[1]])
    g, h = np.concatenate([g, other[2] + 12]), np.concatenate([h, other[3] + 10])
    fit = two_way_logit(y, X, g, h)
    u = fit.used
    # one constant more: the dummies of the second part may drop one as well
    D = np.column_stack([X, pd.get_dummies(g), pd.get_dummies(h).drop(columns=[0, 10])])
    model = sm.Logit(y[u], D[u].astype(float)).fit(disp=0, maxiter=200)
    np.testing.assert_allclose(fit.beta, model.params[:3], rtol=1e-6)


def test_order_of_groups_and_scale_of_covariates_do_not_matter() -> None:
    y, X, g, h = sample(7)
    fit = two_way_logit(y, X, g, h)
    swapped = two_way_logit(y, X * [1000, 1, 1] + 5, h, g)
    np.testing.assert_allclose(swapped.beta * [1000, 1, 1], fit.beta, rtol=1e-7)
    errors = np.sqrt(np.diag(fit.covariance))
    np.testing.assert_allclose(
        np.sqrt(np.diag(swapped.covariance)) * [1000, 1, 1], errors, rtol=1e-6
    )


def test_what_cannot_be_estimated_is_refused() -> None:
    y, X, g, h = sample(8)
    with pytest.raises(ValueError, match="No group has both outcomes"):
        two_way_logit(np.zeros_like(y), X, g, h)
    with pytest.raises(ValueError, match="constant within the rows that can be used"):
        two_way_logit(y, np.column_stack([X, np.ones(len(y))]), g, h)
    of_regions = np.random.default_rng(0).normal(size=24)[g]
    with pytest.raises(ValueError, match="Covariate 4 of 4 is determined by the groups"):
        two_way_logit(y, np.column_stack([X, of_regions + (h % 3)]), g, h)
    with pytest.raises(ValueError, match=r"Covariate 1 of 4 is determined .*other covariates"):
        two_way_logit(y, np.column_stack([X, X[:, 0] - 2 * X[:, 1] + of_regions]), g, h)
    with pytest.raises(ValueError, match="not converge"):
        two_way_logit(y, np.column_stack([X, y]), g, h)
    with pytest.raises(ValueError, match="not converged in 1 steps"):
        two_way_logit(y, X, g, h, steps=1)


def test_numbers_of_groups() -> None:
    np.testing.assert_array_equal(group_numbers(pd.Index(["b", "a", "b"])), [0, 1, 0])
