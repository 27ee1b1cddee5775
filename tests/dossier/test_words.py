"""Every sentence has its cases, and none says more than its figures."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from wir.dossier import effects_words as effects
from wir.dossier import learning_words as learn
from wir.dossier import market_words as market
from wir.dossier import partner_words as partners
from wir.dossier import potential_words as potential
from wir.dossier import region_words as region
from wir.dossier.articles import with_article
from wir.dossier.occupation_names import NAMES, occupation_name
from wir.dossier.question_words import MOST, questions
from wir.dossier.summary_words import findings
from wir.dossier.terms import ADVICE, HEALTH, INDICATORS, TOPICS

LANGUAGES = ["de", "en"]


def standing(*rows):
    columns = ["rank_weakness", "lower_weakness", "upper_weakness"]
    return pd.DataFrame(rows, columns=columns)


@pytest.mark.parametrize(
    ("rows", "side"),
    [
        ([(10, 5, 20)], "first"),
        ([(300, 250, 350)], "second"),
        ([(200, 150, 260)], "across"),
        ([(10, 5, 20), (200, 150, 260)], "mixed"),
        ([(float("nan"),) * 3], "missing"),
    ],
)
def test_the_side_is_that_of_the_whole_interval(rows, side, say):
    table = standing(*rows)
    assert region.standing_side(table, "weakness", 400) == side
    if side != "missing":
        german = region.side_sentence(table, "weakness", 400, say("de"))
        assert ("über die Mitte" in german) == (side in ("across", "mixed"))
        assert ("hängt davon ab" in german) == (side == "across")


def test_one_interval_is_singular_several_are_plural(say):
    one, two = standing((10, 5, 20)), standing((10, 5, 20), (12, 6, 30))
    assert "Das ganze Intervall liegt" in region.side_sentence(one, "weakness", 400, say("de"))
    assert "Alle Intervalle liegen" in region.side_sentence(two, "weakness", 400, say("de"))
    assert "All intervals lie" in region.side_sentence(two, "weakness", 400, say("en"))


def points(*rows):
    table = pd.DataFrame(rows, columns=["field", "lower", "upper"]).set_index("field")
    return table.assign(cut=1.3, verdict="depends", quadrant="open", clear=False)


def test_demand_has_a_case_for_each_interval(say):
    table = points(
        ("431", 2.0, 3.0), ("244", 0.2, 1.0), ("241", -2.0, -1.0), ("262", -0.5, 2.0),
        ("111", float("nan"), float("nan")),
    )  # fmt: skip
    groups = market.demand_groups(table)
    assert groups == {
        "faster": ["431"],
        "slower": ["244"],
        "shrinking": ["241"],
        "unclear": ["262"],
        "missing": ["111"],
    }
    german = market.demand_sentences(table, say("de"))
    assert len(german) == 5
    assert "schneller als in allen Berufen zusammen (+1,3\N{NO-BREAK SPACE}%" in german[0]
    assert german[2].startswith("In einer Berufsgruppe schrumpft")
    assert "kein Unterschied" in german[3]
    english = market.demand_sentences(table, say("en"))
    assert "(+1.3% a year)" in english[0]
    assert "shrinks" in english[2]
    assert market.demand_sentences(table.iloc[:0], say("de")) == []


@pytest.mark.parametrize("lower", [1.2, 1.4])
def test_open_needs_an_interval_above_all_jobs(lower):
    table = points(("431", lower, 3.0), ("111", -3.0, -2.0)).assign(
        density=[60.0, 10.0], clear=[True, True]
    )
    assert market.open_fields(table) == (["431"] if lower > 1.3 else [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_open_fields_singular_plural_and_none(language, say):
    speech = say(language)
    table = points(*((code, 2.0, 3.0) for code in ("431", "434", "262", "263", "341")))
    table = table.assign(density=50.0, clear=True)
    assert market.open_sentence(table.iloc[:0], speech) == ""
    none = market.open_sentence(table.assign(clear=False), speech)
    one = market.open_sentence(table.iloc[:1], speech)
    many = market.open_sentence(table, speech)
    assert len({none, one, many}) == 3
    assert speech.occupation("431") in one
    assert (speech.pick("Keine Berufsgruppe", "No occupational group")) in none


@pytest.mark.parametrize(
    ("short_of", "german", "english"),
    [
        (0.3, "es fehlt weniger als eine Stelle", "less than one job is missing"),
        (1.2, "es fehlt eine Stelle", "one job is missing"),
        (1234.4, "es fehlen rund 1.234 Beschäftigte", "about 1,234 employees are missing"),
    ],
)
def test_missing_employees(short_of, german, english, say):
    assert potential.missing_words(short_of, say("de")) == german
    assert potential.missing_words(short_of, say("en")) == english


def test_new_fields_missing_and_without_interval(full, say):
    empty = full.outlook.iloc[:0]
    assert "keine Vorhersage" in potential.field_sentence(empty, say("de"))
    assert potential.step_sentence(empty, say("de")) == ""
    assert "(ohne Intervall)" in potential.field_sentence(full.outlook.iloc[4:], say("de"))
    assert "unter 1" in potential.field_sentence(full.outlook.iloc[4:], say("de"))
    short = full.outlook.assign(short_of=1.0)
    assert "zeichnet sich nicht ab" in potential.step_sentence(short, say("de"))


@pytest.mark.parametrize(
    ("gap", "before", "p", "case", "german"),
    [
        (-2.0, 0.2, 0.02, "rare", "nichts belegt, dass er vom Bündnis"),
        (-2.0, 1.8, 0.02, "poor fit", "wenig besagt"),
        (0.5, 0.2, 0.5, "usual", "nichts Ungewöhnliches"),
        (0.01, 0.2, 0.9, "usual", "gleichauf"),
    ],
)
def test_twins_never_claim_an_effect(gap, before, p, case, german, say):
    row = {
        "gap": gap, "before": before, "p_value": p, "placebos": 99, "first_year": 2021,
        "years_after": 1,
    }  # fmt: skip
    assert effects.twin_case(row) == case
    assert german in effects.twin_sentence("employees", row, say("de"))
    assert "alliance has" not in effects.twin_sentence("employees", row, say("en"))


def test_no_twin_says_why(say):
    assert "nicht angegeben" in effects.no_twin_sentence(None, say("de"))
    assert "2025" in effects.no_twin_sentence(2025, say("en"))


@pytest.mark.parametrize(
    ("count", "german"),
    [
        (0, "keine Organisation"),
        (1, "Eine Organisation der Region mit bekanntem Namen und Ort ist"),
        (3, "Drei Organisationen der Region mit bekanntem Namen und Ort sind"),
    ],
)
def test_organisations_in_words(count, german, say):
    table = pd.DataFrame({"partners": [2] * count})
    assert german in partners.known_sentence(table, say("de"))


def test_suggestions_small_large_and_none(full, say):
    assert "sind klein" in partners.chance_sentence(full.partners, say("de"))
    likely = full.partners.assign(probability=0.4)
    assert "sind klein" not in partners.chance_sentence(likely, say("de"))
    nobody = full.partners.iloc[:0]
    assert "keinen Vorschlag" in partners.suggestion_sentence(nobody, "regional", say("de"))
    assert partners.chance_sentence(nobody, say("en")) == ""
    text = partners.reason(full.partners.iloc[1].to_dict(), say("de"))
    assert text == "Hochschule; 1 gemeinsamer Partner; 80\N{NO-BREAK SPACE}km; 12 Partner in " \
        "Horizont 2020"  # fmt: skip


def test_health_without_lists_with_and_without_work_to_do(say):
    assert "keine Liste" in partners.health_sentence(pd.DataFrame(), say("de"))
    items = pd.DataFrame({"item": ["firm_share"], "value": [40.0], "what_to_do": [""]})
    assert "keine eine Reaktion" in partners.health_sentence(items, say("de"))
    acts = items.assign(what_to_do="x")
    assert "verlangt eine Aufmerksamkeit: „Unternehmen“" in partners.health_sentence(
        acts, say("de")
    )


def test_whom_to_ask_is_better_placed_and_named_once(full, say):
    rows = full.learn
    assert rows["alliance"].is_unique
    worse = rows["index"] == "weakness"
    assert (rows["other"][worse] < rows["own"][worse]).all()
    assert (rows["other"][~worse] > rows["own"][~worse]).all()
    assert all("günstiger" in one for one in learn.ask_sentences(full, say("de")))
    none = replace(full, learn=rows.iloc[:0])
    assert "keinem der sechs" in learn.ask_sentences(none, say("de"))[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_matches_are_told_where_there_are_any(full, language, say):
    assert learn.match_sentence(full.matches, say(language)) == ""
    known = pd.DataFrame({"peer": ["plant3"], "topic": ["reach"]})
    assert "Plant³" in learn.match_sentence(known, say(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_five_findings_each_with_a_certainty(full, bare, language, say):
    found = findings(full, say(language))
    assert len(found) == 5
    assert len({one.topic for one in found}) == 5
    assert all(say(language).certainty(one.certainty) for one in found)
    few = findings(bare, say(language))
    assert 0 < len(few) <= 5  # what is not known is no finding


def test_findings_follow_the_results(full, say):
    rare = {one.topic for one in findings(full, say("de"))}
    usual = full.twin_ranks.assign(p_value=0.9)
    assert "Entwicklung seit dem Beginn" in rare
    calm = findings(replace(full, twin_ranks=usual), say("de"), count=10)
    assert next(one for one in calm if one.topic.startswith("Entwicklung")).stands_out < 0.5


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_rest_on_results(full, bare, language, say):
    found = questions(full, say(language))
    assert 3 <= len(found) <= MOST
    assert all(one.rstrip().endswith("?") for one in found)
    assert len(questions(bare, say(language))) < len(found)


def test_every_occupation_has_a_name_in_both_languages():
    from wir.data import load

    assert set(NAMES) == set(load("occupations")["kldb3"])
    for german, english in NAMES.values():
        assert german
        assert english
        assert ".," not in german
    assert len({one[0] for one in NAMES.values()}) == len(NAMES)
    assert occupation_name("999", "de", "anders") == "anders"


def test_every_term_is_known():
    from wir.learning.topics import LABELS
    from wir.partners.management import ITEMS
    from wir.potential.indicators import INDICATORS as LISTED

    assert set(INDICATORS) == {one.indicator for one in LISTED}
    assert set(HEALTH) == set(ITEMS)
    assert {(item, side) for item, one in ITEMS.items() for side in one[1]} == set(ADVICE)
    assert set(LABELS) == set(TOPICS)


def test_mixed_intervals_have_a_verb_each(say):
    table = standing((10, 5, 20), (12, 6, 30), (200, 150, 260))
    assert region.side_sentence(table, "weakness", 400, say("de")) == (
        "Von den drei Intervallen liegen zwei in der strukturschwächeren Hälfte Deutschlands und "
        "eines reicht über die Mitte hinweg."
    )
    assert region.side_sentence(table, "weakness", 400, say("en")) == (
        "Of the three intervals, two lie in the weaker half of Germany and one reaches across the "
        "middle."
    )


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("Burgenlandkreis", "der Burgenlandkreis"),
        ("Ilm-Kreis", "der Ilm-Kreis"),
        ("Altmarkkreis Salzwedel", "der Altmarkkreis Salzwedel"),
        ("Landkreis Rostock", "der Landkreis Rostock"),
        ("Hof (Landkreis)", "der Landkreis Hof"),
        ("Märkischer Kreis", "der Märkische Kreis"),
        ("Harz", "der Landkreis Harz"),
        ("Mecklenburgische Seenplatte", "die Mecklenburgische Seenplatte"),
        ("Region Hannover", "die Region Hannover"),
        ("Altenburger Land", "das Altenburger Land"),
        ("Görlitz", "Görlitz"),
        ("Regensburg (Stadt)", "Regensburg (Stadt)"),
        ("Landau in der Pfalz", "Landau in der Pfalz"),
    ],
)
def test_districts_have_their_article_in_a_german_sentence(name, subject):
    assert with_article(name) == subject
