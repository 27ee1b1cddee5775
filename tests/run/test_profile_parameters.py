"""Parameters of the notebook on profiles: its literals are valid, and what is not is named."""

from __future__ import annotations

import pytest

from wir import config
from wir.run.errors import RunError
from wir.run.parameters import Profile, defaults_of, resolve

NAME = "2-2-profile"
PATH = config.ROOT / "notebooks" / f"{NAME}.ipynb"


def test_the_literals_of_the_notebook_are_its_parameters():
    defaults = defaults_of(PATH)
    assert set(defaults) == set(Profile.model_fields)
    assert resolve(NAME, PATH) == defaults
    assert defaults["corpus"] == defaults["split_date"] == ""
    assert defaults["starts"] >= 20


def test_each_parameter_is_described():
    assert all(field.description for field in Profile.model_fields.values())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"text_language": "fr"}, "text_language = 'fr'.*'de', 'en'"),
        ({"coding": "third"}, "coding = 'third'.*'union'"),
        ({"starts": 5}, "starts = 5.*from 20"),
        ({"min_topics": 1}, "min_topics = 1.*from 2"),
        ({"draws": 10}, "draws = 10.*from 100"),
        ({"year": 2012}, "year = 2012"),
        ({"folder": "x"}, "'folder' is not a parameter"),
    ],
)
def test_what_is_not_valid_is_named(change, message):
    with pytest.raises(RunError, match=f"(?s){message}"):
        resolve(NAME, PATH, change)
