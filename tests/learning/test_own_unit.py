"""An alliance of one's own among the others."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from wir.learning.own_unit import no_unit, own_answers, unit_of
from wir.own.alliance import OwnAlliance

DISTRICTS = pd.DataFrame({"ags": ["14626", "16076"], "land_name": ["Sachsen", "Thüringen"]})
ABOUT = pd.DataFrame(
    {"name": ["Alpha"], "laender": ["Bayern"], "phase": ["concept"]},
    index=pd.Index(["alpha"], name="alliance_id"),
)


def own(**changes: object) -> OwnAlliance:
    given: dict[str, object] = {
        "key": "muster",
        "name": "Muster (erfunden)",
        "language": "de",
        "districts": ["14626", "16076"],
        "keywords": ["Leichtbau"],
        "fields": ["241"],
        "start_year": 2020,
        "folder": Path("muster"),
    }
    return OwnAlliance(**(given | changes))


def test_it_joins_the_others_and_its_phase_stays_unknown():
    unit = unit_of(own(), DISTRICTS, {"alpha"})
    table = unit.into(ABOUT)
    assert table.loc["own-muster", "laender"] == "Sachsen; Thüringen"
    assert pd.isna(table.loc["own-muster", "phase"])
    assert unit.regions == {"own-muster": ["14626", "16076"]}
    assert unit.keywords == {"own-muster": {"leichtbau"}}


def test_a_published_alliance_takes_its_own_place():
    unit = unit_of(own(known_as="alpha", districts=[]), DISTRICTS, {"alpha"})
    assert list(unit.into(ABOUT).index) == ["alpha"]
    assert unit.key == "alpha"
    assert unit.regions == {}
    assert any("No districts" in one for one in unit.remarks)


def test_without_one_nothing_changes():
    assert no_unit().into(ABOUT) is ABOUT


def test_only_questions_on_the_scale_become_answers():
    table = pd.DataFrame(
        {
            "row": [2, 3],
            "respondent": ["1", "2"],
            "group": None,
            "Gut": [1.0, 5.0],
            "Alt": [3.0, 9.0],
        }
    )
    long = own_answers(unit_of(own(answers=table), DISTRICTS, set()))
    assert long.to_numpy().tolist() == [["own-muster", "Gut", 1.0], ["own-muster", "Gut", 5.0]]
    assert not len(own_answers(no_unit()))
