"""Read an export of the Förderkatalog of full size: 320,000 grants, both layouts.

The file is made up here, with the structure of a real export: ``="…"`` cells, repeated names of
columns, ISO 8859-15, German numbers, withheld recipients, rows of the accounts. Each file is read
in a process of its own, so that its peak memory is that of reading.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from measure import one_thread, write

ROWS = 320_000
HEADINGS = {
    "until 2025": ("PT", "Zuwendungsempfänger", "Thema", "Fördersumme in EUR", "Verbundprojekt"),
    "2026": (
        "Administrierende Stelle",
        "Förderempfänger /Auftragnehmer",
        "Thema des geförderten Vorhabens",
        "Förder- / Auftragssumme (Anteil des Bundes) in EUR",
        "Projekt",
    ),
}
PLACES = [("14612000", "Dresden", "Sachsen"), ("13003000", "Rostock", "Mecklenburg-Vorpommern")]
WORDS = "Entwicklung Erprobung neuartiger Werkstoffe für die Größe Übertragung messbarer Prozesse"


def export(layout: str, rows: int, path: Path) -> None:
    """Write an export with the structure of a real one."""
    rng = np.random.default_rng(1)
    agency, recipient, topic, amount, joint = HEADINGS[layout]
    places = ["Gemeindekennziffer", "Stadt/Gemeinde", "Ort", "Bundesland", "Staat"]
    names = [
        "FKZ", "Ressort", "Referat", agency, "Arb.-Einh.", recipient, *places, "Ausführende Stelle",
        *places, topic, "Leistungsplansystematik", "Klartext Leistungsplansystematik",
        "Laufzeit von", "Laufzeit bis", amount, "Förderprofil", joint, "Förderart",
    ]  # fmt: skip
    words = WORDS.split()
    which = rng.integers(0, 6000, rows)
    long = rng.integers(6, 26, rows)
    picks = rng.integers(0, len(words), (rows, 26))
    money = rng.integers(5_000, 3_000_000, rows)
    years = rng.integers(1985, 2024, rows)
    with path.open("w", encoding="iso-8859-15", newline="") as file:
        file.write("".join(f'="{name}";' for name in names) + "\r\n")
        for i in range(rows):
            code, town, land = PLACES[which[i] % 2]
            body = (
                "Keine Anzeige aufgrund datenschutzrechtlicher Regelungen."
                if i % 5000 == 0
                else f"Institut für angewandte Größen Nummer {which[i]} e. V."
            )
            where = [code, town, town, land, "Deutschland"]
            text = " ".join(words[k] for k in picks[i, : long[i]])
            if i % 40_000 == 7:
                text = "Sammelvorhabenbuchung"
            cells = [
                f"{i:06d}X{i % 97}", "BMBF", "711", "PT-X", "PT-X", body, *where,
                f"{body} - Fakultät für Verfahren; Abteilung {which[i] % 9}", *where, text,
                f"U{which[i] % 90:05d}", "Technologische Entwicklung", f"01.07.{years[i]}",
                f"30.06.{years[i] + 3}", None, "Technologie- und Innovationsförderung",
                f"Verbund {i // 4}" if i % 2 else "", "PDIR",
            ]  # fmt: skip
            german = f"{money[i]:,}".replace(",", ".") + ",00"
            file.write(
                "".join(f"{german};" if one is None else f'="{one}";' for one in cells) + "\r\n"
            )


def read_once(path: str) -> None:
    """Read a file and say how long it took and how much memory; run in a process of its own."""
    from wir.data.foerderkatalog import read_foerderkatalog

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, busy = time.perf_counter(), time.process_time()
    found = read_foerderkatalog(path, expected_rows=ROWS)
    taken, worked = time.perf_counter() - start, time.process_time() - busy
    assert len(found.table) == ROWS, len(found.table)
    assert found.problems.empty, found.problems
    units = 2**30 if sys.platform == "darwin" else 2**20
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        json.dumps(
            {"seconds": taken, "cpu": worked, "peak": peak / units, "before": before / units}
        )
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        read_once(sys.argv[1])
        sys.exit()
    one_thread()
    result: dict[str, object] = {"rows": ROWS}
    with tempfile.TemporaryDirectory() as folder:
        for layout in HEADINGS:
            path = Path(folder) / "export.csv"
            export(layout, ROWS, path)
            output = subprocess.run(
                [sys.executable, __file__, str(path)], check=True, capture_output=True, text=True
            ).stdout
            said = json.loads(output.splitlines()[-1])
            result[layout] = {
                "megabytes": round(path.stat().st_size / 1e6),
                "seconds": round(said["seconds"], 2),
                "seconds_of_processor": round(said["cpu"], 2),
                "peak_gigabytes": round(said["peak"], 2),
                "peak_gigabytes_before": round(said["before"], 2),
            }
            print(layout, result[layout])
    write("foerderkatalog", result)
