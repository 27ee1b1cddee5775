"""What the pages depend on besides the runs."""

from __future__ import annotations

import shutil

import pytest

from wir import config
from wir.run import dependencies, pages, runs


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A copy of the book's sources, with results beside them."""
    copy = shutil.copytree(
        config.BOOK,
        tmp_path / "book",
        ignore=shutil.ignore_patterns("_build", "executed", "generated"),
    )
    for made in ("executed", "generated", "_build"):
        (copy / made).mkdir()
        (copy / made / "page.md").write_text("made", encoding="utf-8")
    monkeypatch.setattr(config, "BOOK", copy)
    return copy


def inputs():
    dependencies.digest.cache_clear()
    return pages.book_inputs()


@pytest.mark.parametrize("name", ["index.md", "_toc.yml", "_static/wir.css", "references.bib"])
def test_a_change_of_a_page_or_of_the_look_is_seen(book, name):
    before = inputs()
    with (book / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert inputs() != before


def test_a_new_page_is_seen(book):
    before = inputs()
    (book / "new.md").write_text("# New\n", encoding="utf-8")
    assert len(inputs()) == len(before) + 1


def test_what_is_made_is_no_input(book):
    before = inputs()
    for made in ("executed/page.md", "generated/page.md", "_build/page.md", "numbers.json"):
        (book / made).write_text("changed", encoding="utf-8")
    assert inputs() == before


def test_facts_code_and_descriptions_are_inputs(book):
    found = set(inputs())
    assert {
        "data/raw/alliances.csv",
        "data/raw/sources.csv",
        "data/processed/datapackage.json",
        "src/wir/publish/pages.py",
        "src/wir/publish/book.py",
        "requirements.lock",
    } <= found
    assert not any(name.startswith("src/wir/potential/") for name in found)


def test_each_dossier_has_files_of_its_own():
    files = [one for key in runs.alliances_with_districts() for one in pages.dossier_files(key)]
    assert len(set(files)) == 6 * len(runs.dossier_runs())
    assert {path.suffix for path in files} == {".html", ".pdf", ".xlsx"}
