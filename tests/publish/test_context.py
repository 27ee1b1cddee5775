import pytest

from wir.publish.context import check_name, run


def test_run_is_read_from_the_environment(run_folder):
    current = run()
    assert (current.name, current.folder, current.parameters) == (
        "demo",
        run_folder,
        {"year": 2021, "seed": 1},
    )
    assert current.link("a.svg") == "demo/a.svg"
    assert current.key_prefix == ""


def test_run_of_one_alliance_has_a_prefix_and_a_link_beside_the_notebook(monkeypatch, tmp_path):
    monkeypatch.setenv("WIR_RUN_DIR", str(tmp_path / "dossiers" / "h2-well"))
    monkeypatch.setenv("WIR_RUN_NAME", "dossiers/h2-well")
    current = run()
    assert current.key_prefix == "dossiers.h2-well."
    assert current.slug == "dossiers-h2-well"
    assert current.link("map.svg") == "h2-well/map.svg"


def test_by_hand_results_go_to_a_scratch_folder(monkeypatch):
    for name in ("WIR_RUN_DIR", "WIR_RUN_NAME", "WIR_RUN_PARAMETERS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JPY_SESSION_NAME", "notebooks/1-1-regional-potential.ipynb")
    current = run()
    assert current.interactive
    assert current.folder.parts[-3:] == ("runs", "interactive", "1-1-regional-potential")


def test_language_comes_from_the_parameters(monkeypatch, run_folder):
    assert run().language == "en"
    monkeypatch.setenv("WIR_RUN_PARAMETERS", '{"language": "de"}')
    assert run().language == "de"


@pytest.mark.parametrize("text", ["{not json", "[1, 2]"])
def test_broken_parameters_are_named(monkeypatch, run_folder, text):
    monkeypatch.setenv("WIR_RUN_PARAMETERS", text)
    with pytest.raises(ValueError, match="WIR_RUN_PARAMETERS"):
        run()


@pytest.mark.parametrize("name", ["", "A-map", "a map", "../map", "map.svg", "-map"])
def test_names_that_could_not_be_labels_or_files_are_refused(name):
    with pytest.raises(ValueError, match="cannot name"):
        check_name(name)
