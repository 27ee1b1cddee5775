from __future__ import annotations

from wir.publish.book import marked


def test_words_between_asterisks_are_strong() -> None:
    nodes = marked("**Employees**: −0.30 % <b>")
    assert [type(one).__name__ for one in nodes] == ["strong", "Text"]
    assert "".join(one.astext() for one in nodes) == "Employees: −0.30 % <b>"


def test_single_asterisks_and_plain_numbers_stay() -> None:
    assert [one.astext() for one in marked("a ** b")] == ["a ** b"]
    assert [one.astext() for one in marked("12.3%")] == ["12.3%"]
