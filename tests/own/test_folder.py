"""The folder of an alliance: made, never overwritten, checked in two languages, adapted."""

from __future__ import annotations

import json
import shutil

import openpyxl
import pytest

from wir import config
from wir.own import __main__ as command_line
from wir.own.adapt import adapt, changed_since, original_of, with_values
from wir.own.alliance import read_own
from wir.own.check import report
from wir.own.columns import TABLES
from wir.own.create import create
from wir.own.errors import OwnError
from wir.own.folders import check_name, own_folder, slug
from wir.own.issues import Notes
from wir.own.messages import MESSAGES, PHRASES
from wir.own.notebooks import adaptation, notebook_parameters
from wir.own.safe import safe_cell
from wir.own.settings import read_settings
from wir.run.parameters import MODELS, model_of, resolve
from wir.run.runs import copy_run, notebook_file


@pytest.fixture
def own(tmp_path, monkeypatch):
    """An empty folder for own data, in a project of its own."""
    raw = tmp_path / "data" / "raw"
    (raw / "own").mkdir(parents=True)
    monkeypatch.setattr(config, "OWN", raw / "own")
    return raw / "own"


def example(own):
    """Copy the made-up alliance."""
    ignored = shutil.ignore_patterns(".prepared", "notebooks")
    shutil.copytree(config.RAW / "example", own / "muster", ignore=ignored)
    return own / "muster"


@pytest.mark.parametrize(
    "name",
    ["../x", "a/b", "a\\b", "", ".", "..", "Mein Bündnis", "con", "example", "a--b", "-a", "a" * 51,
     "~", "$HOME", "a\0b", "/etc", "C:", "ä", "a b", "a;b", "nul"],
)  # fmt: skip
def test_names_that_cannot_be_a_folder_are_refused_and_nothing_is_written(own, name):
    with pytest.raises(OwnError):
        create(name)
    assert list(own.iterdir()) == []
    assert not (own.parent / "x").exists()


def test_a_name_is_suggested():
    assert slug("Mein Bündnis für Straßen") == "mein-buendnis-fuer-strassen"
    with pytest.raises(OwnError, match="NAME=mein-buendnis"):
        check_name("Mein Bündnis")
    with pytest.raises(OwnError, match="NAME=mein-buendnis"):
        check_name("mein_bu\u0308ndnis")


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_new_folder_is_empty_but_right(own, language):
    made = create("muster", language, "Görlitz, Leipzig; 1001")
    assert [one.text for one in made.asked] == ["Leipzig"]
    alliance = read_own("muster")
    assert (alliance.language, alliance.districts) == (language, ["14626", "01001"])
    assert all(getattr(alliance, key) is None for key in TABLES)
    assert set(alliance.issues["severity"]) == {"note"}
    assert alliance.texts is None


def test_what_became_of_the_districts_is_said(own, capsys):
    def said(*arguments):
        assert command_line.main(["new", "muster", *arguments]) == 0
        return capsys.readouterr().out

    first = said("--districts", "Görlitz; LK Bautzen")
    assert "Tabellen ausfüllen" in first
    assert "die Kreise eintragen" not in first
    again = said("--districts", "Leipzig, Nirgendwo")
    assert "Landkreis Leipzig (14729)" in again
    assert "„Nirgendwo“ ist als Landkreis oder kreisfreie Stadt nicht bekannt" in again
    assert "wurden nicht eingetragen" in again
    assert "nicht eingetragen" not in said()
    assert read_own("muster").districts == ["14626", "14625"]


def test_the_check_asks_for_a_name(own, capsys):
    assert command_line.main(["check"]) == 1
    assert "make check ALLIANCE=mein-buendnis" in capsys.readouterr().err


def test_templates_explain_and_offer_choices(own):
    create("muster", "de")
    for key, table in TABLES.items():
        book = openpyxl.load_workbook(own / "muster" / f"{key}.xlsx")
        guide, data = book.worksheets
        words = " ".join(str(cell.value) for row in guide.iter_rows() for cell in row)
        assert table.de in words
        assert table.en in words
        headings = [cell.value for cell in data[1]]
        assert headings[: len(table.columns)] == [one.de for one in table.columns]
        assert str(data.cell(2, 1 + [one.needed for one in table.columns].index(True)).value)[:8]
        chosen = {one.key for one in table.columns if one.choices}
        assert len(data.data_validations.dataValidation) == len(chosen)
        assert all(len(one.formula1) < 257 for one in data.data_validations.dataValidation)


