"""Words about learning say what the figures carry, and no more."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from wir.learning.matching import Matching
from wir.learning.topics import LABELS
from wir.publish import learning_text, plots_learning
from wir.publish.figures import render

NAMES = {"a": "Alpha", "b": "Beta"}


def row(**changes):
    given = {
        "asker": "a", "peer": "b", "topic": "skills", "asker_place": 10.0, "asker_upper": 22.0,
        "peer_place": 91.0, "peer_lower": 80.0, "field": 0.0, "closeness": np.nan, "further": False,
        "figure": None, "asker_value": np.nan, "peer_value": np.nan, "only_peer": [],
        "asker_coordinator": None, "peer_coordinator": None,
    }  # fmt: skip
    return given | changes


def test_a_challenge_names_places_with_their_ends():
    said = learning_text.why(row(), NAMES, LABELS)
    assert said == (
        "Skills: the region of Alpha stands at 10 of 100 (at most 22), that of Beta at 91 (at "
        "least 80)."
    )


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"topic": "field", "field": 1.0}, "Alpha and Beta work in related fields."),
        ({"topic": "phase", "further": True}, "Beta is further on in the programme."),
        ({"topic": "structure", "closeness": 0.9}, "among those most like the region of Alpha."),
        (
            {"field": 0.7, "closeness": 0.85, "further": True},
            "also, their fields are related, their",
        ),
    ],
)
def test_each_kind_of_reason_is_said_once(changes, part):
    said = learning_text.why(row(**changes), NAMES, LABELS)
    assert part in said
    assert "nan" not in said


def test_what_is_not_known_is_called_so():
    assert learning_text.difference(row(), {}, {}) == "Not known."
    same = row(asker_coordinator="university", peer_coordinator="university")
    assert learning_text.difference(same, {}, {}) == "Not known."


def test_differences_tell_values_apart():
    said = learning_text.difference(
        row(figure="x", asker_value=1.231, peer_value=1.234, peer_coordinator="company",
            asker_coordinator="university"),
        {"x": "Share (%)"}, {},
    )  # fmt: skip
    assert said == (
        "Share (%): 1.234 there, 1.231 here; coordinated there by a company, here by a university."
    )
    listed = learning_text.difference(
        row(topic="complexity", only_peer=["1", "2"]), {}, {"1": "Optics, lasers"}
    )
    assert listed == "Only the region there is specialised in “Optics, lasers” and “2”."


def matching(peers, relaxed=()):
    table = pd.DataFrame(
        {
            "asker": ["a", "b", "c"],
            "peer": peers,
            "topic": ["skills", "field", "phase"],
            "value": 1.0,
        }
    )
    return Matching(table, 3.0, 2, 1, 1, 1, list(relaxed))


def test_the_summary_does_not_claim_everyone_where_somebody_is_missing():
    every = learning_text.summary(matching(["b", "c", "a"]), 2, 3, 1, 1)
    assert every.startswith("All 3 alliances ask and are asked, nobody more than once.")
    assert "1 of 3 matches rest on a clear weakness" in every
    some = learning_text.summary(matching(["b", "c", "b"]), 2, 3, 1, 1)
    assert some.startswith("2 of 3 alliances are asked, 3 ask, nobody more than 2 times.")


def test_relaxed_limits_are_said():
    assert "All limits were kept" in learning_text.limits_sentence([], 5, 1)
    assert "Not all limits could be kept. Why." in learning_text.limits_sentence(["Why."], 5, 1)


def test_free_choice_is_described_by_what_it_does():
    uneven = learning_text.greedy_sentence(pd.Series([6, 0, 1]), 5, 9.0, 10.0)
    assert "one alliance would be named more than 5 times" in uneven
    assert "one alliance would be named by nobody" in uneven
    assert "10.0%" in uneven
    even = learning_text.greedy_sentence(pd.Series([1, 1]), 5, 10.0, 10.0)
    assert "the limits bind nobody" in even


@pytest.mark.parametrize(
    ("share", "word"), [(0.9, "mostly stay"), (0.6, "partly stay"), (0.3, "mostly change")]
)
def test_stability_is_called_by_its_share(share, word):
    table = pd.DataFrame(
        {"pairs_kept": [0.9, 0.5, share], "topics_kept": 0.1, "pairs_half": 0.5},
        index=["weights", "cut-offs", "all"],
    )
    said = learning_text.stability_sentence(table, 30)
    assert word in said
    assert "cut-offs matter most" in said


@pytest.mark.parametrize(
    ("items", "asked", "part"),
    [
        ([], 0, "None of its own questions"),
        ([], 3, "not clearly on the weak side"),
        (["x"], 3, "one question is clearly"),
        (["x", "y"], 3, "2 questions are clearly"),
    ],
)
def test_own_answers_have_cases(items, asked, part):
    assert part in learning_text.own_answers_sentence(items, asked)


@pytest.mark.parametrize(
    ("clear", "start"), [(60, "Most"), (40, "More than a third"), (10, "Clear")]
)
def test_the_title_of_the_standings_follows_the_share(clear, start):
    assert learning_text.standings_title(clear, 100).startswith(start)


def test_charts_can_be_drawn():
    matches = pd.DataFrame({"asker": ["a"], "peer": ["b"], "topic": ["skills"]})
    index = pd.MultiIndex.from_tuples([("a", "skills"), ("b", "skills")], names=["unit", "topic"])
    table = pd.DataFrame({"place": [1.0, 2.0]}, index=index)
    weak, none = matches.rename(columns={"asker": "unit"}), pd.DataFrame({"unit": [], "topic": []})
    charts = [
        plots_learning.matrix(matches, ["a", "b"], NAMES, ["b"]),
        plots_learning.standings(table, weak, none, NAMES, LABELS),
        plots_learning.named_counts(pd.Series([1, 0]), pd.Series([2, 0]), 1),
        plots_learning.stability_bars(
            pd.DataFrame({"pairs_kept": [0.5], "topics_kept": [0.4]}, index=["all"]),
            learning_text.VARIED,
        ),
    ]
    for chart in charts:
        content, kind = render(chart)
        assert kind == "svg"
        assert b"<svg" in content
