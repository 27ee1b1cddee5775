"""Reference numbers for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from wir.partners.pair_features import PairSpace, pair_space


@dataclass(frozen=True)
class Country:
    organisations: pd.DataFrame
    ties: pd.DataFrame
    districts: pd.DataFrame
    similarity: pd.DataFrame
    participations: pd.DataFrame

    def at(self, year: int, ties: pd.DataFrame | None = None) -> PairSpace:
        return pair_space(
            self.organisations,
            self.ties if ties is None else ties,
            self.districts,
            self.similarity,
            year,
            self.participations,
        )


def country(near: float = 1.6, mixed: float = 2.0, seed: int = 1, size: int = 260) -> Country:
    """Ties are more likely when near (per log km) and between a university and a firm.

    Popularity has no effect of its own, so that whoever goes by it must lose.
    """
    rng = np.random.default_rng(seed)
    places = 16
    districts = pd.DataFrame(
        {
            "ags": [f"{1 + one // 4:02d}{one:03d}" for one in range(places)],
            "land": [f"{1 + one // 4:02d}" for one in range(places)],
            "east": [one < 4 for one in range(places)],
            "lon": 6 + 8 * rng.random(places),
            "lat": 48 + 6 * rng.random(places),
            "name": [f"Place {one}" for one in range(places)],
        }
    )
    loads = rng.normal(size=(places, 3))
    unit = loads / np.linalg.norm(loads, axis=1, keepdims=True)
    similarity = pd.DataFrame(unit @ unit.T, districts["ags"], districts["ags"])
    organisations = pd.DataFrame(
        {
            "organisation_id": [f"{one:04d}" for one in range(size)],
            "name": [f"Organisation {one}" for one in range(size)],
            "ags": rng.choice(districts["ags"], size),
            "activity_type": rng.choice(["HES", "PRC", "REC"], size, p=[0.3, 0.5, 0.2]),
            "city": None,
        }
    )
    plain = pair_space(
        organisations,
        pd.DataFrame(columns=["organisation_a", "organisation_b", "year", "projects"]),
        districts,
        similarity,
        0,
    )
    first, second = np.triu_indices(size, 1)
    km = np.log1p(plain.km[first, second])
    both = plain.variables["kinds_0_2"][first, second]
    # some come into the network only in a later year: newcomers
    entry = np.where(np.arange(size) < 0.6 * size, 2014, 2016 + np.arange(size) % 6)
    begins = np.maximum(entry[first], entry[second])
    rows = []
    for year in range(2014, 2022):
        level = -1.0 - near * km + mixed * both + np.where(year < begins, -20.0, 0.4)
        came = rng.random(len(first)) < 1 / (1 + np.exp(-level))
        rows += [
            (f"{a:04d}", f"{b:04d}", year, 1)
            for a, b in zip(first[came], second[came], strict=True)
        ]
    ties = pd.DataFrame(rows, columns=["organisation_a", "organisation_b", "year", "projects"])
    ties = ties.drop_duplicates()
    participations = pd.concat(
        [
            ties.reset_index()[["index", end, "year"]].set_axis(
                ["project", "organisation_id", "year"], axis=1
            )
            for end in ("organisation_a", "organisation_b")
        ]
    )
    return Country(organisations, ties, districts, similarity, participations)


@pytest.fixture(scope="session")
def land() -> Country:
    """A country whose ties follow known rules; see `country`."""
    return country()


@pytest.fixture(scope="session")
def build_country() -> Callable[..., Country]:
    """The maker of such countries, for other rules."""
    return country
