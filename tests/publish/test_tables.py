import json
import re

import numpy as np
import pandas as pd
import pytest

from wir.publish.tables import safe_address, table, table_rows

DF = pd.DataFrame(
    {
        "name": ["<script>alert(1)</script>", "Görlitz"],
        "people": [1234, 5],
        "share": [0.127, np.nan],
        "year": [2020, 2021],
        "url": ["javascript:alert(1)", "https://example.org/a?b=1&c=2"],
    }
)


def test_cells_are_escaped_and_formatted():
    rows = table_rows(DF, formats={"share": "%:2"}, links={"name": "url"})
    assert "<script" not in rows
    assert "javascript:" not in rows
    assert 'href="https://example.org/a?b=1&amp;c=2"' in rows
    assert '<td class="number">1,234</td>' in rows
    assert '<td class="number">0.13%</td>' in rows
    assert '<td class="number">2020</td>' in rows
    assert '<span class="sr-only">no data</span>' in rows
    assert "url" not in re.findall(r'<th scope="col"[^>]*>([^<]*)', rows)


def test_ranges_of_numbers_stay_on_one_line():
    rows = table_rows(pd.DataFrame({"what": ["a–b"], "years": ["2017–2019 (or <1999)"]}))
    assert '<span class="wir-keep">2017–2019</span> (or &lt;1999)' in rows
    assert "a–b" in rows


def test_addresses_in_cells_are_links_and_nothing_else_is():
    cells = [
        "https://example.org/a?b=1&c=2, http://example.org/über.",
        'https://example.org/"onload=x',
        "see ftp://example.org or javascript:alert(1)",
        "https://example.org/<script>",
    ]
    rows = table_rows(pd.DataFrame({"what": ["a", "b", "c", "d"], "pages": cells}))
    assert re.findall(r'href="([^"]*)"', rows) == [
        "https://example.org/a?b=1&amp;c=2",
        "http://example.org/über",
        "https://example.org/",
        "https://example.org/",
    ]
    assert "<script" not in rows


def test_a_cell_with_a_link_of_its_own_has_no_link_inside():
    data = pd.DataFrame({"name": ["https://example.org/a"], "url": ["https://example.org/b"]})
    assert table_rows(data, links={"name": "url"}).count("<a ") == 1


def test_heads_have_a_scope():
    rows = table_rows(DF[["name", "people"]], labels={"people": "People & more"})
    assert rows.count('scope="col"') == 2
    assert rows.count('scope="row"') == 2
    assert "People &amp; more" in rows


def test_unknown_column_is_named():
    with pytest.raises(ValueError, match="formats: no column poeple; found: name, people"):
        table_rows(DF, formats={"poeple": 0})


def test_a_named_index_is_shown():
    rows = table_rows(DF[["people"]].rename_axis("place"))
    assert '<th scope="col" class="number">place</th>' in rows


def test_table_writes_csv_and_shows_both_forms(run_folder, shown):
    table(DF, "top", title="Top", caption="Two `rows`.", sources=["gdp"], links={"name": "url"})
    assert (run_folder / "top.csv").read_text(encoding="utf-8").splitlines()[2].startswith("Görl")
    body = shown[0]["text/markdown"].removeprefix("```{wir-table}\n").removesuffix("\n```")
    assert "`" not in body
    spec = json.loads(body)
    assert spec["name"] == "tab-demo-top"
    assert spec["caption"] == "Two `rows`."
    html = shown[0]["text/html"]
    assert 'role="region" tabindex="0" aria-label="Top"' in html
    assert "<caption>" in html


def test_table_without_caption_is_refused(run_folder, shown):
    with pytest.raises(ValueError, match="table 'top': caption missing"):
        table(DF, "top", title="Top", caption="", sources=["gdp"])


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://a.de/x", "https://a.de/x"),
        ("dossiers/x.html", "dossiers/x.html"),
        ("data:text/html,x", "#"),
        (" JavaScript:alert(1)", "#"),
        ("#table-x", "#table-x"),
    ],
)
def test_addresses(address, safe):
    assert safe_address(address) == safe


def test_official_names_may_break_after_their_commas():
    names = [
        "Maler.,Stuckat.,Bauwerksabd",
        "Kunststoff,Kautschukherstell.,verarbeit",
        "49.5, z.B. 1,5",
    ]
    rows = table_rows(pd.DataFrame({"name": names}))
    assert "Maler.,<wbr>Stuckat.,<wbr>Bauwerksabd" in rows
    assert "Kunststoff,<wbr>Kautschukherstell.,<wbr>verarbeit" in rows
    assert "49.5, z.B. 1,5" in rows
