from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from wir.effects.outcomes import chosen_outcomes
from wir.effects.specification_curve import Curve
from wir.publish import effects_text, plots_effects

GDP, JOBLESS = chosen_outcomes(["gdp", "unemployment"])


def result(estimate: float, half: float, p: float, joint: float, smallest: float = 2.0):
    return {
        "estimate": estimate,
        "lower": estimate - half,
        "upper": estimate + half,
        "p_draws": p,
        "p_joint": joint,
        "smallest": smallest,
        "last_year": 2021.0,
    }


class TestEffectSentence:
    def test_null_with_a_narrow_interval(self) -> None:
        text = effects_text.effect_sentence(result(0.3, 1.0, 0.6, 1.0), GDP)
        assert "No effect can be seen, and one of 2.00\N{NO-BREAK SPACE}%" in text
        assert "at odds with the data" in text
        assert "−0.70 to +1.30" in text

    def test_null_with_a_wide_interval_is_not_none(self) -> None:
        text = effects_text.effect_sentence(result(0.3, 5.0, 0.6, 1.0), GDP)
        assert "this is not the same as none" in text
        assert "at odds" not in text

    @pytest.mark.parametrize(("sign", "word"), [(1, "a rise"), (-1, "a fall")])
    def test_directions(self, sign: int, word: str) -> None:
        found = effects_text.effect_sentence(result(2.0 * sign, 1.0, 0.001, 0.01), GDP)
        assert word in found
        assert "only as far as the design holds" in found
        alone = effects_text.effect_sentence(result(2.0 * sign, 1.9, 0.04, 0.3), GDP)
        assert "it is no finding" in alone


def table(*rows: dict[str, float]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), index=["gdp", "unemployment"][: len(rows)])


class TestSummary:
    def test_none(self) -> None:
        both = table(result(0.1, 1, 0.8, 1.0), result(0.1, 1, 0.8, 1.0))
        assert effects_text.summary(both, [GDP, JOBLESS]).startswith("On none of 2 outcomes")

    def test_one_alone_is_what_chance_brings(self) -> None:
        both = table(result(2, 1.9, 0.04, 0.2), result(0.1, 1, 0.8, 1.0))
        text = effects_text.summary(both, [GDP, JOBLESS])
        assert "On none" in text
        assert "GDP per head would pass" in text

    def test_a_finding_is_named(self) -> None:
        both = table(result(2, 1, 0.001, 0.002), result(0.1, 1, 0.8, 1.0))
        assert "Of 2 outcomes, GDP per head" in effects_text.summary(both, [GDP, JOBLESS])

    def test_box_without_long_data(self) -> None:
        heads = effects_text.box(table(result(0.1, 1, 0.8, 1.0)), [GDP], {}, 2022)
        assert [head for head, _ in heads] == [
            "What we can say", "What we cannot say", "When we could",
        ]  # fmt: skip
        assert "−0.9 to +1.1" in heads[0][1]
        assert "too short" in heads[2][1]


@pytest.mark.parametrize(
    ("rate", "word"), [(0.05, "about as often"), (0.12, "too often"), (0.01, "too rarely")]
)
def test_the_test_is_judged(rate: float, word: str) -> None:
    assert word in effects_text.test_sentence(rate, 0.05)


@pytest.mark.parametrize(
    ("p", "word"), [([0.5, 0.9], "none of 2"), ([0.01, 0.9], "already developed differently")]
)
def test_before_the_start(p: list[float], word: str) -> None:
    assert word in effects_text.pretest_sentence(dict(zip(["a", "b"], p, strict=True)))


@pytest.mark.parametrize(("count", "word"), [(1, "A single district"), (3, "Only 3"), (20, "")])
def test_few_treated(count: int, word: str) -> None:
    assert effects_text.few_treated_sentence(count).lstrip("*").startswith(word)


@pytest.mark.parametrize(
    ("p", "word"), [(0.4, "no sign that neighbours"), (0.01, "no clean comparison")]
)
def test_rings(p: float, word: str) -> None:
    rings = pd.DataFrame(
        {"ring": [0, 1], "variant": ["treated", "next"], "estimate": [1.0, 2.0], "p_value": [1, p]}
    )
    assert word in effects_text.ring_sentence(rings)
    assert "too few" in effects_text.ring_sentence(rings.assign(estimate=np.nan))


@pytest.mark.parametrize(
    ("slope", "word"),
    [(1.0, "more with more money"), (-1.0, "less with more"), (0.1, "no relation")],
)
def test_dose(slope: float, word: str) -> None:
    found = {"slope": slope, "lower": slope - 0.5, "upper": slope + 0.5}
    text = effects_text.dose_sentence("GRW", found)
    assert word in text
    assert ("no effect of it" in text) == (abs(slope) > 0.5)


def twin(gap: float, p: float, years: int = 5) -> str:
    row = {
        "gap": gap, "p_value": p, "placebos": 99, "first_year": 2021, "years_after": years,
        "before": 0.4,
    }  # fmt: skip
    return effects_text.twin_sentence(row, GDP)


