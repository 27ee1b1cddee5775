from __future__ import annotations

import pandas as pd
import pytest

from wir.data import load
from wir.data.errors import DataError
from wir.data.foerderkatalog import joint_projects, of_programme, read_foerderkatalog

PLACES = ["Gemeindekennziffer", "Stadt/Gemeinde", "Ort", "Bundesland", "Staat"]
OLD = [
    "FKZ", "Ressort", "Referat", "PT", "Arb.-Einh.", "Zuwendungsempfänger", *PLACES,
    "Ausführende Stelle", *PLACES, "Thema", "Leistungsplansystematik",
    "Klartext Leistungsplansystematik", "Laufzeit von", "Laufzeit bis", "Fördersumme in EUR",
    "Förderprofil", "Verbundprojekt", "Förderart",
]  # fmt: skip
NEW = [
    {
        "PT": "Administrierende Stelle",
        "Zuwendungsempfänger": "Förderempfänger /Auftragnehmer",
        "Thema": "Thema des geförderten Vorhabens",
        "Fördersumme in EUR": "Förder- / Auftragssumme (Anteil des Bundes) in EUR",
        "Verbundprojekt": "Projekt",
    }.get(name, name)
    for name in OLD
]
DRESDEN = ["14612000", "Dresden", "Dresden", "Sachsen", "Deutschland"]
BERLIN = ["11000000", "Berlin", "Berlin", "Berlin", "Deutschland"]
MONEY = 22


def row(number: str, **changes: object) -> list[str]:
    cells = [
        number, "BMBF", "711", "PtJ", "PtJ", "Muster GmbH", *DRESDEN, "Muster GmbH – Werk", *BERLIN,
        "Größen; Maße", "U05071", "Technologie", "01.07.2019", "30.06.2022", "583.639,00",
        "Förderung", "Verbund A", "PDIR",
    ]  # fmt: skip
    for name, value in changes.items():
        cells[OLD.index(name.replace("_", " "))] = str(value)
    return cells


def write(path, rows, header=OLD, encoding="cp1252", wrapped=True, separator=";", end="\r\n"):
    def line(cells, numbers=False):
        if not wrapped:
            return separator.join(cells) + end
        marked = [
            cell if numbers and place == MONEY else f'="{cell}"' for place, cell in enumerate(cells)
        ]
        return separator.join(marked) + separator + end

    text = line(header) + "".join(line(cells, numbers=True) for cells in rows)
    path.write_bytes(text.encode(encoding))
    return path


@pytest.fixture
def export(tmp_path):
    return tmp_path / "export.csv"


class TestLayouts:
    @pytest.mark.parametrize(("header", "layout"), [(OLD, "until 2025"), (NEW, "2026")])
    @pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
    def test_both_generations_in_every_encoding(self, export, header, layout, encoding):
        found = read_foerderkatalog(write(export, [row("03WIR0101A")], header, encoding))
        assert found.layout == layout
        first = found.table.iloc[0]
        assert first["performer"] == "Muster GmbH – Werk"
        assert first["topic"] == "Größen; Maße"
        assert first["amount"] == 583639
        assert (first["recipient_ags"], first["performer_ags"]) == ("14612", "11000")
        assert (first["start"].year, first["end"].month) == (2019, 6)
        assert found.problems.empty

    def test_the_euro_sign_tells_iso_8859_15(self, export):
        cells = row("1", Thema="Wert in € für Größen", Ausführende_Stelle="Werk")
        found = read_foerderkatalog(write(export, [cells], encoding="iso-8859-15"))
        assert found.encoding == "iso-8859-15"
        assert found.table["topic"].tolist() == ["Wert in € für Größen"]

    @pytest.mark.parametrize("separator", [";", "\t", "|"])
    def test_plain_cells_with_any_separator(self, export, separator):
        cells = row("1", Thema="Größen und Maße", Verbundprojekt='="')
        found = read_foerderkatalog(write(export, [cells], wrapped=False, separator=separator))
        assert found.separator == separator
        assert found.table["joint_project"].isna().all()
        assert found.table["topic"].tolist() == ["Größen und Maße"]

    def test_quotes_and_line_breaks_inside_a_cell(self, export):
        found = read_foerderkatalog(write(export, [row("1", Thema='Das ""neue""\nMaß'), row("2")]))
        assert found.table["topic"].tolist() == ['Das "neue"\nMaß', "Größen; Maße"]


class TestMarks:
    def test_programme_masked_and_bookkeeping(self, export):
        hidden = "Keine Anzeige aufgrund datenschutzrechtlicher Regelungen."
        rows = [
            row("03WIR0101A"),
            row("03WIR0102B", Zuwendungsempfänger=hidden),
            row("03WIR0103", Thema="Sammelvorhabenbuchung"),
            row("01AB1"),
        ]
        table = read_foerderkatalog(write(export, rows)).table
        assert table["programme"].tolist() == [True, True, True, False]
        assert table["masked"].tolist() == [False, True, False, False]
        assert pd.isna(table.loc[1, "recipient"])
        assert of_programme(table)["grant"].tolist() == ["03WIR0101A", "03WIR0102B"]
        assert joint_projects(table)["organisation"].tolist() == ["Muster GmbH"] * 2

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("583.639,00", 583639),
            ("511292", 511292),
            ("1.234", 1234),
            ("1234.5", 1234.5),
            ("-5,5", -5.5),
        ],
    )
    def test_german_numbers(self, export, text, value):
        cells = row("1")
        cells[MONEY] = text
        assert read_foerderkatalog(write(export, [cells])).table["amount"].tolist() == [value]


