from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from wir.publish.text import escape_markdown, one_line, say


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60))
def test_escaped_text_is_shown_as_it_is_and_makes_no_markup(text):
    tokens = MarkdownIt("commonmark").parse("x " + escape_markdown(text) + " x")
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children
    assert {child.type for child in children} <= {"text", "text_special"}
    assert " ".join("".join(c.content for c in children).split()) == " ".join(
        f"x {one_line(text)} x".split()
    )


def test_say_escapes_values_but_not_the_sentence(monkeypatch):
    import IPython.display

    said = []
    monkeypatch.setattr(IPython.display, "display", lambda one: said.append(one.data))
    say("**{name}** has {n}", name="<b>*x*", n=3)
    assert said == ["**\\<b\\>\\*x\\*** has 3"]
