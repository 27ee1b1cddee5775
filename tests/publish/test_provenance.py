import pytest

from wir.publish import provenance


def test_a_table_leads_to_its_sources(project):
    found = provenance.sources_of(["district_year", "gdp"])
    assert [source.id for source in found] == ["gdp", "jobs"]


def test_source_text_names_attribution_vintage_and_licence_once(project):
    text = provenance.source_text(provenance.sources_of(["gdp", "gdp_old", "jobs"]))
    assert text == (
        "© Office of Numbers, GDP [2000-2021; 1990-1999; licence CC-BY-4.0]. "
        "© Jobs Agency [2013-2025; licence dl-de/by-2-0]"
    )


def test_licence_is_not_said_twice():
    source = provenance.Source("a", "© X, dl-de/by-2-0", "2024", "dl-de/by-2-0 (data)")
    assert provenance.source_text([source]) == "© X, dl-de/by-2-0 [2024]"


def test_unknown_source_names_the_nearest(project):
    with pytest.raises(ValueError, match="did you mean district_year"):
        provenance.sources_of(["district_yaer"])


def test_facts_of_the_project_need_no_upstream_file(project):
    assert "Compiled by this project" in provenance.source_text(
        provenance.sources_of(["alliances"])
    )


def test_parameters_are_written_as_they_are():
    assert provenance.parameter_text({"a": 1, "b": "x", "c": {"d": True}}) == (
        'a = 1, b = x, c = {"d": true}'
    )


@pytest.mark.parametrize(
    ("publisher", "short"),
    [
        ("Bundesinstitut für Raumforschung (BBSR); packaged by X", "BBSR"),
        ("BBSR (INKAR); compiled by the project", "BBSR"),
        ("Eurostat; packaged by the R package nuts", "Eurostat"),
        ("", "© X"),
    ],
)
def test_publishers_in_a_word(publisher, short):
    assert provenance.Source("a", "© X", "", "", publisher).short == short


def test_many_sources_are_folded():
    sources = [provenance.Source(str(n), f"© {n}", "", "", f"Office {n}") for n in range(3)]
    assert provenance.short_text(sources) == "Office 0, Office 1, Office 2"
    assert provenance.short_text(sources[:2]) == ""


def test_each_attribution_is_an_entry_with_its_vintages():
    sources = [
        provenance.Source("a", "© X.", "2019", "CC-BY-4.0"),
        provenance.Source("b", "© X.", "2020", "CC-BY-4.0"),
        provenance.Source("c", "Source: © Y, dl-de/by-2-0", "", "dl-de/by-2-0"),
    ]
    entries = provenance.source_entries(sources)
    assert entries == ["© X. [2019; 2020; licence CC-BY-4.0]", "© Y, dl-de/by-2-0"]
    assert provenance.source_text(sources) == ". ".join(entries)
