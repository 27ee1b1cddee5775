"""The extension at work: a small book is built for real."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wir.publish.build import BookError, build_book
from wir.publish.standalone import html as standalone
from wir.publish.tables import table_html


def load(name):
    """Load a module that lies beside this one."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


checks = load("checks")
sample = load("sample")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The sources of the sample book."""
    return sample.make(tmp_path_factory.mktemp("sample book") / "book")


@pytest.fixture(scope="module")
def html(book):
    """The built sample book."""
    return build_book(book, book / "_build" / "html").parent


def read(html, name):
    return (html / name).read_text(encoding="utf-8")


def article(html, name):
    return re.search(r"<article.*?</article>", read(html, name), re.DOTALL)[0]


def test_numbers_stand_in_pages_and_notebooks(html):
    text = article(html, "index.html")
    assert '<span class="wir-number">1,234</span>' in text
    assert "12,3\N{NO-BREAK SPACE}%" in text
    assert '<span class="wir-number">1,234</span>' in article(html, "executed/one.html")
    assert '<span class="wir-number">12.3%</span>' in article(html, "executed/dossiers/two.html")


def test_figure_has_number_caption_alt_source_and_data(html):
    for name in ("one", "dossiers/two"):
        text = article(html, f"executed/{name}.html")
        figure = re.search(r"<figure.*?</figure>", text, re.DOTALL)[0]
        assert re.search(r'caption-number">Figure 1 ', figure)
        assert "Two bars &amp; a title" in figure
        assert 'alt="Two bars."' in figure
        assert "Read *this* &lt;i&gt;." in figure
        assert "own calculations. Notebook:" in figure
        image = re.search(r'<img[^>]*src="([^"]+)"', figure)[1]
        page = html / "executed" / f"{name}.html"
        assert (page.parent / image).resolve().is_file()
        assert f'<a class="reference internal image-reference" href="{image}"' in figure
        assert "wir-wide" in figure
        link = re.search(r'href="([^"]+\.csv)"', figure)[1]
        assert "Prignitz" in (page.parent / link).resolve().read_text(encoding="utf-8")


def test_table_is_a_table_with_caption_scope_and_number(html):
    text = article(html, "executed/one.html")
    table = re.search(r'<div class="wir-table[^"]*".*?</table>', text, re.DOTALL)[0]
    assert 'id="tab-one-places"' in table
    assert "data-search" in table
    assert '<span class="caption-number">Table 1 </span>' in table
    assert 'scope="row"' in table
    assert "&lt;b&gt;Prignitz&lt;/b&gt;" in table


def test_references_find_figures_and_tables_of_other_pages(html):
    text = article(html, "index.html")
    assert re.search(r'href="executed/one\.html#fig-one-bars".*?Figure 1', text)
    assert re.search(r'href="executed/dossiers/two\.html#tab-dossiers-two-places".*?Table 1', text)


def test_formulas_are_mathml(html):
    text = article(html, "index.html")
    assert text.count("<math") == 2
    assert "<mfrac>" in text
    assert '<span class="eqno">(1)</span>' in text


def test_code_is_behind_a_toggle(html):
    assert "Show the code" in article(html, "executed/one.html")


def test_nothing_comes_from_elsewhere_and_all_links_lead_somewhere(html):
    assert checks.check_source(html) == []


@pytest.mark.browser
def test_every_page_in_a_browser(html):
    reason = checks.missing()
    if reason:
        pytest.skip(reason)
    checks.check_book(html)


@pytest.mark.browser
def test_a_dossier_as_one_file_fits_a_phone(book):
    reason = checks.missing()
    if reason:
        pytest.skip(reason)
    path = book / "two.html"
    text = standalone(book / "executed" / "dossiers" / "two.ipynb")
    # a table that is wider than a phone, with a dash at its end that is read out as "no data"
    heads = "".join(f"<th>{'wide' * 8}</th>" for _ in range(6))
    cells = '<td><span class="sr-only">no data</span></td>' * 6
    table = table_html("t", f"<tr>{heads}</tr><tr>{cells}</tr>", "t")
    path.write_text(text.replace("</main>", f"{table}</main>"), encoding="utf-8")
    with checks.browser() as program:
        page = program.new_page(viewport={"width": checks.PHONE, "height": 800})
        page.goto(path.as_uri())
        assert page.evaluate(checks.WIDTH) == 0


@pytest.mark.browser
def test_search_field_filters_and_counts(html):
    reason = checks.missing()
    if reason:
        pytest.skip(reason)
    with checks.browser() as program:
        page = program.new_page()
        page.goto((html / "executed" / "one.html").as_uri())
        assert page.locator(".wir-count").inner_text() == "2 of 2 rows"
        page.get_by_label("Search", exact=True).last.fill("gorlitz")
        assert page.locator(".wir-count").inner_text() == "1 of 2 rows"
        assert page.locator(".wir-table tbody tr:visible").count() == 1
        page.get_by_role("button", name="Show all").click()
        assert page.locator(".wir-count").inner_text() == "2 of 2 rows"


def test_changed_number_rebuilds_only_the_pages_that_show_it(book, html, tmp_path):
    copy = tmp_path / "book"
    shutil.copytree(book, copy)
    build_book(copy, copy / "_build" / "html")
    pages = copy / "_build" / ".html.staging"
    before = {path: path.stat().st_mtime_ns for path in pages.rglob("*.html")}
    numbers = json.loads((copy / "executed" / "numbers.json").read_text(encoding="utf-8"))
    numbers["dossiers.two.sample.share"]["value"] = 99.9
    (copy / "executed" / "numbers.json").write_text(json.dumps(numbers), encoding="utf-8")
    build_book(copy, copy / "_build" / "html")
    assert "99.9%" in article(copy / "_build" / "html", "executed/dossiers/two.html")
    written = {path.name for path in before if path.stat().st_mtime_ns != before[path]}
    assert "two.html" in written
    assert "other.html" not in written


def test_unknown_number_stops_the_build_and_keeps_the_last_book(book, html, tmp_path):
    copy = tmp_path / "book"
    shutil.copytree(book, copy, ignore=shutil.ignore_patterns("_build"))
    shutil.copytree(html, copy / "_build" / "html")
    (copy / "index.md").write_text("# Sample\n\n{num}`sample.cuont`\n", encoding="utf-8")
    for _ in range(2):  # the second build must not take the warning for settled
        with pytest.raises(BookError) as raised:
            build_book(copy, copy / "_build" / "html")
        assert "index" in str(raised.value)
        assert "'sample.cuont'" in str(raised.value)
        assert "sample.count" in str(raised.value)
    assert "1,234" in article(copy / "_build" / "html", "index.html")


def test_jupyter_book_itself_fails_on_an_unknown_number(book, tmp_path):
    copy = tmp_path / "book"
    shutil.copytree(book, copy, ignore=shutil.ignore_patterns("_build"))
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(copy)]
    command += ["-W", "-n", "--keep-going"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    (copy / "index.md").write_text("# Sample\n\n{num}`sample.cuont`\n", encoding="utf-8")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "no result has the number 'sample.cuont'" in done.stdout + done.stderr


def test_a_dossier_as_one_file(book):
    text = standalone(book / "executed" / "dossiers" / "two.ipynb")
    assert text.count("<h1") == 1
    assert "Own: 12.3%" in text
    assert 'src="data:image/svg+xml;base64,' in text
    assert not re.search(r'(?:src|href)="(?!data:|#)', text)
    assert "<script" not in text