class TestBadInput:
    def problems(self, path, **options):
        return read_foerderkatalog(path, **options).problems

    def test_values_that_are_none_are_named_and_kept(self, export):
        rows = [row("1"), row("2", Laufzeit_von="31.02.2019"), row("3", Laufzeit_bis="01.01.2001")]
        rows[0][MONEY] = "viel"
        found = read_foerderkatalog(write(export, rows))
        assert len(found.table) == 3
        said = {(one.row, one.column, one.found) for one in found.problems.itertuples()}
        assert {(1, "amount", "viel"), (2, "start", "31.02.2019")} <= said
        assert (3, "end") in {(one.row, one.column) for one in found.problems.itertuples()}

    def test_numbers_that_come_twice(self, export):
        found = read_foerderkatalog(write(export, [row("1"), row("1"), row("1", Thema="anders")]))
        assert len(found.table) == 3
        assert found.problems["row"].tolist() == [2, 3]
        assert found.problems["problem"].str.contains("same row").tolist() == [True, False]

    def test_municipality_codes(self, export):
        rows = [row(str(n)) for n in range(4)]
        for cells, code in zip(rows, ["1001000", "99999999", "06415000", "14999000"], strict=True):
            cells[6] = code
        found = read_foerderkatalog(write(export, rows), districts=["01001", "11000", "06435"])
        assert found.table["recipient_ags"].tolist()[0] == "01001"
        assert found.table["recipient_ags"].tolist()[2] == "06435"
        assert found.table["recipient_ags"].isna().tolist() == [False, True, False, True]
        assert found.table["recipient_municipality"].tolist()[3] == "14999000"
        assert found.problems["row"].tolist() == [1, 2, 4]
        assert found.problems["problem"].str.contains("Seven digits").tolist()[0]

    def test_a_cut_off_export(self, export):
        path = write(export, [row("1"), row("2"), row("3")])
        path.write_bytes(path.read_bytes()[:-220])
        found = read_foerderkatalog(path, expected_rows=5)
        assert found.table["grant"].tolist() == ["1", "2", "3"]
        assert "5 rows expected" in found.problems["problem"][0]
        assert "cut off" in found.problems["problem"].iloc[-1]

    def test_a_separator_in_a_plain_text_is_repaired_and_said(self, export):
        path = write(export, [row("1"), row("2")], wrapped=False)
        found = read_foerderkatalog(path)
        assert found.table["topic"].tolist() == ["Größen; Maße"] * 2
        assert found.table["amount"].tolist() == [583639] * 2
        assert found.problems["row"].tolist() == [1, 2]
        assert found.problems["problem"].str.contains("27 cells for 26|separator").all()

    def test_a_row_that_cannot_be_repaired_is_kept_with_its_text(self, export):
        path = write(export, [row("1", Thema="kurz")], wrapped=False)
        path.write_bytes(path.read_bytes() + b"nur;drei;Zellen\r\n")
        found = read_foerderkatalog(path)
        assert found.table["grant"].tolist() == ["1", "nur"]
        assert found.problems["found"].tolist() == ["nur;drei;Zellen"]

    @pytest.mark.parametrize(
        ("header", "message"),
        [
            (NEW[:6] + OLD[6:], "mixes the headings"),
            ([*OLD[:17], "Theme", *OLD[18:]], "lacks 'Thema' of the layout until 2025"),
            ([*OLD[:12], *OLD[17:]], "Gemeindekennziffer .of the performer."),
            (["a", "b", "c"], "none of the expected headings"),
            ([*OLD, "FKZ"], "more than once: grant"),
        ],
    )
    def test_headers_that_do_not_fit(self, export, header, message):
        with pytest.raises(DataError, match=message):
            read_foerderkatalog(write(export, [], header))

    def test_data_of_one_layout_under_the_header_of_the_other(self, export):
        # The order of the columns is the same in both, so that the rows are right either way.
        found = read_foerderkatalog(write(export, [row("1")], NEW))
        assert found.table["recipient"].tolist() == ["Muster GmbH"]

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"", "is empty"),
            (b"PK\x03\x04xxxx", "workbook, archive or PDF"),
            (b"\xe4\x00\xe4\x00;;", "zero bytes"),
            (b"no export at all", "none of the expected headings"),
        ],
    )
    def test_other_files(self, export, content, message):
        export.write_bytes(content)
        with pytest.raises(DataError, match=message):
            read_foerderkatalog(export)

    def test_a_file_that_is_not_there(self, tmp_path):
        with pytest.raises(DataError, match="Check name and folder"):
            read_foerderkatalog(tmp_path / "none.csv")

    def test_a_header_alone(self, export):
        found = read_foerderkatalog(write(export, []))
        assert found.table.empty
        assert "no row below" in found.problems["problem"][0]


@pytest.mark.mirror
def test_a_real_extract(upstream):
    known = load("districts")["ags"]
    found = read_foerderkatalog(upstream["foekat_pt_desy"], districts=known)
    assert len(found.table) == 4564
    assert found.problems.empty
    assert found.table["amount"].sum() == pytest.approx(2_561_990_751)
    assert found.table["masked"].sum() == 1
    assert found.table["joint_project"].isna().sum() == 2303
    assert found.table["recipient_ags"].notna().all()
