"""The interactive space: what is put into the page, and how it behaves in a browser."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from wir.potential.space import space_layout, strongest_links
from wir.publish import space_page
from wir.publish.space_page import (
    interactive_space,
    layers_table,
    reasons_of,
    space_widget,
    within_reach,
)

ROOT = Path(__file__).parents[2]
SPEC = importlib.util.spec_from_file_location("checks", ROOT / "tests" / "book" / "checks.py")
checks = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(checks)

HOSTILE = "Öl-</script><b>&\"'`Fachkräfte"
DATA = re.compile(r'<script type="application/json">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def world():
    """Twelve activities in two groups, three districts and an alliance with a difficult name."""
    rng = np.random.default_rng(7)
    keys = [f"k{number:02d}" for number in range(12)]
    values = rng.uniform(0.1, 0.9, (12, 12))
    edges = strongest_links(pd.DataFrame((values + values.T) / 2, index=keys, columns=keys))
    sizes = pd.Series(np.linspace(1000, 50_000, 12), index=keys)
    nodes = space_layout(edges, sizes).assign(
        name=[HOSTILE, *(f"Tätigkeit {key}" for key in keys[1:])],
        group=["<i>Erste</i>"] * 6 + ["Zweite"] * 6,
        size=sizes,
        growth=[None, *np.linspace(-5, 8.25, 11)],
    )
    regions = pd.DataFrame(
        {
            "name": [HOSTILE, "Görlitz", "Gotha", "Bautzen"],
            "group": ["Alliances", "Districts", "Districts", "Districts"],
        },
        index=["ein&bündnis", "14626", "16067", "14625"],
    )
    lq = pd.DataFrame(rng.uniform(0, 2, (4, 12)), index=regions.index, columns=keys)
    lq.loc["14625"] = [0.2, 1.5, 3.25, 0.996, 1.0, 1.004, np.nan, 0.5, 0.1, 0.7, 2.0, 0.0]
    density = pd.DataFrame(rng.uniform(10, 60, (4, 12)), index=regions.index, columns=keys)
    probability = pd.DataFrame(
        rng.uniform(0, 0.3, (4, 12)), index=regions.index, columns=keys
    ).where(lq < 1)
    probability.loc["14625", ["k00", "k03", "k07"]] = [0.41, 0.5, 0.6]
    return nodes, edges, {"lq": lq, "density": density, "probability": probability}, regions


PCI = dict(
    zip(
        (f"k{n:02d}" for n in range(12)),
        [1.5, 0, -1, 2, 0, 0, -0.5, 0.7, -2, None, 0, 1],
        strict=True,
    )
)


@pytest.fixture(scope="module")
def with_pci(world):
    """The same with complexity, and densities of Bautzen that are known."""
    nodes, edges, layers, regions = world
    density = layers["density"].copy()
    density.loc["14625"] = [40, 10, 10, 50, 10, 10, 20, 30, 25, 60, 10, 45.5]
    nodes = nodes.assign(pci=pd.Series(PCI, dtype=float))
    return nodes, edges, layers | {"density": density}, regions


@pytest.fixture(scope="module")
def explained():
    """Reasons for two of Bautzen's activities, the first ones with difficult names."""
    rows = {
        ("14625", "k07"): [["k00", "k01"], [81.6, 77.4], ["k02"], [50.5], ["14626", "ein&bündnis"]],
        ("14625", "k03"): [[], [], [], [], []],
        ("14625", "k01"): [["k02"], [10.0], [], [], []],
    }
    columns = ["has", "has_share", "lacks", "lacks_share", "stepped"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return table.set_axis(pd.MultiIndex.from_tuples(rows, names=["region", "activity"]))


def content(html):
    return json.loads(DATA.search(html)[1])


def test_names_come_through_whole_and_never_as_markup(world):
    html = space_widget(*world, title=HOSTILE, alt="<b>`")
    assert html.count("<script") == 1
    assert "<b>" not in html
    assert "`" not in DATA.search(html)[1]
    data = content(html)
    assert data["nodes"][0][0] == HOSTILE
    assert data["regions"][0] == ["ein&bündnis", HOSTILE, "Alliances"]
    assert data["groups"][0][0] == "<i>Erste</i>"


def test_data_are_rounded_and_stay_on_their_side_of_the_threshold(world):
    data = content(space_widget(*world, title="T", alt="A"))
    lq = data["layers"]["lq"][3].split(",")
    assert lq == ["20", "150", "325", "99", "100", "100", "", "50", "10", "70", "200", "0"]
    assert data["digits"] == {"lq": 2, "density": 1, "probability": 3}
    assert data["layers"]["probability"][3].split(",")[:5] == ["410", "", "", "500", ""]
    assert data["nodes"][0][6] is None
    assert len(data["edges"]) == 2 * len(world[1])


def test_another_threshold_is_kept_too(world):
    nodes, edges, layers, regions = world
    layers = layers | {"lq": layers["lq"] * 0 + 1.2499}
    data = content(space_widget(nodes, edges, layers, regions, title="T", alt="A", threshold=1.25))
    assert set(data["layers"]["lq"][0].split(",")) == {"124"}


def test_within_reach_are_the_most_probable_that_are_missing(world):
    _, _, layers, _ = world
    assert within_reach(layers, number=3)["14625"] == ["k07", "k03", "k00"]
    by_density = within_reach({"lq": layers["lq"], "density": layers["density"]}, number=20)
    lacking = layers["lq"].columns[~(layers["lq"].loc["14625"] >= 1)]
    assert set(by_density["14625"]) == set(lacking)
    assert layers["density"].loc["14625", by_density["14625"]].is_monotonic_decreasing
    assert within_reach({"lq": layers["lq"]})["14625"] == []


def test_what_is_within_reach_can_be_given(world):
    data = content(space_widget(*world, title="T", alt="A", reach={"14625": ["k02", "k01"]}))
    assert data["reach"] == [[], [], [], [2, 1]]
    with pytest.raises(ValueError, match="reach names activities that nodes lacks: k99"):
        space_widget(*world, title="T", alt="A", reach={"14625": ["k99"]})


def test_without_groups_sizes_and_probabilities(world):
    nodes, edges, layers, regions = world
    plain = nodes[["name", "x", "y", "radius"]]
    data = content(space_widget(plain, edges, {"lq": layers["lq"]}, regions, title="T", alt="A"))
    assert data["groups"] == [["", space_page.ONE_COLOUR]]
    assert data["nodes"][3][5:] == [None, None]
    assert list(data["layers"]) == ["lq"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda n, e, a, r: (n, e, {}, r), "layers are empty. Expected lq"),
        (lambda n, e, a, r: (n, e, a | {"gdp": a["lq"]}, r), "layers are density, gdp, lq"),
        (
            lambda n, e, a, r: (n, e, a | {"density": a["lq"].iloc[1:]}, r),
            "'density' lacks regions",
        ),
        (lambda n, e, a, r: (n, e, a | {"lq": a["lq"][["k01"]]}, r), "'lq' lacks activities: k00"),
        (
            lambda n, e, a, r: (n, e, a | {"probability": a["density"]}, r),
            r"'probability' goes from 1.* Expected 0 to 1",
        ),
        (lambda n, e, a, r: (n, e, a, r[["name"]]), "regions has no column group"),
        (lambda n, e, a, r: (n, e, a, pd.concat([r, r])), "more than once"),
        (lambda n, e, a, r: (n.drop(columns="name"), e, a, r), "nodes has no column name"),
    ],
)
def test_what_is_missing_is_named(world, change, message):
    with pytest.raises(ValueError, match=message):
        space_widget(*change(*world), title="T", alt="A")


