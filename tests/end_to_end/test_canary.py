"""A canary in the confidential data: nothing that is made may contain it.

A made-up respondent with a name, a town, an address and a sentence that occur nowhere else answers
the survey and the interviews of a folder below ``data/raw/own``. Then every notebook of part 4 that
takes such a folder is run, and everything that was written meanwhile is searched.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import shutil
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from wir import config
from wir.publish.standalone import html
from wir.publish.traces import find_traces, traces
from wir.run.engine import execute
from wir.run.errors import NotebookFailed
from wir.run.parameters import MODELS
from wir.run.runs import Run, variant_run
from wir.success.interviews import Interviews, synthetic_interviews, write_project

NAME = ("Xaverine", "Quelljoch")
TOWN = "Kanarienbrück"
ADDRESS = "xq@kanarienvogel.example"
SENTENCE = "Der blaue Reiher verschlingt unsere Förderrichtlinie bei Vollmond"
ALLIANCE = "Zwielichtkrone"
CODE = "Streit um den Dachsbau"
CANARY = (*NAME, TOWN, "kanarienvogel", SENTENCE, "verschlingt", ALLIANCE, "Dachsbau")
FILE = "Gespraech-Quelljoch.qdpx"
NOTEBOOKS = sorted(n for n, m in MODELS.items() if n.startswith("4-") and "own" in m.model_fields)


def with_canary(consent: bool) -> Interviews:
    """Return interviews of which the last one is the canary's."""
    base = synthetic_interviews(5).interviews
    key = f"Interview {' '.join(NAME)}"
    said = (
        f"{SENTENCE}, sagte Frau {' '.join(NAME)} aus {TOWN}, {ADDRESS}, am Telefon 03571 998877."
    )
    documents = base.documents.copy()
    if consent:  # nobody else may be quoted, so that the canary is
        documents["consent"] = False
    row = {"document": key, "alliance": ALLIANCE, "type": "Type 1", "consent": consent}
    documents = pd.concat([documents, pd.DataFrame([row])], ignore_index=True)
    codes = pd.concat(
        [
            base.codes,
            pd.DataFrame([{"code": "x", "name": CODE, "parent": None, "codable": True}]),
        ],
        ignore_index=True,
    )
    marks = [
        {"document": key, "code": code, "coder": coder, "start": 0, "end": len(said),
         "paraphrase": ""}
        for code in ("trust", "x")
        for coder in ("coder 1", "coder 2", f"{NAME[1]} (kodiert)")
    ]  # fmt: skip
    segments = pd.concat([base.segments, pd.DataFrame(marks)], ignore_index=True)
    return replace(
        base, codes=codes, documents=documents, segments=segments, texts={**base.texts, key: said}
    )


def write_survey(folder: Path) -> None:
    """Write answers of made-up people and of the canary, with the mapping."""
    synthetic = pytest.importorskip("wir.success.synthetic")
    answers = synthetic.synthetic(5, alliances=30).respondents.reset_index(drop=True)
    answers = answers.astype(object)
    answers.loc[0, "respondent"] = "-".join(NAME)
    answers.loc[0, "alliance"] = ALLIANCE
    answers["email"] = ""
    answers.loc[0, "email"] = ADDRESS
    answers["comment"] = "nothing"
    answers.loc[0, "comment"] = f"{SENTENCE} ({TOWN})"
    folder.mkdir(parents=True)
    answers.to_csv(folder / "answers.csv", index=False, sep=";")
    known = [one for one in answers.columns if one not in ("email", "comment")]
    pd.DataFrame({"column": known, "item": known}).to_csv(
        folder / "mapping.csv", index=False, sep=";"
    )
    rounds = pd.DataFrame({"alliance": sorted(answers["alliance"].unique())}).assign(round=1)
    rounds.loc[::2, "round"] = 2
    rounds.to_csv(folder / "alliances.csv", index=False, sep=";")


@pytest.fixture
def own() -> Iterator[Path]:
    folder = config.OWN / "canary-test"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "interviews").mkdir(parents=True)
    write_survey(folder / "survey")
    members = pd.DataFrame({"name": [" ".join(NAME)], "city": [TOWN]})
    members.to_csv(folder / "members.csv", index=False, sep=";")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def run_and_collect(notebook: str, own: Path, **parameters: object) -> tuple[Run, list[Path], str]:
    """Run a notebook on the folder; return the run, every file written meanwhile, and the error."""
    run = variant_run(notebook, {"own": own.name} | parameters)
    started, message = time.time() - 1, ""
    try:
        execute(run)
        run.executed.with_suffix(".html").write_text(html(run.executed), encoding="utf-8")
    except NotebookFailed as error:
        message = str(error)
    written = [
        path
        for path in config.ROOT.rglob("*")
        if path.is_file()
        and path.stat().st_mtime >= started
        and not path.is_relative_to(own)
        and ".git" not in path.relative_to(config.ROOT).parts[:1]
        and "__pycache__" not in path.parts
    ]
    return run, written, message


