"""What the three forms of a document hold, and that they are the same each time."""

import io
import time

import openpyxl
import pandas as pd
import pypdf
import pytest

from wir.documents import blocks as b
from wir.documents.html import html
from wir.documents.pdf import pdf
from wir.documents.write import write, write_files
from wir.documents.xlsx import number_pattern, xlsx


def text_of(content):
    made = pypdf.PdfReader(io.BytesIO(content))
    return [page.extract_text() for page in made.pages]


def test_pdf_is_tagged_named_and_numbered(sample):
    content = pdf(sample())
    root = pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "de"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in content
    pages = text_of(content)
    assert f"Seite 2 von {len(pages)}" in pages[1]
    assert "Page 2 of" in text_of(pdf(sample(language="en")))[1]


def alternative_texts(content):
    made = pypdf.PdfReader(io.BytesIO(content))
    found, open_ = [], [made.trailer["/Root"]["/StructTreeRoot"]]
    while open_:
        node = open_.pop().get_object()
        if isinstance(node, dict):
            if "/Alt" in node:
                found.append(str(node["/Alt"]))
            kids = node.get("/K", [])
            open_ += kids if isinstance(kids, list) else [kids]
    return found


def test_pdf_charts_carry_their_text(sample):
    assert any("Eine Linie von 0 bis 3." in one for one in alternative_texts(pdf(sample())))


def test_pdf_repeats_the_head_of_a_long_table(sample):
    pages = [one for one in text_of(pdf(sample(rows=80))) if "umbrechen" in one]
    assert len(pages) > 1
    assert all("Anmerkung" in one for one in pages)


def test_long_words_stay_on_the_page(sample):
    document = b.Document(
        "T",
        "",
        "en",
        [b.DataTable(pd.DataFrame({"A": ["x" * 400], "B": ["y" * 400]}), "t", "T")],
        "t",
    )
    made = pypdf.PdfReader(io.BytesIO(pdf(document)))
    right = []

    def visit(text, _cm, matrix, _font, size):
        if set(text.strip()) & {"x", "y"}:
            right.append(matrix[4] + 0.45 * size * len(text.strip()))

    made.pages[-1].extract_text(visitor_text=visit)
    assert right
    assert max(right) < 595


def test_same_document_same_bytes(sample):
    first = [html(sample()).encode(), pdf(sample()), xlsx(sample())]
    time.sleep(2.1)  # archives count time in steps of two seconds
    assert [html(sample()).encode(), pdf(sample()), xlsx(sample())] == first


def test_sixteen_pages_in_a_second_and_a_half(sample):
    document = sample(chapters=12, rows=32)
    pdf(sample())
    start = time.perf_counter()
    content = pdf(document)
    took = time.perf_counter() - start
    assert len(text_of(content)) >= 16
    assert took < 1.5 * 3  # this machine may be busy with other tests


def test_page_has_contents_numbers_and_downloads(sample):
    page = html(sample())
    assert '<html lang="de">' in page
    assert "1.235,5\N{NO-BREAK SPACE}%" in page
    assert "keine Angabe" in page
    assert page.count("<h1") == 1
    assert "script-src" not in page
    assert "<script" not in page
    assert "1,235.5%" in html(sample(language="en"))


def test_page_tells_where_the_rest_is(sample):
    assert "Die ersten 12 von 40 Zeilen" in html(sample(chapters=2))


def test_workbook(sample):
    book = openpyxl.load_workbook(io.BytesIO(xlsx(sample(chapters=2))))
    assert book.sheetnames == [
        "Inhalt",
        "Abbildung 1 chart-0",
        "Tabelle 1 table-0",
        "Abbildung 2 chart-1",
        "Tabelle 2 table-1",
    ]
    assert book["Inhalt"]["A8"].hyperlink.location == "'Tabelle 1 table-0'!A1"
    sheet = book["Tabelle 2 table-1"]
    assert sheet.max_row == 6 + 40
    assert sheet["B8"].value == 1235.5
    assert sheet["B8"].number_format == '#,##0.0\N{NO-BREAK SPACE}"%"'
    assert sheet["B7"].value is None
    assert sheet["A3"].value == "Quelle: Eigene Daten"
    assert sheet.freeze_panes == "B7"


@pytest.mark.parametrize(
    ("values", "how", "pattern"),
    [
        ([1, 2], None, "#,##0"),
        ([1.5], None, "#,##0.0"),
        ([2019], "plain", "0"),
        ([1.0], "EUR:0", '#,##0\N{NO-BREAK SPACE}"€"'),
        ([1.0], 2, "#,##0.00"),
    ],
)
def test_number_patterns(values, how, pattern):
    assert number_pattern(pd.Series(values), "Wert", how) == pattern


def test_write(sample, tmp_path):
    made = write(sample(rows=3), tmp_path / "neu" / "bündnis.v1")
    assert [one.name for one in made] == ["bündnis.v1.html", "bündnis.v1.pdf", "bündnis.v1.xlsx"]
    assert all(one.stat().st_size > 1000 for one in made)
    bare = b.Document("T", "", "de", [b.Paragraph("x")], "t")
    assert [one.suffix for one in write(bare, tmp_path / "bare")] == [".html", ".pdf"]


def test_nothing_is_written_by_halves(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(TypeError):
        write_files({tmp_path / "a": b"new", tmp_path / "b": None})
    assert (tmp_path / "a").read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: b.Document("T", "", "fr", [], "t"), "'de' or 'en'"),
        (lambda: b.Document("T", "", "de", [], "T t"), "key"),
        (lambda: b.Document(" ", "", "de", [], "t"), "title is empty"),
        (lambda: b.Document("T", "", "de", ["x"], "t"), "str is no block"),
        (
            lambda: b.DataTable(pd.DataFrame({"a": [1]}), "t", "T", formats={"b": 1}),
            "columns are a",
        ),
        (lambda: b.DataTable(pd.DataFrame([[1, 2]], columns=["a", "a"]), "t", "T"), "called a"),
        (lambda: b.Chart("<svg/>", "c", "T", "", " ", pd.DataFrame()), "alt is empty"),
        (lambda: b.Callout("loud", "x"), "kind"),
        (lambda: b.Bullets("abc"), "one text"),
    ],
)
def test_what_is_wrong_is_said(make, said):
    with pytest.raises(ValueError, match=said):
        make()


def test_a_key_is_used_once():
    table = b.DataTable(pd.DataFrame({"a": [1]}), "t", "T")
    with pytest.raises(ValueError, match="used twice"):
        b.Document("T", "", "de", [table, table], "d")