def test_complexity_is_kept_where_it_is_known(world, with_pci):
    data = content(space_widget(*with_pci, title="T", alt="A"))
    assert [node[7] for node in data["nodes"]] == list(PCI.values())
    assert {len(node) for node in content(space_widget(*world, title="T", alt="A"))["nodes"]} == {7}
    table = layers_table(with_pci[0], with_pci[2], with_pci[3])
    assert table.groupby("activity")["pci"].first().dropna().to_dict() == {
        key: value for key, value in PCI.items() if value is not None
    }
    assert "pci" not in layers_table(world[0], world[2], world[3])


def test_reasons_are_kept_as_places_and_whole_percents(world, explained):
    reasons = reasons_of(explained)
    data = content(space_widget(*world, title="T", alt="A", reasons=reasons, units="counties"))
    assert data["units"] == "counties"
    keys = within_reach(world[2])["14625"]
    assert keys[:3] == ["k07", "k03", "k00"]
    assert "k01" not in keys
    expected = [[[0, 82, 1, 77], [2, 50], [1, 0]], [[], [], []], *[0] * (len(keys) - 2)]
    assert data["reasons"][3] == expected
    assert [len(row) for row in data["reasons"]] == [len(row) for row in data["reach"]]
    assert "reasons" not in content(space_widget(*world, title="T", alt="A"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"has": ["k99", "k01"]}, "'14625', activity 'k07', has: the figure has no k99"),
        ({"lacks": ["k01", "k02"]}, "lacks: 1 shares of 2 activities"),
        ({"lacks_share": [101]}, "lacks: a share of 101. Expected percent, 0 to 100"),
        ({"has_share": [1, np.nan]}, "has: a share of nan"),
        ({"stepped": ["99999"]}, "stepped: the figure has no 99999"),
    ],
)
def test_reasons_that_do_not_fit_are_named(world, explained, change, message):
    reasons = reasons_of(explained)
    reasons["14625"]["k07"] |= change
    with pytest.raises(ValueError, match=message):
        space_widget(*world, title="T", alt="A", reasons=reasons)
    del reasons["14625"]["k07"]["stepped"]
    with pytest.raises(ValueError, match="activity 'k07': stepped missing"):
        space_widget(*world, title="T", alt="A", reasons=reasons)


