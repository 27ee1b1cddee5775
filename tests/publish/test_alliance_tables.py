import json
import math
import re

import pytest

from wir.publish.alliance_tables import (
    alliances_table_html,
    dossier_table_html,
    fact_value,
    funding,
    programme_table,
)

FULL = {
    "alliance_id": "h2-well",
    "name": "H2-Well",
    "full_title": "H2-Well – <b>Wasserstoff</b>",
    "round": "1",
    "phase": "implementation",
    "laender": "Thüringen; Bayern",
    "region": "Main-Elbe corridor",
    "lead_city": "Weimar",
    "coordinator": "Bauhaus-Universität Weimar",
    "start_year": 2019.0,
    "funding_eur": 15000000.0,
    "funding_scope": "cap",
    "funding_note": "approximate",
    "partners": 40.0,
    "partners_year": 2018.0,
    "theme": "green hydrogen",
    "field_area": "energy & hydrogen",
    "website": "javascript:alert(1)",
    "notes": math.nan,
    "source_urls": "https://a.de/1 | https://b.de/2?x=1&y=2",
}
EMPTY = {"alliance_id": "x", "name": "X", "round": 2, "phase": "concept", "funding_eur": math.nan}


def test_every_alliance_is_a_row_sorted_by_name():
    html = alliances_table_html([EMPTY, FULL])
    assert html.count("<tr data-") == 2
    assert html.index(">H2-Well") < html.index(">X<")


def test_what_is_missing_is_not_known():
    html = alliances_table_html([EMPTY])
    row = html[html.index("<tbody>") :]
    assert row.count("not known") >= 6
    assert "nan" not in row
    assert "concept only" in row


def test_amounts_say_what_they_refer_to():
    assert funding(FULL) == (
        '€15,000,000<br><span class="wir-scope">maximum announced, not a grant</span>'
    )
    assert "not known" in funding(EMPTY)


def test_everything_from_the_data_is_escaped():
    html = alliances_table_html([FULL], {"h2-well"})
    assert "<b>" not in html
    assert "javascript:" not in re.findall(r'href="([^"]*)"', html)
    assert all(not one.startswith("javascript") for one in re.findall(r'href="([^"]*)"', html))
    assert 'href="https://b.de/2?x=1&amp;y=2"' in html
    assert 'data-field="energy &amp; hydrogen"' in html


def test_only_alliances_with_a_dossier_link_to_one():
    assert 'href="dossiers/h2-well.html"' in alliances_table_html([FULL], {"h2-well"})
    assert "dossiers/" not in alliances_table_html([FULL], set())
    html = dossier_table_html([FULL, EMPTY], {"h2-well"}, "../executed/dossiers/")
    assert html.count("<tr data-") == 1
    assert 'href="../executed/dossiers/h2-well.html"' in html


def test_filters_belong_to_the_rows():
    html = alliances_table_html([FULL])
    found = re.search(r'data-filters="([^"]*)"', html)
    for key in json.loads(found[1].replace("&quot;", '"')):
        assert f"data-{key}=" in html


def test_rows_of_a_data_frame_will_do():
    import pandas as pd

    frame = pd.DataFrame([FULL, EMPTY])
    assert alliances_table_html(frame.to_dict("records")).count("<tr data-") == 2


@pytest.mark.parametrize("tag", ["div", "table", "tr", "td", "th", "details", "dl", "span", "a"])
def test_tags_are_balanced(tag):
    html = alliances_table_html([FULL, EMPTY], {"h2-well"})
    assert len(re.findall(rf"<{tag}[\s>]", html)) == html.count(f"</{tag}>")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("2019-04-01", "date", "1 April 2019"),
        ("2021-10", "month", "October 2021"),
        ("2022", "year (early)", "early 2022"),
        ("East German Länder", "text", "East German Länder"),
        ("150000000", "EUR", "€150,000,000"),
        ("8000000", "EUR per alliance", "€8,000,000 per alliance"),
        ("600000000", "EUR, all programmes", "€600,000,000, all programmes"),
        ("25", "alliances (about)", "about 25 alliances"),
        ("5", "years", "5 years"),
    ],
)
def test_facts_read_as_a_reader_expects(value, unit, text):
    assert fact_value(value, unit) == text


def test_every_fact_of_the_programme_has_words_and_no_key_is_shown():
    from wir.data import load

    facts = load("programme")
    table = programme_table(facts)
    assert set(table["about"]) == {"Round 1", "Round 2", "Programme"}
    assert not table["label"].str.contains("_").any()
    assert not table.duplicated(["about", "label"]).any()
    assert not table["value"].str.contains(r"\d{5}|\d-\d", regex=True).any()
    assert (table["source_url"] == facts["source_url"]).all()
