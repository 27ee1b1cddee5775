"""Forked kernels: the same results as ordinary ones, and nothing shared between runs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from wir.run import kernel
from wir.run.kernel import can_fork, kernel_manager

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not can_fork(), reason="kernels cannot be forked on this system"),
]


@pytest.fixture
def run_papermill(tmp_path, notebook):
    """Execute cells with an engine; return what the last cell printed."""
    import papermill

    def run(*cells: str, engine: str = "warm", name: str = "sample", **options) -> str:
        source = notebook("year = 2019", *cells, name=name)
        target = tmp_path / f"{name}-{engine}.ipynb"
        papermill.execute_notebook(
            str(source),
            str(target),
            parameters={"year": 2020},
            engine_name=engine,
            kernel_name="python3",
            progress_bar=False,
            **options,
        )
        cells_out = json.loads(target.read_text(encoding="utf-8"))["cells"]
        return "".join(text for out in cells_out[-1]["outputs"] for text in out.get("text", []))

    return run


ANALYSIS = """
import pandas as pd, numpy as np, statsmodels.api as sm
rng = np.random.default_rng(year)
frame = pd.DataFrame(rng.normal(size=(50, 3)), columns=list("abc"))
fit = sm.OLS(frame.a, sm.add_constant(frame[["b", "c"]])).fit()
print(repr(fit.params.tolist()), frame.describe().to_json())
"""


def test_same_result_as_an_ordinary_kernel(run_papermill):
    assert run_papermill(ANALYSIS) == run_papermill(ANALYSIS, engine="nbclient")


def test_libraries_are_there_before_the_first_cell(run_papermill):
    seen = run_papermill("import sys; print('statsmodels.api' in sys.modules)")
    assert seen == "True\n"


def test_runs_share_nothing(run_papermill, tmp_path):
    first = """
import os, random, sys, numpy, matplotlib, pandas
os.environ["LEAK"] = "1"
os.chdir("/")
sys.leak = 1
pandas.leak = 1
matplotlib.rcParams["font.size"] = 99
print(random.random(), numpy.random.random())
"""
    second = """
import os, random, sys, numpy, matplotlib, pandas
print("LEAK" in os.environ, os.getcwd() == "/", hasattr(sys, "leak"), hasattr(pandas, "leak"),
      matplotlib.rcParams["font.size"] == 99)
"""
    draws = run_papermill(first, name="first", cwd=str(tmp_path))
    assert (
        run_papermill(second, name="second", cwd=str(tmp_path)) == "False False False False False\n"
    )
    assert run_papermill(first, name="third", cwd=str(tmp_path)) != draws, "same random state"


def test_environment_and_folder_are_those_of_the_caller(run_papermill, tmp_path, monkeypatch):
    monkeypatch.setenv("WIR_TEST", "größer")
    cell = "import os; print(os.environ['WIR_TEST'], os.getcwd())"
    assert run_papermill(cell, cwd=str(tmp_path)) == f"größer {tmp_path}\n"


def test_no_file_of_the_server_is_open_in_a_kernel(run_papermill):
    cell = """
import os
links = []
for entry in os.listdir("/proc/self/fd"):
    try:
        links.append(os.readlink(f"/proc/self/fd/{entry}"))
    except OSError:
        pass
print(sum("pidfd" in link for link in links))
"""
    assert run_papermill(cell) == "0\n"


def test_server_that_was_killed_is_replaced(run_papermill):
    assert run_papermill("print(1)") == "1\n"
    server = kernel.ForkServer.get()
    server.process.kill()
    server.process.wait()
    assert run_papermill("print(2)") == "2\n"
    assert kernel.ForkServer.get() is not server


def test_kernel_ends_with_its_server():
    server = kernel.ForkServer()
    child = server.start(["--help"], dict(os.environ), None)
    assert child.wait(60) == 0
    server.close()
    assert server.process.wait(20) is not None


def test_interrupt_reaches_the_kernel(notebook, tmp_path):
    import nbformat
    from nbclient import NotebookClient

    source = nbformat.read(notebook("year = 1", "import time\ntime.sleep(60)"), as_version=4)
    client = NotebookClient(
        source,
        timeout=1,
        interrupt_on_timeout=True,
        kernel_manager_class=kernel_manager(),
        allow_errors=True,
    )
    start = time.monotonic()
    client.execute()
    assert time.monotonic() - start < 30
    assert source.cells[-1].outputs[-1].ename == "KeyboardInterrupt"


def test_nothing_is_left_when_the_caller_is_killed(tmp_path):
    script = """
import os, time
from wir.run.kernel import ForkServer
child = ForkServer.get().start(["-f", os.environ["CONNECTION"]], dict(os.environ), None)
print(ForkServer.get().process.pid, child.pid, flush=True)
time.sleep(60)
"""
    caller = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "CONNECTION": str(tmp_path / "connection.json")},
    )
    server, child = map(int, caller.stdout.readline().split())
    caller.send_signal(signal.SIGKILL)
    caller.wait()
    end = time.monotonic() + 20
    while time.monotonic() < end and (alive(server) or alive(child)):
        time.sleep(0.1)
    assert not alive(server)
    assert not alive(child)


def alive(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