def test_a_table_of_other_reasons_is_refused(explained):
    with pytest.raises(ValueError, match="reasons have no column lacks_share"):
        reasons_of(explained.drop(columns="lacks_share"))
    with pytest.raises(ValueError, match=r"1 level\(s\). Expected two"):
        reasons_of(explained.droplevel("region"))
    with pytest.raises(ValueError, match="more than once"):
        reasons_of(pd.concat([explained, explained]))


def test_a_page_that_would_be_too_large_is_refused(world, monkeypatch):
    monkeypatch.setattr(space_page, "LIMIT", 1000)
    with pytest.raises(ValueError, match="leave out regions or layers"):
        space_widget(*world, title="T", alt="A")


def test_all_districts_and_alliances_fit():
    rng = np.random.default_rng(0)
    keys = [f"{number:03d}" for number in range(140)]
    places = [f"{number:05d}" for number in range(460)]
    frame = {"index": places, "columns": keys}
    layers = {
        "lq": pd.DataFrame(rng.lognormal(0, 1, (460, 140)), **frame),
        "density": pd.DataFrame(rng.uniform(0, 90, (460, 140)), **frame),
        "probability": pd.DataFrame(rng.uniform(0, 1, (460, 140)), **frame),
    }
    edges = pd.DataFrame({"source": keys[:-1], "target": keys[1:]})
    nodes = pd.DataFrame(
        {"name": "x" * 40, "x": 0.5, "y": 0.5, "radius": 0.01, "pci": rng.normal(0, 1, 140)}, keys
    )
    one = {
        "has": keys[-3:],
        "has_share": [100.0] * 3,
        "lacks": keys[-3:],
        "lacks_share": [99.5] * 3,
    }
    every = dict.fromkeys(keys, one | {"stepped": places[-3:]})
    options = {"title": "T", "alt": "A", "reasons": dict.fromkeys(places, every)}
    regions = pd.DataFrame({"name": "Landkreis " + pd.Series(places), "group": "Districts"})
    html = space_widget(nodes, edges, layers, regions.set_axis(places), **options)
    assert len(html.encode()) < space_page.LIMIT


def test_the_table_holds_every_value_with_names(world):
    nodes, _, layers, regions = world
    table = layers_table(nodes, layers, regions)
    assert len(table) == 48
    row = table[(table["region"] == "14625") & (table["activity"] == "k02")].iloc[0]
    assert (row["region_name"], row["activity_name"]) == ("Bautzen", "Tätigkeit k02")
    assert row["lq"] == 3.25
    assert np.isnan(row["probability"])


def publish(world, **changes):
    given = {
        "title": "A place in the space",
        "caption": "Filled: *specialised*.",
        "alt": "A network.",
        "sources": ["district_year"],
    } | changes
    interactive_space(*world, "explore", **given)


