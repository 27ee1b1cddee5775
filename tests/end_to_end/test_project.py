"""What a new user does: clone, `make`, read the book, change something, `make` again."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from wir.run import runs

ROOT = Path(__file__).parents[2]
ENV = Path(sys.prefix)
FRESH = os.environ.get("WIR_FRESH") == "1"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a git checkout: nothing to clone"),
    pytest.mark.skipif(shutil.which("make") is None, reason="make is missing"),
]


def make(project: Path, *arguments: str, ok: bool = True, env: Path | None = None) -> str:
    """Run make in the clone and return what it printed."""
    command = ["make", *arguments]
    variables = {k: v for k, v in os.environ.items() if not k.startswith(("WIR_", "MAKE"))}
    if not FRESH or env:
        # The environment of this test run, with the package of the clone in front of it.
        folder = env or ENV
        command += [f"ENV={folder}", "-o", f"{folder}/.installed"]
        variables["PYTHONPATH"] = str(project / "src")
    done = subprocess.run(
        command, cwd=project, env=variables, capture_output=True, text=True, timeout=3600
    )
    output = done.stdout + done.stderr
    assert (done.returncode == 0) is ok, output[-6000:]
    return output


def counts(output: str) -> dict[str, int]:
    """Return {outcome: number} from pytask's summary."""
    found = re.findall(r"│\s+(\d+)\s+([A-Z][a-z ]+?)\s+\(", output)
    return {name: int(number) for number, name in found}


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """A clone of the committed state, built once."""
    folder = tmp_path_factory.mktemp("end to end") / "wir-größe"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)
    output = make(folder)
    assert "book/_build/html/index.html" in output
    return folder


def test_clone_stays_clean(project):
    status = subprocess.run(
        ["git", "status", "--porcelain"], cwd=project, capture_output=True, text=True, check=True
    )
    assert status.stdout == ""


def test_every_notebook_left_its_manifest(project):

    for run in runs.all_runs():
        manifest = project / "book" / "executed" / run.name / "manifest.json"
        assert json.loads(manifest.read_text(encoding="utf-8"))["name"] == run.name


def test_numbers_are_those_that_are_committed(project):
    assert "all agree with book/numbers.json" in make(project, "verify")


def test_second_make_does_nothing(project):
    output = make(project)
    assert "Everything is up to date." in output
    assert "Succeeded" not in counts(output)


def test_one_number_in_one_table_reruns_only_what_uses_it(project):
    table = project / "data" / "processed" / "country_links.parquet"
    before = table.read_bytes()
    changed = pd.read_parquet(table)
    changed.loc[changed.index[0], "projects"] += 1
    changed.to_parquet(table)
    # Notebook 3-1 loads the table. Of its results, 6-1 reads some, and the workshop kit some of
    # 6-1; so do the dossiers, which compare one note. A dry run cannot know that results may stay
    # the same, and counts them all.
    downstream = ["3-1-partner-network", "6-1-learning-from-peers", "workshop-kit", "the note"]
    try:
        assert would_run(project) == len(downstream) + len(runs.dossier_runs())
    finally:
        table.write_bytes(before)
    assert would_run(project) == 0


def would_run(project: Path) -> int:
    """Return how many runs pytask would repeat now, without repeating them."""
    env = project / ".venv" if FRESH else ENV
    done = subprocess.run(
        [env / "bin" / "pytask", "-n", "1", "-v", "0", "--dry-run", "-k", "task_run"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project / "src")},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    return counts(done.stdout).get("Would be executed", 0)


def test_changed_notebook_reruns_alone(project):
    path = project / "notebooks" / "0-1-the-alliances.ipynb"
    before = path.read_text(encoding="utf-8")
    notebook = json.loads(before)
    notebook["cells"][0]["source"] = "".join(notebook["cells"][0]["source"]) + "\n\nOne more line."
    path.write_text(json.dumps(notebook), encoding="utf-8")
    try:
        output = make(project, "notebooks")
        assert counts(output)["Succeeded"] == 1
        assert "0-1-the-alliances" in output
    finally:
        path.write_text(before, encoding="utf-8")
        make(project, "notebooks")


