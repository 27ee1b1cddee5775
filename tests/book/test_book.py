"""The built book, page by page, where it is there."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

SPEC = importlib.util.spec_from_file_location("checks", Path(__file__).with_name("checks.py"))
checks = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(checks)

HTML = Path(__file__).parents[2] / "book" / "_build" / "html"
PAGES = [
    path.relative_to(HTML).as_posix()
    for path in sorted(HTML.rglob("*.html"))
    if "_static" not in path.parts
]
needs_book = pytest.mark.skipif(not PAGES, reason="the book is not built: run make")


@needs_book
def test_links_headings_and_alternative_texts():
    assert checks.check_source(HTML) == []


@needs_book
@pytest.mark.browser
@pytest.mark.parametrize("name", PAGES)
def test_page(program, name):
    assert checks.check_page(program, HTML / name) == []
