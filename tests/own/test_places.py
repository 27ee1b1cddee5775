"""Districts as people write them: resolved where it is clear, asked back where it is not."""

from __future__ import annotations

import pytest

from wir.data.load import load
from wir.own.places import Ambiguous, Found, district_names, find_district, resolve_district


@pytest.mark.parametrize(
    ("text", "ags"),
    [
        ("Görlitz", "14626"), ("Landkreis Görlitz", "14626"), ("LK Goerlitz", "14626"),
        ("Görlitz, Landkreis", "14626"), ("Görlitz (Landkreis)", "14626"), ("GÃ¶rlitz", "14626"),
        ("Halle", "15002"), ("Halle (Saale)", "15002"), ("Kreisfreie Stadt Cottbus", "12052"),
        ("Cottbus/Chóśebuz", "12052"), ("Spree-Neiße/Sprjewja-Nysa", "12071"), ("14626", "14626"),
        (1001, "01001"), ("1001", "01001"), ("14626.0", "14626"), ("DED2D", "14626"),
        ("ded2d", "14626"), ("14626110", "14626"), ("Görltz", "14626"), ("Gorlits", "14626"),
        ("Frankfurt/Oder", "12053"), ("LK Leipzig", "14729"), ("Stadt Leipzig", "14713"),
        ("Oldenburg (Oldenburg)", "03403"), ("Landkreis Rostock", "13072"),
        ("Hansestadt Rostock", "13003"), ("Vogtland", "14523"), ("Ilm Kreis", "16070"),
        ("Hannover", "03241"), ("Sankt Wendel", "10046"), ("Dessau", "15001"), ("Berlin", "11000"),
        ("  landkreis   bautzen ", "14625"), ("Märkisch Oderland", "12064"),
    ],
)  # fmt: skip
def test_names_as_people_write_them(text, ags):
    assert resolve_district(text) == ags


@pytest.mark.parametrize(
    ("text", "why", "candidates"),
    [
        ("Leipzig", "several", {"14713", "14729"}),
        ("Frankfurt", "several", {"06412", "12053"}),
        ("Oldenburg", "several", {"03403", "03458"}),
        ("Landkreis Cottbus", "several", {"12052"}),
        ("Zittau", "town", {"14626"}),
        ("Freiberg", "town", {"14522"}),
        ("02826", "code", set()),
        ("xyz", "unknown", set()),
        ("", "unknown", set()),
    ],
)
def test_what_is_not_clear_is_asked_back(text, why, candidates):
    found = resolve_district(text)
    assert isinstance(found, Ambiguous)
    assert (found.why, {one.ags for one in found.candidates}) == (why, candidates)


def test_a_land_is_asked_back_with_its_districts():
    found = resolve_district("Brandenburg")
    assert isinstance(found, Ambiguous)
    assert found.why == "land"
    assert found.candidates[0].ags == "12051"
    assert len({one.ags for one in found.candidates}) == len(found.candidates) > 1


def test_how_a_name_was_recognised_is_said():
    how = {text: find_district(text) for text in ("14626", "Halle", "Görltz", "Stadt Görlitz")}
    assert {text: one.how for text, one in how.items() if isinstance(one, Found)} == {
        "14626": "code", "Halle": "short", "Görltz": "typing", "Stadt Görlitz": "kind",
    }  # fmt: skip


def test_every_district_is_found_by_its_name_and_codes_and_never_another_one():
    table = load("districts")
    assert all(resolve_district(label) == ags for ags, label in district_names().items())
    assert all(resolve_district(str(int(ags))) == ags for ags in table["ags"])
    assert [resolve_district(one) for one in table["nuts3"]] == list(table["ags"])
    for ags, name in zip(table["ags"], table["name"], strict=True):
        found = resolve_district(name)
        if isinstance(found, Ambiguous):
            assert ags in {one.ags for one in found.candidates}
        else:
            assert found == ags