def test_it_is_published_with_data_source_label_and_a_text_for_those_without_a_script(
    world, run_folder, shown
):
    publish(world)
    (entry,) = json.loads((run_folder / "outputs.json").read_text())
    assert entry["label"] == "fig-demo-explore"
    assert entry["files"] == ["explore.csv"]
    assert (run_folder / "explore.csv").read_text().startswith("region,region_name,activity,")
    markdown = shown[0]["text/markdown"]
    assert markdown.startswith("(fig-demo-explore)=")
    assert "{download}`Data (CSV) <demo/explore.csv>`" in markdown
    assert "Filled\\: \\*specialised\\*\\." in markdown
    assert "`" not in re.search(r"````\{raw\} html\n(.*)\n````", markdown)[1]
    fixed = shown[0]["text/html"]
    assert "<script" not in fixed
    assert "With JavaScript, this figure shows the 12 occupations" in fixed
    assert 'href="demo/explore.csv"' in fixed
    assert len(fixed) < 3000


@pytest.mark.parametrize("missing", ["title", "caption", "alt", "sources"])
def test_what_every_figure_needs_is_asked_for(world, run_folder, shown, missing):
    with pytest.raises(ValueError, match=f"figure 'explore': {missing} missing"):
        publish(world, **{missing: [] if missing == "sources" else " "})
    assert not shown


# ---- In a book, in a browser ----


@pytest.fixture(scope="module")
def page(world, tmp_path_factory):
    """A page of a built book with the figure."""
    return built(world, tmp_path_factory)


@pytest.fixture(scope="module")
def rich_page(with_pci, explained, tmp_path_factory):
    """The same with the second view and with reasons."""
    return built(with_pci, tmp_path_factory, reasons=reasons_of(explained))


def built(world, tmp_path_factory, **options):
    """Build a book with the figure and return the page that holds it."""
    if checks.missing():
        pytest.skip(checks.missing())
    import nbformat
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

    from wir.publish.build import build_book

    book = tmp_path_factory.mktemp("space") / "book"
    folder = book / "executed" / "one"
    folder.mkdir(parents=True)
    bundles: list[dict[str, str]] = []
    with pytest.MonkeyPatch.context() as patch:
        import IPython.display

        patch.setattr(IPython.display, "display", lambda data, raw=False: bundles.append(data))
        patch.setenv("WIR_RUN_DIR", str(folder))
        patch.setenv("WIR_RUN_NAME", "one")
        patch.setenv("WIR_RUN_PARAMETERS", "{}")
        publish(world, sources=["alliances"], title=f"A place {HOSTILE}", **options)
    cell = new_code_cell("1", outputs=[new_output("display_data", data=bundles[0])])
    cell.metadata["tags"] = ["hide-input"]
    notebook = new_notebook(cells=[new_markdown_cell("# One\n\n## Part"), cell])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    notebook.metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
    nbformat.write(notebook, book / "executed" / "one.ipynb")
    for name in ("_static", "_templates"):
        shutil.copytree(ROOT / "book" / name, book / name)
    for name in ("_config.yml", "references.bib"):
        shutil.copy(ROOT / "book" / name, book)
    (book / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n  - file: executed/one\n", encoding="utf-8"
    )
    (book / "index.md").write_text(
        "# Sample\n\nSee {ref}`the space <fig-one-explore>`.\n", encoding="utf-8"
    )
    build_book(book, book / "_build" / "html")
    return book / "_build" / "html" / "executed" / "one.html"


@pytest.fixture
def opened(program, page):
    """Open the page with an address behind it; what goes wrong is collected."""
    yield from opener(program, page)


@pytest.fixture
def opened_rich(program, rich_page):
    """The same for the page with the second view."""
    yield from opener(program, rich_page)


def opener(program, page):
    wrong: list[str] = []
    contexts = []

    def go(address="", **settings):
        context = program.new_context(offline=True, **settings)
        contexts.append(context)
        tab = context.new_page()
        checks._listen(tab, wrong)
        tab.goto(page.as_uri() + address)
        tab.wait_for_selector(
            ":is(.wir-space-stage circle, .wir-space-ask, .wir-space-fallback):visible"
        )
        return tab

    yield go
    for context in contexts:
        context.close()
    assert not wrong


