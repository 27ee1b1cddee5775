"""Files that we wrote ourselves, read for real: what comes in, and what does not and why."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from wir.profile.corpus import dated, keyword_texts, read_corpus, read_documents, without_repeats
from wir.profile.dates import date_in_name, iso_date
from wir.profile.documents import ADVICE, UnreadableError
from wir.profile.encoding import decode
from wir.profile.languages import detect_language
from wir.profile.read_office import check_package, without_running_lines

SAMPLES = Path(__file__).parent / "samples"
SPEC = importlib.util.spec_from_file_location("make_samples", SAMPLES.parent / "make_samples.py")
assert SPEC is not None
assert SPEC.loader is not None
make = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(make)


@pytest.fixture(scope="module")
def corpus():
    return read_corpus(SAMPLES)


def text_of(corpus, file: str, record: str | None = None) -> pd.Series:
    rows = corpus.texts[corpus.texts["file"] == file]
    if record is not None:
        rows = rows[rows["record"] == record]
    assert len(rows) == 1, rows
    return rows.iloc[0]


def test_the_committed_samples_are_those_of_the_generator() -> None:
    names = {path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*") if path.is_file()}
    assert names == set(make.samples())
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*")) < 200_000


def test_every_file_is_either_read_or_named(corpus) -> None:
    named = set(corpus.texts["file"]) | set(corpus.problems["file"])
    assert named == set(make.samples())


@pytest.mark.parametrize(
    ("file", "record", "date", "basis", "language", "words"),
    [
        ("nebeltal/concept.pdf", None, "2018-06-30", "file metadata", "de", "Moorpflanzen"),
        ("nebeltal/plan.docx", None, "2019-03-01", "file metadata", "de", "Dämmplatte"),
        ("nebeltal/today.html", None, "2024-05-17", "meta element of the page", "de", "Häuser"),
        ("nebeltal/archive.warc.gz", "https://nebeltal.example/", "2021-09-01", "web archive",
         "de", "Prüfverfahren"),
        ("nebeltal/archive.warc.gz", "https://nebeltal.example/konzept.pdf", "2021-09-04",
         "web archive", "de", "Wertschöpfung"),
        ("nebeltal/2019-11_latin1.txt", None, "2019-11", "name of the file", "de", "Häuser"),
        ("fogvale/page.html", None, "2023-02-03", "meta element of the page", "en", "peatland"),
        ("foerderkatalog.csv", None, "2020-04-01", "table", "de", "Dämmplatten"),
        ("keywords.csv", "row 4", "not known", "not known", "en", "wind power"),
    ],
)  # fmt: skip
def test_texts_have_source_date_and_language(
    corpus, file, record, date, basis, language, words
) -> None:
    one = text_of(corpus, file, record)
    assert (one["date"], one["date_basis"], one["language"]) == (date, basis, language)
    assert words in one["text"]


def test_groups_come_from_folder_or_table(corpus) -> None:
    groups = corpus.texts.groupby("file")["group"].agg(set)
    assert groups["nebeltal/concept.pdf"] == {"nebeltal"}
    assert groups["keywords.csv"] == {"sturmkap"}
    assert groups["foerderkatalog.csv"] == {"samples"}  # nobody says whose they are


def test_what_is_around_a_text_is_left_out(corpus) -> None:
    for file in ("nebeltal/today.html", "nebeltal/archive.warc.gz"):
        for text in corpus.texts.loc[corpus.texts["file"] == file, "text"]:
            for word in ("Impressum", "Cookies", "Startseite", "Alle Rechte"):
                assert word not in text
    pdf = text_of(corpus, "nebeltal/concept.pdf")["text"]
    assert "Seite" not in pdf  # the running header, whose page number differs
    assert "Aus Rohrkolben werden" in pdf  # hyphenated in the file


def test_project_titles_keep_their_number_and_rows_without_title_are_left_out(corpus) -> None:
    one = text_of(corpus, "foerderkatalog.csv")
    assert one["record"] == "row 2, 00XX0001"
    assert one["text"] == "Erfundenes Vorhaben: Dämmplatten aus Moor"


@pytest.mark.parametrize(
    ("file", "reason", "detail"),
    [
        ("nebeltal/encrypted.pdf", "encrypted", "password"),
        ("nebeltal/scanned.pdf", "no text", "scan"),
        ("fogvale/error.html", "error page", "404"),
        ("nebeltal/archive.warc.gz", "error page", "answered 404"),
    ],
)
def test_problems_say_why_and_what_to_do(corpus, file, reason, detail) -> None:
    row = corpus.problems.set_index("file").loc[file]
    assert row["reason"] == reason
    assert detail in row["detail"]
    assert row["advice"] == ADVICE[reason]


def bomb() -> bytes:
    """Return a small package that says it unpacks to a gigabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(8):
            archive.writestr(f"word/part{number}.xml", b"0" * (64 * 2**20))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("cut.pdf", b"%PDF-1.4\n1 0 obj\n<<", "corrupt"),
        ("no.pdf", b"just text", "corrupt"),
        ("cut.docx", make.samples()["nebeltal/plan.docx"][:900], "corrupt"),
        ("bomb.docx", bomb(), "too big"),
        ("empty.txt", b"", "empty"),
        ("blank.txt", b"  \n\t 12 ", "empty"),
        ("menu.html", make.page("", []).encode(), "empty"),
        ("nothing.html", b"<html></html>", "empty"),
        ("old.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "unknown format"),
        ("picture.png", b"\x89PNG\r\n", "unknown format"),
        ("noending", b"abc", "unknown format"),
        ("binary.txt", b"abc\0\0def", "wrong encoding"),
        ("lost.txt", "Tr\ufffdger f\ufffdr D\ufffdmmung".encode(), "wrong encoding"),
        ("table.csv", b"a,b\n1,2\n", "missing column"),
        ("heads.csv", b"keyword\n\n", "empty"),
        ("not.warc", b"this is no archive\n" * 5, "corrupt"),
        ("cut.warc.gz", make.samples()["nebeltal/archive.warc.gz"][:40], "corrupt"),
        ("sheet.xlsx", b"PK\x03\x04garbage", "corrupt"),
    ],
)
def test_bad_files_are_named_and_do_not_stop_the_rest(tmp_path: Path, name, data, reason) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text("Ein guter Text.", encoding="utf-8")
    found = read_corpus(tmp_path)
    assert list(found.texts["file"]) == ["good.txt"]
    assert list(found.problems["file"]) == [name]
    assert found.problems["reason"].iloc[0] == reason
    assert found.problems["detail"].iloc[0]


