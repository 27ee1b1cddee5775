"""Generated pages: written from what the project holds at the moment."""

from __future__ import annotations

import json
import shutil

import pytest

from wir import config
from wir.publish.generate import read_manifests, write_pages


@pytest.fixture
def project(tmp_path):
    """A project with descriptions and facts, and two runs of which one is not finished."""
    for name in ("data/raw/alliances.csv", "data/raw/sources.csv", "requirements.lock"):
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(config.ROOT / name, target)
    for folder in ("raw", "processed"):
        (tmp_path / "data" / folder).mkdir(exist_ok=True)
        shutil.copy(config.ROOT / "data" / folder / "datapackage.json", tmp_path / "data" / folder)
    executed = tmp_path / "book" / "executed"
    for name in ("dossiers/reegion-now", ".staging/dossiers--bioz/bioz"):
        (executed / name).mkdir(parents=True)
        manifest = {"name": name, "seconds": 1.0, "parameters": {}, "inputs": {}, "outputs": {}}
        (executed / name / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        (executed / f"{name}.ipynb").write_text("{}", encoding="utf-8")
    return tmp_path


def test_three_pages_are_written_and_left_alone_when_nothing_changed(project):
    written = write_pages(project)
    assert [path.name for path in written] == ["data.md", "dossiers.md", "reproducibility.md"]
    times = [path.stat().st_mtime_ns for path in written]
    assert [path.stat().st_mtime_ns for path in write_pages(project)] == times


def test_every_table_and_column_that_is_described_is_on_the_page(project):
    page = write_pages(project)[0].read_text(encoding="utf-8")
    for folder in ("raw", "processed"):
        path = project / "data" / folder / "datapackage.json"
        for table in json.loads(path.read_text(encoding="utf-8"))["resources"]:
            assert f"(table-{table['name'].replace('_', '-')})=" in page
            for field in table["schema"]["fields"]:
                assert f"<code>{field['name']}</code>" in page


def test_runs_that_are_not_finished_are_left_out(project):
    assert [one["name"] for one in read_manifests(project / "book" / "executed")] == [
        "dossiers/reegion-now"
    ]
    dossiers = write_pages(project)[1].read_text(encoding="utf-8")
    assert "executed/dossiers/reegion-now.html" in dossiers
    assert "executed/dossiers/bioz.html" not in dossiers
