"""Which runs there are, and what is refused before one starts."""

from __future__ import annotations

import pytest

from wir.run import __main__ as command_line
from wir.run import engine, runs
from wir.run.errors import RunError


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
