from wir.publish.pages import data_page, dossiers_page, reproducibility_page

PACKAGE = {
    "resources": [
        {
            "name": "district_year",
            "title": "Districts *by* year",
            "description": "One row per district and year.\n\n# Not a heading",
            "path": "district_year.parquet",
            "rows": 11200,
            "years": [1995, 2022],
            "sources": [{"title": "inkar"}],
            "licenses": [
                {"name": "dl-de/by-2-0", "path": "https://example.org/licence"},
                {
                    "name": "LicenseRef-BA-Statistik-derived",
                    "title": "LicenseRef-BA-Statistik; derived figures only",
                },
            ],
            "schema": {
                "fields": [
                    {"name": "ags", "title": "Key", "type": "string"},
                    {"name": "gdp", "title": "GDP <b>", "type": "number", "unit": "EUR"},
                ]
            },
        }
    ]
}
SOURCES = [
    {"id": "inkar", "url": "https://example.org/x", "publisher": "BBSR", "attribution": "© BBSR",
     "vintage": "2024", "licence": "dl-de/by-2-0", "sha256": "ab" * 32}
]  # fmt: skip
MANIFEST = {
    "name": "dossiers/h2-well",
    "notebook": "alliance-dossier",
    "parameters": {"alliance": "h2-well", "note": "<i>"},
    "inputs": {"src/a.py": "cd" * 32},
    "outputs": {},
    "python": "3.11.7",
    "seconds": 2.25,
    "commit": "abc",
}


def headings(page):
    return [line for line in page.splitlines() if line.startswith("# ")]


def test_data_page_describes_every_table_and_column():
    page = data_page(PACKAGE, SOURCES)
    assert headings(page) == ["# Data"]
    assert "(table-district-year)=" in page
    assert "<code>gdp</code>" in page
    assert "GDP &lt;b&gt;" in page
    assert "11,200" in page
    assert "Districts \\*by\\* year" in page
    assert "- Years: 1995–2022" in page
    assert "abab" in page
    assert "ab" * 7 not in page


def test_licences_are_said_in_words():
    page = data_page(PACKAGE, SOURCES)
    assert "[dl\\-de\\/by\\-2\\-0](https://example.org/licence)" in page
    assert "Statistik der Bundesagentur für Arbeit (derived figures only)" in page
    assert "NOASSERTION" not in page


def test_sources_of_a_table_lead_to_the_list_of_sources():
    table = {**PACKAGE["resources"][0], "sources": [{"name": "inkar", "title": "BBSR"}]}
    page = data_page({"resources": [table]}, SOURCES)
    assert '- Sources: <a href="#source-inkar"><code>inkar</code></a>' in page
    assert '<a id="source-inkar" href="https://example.org/x">' in page


def test_many_sources_of_the_whole_table_are_not_repeated_in_each_column():
    names = ["a", "b", "c"]
    fields = [
        {"name": "ags", "type": "string", "sources": names},
        {"name": "gdp", "type": "number", "sources": ["a"]},
    ]
    table = {
        **PACKAGE["resources"][0],
        "sources": [{"name": name} for name in names],
        "schema": {"fields": fields},
    }
    page = data_page({"resources": [table]}, SOURCES)
    assert page.count("all of the table") == 1
    assert '<span class="wir-small">a</span>' in page


def test_tables_become_cards_on_a_phone():
    page = reproducibility_page([MANIFEST], {"wir": "1"})
    assert '<table class="wir wir-stack">' in page
    assert '<td class="number" data-label="Seconds">' in page
    assert '1 input<span class="sr-only"> of dossiers/h2-well</span>' in page


def test_data_page_of_an_empty_package_still_stands():
    assert "0 tables" in data_page({}, [])


def test_html_blocks_have_no_empty_line():
    for page in (data_page(PACKAGE, SOURCES), reproducibility_page([MANIFEST], {"wir": "1"})):
        for line in page.splitlines():
            if line.startswith("<div"):
                assert line.endswith("</div>")


def test_reproducibility_page_lists_runs_and_versions():
    page = reproducibility_page([MANIFEST], {"numpy": "2.4"}, b"lock")
    assert headings(page) == ["# Methods and reproducibility"]
    assert 'href="../executed/dossiers/h2-well.html"' in page
    assert "&lt;i&gt;" in page
    assert "2.2" in page or "2.3" in page
    assert "cdcdcdcdcdcd" in page
    assert "2.4" in page
    assert "SHA-256" in page


def test_dossiers_page_says_how_many():
    rows = [{"alliance_id": "a", "name": "A"}, {"alliance_id": "b", "name": "B"}]
    page = dossiers_page(rows, {"a"})
    assert headings(page) == ["# Dossiers of the alliances"]
    assert "## To print and to pass on" in page.splitlines()
    assert "1 alliances" not in page or "out of 2" in page
    assert "../executed/dossiers/a.html" in page
    assert "../executed/dossiers/b.html" not in page
    for language in ("de", "en"):
        for end in ("html", "pdf", "xlsx"):
            assert f'href="../../dossiers/a.{language}.{end}" hreflang="{language}"' in page
    assert "../../dossiers/b." not in page


def test_without_dossiers_there_is_nothing_to_print():
    assert "../../dossiers/" not in dossiers_page([{"alliance_id": "a", "name": "A"}], set())


def test_names_in_the_list_of_printable_dossiers_are_escaped():
    page = dossiers_page([{"alliance_id": "a", "name": "A <i>&\nB"}], {"a"})
    assert "<i>" not in page
    assert "A &lt;i&gt;&amp; B" in page


def test_printable_dossiers_are_where_the_page_links_to():
    from urllib.parse import urljoin

    from wir import config
    from wir.publish.pages import PRINTABLE
    from wir.run.pages import dossier_files

    page = (config.HTML / "generated" / "dossiers.html").as_uri()
    for path in dossier_files("a"):
        assert urljoin(page, PRINTABLE + path.name) == path.as_uri()
