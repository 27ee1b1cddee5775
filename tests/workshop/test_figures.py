"""Sentences of the slides carry no more than their figures."""

import pandas as pd
import pytest

from wir.dossier.region import own_region
from wir.workshop.ecosystem_figures import position_sentence
from wir.workshop.peers import card, match_reason
from wir.workshop.potential_figures import fields, order_sentence, strengths
from wir.workshop.regions import Guest
from wir.workshop.slides import day
from wir.workshop.value_figures import counts, growth_sentence, own_fields


def growths(*spans):
    return pd.DataFrame(
        [{"growth": (low + high) / 2, "lower": low, "upper": high} for low, high in spans]
    )


@pytest.mark.parametrize(
    ("table", "german", "english"),
    [
        (growths((1, 2)), "Von einem Feld: 1 wächst.", "Of one field: 1 grows."),
        (
            growths((1, 2), (0.1, 3), (-2, -1)),
            "Von 3 Feldern: 2 wachsen, 1 schrumpft.",
            "Of 3 fields: 2 grow, 1 shrinks.",
        ),
        (
            growths((-1, 2), (float("nan"), float("nan"))),
            "Von 2 Feldern: bei 1 ist die Richtung offen, zu 1 fehlen Zahlen.",
            "Of 2 fields: for 1 the direction is open, for 1 figures are missing.",
        ),
        (
            growths((float("nan"), float("nan"))),
            "Für dieses Bündnis liegen dazu keine Zahlen vor.",
            "There are no figures on this for this alliance.",
        ),
    ],
)
def test_growth(table, german, english):
    assert growth_sentence(table, "de") == german
    assert growth_sentence(table, "en") == english


def test_an_interval_that_touches_zero_is_open():
    assert counts(growths((0.0, 1.0), (-1.0, 0.0))) == {
        "growing": 0,
        "shrinking": 0,
        "open": 2,
        "missing": 0,
    }


def test_order_is_said_to_be_open_where_intervals_overlap():
    apart = pd.DataFrame({"probability": [50, 10], "lower": [40, 5], "upper": [60, 20]})
    near = pd.DataFrame({"probability": [50, 45], "lower": [40, 35], "upper": [60, 55]})
    assert order_sentence(apart, "de").startswith("Die Spanne des ersten Feldes liegt über")
    assert "nicht gesichert" in order_sentence(near, "de")
    assert "not certain" in order_sentence(near, "en")
    assert order_sentence(near.head(1), "en") == "This is the only suggestion."


@pytest.mark.parametrize(
    ("count", "above", "german"),
    [
        (1, 1, "A liegt über dem mittleren Kreis"),
        (1, 0, "A liegt nicht über dem mittleren Kreis"),
        (3, 0, "Keiner der 3 Kreise liegt über dem mittleren Kreis"),
        (3, 3, "Alle 3 Kreise liegen über dem mittleren Kreis"),
        (3, 1, "1 von 3 Kreisen liegt über dem mittleren Kreis"),
        (3, 2, "2 von 3 Kreisen liegen über dem mittleren Kreis"),
    ],
)
def test_position(count, above, german):
    assert position_sentence(["A", "B", "C"][:count], above, "de") == german


def test_fields_and_strengths(results):
    made = results("x")
    assert list(fields(made, "x", 2)["activity"]) == ["242", "251"]
    assert fields(made, "y").empty
    assert list(strengths(made, "x")["field"]) == ["242", "251", "431", "262"]  # 413 is too small
    bare = Guest(own_region("x", "X", ["14626"]))
    assert own_fields(bare, made)[1] is False
    assert set(own_fields(bare, made)[0]["field"]) == {"242", "251", "431", "262"}


def test_match_reasons():
    row = {"topic": "research", "asker_place": 9.4, "peer_place": 84.4, "stability": 0.6}
    assert match_reason("X", row, "de") == (
        "Für X: deren Region steht bei „Forschung“ besser (eigene Region 9, deren Region 84; 100 "
        "ist der beste Wert der Bündnisse). Das Paar ergibt sich in 60\N{NO-BREAK SPACE}% der "
        "geprüften Definitionen."
    )
    nan = float("nan")
    bond = {"topic": "field", "asker_place": nan, "peer_place": nan, "stability": nan}
    assert match_reason("X", bond, "en") == "For X: works in a related field."


def test_a_card_says_what_it_does_not_know():
    columns = ["name", "field_area", "theme", "laender", "coordinator", "coordinator_type"]
    columns += ["phase", "start_year", "partners", "partners_year", "website"]
    about = dict.fromkeys(columns)
    made = card("x", about | {"name": "X", "website": "javascript:alert(1)"}, [], ("w",), "de")
    assert made.facts == ()
    assert made.website == ""
    assert made.missing[-1] == "was dort gut gelingt und was nicht"
    assert len(made.missing) == 9


@pytest.mark.parametrize(
    ("value", "german", "english"),
    [
        ("2026-06-30", "30. Juni 2026", "30 June 2026"),
        ("2026-05", "Mai 2026", "May 2026"),
        ("2026-02-31", "2026-02-31", "2026-02-31"),
        ("bald", "bald", "bald"),
        (None, None, None),
    ],
)
def test_days(value, german, english):
    assert day(value, "de") == german
    assert day(value, "en") == english