def test_waiting() -> None:
    grows = pd.DataFrame({"smallest": [1.0, 2.0], "per_year": [1.0, 0.5], "years": [0, 3]})
    assert "slower growth visible" in effects_text.waiting_title({"A": grows})
    assert "slower" not in effects_text.waiting_title({"A": grows.assign(per_year=[1.0, 2.0])})
    shown = effects_text.when_table({"A": grows}, [2019, 2021, 2022])
    assert shown["Data of, start 2019"].tolist() == ["2019", "2022"]
    assert shown["Data of, start 2022"].tolist() == ["2022", "2025"]


class TestTwin:
    def test_sides(self) -> None:
        assert "1.5 % above its twin" in twin(1.5, 0.5)
        assert "1.5 % below its twin" in twin(-1.5, 0.5)
        assert "level with its twin" in twin(0.01, 0.9)

    def test_common_and_rare_gaps(self) -> None:
        assert "nothing unusual. (Before, the two lay 0.4 % apart.)" in twin(1.5, 0.5)
        rare = twin(1.5, 0.01)
        assert "none of 99" in rare
        assert "nothing shows that it comes from the alliance" in rare
        assert "1 of 99 regions of the same size without an alliance is" in twin(1.5, 0.02)

    def test_a_bad_fit_is_named(self) -> None:
        assert "does not fit well enough" in twin(0.6, 0.01)
        assert "does not fit" not in twin(1.5, 0.01)

    def test_levels_start_at_hundred(self) -> None:
        rows = pd.DataFrame(
            {
                "year": [2019, 2020, 2021],
                "own": [1.0, 2.0, 12.0],
                "twin": [1, 2, 2],
                "first_year": 2021,
            }
        )
        drawn = effects_text.twin_levels(rows, GDP)
        assert drawn["own"].tolist()[1] == pytest.approx(100)
        assert drawn["own"].tolist()[2] == pytest.approx(100 * np.exp(0.1))
        assert effects_text.twin_levels(rows, JOBLESS)["own"].tolist() == [1.0, 2.0, 12.0]

    def test_names(self) -> None:
        names = pd.Series({"01001": "Flensburg"})
        assert effects_text.with_names("gap: '01001'", names) == "gap: Flensburg"


def curve(p: float) -> Curve:
    estimates = pd.DataFrame(
        {
            "a": ["x", "x", "y"], "estimate": [0.1, -0.2, 0.3], "lower": -1.0, "upper": 1.0,
            "p_value": [0.5, 0.04, np.nan],
        }
    )  # fmt: skip
    tests = pd.DataFrame(
        {"observed": [0.1, 0.6, 0.3], "p_value": [p, 0.5, 0.5]},
        index=["median", "share_of_sign", "share_significant"],
    )
    return Curve(estimates, pd.DataFrame(), tests)


def test_the_curve_as_a_whole() -> None:
    assert "no more than programmes moved at random" in effects_text.curve_sentence(curve(0.4))
    assert "differ from programmes moved at random" in effects_text.curve_sentence(curve(0.01))
    assert "chance alone" in effects_text.curve_title(curve(0.4))
    assert "chance alone" not in effects_text.curve_title(curve(0.01))


class TestPlots:
    def test_the_curve_shows_every_specification(self) -> None:
        fig = plots_effects.specification_curve(curve(0.4).estimates, {"a": ("x", "y")}, "%")
        below = fig.axes[1]
        assert sum(len(line.get_xdata()) for line in below.get_lines()[:2]) == 3
        assert [one.get_text() for one in below.get_yticklabels()] == ["a: x", "a: y"]
        plt.close(fig)

    def test_intervals_are_in_the_order_given(self) -> None:
        rows = pd.DataFrame(
            {
                "variant": ["main", "other"], "estimate": [1.0, 2.0], "lower": [0.0, 1.0],
                "upper": [2.0, 3.0], "treated": [3, 4], "controls": [5, 6],
            }
        )  # fmt: skip
        fig = plots_effects.intervals(rows, "%")
        labels = [one.get_text() for one in fig.axes[0].get_yticklabels()]
        assert labels == ["main (3 | 5)", "other (4 | 6)"]
        plt.close(fig)

    def test_event_studies_mark_before_and_after(self) -> None:
        rows = pd.DataFrame({"at": [-1, 0], "att": [0, 1.0], "lower": [0, 0.5], "upper": [0, 1.5]})
        fig = plots_effects.event_studies({"A": rows}, {"A": "%"})
        assert "A (%)" in (fig.axes[0].get_title(), fig.axes[0].get_title(loc="left"))
        plt.close(fig)

    def test_headline_is_in_multiples(self) -> None:
        rows = pd.DataFrame(
            {"estimate": [1.0], "lower": [0.0], "upper": [2.0], "smallest": [2.0], "shown": ["+1"]},
            index=["A"],
        )
        fig = plots_effects.against_smallest(rows)
        dots = [line for line in fig.axes[0].get_lines() if line.get_marker() == "o"]
        assert dots[0].get_xdata()[0] == pytest.approx(0.5)
        plt.close(fig)


def test_comparison_in_words() -> None:
    words = effects_text.comparison_words
    assert words("weak", False, False) == "structurally weak districts without an alliance"
    assert words("all", False, True) == "all districts outside the programme"
    assert "control file" in words("weak", True, True)
