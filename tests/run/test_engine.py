"""The engine, with real kernels."""

from __future__ import annotations

import json
import os

import pytest
from pydantic import Field

from wir import config
from wir.run import engine, parameters, runs
from wir.run.errors import NotebookFailed, RunError
from wir.run.runs import Run

pytestmark = pytest.mark.slow


class Sample(parameters.Parameters):
    """Parameters of the notebook in these tests."""

    year: int = Field(description="a year")


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setitem(parameters.MODELS, "sample", Sample)
    monkeypatch.setattr(config, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(config, "ROOT", tmp_path)
    return tmp_path


def make_run(project, **values) -> Run:
    return Run("group/sample", "sample", {"year": 2020, **values}, project / "executed")


def execute(run: Run) -> dict:
    engine.execute(run)
    return json.loads(run.manifest.read_text(encoding="utf-8"))


WRITE = """
import os, pathlib
folder = pathlib.Path(os.environ["WIR_RUN_DIR"])
(folder / "result.csv").write_text(f"year\\n{year}\\n")
"""


def test_run_injects_parameters_and_leaves_notebook_files_and_manifest(project, notebook):
    notebook("year = 2019", WRITE, "print(year)")
    run = make_run(project)
    manifest = execute(run)
    assert (run.folder / "result.csv").read_text() == "year\n2020\n"
    assert manifest["parameters"] == {"year": 2020}
    assert set(manifest["outputs"]) == {"sample.ipynb", "sample/result.csv"}
    assert manifest["seconds"] > 0
    assert manifest["versions"]["pandas"]
    assert "notebooks/sample.ipynb" in manifest["inputs"]
    cells = json.loads(run.executed.read_text(encoding="utf-8"))["cells"]
    assert cells[-1]["outputs"][0]["text"] == ["2020\n"]
    assert not (project / "executed" / ".staging").exists()


def test_two_runs_give_the_same_bytes(project, notebook):
    notebook("year = 2019", WRITE, "import random\nprint(hash('a'), year)")
    run = make_run(project)
    first = execute(run)["outputs"]
    assert execute(run)["outputs"] == first


def test_code_is_hidden_behind_a_toggle(project, notebook):
    notebook("year = 2019", "print(year)")
    run = make_run(project)
    execute(run)
    cells = json.loads(run.executed.read_text(encoding="utf-8"))["cells"]
    tags = [set(cell["metadata"]["tags"]) & {"hide-input", "remove-cell"} for cell in cells]
    assert tags == [{"remove-cell"}, {"hide-input"}, {"hide-input"}], "defaults, values, code"
    assert all("papermill" not in cell["metadata"] for cell in cells)


def test_title_of_a_run_replaces_the_heading(project, notebook):
    path = notebook("year = 2019", "print(year)")
    content = json.loads(path.read_text(encoding="utf-8"))
    heading = {"cell_type": "markdown", "id": "top", "metadata": {}, "source": "# Any\n\nText."}
    content["cells"].insert(0, heading)
    path.write_text(json.dumps(content), encoding="utf-8")
    run = Run("one", "sample", {"year": 1}, project / "executed", title=r"Süd \1 & Nord")
    execute(run)
    cells = json.loads(run.executed.read_text(encoding="utf-8"))["cells"]
    assert "".join(cells[0]["source"]) == "# Süd \\1 & Nord\n\nText."


def test_failing_cell_is_named_and_the_earlier_result_stays(project, notebook):
    notebook("year = 2019", WRITE, "print('first')")
    run = make_run(project)
    execute(run)
    before = run.executed.read_bytes()
    notebook("year = 2019", WRITE, "x = 1\nvalue = {}['Görlitz']")
    with pytest.raises(NotebookFailed) as error:
        engine.execute(run)
    message = str(error.value)
    assert "group/sample failed in code cell" in message
    assert "value = {}['Görlitz']" in message
    assert "KeyError: 'Görlitz'" in message
    assert run.executed.read_bytes() == before
    assert (run.folder / "result.csv").is_file()
    kept = project / "executed" / "failed" / "group--sample.ipynb"
    assert "KeyError" in kept.read_text(encoding="utf-8")


def test_the_line_of_the_notebook_is_quoted_not_that_of_a_library(project, notebook):
    """pandas raises one error while it handles another: two tracebacks, most of it its own."""
    look = "import pandas as pd\ntable = pd.DataFrame({'a': [1]})\ntable['Görlitz']"
    notebook("year = 2019", look)
    with pytest.raises(NotebookFailed) as error:
        engine.execute(make_run(project))
    assert "(`table['Görlitz']`): KeyError: 'Görlitz'" in str(error.value)
    notebook("year = 2019", "def half(x):\n    return x / 0", "y = 1\nhalf(3)")
    with pytest.raises(NotebookFailed, match=r"\(`return x / 0`\): ZeroDivisionError"):
        engine.execute(make_run(project))


def test_slow_cell_is_stopped(project, notebook, monkeypatch):
    monkeypatch.setattr(engine, "CELL_TIMEOUT", 2)
    notebook("year = 2019", "import time; time.sleep(60)")
    with pytest.raises(NotebookFailed, match="longer than 2 s"):
        engine.execute(make_run(project))


def test_death_of_the_kernel_is_reported(project, notebook):
    notebook("year = 2019", "import os; os._exit(9)")
    with pytest.raises(NotebookFailed, match="kernel died"):
        engine.execute(make_run(project))


def test_table_that_the_code_does_not_show_is_refused(project, notebook):
    hidden = """
import os, pathlib
with (pathlib.Path(os.environ["WIR_RUN_DIR"]) / "tables.txt").open("a") as log:
    log.write("districts\\n")
"""
    notebook("year = 2019", hidden)
    run = make_run(project)
    with pytest.raises(RunError, match="loaded the tables districts"):
        engine.execute(run)
    assert not run.executed.exists()


def test_environment_is_restored():
    os.environ.pop("WIR_TEST", None)
    with engine.environment({"WIR_TEST": "1", "HOME": "elsewhere"}):
        assert os.environ["WIR_TEST"] == "1"
    assert "WIR_TEST" not in os.environ
    assert os.environ.get("HOME") != "elsewhere"


def test_kernel_listens_on_no_tcp_port(project, notebook):
    look = """
import os
from ipykernel.kernelapp import IPKernelApp
app = IPKernelApp.instance()
print(app.transport)
"""
    notebook("year = 2019", look)
    run = make_run(project)
    execute(run)
    cells = json.loads(run.executed.read_text(encoding="utf-8"))["cells"]
    assert cells[-1]["outputs"][0]["text"] == ["ipc\n"]


def test_variant_runs_are_kept_apart(project, notebook):
    notebook("year = 2019")
    first = runs.variant_run("sample", {"year": 2018})
    second = runs.variant_run("sample", {"year": 2017})
    assert first.name != second.name
    assert first.base == config.RUNS
    assert first.executed.parent == config.RUNS
