"""Cells as people fill them in: the right value, or a message; never a guess."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wir.own.cells import Number
from wir.own.values import Odd, date_of, decimal_mark, is_missing, number_of, year_in


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234", 1234), ("12,5", 12.5), ("12.5", 12.5), ("1.234,5", 1234.5), ("1,234.5", 1234.5),
        ("1.234.567", 1234567), ("1 234,5", 1234.5), ("1'234.5", 1234.5), ("12,5 %", 12.5),
        ("−3", -3), ("0,123", 0.123), ("€ 1.500,00", 1500), ("1,2E3", 1200), (",5", 0.5),
        (Number("1.234"), 1.234), (Number("12.5 %"), 12.5),
    ],
)  # fmt: skip
def test_numbers_in_any_notation(text, number):
    assert number_of(text, decimal_mark([text])) == pytest.approx(number)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("1.234", "two_readings"), ("1,234", "two_readings"), ("zwölf", "no_number"),
        ("10-20", "no_number"), ("ca. 5", "no_number"), ("1.23.4", "no_number"),
        ("inf", "no_number"), ("1,2,3", "no_number"), ("=1+1", "no_number"), ("٣", "no_number"),
        ("1_000", "no_number"), ("0x10", "no_number"),
    ],
)  # fmt: skip
def test_what_is_no_clear_number_is_odd(text, key):
    with pytest.raises(Odd) as odd:
        number_of(text)
    assert odd.value.key == key


def test_a_column_tells_which_mark_is_meant():
    assert number_of("1.234", decimal_mark(["1.234", "12,5"])) == 1234
    assert number_of("1.234", decimal_mark(["1.234", "12.55"])) == 1.234
    assert number_of("1.234", whole=True) == 1234
    with pytest.raises(Odd, match="marks_mixed"):
        decimal_mark(["12,5", "12.5"])


@given(st.floats(-1e9, 1e9).map(lambda one: round(one, 4)), st.sampled_from([",", "."]))
def test_a_number_survives_both_notations(number, mark):
    text = f"{number:,.4f}"
    if mark == ",":
        text = text.translate(str.maketrans(",.", ".,"))
    assert number_of(text, decimal_mark([text])) == pytest.approx(number, abs=1e-9)


@given(st.text(max_size=12))
def test_any_text_is_a_value_or_odd(text):
    for read in (number_of, date_of, year_in):
        with contextlib.suppress(Odd):
            read(text)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-06-30", "2026-06-30"), ("30.06.2026", "2026-06-30"), ("1. 6. 26", "2026-06-01"),
        ("06/2026", "2026-06"), ("Juni 2026", "2026-06"), ("3. März 2026", "2026-03-03"),
        ("2026", "2026"), ("30/06/2026", "2026-06-30"), ("06/30/2026", "2026-06-30"),
    ],
)  # fmt: skip
def test_dates(text, date):
    assert date_of(text) == date


@pytest.mark.parametrize("text", ["31.02.2026", "bald", "03/04/2026", "44256", "32.1.2026", "1/2"])
def test_what_is_no_date(text):
    with pytest.raises(Odd):
        date_of(text)


def test_years():
    years = ["2021", "2021.0", "01.03.2021", "2021-03-01", "03/2021", "seit 2021", "03/04/2021"]
    assert [year_in(one) for one in years] == [2021] * len(years)
    for text in ("2019-2021", "2019/20", "21", "44256", "12021"):
        with pytest.raises(Odd):
            year_in(text)


def test_nothing_in_many_words():
    assert all(is_missing(one) for one in ("k. A.", "k.A.", "n/a", "–", "", None, " - ", "#NV"))
    assert not any(is_missing(one) for one in ("0", "nein", "Kara"))