def test_what_is_filled_in_is_read_and_what_is_there_is_never_replaced(own):
    create("muster", "de", "Görlitz")
    path = own / "muster" / "members.xlsx"
    book = openpyxl.load_workbook(path)
    book["Daten"].append(["Erdacht GmbH", "Zittau", 14626, "Unternehmen", None, 2020, None, "ja"])
    book.save(path)
    before = {one: one.read_bytes() for one in own.rglob("*") if one.is_file()}
    assert create("muster", "en", "Leipzig").files == ()
    assert {one: one.read_bytes() for one in own.rglob("*") if one.is_file()} == before
    (member,) = read_own("muster").members.to_dict("records")
    assert (member["name"], member["ags"], member["joined"]) == ("Erdacht GmbH", "14626", 2020)
    assert member["new_to_rd"] is True or bool(member["new_to_rd"])


def test_links_out_of_the_folder_are_not_followed(own, tmp_path):
    folder = example(own)
    secret = tmp_path / "secret.csv"
    secret.write_text("Name\nGeheim\n", encoding="utf-8")
    (folder / "members.csv").unlink()
    (folder / "members.csv").symlink_to(secret)
    (folder / "texts" / "x.txt").symlink_to(secret)
    alliance = read_own("muster")
    assert alliance.members is None
    files = alliance.issues.loc[alliance.issues["key"] == "outside", "file"]
    assert set(files) == {"members.csv", "texts/x.txt"}
    (own / "link").symlink_to(tmp_path)
    for act in (own_folder, create, read_own):
        with pytest.raises(OwnError):
            act("link")


def test_the_made_up_alliance_is_complete_and_has_no_errors():
    alliance = read_own("example")
    assert alliance.errors.empty
    assert all(getattr(alliance, key) is not None for key in TABLES)
    assert alliance.texts is not None
    assert alliance.districts == ["14626", "14625"]
    assert set(alliance.members["ags"]) == {"14625", "14626", "14612", "12052"}


def test_the_report_names_the_place_in_the_language_of_the_reader(own):
    folder = example(own)
    text = (folder / "members.csv").read_text(encoding="utf-8")
    (folder / "members.csv").write_text(text.replace(";14612;", ";Leipzig;"), encoding="utf-8")
    toml = (folder / "alliance.toml").read_text(encoding="utf-8")
    toml = toml.replace('"LK Bautzen"', '"Frankfurt"')
    (folder / "alliance.toml").write_text(toml, encoding="utf-8")
    alliance = read_own("muster")
    german, english = report(alliance), report(alliance, "en")
    assert "members.csv · Zeile 7 · Spalte C (Kreis)" in german
    assert "members.csv · row 7 · column C (Kreis)" in english
    assert "Frankfurt (Oder) (12053)" in german
    assert "FEHLER (1)" in german
    assert "WARNINGS (2)" in english
    assert "BEREIT: 10 von 10" in german
    assert command_line.main(["check", "muster"]) == 1


def test_only_errors_make_the_check_fail(own, capsys):
    folder = example(own)
    assert command_line.main(["check", "muster"]) == 0
    (folder / "mitgleider.xlsx").write_bytes(b"x")
    assert command_line.main(["check", "muster", "--language", "en"]) == 0
    assert "→ members.xlsx?" in capsys.readouterr().out
    (folder / "mitglieder.csv").write_text("Name\nA\n", encoding="utf-8")
    assert command_line.main(["check", "muster"]) == 1
    assert command_line.main(["check", "../muster"]) == 1
    assert "nicht der Name eines Ordners" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("districts = [", "not_toml"),
        ("name = Bündnis", "not_toml"),
        ("", "no_districts"),
        ('districts = ["Görlitz"]\nfelder = ["999"]', "field_unknown"),
        ('districts = ["Görlitz"]\nstart_year = "bald"', "setting_type"),
        ('districts = ["Görlitz"]\nlanguage = "fr"', "setting_type"),
        ('districts = ["Görlitz"]\nsprahce = "de"', "unknown_setting"),
        ("districts = {a = 1}", "setting_type"),
        ('districts = ["Görlitz", "14626"]', "district_twice"),
        ("districts = [“Görlitz”]", "curly_quotes"),
    ],
)
def test_settings_that_are_odd_are_named(text, key):
    notes = Notes("alliance.toml")
    read_settings(text, "x", notes)
    assert key in {one["key"] for one in notes.rows}


