"""A notebook that reads a result of another one runs again when that result is another one."""

from __future__ import annotations

import json
import os
import subprocess
import sys

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
    assert deps.results_used(code) == [
        ("0-1-the-alliances", "map"),
        ("1-2-new-fields", "outlook"),
        ("1-2-new-fields", "suggestions"),
    ]
    assert deps.results_used("load('people')") == []


def test_inputs_are_one_s_own(project, notebook):
    first = notebook("year = 1", "from wir.data.load import load\nload('people')", name="first")
    second = notebook("x = 1", READS + "\nload('shapes')", name="second")
    inputs = deps.inputs_of(second)
    assert {"notebooks/second.ipynb", "processed/shapes.parquet", "requirements.lock"} <= set(
        inputs
    )
    assert not {"notebooks/first.ipynb", "processed/people.parquet"} & set(inputs)
    assert {"notebooks/first.ipynb", "processed/people.parquet"} <= set(deps.inputs_of(first))
    assert any(name.endswith("wir/publish/results.py") for name in inputs)


def test_what_others_read_of_a_notebook_is_what_it_must_keep(project, notebook, monkeypatch):
    monkeypatch.setattr(config, "NOTEBOOKS", notebook("year = 1", "1", name="first").parent)
    notebook("x = 1", READS, name="second")
    notebook("x = 1", READS.replace("outlook", "fields"), name="third")
    kept = deps.results_read()
    assert kept["first"] == ["fields", "outlook"]
    assert "second" not in kept
    assert "suggestions" in kept["1-2-new-fields"], "the printable dossier reads it"


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
    source = deps.code_of(config.ROOT / "notebooks" / "alliance-dossier.ipynb")
    assert ("1-2-new-fields", "outlook") in deps.results_used(source)
    assert {"outlook", "profile", "suggestions"} <= set(deps.results_read()["1-2-new-fields"])


GRAPH = """
from pathlib import Path
from typing import Annotated
from pytask import Product, PythonNode, task
from wir import config
from wir.run.dependencies import code_of, result_file, results_read, results_used

for path in sorted(config.NOTEBOOKS.glob("*.ipynb")):
    reads = [result_file(*one) for one in results_used(code_of(path))]
    kept = [result_file(path.stem, name) for name in results_read().get(path.stem, [])]
    done = config.EXECUTED / path.stem / "manifest.json"

    @task(id=path.stem)
    def task_run(
        code: Annotated[str, PythonNode(value=code_of(path), hash=True)],
        reads: list[Path] = reads,
        made: Annotated[list[Path], Product] = [done, *kept],
        name: str = path.stem,
    ) -> None:
        with (config.ROOT / "log.txt").open("a") as log:
            log.write(name + " ")
        for file in made:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(code.partition("#")[0])
"""


def test_the_reader_runs_again_only_when_the_result_is_another(tmp_path, notebook):
    """The same graph as that of the build, with pytask itself, on two notebooks."""
    notebook("year = 1", "save(1)  # one", name="first")
    notebook("x = 1", READS, name="second")
    (tmp_path / "task_graph.py").write_text(GRAPH, encoding="utf-8")
    log = tmp_path / "log.txt"

    def done():
        log.write_text("", encoding="utf-8")
        subprocess.run(
            [sys.executable, "-m", "pytask", "task_graph.py"],
            cwd=tmp_path,
            env={**os.environ, "WIR_ROOT": str(tmp_path)},
            check=True,
            capture_output=True,
        )
        return log.read_text(encoding="utf-8").split()

    assert done() == ["first", "second"]
    assert done() == []
    notebook("year = 1", "save(1)  # another comment", name="first")
    assert done() == ["first"]
    notebook("year = 1", "save(2)  # one", name="first")
    assert done() == ["first", "second"]
