"""No sentence says more than its interval."""

import numpy as np
import pandas as pd
import pytest

from wir.potential.complexity import Complexity
from wir.potential.forecast_models import MODELS
from wir.potential.forecast_scores import Scores
from wir.publish import forecast_text as text
from wir.publish.table_words import ANYTHING


def effects(alone, held, horizons=(1, 5)):
    """Return odds ratios (value, lower, upper) per horizon, without and with the quotient."""
    rows = [
        {"horizon": horizon, "group": "All", "controls": controls, "odds_ratio": value,
         "lower": lower, "upper": upper, "marginal": 1.5, "more": 100 * (value - 1) / 4, "n": 99}
        for controls, series in (("density alone", alone), ("with the location quotient", held))
        for horizon, (value, lower, upper) in zip(horizons, series, strict=False)
    ]  # fmt: skip
    return pd.DataFrame(rows)


UP, MORE = (1.2, 1.1, 1.3), (1.8, 1.6, 2.0)
SAME, DOWN = (1.1, 0.9, 1.4), (0.8, 0.7, 0.9)


@pytest.mark.parametrize(
    ("alone", "held", "title"),
    [
        ((UP, MORE), (UP, MORE),
         "Relatedness goes with entry beyond the head start, more so over longer horizons"),
        # larger, but the intervals overlap
        ((UP, MORE), (UP, (1.25, 1.1, 1.4)), "Relatedness goes with entry beyond the head start"),
        ((UP, MORE), (MORE, UP), "Relatedness goes with entry beyond the head start"),
        ((UP,), (UP,), "Relatedness goes with entry beyond the head start"),
        ((UP, MORE), (UP, SAME),
         "Relatedness goes with entry; beyond the head start this is not clear everywhere"),
        ((UP, MORE), (DOWN, DOWN),
         "Relatedness goes with entry, but beyond the head start against it"),
        ((UP, MORE), (), "Relatedness goes with entry"),
        ((DOWN, DOWN), (SAME, DOWN),
         "Relatedness goes against entry: what is related comes more rarely"),
        ((UP, SAME), (SAME, SAME), "Whether relatedness goes with entry is not clear"),
        ((UP, DOWN), (), "Whether relatedness goes with entry is not clear"),
        ((), (), "Whether relatedness goes with entry is not clear"),
    ],
)  # fmt: skip
def test_title_of_effects_follows_the_intervals(alone, held, title):
    columns = effects((UP,), ()).columns
    assert text.effects_title(effects(alone, held).reindex(columns=columns)) == title


def test_alternative_text_of_effects():
    assert text.effects_alt(effects((UP, MORE), (UP,))) == (
        "Dots with intervals by horizon. density alone: odds ratio 1.20 after 1 year and 1.80 "
        "after 5; with the location quotient: odds ratio 1.20 after 1 year."
    )


def test_headings_of_effects():
    table = text.effects_table(effects((UP, MORE), (UP,)))
    assert list(table.columns) == [
        "Regions", "Held fixed", "Odds ratio", "from", "to", "Points", "A tenth more density",
        "Possible entries",
    ]  # fmt: skip
    assert table["Held fixed"].tolist() == ["nothing else"] * 2 + ["current location quotient"]
    assert table.iloc[1][["Odds ratio", "from", "to"]].tolist() == [1.8, 1.6, 2.0]


def scores(gaps, reference="lq", values=None, apart=False):
    """Return scores with given intervals (lower, upper) of the gain per metric: + is better."""
    width = 0.001 if apart else 0.2
    table, differences = [], []
    for metric, (lower, upper) in zip(text.SCORE, gaps, strict=True):
        sign = -1 if metric == "brier" else 1
        gain = (lower + upper) / 2
        for model in MODELS:
            value = 0.3 + sign * gain * (model == "boosting")
            if values and metric == "average_precision":
                value = values[model == "boosting"]
            table.append((model, metric, value, value - width / 2, value + width / 2))
        ends = sorted((sign * lower, sign * upper))
        differences.append(("boosting", metric, reference, sign * gain, *ends))
    return Scores(
        pd.DataFrame(table, columns=["model", "metric", "value", "lower", "upper"]),
        pd.DataFrame(
            differences, columns=["model", "metric", "reference", "difference", "lower", "upper"]
        ),
    )


