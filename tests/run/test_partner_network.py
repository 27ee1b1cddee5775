"""Parameters of the notebook on the network of partners."""

from __future__ import annotations

import pytest

from wir import config
from wir.run.errors import RunError
from wir.run.parameters import PartnerNetwork, defaults_of, resolve

NAME = "3-1-partner-network"
PATH = config.ROOT / "notebooks" / f"{NAME}.ipynb"


def test_the_literals_of_the_notebook_are_its_parameters():
    defaults = defaults_of(PATH)
    assert set(defaults) == set(PartnerNetwork.model_fields)
    assert resolve(NAME, PATH) == defaults
    assert defaults["first_year"] < defaults["split_year"] <= defaults["last_year"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"first_year": 2010}, "first_year = 2010.*from 2014"),
        ({"largest_project": -1}, "largest_project = -1"),
        ({"drawn": 5000}, "drawn = 5000"),
        ({"draw": 100}, "'draw' is not a parameter.*Did you mean 'draw"),
    ],
)
def test_what_is_not_valid_is_named(change, message):
    with pytest.raises(RunError, match=f"(?s){message}"):
        resolve(NAME, PATH, change)
