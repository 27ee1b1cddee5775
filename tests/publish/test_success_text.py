"""Sentences on factors of success never say more than the figures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from wir.publish import success_text
from wir.success.models import SpecificationCurve
from wir.success.regional_factors import Associations

NAMES = {"roles": "Actor roles", "learning": "Learning"}
LABELS = {"gdp": "GDP per head", "old": "share of old people"}
DEVELOPMENTS = {"employees": "growth of employees"}


def pairs(found: list[bool], tau: float = 0.5) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "factor": ["roles", "learning"],
            "outcome": "progress",
            "found": found,
            "q": [0.01, 0.04],
            "tau": tau,
            "planted": [0.5, 0.0],
            "together_lower": [0.1, 0.1],
            "together_upper": [0.9, 0.9],
        }
    )


def associations(found: list[bool], correlation: float = 0.4) -> Associations:
    table = pd.DataFrame(
        {
            "characteristic": ["gdp", "old"],
            "development": "employees",
            "n": 22,
            "clusters": 14,
            "correlation": [correlation, -0.2],
            "lower": correlation - 0.3,
            "upper": correlation + 0.3,
            "p": 0.01,
            "found": found,
        }
    )
    return Associations(table, (0.5, 0.7))


def test_the_first_line_says_what_the_answers_are() -> None:
    assert "synthetic" in success_text.opening(True, "x works")
    assert "no" not in success_text.opening(False, "x").split("real")[0]
    assert "confidential" in success_text.opening(False, "x works")


def test_nothing_found_is_no_proof_of_nothing() -> None:
    text = success_text.found_sentence(pairs([False, False]), NAMES, 0.05)
    assert text.startswith("None of 2 pairs")
    assert "no proof" in text


def test_what_is_found_is_named_with_its_direction() -> None:
    one = success_text.found_sentence(pairs([True, False]), NAMES, 0.05)
    assert "1 pair of 2 is found" in one
    assert "actor roles with progress" in one
    assert "learning" not in one
    assert "negatively" in success_text.found_sentence(pairs([True, True], -0.5), NAMES, 0.05)
    assert "cause" in one


def test_the_truth_is_counted_pair_by_pair() -> None:
    text = success_text.truth_sentence(pairs([True, True]))
    assert "Of 1 planted effects 1 are found, of 1 pairs without one 1." in text
    assert "1 of 2 intervals contain" in text


def test_scales_above_below_and_open() -> None:
    table = pd.DataFrame(
        {"alpha": [0.8, 0.7], "lower": [0.75, 0.6], "upper": [0.85, 0.78], "dimensions": [1, 2]},
        index=["roles", "learning"],
    )
    text = success_text.scales_sentence(table, NAMES)
    assert text.startswith("1 of 2 scales")
    assert "leave open whether learning reaches 0.7" in text
    assert "more than one dimension in learning" in text
    assert success_text.scales_sentence(table.iloc[:1], NAMES).startswith("All 1 scales")
    poor = success_text.scales_sentence(table.assign(upper=0.65, lower=0.5), NAMES)
    assert "lie below" in poor
    hidden = success_text.scales_sentence(table.assign(alpha=np.nan), NAMES)
    assert "No scale has enough answers" in hidden


def test_agreement_that_may_be_none() -> None:
    table = pd.DataFrame(
        {"icc1": [0.3, 0.05], "lower": [0.2, -0.02], "icc2": [0.8, 0.4]},
        index=["roles", "learning"],
    )
    text = success_text.agreement_sentence(table, NAMES)
    assert "Between 5 and 30 percent" in text
    assert "For learning the interval includes zero" in text
    assert "too few" in success_text.agreement_sentence(table * np.nan, NAMES)


def test_change_up_down_and_none() -> None:
    table = pd.DataFrame(
        {"n": [30, 31], "change": [0.2, -0.3], "lower": [0.1, -0.4], "upper": [0.3, -0.2]},
        index=["roles", "learning"],
    )
    both = success_text.change_sentence(table.assign(found=True), NAMES)
    assert "actor roles rose by 0.20 points (0.10 to 0.30)" in both
    assert "learning fell by 0.30 points (0.20 to 0.40)" in both
    none = success_text.change_sentence(table.assign(found=False), NAMES)
    assert "no construct has changed clearly" in none
    assert "No change" in success_text.change_sentence(table.assign(change=np.nan, found=0), NAMES)


def test_who_answered_and_what_must_not_be_shown() -> None:
    row = {
        "wave": 1, "invited": np.nan, "alliances": 40, "respondents": 300, "median": 7.5,
        "used": 290,
    }  # fmt: skip
    text = success_text.response_sentence(pd.DataFrame([row]), 1)
    assert "invited" not in text
    assert "7.5 per alliance" in text
    assert "290 are used" in text
    hidden = success_text.response_sentence(pd.DataFrame([row | {"respondents": np.nan}]), 1)
    assert "300" not in hidden
    assert "must not be shown" in hidden


def test_a_curve_with_and_without_its_test() -> None:
    table = pd.DataFrame({"estimate": [0.1, 0.2, np.nan]})
    joint = pd.DataFrame({"value": [0.15], "p": [0.4]}, index=["median"])
    curve = SpecificationCurve(table, 0.15, 1.0, 0.0, joint, 99)
    text = success_text.curve_sentence(curve, "A and B")
    assert text.startswith("A and B: 2 specifications")
    assert "no more than chance gives" in text
    clear = SpecificationCurve(table, 0.15, 1.0, 0.0, joint.assign(p=0.01), 99)
    assert "is more than chance gives" in success_text.curve_sentence(clear, "A and B")
    assert "chance" not in success_text.curve_sentence(
        SpecificationCurve(table, 0.15, 1.0, 0.0, joint.iloc[:0], 0), "A and B"
    )


def test_regions_found_and_not_found() -> None:
    nothing = success_text.regional_sentence(
        associations([False, False]), LABELS, DEVELOPMENTS, "regions", "groups"
    )
    assert "none of 2 associations is found" in nothing
    assert "0.70" in nothing  # what clusters can show, not cases
    some = success_text.regional_sentence(
        associations([True, True]), LABELS, DEVELOPMENTS, "regions", "groups"
    )
    assert "Growth of employees: GDP per head (+) and share of old people (−)" in some


def test_two_samples_agree_contradict_or_say_nothing() -> None:
    agree = success_text.difference_sentence(
        associations([False, False]), associations([True, False])
    )
    assert "hardly contradict" in agree
    differ = success_text.difference_sentence(
        associations([False, False], -0.6), associations([True, False], 0.6)
    )
    assert "differ in more than one in five" in differ
    assert "In neither" in success_text.difference_sentence(
        associations([False, False]), associations([False, False])
    )