def test_settings_in_german_and_in_any_encoding(own):
    folder = own / "x"
    folder.mkdir()
    text = 'name = "Müller-Bündnis"\nLandkreise = "Görlitz, LK Bautzen"\nfelder = [241, "11"]\n'
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"):
        (folder / "alliance.toml").write_bytes(text.encode(encoding))
        alliance = read_own("x")
        assert (alliance.name, alliance.districts) == ("Müller-Bündnis", ["14626", "14625"])
        assert alliance.fields == ["241", "011"]


def test_every_message_can_be_said_in_both_languages():
    import string

    for key, message in MESSAGES.items():
        names = [
            {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}
            for texts in (message.de, message.en)
        ]
        assert names[0] ^ names[1] <= {"de", "en"}, key
    assert all(set(words) == {"de", "en"} for words in PHRASES.values())


def test_every_notebook_takes_valid_parameters_or_says_why_not(own):
    example(own)
    alliance = read_own("muster")
    for notebook in MODELS:
        chosen = adaptation(notebook, alliance)
        assert all(len(one) == 2 for one in chosen.messages)
        assert chosen.messages
        fields = set(model_of(notebook).model_fields)
        assert set(chosen.parameters) <= fields
        resolve(notebook, notebook_file(notebook), chosen.parameters)
    fields = notebook_parameters("1-2-new-fields", alliance)
    assert (fields["first_year"], fields["last_year"], fields["horizon"]) == (2016, 2022, 3)
    assert fields["focus"] == "14626"
    assert notebook_parameters("3-2-finding-partners", alliance)["own"] == "muster"
    assert notebook_parameters("1-1-regional-potential", alliance) == {}


def test_prepared_activities_are_what_the_notebook_reads(own):
    from wir.potential.activity_tables import read_activities

    example(own)
    alliance = read_own("muster")
    path = notebook_parameters("1-2-new-fields", alliance)["activity_table"]
    found = read_activities(config.ROOT / path)
    assert set(found.regions) == set(alliance.activities["region"])


def test_a_copy_is_filled_explained_and_never_overwritten(own, monkeypatch, tmp_path):
    example(own)
    alliance = read_own("muster")
    made = adapt("3-2-finding-partners", alliance)
    assert made.made
    content = json.loads(made.path.read_text(encoding="utf-8"))
    assert "nur die nächste Zelle" in content["cells"][0]["source"]
    assert "parameters" in content["cells"][1]["metadata"]["tags"]
    assert 'own = "muster"  # folder' in content["cells"][1]["source"]
    run = copy_run(made.path, "3-2-finding-partners", "muster", {"count": 5})
    assert (run.source, run.parameters["own"], run.parameters["count"]) == (made.path, "muster", 5)
    made.path.write_text(json.dumps({**content, "mine": 1}), encoding="utf-8")
    again = adapt("3-2-finding-partners", alliance)
    assert not again.made
    assert "mine" in json.loads(made.path.read_text(encoding="utf-8"))
    assert not changed_since(made.path)
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    (notebooks / "3-2-finding-partners.ipynb").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(config, "NOTEBOOKS", notebooks)
    assert changed_since(made.path)
    assert len(adapt("3-2-finding-partners", alliance).messages) == 2
    with pytest.raises(OwnError, match="no copy"):
        original_of(notebooks / "3-2-finding-partners.ipynb")


def test_values_are_put_into_a_parameters_cell():
    source = 'a = (\n    ""  # "x", or y\n)\nb = 2  # two\nc = [1]'
    assert (
        with_values(source, {"a": "ü#", "c": []}) == 'a = "ü#"  # "x", or y\nb = 2  # two\nc = []'
    )


def test_texts_that_look_like_formulas_are_neutralised_on_writing():
    assert safe_cell("=1+1") == "'=1+1"
    assert safe_cell("@x") == "'@x"
    assert safe_cell(-3) == -3
    assert safe_cell("Müller") == "Müller"
