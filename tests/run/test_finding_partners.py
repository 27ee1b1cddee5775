"""Parameters of notebook 3-2: its literals are valid, and what is not is named."""

from __future__ import annotations

import pytest

from wir import config
from wir.run.errors import RunError
from wir.run.parameters import FindingPartners, defaults_of, resolve

NAME = "3-2-finding-partners"
PATH = config.ROOT / "notebooks" / f"{NAME}.ipynb"


def test_the_literals_of_the_notebook_are_its_parameters():
    defaults = defaults_of(PATH)
    assert set(defaults) == set(FindingPartners.model_fields)
    assert resolve(NAME, PATH) == defaults
    assert defaults["learn"] < defaults["cut"] < defaults["last"]
    assert defaults["own"] == "example"
    assert all(field.description for field in FindingPartners.model_fields.values())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"diversity": 1.5}, r"diversity = 1\.5.*from 0 to 1"),
        ({"count": 0}, "count = 0.*from 1 to 50"),
        ({"focus": "Not A Key"}, "focus = 'Not A Key'"),
        ({"cutoff": 2017}, "'cutoff' is not a parameter"),
    ],
)
def test_what_is_not_valid_is_named(change, message):
    with pytest.raises(RunError, match=message):
        resolve(NAME, PATH, change)
