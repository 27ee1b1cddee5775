"""Write the sample files in `samples/`: small, in our own words, about alliances that do not exist.

Run ``python tests/profile/make_samples.py`` after a change; the files are committed.
"""

from __future__ import annotations

import io
import sys
import zlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

SAMPLES = Path(__file__).parent / "samples"

CONCEPT = (
    "Das erfundene Bündnis Nebeltal will Moorpflanzen zu Dämmstoffen verarbeiten.",
    "Landwirte, Handwerksbetriebe und eine Hochschule arbeiten dafür zusammen.",
    "Die Wertschöpfung soll in der Region bleiben, und die Moore sollen nass bleiben.",
)
LATER = (
    "Heute spricht das erfundene Bündnis Nebeltal vor allem von Dämmstoffen aus Rohrkolben.",
    "Neue Prüfverfahren zeigen, wie gut Platten aus Moorpflanzen dämmen.",
    "Die ersten Häuser wurden damit saniert, und weitere Baubetriebe machen mit.",
)


def pdf(pages: Sequence[Sequence[str]], made: str = "", *, image: bool = False) -> bytes:
    """Return a PDF with lines of text on each page, or with a grey picture instead of text."""
    objects: list[bytes] = [b"", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica"
                            b"/Encoding/WinAnsiEncoding>>"]  # fmt: skip
    kids = []
    for lines in pages:
        if image:
            pixels = zlib.compress(bytes((x * y) % 251 for x in range(40) for y in range(40)))
            objects.append(
                b"<</Type/XObject/Subtype/Image/Width 40/Height 40/ColorSpace/DeviceGray"
                b"/BitsPerComponent 8/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
                % (len(pixels), pixels)
            )
            resources = b"/XObject<</I %d 0 R>>" % len(objects)
            content = b"q 400 0 0 500 90 150 cm /I Do Q"
        else:
            resources = b"/Font<</F 3 0 R>>"
            text = [b"BT /F 11 Tf 60 780 Td 15 TL"]
            for line in lines:
                escaped = line.encode("cp1252").replace(b"\\", b"\\\\")
                escaped = escaped.replace(b"(", b"\\(").replace(b")", b"\\)")
                text.append(b"(" + escaped + b") Tj T*")
            content = b"\n".join([*text, b"ET"])
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<%s>>/Contents %d 0 R>>"
            % (resources, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    info = b""
    if made:
        objects.append(b"<</CreationDate(D:%s)>>" % made.encode())
        info = b"/Info %d 0 R" % len(objects)
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, info, start,
    )  # fmt: skip
    return bytes(out)


def encrypted(data: bytes, password: str) -> bytes:
    """Return a PDF that cannot be opened without the password."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def word(paragraphs: Sequence[str], table: Sequence[Sequence[str]], made: datetime) -> bytes:
    """Return a DOCX with paragraphs and a table."""
    import docx

    document = docx.Document()
    document.core_properties.created = made
    document.core_properties.author = "made up"
    for one in paragraphs:
        document.add_paragraph(one)
    grid = document.add_table(len(table), len(table[0]))
    for row, cells in zip(grid.rows, table, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def page(title: str, paragraphs: Sequence[str], date: str = "") -> str:
    """Return a web page with menu, cookie notice and footer around its text."""
    name = "article:published_time"
    meta = f'<meta property="{name}" content="{date}T08:00:00+02:00">' if date else ""
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        f'<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{title}</title>{meta}'
        "</head><body><header><nav><ul><li><a href='/'>Startseite</a></li><li><a href='/impressum'>"
        "Impressum</a></li><li><a href='/datenschutz'>Datenschutz</a></li></ul></nav></header>"
        "<div class='cookie-banner'>Wir verwenden Cookies. <button>Akzeptieren</button></div>"
        f"<main><article><h1>{title}</h1>{body}</article></main>"
        "<footer>Alle Rechte vorbehalten · Impressum · Datenschutz</footer></body></html>"
    )


def warc(records: Sequence[tuple[str, str, str, bytes]], *, gzip: bool = True) -> bytes:
    """Return a web archive; records are address, status line, content type, content."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzip)
    for number, (address, status, kind, content) in enumerate(records):
        writer.write_record(
            writer.create_warc_record(
                address,
                "response",
                payload=io.BytesIO(content),
                http_headers=StatusAndHeaders(
                    status, [("Content-Type", kind)], protocol="HTTP/1.1"
                ),
                warc_headers_dict={
                    "WARC-Date": f"2021-09-{number + 1:02d}T12:00:00Z",
                    "WARC-Record-ID": f"<urn:uuid:00000000-0000-0000-0000-{number:012d}>",
                },
            )
        )
    return out.getvalue()


def samples() -> dict[str, bytes]:
    """Return name and content of every sample file."""
    running = "Bündnis Nebeltal – erfunden – Seite {}"
    bodies = [
        CONCEPT,
        ("Im ersten Jahr wird ein Versuchsfeld angelegt.", "Aus Rohr-", "kolben werden Platten."),
        ("Danach prüft die Hochschule, ob die Platten halten.", "Ein Betrieb baut sie ein."),
    ]
    concept = pdf(
        [[running.format(number), *body] for number, body in enumerate(bodies, start=1)],
        made="20180630120000+02'00'",
    )
    english = (
        "The Fogvale alliance is invented and so is everything that it does.",
        "It wants to make insulation from the plants of rewetted peatland, with farmers.",
        "None of the firms that are named on this page has ever been there.",
    )
    pages = [
        ("https://nebeltal.example/", "200 OK", "text/html; charset=utf-8",
         page("Nebeltal heute", LATER).encode()),
        ("https://nebeltal.example/weg", "404 Not Found", "text/html",
         page("404 Not Found", ["Diese Seite gibt es nicht."]).encode()),
        ("https://nebeltal.example/bild.png", "200 OK", "image/png", b"\x89PNG"),
        ("https://nebeltal.example/konzept.pdf", "200 OK", "application/pdf", concept),
    ]  # fmt: skip
    return {
        "nebeltal/concept.pdf": concept,
        "nebeltal/scanned.pdf": pdf([[], []], image=True),
        "nebeltal/encrypted.pdf": encrypted(pdf([CONCEPT]), "geheim"),
        "nebeltal/plan.docx": word(
            CONCEPT, [["Moor", "Rohrkolben"], ["Haus", "Dämmplatte"]], datetime(2019, 3, 1, 9)
        ),
        "nebeltal/today.html": page("Nebeltal heute", LATER, "2024-05-17").encode(),
        "nebeltal/archive.warc.gz": warc(pages),
        "nebeltal/2019-11_latin1.txt": "\n".join(LATER).encode("latin-1"),
        "fogvale/page.html": page("Fogvale", english, "2023-02-03").encode(),
        "fogvale/error.html": page("Error 404: page not found", ["Nothing here."]).encode(),
        "keywords.csv": (
            b"alliance_id;language;keyword\nsturmkap;de;Windkraft\nsturmkap;de;Rotorblatt\n"
            b"sturmkap;en;wind power\n"
        ),
        "foerderkatalog.csv": (
            '="FKZ";="Zuwendungsempfänger";="Thema";="Laufzeit von"\n'
            '="00XX0001";="Erfundene Hochschule";="Erfundenes Vorhaben: Dämmplatten aus Moor";'
            '="01.04.2020"\n="00XX0002";="Erfundener Betrieb";="";="01.04.2020"\n'
        ).encode("cp1252"),
    }


def write(folder: Path) -> None:
    """Write all samples below a folder."""
    for name, data in samples().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)