GAIN, LOSS, NONE = (0.02, 0.04), (-0.04, -0.02), (-0.01, 0.03)


@pytest.mark.parametrize(
    ("gaps", "reference", "title"),
    [
        ((GAIN, GAIN, GAIN), "lq",
         "The forecast beats every simple rule, the current location quotient by a modest margin"),
        ((GAIN, GAIN, GAIN), "density", "The forecast beats every simple rule"),
        # a margin of a tenth where the rule itself scores 0.3 is not modest
        ((GAIN, (0.09, 0.11), GAIN), "lq", "The forecast beats every simple rule"),
        ((GAIN, NONE, GAIN), "lq",
         "The forecast beats every simple rule on AUC and Brier score only"),
        ((NONE, GAIN, LOSS), "lq",
         "The forecast beats every simple rule on average precision only"),
        ((NONE, NONE, NONE), "lq", "The forecast does not clearly beat the best simple rule"),
        ((LOSS, NONE, NONE), "lq", "The forecast does not clearly beat the best simple rule"),
        ((LOSS, LOSS, LOSS), "lq", "A simple rule beats the forecast"),
    ],
)  # fmt: skip
def test_title_of_the_backtest_follows_the_intervals(gaps, reference, title):
    assert text.backtest_title(scores(gaps, reference)) == title


def test_verdict_in_each_branch():
    better, worse, unclear = text.verdict(scores((GAIN, LOSS, NONE)), MODELS)
    assert better == (
        "On AUC the gradient boosting is better than the best baseline (current location quotient "
        "alone) by 0.030 (95 % interval of the difference +0.020 to +0.040); the intervals of the "
        "two overlap, since both are scored on the same regions and rise and fall together; the "
        "difference on the same draws decides."
    )
    assert "On average precision the gradient boosting is worse than" in worse
    assert "by 0.030 (95 % interval of the difference −0.040 to −0.020)" in worse
    assert "On Brier score the gradient boosting is not clearly better or worse than" in unclear
    assert "they differ by 0.0100 (95 % interval of the difference −0.0300 to +0.0100)" in unclear
    assert unclear.endswith("the intervals of the two overlap.")
    for sentence in text.verdict(scores((GAIN, LOSS, GAIN), apart=True), MODELS):
        assert sentence.endswith("; the intervals of the two do not overlap.")


def test_lower_brier_scores_are_better():
    (_, _, brier) = text.verdict(scores((GAIN, GAIN, GAIN)), MODELS)
    assert "On Brier score the gradient boosting is better" in brier
    assert "−0.0400 to −0.0200" in brier


def test_alternative_text_of_scores_counts_the_models():
    some = {name: MODELS[name] for name in ("lq", "boosting")}
    alt = text.scores_alt(scores((GAIN, GAIN, GAIN)).table, some)
    assert alt.startswith(
        "Dots with intervals for 2 models. AUC: current location quotient alone 0.300, gradient "
        "boosting with all known variables 0.330; average precision:"
    )


def test_tables_of_tests():
    tests = {"One": scores((GAIN, GAIN, GAIN)), "Two": scores((GAIN, NONE, GAIN), "density")}
    table = text.tests_table(tests)
    assert list(table.columns) == [
        "Test", "Average precision", "Best baseline", "Gain", "AUC", "AUC of the quotient",
    ]  # fmt: skip
    assert table.loc[0, "Average precision"] == "0.330 (0.230–0.430)"
    assert table.loc[0, "Best baseline"] == "0.300 (0.200–0.400)"
    assert table.loc[1, "Best baseline"] == "0.300 (0.200–0.400), density"
    assert table.loc[0, "Gain"] == "+0.030 (+0.020 to +0.040)"
    assert table.loc[1, "Gain"] == "+0.010 (−0.010 to +0.030)"
    data = text.tests_data(tests)
    assert data["test"].unique().tolist() == ["One", "Two"]
    assert len(data) == 2 * 3 * len(MODELS)


