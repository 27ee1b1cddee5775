"""Made-up results on an alliance, so that kits can be made without any notebook."""

import importlib.util
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest

mpl.use("Agg")

SPEC = importlib.util.spec_from_file_location(
    "documents_conftest", Path(__file__).parents[1] / "documents" / "conftest.py"
)
documents = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(documents)
chromium = documents.chromium

FIELDS = ["242", "251", "431", "413", "262", "111", "732"]


def made_up(*keys):
    """Return results by name for some alliances; fields grow, shrink, are open, lack figures."""
    many = len(FIELDS)
    growth = [2.0, -1.0, 0.2, None, 3.0, -2.0, 0.0]
    parts = {name: [] for name in ("suggestions", "portfolio", "partners")}
    for key in keys:
        chance = pd.Series([0.5 - 0.05 * place for place in range(many)])
        parts["suggestions"].append(
            pd.DataFrame(
                {
                    "region": key,
                    "activity": FIELDS,
                    "probability": chance,
                    "lower": chance - 0.1,
                    "upper": chance + 0.1,
                    "place": range(1, many + 1),
                    "has": [["221", "222"]] * many,
                    "lacks": [["811"]] * many,
                }
            )
        )
        middle = pd.Series(growth, dtype=float)
        parts["portfolio"].append(
            pd.DataFrame(
                {
                    "region": key,
                    "field": FIELDS,
                    "growth": middle,
                    "lower": middle - 0.5,
                    "upper": middle + 0.5,
                    "crowding": [20.0, 50.0, 80.0, None, 10.0, 5.0, 60.0],
                    "crowding_lower": [10.0, 40.0, 70.0, None, 5.0, 1.0, 50.0],
                    "crowding_upper": [30.0, 60.0, 90.0, None, 15.0, 9.0, 70.0],
                    "lq": [3.0, 2.0, 1.5, 1.2, 1.1, 0.5, 0.4],
                    "region_employees": [500.0, 400.0, 300.0, 50.0, 200.0, 900.0, 800.0],
                    "verdict": ["scarce", "not scarce", "depends", None] * 1
                    + ["scarce", "scarce", "scarce"],
                    "year": 2025,
                    "growth_years": 10,
                }
            )
        )
        parts["partners"].append(
            pd.DataFrame(
                {
                    "alliance": key,
                    "rank": range(1, 5),
                    "reach": ["regional", "supra-regional"] * 2,
                    "name": [f"Einrichtung {one}" for one in "ABCD"],
                    "kind": ["firm", "university", "research institute", "public body or other"],
                    "km": [10.0, 200.0, 30.0, 400.0],
                    "partners": [3, 100, 5, 7],
                }
            )
        )
    results = {name: pd.concat(tables, ignore_index=True) for name, tables in parts.items()}
    results["outlook"] = pd.DataFrame({"region": list(keys), "year": 2025, "horizon": 5})
    return results


@pytest.fixture
def results():
    """Return a maker of made-up results."""
    return made_up


@pytest.fixture
def own_folders(tmp_path, monkeypatch):
    """Return an empty folder in the place of data/raw/own."""
    from wir import config

    monkeypatch.setattr(config, "OWN", tmp_path)
    return tmp_path