def fills(tab):
    return tab.evaluate(
        "() => [...document.querySelectorAll('.wir-space circle')]"
        ".map(one => [one.getAttribute('aria-label').split(';')[0], one.getAttribute('class')])"
    )


@pytest.mark.browser
@pytest.mark.slow
def test_the_page_keeps_the_rules_of_the_book(program, page):
    assert checks.check_page(program, page) == []
    assert checks.check_source(page.parents[1]) == []


@pytest.mark.browser
@pytest.mark.slow
def test_a_region_is_chosen_and_read_by_keyboard_alone(opened):
    tab = opened()
    assert tab.locator(".wir-space-text li").count() == 10
    tab.get_by_label("Find a region").focus()
    tab.keyboard.type("gorl")
    assert tab.get_by_role("status").inner_text() == "Enter shows Görlitz."
    tab.keyboard.press("Control+a")
    tab.keyboard.type("bautz")
    tab.keyboard.press("Enter")
    assert (
        tab.get_by_role("status")
        .inner_text()
        .startswith("Bautzen is specialised in 5 of 12 occupations; 6 more are within reach.")
    )
    assert tab.url.endswith("#region=14625")
    assert tab.get_by_label("Region", exact=True).input_value() == "14625"
    near, strong = tab.locator(".wir-space-text section").all()
    assert near.locator("h4").inner_text() == "Within reach"
    assert [item.split("\n")[0] for item in near.locator("li").all_inner_texts()[:3]] == [
        "Tätigkeit k07", "Tätigkeit k03", HOSTILE,
    ]  # fmt: skip
    assert "probability 60%" in near.locator("li").first.inner_text()
    assert [item.split("\n")[0] for item in strong.locator("li").all_inner_texts()] == [
        "Tätigkeit k02", "Tätigkeit k10", "Tätigkeit k01", "Tätigkeit k04", "Tätigkeit k05",
    ]  # fmt: skip
    for _ in range(30):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.tagName") == "circle":
            break
    tip = tab.locator(".wir-space-tip")
    first = tip.inner_text()
    assert first.startswith(tab.evaluate("document.activeElement.ariaLabel").split(";")[0])
    seen = {first.split("\n")[0]}
    for key in ("ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown") * 3:
        tab.keyboard.press(key)
        seen.add(tip.inner_text().split("\n")[0])
    assert len(seen) >= 4
    tab.keyboard.press("Escape")
    assert tip.is_hidden()


@pytest.mark.browser
@pytest.mark.slow
def test_a_link_leads_to_a_region_and_shows_where_it_is_specialised(opened, world):
    tab = opened("#region=14625")
    strong = {world[0]["name"][key] for key in ("k01", "k02", "k04", "k05", "k10")}
    shown = fills(tab)
    assert {name for name, kind in shown if "wir-space-weak" not in kind} == strong
    assert sum("wir-space-reach" in kind for _, kind in shown) == 6
    tab.evaluate("location.hash = '#region=16067'")
    tab.wait_for_function("document.querySelector('.wir-space-status').innerText.includes('Gotha')")
    tab.evaluate("location.hash = '#region=nowhere'")
    assert "Gotha" in tab.get_by_role("status").inner_text()


@pytest.mark.browser
@pytest.mark.slow
def test_names_with_markup_are_shown_as_they_are_and_regions_stand_in_groups(opened):
    tab = opened()
    select = tab.get_by_label("Region", exact=True)
    assert select.locator("optgroup").evaluate_all("all => all.map(one => one.label)") == [
        "Alliances", "Districts",
    ]  # fmt: skip
    select.select_option("ein&bündnis")
    assert tab.get_by_role("status").inner_text().startswith(HOSTILE)
    again = opened(tab.evaluate("location.hash"))
    assert again.get_by_role("status").inner_text().startswith(HOSTILE)
    select.select_option("")
    assert "#" not in tab.url
    assert tab.locator(".wir-space b, .wir-space i").count() == 0


