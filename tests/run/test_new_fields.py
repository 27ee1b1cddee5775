"""Parameters of the notebook on new fields: its literals are valid, and what is not is named."""

from __future__ import annotations

import pytest

from wir import config
from wir.run.errors import RunError
from wir.run.parameters import NewFields, defaults_of, parse_overrides, resolve

NAME = "1-2-new-fields"
PATH = config.ROOT / "notebooks" / f"{NAME}.ipynb"


def test_the_literals_of_the_notebook_are_its_parameters():
    defaults = defaults_of(PATH)
    assert set(defaults) == set(NewFields.model_fields)
    assert resolve(NAME, PATH) == defaults
    assert defaults["activity_table"] == defaults["coder_file"] == ""
    assert defaults["regions"] == []
    # two horizons of years, so that a forecast can be tested
    assert defaults["last_year"] - defaults["first_year"] >= 2 * defaults["horizon"]


def test_each_parameter_is_described():
    assert all(field.description for field in NewFields.model_fields.values())


def test_a_table_and_regions_from_the_command_line():
    text = "activity_table=data/own.csv first_year=2010 horizon=3 regions=\"['Sachsen', '05315']\""
    found = resolve(NAME, PATH, parse_overrides(text))
    assert found["activity_table"] == "data/own.csv"
    assert (found["first_year"], found["horizon"]) == (2010, 3)
    assert found["regions"] == ["Sachsen", "05315"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"horizon": 0}, "horizon = 0.*from 1 to 20"),
        ({"horizon": 2.5}, r"horizon = 2\.5.*whole number"),
        ({"first_year": 13}, "first_year = 13.*1900"),
        ({"threshold": 0.0}, r"threshold = 0\.0"),
        ({"threshold": 11.0}, r"threshold = 11\.0"),
        ({"regions": "Sachsen"}, "regions = 'Sachsen'"),
        ({"null_draws": 1}, "null_draws = 1.*from 2"),
        ({"draws": 10}, "draws = 10.*from 100"),
        ({"permutations": 10}, "permutations = 10.*from 99"),
        ({"seed": -1}, "seed = -1"),
        ({"horizons": 5}, "'horizons' is not a parameter.*Did you mean 'horizon'"),
    ],
)
def test_what_is_not_valid_is_named(change, message):
    with pytest.raises(RunError, match=f"(?s){message}"):
        resolve(NAME, PATH, change)
