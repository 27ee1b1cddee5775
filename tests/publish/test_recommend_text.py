"""No sentence about suggestions says more than its interval."""

from __future__ import annotations

from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from wir.partners.management import ITEM_COLUMNS
from wir.partners.partner_backtest import METRICS
from wir.publish import plots_recommend, recommend_text
from wir.publish.tables import table_rows

BETTER, UNCLEAR, WORSE = (0.02, 0.01, 0.03), (0.02, -0.01, 0.03), (-0.02, -0.03, -0.01)


def holdout(group, sides):
    rows = [("logit", metric, "popularity", *sides.get(metric, UNCLEAR)) for metric in METRICS]
    columns = ["model", "metric", "reference", "difference", "lower", "upper"]
    scores = [("logit", metric, 0.5, 0.4, 0.6) for metric in METRICS]
    return SimpleNamespace(
        group=group,
        differences=pd.DataFrame(rows, columns=columns),
        table=pd.DataFrame(scores, columns=["model", "metric", "value", "lower", "upper"]),
    )


@pytest.mark.parametrize(
    ("side", "title", "meaning"),
    [
        (BETTER, "beats the best simple rule (popularity)", "Even without a network"),
        (WORSE, "a simple rule (popularity) beats the logit", "A simple rule does better"),
        (UNCLEAR, "is not clearly better than popularity", "hard to beat"),
    ],
)
def test_titles_follow_the_interval(side, title, meaning):
    found = holdout("newcomer", {"average_precision": side})
    assert title in recommend_text.scores_title(found)
    assert meaning in recommend_text.newcomer_meaning(found)
    own = holdout("newcomer", {"own_auc": BETTER})
    assert "orders lists better, but is not clearly better" in recommend_text.scores_title(own)


def test_sentences_sort_the_scores_by_their_intervals():
    found = holdout("known", {"average_precision": BETTER, "auc": WORSE})
    text = recommend_text.comparison_sentence(found)
    assert "clearly better in average precision in one list (+0.0200, interval +0.0100" in text
    assert "clearly worse in AUC in one list (−0.0200" in text
    assert "not clearly different in mean average precision" in text


def test_the_summary_says_of_each_group_what_it_bears():
    good = holdout("known", dict.fromkeys(METRICS, BETTER))
    half = holdout("newcomer", {"own_auc": BETTER})
    bad = holdout("newcomer", dict.fromkeys(METRICS, WORSE))
    none = holdout("newcomer", {})
    thin = holdout("known", dict.fromkeys(METRICS, (0.02, 0.001, 0.03)))
    assert "in average precision narrowly" in recommend_text.summary_sentence(thin, half)
    assert "narrowly" not in recommend_text.summary_sentence(good, half)
    assert "For pairs of known organisations the recommender beats every simple rule. For " in (
        recommend_text.summary_sentence(good, half)
    )
    assert "at the top is not clear" in recommend_text.summary_sentence(good, half)
    assert "is worse than the best simple rule" in recommend_text.summary_sentence(good, bad)
    assert "it is not clear that the recommender" in recommend_text.summary_sentence(good, none)


def effects(low=1.1, high=1.5):
    return pd.DataFrame(
        {
            "proximity": ["social", "geographic"], "label": ["common partners", "distance"],
            "odds_ratio": [1.3, 0.8], "lower": [low, 0.7], "upper": [high, 1.1],
        },
        index=["common_partners", "distance"],
    )  # fmt: skip


def test_effects_are_named_only_where_they_are_clear():
    text = recommend_text.effects_sentence(effects(), "known")
    assert "common partners (× 1.30, 1.10–1.50)" in text
    assert "distance" not in text
    assert "nothing clearly helps." in recommend_text.effects_sentence(effects(low=0.9), "known")
    less = recommend_text.effects_sentence(effects(0.2, 0.5), "newcomer")
    assert "less likely with common partners" in less


def suggestions(**change):
    row = {
        "reach": "regional", "rank": 1, "focal_name": "F", "candidate": "1",
        "name": "<script>alert(1)</script>", "kind": "firm", "ags": "01001", "probability": 0.004,
        "newcomer": True, "famous": False, "reason": "Same district.", "alliance": "a",
        "for_whom": "organisations",
    }  # fmt: skip
    return pd.DataFrame([row | change])


def test_names_never_become_markup():
    names = pd.Series({"01001": "Anstadt"})
    table = recommend_text.suggestion_table(suggestions(), names)
    assert list(table["Chance"]) == ["<\N{NO-BREAK SPACE}1\N{NO-BREAK SPACE}%"]
    assert table["Organisation"].iloc[0].endswith("(no ties yet)")
    assert list(table["District"]) == ["Anstadt"]
    html = table_rows(table)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "Fits best to" not in recommend_text.suggestion_table(suggestions(), names, whose=False)