def curve(gaps, width=0.005):
    gaps = np.array(gaps)
    predicted = np.linspace(0.05, 0.5, len(gaps))
    observed = predicted + gaps
    return pd.DataFrame({"predicted": predicted, "observed": observed, "lower": observed - width,
                         "upper": observed + width, "gap": gaps, "n": 99})  # fmt: skip


@pytest.mark.parametrize(
    ("table", "title"),
    [
        (curve([0.0, 0.002, -0.009, 0.01]), "Probabilities can be taken at their word"),
        # small gaps, but they could be much larger
        (curve([0.0, 0.002, -0.009, 0.01], width=0.2),
         "Predicted and observed rates agree as far as the intervals tell"),
        (curve([0.0, 0.03, -0.03, 0.05], width=0.06),
         "Predicted and observed rates agree as far as the intervals tell"),
        (curve([0.0, 0.0, 0.01, 0.03]),
         "Of what was called likely, somewhat more came: up to 3.0 points in a tenth"),
        (curve([0.0, 0.0, -0.04, -0.03]),
         "Of what was called likely, somewhat less came: up to 4.0 points in a tenth"),
        (curve([0.0, 0.0, 0.01, 0.2]),
         "Of what was called likely, much more came: up to 20.0 points in a tenth"),
        # the largest gap is elsewhere, or on the other side
        (curve([0.04, 0.0, 0.01, 0.02]),
         "Predicted and observed rates differ by up to 4.0 points in a tenth"),
        (curve([0.0, 0.0, -0.04, 0.02]),
         "Predicted and observed rates differ by up to 4.0 points in a tenth"),
        (curve([0.0, 0.0, 0.04, 0.002]),
         "Predicted and observed rates differ by up to 4.0 points in a tenth"),
    ],
)  # fmt: skip
def test_title_of_calibration_follows_the_gaps(table, title):
    assert text.calibration_title(table) == title


def test_alternative_text_of_calibration():
    assert text.calibration_alt(curve([0, 0.1])) == (
        "Lines of observed against predicted rates beside the diagonal; in the highest tenth "
        "50.0 % were predicted and 60.0 % came."
    )


def drifted(learnt, predicted, observed):
    return pd.DataFrame(
        {"gap": 2.0, "predicted": predicted, "observed": observed, "learnt": learnt},
        index=pd.Index(range(2018, 2018 + len(learnt)), name="origin"),
    )


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (drifted([6, 6], [6.1, 6], [6.4, 6.2]),
         "The drift: entry became more frequent than in the years that the models had learnt from, "
         "and more entries came than predicted (+0.4, +0.2 percentage points by test year)."),
        (drifted([6, 6], [6.1, 6.3], [6.4, 6.2]),
         "The drift: entry became more frequent than in the years that the models had learnt from "
         "(+0.4, +0.2 percentage points by test year)."),
        (drifted([6], [6.1], [5.5]),
         "The drift: entry became less frequent than in the years that the models had learnt from, "
         "and fewer entries came than predicted (−0.5 percentage points by test year)."),
        (drifted([6, 6], [6, 6], [6.4, 5.8]),
         "The drift: the rate of entry moved in both directions, with no trend that would explain "
         "it (+0.4, −0.2 percentage points by test year)."),
        (drifted([6], [6.5], [6.01]),
         "The drift: the rate of entry was that of the years that the models had learnt from "
         "(+0.0 percentage points by test year)."),
    ],
)  # fmt: skip
def test_drift_says_what_moved(table, words):
    assert text.drift_sentence(table) == words


def test_table_of_drift():
    table = text.drift_table(drifted([6, 6], [6, 6], [6, 7]), 5)
    assert list(table.columns) == ["Test", "Largest gap", "Predicted", "Observed", "Learnt from"]
    assert table["Test"].tolist() == ["2018 to 2023", "2019 to 2024"]
    both = drifted([6, 6], [6, 6], [6, 7]).assign(gap_raw=4.0)
    assert list(text.drift_table(both, 5).columns[:3]) == [
        "Test", "Largest gap", "Before recalibration",
    ]  # fmt: skip


