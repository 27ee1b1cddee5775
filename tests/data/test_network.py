from __future__ import annotations

import pandas as pd
import pytest

from wir.data import load, network, raw
from wir.data.legal_persons import is_legal_person

PARTICIPATIONS = pd.DataFrame(
    [
        ("p1", "100", "HES", 2015),
        ("p1", "200", "PRC", 2015),
        ("p1", "300", "PRC", 2015),
        ("p2", "100", "HES", 2016),
        ("p2", "200", "PRC", 2016),
        ("p2", "999", "PRC", 2016),
        ("p3", "200", "PRC", 2016),
        ("p3", "100", "HES", 2016),
        ("p4", "400", "REC", 2021),
        ("p4", "100", "HES", 2021),
        ("p5", "100", "HES", None),
        ("p5", "200", "PRC", None),
    ],
    columns=["project", "organisation_id", "activity_type", "year"],
).astype({"year": "Int64"})
NAMED = pd.DataFrame(
    {
        "organisation_id": ["100", "200"],
        "name": ["Universität Musterstadt", "Muster GmbH"],
        "city": ["Musterstadt", "Musterstadt"],
        "activity_type": ["HES", "PRC"],
        "ags": ["01001", "01001"],
        "match": ["name", "name"],
    }
)


@pytest.fixture
def public():
    return network.public_ids(PARTICIPATIONS, NAMED, dropped={"999"})


class TestPublicIds:
    def test_natural_persons_go_with_their_participations(self, public):
        assert "999" not in set(public["organisation_id"])
        assert len(public) == len(PARTICIPATIONS) - 1

    def test_private_organisations_without_a_name_get_a_number(self, public):
        assert set(public["organisation_id"]) == {"100", "200", "X0001", "400"}
        assert public.loc[public["organisation_id"] == "X0001", "project"].tolist() == ["p1"]


def test_each_pair_counts_once_a_project(public):
    ties = network.describe_collaborations(public)
    assert (ties["organisation_a"] < ties["organisation_b"]).all()
    found = {tuple(row[:3]): row[3] for row in ties.itertuples(index=False)}
    assert found == {
        ("100", "200", 2015): 1,
        ("100", "X0001", 2015): 1,
        ("200", "X0001", 2015): 1,
        ("100", "200", 2016): 2,
        ("100", "400", 2021): 1,
    }


def test_organisations_without_a_name_keep_id_and_kind_only(public):
    table = network.describe_organisations(public, NAMED).set_index("organisation_id")
    assert table.loc["100", "participations"] == 5
    assert table.loc["400", ["name", "city", "ags"]].isna().all()
    assert table.loc["400", "match"] == "no name"
    assert table.loc["400", "activity_type"] == "REC"


def test_districts_without_participations_get_zero(public):
    table = network.participations_by_district(public, NAMED, ["01001", "01002"], last=2017)
    counts = table.set_index(["ags", "year"])["h2020_participations"]
    assert counts["01001"].to_dict() == {2015: 2, 2016: 4, 2017: 0}
    assert counts["01002"].sum() == 0


def test_names_of_persons_are_dropped():
    rows = pd.DataFrame({"name": ["MUSTERMANN MAX", "MUSTER AG"], "activity_type": ["PRC", "PRC"]})
    assert network.drop_natural_persons(rows)["name"].tolist() == ["MUSTER AG"]


@pytest.mark.mirror
class TestUpstream:
    def test_no_street_is_read(self, upstream):
        table = raw.read_organisations(upstream["h2020_organisations_2017"])
        assert list(table.columns) == ["organisation_id", "name", "city", "activity_type"]

    def test_about_three_percent_are_dropped(self, upstream):
        table = raw.read_organisations(upstream["h2020_organisations_2017"])
        kept = network.drop_natural_persons(table)
        assert len(table) - len(kept) == 69
        dropped = table[~table["organisation_id"].isin(kept["organisation_id"])]
        assert not dropped["name"].str.contains("GMBH", case=False).any()
        assert all(
            is_legal_person(n, k) for n, k in zip(kept["name"], kept["activity_type"], strict=True)
        )


EVERYWHERE = pd.DataFrame(
    [
        ("p1", "100", "DE", 2015),
        ("p1", "200", "DE", 2015),
        ("p1", "777", "FR", 2015),
        ("p1", "778", "FR", 2015),
        ("p2", "100", "DE", 2016),
        ("p2", "777", "FR", 2016),
        ("p2", "888", "NA", 2016),
        ("p3", "888", "NA", None),
    ],
    columns=["project", "organisation_id", "country", "year"],
).astype({"year": "Int64"})


class TestParticipations:
    GERMAN = EVERYWHERE[EVERYWHERE["country"] == "DE"].assign(role="participant")

    def test_projects_have_numbers_of_their_own_and_their_size(self):
        table = network.describe_participations(self.GERMAN, EVERYWHERE)
        assert table["project"].str.fullmatch("P[0-9]{5}").all()
        assert sorted(zip(table["organisations"], table["countries"], strict=True)) == [
            (3, 3), (4, 2), (4, 2),
        ]  # fmt: skip

    def test_an_organisation_with_two_entries_counts_once_and_as_coordinator(self):
        twice = pd.concat([self.GERMAN, self.GERMAN.iloc[:1].assign(role="coordinator")])
        table = network.describe_participations(twice, EVERYWHERE)
        assert len(table) == len(self.GERMAN)
        assert table["role"].tolist().count("coordinator") == 1

    def test_they_add_up_to_the_joint_projects(self):
        table = load("participations")
        pairs = table.merge(table, on=["project", "year"])
        pairs = pairs[pairs["organisation_id_x"] < pairs["organisation_id_y"]]
        assert len(pairs) == load("collaborations")["projects"].sum()


def test_country_links_count_projects_and_keep_namibia():
    table = network.describe_country_links(EVERYWHERE)
    found = {tuple(row[:3]): row[3] for row in table.itertuples(index=False)}
    assert found == {
        ("DE", "DE", 2015): 1,
        ("DE", "FR", 2015): 1,
        ("FR", "FR", 2015): 1,
        ("DE", "DE", 2016): 1,
        ("DE", "FR", 2016): 1,
        ("DE", "NA", 2016): 1,
        ("FR", "FR", 2016): 1,
        ("FR", "NA", 2016): 1,
        ("NA", "NA", 2016): 1,
    }
