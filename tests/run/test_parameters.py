from __future__ import annotations

from typing import get_args

import pytest
from pydantic import Field

from wir import config
from wir.potential.indicators import pillars
from wir.run import parameters
from wir.run.errors import RunError
from wir.run.parameters import Parameters, defaults_of, describe_type, parse_overrides, resolve


class Sample(Parameters):
    """A model with one field of each kind."""

    year: int = Field(ge=2013, le=2021, description="year of the indicators")
    share: float = Field(default=0.5, ge=0, description="a share")
    kind: str = Field(default="a", description="kind of thing")
    weights: dict[str, float] = Field(default={}, description="weights")


@pytest.fixture(autouse=True)
def sample_model(monkeypatch):
    monkeypatch.setitem(parameters.MODELS, "sample", Sample)


def test_defaults_are_the_literals_of_the_tagged_cell(notebook):
    path = notebook("year = 2019  # the year\nweights: dict = {'a': 1.0}\nkind = 'ü'")
    assert defaults_of(path) == {"year": 2019, "weights": {"a": 1.0}, "kind": "ü"}


def test_overrides_replace_defaults(notebook):
    path = notebook("year = 2019")
    assert resolve("sample", path, {"year": 2020})["year"] == 2020


def test_unknown_parameter_names_notebook_and_nearest_name(notebook):
    path = notebook("year = 2019\nshre = 0.1")
    with pytest.raises(RunError) as error:
        resolve("sample", path)
    message = str(error.value)
    assert "sample" in message
    assert "'shre' is not a parameter" in message
    assert "Did you mean 'share'?" in message
    assert "year, share, kind, weights" in message


@pytest.mark.parametrize(
    ("cell", "found", "expected"),
    [
        ("year = '2019'", "'2019'", "a whole number from 2013 to 2021"),
        ("year = 2019.0", "2019.0", "a whole number from 2013 to 2021"),
        ("year = 2012", "2012", "a whole number from 2013 to 2021"),
        ("year = 2019\nshare = -1.0", "-1.0", "a number of at least 0"),
        ("year = 2019\nkind = 3", "3", "a text"),
        ("year = 2019\nweights = [1]", "[1]", "a dictionary"),
        ("year = True", "True", "a whole number"),
    ],
)
def test_wrong_value_is_named_with_what_is_expected(notebook, cell, found, expected):
    with pytest.raises(RunError) as error:
        resolve("sample", notebook(cell))
    assert found in str(error.value)
    assert expected in str(error.value)


def test_wrong_value_inside_a_dictionary_names_its_key(notebook):
    with pytest.raises(RunError, match=r"weights\['a'\] = 'x'"):
        resolve("sample", notebook("year = 2019\nweights = {'a': 'x'}"))


def test_missing_parameter_is_named(notebook):
    with pytest.raises(RunError, match="year is missing"):
        resolve("sample", notebook("share = 0.1"))


def test_unknown_notebook_names_the_nearest(notebook):
    with pytest.raises(RunError, match="Did you mean '1-1-regional-potential'"):
        resolve("1-1-regional-potental", notebook("year = 1"))


@pytest.mark.parametrize(
    "cell", ["year = 2019 + 1", "import os", "year = print(1)", "a.b = 1", "x, y = 1, 2"]
)
def test_parameters_cell_takes_only_literals(notebook, cell):
    with pytest.raises(RunError, match="expected `name = value`"):
        defaults_of(notebook(cell))


def test_syntax_error_names_the_line(notebook):
    with pytest.raises(RunError, match="line 2"):
        defaults_of(notebook("year = 2019\nshare = = 1"))


def test_notebook_without_parameters_cell(tmp_path):
    path = tmp_path / "empty.ipynb"
    path.write_text('{"cells": []}', encoding="utf-8")
    with pytest.raises(RunError, match="has 0 cells tagged 'parameters'"):
        defaults_of(path)


def test_missing_and_broken_notebook_files(tmp_path):
    with pytest.raises(RunError, match=r"absent\.ipynb is missing"):
        defaults_of(tmp_path / "absent.ipynb")
    broken = tmp_path / "broken.ipynb"
    broken.write_text("{", encoding="utf-8")
    with pytest.raises(RunError, match="not a readable notebook"):
        defaults_of(broken)


def test_overrides_from_the_command_line():
    text = "year=2019 share=0.5 kind='zwei Worte' method=zscore weights=\"{'a': 1.0}\""
    assert parse_overrides(text) == {
        "year": 2019,
        "share": 0.5,
        "kind": "zwei Worte",
        "method": "zscore",
        "weights": {"a": 1.0},
    }


@pytest.mark.parametrize("text", ["year", "=3", "os.system=1", "'a b'=1"])
def test_malformed_overrides(text):
    with pytest.raises(RunError, match="expected name=value"):
        parse_overrides(text)


def test_lists_keep_their_blanks_and_quotes():
    text = 'regions=["Sachsen", "Thüringen"] draws=[1, 2]'
    assert parse_overrides(text) == {"regions": ["Sachsen", "Thüringen"], "draws": [1, 2]}


def test_a_parameter_given_twice_is_refused():
    with pytest.raises(RunError, match="'year' is given twice"):
        parse_overrides("year=2019 draws=200 year=2020")


def test_a_misspelt_pillar_is_refused_with_the_names_that_there_are():
    path = config.NOTEBOOKS / "1-1-regional-potential.ipynb"
    with pytest.raises(RunError) as error:
        resolve("1-1-regional-potential", path, {"weakness_weights": {"Labour markt": 1.0}})
    assert "weakness_weights['Labour markt']" in str(error.value)
    assert "'Labour market', 'Demography'" in str(error.value)


@pytest.mark.parametrize(
    ("index", "names"),
    [("weakness", parameters.WeaknessPillar), ("potential", parameters.PotentialPillar)],
)
def test_pillars_are_those_of_the_indicators(index, names):
    assert list(get_args(names)) == pillars(index)


@pytest.mark.parametrize("text", ["a=[1, 2", "a='x"])
def test_what_is_not_closed_is_named(text):
    with pytest.raises(RunError, match="not closed"):
        parse_overrides(text)


def test_overrides_are_never_evaluated():
    assert parse_overrides("kind=__import__('os').getcwd()")["kind"] == "__import__('os').getcwd()"


def test_types_in_words():
    assert describe_type(Sample, "year") == "a whole number from 2013 to 2021"
    model = parameters.MODELS["1-1-regional-potential"]
    assert describe_type(model, "normalisation") == "one of 'minmax', 'zscore'"