@pytest.mark.browser
@pytest.mark.slow
def test_a_list_entry_shows_its_place_and_buttons_enlarge_and_move(opened):
    tab = opened("#region=14625")
    tab.get_by_role("button", name="Tätigkeit k02").click()
    tip = tab.locator(".wir-space-tip")
    assert "Location quotient 3.25, specialised" in tip.inner_text()
    assert "% in five years" in tip.inner_text()
    chosen = tab.locator("circle[aria-selected=true]")
    before = [float(chosen.get_attribute(key)) for key in ("cx", "cy", "r")]
    assert tab.get_by_role("button", name="Zoom out").is_disabled()
    tab.get_by_role("button", name="Zoom in").click()
    enlarged = [float(chosen.get_attribute(key)) for key in ("cx", "cy", "r")]
    assert enlarged[2] > 1.2 * before[2]
    tab.get_by_role("button", name="Move left").click()
    assert float(chosen.get_attribute("cx")) > enlarged[0]
    tab.get_by_role("button", name="Reset the zoom").click()
    assert [float(chosen.get_attribute(key)) for key in ("cx", "cy", "r")] == before


@pytest.mark.browser
@pytest.mark.slow
def test_a_tap_near_a_node_is_enough_on_a_phone(opened):
    tab = opened("#region=14625", viewport={"width": 390, "height": 844}, has_touch=True)
    largest = tab.locator("circle").first
    largest.scroll_into_view_if_needed()
    box = largest.bounding_box()
    tab.touchscreen.tap(box["x"] + box["width"] + 6, box["y"] + box["height"] / 2)
    tab.wait_for_selector(".wir-space-tip:not([hidden])")
    frame = tab.locator(".wir-space-stage").bounding_box()
    tip = tab.locator(".wir-space-tip").bounding_box()
    assert frame["x"] <= tip["x"]
    assert tip["x"] + tip["width"] <= frame["x"] + frame["width"]


@pytest.mark.browser
@pytest.mark.slow
def test_without_a_script_the_page_says_what_is_missing_and_where_the_data_are(opened):
    tab = opened(java_script_enabled=False)
    assert "Alliances: 1, Districts: 3" in tab.locator(".wir-space-fallback").inner_text()
    assert tab.get_by_role("link", name="Data (CSV)").count() == 1


# ---- Relatedness against complexity, and the reasons ----


def placed(tab):
    """Return name → (x, y, radius, class) of the nodes that can be seen."""
    return tab.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('.wir-space circle')]"
        ".filter(one => one.getClientRects().length).map(one => [one.getAttribute('aria-label')"
        ".split(';')[0], ['cx', 'cy', 'r'].map(key => +one.getAttribute(key))"
        ".concat(one.getAttribute('class'))]))"
    )


@pytest.mark.browser
@pytest.mark.slow
def test_both_pages_keep_the_rules_of_the_book(program, rich_page):
    assert checks.check_page(program, rich_page) == []
    assert checks.check_source(rich_page.parents[1]) == []


@pytest.mark.browser
@pytest.mark.slow
def test_without_complexity_there_is_one_view(opened):
    tab = opened("#region=14625&view=quadrant")
    assert tab.get_by_role("group", name="View").count() == 0
    assert len(placed(tab)) == 12
    assert tab.locator("details.wir-space-why").count() == 0


@pytest.mark.browser
@pytest.mark.slow
def test_the_second_view_is_reached_by_keyboard_and_places_what_the_region_lacks(opened_rich):
    tab = opened_rich("#region=14625")
    one, two = tab.get_by_role("group", name="View").get_by_role("button").all()
    assert (one.get_attribute("aria-pressed"), two.get_attribute("aria-pressed")) == (
        "true", "false",
    )  # fmt: skip
    two.focus()
    tab.keyboard.press("Enter")
    assert two.get_attribute("aria-pressed") == "true"
    assert tab.url.endswith("#region=14625&view=quadrant")
    shown = placed(tab)
    keys = ["k00", "k03", "k06", "k07", "k08", "k11"]  # k09 has no complexity
    names = [HOSTILE, *(f"Tätigkeit {key}" for key in keys[1:])]
    assert set(shown) == set(names)
    density, pci = [40, 50, 20, 30, 25, 45.5], [PCI[key] for key in keys]
    x, y, radius = (np.array([shown[name][part] for name in names]) for part in range(3))
    assert np.corrcoef(density, x)[0, 1] == pytest.approx(1, abs=1e-5)
    assert np.corrcoef(pci, y)[0, 1] == pytest.approx(-1, abs=1e-5)
    assert (np.argsort(radius) == np.arange(6)).all()  # the first has no growth
    lines = tab.locator(".wir-space-middle")
    at = np.interp(35, [20, 50], [x[2], x[1]])  # median of the six densities
    assert float(lines.first.get_attribute("x1")) == pytest.approx(at, abs=0.2)
    at = np.interp(0, [-2, 2], [y[4], y[1]])
    assert float(lines.last.get_attribute("y1")) == pytest.approx(at, abs=0.2)
    assert tab.locator(".wir-space-corner").all_text_contents() == [
        "complex, but far", "related and complex", "far and simple", "related, but simple",
    ]  # fmt: skip
    assert "Relatedness density (0–100)" in tab.locator(".wir-space-axis").all_text_contents()
    status = tab.get_by_role("status").inner_text()
    assert "is not specialised in 7 of 12 occupations; 3 of these are related and complex" in status
    assert "not shown: 1." in status
    reach = {name for name in shown if "wir-space-reach" in shown[name][3]}
    assert reach == {HOSTILE, *(f"Tätigkeit {key}" for key in ("k03", "k07", "k08", "k11"))}
    assert tab.locator(".wir-space-labels text").count() == len(reach)
    one.click()
    assert tab.url.endswith("#region=14625")
    assert len(placed(tab)) == 12


