"""Read the CSV export of the Förderkatalog, the federal register of grants.

Search at foerderportal.bund.de/foekat, then "Ausgabe als Textdatei". The headings changed in 2026;
both kinds are read. Recipients and performing bodies have columns of the same names, which stand
after each of them.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from wir.data.delimited import (
    Imported,
    Problems,
    clean_cells,
    decode,
    find_separator,
    german_dates,
    german_numbers,
    read_bytes,
    read_rows,
    unix_lines,
    unwrap,
)
from wir.data.errors import DataError
from wir.data.territory import current_district

GEOGRAPHY = {
    "Gemeindekennziffer": "municipality",
    "Stadt/Gemeinde": "municipality_name",
    "Ort": "town",
    "Bundesland": "land",
    "Staat": "country",
}
COMMON = {
    "FKZ": "grant",
    "Ressort": "ministry",
    "Referat": "division",
    "Arb.-Einh.": "work_unit",
    "Ausführende Stelle": "performer",
    "Leistungsplansystematik": "field",
    "Klartext Leistungsplansystematik": "field_name",
    "Laufzeit von": "start",
    "Laufzeit bis": "end",
    "Förderprofil": "profile",
    "Förderart": "kind",
}
LAYOUTS = {
    "until 2025": {
        "PT": "agency",
        "Zuwendungsempfänger": "recipient",
        "Thema": "topic",
        "Fördersumme in EUR": "amount",
        "Verbundprojekt": "joint_project",
    },
    "2026": {
        "Administrierende Stelle": "agency",
        "Förderempfänger /Auftragnehmer": "recipient",
        "Thema des geförderten Vorhabens": "topic",
        "Förder- / Auftragssumme (Anteil des Bundes) in EUR": "amount",
        "Projekt": "joint_project",
    },
}
"""Headings that changed."""

PROGRAMME = "03WIR"
"""How the numbers of grants of the programme WIR! begin."""
MASKED = re.compile(r"keine anzeige aufgrund datenschutz", re.IGNORECASE)
BOOKKEEPING = re.compile(
    r"nur zum Zweck der Auszahlung|Sammelvorhabenbuchung|Sammelbuchung", re.IGNORECASE
)
_BEFORE_TOPIC, _AFTER_TOPIC = 17, 8
_DATE = re.compile(r"\d{2}\.\d{2}\.\d{4}")


def read_foerderkatalog(
    path: Path | str,
    districts: Collection[str] | None = None,
    expected_rows: int | None = None,
) -> Imported:
    """Read an export of the Förderkatalog.

    Parameters
    ----------
    path
        The file as downloaded: CSV with semicolons (``="…"`` cells, Windows-1252 or ISO 8859-15),
        or the same as UTF-8, with tabs or commas.
    districts
        AGS of known districts, to find unknown municipality codes; not checked where not given.
    expected_rows
        Number of hits that the register showed, to find out whether the export is complete.

    Returns
    -------
    Imported
        ``table`` has one row per grant, in the order of the file: ``grant`` (FKZ), ``ministry``,
        ``division``, ``agency``, ``work_unit``; ``recipient`` and ``performer``, each with
        ``…_municipality`` (8 digits), ``…_municipality_name``, ``…_town``, ``…_land``,
        ``…_country``, ``…_ags`` (district of today); ``topic``, ``field``, ``field_name``,
        ``start``, ``end`` (dates), ``amount`` (EUR), ``profile``, ``joint_project``, ``kind``;
        ``masked`` (recipient withheld for data protection, then missing), ``bookkeeping`` (row of
        the accounts, no project), ``programme`` (grant of WIR!). `problems` says what is odd; no
        row is dropped.

    Raises
    ------
    DataError
        If the file is missing, is no text, or its header is not that of an export: the message
        names what was found, what was expected, and what to do.
    """
    path = Path(path)
    text, encoding = decode(read_bytes(path), path.name)
    text = unix_lines(text).lstrip("\n")
    cut = not text.endswith("\n")
    header = text.split("\n", 1)[0]
    known = {**COMMON, **GEOGRAPHY} | {name: "" for one in LAYOUTS.values() for name in one}
    separator = find_separator(header, known, path.name)
    headings = [unwrap(cell) for cell in header.split(separator)]
    layout, columns = _columns(headings, path.name)
    problems = Problems()
    if "�" in text:
        problems.add(None, "", "", f"Some letters are not readable as {encoding}; shown as �.")
    rows = read_rows(text, separator, columns, problems, _repair)
    del text
    if cut and len(rows) and not rows["kind"].iloc[-1].strip():
        problems.add(
            len(rows), "kind", "", "The file ends within this row: it is cut off. Export it again."
        )
    if expected_rows is not None and len(rows) != expected_rows:
        problems.add(
            None,
            "",
            len(rows),
            f"{expected_rows} rows expected: the export is not complete. Export it again, in "
            "parts by year if it is large.",
        )
    rows = rows[[name for name in columns if not name.startswith("_")]]
    table = _clean(rows, problems)
    if districts is not None:
        _check_districts(table, set(districts), problems)
    _check_numbers(table, problems)
    return Imported(table, problems.frame(), encoding, separator, layout)


def of_programme(table: pd.DataFrame) -> pd.DataFrame:
    """Return the grants of the programme WIR!, without rows of the accounts."""
    return table[table["programme"] & ~table["bookkeeping"]].reset_index(drop=True)


def joint_projects(table: pd.DataFrame) -> pd.DataFrame:
    """Return organisation, project, year of joint projects, for `wir.partners.network.project`.

    Rows without a recipient or without a joint project are left out, as are rows of the accounts.
    """
    kept = table[~table["bookkeeping"]].dropna(subset=["recipient", "joint_project"])
    return pd.DataFrame(
        {
            "organisation": kept["recipient"],
            "project": kept["joint_project"],
            "year": kept["start"].dt.year.astype("Int64"),
        }
    ).reset_index(drop=True)


def _columns(headings: list[str], name: str) -> tuple[str, list[str]]:
    """Return the layout and our name of each column; the two blocks of places are told apart."""
    found = {
        layout: [one for one in special if one in headings] for layout, special in LAYOUTS.items()
    }
    layout = max(found, key=lambda one: len(found[one]))
    other = next(one for one in LAYOUTS if one != layout)
    if found[other]:
        raise DataError(
            f"{name}: the header mixes the headings until 2025 and from 2026 on: "
            f"{', '.join(map(repr, found[layout]))} of {layout}, but "
            f"{', '.join(map(repr, found[other]))} of {other}. Export the file again and do not "
            "join files of both kinds by their columns: read each one and join the results."
        )
    wanted = {**COMMON, **LAYOUTS[layout]}
    columns: list[str] = []
    body = ""
    for place, heading in enumerate(headings):
        plain = re.sub(r"(\.\d+| \(ausführende Stelle\))$", "", heading)
        if heading in wanted:
            body = {"recipient": "recipient", "performer": "performer"}.get(wanted[heading], body)
            columns.append(wanted[heading])
        elif plain in GEOGRAPHY:
            marked = plain != heading
            whose = "performer" if marked else body or "recipient"
            columns.append(f"{whose}_{GEOGRAPHY[plain]}")
        else:
            columns.append(f"_{place}")
    expected = [*wanted.values(), *(f"{b}_{g}" for b in BODIES for g in GEOGRAPHY.values())]
    missing = [one for one in expected if one not in columns]
    if missing:
        names = {ours: theirs for theirs, ours in wanted.items()}
        words = [names[one] if one in names else _place_heading(one) for one in missing]
        near = difflib.get_close_matches(words[0], headings, n=1, cutoff=0.7)
        hint = f" Is {near[0]!r} meant by {words[0]!r}?" if near else ""
        raise DataError(
            f"{name}: the header lacks {', '.join(map(repr, words))} of the layout {layout}.{hint} "
            f"Found {len(headings)} columns. Export all columns, and keep their order: the columns "
            "of places belong to the body that stands before them."
        )
    twice = sorted({one for one in columns if columns.count(one) > 1})
    if twice:
        raise DataError(
            f"{name}: the header has columns more than once: {', '.join(twice)}. Expected "
            "'Gemeindekennziffer' to 'Staat' once after the recipient and once after 'Ausführende "
            "Stelle'. Export it again."
        )
    return layout, columns


BODIES = ("recipient", "performer")


def _place_heading(ours: str) -> str:
    body, _, what = ours.partition("_")
    heading = next(name for name, one in GEOGRAPHY.items() if one == what)
    return f"{heading} (of the {body})"


def _repair(cells: list[str]) -> list[str] | None:
    """Join a topic that a separator has cut, if both sides of it then fit."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    for after in (_AFTER_TOPIC, _AFTER_TOPIC - 1):
        end = len(cells) - after
        if end <= _BEFORE_TOPIC:
            continue
        tail = cells[end:]
        if _DATE.fullmatch(tail[2]) and cells[6].isdigit():
            topic = "; ".join(cells[_BEFORE_TOPIC:end])
            return [*cells[:_BEFORE_TOPIC], topic, *tail]
    return None


