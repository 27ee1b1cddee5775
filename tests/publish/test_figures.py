import json

import pandas as pd
import pytest

from wir.publish import figures

DATA = pd.DataFrame({"year": [2020, 2021], "value": [1.5, 2.25]})


def draw():
    import matplotlib.pyplot as plt

    with figures.style():
        fig, ax = plt.subplots(figsize=(4, 3))
        ax.plot(DATA["year"], DATA["value"], label="a line")
        ax.legend()
        ax.set_xlabel("Größe")
    return fig


def publish(**changes):
    arguments = {
        "title": "A line rises",
        "caption": "Units: none. <b> *x* $y$ `z`",
        "alt": 'A "line" that\nrises \\ ends',
        "data": DATA,
        "sources": ["district_year"],
    } | changes
    figures.figure(draw(), "a-line", **arguments)


def test_figure_writes_image_data_and_entry(run_folder, shown):
    publish()
    assert (run_folder / "a-line.svg").read_bytes().startswith(b"<?xml")
    assert (run_folder / "a-line.csv").read_text() == "year,value\n2020,1.5\n2021,2.25\n"
    (entry,) = json.loads((run_folder / "outputs.json").read_text())
    assert entry["label"] == "fig-demo-a-line"
    assert entry["files"] == ["a-line.svg", "a-line.csv"]
    assert entry["alt"] == 'A "line" that rises \\ ends'


def test_the_same_figure_is_the_same_bytes(run_folder, shown):
    publish()
    first = {path.name: path.read_bytes() for path in run_folder.iterdir()}
    publish()
    assert {path.name: path.read_bytes() for path in run_folder.iterdir()} == first


def test_an_image_holds_no_date_and_no_program(run_folder, shown):
    svg, _ = figures.render(draw())
    assert b"<dc:date>" not in svg
    assert b"<dc:title>" not in svg
    assert b"<title>A line</title>" in figures.render(draw(), "A line")[0]


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"title": " "}, "title"),
        ({"alt": ""}, "alt"),
        ({"caption": ""}, "caption"),
        ({"data": DATA.iloc[:0]}, "data"),
        ({"sources": []}, "sources"),
        ({"title": "", "alt": ""}, "title, alt"),
    ],
)
def test_what_is_missing_is_named(run_folder, shown, changes, missing):
    with pytest.raises(ValueError, match=f"figure 'a-line': {missing} missing"):
        publish(**changes)
    assert not shown


def test_sources_as_text_and_unknown_parameters_are_refused(run_folder, shown):
    with pytest.raises(ValueError, match="must be a list"):
        publish(sources="district_year")
    with pytest.raises(ValueError, match="draws is not a parameter"):
        publish(parameters=["draws"])


def test_a_large_figure_becomes_png_and_replaces_the_svg(run_folder, shown, monkeypatch):
    publish()
    monkeypatch.setattr(figures, "SVG_LIMIT", 100)
    publish()
    assert (run_folder / "a-line.png").read_bytes().startswith(b"\x89PNG")
    assert not (run_folder / "a-line.svg").exists()
    assert "demo/a-line.png" in shown[-1]["text/markdown"]


def test_source_line_names_data_notebook_and_parameters(run_folder, shown):
    publish()
    (entry,) = json.loads((run_folder / "outputs.json").read_text())
    assert entry["source"] == (
        "Source: © Office of Numbers, GDP [2000-2021; licence CC-BY-4.0]. © Jobs Agency "
        "[2013-2025; licence dl-de/by-2-0]; own calculations. Notebook: demo (Parameters: "
        "year = 2021, seed = 1)."
    )


def test_caption_is_text_never_markup(run_folder, shown):
    publish()
    assert "\\<b\\> \\*x\\* \\$y\\$ \\`z\\`" in shown[0]["text/markdown"]
    assert "<b>" not in shown[0]["text/html"]
    assert "&lt;b&gt;" in shown[0]["text/html"]


def test_by_hand_the_image_is_in_the_output(monkeypatch, project, shown):
    from wir import config

    monkeypatch.setattr(config, "RUNS", project / "runs")
    for name in ("WIR_RUN_DIR", "WIR_RUN_NAME", "WIR_RUN_PARAMETERS"):
        monkeypatch.delenv(name, raising=False)
    publish()
    assert 'src="data:image/svg+xml;base64,' in shown[0]["text/html"]