def remove(run: Run) -> None:
    shutil.rmtree(run.folder, ignore_errors=True)
    for path in (run.executed, run.executed.with_suffix(".html")):
        path.unlink(missing_ok=True)
    (run.base / "failed" / run.executed.name).unlink(missing_ok=True)


@pytest.mark.slow
@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_nothing_of_the_canary_is_in_what_was_made(notebook: str, own: Path) -> None:
    write_project(with_canary(consent=False), own / "interviews" / FILE)
    fewer = {"draws": 200, "bootstrap": 200} if notebook == "4-3-voices" else {}
    run, written, message = run_and_collect(notebook, own, **fewer)
    try:
        assert not message
        assert run.manifest in written
        assert find_traces(written, CANARY) == []
    finally:
        remove(run)


@pytest.mark.slow
@pytest.mark.skipif("4-3-voices" not in NOTEBOOKS, reason="no notebook on interviews")
def test_a_canary_that_may_be_quoted_is_quoted_without_names(own: Path) -> None:
    write_project(with_canary(consent=True), own / "interviews" / FILE, "nvivo")
    run, written, message = run_and_collect("4-3-voices", own, draws=200, bootstrap=200)
    try:
        assert not message
        found = find_traces(written, CANARY)
        assert {word for _, word in found} <= {SENTENCE, "verschlingt"}
        assert "verschlingt" in run.executed.read_text(encoding="utf-8"), "nothing was tested"
    finally:
        remove(run)


@pytest.mark.slow
@pytest.mark.skipif("4-3-voices" not in NOTEBOOKS, reason="no notebook on interviews")
def test_a_run_that_fails_does_not_tell_either(own: Path) -> None:
    table = pd.DataFrame(
        {"document": [" ".join(NAME)], "code": [CODE], "start": [SENTENCE], "end": [TOWN]}
    )
    table.to_csv(own / "interviews" / "segments.csv", index=False, sep=";")
    run, written, message = run_and_collect("4-3-voices", own)
    try:
        assert "no coded segment that can be used" in message
        assert traces(message.encode(), CANARY) == []
        assert (run.base / "failed" / run.executed.name) in written
        assert find_traces(written, CANARY) == []
    finally:
        remove(run)


@pytest.mark.slow
@pytest.mark.skipif("4-3-voices" not in NOTEBOOKS, reason="no notebook on interviews")
def test_without_the_gate_the_canary_would_be_found(own: Path) -> None:
    """The search finds what a notebook publishes past the gate."""
    write_project(with_canary(consent=False), own / "interviews" / FILE)
    source = config.NOTEBOOKS / "4-3-voices.ipynb"
    content = json.loads(source.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        text = "".join(cell["source"])
        if "del interviews" in text:
            cell["source"] = text.replace(
                "del interviews", "record('voices.leak', interviews.documents['alliance'].iloc[-1])"
            )
    bypassed = config.NOTEBOOKS / "4-3-canary-bypass.ipynb"
    run = variant_run("4-3-voices", {"own": own.name, "draws": 200, "bootstrap": 200})
    run = replace(run, notebook=bypassed.stem, name="4-3-canary-bypass")
    try:
        bypassed.write_text(json.dumps(content), encoding="utf-8")
        execute(run)
        assert (run.folder / "numbers.json").as_posix() in {
            file for file, word in find_traces([run.folder, run.executed], CANARY)
        }
    finally:
        bypassed.unlink(missing_ok=True)
        remove(run)


@pytest.mark.parametrize("word", [TOWN, SENTENCE])
def test_the_search_finds_what_is_packed(word: str, tmp_path: Path) -> None:
    text = f"x {word} y".encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", text)
    nested = io.BytesIO()
    with zipfile.ZipFile(nested, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.zip", packed.getvalue())
    (tmp_path / "a.zip").write_bytes(nested.getvalue())
    (tmp_path / "a.gz").write_bytes(gzip.compress(text))
    (tmp_path / "a.json").write_text(json.dumps({"a": text.decode()}), encoding="ascii")
    (tmp_path / "a.html").write_bytes(b"<img src='data:;base64," + base64.b64encode(text * 3))
    (tmp_path / "b.html").write_text(
        text.decode().encode("ascii", "xmlcharrefreplace").decode(), encoding="ascii"
    )
    (tmp_path / "a.bin").write_bytes(text.decode().encode("utf-16-le"))
    (tmp_path / "a.txt").write_text(text.decode().upper(), encoding="utf-8")
    pd.DataFrame({"a": [text.decode()]}).to_parquet(tmp_path / "a.parquet")
    image = pytest.importorskip("PIL.Image")
    info = pytest.importorskip("PIL.PngImagePlugin").PngInfo()
    info.add_itxt("note", text.decode(), zip=True)
    image.new("L", (1, 1)).save(tmp_path / "a.png", pnginfo=info)
    (tmp_path / "clean.txt").write_text("nothing here", encoding="utf-8")
    found = {Path(file).name for file, _ in find_traces([tmp_path], [word])}
    assert found == {path.name for path in tmp_path.iterdir()} - {"clean.txt"}
