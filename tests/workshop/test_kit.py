"""Kits: complete, in both languages, for known alliances, groups and alliances of one's own."""

import importlib.util
import io
import re
from pathlib import Path

import pypdf
import pytest

from wir.data.errors import DataError
from wir.workshop.__main__ import main
from wir.workshop.kit import make_kit, summary, write_kit
from wir.workshop.topic import TOPICS

FILES = {"slides.html", "notes.html", "notes.pdf", "worksheets.pdf", "form.xlsx", "form.csv"}
SPEC = importlib.util.spec_from_file_location(
    "accessibility", Path(__file__).parents[1] / "documents" / "test_accessibility.py"
)
accessibility = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(accessibility)


def pages(content):
    return pypdf.PdfReader(io.BytesIO(content)).pages


@pytest.mark.parametrize("key", TOPICS)
@pytest.mark.parametrize("language", ["de", "en"])
def test_complete(key, language, results):
    kit = make_kit(key, ["reegion-now"], language, kept=results("reegion-now"))
    made = kit.files()
    assert set(made) == FILES | {"cards.pdf"}
    assert kit.name == f"reegion-now-{key}.{language}"
    assert len(kit.cards) == 6
    assert "reegion-now" not in {one.key for one in kit.cards}
    sheets = pages(made["worksheets.pdf"])
    assert all(round(float(one.mediabox.width)) == 1191 for one in sheets)  # A3, landscape
    assert len(pages(made["cards.pdf"])) == 3
    assert f'<html lang="{language}">' in made["slides.html"].decode()
    root = pypdf.PdfReader(io.BytesIO(made["worksheets.pdf"])).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language


def test_same_bytes(results):
    def made():
        return make_kit("ecosystem", ["reegion-now"], "de", kept=results("reegion-now")).files()

    assert made() == made()


def test_group(results):
    kept = results("reegion-now", "artifarm")
    kit = make_kit("value-proposition", ["reegion-now", "artifarm"], "de", 240, kept=kept)
    page = kit.files()["slides.html"].decode()
    assert "Die Bündnisse im Vergleich" in page
    assert {"reegion-now", "artifarm"} <= {one.key for one in kit.cards}
    assert kit.name == "reegion-now+artifarm-value-proposition.de"
    assert summary(kit).startswith("A workshop of 240 minutes in 7 sessions for REEgion now and")


def test_short_workshop_has_no_cards(results):
    kit = make_kit("ecosystem", ["reegion-now"], "de", 60, kept=results("reegion-now"))
    assert set(kit.files()) == FILES
    assert "Von anderen lernen" not in kit.files()["slides.html"].decode()


EVIL = '<script>alert(1)</script>#read("/etc/passwd") *x* =1+1 {{ 7*7 }} $x$'


def test_own_alliance_with_an_evil_name(own_folders, results):
    folder = own_folders / "mein-buendnis"
    folder.mkdir()
    (folder / "alliance.toml").write_text(
        f'name = \'{EVIL}\'\nlanguage = "de"\ndistricts = ["14626"]\nfields = ["242"]\n',
        encoding="utf-8",
    )
    (folder / "decisions.csv").write_text(
        "Thema;Beschluss;Stand\nInnovationspotenzial;Etwas tun;offen\n", encoding="utf-8"
    )
    kit = make_kit("ecosystem", ["mein-buendnis"], "de", kept=results("mein-buendnis"))
    made = kit.files()
    page = made["slides.html"].decode()
    assert page.count("<script>") == 1  # the one that turns the slides
    assert "&lt;script&gt;" in page
    assert "Was Sie zuletzt beschlossen haben" in page
    assert "Etwas tun" in page
    for name in ("worksheets.pdf", "notes.pdf", "cards.pdf"):
        text = "".join(one.extract_text() for one in pages(made[name]))
        assert "root:x:" not in text
    assert write_kit(kit, folder / "out")[0].parent.name == "mein-buendnis-ecosystem.de"


@pytest.mark.parametrize("key", ["../../etc", "nirgends", "reegion now", "."])
def test_unknown_alliances(key, own_folders):
    with pytest.raises(DataError, match="There is no alliance"):
        make_kit("ecosystem", [key], "de")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--alliance", "reegion-nwo"], "Did you mean 'reegion-now'"),
        (["--alliance", ""], "Which alliance?"),
        (["--alliance", "reegion-now,reegion-now"], "given twice"),
        (["--alliance", "reegion-now", "--topic", "x"], "There is no topic"),
        (["--alliance", "reegion-now", "--minutes", "zwei"], "no whole number"),
        (["--alliance", "reegion-now", "--minutes", "7"], "from 60 to 480"),
        (["--alliance", "reegion-now", "--language", "fr"], "There is no language"),
        (["--alliance", "reegion-now", "--start", "spät"], "no time of day"),
    ],
)
def test_command_says_what_is_wrong(arguments, said, capsys):
    assert main(arguments) == 1
    printed = capsys.readouterr()
    assert said in printed.err
    assert "Traceback" not in printed.err


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_slides_are_accessible(results, chromium, tmp_path, scheme):
    kit = make_kit("innovation-potential", ["reegion-now"], "de", kept=results("reegion-now"))
    made = kit.files()
    for name in ("slides.html", "notes.html"):
        path = tmp_path / name
        path.write_bytes(made[name])
        assert accessibility.violations(chromium, path, scheme, 375) == ([], [])
    path = tmp_path / "all.html"  # every slide at once, as without a script
    page = made["slides.html"].decode()
    path.write_text(re.sub(r"<script>.*</script>", "", page, flags=re.DOTALL), encoding="utf-8")
    assert accessibility.violations(chromium, path, scheme) == ([], [])


@pytest.mark.browser
def test_slides_turn_by_keyboard(results, chromium, tmp_path):
    kit = make_kit("ecosystem", ["reegion-now"], "de", kept=results("reegion-now"))
    path = tmp_path / "slides.html"
    path.write_bytes(kit.files()["slides.html"])
    context = chromium.new_context(offline=True)
    page = context.new_page()
    wrong = []
    page.on("console", lambda one: wrong.append(one.text))
    page.on("pageerror", lambda one: wrong.append(str(one)))
    page.goto(path.as_uri())
    count = page.locator(".slide").count()

    def shown():
        assert page.locator(".slide:visible").count() == 1
        return page.locator("#place").inner_text()

    assert shown() == f"1 / {count}"
    for key, place in [("ArrowRight", 2), ("PageDown", 3), ("ArrowLeft", 2), ("End", count),
                       ("ArrowRight", count), ("Home", 1), ("ArrowLeft", 1)]:  # fmt: skip
        page.keyboard.press(key)
        assert shown() == f"{place} / {count}"
    page.locator("#next").click()
    assert shown() == f"2 / {count}"
    assert page.locator("#back").is_enabled()
    page.emulate_media(media="print")
    assert page.locator(".slide:visible").count() == count
    assert wrong == []
    context.close()
