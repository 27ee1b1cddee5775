import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wir.publish import language as lang

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "digits", "code", "text"),
    [
        (1234567.891, 1, "en", "1,234,567.9"),
        (1234567.891, 1, "de", "1.234.567,9"),
        (-0.004, 2, "en", "0.00"),
        (-2.5, 1, "de", "\N{MINUS SIGN}2,5"),
        (math.nan, 1, "de", "nicht bekannt"),
    ],
)
def test_format_number(value, digits, code, text):
    assert lang.format_number(value, digits, code) == text


def test_percent_and_currency_follow_the_language():
    assert lang.format_percent(12.34) == "12.3%"
    assert lang.format_percent(12.34, 1, "de") == f"12,3{NBSP}%"
    assert lang.format_currency(15e6) == "€15,000,000"
    assert lang.format_currency(-5) == "\N{MINUS SIGN}€5"
    assert lang.format_currency(15e6, 0, "de") == f"15.000.000{NBSP}€"


def test_format_value_keeps_text_and_sets_units():
    assert lang.format_value("Görlitz", "%") == "Görlitz"
    assert lang.format_value(None) == "not known"
    assert lang.format_value(35.2, "years", 0) == f"35{NBSP}years"


def test_lists_and_plurals():
    assert lang.join_list(["a", "b", "c"]) == "a, b and c"
    assert lang.join_list(["a", "b"], "de") == "a und b"
    assert lang.join_list([]) == ""
    forms = {"one": "{n} district", "other": "{n} districts", "zero": "no district"}
    assert [lang.plural(n, forms) for n in (0, 1, 2000)] == [
        "no district",
        "1 district",
        "2,000 districts",
    ]
    with pytest.raises(KeyError, match="other"):
        lang.plural(2, {"one": "{n} district"})


def test_unknown_language_is_refused():
    with pytest.raises(ValueError, match="'fr'"):
        lang.format_number(1, 0, "fr")


@given(st.floats(-1e12, 1e12), st.integers(0, 4))
def test_formatting_loses_no_more_than_rounding(value, digits):
    text = lang.format_number(value, digits).replace(",", "").replace("\N{MINUS SIGN}", "-")
    assert abs(float(text) - value) <= 0.5 * 10**-digits + 1e-12 * abs(value) + 1e-12


@pytest.mark.parametrize(
    ("value", "digits"),
    [(66.5, 1), (-0.5, 1), (66, 0), (66.0, 0), (66.4, 0), (math.nan, 0), (math.inf, 0), ("x", 0)],
)
def test_a_half_keeps_its_decimal(value, digits):
    assert lang.fitting_digits(value) == digits
