"""A document in which every kind of block occurs, with any text in every place."""

import shutil
from functools import cache

import matplotlib as mpl
import pandas as pd
import pytest

mpl.use("Agg")

from wir.documents import blocks as b
from wir.documents.charts import chart
from wir.documents.inline import fill
from wir.publish.figures import style

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def sample():
    """Return a maker of sample documents; `name` stands wherever a name can stand."""

    def make(name="Bündnis Beispiel", language="de", chapters=1, rows=40):
        said = fill("Das **{name}** wächst um 3,2 % je Jahr ({name}).", name=name)
        parts = [
            b.Heading(fill("{name}: Zusammenfassung", name=name)),
            b.Callout("key", said),
            b.Callout("note", "Ein Hinweis."),
            b.Callout("warning", "Die Spanne reicht von 1 bis 5."),
            b.Callout("question", "Wen sprechen wir *zuerst* an?"),
            b.Callout("decision", "Wir sprechen alle an.", title=name),
            b.Facts([("Name", fill("{name}", name=name)), ("Laufzeit", "2019–2025")]),
            b.Bullets([said, "[Verweis](https://example.org/seite)"]),
            b.Bullets(["erstens", "zweitens"], ordered=True),
            b.PageBreak(),
        ]
        for number in range(chapters):
            frame = pd.DataFrame(
                {
                    "Name": [f"{name} {row}" if row else name for row in range(rows)],
                    "Anteil": [None, *(1234.5 + row for row in range(1, rows))],
                    "Menge": range(rows),
                    "Anmerkung": [f"Ein Text, der in der Spalte umbrechen muss. {name}"] * rows,
                }
            )
            parts += [
                b.Heading(f"Kapitel {number + 1}"),
                b.Paragraph("Innovationspotenziale der Strukturwandelregionen. " * 20),
                b.Chart(
                    line(),
                    f"chart-{number}",
                    title=f"Wachstum: {name}",
                    caption=fill("Anteil in Prozent, {name}.", name=name),
                    alt=f"Eine Linie von 0 bis 3. {name}",
                    data=frame[["Name", "Anteil"]],
                    source=fill("{name}, 2025", name=name),
                    width=0.7,
                ),
                b.Heading("Unterabschnitt", 2),
                b.DataTable(
                    frame,
                    f"table-{number}",
                    f"Liste: {name}",
                    caption="Prozent der Beschäftigten.",
                    source="Eigene Daten",
                    formats={"Anteil": "%:1"},
                    rows_shown=None if number % 2 == 0 else 12,
                    labels={"Menge": f"Menge {name}"},
                ),
            ]
        return b.Document(name, f"Region {name}", language, parts, "beispiel", f"Erfunden. {name}")

    return make


@cache
def line():
    """Return a small drawing."""
    import matplotlib.pyplot as plt

    with style():
        fig, ax = plt.subplots(figsize=(6, 2.6))
        ax.plot([0, 1, 2, 3], [0, 2, 1, 3])
        ax.set_xlabel("Jahr")
    nothing = pd.DataFrame({"x": [0]})
    return chart(fig, "line", title="T", caption="", alt="A", data=nothing).svg


@pytest.fixture(scope="module")
def chromium():
    """Give a headless Chromium, or skip; closed after each module, others open their own."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("chromium is not installed (Debian: apt install chromium)")
    sync = pytest.importorskip("playwright.sync_api")
    with sync.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()
