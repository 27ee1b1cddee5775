"""The memory of what code says: right, and never in the way."""

import json
import subprocess
import sys

import pytest

from wir import config
from wir.run import statements as s
from wir.run.statements import From, Statements

CODE = """
import wir.data, numpy as np
from ..room import one, two as zwei
from . import other
def f():
    load("people"); data.load("shapes"); load(name); project_file("a/b.csv")
    result("1-2-new-fields", "outlook")
"""
SAID = Statements(
    ("wir.data", "numpy"),
    (From(2, "room", "one", "one"), From(2, "room", "two", "zwei"), From(1, "", "other", "other")),
    ("people", "shapes"),
    ("a/b.csv",),
    (("1-2-new-fields", "outlook"),),
)


@pytest.fixture
def memory(tmp_path, monkeypatch):
    monkeypatch.setattr(s, "MEMORY", tmp_path / "statements.json")
    restart(monkeypatch)
    yield s.MEMORY
    restart(monkeypatch)


def restart(monkeypatch):
    """Forget as a new process would."""
    s.statements.cache_clear()
    s._memory.cache_clear()
    monkeypatch.setattr(s, "_seen", set())
    monkeypatch.setattr(s, "_new", set())


def never(source):
    raise AssertionError(f"parsed again: {source[:40]}")


def test_all_imports_and_literal_reads_are_found():
    assert s.parse(CODE) == SAID


def test_a_second_process_does_not_parse_again(memory, monkeypatch):
    assert s.statements(CODE) == SAID
    s.remember()
    restart(monkeypatch)
    monkeypatch.setattr(s, "parse", never)
    assert s.statements(CODE) == SAID


def test_a_change_of_the_text_is_parsed(memory, monkeypatch):
    s.statements(CODE)
    s.remember()
    restart(monkeypatch)
    assert s.statements(CODE.replace("people", "towns")).tables == ("towns", "shapes")


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '{"version": 1, "statements": {}}', "null"]
)
def test_a_damaged_memory_costs_a_parse_only(memory, monkeypatch, content):
    memory.write_text(content, encoding="utf-8")
    assert s.statements(CODE) == SAID
    s.remember()
    assert len(json.loads(memory.read_text(encoding="utf-8"))["statements"]) == 1


def test_the_answers_of_another_version_are_not_believed(memory, monkeypatch):
    s.statements(CODE)
    s.remember()
    kept = json.loads(memory.read_text(encoding="utf-8"))
    kept["version"][0] = "another"
    key = next(iter(kept["statements"]))
    kept["statements"][key][2] = ["wrong"]
    memory.write_text(json.dumps(kept), encoding="utf-8")
    restart(monkeypatch)
    assert s.statements(CODE) == SAID


def test_what_is_no_longer_met_is_forgotten(memory, monkeypatch):
    s.statements(CODE)
    s.remember()
    restart(monkeypatch)
    s.statements("import one")
    s.remember()
    assert len(json.loads(memory.read_text(encoding="utf-8"))["statements"]) == 1


def test_a_folder_that_cannot_be_written_is_no_error(memory, monkeypatch):
    memory.parent.joinpath("file").write_text("", encoding="utf-8")
    monkeypatch.setattr(s, "MEMORY", memory.parent / "file" / "statements.json")
    s.statements(CODE)
    s.remember()


def test_memory_and_parsing_agree_on_every_module(tmp_path):
    """What a build would remember says of each module what its text says."""
    files = sorted((config.ROOT / "src" / "wir").rglob("*.py"))
    assert len(files) > 100
    script = (
        "import sys; from pathlib import Path; from wir.run import statements as s\n"
        "s.MEMORY = Path(sys.argv[1])\n"
        "for name in sys.argv[2:]: s.statements(Path(name).read_text(encoding='utf-8'))\n"
        "s.remember()"
    )
    memory = tmp_path / "statements.json"
    subprocess.run([sys.executable, "-c", script, memory, *files], check=True)
    kept = json.loads(memory.read_text(encoding="utf-8"))["statements"]
    texts = {file.read_text(encoding="utf-8") for file in files}
    assert len(kept) == len(texts)
    expected = {json.dumps(s.parse(text)) for text in texts}
    assert {json.dumps(one) for one in kept.values()} == expected
