"""Health of a partnership: each item by hand, missing lists are missing items."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from wir.partners.management import (
    ITEM_COLUMNS,
    ITEMS,
    health,
    partnership,
    reference_values,
    ties_of,
    what_breaks,
)
from wir.partners.own_alliance import as_partnership, into_network, keep_matches, read_alliance
from wir.partners.own_lists import OwnListError, read_list

DISTRICTS = pd.DataFrame({"ags": ["01001", "01002"], "name": ["Anstadt", "Bestadt, Stadt"]})
MEMBERS = """Name;Kreis;Art;Rolle;Zuletzt aktiv;Neu in FuE
Hub;1001;Hochschule;Koordination;2025;nein
Firma;Anstadt;Firma;;2024;ja
Amt;01002;Behörde;;2020;nein
Leaf;Bestadt;Firma;;;
"""
PROJECTS = """Projekt;Partner;Art;Beginn;Ende
P1;Hub;A;2020;2021
P1;Firma;A;2020;2021
P2;Hub;B;2021;2022
P2;Amt;B;2021;2022
P3;Hub;B;2022;2025
P3;Firma;B;2022;2025
P4;Hub;A;2023;2024
P4;Leaf;A;2023;2024
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "members.csv").write_text(MEMBERS, encoding="utf-8")
    (tmp_path / "projects.csv").write_text(PROJECTS, encoding="utf-8")
    return tmp_path


def made(folder, members=True, projects=True, inside=("01001",)):
    return partnership(
        read_list(folder / "members.csv", "members") if members else None,
        read_list(folder / "projects.csv", "projects") if projects else None,
        districts=DISTRICTS,
        inside=list(inside),
        year=2025,
    )


def test_items_by_hand(folder):
    items = health(made(folder)).set_index("item")
    assert list(health(made(folder)).columns) == ITEM_COLUMNS
    value = items["value"]
    assert value["coordinator_share"] == 100  # the hub is in all four projects
    assert value["broker_dependence"] == pytest.approx(100 * 2 / 3)  # one is left, two are cut off
    # the office is idle since 2022; the leaf's project ended in 2024
    assert value["inactive_share"] == 25
    assert value["newcomer_share"] == pytest.approx(100 / 3)
    assert value["regional_share"] == 50
    assert (value["firm_share"], value["science_share"], value["society_share"]) == (50, 25, 25)
    shares = np.array([0.5, 0.25, 0.25])
    assert value["balance"] == pytest.approx(-100 * (shares * np.log(shares)).sum() / np.log(3))
    assert value["multiplex_share"] == pytest.approx(100 / 3)  # hub and firm: A and B
    assert items.loc["coordinator_share", "side"] == "above"
    assert items.loc["coordinator_share", "what_to_do"]
    assert (items["missing"] == "").all()


def test_missing_lists_are_missing_items(folder):
    with_members = health(made(folder, projects=False)).set_index("item")
    for item in ("coordinator_share", "broker_dependence", "multiplex_share"):
        assert np.isnan(with_members.loc[item, "value"])
        assert with_members.loc[item, "side"] == "unknown"
        assert with_members.loc[item, "missing"]
        assert with_members.loc[item, "what_to_do"] == ""
    with_projects = health(made(folder, members=False)).set_index("item")
    assert with_projects.loc["coordinator_share", "value"] == 100
    assert np.isnan(with_projects.loc["newcomer_share", "value"])
    assert np.isnan(
        health(made(folder, inside=())).set_index("item").loc["regional_share", "value"]
    )
    with pytest.raises(ValueError, match="neither a list of members nor one of projects"):
        partnership(None, None, districts=DISTRICTS, inside=[], year=2025)


def test_every_item_can_be_known_and_has_advice_or_a_side(folder):
    items = health(made(folder))
    assert set(items["item"]) == set(ITEMS)
    assert items["value"].notna().all()
    assert all(advice for _, advice, _, _ in ITEMS.values())


def test_what_breaks_by_hand():
    # a - b - c - d and b - e: b holds a and e, c holds d
    ties = pd.DataFrame(
        {"a": ["a", "b", "c", "b"], "b": ["b", "c", "d", "e"], "projects": 1, "kinds": 1}
    )
    found = what_breaks(ties)
    assert found.loc["b"].to_dict() == {"partners": 3, "cut_off": 2, "alone": 2}
    assert found.loc["c"].to_dict() == {"partners": 2, "cut_off": 1, "alone": 1}
    assert (found.loc[["a", "d", "e"], "cut_off"] == 0).all()
    assert found.index[0] == "b"
    ring = pd.DataFrame({"a": ["a", "b", "a"], "b": ["b", "c", "c"], "projects": 1, "kinds": 1})
    assert (what_breaks(ring)["cut_off"] == 0).all()


def test_ties_count_projects_and_kinds(folder):
    ties = ties_of(made(folder).projects).set_index(["a", "b"])
    assert ties.loc[("Firma", "Hub"), "projects"] == 2
    assert ties.loc[("Firma", "Hub"), "kinds"] == 2
    assert ("Amt", "Firma") not in ties.index


def test_references_by_hand():
    organisations = pd.DataFrame(
        {"organisation_id": list("abcd"), "ags": ["01001", "01001", "01002", None],
         "activity_type": ["PRC", "PRC", "HES", "PUB"]}
    )  # fmt: skip
    participations = pd.DataFrame(
        [("P", one, 2014) for one in "abcd"] + [("Q", "a", 2019), ("Q", "b", 2019)],
        columns=["project", "organisation_id", "year"],
    )
    found = reference_values(participations, organisations, smallest=3)
    assert found.loc["firm_share", "reference"] == 50
    assert found.loc["regional_share", "reference"] == pytest.approx(100 * 2 / 3)
    assert found.loc["multiplex_share", "reference"] == pytest.approx(100 / 6)
    assert found.loc["newcomer_share", "reference"] == 0


def test_a_folder_as_a_whole(folder):
    register = pd.DataFrame(
        {"organisation_id": ["9"], "name": ["Leaf GmbH"], "city": [None], "ags": ["01001"],
         "activity_type": ["REC"]}
    )  # fmt: skip
    own = read_alliance(folder, register)
    assert own.confirmed.empty
    path = keep_matches(own, folder)
    assert path.name == "matches.xlsx"
    before = path.stat().st_mtime_ns
    assert keep_matches(read_alliance(folder, register), folder) == path
    assert path.stat().st_mtime_ns == before  # nothing new, nothing written

    from wir.partners.matching import read_matches, write_matches

    table = read_matches(path)
    table.loc[table["organisation_id"] == "9", "decision"] = "ja"
    write_matches(table, path)
    own = read_alliance(folder, register)
    assert own.confirmed.to_dict() == {"Leaf": "9"}
    partners = as_partnership(own, register, DISTRICTS, ["01001"], 2025)
    assert partners.members.loc["Leaf", "kind"] == "PRC"  # the list counts before the register
    ties = pd.DataFrame(columns=["organisation_a", "organisation_b", "year", "projects"])
    joined, more, keys = into_network(own, partners, register, ties)
    assert keys["Leaf"] == "9"
    assert keys.is_unique
    assert len(joined) == 1 + 3
    pair = more[(more["organisation_a"] == "9") | (more["organisation_b"] == "9")].iloc[0]
    assert pair["year"] == 2023
    assert joined["organisation_id"].is_unique


def test_an_empty_folder_is_named(tmp_path):
    with pytest.raises(OwnListError, match=r"neither members\.xlsx"):
        read_alliance(tmp_path, pd.DataFrame(columns=["organisation_id", "name", "city"]))
