from __future__ import annotations

import textwrap

import pytest

from wir import config
from wir.run import dependencies as deps


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package `wir` of a few modules in a temporary folder."""
    files = {
        "__init__.py": "",
        "config.py": "",
        "data/__init__.py": "",
        "data/load.py": "from wir import config\ndef load(name): ...",
        "room/__init__.py": """
            from wir.room.first import one
            from .second import two as zwei
            """,
        "room/first.py": "from wir.room.helper import x\ndef one(): ...",
        "room/second.py": "def two(): ...",
        "room/helper.py": "from . import third\nx = 1",
        "room/third.py": "from wir.data.load import load\nload('shapes')",
        "run/__init__.py": "",
        "run/engine.py": "",
    }
    for name, text in files.items():
        path = tmp_path / "src" / "wir" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    monkeypatch.setattr(deps, "PACKAGE", tmp_path / "src" / "wir")
    monkeypatch.setattr(config, "ROOT", tmp_path)
    monkeypatch.setattr(config, "PROCESSED", tmp_path / "processed")
    monkeypatch.setattr(config, "DATAPACKAGE", tmp_path / "processed" / "datapackage.json")
    monkeypatch.setattr(config, "RAW", tmp_path / "raw")
    monkeypatch.setattr(config, "LOCK", tmp_path / "requirements.lock")
    (tmp_path / "processed").mkdir()
    (tmp_path / "requirements.lock").write_text("a==1", encoding="utf-8")
    for name in ("shapes", "people"):
        (tmp_path / "processed" / f"{name}.parquet").write_bytes(name.encode())
    _forget()
    yield tmp_path
    _forget()


def _forget():
    for function in (
        deps.uses,
        deps.module_file,
        deps._resolve_name,
        deps._re_exports,
        deps._module_uses,
        deps._resources,
        deps.digest,
        deps.relative,
        deps.inputs_of,
    ):
        function.cache_clear()


def test_re_exported_name_leads_to_its_module_only(package):
    used = deps.modules_used("from wir.room import zwei")
    assert "wir.room.second" in used
    assert "wir.room.first" not in used


def test_imports_are_followed_through_modules(package):
    used = deps.modules_used("from wir.room import one")
    assert {"wir.room.first", "wir.room.helper", "wir.room.third", "wir.data.load"} <= set(used)
    assert "wir.room.second" not in used


def test_plain_and_submodule_imports(package):
    assert "wir.room.second" in deps.modules_used("import wir.room.second as s")
    assert "wir.room.second" in deps.modules_used("from wir.room import second")


def test_every_run_depends_on_the_engine(package):
    assert "wir.run.engine" in deps.modules_used("import math")


def test_tables_of_notebook_and_modules(package):
    assert deps.tables_used("from wir.data import load\nload('people')") == ["people"]
    source = "from wir.room import one\nfrom wir.data.load import load\nload('people')"
    assert deps.tables_used(source) == ["people", "shapes"]


def test_magics_do_not_break_the_analysis(package, notebook):
    path = notebook("year = 1", "%matplotlib inline\n!ls\nfrom wir.room import zwei")
    assert "wir.room.second" in deps.modules_used(deps.code_of(path))


def test_fingerprint_changes_with_what_is_used_and_nothing_else(package, notebook):
    path = notebook(
        "year = 1", "from wir.room import zwei\nfrom wir.data.load import load\nload('people')"
    )

    def fingerprint(year=1):
        _forget()
        return deps.fingerprint(deps.inputs_of(path), {"year": year})

    before = fingerprint()
    assert fingerprint() == before
    assert fingerprint(year=2) != before

    (package / "src/wir/room/first.py").write_text("changed = 1", encoding="utf-8")
    (package / "processed/shapes.parquet").write_bytes(b"changed")
    assert fingerprint() == before, "neither is used by this notebook"

    for changed in ("src/wir/room/second.py", "processed/people.parquet", "requirements.lock"):
        file = package / changed
        old = file.read_bytes()
        file.write_bytes(old + b"\n# changed")
        assert fingerprint() != before, changed
        file.write_bytes(old)
        assert fingerprint() == before


def test_description_of_a_table_counts_as_input(package, notebook):
    path = notebook("year = 1", "from wir.data.load import load\nload('people')")
    before = deps.inputs_of(path)
    config.DATAPACKAGE.write_text(
        '{"resources": [{"name": "people", "title": "new"}]}', encoding="utf-8"
    )
    _forget()
    assert set(deps.inputs_of(path)) - set(before) == {"datapackage.json#people"}


def test_a_committed_file_that_is_read_is_an_input(package, notebook):
    (package / "study.csv").write_text("a", encoding="utf-8")
    path = notebook("year = 1", "project_file('study.csv'); project_file('not-there.csv')")
    before = deps.inputs_of(path)
    assert "study.csv" in before
    assert "not-there.csv" not in before, "what is not there yet is an input once it is"
    (package / "study.csv").write_text("b", encoding="utf-8")
    _forget()
    assert deps.inputs_of(path)["study.csv"] != before["study.csv"]


def test_unknown_table_is_an_error(package, notebook):
    path = notebook("year = 1", "from wir.data.load import load\nload('nothing')")
    with pytest.raises(deps.RunError, match="'nothing' is neither"):
        deps.inputs_of(path)


def test_inputs_are_relative_paths(package, notebook):
    inputs = deps.inputs_of(notebook("year = 1", "from wir.room import zwei"))
    assert "notebooks/sample.ipynb" in inputs
    assert "src/wir/room/second.py" in inputs
    assert not any(name.startswith("/") for name in inputs)


@pytest.mark.parametrize(
    "line", ["from wir import room", "import wir.room as r", "from wir.room import *"]
)
def test_a_room_imported_whole_is_refused(package, notebook, line):
    path = notebook("year = 1", line)
    with pytest.raises(deps.RunError, match=r"sample\.ipynb: found `.*room.*by name"):
        deps.inputs_of(path)


def test_a_room_imported_whole_by_a_module_is_refused(package, notebook):
    (package / "src/wir/room/second.py").write_text("from wir import data\ndef two(): ...")
    _forget()
    with pytest.raises(deps.RunError, match=r"wir\.room\.second: found `from wir import data`"):
        deps.inputs_of(notebook("year = 1", "from wir.room import zwei"))


def test_a_module_that_the_engine_imports_is_no_input(package, notebook):
    """A model for a new notebook, for example, repeats no other run."""
    (package / "src/wir/run/engine.py").write_text("from wir.run.models import MODELS")
    (package / "src/wir/run/models.py").write_text("MODELS = {}")
    _forget()
    inputs = deps.inputs_of(notebook("year = 1"))
    assert "src/wir/run/engine.py" in inputs
    assert "src/wir/run/models.py" not in inputs
