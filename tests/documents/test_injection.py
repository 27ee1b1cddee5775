"""Names that are code somewhere stay names everywhere."""

import io
import re
import zipfile
from base64 import b64decode
from html.parser import HTMLParser

import openpyxl
import pypdf
import pytest

from wir.documents.csv import csv
from wir.documents.html import html
from wir.documents.inline import clean
from wir.documents.pdf import pdf
from wir.documents.xlsx import xlsx

NAMES = [
    '<script>alert("x")</script>',
    '"><img src=x onerror=alert(1)>',
    "</style><svg onload=alert(1)>",
    "{{ 7 * 7 }} {% raw %}",
    "[Klick](javascript:alert(1)) **fett** `code`",
    '#read("/etc/passwd") $x^2$ @ref <label>',
    '"; #panic("x") //',
    "\\input{/etc/passwd} \\write18{id} $\\alpha$",
    '=HYPERLINK("https://example.org","x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1,2)",
    "\t=1+1",
    "\x00\x07Ämter\u202e",
    "名前 🙂 \ue000",
    "A" * 300,
]


class Read(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.text = set(), set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses = [v for n, v in attrs if n in ("href", "src")]
        assert all(
            re.match(r"#|https://|data:(image/svg\+xml|text/csv);base64,", one)
            for one in self.addresses
        )

    def handle_data(self, data):
        self.text.append(data)


@pytest.mark.parametrize("name", NAMES)
def test_page(sample, name):
    plain, evil = Read(html(sample(rows=3))), Read(html(sample(name, rows=3)))
    assert evil.tags == plain.tags
    assert evil.attributes == plain.attributes
    assert clean(name) in "".join(evil.text)


@pytest.mark.parametrize("name", NAMES)
def test_pdf(sample, name):
    made = pypdf.PdfReader(io.BytesIO(pdf(sample(name, rows=3))))
    text = "".join(page.extract_text() for page in made.pages)
    assert "root:x:" not in text
    seen = re.sub(r"[\s\u200b\u00ad\-‐]|□", "", text)
    wanted = re.sub(r"[\s\-]", "", clean(name))
    if wanted.isascii():
        assert wanted in seen


@pytest.mark.parametrize("name", NAMES)
def test_workbook(sample, name):
    made = xlsx(sample(name, rows=3))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        sheets = [archive.read(one) for one in archive.namelist() if "worksheets/" in one]
    assert sheets
    assert not any(re.search(rb"<f[ >]", one) for one in sheets)
    sheet = openpyxl.load_workbook(io.BytesIO(made)).worksheets[-1]
    assert sheet["A7"].value == clean(name)
    assert sheet["A7"].data_type == "s"
    assert sheet["A7"].quotePrefix == (clean(name)[:1] in "=+-@")


@pytest.mark.parametrize("name", NAMES)
def test_download(sample, name):
    page = html(sample(name, rows=3))
    found = re.findall(r'href="data:text/csv;base64,([^"]+)"', page)
    assert len(found) == 2
    for one in found:
        text = b64decode(one).decode("utf-8-sig")
        cell = next(iter(text.splitlines()[1].lstrip('"')))
        assert cell not in "=+-@\t"


def test_download_in_two_languages(sample):
    frame = sample(rows=3).blocks[-1].frame
    assert (
        csv(frame, "de").decode("utf-8-sig").splitlines()[2].startswith("Bündnis Beispiel 1;1235,5")
    )
    assert (
        csv(frame, "en").decode("utf-8-sig").splitlines()[2].startswith("Bündnis Beispiel 1,1235.5")
    )
