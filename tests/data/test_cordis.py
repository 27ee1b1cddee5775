from __future__ import annotations

import zipfile

import pytest

from wir.data.cordis import read_cordis
from wir.data.errors import DataError

ORGANISATIONS = [
    "projectID;projectAcronym;organisationID;vatNumber;name;shortName;SME;activityType;street;"
    "postCode;city;country;nutsCode;role;ecContribution;netEcContribution;totalCost",
    "1;ALPHA;999;DE1;UNIVERSITÄT MUSTERSTADT;UM;false;HES;Weg 1;01234;Musterstadt;DE;DED21;"
    "coordinator;1499998,5;1499998,5;1499998,5",
    '1;ALPHA;998;;"MUSTER; SÖHNE GMBH";;true;PRC;Weg 2;01234;Musterstadt;DE;;participant;0;;',
    "2;BETA;997;;MAX MUSTERMANN;;true;PRC;Weg 3;01234;Musterstadt;DE;;participant;10;10;10",
]
PROJECTS = [
    "id;acronym;status;title;startDate;endDate;frameworkProgramme;topics;objective",
    '1;ALPHA;SIGNED;"A ""new"" title";2021-02-01;2024-01-31;HORIZON;T-1;"Two\nlines; here"',
    "2;BETA;SIGNED;B;2022-02-01;2024-01-31;HORIZON;T-2;C",
]


def text(lines):
    return "\n".join(lines) + "\n"


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "cordis.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("csv/organization.csv", text(ORGANISATIONS))
        file.writestr("csv/project.csv", text(PROJECTS))
    return path


def folder(tmp_path, organisations=ORGANISATIONS, projects=PROJECTS):
    (tmp_path / "organization.csv").write_text(text(organisations), encoding="utf-8")
    (tmp_path / "project.csv").write_text(text(projects), encoding="utf-8")
    return tmp_path


def test_an_archive(archive):
    found = read_cordis(archive)
    table = found.table
    assert table["contribution"].tolist() == [1499998.5, 0, 10]
    assert table["name"].tolist()[1] == "MUSTER; SÖHNE GMBH"
    assert table["year"].tolist() == [2021, 2021, 2022]
    assert table["title"].tolist()[0] == 'A "new" title'
    assert found.layout == "HORIZON"
    assert found.problems.empty


def test_no_address_is_read_and_natural_persons_are_marked(archive):
    table = read_cordis(archive).table
    assert not {"street", "post_code", "vat"} & set(table)
    text = table.to_csv()
    assert "Weg" not in text
    assert "01234" not in text
    assert table["legal_person"].tolist() == [True, True, False]


def test_a_folder_and_a_file_give_the_same(archive, tmp_path):
    path = folder(tmp_path)
    assert read_cordis(path).table.equals(read_cordis(archive).table)
    assert read_cordis(path / "organization.csv").table.equals(read_cordis(archive).table)


def test_what_is_odd_is_said_and_nothing_is_lost(tmp_path):
    path = folder(
        tmp_path,
        [*ORGANISATIONS, ORGANISATIONS[1], ORGANISATIONS[3].replace("2;", "7;", 1), "9;X;996"],
        [*PROJECTS, PROJECTS[2]],
    )
    found = read_cordis(path)
    assert len(found.table) == 6
    said = " ".join(found.problems["problem"])
    for words in (
        "3 cells for 17 columns",
        "cut off",
        "there before; both are kept",
        "Not among the projects",
        "first row counts",
    ):
        assert words in said


@pytest.mark.parametrize(
    ("organisations", "projects", "message"),
    [
        (PROJECTS, PROJECTS, "none of the expected|must not be exchanged"),
        ([ORGANISATIONS[0].replace("organisationID", "organizationID")], PROJECTS,
         "no column 'organisationID'. Is 'organizationID' meant"),
        (ORGANISATIONS, ["id;title"], "none of the expected headings"),
    ],
)  # fmt: skip
def test_wrong_files(tmp_path, organisations, projects, message):
    with pytest.raises(DataError, match=message):
        read_cordis(folder(tmp_path, organisations, projects))


def test_a_damaged_archive(archive, tmp_path):
    archive.write_bytes(archive.read_bytes()[:-40])
    with pytest.raises(DataError, match="damaged or cut off"):
        read_cordis(archive)
    with pytest.raises(DataError, match=r"holds no organization\.csv"):
        read_cordis(tmp_path)


@pytest.mark.mirror
def test_real_heads(upstream):
    found = read_cordis(upstream["heu_organisations_head"], upstream["heu_projects_head"])
    assert len(found.table) == 100
    assert found.table["start"].notna().all()
    assert (found.table["country"] == "DE").sum() == 13