def test_an_archive_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    data = make.warc(
        [
            (f"https://x.example/{n}", "200 OK", "text/html",
             make.page(f"Seite {n}", [*make.LATER, f"Absatz {n}."]).encode())
            for n in range(4)
        ]
    )  # fmt: skip
    (tmp_path / "a.warc.gz").write_bytes(data[: len(data) - 120])
    found = read_corpus(tmp_path)
    assert len(found.texts) >= 3
    assert list(found.problems["reason"]) == ["corrupt"]
    assert "breaks off" in found.problems["detail"].iloc[0]


def test_a_sheet_of_keywords(tmp_path: Path) -> None:
    pd.DataFrame({"Bündnis": ["a", "a"], "Schlagwort": ["Windkraft", None]}).to_excel(
        tmp_path / "k.xlsx", index=False
    )
    found = read_corpus(tmp_path)
    assert found.problems.empty
    assert found.texts[["group", "record", "text"]].to_numpy().tolist() == [
        ["a", "row 2", "Windkraft"]
    ]


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    inside = tmp_path / "texts"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("Geheimer Text")
    (inside / "link.txt").symlink_to(tmp_path / "secret.txt")
    found = read_corpus(inside)
    assert found.texts.empty
    assert found.problems["reason"].tolist() == ["not readable"]


def test_the_group_of_an_own_folder(tmp_path: Path) -> None:
    folder = tmp_path / "mein-buendnis" / "texts"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("Ein Text über Holz.")
    assert read_corpus(folder).texts["group"].tolist() == ["mein-buendnis"]


def test_a_missing_or_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no folder"):
        read_corpus(tmp_path / "none")
    with pytest.raises(FileNotFoundError, match="holds no file"):
        read_corpus(tmp_path)


def test_two_processes_read_the_same_in_the_same_order() -> None:
    assert list(read_documents(SAMPLES, workers=2)) == list(read_documents(SAMPLES))


def test_addresses_and_numbers_are_no_theme(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Holz: mail@firma.example, https://firma.example/x, +49 30 1234567 und Lehm"
    )
    text = read_corpus(tmp_path).texts["text"].iloc[0]
    assert "firma" not in text
    assert "1234567" not in text
    assert "Holz" in text
    assert "Lehm" in text