def worth(own, chance, low=-1.0, high=50.0):
    return pd.DataFrame(
        {"hits": [33.6, 30.1, 6.4], "lower": 1.0, "upper": 2.0, "found": 3.0,
         "gain": [own, 1.0, chance], "gain_lower": low, "gain_upper": high},
        index=pd.Index(["boosting", "lq", "chance"], name="model"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("own", "chance", "low", "no_more"),
    [(30.0, 2.0, 20.0, False), (3.0, 2.0, -1.0, True), (-9.0, 2.0, -12.0, True)],
)
def test_jobs_are_compared_with_chance(own, chance, low, no_more):
    sentence = text.jobs_sentence(worth(own, chance, low))
    assert sentence.startswith("In employees, a suggestion gained ")
    shown = f"{own:.1f}".replace("-", "−")
    assert f"gained {shown} on average (95 % interval {text._signed(low, 1)} to +50.0)" in sentence
    assert text.jobs_sentence(worth(own, chance, low), ANYTHING).startswith("In units, a ")
    assert "fields at random, 2.0" in sentence
    assert ("not clearly more" in sentence) == no_more


def test_table_of_worth():
    table = text.worth_table(worth(1, 2), MODELS)
    assert list(table.columns) == [
        "Suggested by", "Hits", "from", "to", "Found", "Jobs", "from ", "to ",
    ]  # fmt: skip
    assert table["Suggested by"].tolist() == [MODELS["boosting"], MODELS["lq"], "Ten at random"]
    assert "Gain" in text.worth_table(worth(1, 2), MODELS, ANYTHING)


def gaps_of(*gaps):
    return pd.DataFrame({"gap": gaps})


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        ((0.01, -0.022), (0.01, 0.032), "2.2 percentage points over all test years (3.2 before "
         "the recalibration), within the 3 points"),
        ((-0.041, 0.01), (0.05, 0.01), "4.1 percentage points over all test years (5.0 before "
         "the recalibration), beyond the 3 points"),
    ],
)  # fmt: skip
def test_calibration_in_words(now, before, words):
    years = pd.DataFrame({"gap": [2.24, 3.06]})
    sentence = text.calibration_sentence(
        gaps_of(*now), gaps_of(*before), years, three_horizons=True
    )
    assert words in sentence
    assert sentence.endswith("in single test years it is 2.2 to 3.1 points.")
    short = text.calibration_sentence(gaps_of(*now), gaps_of(*before), years, three_horizons=False)
    assert short.startswith(sentence)
    assert "a drift cannot be mended" in short
    worse = text.calibration_sentence(gaps_of(0.05), gaps_of(0.04), years, three_horizons=True)
    assert worse.endswith("Here the recalibration has made it larger.")


ODDS = {
    one: f"(odds ratio per standard deviation {one[0]:.2f}, 95 % interval "
    f"{one[1]:.2f}–{one[2]:.2f})"
    for one in (UP, MORE, SAME, DOWN)
}
ALIKE = "among activities with the same location quotient (its share over the usual one) today"


@pytest.mark.parametrize(
    ("alone", "held", "words"),
    [
        (MORE, UP,
         "is a tenth higher, an activity is 20 % more likely to become a specialisation within 5 "
         f"years {ODDS[MORE]}. Much of this is a head start: {ALIKE} it is 5 % {ODDS[UP]}."),
        (UP, MORE,
         f"{ODDS[UP]}. This is more than a head start: {ALIKE} it is 20 % {ODDS[MORE]}."),
        (MORE, SAME,
         f"Beyond the head start, the current share, no relation is certain {ODDS[SAME]}."),
        (SAME, SAME, "Whether relatedness goes with new specialisations is not clear in this table "
         f"{ODDS[SAME]}."),
        (SAME, UP, f"is not clear in this table {ODDS[SAME]}."),
        (DOWN, SAME, "Regions do not gain what is related to what they have: where relatedness "
         "density, the part of the related activities that is there, is a tenth higher, an "
         f"activity is 5 % less likely to become a specialisation within 5 years {ODDS[DOWN]}."),
    ],
)  # fmt: skip
def test_summary_of_relatedness_follows_the_intervals(alone, held, words):
    table = effects((alone,), (held,), horizons=(5,))
    assert words in text.relatedness_summary(table, 5)


