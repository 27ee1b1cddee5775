"""The slide on a survey: for one alliance with data of its own only."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd

from wir.dossier import survey as room
from wir.dossier.survey import Standing
from wir.workshop.survey_slides import surveyed

TABLE = pd.DataFrame(
    {"mean": 4.0, "lower": 3.8, "upper": 4.2, "median_of_all": 3.0, "share_below": 0.9},
    index=pd.Index(["strategy"], name="construct"),
)


def guest(own=True):
    return SimpleNamespace(
        key="mine", name="Mine", own=SimpleNamespace(known_as="") if own else None
    )


def test_one_alliance_sees_its_answers_a_group_does_not(monkeypatch):
    found = Standing(8, 9, TABLE)
    monkeypatch.setattr(room, "survey_standing", lambda own, keys: found)
    heading, text, table = surveyed([guest()], "en")
    assert "Mine" in heading.text
    assert "Above the median" in text.text
    assert len(table.frame) == 1
    assert surveyed([guest(), guest()], "en") == []
    assert surveyed([guest(own=False)], "de") == []
    found = Standing(3, 9, TABLE.iloc[:0])
    assert surveyed([guest()], "de") == []
