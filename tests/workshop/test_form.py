"""What is written into the form is read back as the alliance's decisions."""

import io

import openpyxl
import pytest

from wir.own.alliance import read_own
from wir.own.columns import DECISIONS
from wir.workshop.form import FILE, form_csv, form_xlsx

ALLIANCE = 'name = "Test"\nlanguage = "{language}"\ndistricts = ["14626"]\n'
ROWS = {
    "de": ["Innovationspotenzial", "Zwei Betriebe besuchen", "Koordination", "30.06.2027",
           "hoch", "offen", "15.03.2027"],
    "en": ["innovation potential", "Visit two firms", "Coordination", "2027-06-30", "high", "open",
           "2027-03-15"],
}  # fmt: skip


@pytest.fixture(params=["de", "en"])
def place(request, own_folders):
    folder = own_folders / "test"
    folder.mkdir()
    (folder / "alliance.toml").write_text(ALLIANCE.format(language=request.param), encoding="utf-8")
    return request.param, folder


def check(language):
    own = read_own("test")
    assert list(own.decisions.drop(columns="row").iloc[0]) == [
        "potential",
        ROWS[language][1],
        ROWS[language][2],
        "2027-06-30",
        "high",
        "open",
        "2027-03-15",
    ]
    assert len(own.decisions) == 1
    assert own.errors.empty


def test_workbook_comes_back(place):
    language, folder = place
    book = openpyxl.load_workbook(io.BytesIO(form_xlsx("innovation-potential", language)))
    for column, value in enumerate(ROWS[language], start=1):
        book.worksheets[0].cell(2, column).value = value
    book.save(folder / FILE[language])
    check(language)


def test_csv_comes_back(place):
    language, folder = place
    mark = ";" if language == "de" else ","
    text = form_csv(language).decode("utf-8-sig") + mark.join(ROWS[language]) + "\r\n"
    (folder / "decisions.csv").write_text(text, encoding="utf-8-sig")
    check(language)


def test_an_empty_form_is_no_decision_and_no_error(place):
    language, folder = place
    (folder / FILE[language]).write_bytes(form_xlsx("ecosystem", language))
    own = read_own("test")
    assert own.decisions is None or own.decisions.empty
    assert own.errors.empty


@pytest.mark.parametrize("language", ["de", "en"])
def test_form(language):
    made = form_xlsx("ecosystem", language)
    assert made == form_xlsx("ecosystem", language)
    sheet = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == [one.label(language) for one in DECISIONS.columns]
    assert len(sheet.data_validations.dataValidation) == sum(
        one.choices is not None for one in DECISIONS.columns
    )
