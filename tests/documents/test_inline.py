"""Markup inside a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wir.documents.inline import Span, clean, escape, fill, plain, spans


def test_the_three_kinds():
    assert spans("a **b** *c* [d](https://e.org/f_(g)?h=1#i)") == [
        Span("a "),
        Span("b", bold=True),
        Span(" "),
        Span("c", emphasis=True),
        Span(" "),
        Span("d", address="https://e.org/f_(g)?h=1#i"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](http://example.org)",
        '[x](https://e.org/" onclick="alert(1))',
        "[x](data:text/html,<script>)",
        "2 * 3",
        "**not closed",
        "<b>&amp;</b>",
    ],
)
def test_everything_else_shows_as_it_is(text):
    assert spans(text) == [Span(text)]


@given(st.text(max_size=40))
def test_escaped_text_is_never_markup(text):
    found = spans(escape(text))
    assert found == ([Span(clean(text))] if clean(text) else [])
    assert plain(fill("**{x}**", x=text)) == clean(text) or clean(text) == ""


def test_marks_that_turn_the_direction_are_taken_out():
    assert clean("a\u202egpj.exe\x00\n b") == "agpj.exe b"
