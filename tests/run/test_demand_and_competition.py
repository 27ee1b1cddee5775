"""Parameters of the notebook on demand: its literals are valid, and what is not is named."""

from __future__ import annotations

import pytest

from wir import config
from wir.run.dependencies import code_of, results_used, tables_used
from wir.run.errors import RunError
from wir.run.parameters import DemandAndCompetition, defaults_of, parse_overrides, resolve

NAME = "2-1-demand-and-competition"
PATH = config.ROOT / "notebooks" / f"{NAME}.ipynb"


def test_the_literals_of_the_notebook_are_its_parameters():
    defaults = defaults_of(PATH)
    assert set(defaults) == set(DemandAndCompetition.model_fields)
    assert resolve(NAME, PATH) == defaults


def test_each_parameter_is_described():
    assert all(field.description for field in DemandAndCompetition.model_fields.values())


def test_choices_from_the_command_line():
    found = resolve(NAME, PATH, parse_overrides("half_distance=50.0 coding=first threshold=1.25"))
    assert (found["half_distance"], found["coding"], found["threshold"]) == (50.0, "first", 1.25)


def test_tables_and_dossiers():
    assert "occupation_district" in tables_used(code_of(PATH))
    dossier = PATH.with_name("alliance-dossier.ipynb")
    assert (NAME, "portfolio") in results_used(code_of(dossier))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"coding": "third"}, "coding = 'third'.*'first', 'second', 'union', 'intersection'"),
        ({"half_distance": 0.0}, r"half_distance = 0\.0"),
        ({"year": 2012}, "year = 2012.*from 2018 to 2025"),
        ({"growth_years": 13}, "growth_years = 13.*from 4 to 12"),
        ({"entry_years": 0}, "entry_years = 0.*from 1 to 12"),
        ({"threshold": 11.0}, r"threshold = 11\.0"),
        ({"focus": "Not a key"}, "focus = 'Not a key'"),
        ({"draws": 10}, "draws = 10.*from 100"),
        ({"half_distanz": 1.0}, "'half_distanz' is not a parameter.*Did you mean 'half_distance'"),
    ],
)
def test_what_is_not_valid_is_named(change, message):
    with pytest.raises(RunError, match=f"(?s){message}"):
        resolve(NAME, PATH, change)