def test_encodings() -> None:
    assert decode("Dämmung".encode()) == ("Dämmung", "")
    assert decode("\ufeffDämmung".encode())[0] == "Dämmung"
    assert decode("Dämmung".encode("utf-16"))[0] == "Dämmung"
    assert decode("Größe – „Maß“".encode("cp1252")) == ("Größe – „Maß“", "decoded as cp1252")
    twice = "Größe, Maß, Übung, Gerät".encode().decode("cp1252")
    assert decode(twice.encode())[0] == "Größe, Maß, Übung, Gerät"
    with pytest.raises(UnreadableError, match="zero bytes"):
        decode("Dämmung".encode("utf-16-le"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Das Bündnis will die Region mit neuen Ideen und Partnern auf den Weg bringen, " * 3,
         "de"),
        ("The alliance wants to bring the region and its partners on the way with ideas, " * 3,
         "en"),
        ("L'alliance veut aider la région et ses partenaires à trouver des idées nouvelles " * 3,
         "not known"),
        ("Dämmplatten aus Moor", "de"),
        ("renewable energy storage", "en"),
        ("xqz 123", "not known"),
        ("", "not known"),
    ],
)  # fmt: skip
def test_languages(text, language) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2018-06-30_Konzept.pdf", "2018-06-30"),
        ("20180630.pdf", "2018-06-30"),
        ("Konzept 2018.pdf", "2018"),
        ("2019-11_x.txt", "2019-11"),
        ("2018-02-31.txt", "2018-02"),
        ("Nr. 123456.pdf", ""),
        ("1066.txt", ""),
    ],
)
def test_dates_in_names(name, date) -> None:
    assert date_in_name(name) == date


def test_dates_are_read_and_not_guessed() -> None:
    assert iso_date("2020-05-17T08:00") == "2020-05-17"
    assert iso_date("01.04.2020") == "2020-04-01"
    assert iso_date("31.02.2020") == iso_date("soon") == iso_date(None) == ""


def test_a_date_that_is_not_exact_is_before_or_after_only_as_a_whole() -> None:
    texts = pd.DataFrame(
        {"date": ["2018", "2019", "2019-03", "2019-04", "2019-04-01", "2020", "not known"]}
    )
    before, after, neither = dated(texts, "2019-04-01")
    assert before["date"].tolist() == ["2018", "2019-03"]
    assert after["date"].tolist() == ["2019-04", "2019-04-01", "2020"]
    assert neither == 2
    with pytest.raises(ValueError, match="ISO"):
        dated(texts, "April")


def test_running_lines_only_at_the_edges() -> None:
    pages = [
        f"Kopf {n}\n{x}a\n{x}b\n{x}c\nmitten\n{x}d\n{x}e\n{x}f\nFuß" for n, x in enumerate("qrst")
    ]
    for letter, page in zip("qrst", without_running_lines(pages), strict=True):
        assert "Kopf" not in page
        assert "Fuß" not in page
        assert "mitten" in page  # the same on every page, but not at the edge
        assert f"{letter}a" in page
    assert without_running_lines(pages[:2]) == pages[:2]


def test_a_package_is_checked_before_it_is_opened() -> None:
    assert "word/document.xml" in check_package(make.samples()["nebeltal/plan.docx"])
    with pytest.raises(UnreadableError, match="unpacks"):
        check_package(bomb())


def test_keywords_as_texts_name_the_row_of_the_file() -> None:
    table = pd.DataFrame(
        {"alliance_id": ["a", "b"], "language": ["de", "en"], "keyword": ["Holz", "wood chips"]}
    )
    texts = keyword_texts(table, "k.csv")
    assert texts["record"].tolist() == ["row 2", "row 3"]
    assert texts["words"].tolist() == [1, 2]
    assert list(texts.columns) == list(read_corpus(SAMPLES).texts.columns)


def test_the_same_page_counts_once_a_year() -> None:
    texts = pd.DataFrame(
        {
            "group": ["a", "a", "a", "b"],
            "date": ["2020-01-01", "2020-07-01", "2021-01-01", "2020-01-01"],
            "text": ["Ein  Text", "Ein Text", "Ein Text", "Ein Text"],
        }
    )
    assert without_repeats(texts).index.tolist() == [0, 2, 3]