def test_misspelt_parameter_is_an_error_before_anything_starts(project):
    path = project / "notebooks" / "1-1-regional-potential.ipynb"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("draws = ", "drawz = ", 1), encoding="utf-8")
    try:
        output = make(project, ok=False)
        assert "'drawz' is not a parameter. Did you mean 'draws'?" in output
        assert "1-1-regional-potential" in output
        assert ": done" not in output, "nothing may start"
    finally:
        path.write_text(before, encoding="utf-8")


def test_failing_cell_is_named_and_the_others_go_on(project):
    path = project / "notebooks" / "0-1-the-alliances.ipynb"
    before = path.read_text(encoding="utf-8")
    notebook = json.loads(before)
    notebook["cells"].append(
        {
            **notebook["cells"][-1],
            "id": "broken",
            "cell_type": "code",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": "value = {}['Görlitz']",
        }
    )
    path.write_text(json.dumps(notebook), encoding="utf-8")
    try:
        output = make(project, ok=False)
        assert "0-1-the-alliances failed in code cell" in output
        assert "KeyError" in output
        assert "Görlitz" in output
    finally:
        path.write_text(before, encoding="utf-8")
        make(project)


def test_killed_half_way_and_run_again(project):
    for name in ("0-1-the-alliances", "1-1-regional-potential"):
        shutil.rmtree(project / "book" / "executed" / name)
    variables = {**os.environ, "PYTHONPATH": str(project / "src")}
    env = project / ".venv" if FRESH else ENV
    process = subprocess.Popen(
        ["make", f"ENV={env}", "-o", f"{env}/.installed"],
        cwd=project,
        env=variables,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(6)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    make(project)
    assert "all agree with book/numbers.json" in make(project, "verify")
    assert "Everything is up to date." in make(project)


def test_dossier_of_one_alliance(project):
    output = make(project, "dossier", "ALLIANCE=reegion-now")
    page = project / "book" / "_build" / "dossiers" / "reegion-now.en.html"
    assert page.is_file()
    assert "reegion-now.en.html" in output
    assert "reegion-now.de.pdf" in output
    text = page.read_text(encoding="utf-8")
    assert not re.search(r'(?:src|href)="https?://[^"]+\.(?:js|css|woff2?)"', text)


def test_unknown_alliance_names_the_nearest(project):
    output = make(project, "dossier", "ALLIANCE=reegion-no", ok=False)
    assert "Did you mean 'reegion-now'?" in output
    assert "Traceback" not in output


def test_other_parameters_leave_the_book_alone(project):
    before = (project / "book" / "executed" / "1-1-regional-potential.ipynb").read_bytes()
    output = make(project, "notebook", "N=1-1-regional-potential", "P=year=2019 draws=200")
    assert "numbers differ from the book's" in output
    assert (project / "book" / "executed" / "1-1-regional-potential.ipynb").read_bytes() == before


def test_own_texts_run_on_the_results_of_the_clone(project):
    """The tests of own texts need results of other notebooks, which are only there now."""
    python = (project / ".venv" if FRESH else ENV) / "bin" / "python"
    options = ["-q", "-rs", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [python, "-m", "pytest", *options, "tests/notebooks/test_own_texts.py"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project / "src")},
        capture_output=True,
        text=True,
        timeout=1200,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert "passed" in done.stdout
    assert "skipped" not in done.stdout


def test_pages_in_a_real_browser(project):
    spec = importlib.util.spec_from_file_location("checks", ROOT / "tests" / "book" / "checks.py")
    checks = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(checks)
    if checks.missing():
        pytest.skip(checks.missing())
    checks.check_book(project / "book" / "_build" / "html")