def _clean(rows: pd.DataFrame, problems: Problems) -> pd.DataFrame:
    table = pd.DataFrame({name: clean_cells(rows[name]) for name in rows})
    table["start"] = german_dates(table["start"], "start", problems)
    table["end"] = german_dates(table["end"], "end", problems)
    table["amount"] = german_numbers(table["amount"], "amount", problems)
    backwards = (table["end"] < table["start"]).fillna(False)
    problems.where(backwards, table["end"].dt.date, "end", "Ends before it starts; kept.")
    masked = table["recipient"].fillna("").str.contains(MASKED)
    table["masked"] = masked
    for body in BODIES:
        table[body] = table[body].where(~table[body].fillna("").str.contains(MASKED))
        codes = table[f"{body}_municipality"]
        short = codes.fillna("").str.fullmatch(r"\d{7}")
        problems.where(
            short, codes, f"{body}_municipality", "Seven digits; a zero was put in front."
        )
        codes = codes.where(~short, "0" + codes)
        right = codes.fillna("").str.fullmatch(r"[01]\d{7}")
        abroad = ~table[f"{body}_country"].fillna("Deutschland").eq("Deutschland")
        problems.where(
            codes.notna() & ~right & ~abroad,
            codes,
            f"{body}_municipality",
            "No municipality code of eight digits; kept, without a district.",
        )
        table[f"{body}_municipality"] = codes
        district = codes.where(right).str.slice(0, 5)
        changed = current_district(district.dropna())
        table[f"{body}_ags"] = changed.reindex(table.index).astype("str")
    table["bookkeeping"] = table["topic"].fillna("").str.contains(BOOKKEEPING)
    table["programme"] = table["grant"].fillna("").str.upper().str.startswith(PROGRAMME)
    return table


def _check_districts(table: pd.DataFrame, known: set[str], problems: Problems) -> None:
    for body in BODIES:
        codes = table[f"{body}_ags"]
        unknown = codes.notna() & ~codes.isin(known)
        problems.where(
            unknown,
            table[f"{body}_municipality"],
            f"{body}_municipality",
            "Its district is not among those of today; kept, without a district.",
        )
        table[f"{body}_ags"] = codes.where(~unknown)


def _check_numbers(table: pd.DataFrame, problems: Problems) -> None:
    empty = table["grant"].isna()
    problems.where(
        empty, table["topic"], "grant", "The number of the grant (FKZ) is missing; kept."
    )
    again = table["grant"].duplicated(keep="first") & ~empty
    if again.any():
        same = table.duplicated(keep="first")
        problems.where(
            again & same, table["grant"], "grant", "The same row is there before; both are kept."
        )
        problems.where(
            again & ~same,
            table["grant"],
            "grant",
            "The number is there before, with other content; both are kept. Sums may count twice.",
        )
