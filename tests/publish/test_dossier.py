from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from wir.publish import dossier
from wir.publish.names import short_names

NAMES = pd.Series({"1": "Görlitz", "2": "Bautzen", "3": "Dresden", "4": "Halle"})


def standing(*rows: tuple[str, float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(
        {f"{name}_weakness": [row[place] for row in rows]
         for place, name in enumerate(["rank", "lower", "upper"], start=1)},
        index=[row[0] for row in rows],
    )  # fmt: skip


def sentence(*rows) -> str:
    return dossier.standing_sentence(standing(*rows), "weakness", NAMES, 400)


def test_one_district_on_one_side():
    text = sentence(("1", 20, 10, 50))
    assert "Görlitz has rank 20 (interval 10 to 50) among 400 districts" in text
    assert text.endswith("The whole interval lies in the weaker half of Germany.")


def test_one_district_on_the_other_side():
    assert "lies in the stronger half" in sentence(("1", 300, 250, 350))


def test_one_district_across_the_middle():
    assert "how it is measured decides" in sentence(("1", 190, 150, 260))


def test_districts_on_different_sides():
    text = sentence(("1", 20, 10, 50), ("2", 300, 250, 350), ("3", 200, 150, 250))
    assert "Of the 3 intervals, 1 in the weaker half of Germany" in text
    assert "1 in the stronger half of Germany" in text
    assert "1 across the middle of Germany" in text


def test_many_districts_are_summed_up():
    rows = [
        (key, rank, rank - 5, rank + 5) for key, rank in zip("1234", (10, 20, 30, 40), strict=True)
    ]
    text = sentence(*rows)
    assert "its 4 districts have ranks from 10 (Görlitz) to 40 (Halle)" in text


def test_missing_ranks_are_said_to_be_missing():
    assert "no rank can be given" in sentence(("1", np.nan, np.nan, np.nan))


def about(**changes) -> pd.Series:
    row = {"name": "Bündnis", "phase": "implementation", "theme": "wood", "round": 1}
    return pd.Series({**row, **changes})


def test_summary_says_what_is_not_known():
    own = pd.DataFrame({"basis": ["lead_city_only"]}, index=["1"])
    first = dossier.summary(
        about(phase="concept"),
        own,
        NAMES,
        standing(("1", 1, 1, 2)).join(
            standing(("1", 1, 1, 2)).set_axis(
                ["rank_potential", "lower_potential", "upper_potential"], axis=1
            )
        ),
        400,
    )[0]
    assert "whether it went on, no page we read says" in first
    assert "its region is not known; the figures are those of the seat" in first


def test_facts_show_scope_of_the_money_and_what_is_missing():
    table = dossier.facts(
        about(funding_eur=15e6, funding_scope="cap", partners=30.0, partners_year=2023)
    ).set_index("What")["Known"]
    assert table["Funding"] == "€15,000,000 (maximum announced, not a grant)"
    assert table["Partners"] == "30 (2023)"
    assert table["Coordinator"] == "not known"


def test_basis_of_each_district_is_said():
    own = pd.DataFrame({"basis": ["named", "named", "lead_city_only"]}, index=["1", "2", "3"])
    text = dossier.basis_sentence(own, NAMES)
    assert "Görlitz and Bautzen: named by a source" in text
    assert "The seat does not say which region is meant." in text


def pillars() -> pd.DataFrame:
    columns = pd.MultiIndex.from_tuples(
        [("weakness", "A"), ("weakness", "B"), ("potential", "C"), ("potential", "D")]
    )
    rows = [[90, 10, 20, 80], [50, 50, 50, 50], [10, 90, 80, 20], [20, 20, 30, 30]]
    return pd.DataFrame(rows, index=list("1234"), columns=columns, dtype=float)


def test_pillar_sentences_name_what_stands_out():
    weak, strong = dossier.pillar_sentences(pillars(), ["1"], pd.Series(1.0, index=list("1234")))
    assert "most from *A*" in weak
    assert "higher than 75 % of all districts" in weak
    assert "least from *B* (0 %)" in weak
    assert "most is in *D*" in strong


def test_region_is_weighted_by_population():
    people = pd.Series({"1": 3.0, "2": 1.0})
    assert dossier.region_pillars(pillars(), ["1", "2"], people)[
        ("weakness", "A")
    ] == pytest.approx(80)


def test_alternative_text_holds_the_figures():
    assert "A (structural weakness): 50 to 90" in dossier.profile_alt(pillars(), ["1", "2"])


def test_short_names_stay_different():
    table = pd.DataFrame(
        {
            "ags": ["1", "2", "3"],
            "name": ["Kaiserslautern, kreisfreie Stadt", "Kaiserslautern", "Essen, Stadt"],
            "kind": ["Kreisfreie Stadt", "Landkreis", "Kreisfreie Stadt"],
        }
    )
    assert list(short_names(table)) == [
        "Kaiserslautern (town)",
        "Kaiserslautern (district)",
        "Essen",
    ]
