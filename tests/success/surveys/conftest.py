"""The synthetic twin as each survey tool would have exported it, in its exact layout."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from wir.success.instrument import instrument, scale_of
from wir.success.synthetic import synthetic

QUESTIONS = {**instrument().descriptors, **instrument().items}


def quoted(rows: list[list[str]], separator: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(
        rows
    )
    return text.getvalue()


def number(value: Any) -> str:
    return "" if pd.isna(value) else str(int(value))


def flat(key: str) -> str:
    return key.replace("_", "")


def lime_heading(key: str) -> str:
    return f"Q{scale_of(key).key}[{flat(key)}]" if scale_of(key).kind == "likert" else flat(key)


def lime_code(key: str, value: Any) -> str:
    scale = scale_of(key)
    if pd.isna(value):
        return ""
    if scale.kind == "nominal":
        return f"A{scale.codes.index(value) + 1}"
    if scale.kind == "yes_no":
        return "Y" if value else "N"
    if scale.kind == "count":
        return f"{int(value)}.0000000000"
    return f"AO{int(value):02d}"


def label(key: str, value: Any, language: str) -> str:
    scale = scale_of(key)
    if pd.isna(value):
        return ""
    if scale.kind == "count":
        return str(int(value))
    return scale.labels[language][
        scale.codes.index(value if scale.kind == "nominal" else int(value))
    ]


LIME = ["id", "submitdate", "lastpage", "startlanguage", "seed", "ipaddr", "refurl"]


def limesurvey(table: pd.DataFrame, folder: Path, *, full: bool = False) -> Path:
    """Comma, everything in quotes, UTF-8; codes, or full answers below codes and texts."""
    items = {
        key: f"{lime_heading(key)}. {one.text['de']}" if full else lime_heading(key)
        for key, one in QUESTIONS.items()
    }
    own = ["respondent", "alliance", "wave", "consent"]
    texts = ["Antwort ID", "Datum Abgeschickt", "Letzte Seite", "Start-Sprache", "Zufallsstartwert",
             "IP-Adresse", "Weiterleitungs-URL"]  # fmt: skip
    meta = [f"{a}. {b}" for a, b in zip(LIME, texts, strict=True)] if full else LIME
    rows = [[*meta, *own, *items.values(), "remark"]]
    for n, row in enumerate(table.to_dict("records"), 1):
        answers = [
            label(key, row[key], "de") if full else lime_code(key, row[key]) for key in QUESTIONS
        ]
        rows.append(
            [str(n), "2023-03-01 10:00:00", "7", "de", f"{n * 7919}", "192.0.2.7", "https://example.org",
             row["respondent"], row["alliance"], str(row["wave"]), "Y", *answers,
             f"Eine lange Bemerkung mit Komma, “Zeichen” und\nUmbruch, die niemand {n} sehen soll"]
        )  # fmt: skip
    path = folder / "results-survey123456.csv"
    path.write_text(quoted(rows, ","), encoding="utf-8")
    return path


def choice(key: str, value: Any, missing: str) -> str:
    """Choices numbered from 1, as SoSci Survey, Unipark and Qualtrics do."""
    scale = scale_of(key)
    if pd.isna(value):
        return missing
    if scale.kind == "yes_no":
        return "1" if value else "2"
    if scale.kind == "nominal":
        return str(scale.codes.index(value) + 1)
    return str(int(value))


NUMBERED = {
    "yes_no": "1=1 | 2=0",
    "role": "1=coordination | 2=steering | 3=project | 4=other",
    "organisation": "1=science | 2=business | 3=public | 4=society",
}
"""What a person writes where choices are numbered from 1."""


def decided(draft: pd.DataFrame) -> pd.DataFrame:
    """The draft after a person has decided the values of the choices."""
    result = draft.copy()
    for place, item in result["item"].items():
        if item in QUESTIONS and scale_of(item).key in NUMBERED:
            result.loc[place, "values"] = NUMBERED[scale_of(item).key]
    return result


def decided_lime(draft: pd.DataFrame) -> pd.DataFrame:
    """The same for LimeSurvey, whose choices are A1, A2, …; yes and no are Y and N."""
    result = draft.copy()
    for place, item in result["item"].items():
        if item in QUESTIONS and scale_of(item).kind == "nominal":
            pairs = NUMBERED[scale_of(item).key].split(" | ")
            result.loc[place, "values"] = " | ".join(f"A{one}" for one in pairs)
    return result


def sosci(table: pd.DataFrame, folder: Path, *, excel: bool = False, name: str = "sosci") -> Path:
    """UTF-16 with tabs, labels in the second row; or semicolons in Latin-1 without."""
    variables = {key: f"AB{n // 10 + 1:02d}_{n % 10 + 1:02d}" for n, key in enumerate(QUESTIONS)}
    head = ["CASE", "SERIAL", "REF", "QUESTNNR", "MODE", "STARTED", "ID01_01", "ID02", "CO01"]
    tail = [
        "TIME001",
        "TIME_SUM",
        "MAILSENT",
        "LASTDATA",
        "FINISHED",
        "Q_VIEWER",
        "LASTPAGE",
        "MAXPAGE",
    ]
    labels = ["Interview-Nummer (fortlaufend)", "Seriennummer (sofern verwendet)", "Referenz",
              "Fragebogen, der im Interview verwendet wurde", "Interview-Modus", "Zeitpunkt",
              "Teilnehmercode", "Bündnis", "Einwilligung"]  # fmt: skip
    rows = [[*head, *variables.values(), *tail]]
    if not excel:
        rows.append([*labels, *[one.text["de"] for one in QUESTIONS.values()], *tail])
    for n, row in enumerate(table.to_dict("records"), 101):
        answers = [choice(key, row[key], "-9") for key in QUESTIONS]
        rows.append([str(n), "", "über Verteiler", "base", "interview", "2023-03-01 10:00:00",
                     row["respondent"], row["alliance"], "2", *answers, "12", "300", "",
                     "2023-03-01 10:09:00", "1", "0", "7", "7"])  # fmt: skip
    path = folder / f"{name}.csv"
    separator, encoding = (";", "iso-8859-1") if excel else ("\t", "utf-16")
    path.write_text(quoted(rows, separator), encoding=encoding)
    return path


def unipark(table: pd.DataFrame, folder: Path) -> Path:
    """Semicolons, Latin-1, -77 where the routing put no question, -99 in empty text boxes."""
    variables = {key: f"v_{n}" for n, key in enumerate(QUESTIONS, 1)}
    head = ["lfdn", "external_lfdn", "tester", "dispcode", "lastpage", "quality", "duration"]
    rows = [[*head, "c_0001", "c_0002", "c_0003", *variables.values(), "browser", "participant_os"]]
    for n, row in enumerate(table.to_dict("records"), 1):
        answers = []
        for key, one in QUESTIONS.items():
            missing = "-99" if scale_of(key).kind == "count" else "0"
            if one.asked_if is not None and row["role"] != "coordination":
                missing = "-77"
            answers.append(choice(key, row[key], missing))
        rows.append([str(n), "0", "0", "31" if n % 2 else "32", "1234", "-77", "300",
                     row["respondent"], row["alliance"], str(row["wave"]), *answers,
                     "Firefox", "Ünix"])  # fmt: skip
    path = folder / "unipark.csv"
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    path.write_text(text.getvalue(), encoding="iso-8859-1")
    return path


MATRIX = "How far do you agree?\nPlease answer each line."


def qualtrics(table: pd.DataFrame, folder: Path, *, texts: bool = False) -> Path:
    """Three header rows, a preview, the columns on people that Qualtrics adds; UTF-8."""
    meta = ["StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)",
            "Finished", "RecordedDate", "ResponseId", "RecipientLastName", "RecipientFirstName",
            "RecipientEmail", "ExternalReference", "LocationLatitude", "LocationLongitude",
            "DistributionChannel", "UserLanguage"]  # fmt: skip
    own = {"respondent": "respondent", "alliance": "alliance", "wave": "wave"}
    names = {key: f"Q{n}_{m}" for m, (n, key) in enumerate(enumerate(QUESTIONS, 3), 1)}
    rows = [
        [*meta, *own, *names.values(), "Q99_TEXT"],
        [*meta, *own.values(),
         *[f"{MATRIX} - {one.text['en']}" for one in QUESTIONS.values()],
         "Anything else?"],
        [json.dumps({"ImportId": one}, separators=(",", ":"))
         for one in [*meta, *own, *[f"QID{n}_1" for n in range(len(names))], "QID99_TEXT"]],
    ]  # fmt: skip
    preview = table.iloc[0].to_dict() | {"respondent": "P-1"}
    for n, row in enumerate([preview, *table.to_dict("records")]):
        channel = "preview" if n == 0 else "anonymous"
        answers = [
            label(key, row[key], "en") if texts else choice(key, row[key], "") for key in QUESTIONS
        ]
        rows.append(["2023-03-01 10:00:00", "2023-03-01 10:09:00", "0", "192.0.2.7", "100", "540",
                     "True" if texts else "1", "2023-03-01 10:09:01", f"R_{n:05d}abc",
                     "Canarowitsch", "Zita", f"zita{n}@example.org", "", "51.33970", "12.37130",
                     channel, "EN", row["respondent"], row["alliance"], str(row["wave"]), *answers,
                     f"Zita Canarowitsch from Kanarienhausen wrote this {n}"])  # fmt: skip
    path = folder / "qualtrics.csv"
    path.write_text(quoted(rows, ","), encoding="utf-8-sig")
    return path


def spss(table: pd.DataFrame, folder: Path, *, suffix: str = ".sav") -> Path:
    """Numbers with labels; 98 and -99 to -90 declared as missing, others system-missing."""
    import pyreadstat

    frame = pd.DataFrame({"respondent": table["respondent"], "alliance": table["alliance"]})
    frame["wave"] = table["wave"].astype(float)
    labels: dict[str, dict[float, str]] = {}
    ranges: dict[str, list[Any]] = {}
    for place, key in enumerate(QUESTIONS):
        scale = scale_of(key)
        codes = [float(choice(key, one, "nan")) for one in table[key]]
        values = pd.Series(codes, table.index)
        gone = values.index[values.isna()]
        if scale.kind != "count":
            numbers = {"yes_no": (2, 1)}.get(scale.kind, tuple(range(1, len(scale.codes) + 1)))
            labels[key] = {
                float(n): text for n, text in zip(numbers, scale.labels["de"], strict=True)
            }
            labels[key] |= {98.0: "weiß nicht", -99.0: "keine Angabe"}
            ranges[key] = [98.0, {"lo": -99.0, "hi": -90.0}]
            kinds = [98.0, -99.0, -94.0, float("nan")]
            values[gone] = [kinds[(n + place) % 4] for n in range(len(gone))]
        frame[key] = values
    path = folder / f"survey{suffix}"
    pyreadstat.write_sav(
        frame, str(path), column_labels={key: one.text["de"] for key, one in QUESTIONS.items()},
        variable_value_labels=labels, missing_ranges=ranges, compress=suffix == ".zsav",
    )  # fmt: skip
    return path


def workbook(table: pd.DataFrame, folder: Path) -> Path:
    """One row per respondent, both waves side by side, words instead of numbers."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    waves = {wave: part.set_index("respondent") for wave, part in table.groupby("wave")}
    heads = [(wave, key) for wave in waves for key in QUESTIONS]
    sheet.append(["respondent", "alliance", *[f"{key}_w{wave}" for wave, key in heads]])
    for (respondent, alliance), _ in table.groupby(["respondent", "alliance"]):
        row: list[Any] = [respondent, alliance]
        for wave, key in heads:
            there = respondent in waves[wave].index
            value = waves[wave].loc[respondent, key] if there else None
            counted = scale_of(key).kind == "count"
            row.append(value if counted and not pd.isna(value) else label(key, value, "en") or None)
        sheet.append(row)
    path = folder / "plain.xlsx"
    book.save(path)
    return path


def plain_csv(table: pd.DataFrame, folder: Path) -> Path:
    path = folder / "plain.csv"
    table.to_csv(path, sep=";", index=False, encoding="cp1252", decimal=",")
    return path


@pytest.fixture(scope="session")
def twin() -> pd.DataFrame:
    return synthetic(1, alliances=10, respondents=(3, 5), nonresponse=0.1).respondents


@pytest.fixture(scope="session")
def exports() -> SimpleNamespace:
    return SimpleNamespace(
        limesurvey=limesurvey, sosci=sosci, unipark=unipark, qualtrics=qualtrics, spss=spss,
        workbook=workbook, plain_csv=plain_csv, decided=decided,
        decided_lime=decided_lime, quoted=quoted,
        questions=QUESTIONS,
    )  # fmt: skip