def test_an_alliance_without_organisations_is_called_none_known():
    text = recommend_text.known_sentence(0, 0, "Anstadt")
    assert "none known" in text
    assert "does not mean" in text
    assert "1 organisation of" in recommend_text.known_sentence(1, 1, "Anstadt")
    there = pd.DataFrame({"ags": ["01001"], "partners": [0]})
    table = recommend_text.overview_table(
        suggestions(reach="supra-regional"), {"a": ["01001"], "b": ["01002"]}, there,
        {"a": "Alpha", "b": "Beta"}, ["a"],
    )  # fmt: skip
    assert list(table["Alliance"]) == ["Alpha", "Beta (seat of the coordinator)"]
    assert list(table["First suggestion"])[1] == "none"


def test_the_caption_of_newcomers_follows_the_test():
    assert "not clearly better" in recommend_text.list_caption("newcomer", "unclear")
    assert "was worse" in recommend_text.list_caption("newcomer", "worse")
    assert "was better" in recommend_text.list_caption("newcomer", "better")
    assert "imagined" not in recommend_text.list_caption("organisations")


def items(value=80.0, advice="Do it."):
    rows = [
        ("x", "Item X", value, "%", 40.0, "rule of thumb", "above", "4 of 5", advice, ""),
        ("y", "Item Y", np.nan, "%", np.nan, "none known", "unknown", "", "", "a list"),
    ]
    return pd.DataFrame(rows, columns=ITEM_COLUMNS)


def test_health_in_words():
    table = recommend_text.health_table(items())
    assert table["Value"].tolist() == ["80 %", "not known"]
    assert table["What it is"].tolist() == ["4 of 5", "Needs a list"]
    assert table["What to do"].tolist() == ["Do it.", "add it"]
    assert recommend_text.health_title(items()) == "1 of 1 known items calls for something"
    assert recommend_text.health_title(items(advice="")).startswith("None of 1")
    assert recommend_text.health_title(items(value=np.nan, advice="")) == "No item is known"
    assert "Item Y" not in recommend_text.health_alt(items())


def test_districts_of_members_and_diversity():
    ags = pd.Series(["01001"] * 5 + ["01002"] + [None])
    assert recommend_text.main_districts(ags) == ["01001", "01002"]
    assert recommend_text.main_districts(ags, share=0.5) == ["01001"]
    assert recommend_text.main_districts(pd.Series([None], dtype=object)) == []
    costs = pd.DataFrame(
        {"diversity": [0.0, 0.3], "famous_share": [1.0, 0.5], "precision": [0.12, 0.09],
         "famous": [1.0, 0.5], "different": [0.02, 0.06]}
    )  # fmt: skip
    text = recommend_text.diversity_sentence(costs, (0.3, 0.5))
    assert "1.2 came" in text
    assert "0.9 came, 50 % of them famous" in text


def test_rows_of_districts_and_organisations():
    positions = pd.DataFrame(
        {"organisations": [0, 4], "participations": [0, 9], "per_100000": [0.0, 3.0]},
        index=pd.Index(["01001", "01002"], name="ags"),
    )
    names = pd.Series({"01001": "Anstadt", "01002": "Bestadt"})
    table = recommend_text.position_table(positions, ["01001"], names)
    assert list(table["District"]) == ["Anstadt", "Median of all districts"]
    assert list(table["Organisations"]) == [0, 2]
    local = pd.DataFrame(
        {"name": ["A", "B"], "ags": ["01001"] * 2, "activity_type": ["PRC", "HES"],
         "partners": [1, 5]}
    )  # fmt: skip
    assert list(recommend_text.local_table(local, names)["Organisation"]) == ["B", "A"]
    assert list(recommend_text.local_table(local, names, 1)["Kind"]) == ["university"]


def test_issues_are_shown_with_their_rows():
    issues = pd.DataFrame(
        [("f", 3, "A", "note", "x", "y", "z"), ("f", None, "", "note", "x", "y", "z")],
        columns=["file", "row", "column", "severity", "found", "expected", "what_to_do"],
    ).astype({"row": "Int64"})
    assert list(recommend_text.issue_table(issues)["Row"]) == ["3", ""]


def test_charts_show_what_they_are_given():
    figure = plots_recommend.effects({"Known": effects(), "New": effects().iloc[:1]})
    labels = [one.get_text() for one in figure.axes[0].get_yticklabels()]
    assert labels == ["common partners", "distance"]
    plt.close(figure)
    figure = plots_recommend.health(items())
    assert [one.get_text() for one in figure.axes[0].get_yticklabels()] == ["Item X"]
    plt.close(figure)
