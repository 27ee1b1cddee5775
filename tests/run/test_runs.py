"""Which runs there are, and what is refused before one starts."""

from __future__ import annotations

import dataclasses
import json

import pytest

from wir.run import __main__ as command_line
from wir.run import engine, runs
from wir.run.errors import RunError, nearest


def test_an_unknown_alliance_is_refused_with_the_nearest_name():
    with pytest.raises(RunError) as error:
        runs.variant_run("alliance-dossier", {"alliance": "reegion-no"})
    message = str(error.value)
    assert "alliance-dossier" in message
    assert "alliance = 'reegion-no'" in message
    assert "Did you mean 'reegion-now'?" in message


def test_an_alliance_without_districts_is_refused():
    known = runs.alliances_with_districts()
    with (runs.config.RAW / "alliances.csv").open(encoding="utf-8") as file:
        others = [line.split(",")[0] for line in list(file)[1:]]
    without = next(name for name in others if name not in known)
    with pytest.raises(RunError, match="not an alliance with known districts"):
        runs.variant_run("alliance-dossier", {"alliance": without})


def test_nothing_starts(monkeypatch, capsys):
    monkeypatch.setattr(engine, "execute", lambda _: pytest.fail("a run was started"))
    arguments = ["notebook", "alliance-dossier", "--parameters", "alliance=plant4"]
    assert command_line.main(arguments) == 1
    assert "Did you mean 'plant3'?" in capsys.readouterr().err


def test_a_known_alliance_is_accepted():
    run = runs.variant_run("alliance-dossier", {"alliance": "reegion-now", "peers": 3})
    assert run.parameters["alliance"] == "reegion-now"


def test_a_run_counts_as_changed_while_one_of_its_files_is_missing(tmp_path):
    original = runs.all_runs()[0]
    run = runs.Run(original.name, original.notebook, original.parameters, base=tmp_path)
    run.folder.mkdir()
    (run.folder / "map.svg").write_text("<svg/>", encoding="utf-8")
    outputs = {f"{run.name}/map.svg": "0" * 64}
    run.manifest.write_text(json.dumps({"outputs": outputs}), encoding="utf-8")
    complete = runs.state(run)
    assert "incomplete" not in complete
    (run.folder / "map.svg").unlink()
    assert runs.state(run) != complete


def test_name_and_title_are_part_of_the_state():
    first = runs.dossier_runs()[0]
    states = {
        runs.state(run)
        for run in (
            first,
            dataclasses.replace(first, title="another title"),
            dataclasses.replace(first, parameters={**first.parameters, "peers": 3}),
        )
    }
    assert len(states) == 3


@pytest.mark.parametrize("text", ["1-1", "REeGION Now", "1-1-regional-potental"])
def test_the_nearest_name_is_found(text):
    known = ["0-1-the-alliances", "1-1-regional-potential", "reegion-now"]
    assert nearest(text, known) in {
        " Did you mean '1-1-regional-potential'?",
        " Did you mean 'reegion-now'?",
    }


def test_nothing_is_near_to_something_else():
    assert nearest("", ["alpha"]) == nearest("xyz", ["alpha"]) == ""


def test_own_lists_that_are_not_there_are_refused_before_anything_runs(monkeypatch, capsys):
    monkeypatch.setattr(command_line, "_pytask", lambda _: pytest.fail("a run was started"))
    assert command_line.main(["dossier", "reegion-now", "--own", "no-such-folder"]) == 1
    assert "There is no folder data/raw/own/no-such-folder" in capsys.readouterr().err


def test_a_dossier_with_own_lists_is_a_page_beside_the_book(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(runs.config, "RUNS", tmp_path)
    monkeypatch.setattr(command_line, "_pytask", lambda _: 0)

    def execute(run):
        assert run.parameters["own_lists"] == "example"
        cell = {"cell_type": "markdown", "source": f"# {run.title}"}
        run.executed.write_text(json.dumps({"cells": [cell]}), encoding="utf-8")

    monkeypatch.setattr(engine, "execute", execute)
    assert command_line.main(["dossier", "reegion-now", "--own", "example"]) == 0
    (page,) = tmp_path.glob("*.html")
    assert "<title>reegion" in page.read_text(encoding="utf-8").lower()
    assert str(page) in capsys.readouterr().out
