"""An alliance against all in its own dossier: only if enough people answered, of it and others."""

from __future__ import annotations

import pytest

from wir import config
from wir.documents import blocks
from wir.dossier import survey_words
from wir.dossier.survey import LEAST_OTHERS, Standing, standing, survey_standing
from wir.publish.disclosure import MIN_N
from wir.success.synthetic import synthetic


@pytest.fixture(scope="module")
def answers():
    """Made-up answers of twelve alliances."""
    return synthetic(3, alliances=12).respondents.reset_index(drop=True)


def test_enough_answers_are_compared(answers, say):
    keys = answers["alliance"].unique()
    found = standing(answers, ["nobody", keys[0]])
    assert found.people >= MIN_N
    assert LEAST_OTHERS <= found.others < len(keys)
    assert len(found.table) == 7
    assert found.table["share_below"].between(0, 1).all()
    assert (found.table["lower"] < found.table["mean"]).all()
    for language in ("de", "en"):
        text, table = survey_words.shown(found, say(language))
        assert isinstance(table, blocks.DataTable)
        assert str(found.people) in text.text
        assert not any(one in text.text for one in keys)


def test_few_people_are_not_shown(answers, say):
    mine = answers["alliance"].iloc[0]
    people = answers.loc[answers["alliance"] == mine, "respondent"].unique()
    few = answers[~answers["respondent"].isin(people[MIN_N - 1 :])]
    found = standing(few, [mine])
    assert found.people < MIN_N
    assert found.table.empty
    (only,) = survey_words.shown(found, say("en"))
    assert "Fewer than five people" in only.text


def test_few_other_alliances_are_not_shown(answers, say):
    keys = answers["alliance"].unique()
    found = standing(answers[answers["alliance"].isin(keys[:LEAST_OTHERS])], [keys[0]])
    assert found.table.empty
    assert "fünf weiteren" in survey_words.why_not(found, say("de"))


def test_an_alliance_that_did_not_answer(answers):
    found = standing(answers, ["somebody-else"])
    assert found.people == 0
    assert found.table.empty


def test_words_say_no_more_than_the_interval(answers, say):
    found = standing(answers, [answers["alliance"].iloc[0]])
    wide = found.table.assign(lower=1.0, upper=5.0)
    text = survey_words.found_sentence(Standing(9, 9, wide), say("en"))
    assert "On no factor" in text
    above = found.table.assign(lower=found.table["median_of_all"] + 0.1)
    assert "Above the median" in survey_words.found_sentence(Standing(9, 9, above), say("en"))


def test_without_a_survey_and_with_one_that_cannot_be_read(tmp_path, monkeypatch, say):
    monkeypatch.setattr(config, "OWN", tmp_path)
    assert survey_standing("mine", ["mine"]) is None
    (tmp_path / "mine" / "survey").mkdir(parents=True)
    (tmp_path / "mine" / "survey" / "mapping.csv").write_text("nonsense\n", encoding="utf-8")
    found = survey_standing("mine", ["mine"])
    assert found is not None
    assert found.problem
    assert "could not be read" in survey_words.why_not(found, say("en"))