@pytest.mark.parametrize(
    ("gap", "words"),
    [(GAIN, "beats"), (NONE, "does not clearly beat"), (LOSS, "is worse than")],
)
def test_summary_of_the_forecast_follows_the_interval(gap, words):
    found = text.forecast_summary(scores((GAIN, gap, GAIN)), MODELS)
    assert (
        f"A forecast that uses all variables {words} the best simple rule (current location "
        "quotient alone): average precision 0."
    ) in found
    assert "against 0.300 (0.200–0.400), where 1 would be perfect and 0.300 is chance." in found


def test_summary_of_suggestions():
    new = worth(1, 2).assign(hits=[23.0, 21.0, 4.0])
    assert (
        "34 % (1–2) had become specialisations after 5 years; suggested by the current share alone "
        "it would have been 30 % (1–2), by chance 6 % (1–2). Among activities that the region had "
        "not had before, it is 23 % (1–2), 21 % (1–2) and 4 % (1–2)."
    ) in text.suggestions_summary(worth(1, 2), new, 5)


NAMES = pd.Series(
    {"a": "Köln", "b": "Görlitz", "c": "Bäder", "d": "Straße", "e": "Öde", "f": "Süd", "g": "x",
     "h": "y"}
)  # fmt: skip


def test_map_and_network_in_words():
    eci = pd.Series(range(8), index=list("abcdefgh"), dtype=float)
    assert text.complexity_alt(eci, NAMES) == (
        "Map of the districts. The most complex, dark: y, x, Süd, Öde; the least complex, light: "
        "Köln, Görlitz, Bäder, Straße."
    )
    nodes = pd.DataFrame({"name": NAMES, "size": range(8)})
    assert text.space_alt(nodes, pd.DataFrame({"source": ["a"] * 9})) == (
        "Network of 8 activities with 9 links. The largest: y, x, Süd, Öde."
    )


def test_both_ends_of_complexity():
    complexity = Complexity(
        pd.Series([0.5, -1.0, 2.0, 0.1], index=list("abcd")),
        pd.Series([1.0, -1.0, 0.0], index=list("xyz")),
    )
    activities = pd.Series({"x": "Bäcker", "y": "Wirt", "z": "Schmied"})
    table = text.extremes(complexity, activities, NAMES, count=5)
    assert table.to_dict("list") == {
        "End": ["most complex", "least complex"],
        "Region": ["Bäder", "Görlitz"],
        "ECI": [2.0, -1.0],
        "Activity": ["Bäcker", "Wirt"],
        "PCI": [1.0, -1.0],
    }


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (38.0, "the sign and the order of magnitude are the same"),
        (90.0, "the size 3.0 times as large"),
        (4.0, "the size 0.1 times as large"),
        (-5.0, "the sign is not the same"),
    ],
)
def test_comparison_with_the_literature(more, words):
    assert words in text.literature_sentence(more, 14.0)


def test_words_about_complexity_and_chance():
    assert text.stability_title(pd.Series([0.95, 1.0])).endswith("hardly changes over the years")
    assert text.stability_title(pd.Series([0.8, 1.0])).endswith("changes slowly over the years")
    assert text.stability_title(pd.Series([0.5, 1.0])).endswith("changes over the years")
    assert "large regions" in text.complexity_title(0.6)
    assert "small regions" in text.complexity_title(-0.6)
    assert "large and small" in text.complexity_title(0.1)
    assert "uncertain" in text.complexity_sentence(0.5, 0.05)
    assert "uncertain" not in text.complexity_sentence(0.5, 0.3)
    assert "36 %" in text.tails_sentence(36, 44, 0.7, 0.69, 2018)
    assert "44 % more than two below" in text.tails_sentence(36, 44, 0.7, 0.69, 2018)
    assert "cannot be used" in text.ablation_sentence(None)
    assert "from 0.350 to 0.360" in text.ablation_sentence({"without": 0.35, "with": 0.36})


@pytest.mark.parametrize(
    ("gaps", "shaped"), [([-0.1, -0.1, 0.0, 0.2], True), ([0.1, -0.1, 0.0, 0.2], False)]
)
def test_shape_of_a_calibration_curve(gaps, shaped):
    sentence = text.shape_sentence(pd.DataFrame({"gap": gaps}))
    assert ("too even" in sentence) == shaped
