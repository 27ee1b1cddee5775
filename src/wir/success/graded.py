"""Graded answers to the items of a construct, and what they amount to in the population.

A respondent's answer rises by one with each threshold that a normal variable passes: the latent
construct times the item's loading, plus noise, variance one in all (Samejima's graded response in
its normal form). The construct itself is part the alliance's, part the respondent's own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from wir.potential.checks import Floats
from wir.success.scales.latent import bivariate_normal

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(81)
WEIGHTS = WEIGHTS / WEIGHTS.sum()


@dataclass(frozen=True)
class GradedScale:
    """Items of one construct, keyed in the same direction.

    Attributes
    ----------
    loadings
        Correlation of each item's normal variable with the construct.
    thresholds
        Items × (categories − 1), increasing; answers are 1 … categories.
    shared
        Share of the construct's variance that lies between alliances.
    """

    loadings: Floats
    thresholds: Floats
    shared: float

    def answers(self, construct: Floats, noise: Floats) -> Floats:
        """Return answers of people with this construct, people × items.

        Parameters
        ----------
        construct
            One value per person, standard normal in the population.
        noise
            People × items, standard normal.
        """
        latent = construct[:, None] * self.loadings + noise * np.sqrt(1 - self.loadings**2)
        return 1 + (latent[:, :, None] > self.thresholds).sum(axis=2).astype(float)

    def true_score(self, alliance: Floats, change: float = 0.0) -> Floats:
        """Return the mean score of infinitely many respondents of alliances.

        Parameters
        ----------
        alliance
            The alliances' part of the construct, standard normal in the population.
        change
            Added to the construct, in its standard deviations.
        """
        own = np.sqrt(1 - self.loadings**2 * self.shared)
        centre = self.loadings * (np.sqrt(self.shared) * np.asarray(alliance)[..., None] + change)
        passed = ndtr((centre[..., None] - self.thresholds) / own[:, None])
        return 1 + passed.sum(axis=-1).mean(axis=-1)

    def alliance_with(self, score: Floats) -> Floats:
        """Return the alliances' part of the construct that has these true scores."""
        grid = np.linspace(-12, 12, 4801)
        return np.interp(score, self.true_score(grid), grid)

    def mean(self, change: float = 0.0) -> float:
        """Return the mean of the true scores."""
        return float(WEIGHTS @ self.true_score(NODES, change))

    def between(self) -> float:
        """Return the variance of the true scores between alliances."""
        scores = self.true_score(NODES)
        return float(WEIGHTS @ (scores - WEIGHTS @ scores) ** 2)

    def covariance(self) -> Floats:
        """Return the covariances of the items in the population of respondents."""
        k = len(self.loadings)
        result = np.empty((k, k))
        for i in range(k):
            for j in range(k):
                first, second = self.thresholds[i][:, None], self.thresholds[j][None, :]
                if i == j:
                    both = ndtr(-np.maximum(first, second))
                else:
                    both = bivariate_normal(-first, -second, self.loadings[i] * self.loadings[j])
                result[i, j] = (both - ndtr(-first) * ndtr(-second)).sum()
        return result

    def alpha(self) -> float:
        """Return Cronbach's α in the population."""
        C = self.covariance()
        k = len(C)
        return float(k / (k - 1) * (1 - np.trace(C) / C.sum()))

    def icc(self) -> float:
        """Return ICC(1) of the score: the share of its variance between alliances."""
        return self.between() / float(self.covariance().mean())
