from __future__ import annotations

import pandas as pd
import pytest

from wir.data import raw
from wir.data.places import EXONYMS, find_district, folded, gazetteer, largest, plain, stems_of
from wir.data.territory import current_district

TOWNS = pd.DataFrame(
    [
        ("München, Landeshauptstadt", "09162", 1_450_000),
        ("Frankfurt am Main, Stadt", "06412", 730_000),
        ("Frankfurt (Oder), Stadt", "12053", 58_000),
        ("Garching b. München, St", "09184", 17_000),
        ("Münster, Stadt", "05515", 310_000),
        ("Münster", "06432", 14_000),
        ("Neustadt", "16066", 1_000),
        ("Neustadt", "07131", 600),
        ("Göttingen, Stadt", "03159", 118_000),
        ("Rüsselsheim am Main, Stadt", "06433", 63_000),
        ("Soest, Stadt", "05974", 47_000),
        ("Suhl, Stadt", "16054", 36_000),
        ("Weißenfels, Stadt", "15084", 40_000),
    ],
    columns=["name", "ags", "population"],
)


def find(city: str) -> tuple[str | None, str]:
    return find_district(city, gazetteer(TOWNS), largest(TOWNS), stems_of(TOWNS))


@pytest.mark.parametrize(
    ("city", "ags", "how"),
    [
        ("München", "09162", "name"),
        ("MUNCHEN", "09162", "name"),
        ("MUENCHEN", "09162", "spelling"),
        ("M√ºnchen", "09162", "name"),
        ("MÃ¼nchen", "09162", "name"),
        ("Munich", "09162", "known form"),
        ("Frankfurt", "06412", "known form"),
        ("FRANKFURT A. M.", "06412", "name"),
        ("Frankfurt/Main", "06412", "part"),
        ("Frankfurt (Oder)", "12053", "name"),
        ("GARCHING BEI MUENCHEN", "09184", "spelling"),
        ("Garching", "09184", "known form"),
        ("MUENSTER", "05515", "largest namesake"),
        ("GOETTINGEN", "03159", "spelling"),
        ("RUESSELSHEIM", "06433", "longer name"),
        ("SOEST", "05974", "name"),
        ("WEISSENFELS", "15084", "name"),
        ("SUHL OT ALBRECHTS", "16054", "part"),
        ("Neustadt", None, "ambiguous"),
        ("Entenhausen", None, "not found"),
        ("", None, "not found"),
    ],
)
def test_a_town_leads_to_its_district(city, ags, how):
    assert find(city) == (ags, how)


def test_names_lose_titles_accents_and_signs():
    assert plain("Bad Kissingen, GKSt") == "bad kissingen"
    assert plain("Halle (Saale), Stadt") == "halle saale"
    assert folded("Lübeck, Hansestadt") == folded("LUEBECK") == "lubeck"


@pytest.mark.mirror
def test_every_known_form_names_one_municipality(upstream):
    towns = raw.read_municipalities(upstream["bbsr_referenz_2015"])
    places = gazetteer(towns.assign(ags=current_district(towns["ags"])))
    assert {form: len(places.get(name, ())) for form, name in EXONYMS.items()} == dict.fromkeys(
        EXONYMS, 1
    )
