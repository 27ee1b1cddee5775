"""The interactive network: what is put into the page, and how it behaves in a browser."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from wir.publish.network_page import network_widget

STATIC = Path(__file__).parents[2] / "book" / "_static"
HOSTILE = "Öl-</script><script>window.hurt=1</script><img src=x onerror=window.hurt=1>&\"'`GmbH"
DATA = re.compile(r'<script type="application/json">(.*?)</script>', re.DOTALL)

ORGANISATIONS = pd.DataFrame(
    {
        "name": [HOSTILE, "Universität Görlitz", "Institut", "Firma"],
        "kind": ["firm", "university", "research institute", "firm"],
        "ags": ["14626", "14626", "16067", "11000"],
        "participations": [3, 9, 4, 1],
        "partners": [1, 2, 1, 0],
        "bridging": [0, 1, 0, 0],
    },
    index=["100", "200", "300", "X0001"],
)
NODES = pd.DataFrame(
    {
        "name": [HOSTILE, "Uni Görlitz", "Institut"],
        "group": ["Firm", "University", "Research institute"],
        "x": [0.1, 0.8, 1.5],
        "y": [0.2, 0.5, 0.8],
        "radius": [0.01, 0.03, 0.02],
    },
    index=["100", "200", "300"],
)
EDGES = pd.DataFrame({"source": ["100", "200"], "target": ["200", "300"]})
TIES = EDGES.assign(weight=[2, 5])
REGIONS = pd.DataFrame(
    {
        "name": ["Görlitz", "Gotha", "Berlin", f"Bündnis {HOSTILE}", "Leer"],
        "group": ["Districts", "Districts", "Districts", "Alliances", "Alliances"],
    },
    index=["14626", "16067", "11000", "ein-buendnis", "leer"],
)
MEMBERS = {"ein-buendnis": ["14626", "16067"], "leer": ["03241"]}


def widget(**changes):
    parts = {
        "nodes": NODES, "edges": EDGES, "organisations": ORGANISATIONS, "ties": TIES,
        "regions": REGIONS, "members": MEMBERS, "title": f"T {HOSTILE}", "alt": f"A {HOSTILE}",
    }  # fmt: skip
    return network_widget(**(parts | changes))


class TestContent:
    def test_data_come_once_and_nothing_can_be_read_as_markup(self):
        html = widget()
        found = DATA.findall(html)
        assert len(found) == 1
        assert "<script>window" not in html
        assert "<img" not in html
        data = json.loads(found[0])
        assert data["organisations"][0][1] == HOSTILE
        assert data["ties"] == [0, 1, 2, 1, 2, 5]
        assert data["edges"] == [0, 1, 1, 2]
        assert [one[-1] for one in data["organisations"]] == [0, 1, 2, -1]

    def test_members_are_districts(self):
        data = json.loads(DATA.findall(widget())[0])
        names = [one[0] for one in data["districts"]]
        regions = {one[0]: [names[place] for place in one[3]] for one in data["regions"]}
        assert regions["ein-buendnis"] == ["14626", "16067"]
        assert regions["11000"] == ["11000"]

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"organisations": ORGANISATIONS.drop(columns="kind")}, "no column kind"),
            ({"organisations": ORGANISATIONS.iloc[1:]}, "organisations lacks 100"),
            ({"ties": TIES.drop(columns="weight")}, "ties has no column weight"),
            ({"regions": REGIONS.rename(index={"leer": "200"})}, "both an organisation and"),
            ({"edges": EDGES.assign(target="999")}, "999"),
        ],
    )
    def test_what_is_missing_is_named(self, changes, message):
        with pytest.raises(ValueError, match=message):
            widget(**changes)


@pytest.fixture
def opened(program, tmp_path):
    """Open a page with the figure, the scripts of the book and nothing else."""
    scripts = "".join(
        f"<script>{(STATIC / name).read_text(encoding='utf-8')}</script>"
        for name in ("space-network.js", "space.js", "partner-network.js")
    )
    style = (STATIC / "space.css").read_text(encoding="utf-8")
    page_file = tmp_path / "page.html"
    page_file.write_text(
        f"<!doctype html><meta charset=utf-8><title>x</title><style>{style}</style>"
        f"<body class=bd-article>{widget()}{scripts}",
        encoding="utf-8",
    )
    wrong: list[str] = []
    context = program.new_context(viewport={"width": 900, "height": 900}, offline=True)

    def open_at(address: str = ""):
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(page_file.as_uri() + address)
        page.wait_for_selector(".wir-partners svg")
        return page

    yield open_at
    context.close()
    assert wrong == []


@pytest.mark.browser
class TestBrowser:
    def test_nothing_in_a_name_is_executed(self, opened):
        page = opened("#partners=100")
        page.wait_for_timeout(200)
        assert page.evaluate("window.hurt") is None
        assert HOSTILE in page.inner_text(".wir-space-status")

    def test_a_region_lists_its_organisations_and_partners(self, opened):
        page = opened("#partners=14626")
        text = page.inner_text(".wir-space-text")
        assert page.inner_text(".wir-space-status").startswith(
            "Görlitz has 2 organisations with a known name, 1 partner elsewhere in 1 district."
        )
        assert "5 shared projects" in text
        assert page.locator("circle.wir-space-reach").count() == 1
        assert page.locator("circle:not(.wir-space-weak)").count() == 2

    def test_an_organisation_is_found_by_search(self, opened):
        page = opened()
        page.fill(".wir-partners input[type=search]", "universitat gor")
        page.keyboard.press("Enter")
        assert "Universität Görlitz" in page.inner_text(".wir-space-status")
        assert "2 known partners" in page.inner_text(".wir-space-status")
        assert page.url.endswith("#partners=200")
        assert page.locator("circle.wir-space-reach").count() == 2

    def test_a_partner_leads_on(self, opened):
        page = opened("#partners=16067")
        page.get_by_role("button", name="Universität Görlitz").click()
        assert "Universität Görlitz" in page.inner_text(".wir-space-status")

    def test_a_region_without_organisations_says_so(self, opened):
        page = opened("#partners=leer")
        assert "no organisation with a known name" in page.inner_text(".wir-space-status")

    def test_an_unknown_address_shows_everything(self, opened):
        page = opened("#partners=nobody")
        assert "Who bridges most" in page.inner_text(".wir-space-text")
