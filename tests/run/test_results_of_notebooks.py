"""A notebook that reads a result of another one depends on all that the other depends on."""

from __future__ import annotations

import json

import pytest

from wir import config
from wir.run import dependencies as deps
from wir.run.errors import RunError

READS = 'from wir.publish.results import result\nresult("first", "outlook")'


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A lock file and two tables in a temporary folder; the real package."""
    monkeypatch.setattr(config, "ROOT", tmp_path)
    monkeypatch.setattr(config, "PROCESSED", tmp_path / "processed")
    monkeypatch.setattr(config, "DATAPACKAGE", tmp_path / "processed" / "datapackage.json")
    monkeypatch.setattr(config, "LOCK", tmp_path / "requirements.lock")
    (tmp_path / "processed").mkdir()
    (tmp_path / "requirements.lock").write_text("a==1", encoding="utf-8")
    for name in ("people", "shapes"):
        (tmp_path / "processed" / f"{name}.parquet").write_bytes(name.encode())
    config.DATAPACKAGE.write_text(
        json.dumps({"resources": [{"name": "people", "title": "People"}]}), encoding="utf-8"
    )
    forget()
    yield tmp_path
    forget()


def forget():
    for function in (deps._resources, deps.digest, deps.relative, deps.inputs_of):
        function.cache_clear()


def test_notebooks_are_read_from_literal_calls():
    code = """
from wir.publish import results
from wir.publish.results import result
a = result("1-2-new-fields", "outlook")
b = results.result("0-1-the-alliances", "map")
c = result("1-2-new-fields", "suggestions")
name = "other"
d = result(name, "x")
e = resulting("unrelated", "x")
"""
    assert deps.notebooks_used(code) == ["0-1-the-alliances", "1-2-new-fields"]
    assert deps.notebooks_used("load('people')") == []


def test_inputs_of_the_other_notebook_are_inputs(project, notebook):
    first = notebook("year = 1", "from wir.data.load import load\nload('people')", name="first")
    second = notebook("x = 1", READS + "\nload('shapes')", name="second")
    inputs = deps.inputs_of(second)
    assert {
        "notebooks/first.ipynb",
        "notebooks/second.ipynb",
        "processed/people.parquet",
        "processed/shapes.parquet",
        "datapackage.json#people",
        "requirements.lock",
    } <= set(inputs)
    assert set(deps.inputs_of(first)) < set(inputs)
    assert "notebooks/second.ipynb" not in deps.inputs_of(first)
    assert any(name.endswith("wir/publish/results.py") for name in inputs)


def test_a_change_of_what_the_other_uses_changes_the_fingerprint(project, notebook):
    notebook("year = 1", "from wir.data.load import load\nload('people')", name="first")
    second = notebook("x = 1", READS, name="second")
    alone = notebook("x = 1", "1", name="alone")

    def fingerprint(path):
        forget()
        return deps.fingerprint(deps.inputs_of(path), {})

    before, unrelated = fingerprint(second), fingerprint(alone)
    table = project / "processed" / "people.parquet"
    table.write_bytes(b"new")
    assert fingerprint(second) != before
    assert fingerprint(alone) == unrelated
    table.write_bytes(b"people")
    assert fingerprint(second) == before
    # a parameter of the first notebook is a literal in it
    notebook("year = 2", "from wir.data.load import load\nload('people')", name="first")
    assert fingerprint(second) != before


def test_results_are_followed_through_several_notebooks(project, notebook):
    notebook("year = 1", "from wir.data.load import load\nload('people')", name="zero")
    notebook("year = 1", READS.replace("first", "zero"), name="first")
    inputs = deps.inputs_of(notebook("x = 1", READS, name="second"))
    assert {"notebooks/zero.ipynb", "processed/people.parquet"} <= set(inputs)


def test_a_notebook_that_is_not_there_is_named(project, notebook):
    second = notebook("x = 1", READS, name="second")
    with pytest.raises(RunError, match=r"second\.ipynb reads a result of 'first', but there is no"):
        deps.inputs_of(second)


def test_notebooks_that_wait_for_each_other_are_named(project, notebook):
    notebook("x = 1", READS.replace("first", "second"), name="first")
    second = notebook("x = 1", READS, name="second")
    with pytest.raises(RunError, match="second reads first reads second"):
        deps.inputs_of(second)
    own = notebook("x = 1", READS, name="first")
    with pytest.raises(RunError, match="first reads first"):
        deps.inputs_of(own)


def test_the_dossiers_depend_on_the_new_fields():
    inputs = deps.inputs_of(config.ROOT / "notebooks" / "alliance-dossier.ipynb")
    assert "notebooks/1-2-new-fields.ipynb" in inputs
    assert "src/wir/potential/suggestions.py" in inputs