@pytest.mark.browser
@pytest.mark.slow
def test_the_second_view_is_read_by_keyboard_and_asks_for_a_region(opened_rich):
    tab = opened_rich("#view=quadrant")
    assert tab.locator(".wir-space-ask").is_visible()
    assert placed(tab) == {}
    tab.get_by_label("Region", exact=True).select_option("14625")
    assert tab.locator(".wir-space-ask").is_hidden()
    assert tab.url.endswith("#region=14625&view=quadrant")
    tab.get_by_role("button", name="Zoom in").focus()
    for _ in range(10):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.tagName") == "circle":
            break
    tip, shown, seen = tab.locator(".wir-space-tip"), placed(tab), set()
    for key in ("ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown") * 3:
        tab.keyboard.press(key)
        seen.add(tip.inner_text().split("\n")[0])
    assert len(seen) >= 3
    assert seen <= set(shown)
    assert "Complexity" in tip.inner_text()
    tab.get_by_role("button", name="Tätigkeit k02").click()  # a specialisation: in the network
    assert tip.inner_text().startswith("Tätigkeit k02")
    assert tab.url.endswith("#region=14625")
    tab.evaluate("location.hash = '#region=16067&view=quadrant'")
    tab.wait_for_function("document.querySelector('.wir-space-status').innerText.includes('Gotha')")
    assert tab.locator(".wir-space-corner").count() == 4


@pytest.mark.browser
@pytest.mark.slow
def test_the_second_view_fits_a_phone(opened_rich):
    tab = opened_rich("#region=14625&view=quadrant", viewport={"width": 390, "height": 844})
    assert tab.evaluate(checks.WIDTH) == 0
    frame = tab.locator(".wir-space-stage").bounding_box()
    for part in tab.locator(".wir-space-stage text, .wir-space-reach:visible").all():
        box = part.bounding_box()
        assert frame["x"] <= box["x"]
        assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 0.5


@pytest.mark.browser
@pytest.mark.slow
def test_reasons_unfold_below_what_is_within_reach(opened_rich):
    tab = opened_rich("#region=14625")
    near = tab.locator(".wir-space-text section").first
    assert near.locator("details").count() == 2
    why = near.locator("details").first
    assert not why.locator("p").first.is_visible()
    why.locator("summary").focus()
    tab.keyboard.press("Enter")
    has, lacks, stepped = (line.replace("\xa0", " ") for line in why.locator("p").all_inner_texts())
    assert has == (
        f"Speaks for it: {HOSTILE} (82 %), Tätigkeit k01 (77 %) – what the region has, and the "
        "share of specialised districts that have it too"
    )
    assert lacks == "Missing: Tätigkeit k02 (50 %)"
    assert stepped == f"Made the step: Görlitz, {HOSTILE}"
    none = near.locator("details").nth(1)
    none.locator("summary").click()
    assert [line.split(": ")[1] for line in none.locator("p").all_inner_texts()] == [
        "nothing related", "nothing related", "no similar region",
    ]  # fmt: skip
    tab.get_by_label("Region", exact=True).select_option("16067")
    assert tab.locator("details.wir-space-why").count() == 0
