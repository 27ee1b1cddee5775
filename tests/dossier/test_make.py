"""Making dossiers: who can be asked for, what is refused, and what is computed on the spot."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from wir import config
from wir.data.errors import DataError
from wir.dossier import make as room
from wir.dossier.__main__ import main
from wir.dossier.country import region_mean
from wir.dossier.on_the_spot import market, strongest, twins
from wir.dossier.region import UnknownAllianceError, known_region
from wir.run import pages

MEMBERS = {"test": ["14625", "14626"]}


def test_languages():
    assert room.check_languages("") == ["de", "en"]
    assert room.check_languages("en") == ["en"]
    with pytest.raises(room.LanguageError, match=r"deutsch.*Deutsch.*German"):
        room.check_languages("deutsch")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["reegion-now", "--language", "fr"], "German (en)"),
        ([""], "make dossier ALLIANCE="),
    ],
)
def test_what_is_mistyped_is_said_without_a_traceback(arguments, message, capsys):
    assert main(arguments) == 1
    said = capsys.readouterr().err
    assert message.split()[0] in said
    assert "Traceback" not in said


def test_an_unknown_alliance_gets_the_nearest_name(country):
    with pytest.raises(UnknownAllianceError, match="Did you mean 'reegion-now'"):
        room.facts_of("reegion-no", country, {})


def test_a_known_alliance(country):
    region = known_region("reegion-now", country.alliances, country.places, country.coded)
    assert not region.seat_only
    assert set(region.ags) == {"12068", "12070"}
    assert region.fields


def test_an_own_folder_without_a_district_is_refused(country, tmp_path, monkeypatch):
    (tmp_path / "leer").mkdir()
    (tmp_path / "leer" / "alliance.toml").write_text('name = "Leer"\n', encoding="utf-8")
    monkeypatch.setattr(config, "OWN", tmp_path)
    with pytest.raises(DataError, match="kein Kreis angegeben"):
        room.facts_of("leer", country, None)


def test_own_dossiers_stay_out_of_the_book(country):
    from wir.dossier.region import own_region

    own = own_region("mein", "Mein", ["14626"])
    assert room.stem(own, "de").parent == config.RUNS / "dossiers"
    known = known_region("reegion-now", country.alliances, country.places, country.coded)
    assert room.stem(known, "en") == config.BOOK / "_build" / "dossiers" / "reegion-now.en"


def test_the_dossiers_depend_on_code_templates_and_tables():
    found = set(pages.dossier_inputs())
    assert {
        "src/wir/dossier/market_words.py",
        "src/wir/documents/document.typ",
        "src/wir/documents/document.html.j2",
        "data/processed/district_year.parquet",
        "data/raw/alliances.csv",
    } <= found


def test_market_and_twins_on_the_spot():
    found = market(MEMBERS, {"test": ["244"]})
    assert set(found["portfolio"]["region"]) == {"test"}
    assert len(found["portfolio"]) == 140
    assert set(found["rivals"]["field"]) == {"244"}
    assert not found["rivals"]["ags"].isin(MEMBERS["test"]).any()
    names = strongest(found["portfolio"].set_index("field"))
    assert 0 < len(names) <= 6
    made = twins(MEMBERS, {"test": 2019})
    assert set(made["twin-ranks"]["outcome"]) == {"employees", "gdp", "qualification"}
    assert not made["twin-weights"]["ags"].isin(MEMBERS["test"]).any()
    assert twins(MEMBERS, {})["twin-ranks"].empty


def test_the_spot_agrees_with_the_notebook(country):
    """Where the notebooks have run: the same portfolio for a known alliance."""
    from wir.dossier.kept import kept_results

    kept = kept_results()
    if kept is None:
        pytest.skip("the notebooks have not run here")
    region = known_region("reegion-now", country.alliances, country.places, country.coded)
    members = {region.key: list(region.ags)}
    ours = market(members, {region.key: list(region.fields)})["portfolio"].set_index("field")
    theirs = kept["portfolio"].query("region == 'reegion-now'").set_index("field")
    for column in ("growth", "crowding", "lq", "agreement", "density"):
        assert (ours[column] - theirs[column]).abs().max() < 1e-9, column
    assert (ours["quadrant"] == theirs["quadrant"]).all()


def test_a_region_is_the_mean_of_its_districts(country):
    mean = region_mean(country.indicators, ["14625", "14626"], country.people)
    both = country.indicators.loc[["14625", "14626"], "unemployment_rate"]
    assert both.min() < mean["unemployment_rate"] < both.max()


def test_pytask_collects_one_task_per_alliance():
    from wir.run import runs

    command = [sys.executable, "-m", "pytask", "collect", "-k", "task_printable_dossier"]
    done = subprocess.run(
        command, cwd=config.ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "COLUMNS": "300"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:]
    assert done.stdout.count("task_printable_dossier[") == len(runs.alliances_with_districts())
