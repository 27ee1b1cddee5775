import numpy as np
import pytest
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from wir.potential.recalibration import LogitScale, fit_scale


def cases(slope: float, shift: float, n: int = 40_000) -> tuple[np.ndarray, np.ndarray]:
    """Return forecasts, and outcomes whose log odds are a linear function of theirs."""
    rng = np.random.default_rng(0)
    x = rng.normal(-2, 1.2, n)
    return expit(x), (rng.random(n) < expit(shift + slope * x)).astype(float)


@pytest.mark.parametrize(("slope", "shift"), [(1.4, 0.3), (0.7, -0.5), (1.0, 0.0)])
def test_finds_the_planted_scale(slope: float, shift: float) -> None:
    p, y = cases(slope, shift)
    found = fit_scale(p, y)
    assert found.slope == pytest.approx(slope, abs=0.05)
    assert found.shift == pytest.approx(shift, abs=0.12)
    # the mean of a logit with a constant is the rate
    assert found.apply(p).mean() == pytest.approx(y.mean(), abs=1e-8)


def test_equals_scikit_learn() -> None:
    p, y = cases(1.3, -0.2, 2000)
    x = np.log(p / (1 - p))[:, None]
    other = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-12).fit(x, y)
    found = fit_scale(p, y)
    assert found.slope == pytest.approx(other.coef_[0, 0], abs=1e-6)
    assert found.shift == pytest.approx(other.intercept_[0], abs=1e-6)


def test_order_stays_and_the_ends_are_kept() -> None:
    p = np.linspace(0, 1, 11)
    q = LogitScale(1.5, -0.3).apply(p)
    assert (np.diff(q) > 0).all()
    assert ((q >= 0) & (q <= 1)).all()
    assert LogitScale().apply(p) is p


@pytest.mark.parametrize(
    ("p", "y"),
    [
        ([0.2, 0.2, 0.2], [0, 1, 0]),  # nothing tells cases apart
        ([0.1, 0.5, 0.9], [0, 0, 0]),  # one outcome only
        ([0.1, 0.2, 0.8, 0.9], [1, 1, 0, 0]),  # the order would be reversed
        ([0.1, 0.2, 0.3, 0.8, 0.9], [1, 0, 1, 1, 0]),  # likewise, with a finite answer
        ([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1]),  # told apart completely: no finite slope
    ],
)
def test_where_nothing_can_be_learnt_nothing_changes(p: list[float], y: list[float]) -> None:
    assert fit_scale(np.array(p), np.array(y)) == LogitScale()
