"""REFI-QDA projects as three programs write them, and those that must be refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest

from wir.success.interviews import (
    InterviewError,
    Interviews,
    read_codebook,
    read_project,
    write_codebook,
    write_project,
)
from wir.success.interviews import archive as limits

TEXT = "Erster Absatz mit 🌱 Emoji.\nZweiter, länger, mit Umlaut: größer.\nDritter 🌱🌱 Absatz."


def sample() -> Interviews:
    words = ("Emoji", "Umlaut: größer", "🌱 Absatz")
    spans = [(TEXT.index(one), TEXT.index(one) + len(one)) for one in words]
    rows = [
        ("d1", code, coder, *span, "in short" if code == "b" else "")
        for span, code in zip(spans, "abb", strict=True)
        for coder in ("k1", "k2")
    ]
    return Interviews(
        pd.DataFrame(
            [("f", "Folder", None, False), ("a", "Ä & <b>", "f", True), ("b", "B", "f", True)],
            columns=["code", "name", "parent", "codable"],
        ),
        pd.DataFrame(
            [("d1", "A01", "Type 1", True)], columns=["document", "alliance", "type", "consent"]
        ),
        pd.DataFrame(rows, columns=["document", "code", "coder", "start", "end", "paraphrase"]),
        {"d1": TEXT},
    )


@pytest.mark.parametrize("program", ["maxqda", "atlas", "nvivo"])
def test_round_trip(program, tmp_path):
    given = sample()
    write_project(given, tmp_path / "p.qdpx", program)
    found = read_project(tmp_path / "p.qdpx")
    assert found.codes["name"].tolist() == ["Folder", "Ä & <b>", "B"]
    assert found.codes["codable"].tolist() == [False, True, True]
    assert found.codes["parent"].iloc[1] == found.codes["code"].iloc[0]
    assert found.documents[["alliance", "type", "consent"]].to_numpy().tolist() == [
        ["A01", "Type 1", True]
    ]
    (key,) = found.texts
    assert found.texts[key] == TEXT
    names = found.codes.set_index("code")["name"]
    marked = {
        (names[row.code], row.coder, TEXT[row.start : row.end], row.paraphrase)
        for row in found.segments.itertuples()
    }
    assert marked == {
        ("Ä & <b>" if row.code == "a" else "B", coder, TEXT[row.start : row.end], row.paraphrase)
        for row, coder in zip(given.segments.itertuples(), ["coder 1", "coder 2"] * 3, strict=True)
    }


def test_positions_that_count_otherwise_are_noted(tmp_path):
    write_project(sample(), tmp_path / "p.qdpx", "nvivo")
    assert "positions count UTF-16 units" in set(read_project(tmp_path / "p.qdpx").issues["found"])


@pytest.mark.parametrize("namespace", ["codebook:1.0", "codebook:1:0", "codebook:0:4"])
def test_codebook(namespace, tmp_path):
    write_codebook(sample().codes, tmp_path / "c.qdc", namespace)
    assert read_codebook(tmp_path / "c.qdc")["name"].tolist() == ["Folder", "Ä & <b>", "B"]


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<Project xmlns="urn:QDA-XML:project:1.0" name="&b;"/>'
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    '<Project xmlns="urn:QDA-XML:project:1.0" name="&a;"/>'
)


def packed(path: Path, **files: str | bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize("xml", [BOMB, OUTSIDE])
def test_document_types_are_refused(xml, tmp_path):
    with pytest.raises(InterviewError, match="document type or entities"):
        read_project(packed(tmp_path / "p.qdpx", **{"project.qde": xml}))
    (tmp_path / "c.qdc").write_text(xml)
    with pytest.raises(InterviewError, match="document type or entities"):
        read_codebook(tmp_path / "c.qdc")


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil", "C:/evil", "a\\..\\..\\evil"])
def test_names_that_lead_out_are_refused(name, tmp_path):
    path = packed(tmp_path / "p.qdpx", **{"project.qde": "<x/>", name: "x"})
    with pytest.raises(InterviewError, match="leads out of the project"):
        read_project(path)


def test_zip_bombs_are_refused(tmp_path):
    path = packed(tmp_path / "p.qdpx", **{"project.qde": b" " * 30_000_000})
    with pytest.raises(InterviewError, match="would unpack to 30,000,000 bytes"):
        read_project(path)


def test_big_files_are_refused_before_they_are_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "FILE_BYTES", 100)
    (tmp_path / "p.qdpx").write_bytes(b"x" * 101)
    with pytest.raises(InterviewError, match="are read"):
        read_project(tmp_path / "p.qdpx")


def test_deep_nesting_is_refused(tmp_path):
    xml = '<Project xmlns="urn:QDA-XML:project:1.0">' + "<a>" * 500 + "</a>" * 500 + "</Project>"
    with pytest.raises(InterviewError, match="nested more than"):
        read_project(packed(tmp_path / "p.qdpx", **{"project.qde": xml}))


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"a.txt": "x"}, "0 project descriptions"),
        ({"project.qde": "<Project"}, "line 1: no well-formed XML"),
        ({"project.qde": "<Project/>"}, "no REFI-QDA project"),
        ({"project.qde": '<Project xmlns="urn:QDA-XML:project:1.0"/>'}, "holds no code"),
    ],
)
def test_what_is_no_project(files, message, tmp_path):
    with pytest.raises(InterviewError, match=message):
        read_project(packed(tmp_path / "p.qdpx", **files))


def test_cut_off(tmp_path):
    write_project(sample(), tmp_path / "p.qdpx")
    data = (tmp_path / "p.qdpx").read_bytes()
    (tmp_path / "p.qdpx").write_bytes(data[: len(data) // 2])
    with pytest.raises(InterviewError, match="no whole project file"):
        read_project(tmp_path / "p.qdpx")


def test_odd_parts_are_noted_without_their_words(tmp_path):
    xml = """<Project xmlns="urn:QDA-XML:project:1.0"><CodeBook><Codes>
    <Code guid="{C1}" name="Code"/></Codes></CodeBook><Sources>
    <TextSource guid="s1" name="Xaverine" plainTextPath="absolute://C:/secret.txt"/>
    <TextSource guid="s2" name="Xaverine"><PlainTextContent>Hello Quelljoch</PlainTextContent>
    <PlainTextSelection startPosition="0" endPosition="99"><Coding><CodeRef targetGUID="c1"/>
    </Coding></PlainTextSelection>
    <PlainTextSelection startPosition="0" endPosition="5"><Coding><CodeRef targetGUID="c9"/>
    </Coding></PlainTextSelection>
    <PlainTextSelection startPosition="0" endPosition="5"><Coding><CodeRef targetGUID="c1"/>
    </Coding></PlainTextSelection></TextSource>
    <PictureSource guid="s3"/></Sources></Project>"""
    found = read_project(packed(tmp_path / "p.qdpx", **{"project.qde": xml}))
    assert found.segments[["start", "end"]].to_numpy().tolist() == [[0, 5]]
    noted = found.issues.to_csv()
    for word in ("outside of the project", "outside of its text", "not in the code system"):
        assert word in noted
    for word in ("Xaverine", "Quelljoch", "secret"):
        assert word not in noted
