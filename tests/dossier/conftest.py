"""Facts for the tests: real districts, and results that are made up for the test."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from wir.dossier.country import district_names, load_country
from wir.dossier.facts import gather
from wir.dossier.region import own_region
from wir.dossier.speech import Speech

DISTRICTS = ("14625", "14626")
CODES = ["111", "244", "262", "431", "434", "713", "813", "821"]


@pytest.fixture(scope="session")
def country():
    """Tables and indices of all districts."""
    return load_country()


@pytest.fixture(scope="session")
def say(country):
    """Speech in either language: ``say("de")``."""

    def make(language):
        titles = country.alliances.set_index("alliance_id")["name"]
        return Speech(language, district_names(country.districts, language), titles)

    return make


def made_up_results(key="test"):
    """Results with every table, made up, for one region."""
    count = len(CODES)
    steps = np.linspace(0, 1, count)
    portfolio = pd.DataFrame(
        {
            "region": key,
            "field": CODES,
            "growth": 3 - 4 * steps,
            "lower": 2.5 - 4 * steps,
            "upper": 3.5 - 4 * steps,
            "crowding": 20 + 60 * steps,
            "quadrant": ["open"] * 3 + ["contested"] * 2 + ["quiet", "crowded", "crowded"],
            "clear": [True, False] * 4,
            "density": 60 - 20 * steps,
            "region_employees": [1200.0, 340, 90, 500, 800, 150, 2000, 1000],
            "region_growth": 1 - 2 * steps,
            "region_lower": 0.5 - 2 * steps,
            "region_upper": 1.5 - 2 * steps,
            "lq": 3 - 2.5 * steps,
            "verdict": ["scarce", "not scarce", "depends", "scarce"] * 2,
            "cut": 1.2,
            "year": 2025,
            "growth_years": 10,
        }
    )
    outlook = pd.DataFrame(
        {
            "region": key,
            "activity": CODES[3:],
            "probability": [0.55, 0.4, 0.3, 0.02, 0.001],
            "lower": [0.51, 0.2, 0.1, 0.01, np.nan],
            "upper": [0.6, 0.6, 0.5, 0.04, np.nan],
            "lq": 0.8,
            "density": [50.0, 45, 40, 35, 30],
            "pci": [1.0, 0.5, -0.5, 0.2, -1],
            "short_of": [0.4, 1.2, 40.0, 120.0, 10.0],
            "returning": [True, False, False, False, True],
            "growth": 1.5,
            "year": 2025,
            "horizon": 5,
        }
    )
    suggestions = outlook.assign(has=[["111", "244"]] * 5, stepped=[["14521"], [], [], [], []])
    suggested = pd.DataFrame(
        {
            "alliance": key,
            "for_whom": "organisations",
            "reach": ["regional", "supra-regional"],
            "rank": 1,
            "focal_name": "Erfundenes Institut",
            "name": ["Erfundene *Firma* [A]", "Erfundene Hochschule"],
            "kind": ["firm", "university"],
            "ags": ["14625", "14612"],
            "probability": [0.04, 0.002],
            "partners": [0, 12],
            "famous": [False, True],
            "common_partners": [0, 1],
            "km": [0.0, 80.4],
        }
    )
    ranks = pd.DataFrame(
        {
            "outcome": ["employees", "gdp"],
            "region": key,
            "first_year": 2019,
            "years_after": [7, 3],
            "gap": [-2.0, 0.5],
            "before": [0.2, 0.3],
            "p_value": [0.02, 0.5],
            "placebos": 99,
        }
    )
    years = np.arange(2012, 2026)
    series = pd.concat(
        pd.DataFrame(
            {
                "outcome": outcome,
                "region": key,
                "year": years,
                "own": 1000 + (years - 2012) * 0.5,
                "twin": 1000 + (years - 2012) * 0.6,
                "first_year": 2019,
            }
        )
        for outcome in ("employees", "gdp")
    )
    return {
        "portfolio": portfolio,
        "outlook": outlook,
        "suggestions": suggestions,
        "profile": pd.DataFrame({"region": key, "activity": CODES, "lq": portfolio["lq"]}),
        "rivals": pd.DataFrame(
            {"region": key, "field": CODES[:2], "place": 1, "ags": "14521", "lq": 2.5, "km": 99.6}
        ),
        "customers": pd.DataFrame(
            {
                "region": key,
                "kind": ["sector"] * 3,
                "item": ["Agriculture, forestry, fishing", "Industry and construction", "Services"],
                "persons": [1000.0, 9000, 20000],
                "share": [3.3, 30.0, 66.7],
                "germany": [1.2, 23.8, 75.0],
                "year": 2021,
            }
        ),
        "partners": suggested,
        "organisations": pd.DataFrame(
            {
                "name": ["Erfundenes Institut", "Erfundene GmbH"],
                "ags": ["14625", "14626"],
                "activity_type": ["REC", "PRC"],
                "partners": [7, 0],
            }
        ),
        "twin-ranks": ranks,
        "twin-series": series,
    }


@pytest.fixture(scope="session")
def full(country):
    """Facts with every table."""
    region = own_region("test", "Testbündnis (erfunden)", DISTRICTS, start=2019, fields=CODES[:4])
    decisions = pd.DataFrame(
        {"topic": ["Profil"], "decision": ["Erfundener Beschluss"], "due": [np.nan]}
    )
    return gather(region, country, made_up_results(), quick=True, decisions=decisions)


@pytest.fixture(scope="session")
def bare(country):
    """Facts of an alliance of which only a district is known, and no result is there."""
    return gather(own_region("test", "", ["14626"]), country, {}, quick=True)
