"""Parameters of notebook 6-1: its literals are valid, and what is not is named."""

from __future__ import annotations

import pytest

from wir import config
from wir.run.errors import RunError
from wir.run.parameters import LearningFromPeers, defaults_of, resolve

NAME = "6-1-learning-from-peers"
PATH = config.ROOT / "notebooks" / f"{NAME}.ipynb"


def test_the_literals_of_the_notebook_are_its_parameters():
    defaults = defaults_of(PATH)
    assert set(defaults) == set(LearningFromPeers.model_fields)
    assert resolve(NAME, PATH) == defaults
    assert defaults["asks"] <= defaults["cap"]
    assert all(field.description for field in LearningFromPeers.model_fields.values())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"cap": 0}, "cap = 0.*from 1 to 50"),
        ({"certain": 0.2}, r"certain = 0\.2"),
        ({"weak": 60.0}, r"weak = 60\.0"),
        ({"peers": 3}, "'peers' is not a parameter"),
    ],
)
def test_what_is_not_valid_is_named(change, message):
    with pytest.raises(RunError, match=message):
        resolve(NAME, PATH, change)
