"""Files of others: checked before they are used, harmless where they are shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wir import config
from wir.documents.html import html
from wir.documents.xlsx import xlsx
from wir.exchange import __main__ as command
from wir.exchange.compare import answers_table, columns_of, comparison, figures_table, members_table
from wir.exchange.errors import ExchangeError
from wir.exchange.schema import Answers, Export, Figure, Members, read_export, rounded, to_json


def export(name: str = "Muster (erfunden)", **changes: object) -> Export:
    content: dict[str, object] = {
        "name": name,
        "language": "de",
        "made": "2026-01-01",
        "threshold": 5,
        "districts": ["14626"],
        "figures": [Figure(key="gdp", label="GDP per worker (EUR)", value=70000.0, year=2021)],
        "answers": [Answers(question="Wir vertrauen einander", n=12, mean=3.4)],
        "members": [Members(kind="firm", n=8)],
        "left_out": 1,
    }
    return Export(**(content | changes))


@pytest.fixture
def file(tmp_path):
    """A file with an export in which something was changed."""

    def make(change=lambda given: None, name="other.json") -> Path:
        given = json.loads(to_json(export()))
        change(given)
        path = tmp_path / name
        path.write_text(json.dumps(given), encoding="utf-8")
        return path

    return make


def test_what_is_written_is_read_again(tmp_path):
    path = tmp_path / "one.json"
    path.write_bytes(to_json(export()))
    assert read_export(path) == export()
    assert to_json(read_export(path)) == path.read_bytes()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda g: g.update(version=2), "version '2'.*reads version 1"),
        (lambda g: g.update(format="other"), "no export of this compendium"),
        (lambda g: g.update(secret=1), "secret"),
        (lambda g: g["answers"][0].update(n=4), "answers.0.n.*greater than or equal to 5"),
        (lambda g: g["answers"][0].update(n="12"), "answers.0.n"),
        (lambda g: g["answers"][0].update(mean=11.0), "answers.0.mean"),
        (lambda g: g["answers"].append(g["answers"][0]), "more than once"),
        (lambda g: g.update(name="a\u202eb"), "name.*direction of writing"),
        (lambda g: g.update(name="x" * 201), "name"),
        (lambda g: g.update(made="2026-02-31"), "made"),
        (lambda g: g.update(threshold=2), "threshold"),
        (lambda g: g.update(districts=["../../x"]), "districts.0"),
        (lambda g: g["figures"][0].update(value=1e300), "figures.0.value"),
        (lambda g: g.update(figures=[g["figures"][0]] * 101), "figures"),
    ],
)
def test_what_is_no_export_is_refused_with_its_place(file, change, message):
    with pytest.raises(ExchangeError, match=message):
        read_export(file(change))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "cannot be read"),
        (b"\xff\xfe\x00", "cannot be read"),
        (b"[1, 2]", "no export"),
        (b'{"format": "wir-exchange", "format": "wir-exchange"}', "twice"),
        (b'{"format": "wir-exchange", "version": NaN}', "NaN is no number"),
        (b"[" * 100_000, "levels of brackets"),
        (b'{"a": "' + b"x" * 1_000_001 + b'"}', "larger than"),
    ],
    ids=["empty", "binary", "list", "repeated", "nan", "deep", "large"],
)
def test_broken_and_hostile_files_end_in_a_message(tmp_path, content, message):
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    with pytest.raises(ExchangeError, match=message):
        read_export(path)


def test_other_files_are_not_opened(tmp_path):
    with pytest.raises(ExchangeError, match="ends in"):
        read_export(tmp_path / "export.py")
    with pytest.raises(ExchangeError, match="no such file"):
        read_export(tmp_path / "none.json")
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(ExchangeError, match="no such file"):
        read_export(tmp_path / "folder.json")


def test_only_shared_questions_are_compared():
    one = export()
    other = export(
        "Anderes (erfunden)",
        answers=[
            Answers(question="wir  vertrauen einander", n=7, mean=2.1),
            Answers(question="Nur hier", n=9, mean=4.0),
        ],
        figures=[],
        members=[Members(kind="university", n=6)],
    )
    answers = answers_table([one, other])
    assert answers["question"].tolist() == ["Wir vertrauen einander"]
    assert answers.loc[0, ["a1", "a1_n", "a2", "a2_n"]].tolist() == [3.4, 12, 2.1, 7]
    figures = figures_table([one, other])
    assert figures["a1"].tolist() == [70000.0]
    assert figures["a2"].isna().all()
    members = members_table([one, other]).set_index("kind")
    assert members.loc["firm", "a1"] == 8
    assert members["a2"].isna().tolist() == [True, False]


def test_equal_names_are_told_apart():
    assert list(columns_of([export("A"), export("A"), export("A (2)")]).values()) == [
        "A",
        "A (2)",
        "A (2) (2)",
    ]


@pytest.mark.parametrize("language", ["de", "en"])
def test_nothing_in_a_file_becomes_markup_or_formula(language):
    hostile = export(
        "<img src=x onerror=alert(1)>",
        answers=[Answers(question="=HYPERLINK(1) <b>**x**</b> {name}", n=9, mean=2.0)],
        members=[Members(kind="kind", n=6)],
        figures=[Figure(key="a", label="item", value=1.0, year=2021)],
    )
    twin = hostile.model_copy(update={"name": "{text} [a](javascript:alert(1))"})
    document = comparison([hostile, twin], language)
    page = html(document)
    assert "<img src=x" not in page
    assert "<b>" not in page
    assert 'href="javascript' not in page
    assert "&lt;img src=x" in page
    from io import BytesIO

    import openpyxl

    book = openpyxl.load_workbook(BytesIO(xlsx(document)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [
        cell.value for cell in cells if cell.data_type == "f" and "HYPERLINK(1)" in cell.value
    ]


def test_a_comparison_needs_two():
    with pytest.raises(ValueError, match="two or more"):
        comparison([export()], "de")


@pytest.mark.parametrize(("mean", "shown"), [(3.25, 3.3), (3.249, 3.2), (2.0, 2.0), (0.05, 0.1)])
def test_means_have_one_decimal(mean, shown):
    assert rounded(mean) == pytest.approx(shown)


@pytest.fixture
def mine(tmp_path, monkeypatch):
    """The folder of an alliance with a survey, in a project of its own."""
    monkeypatch.setattr(config, "OWN", tmp_path)
    folder = tmp_path / "muster"
    folder.mkdir()
    (folder / "alliance.toml").write_text(
        'name = "Muster (erfunden)"\ndistricts = ["Görlitz"]\n', encoding="utf-8"
    )
    rows = "\n".join(f"{n};Unternehmen;{1 + n % 5};4" for n in range(1, 13))
    (folder / "answers.csv").write_text(
        f"Bogen;Gruppe;Wir vertrauen einander;Wir sind uns einig\n{rows}\n", encoding="utf-8"
    )
    return folder


def test_make_export_shows_first_and_writes_when_told(mine, capsys):
    assert command.main(["export", "muster"]) == 0
    said = capsys.readouterr().out
    assert "Wir vertrauen einander: 2.9 (n = 12)" in said
    assert "Wir sind uns einig: fast alle antworten gleich" in said
    assert "Es wurde nichts geschrieben" in said
    assert not (mine / "exports").exists()
    assert command.main(["export", "muster", "--yes"]) == 0
    path = next((mine / "exports").glob("*.json"))
    assert str(path) in capsys.readouterr().out
    written = read_export(path)
    assert [one.question for one in written.answers] == ["Wir vertrauen einander"]
    assert len(written.figures) > 10
    assert "einig" not in path.read_text(encoding="utf-8")


def test_make_compare_writes_a_page_beside_the_data(mine, tmp_path, capsys):
    other = tmp_path / "other.json"
    other.write_bytes(to_json(export("Anderes (erfunden)")))
    assert command.main(["compare", "muster", "--with", str(other)]) == 0
    assert "2 Bündnisse verglichen" in capsys.readouterr().out
    page = (mine / "comparison" / "comparison.html").read_text(encoding="utf-8")
    assert "Anderes (erfunden)" in page
    assert "3,4 (12)" in page
    assert "einig" not in page  # what may not leave is not in a comparison either


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export", ""], "Welches Bündnis"),
        (["export", "../etc"], "not the name of a folder"),
        (["compare", "muster"], "Womit"),
        (["compare", "muster", "--with", "none.json"], "no such file"),
    ],
)
def test_mistakes_end_in_a_message(mine, capsys, arguments, message):
    assert command.main(arguments) == 1
    assert message in capsys.readouterr().err
