"""Text on its way into a page: escaped, so that data can never become markup."""

from __future__ import annotations

import re
from html import escape as escape_html

PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
SPACE = re.compile(r"[ \t\r\n\f\v]+")

__all__ = ["display_text", "escape_html", "escape_markdown", "one_line", "say"]


def one_line(text: object) -> str:
    """Return the text on one line: each run of white space becomes one space."""
    return SPACE.sub(" ", str(text)).strip()


def escape_markdown(text: object) -> str:
    """Return text that Markdown shows as it is: one line, all ASCII punctuation escaped."""
    return PUNCTUATION.sub(r"\\\1", one_line(text))


def display_text(markdown: str, html: str) -> None:
    """Show something in a notebook: HTML in JupyterLab, MyST Markdown in the book."""
    from IPython.display import display

    display({"text/html": html, "text/markdown": markdown, "text/plain": ""}, raw=True)


def say(template: str, **values: object) -> None:
    """Show a sentence (Markdown) in which values stand in braces; the values are escaped.

    Examples
    --------
    >>> say("**{name}** has {n} districts.", name="REEgion NOW", n=3)  # doctest: +SKIP
    """
    from IPython.display import Markdown, display

    escaped = {key: escape_markdown(value) for key, value in values.items()}
    display(Markdown(template.format(**escaped)))
