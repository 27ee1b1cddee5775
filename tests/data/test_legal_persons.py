from __future__ import annotations

import pytest

from wir.data.legal_persons import is_legal_person


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("MUSTER GMBH", "PRC"),
        ("Dr. Muster Maschinenbau GmbH & Co. KG", "PRC"),
        ("MUSTER UG (HAFTUNGSBESCHRANKT)", "PRC"),
        ("VEREIN DER FREUNDE E.V.", "OTH"),
        ("VEREIN DER FREUNDE EV", "OTH"),
        ("Muster SE", "PRC"),
        ("MUSTERSTIFTUNG STIFTUNG BURGERLICHEN RECHTS", "OTH"),
        ("UNIVERSITAT MUSTERSTADT", "HES"),
        ("FORSCHUNGSZENTRUM MUSTERSTADT", "REC"),
        ("KREIS MUSTER DER LANDRAT", "PUB"),
    ],
)
def test_legal_persons_stay(name, kind):
    assert is_legal_person(name, kind)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("MUSTERMANN ERIKA", "PRC"),
        ("Max Mustermann", "PRC"),
        ("DR. MAX MUSTERMANN", "OTH"),
        ("MUSTER INH. MAX MUSTERMANN", "PRC"),
        ("MUSTER E.K.", "PRC"),
        ("MUSTER EK", "PRC"),
        ("MUSTERMANN & MUSTERFRAU GBR", "PRC"),
        ("Mustermann Consulting", "PRC"),
        ("FRAU ERIKA MUSTERMANN UNIVERSITAT", "HES"),
    ],
)
def test_others_go(name, kind):
    assert not is_legal_person(name, kind)


@pytest.mark.parametrize("word", ["STADT", "ZENTRUM", "AKADEMIE", "INSTITUT"])
def test_a_word_that_groups_of_persons_use_is_no_legal_form(word):
    assert not is_legal_person(f"PROJEKTGRUPPE {word} MUSTERMANN ERIKA UND MAX", "PRC")
