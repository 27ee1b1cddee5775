"""What is said about own data, in German and English: found, expected, what to do.

The texts name values in braces; what a user wrote is put in as it is and never read as a format.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LANGUAGES = ("de", "en")


@dataclass(frozen=True)
class Message:
    """One thing that can be said; each text is (found, expected, what to do)."""

    severity: Any
    de: tuple[str, str, str]
    en: tuple[str, str, str]

    def texts(self, language: str) -> tuple[str, str, str]:
        """Return the three texts in a language."""
        return self.de if language == "de" else self.en


PHRASES: dict[str, dict[str, str]] = {
    "text": {"de": "ein Text in Anführungszeichen", "en": "a text in quotes"},
    "list": {"de": "eine Liste von Texten", "en": "a list of texts"},
    "language": {"de": '"de" oder "en"', "en": '"de" or "en"'},
    "year": {"de": "ein Jahr von 1990 bis 2100", "en": "a year from 1990 to 2100"},
    "known_as": {
        "de": "der Schlüssel eines Bündnisses in data/raw/alliances.csv",
        "en": "the key of an alliance in data/raw/alliances.csv",
    },
    "comma": {"de": "ein Komma", "en": "a comma"},
    "tab": {"de": "einen Tabulator", "en": "a tab"},
    "bar": {"de": "einen senkrechten Strich", "en": "a vertical line"},
}
"""Words of our own that stand for a value in a message."""

MESSAGES: dict[str, Message] = {
    # alliance.toml
    "no_alliance_file": Message(
        "error",
        ("keine Datei alliance.toml", "alliance.toml mit Namen und Landkreisen",
         "Legen Sie sie an: make alliance NAME={folder} ergänzt, was fehlt, und ändert nichts, "
         "was da ist."),
        ("no file alliance.toml", "alliance.toml with name and districts",
         "Make it: make alliance NAME={folder} adds what is missing and changes nothing that is "
         "there."),
    ),
    "not_toml": Message(
        "error",
        ("{found}", "eine Zeile der Form name = \"Wert\"",
         "Meist fehlt ein Anführungszeichen, ein Komma in einer Liste oder eine schließende "
         "Klammer. Vergleichen Sie mit der Vorlage."),
        ("{found}", "a line of the form name = \"value\"",
         "Mostly a quote, a comma in a list or a closing bracket is missing. Compare it with the "
         "template."),
    ),
    "curly_quotes": Message(
        "note",
        ("typografische Anführungszeichen", "gerade Anführungszeichen (\")",
         "Sie wurden verstanden. Es ist nichts zu tun."),
        ("typographic quotes", "straight quotes (\")", "They were understood. Nothing to do."),
    ),
    "unknown_setting": Message(
        "warning",
        ("{found}", "eine von: {known}", "Die Angabe wird nicht benutzt. {hint}"),
        ("{found}", "one of: {known}", "It is not used. {hint}"),
    ),
    "setting_type": Message(
        "error",
        ("{found}", "{expected}", "Schreiben Sie es so: {example}"),
        ("{found}", "{expected}", "Write it like this: {example}"),
    ),
    "no_districts": Message(
        "error",
        ("keine Landkreise", "mindestens ein Landkreis oder eine kreisfreie Stadt",
         "Tragen Sie sie ein, mit Namen oder Schlüssel: districts = [\"Görlitz\", \"14625\"]. "
         "Alles andere kann fehlen."),
        ("no districts", "at least one district",
         "Put them in, by name or key: districts = [\"Görlitz\", \"14625\"]. Everything else can "
         "be missing."),
    ),
    "district_several": Message(
        "error",
        ("{found}", "ein Landkreis oder eine kreisfreie Stadt",
         "Mehrere kommen in Frage: {candidates}. Schreiben Sie den Schlüssel oder die Art dazu."),
        ("{found}", "one district",
         "Several are possible: {candidates}. Write its key, or which kind it is."),
    ),
    "district_town": Message(
        "error",
        ("{found}", "ein Landkreis oder eine kreisfreie Stadt",
         "Das ist eine Stadt in einem Landkreis. Gemeint ist wohl: {candidates}."),
        ("{found}", "one district",
         "This is a town inside a district. Probably you mean: {candidates}."),
    ),
    "district_land": Message(
        "error",
        ("{found}", "ein Landkreis oder eine kreisfreie Stadt",
         "Das ist ein Land. Nennen Sie die Kreise einzeln, zum Beispiel: {candidates}."),
        ("{found}", "one district",
         "This is a Land. Name its districts one by one, for example: {candidates}."),
    ),
    "district_code": Message(
        "error",
        ("{found}", "ein Kreisschlüssel (AGS) mit fünf Stellen, etwa 14626, oder ein Name",
         "Diesen Schlüssel gibt es unter den 400 Kreisen (Stand 2021/22) nicht. Eine Postleitzahl "
         "ist kein Kreisschlüssel. Schreiben Sie den Namen."),
        ("{found}", "a district key (AGS) of five digits, such as 14626, or a name",
         "There is no such key among the 400 districts (of 2021/22). A postcode is no district "
         "key. Write the name."),
    ),
    "district_unknown": Message(
        "error",
        ("{found}", "ein Landkreis oder eine kreisfreie Stadt",
         "Nicht bekannt. Ähnlich: {candidates}."),
        ("{found}", "one district", "Not known. Similar: {candidates}."),
    ),
    "district_typing": Message(
        "warning",
        ("{found}", "{name} ({ags})", "Als {name} verstanden. Berichtigen Sie es, falls das nicht "
         "gemeint ist."),
        ("{found}", "{name} ({ags})", "Taken as {name}. Correct it if that is not meant."),
    ),
    "district_kind": Message(
        "warning",
        ("{found}", "{name} ({ags})", "Eine kreisfreie Stadt dieses Namens gibt es nicht; "
         "genommen wurde {name}."),
        ("{found}", "{name} ({ags})", "There is no such urban district; {name} was taken."),
    ),
    "district_twice": Message(
        "note",
        ("{found}", "jeder Kreis einmal", "{name} steht schon da und zählt einmal."),
        ("{found}", "each district once", "{name} is there already and counts once."),
    ),
    "field_unknown": Message(
        "error",
        ("{found}", "eine Berufsgruppe der KldB 2010 mit drei Stellen, etwa 241",
         "Diese Gruppe gibt es nicht. {hint} Nehmen Sie sie heraus oder berichtigen Sie sie."),
        ("{found}", "an occupational group of KldB 2010, three digits, such as 241",
         "There is no such group. {hint} Take it out or correct it."),
    ),
    "outside": Message(
        "error",
        ("ein Verweis auf eine Datei außerhalb des Ordners", "eine Datei im Ordner des Bündnisses",
         "Sie wurde nicht gelesen. Legen Sie die Datei selbst in den Ordner."),
        ("a link to a file outside the folder", "a file inside the alliance's folder",
         "It was not read. Put the file itself into the folder."),
    ),
    # files
    "both": Message(
        "error",
        ("{found}: beide sind da", "eine Datei je Tabelle",
         "Behalten Sie die gültige und legen Sie die andere woanders ab. Gelesen wurde keine."),
        ("both are there: {found}", "one file per table",
         "Keep the one that counts and move the other one away. Neither was read."),
    ),
    "no_table": Message(
        "error",
        ("eine Datei {found}", ".xlsx oder .csv", "Speichern Sie die Tabelle als eines davon."),
        ("a file {found}", ".xlsx or .csv", "Save the table as one of them."),
    ),
    "too_large": Message(
        "error",
        ("{found} MB", "höchstens {limit} MB",
         "Teilen Sie die Datei oder entfernen Sie Bilder und leere, formatierte Zeilen."),
        ("{found} MB", "at most {limit} MB",
         "Split the file, or remove pictures and empty formatted rows."),
    ),
    "bomb": Message(
        "error",
        ("entpackt {found} MB", "höchstens {limit} MB",
         "Aus Sicherheitsgründen nicht geöffnet. Speichern Sie nur die Tabelle in eine neue "
         "Datei."),
        ("{found} MB once unpacked", "at most {limit} MB",
         "Not opened, for safety. Save the table alone into a new file."),
    ),
    "entities": Message(
        "error",
        ("eine Dokumenttyp-Deklaration in {found}", "eine Datei, wie Excel sie schreibt",
         "Aus Sicherheitsgründen nicht geöffnet. Speichern Sie die Tabelle in Excel neu."),
        ("a document type declaration in {found}", "a file as Excel writes it",
         "Not opened, for safety. Save the table anew in Excel."),
    ),
    "old_excel": Message(
        "error",
        ("eine Datei im alten Excel-Format oder mit Kennwort", "eine .xlsx-Datei ohne Kennwort",
         "Öffnen Sie sie in Excel und speichern Sie sie als „Excel-Arbeitsmappe (.xlsx)“ ohne "
         "Kennwort."),
        ("a file in the old Excel format or with a password", "an .xlsx file without a password",
         "Open it in Excel and save it as “Excel Workbook (.xlsx)” without a password."),
    ),
    "not_excel": Message(
        "error",
        ("die Datei lässt sich nicht als Excel-Datei lesen ({reason})", "eine .xlsx-Datei",
         "Speichern Sie sie noch einmal als .xlsx, oder als „CSV UTF-8“."),
        ("the file cannot be read as an Excel file ({reason})", "an .xlsx file",
         "Save it again as .xlsx, or as “CSV UTF-8”."),
    ),
    "excel_inside": Message(
        "error",
        ("dem Inhalt nach eine Excel-Datei", "Text", "Benennen Sie sie um in .xlsx."),
        ("an Excel file by content", "text", "Rename it to .xlsx."),
    ),
    "large_special": Message(
        "error",
        ("ein sehr großes Blatt mit Formeln oder verbundenen Zellen", "einfache Zellen",
         "Speichern Sie das Blatt als „CSV UTF-8“."),
        ("a very large sheet with formulas or merged cells", "plain cells",
         "Save the sheet as “CSV UTF-8”."),
    ),
    "empty_file": Message(
        "error",
        ("die Datei ist leer", "eine Tabelle", "Füllen Sie sie aus, oder löschen Sie sie."),
        ("the file is empty", "a table", "Put the table into it, or delete it."),
    ),
    "zero_bytes": Message(
        "error",
        ("Null-Bytes: kein Text", "eine Textdatei", "Speichern Sie sie neu als „CSV UTF-8“."),
        ("zero bytes: no text", "a text file", "Save it again as “CSV UTF-8”."),
    ),
    "csv_broken": Message(
        "error",
        ("ein Anführungszeichen, das nicht passt (bis Zeile {line} der Datei: {reason})",
         "Anführungszeichen am Anfang und am Ende einer Zelle",
         "Ein Anführungszeichen steht vermutlich allein. Speichern Sie die Tabelle neu als "
         "„CSV UTF-8“. Die Datei wurde nicht gelesen."),
        ("a quote that does not fit (up to line {line} of the file: {reason})",
         "quotes at the beginning and at the end of a cell",
         "A quote probably stands alone. Save the table again as “CSV UTF-8”. The file was not "
         "read."),
    ),
    "swallowed": Message(
        "error",
        ("{found}", "eine Zelle auf einer Zeile",
         "Die Zelle reicht über mehrere Zeilen mit Trennzeichen: Wahrscheinlich hat ein "
         "Anführungszeichen mehrere Zeilen verschluckt. Bitte prüfen."),
        ("{found}", "a cell on one line",
         "The cell reaches over several lines with separators: probably a quote has swallowed "
         "rows. Please check."),
    ),
    "too_many_rows": Message(
        "error",
        ("mehr als {limit} Zeilen", "höchstens {limit} Zeilen",
         "Die Tabelle wurde nicht gelesen. Fassen Sie sie zusammen oder teilen Sie sie."),
        ("more than {limit} rows", "at most {limit} rows",
         "The table was not read. Summarise or split it."),
    ),
    "too_many_columns": Message(
        "error",
        ("{found} Spalten", "höchstens {limit} Spalten",
         "Die Tabelle wurde nicht gelesen. Eine Zeile je Eintrag, nicht eine Spalte."),
        ("{found} columns", "at most {limit} columns",
         "The table was not read. One row per entry, not one column."),
    ),
    "utf16": Message(
        "note",
        ("Zeichensatz {found}", "UTF-8", "Es ist nichts zu tun, wenn Umlaute richtig aussehen."),
        ("encoding {found}", "UTF-8", "Nothing, if umlauts look right."),
    ),
    "not_utf8": Message(
        "note",
        ("nicht UTF-8", "UTF-8",
         "Als {name} gelesen. Sehen Sie die Umlaute an; sind sie falsch, speichern Sie als "
         "„CSV UTF-8“."),
        ("not UTF-8", "UTF-8",
         "Read as {name}. Look at the umlauts; if they are wrong, save as “CSV UTF-8”."),
    ),
    "garbled": Message(
        "error",
        ("{found}", "Umlaute",
         "Beim Speichern war der Zeichensatz falsch. Speichern Sie die Tabelle neu als "
         "„CSV UTF-8“."),
        ("{found}", "umlauts",
         "The encoding was wrong when this was saved. Save the list again as “CSV UTF-8”."),
    ),
    "separator": Message(
        "note",
        ("Spalten durch {name} getrennt", "ein Semikolon",
         "Es ist nichts zu tun, wenn es richtig aussieht."),
        ("columns parted by {name}", "a semicolon", "Nothing, if it looks right."),
    ),
    # sheets and headings
    "further_sheets": Message(
        "note",
        ("weitere Blätter: {found}", "ein Blatt mit Daten", "Gelesen wurde nur {taken}."),
        ("further sheets: {found}", "one sheet", "Only {taken} was read."),
    ),
    "hidden_sheet": Message(
        "error",
        ("die Daten stehen auf dem ausgeblendeten Blatt {found}", "ein sichtbares Blatt",
         "Blenden Sie es ein, wenn es gelten soll. Es wurde nicht gelesen."),
        ("the data are on the hidden sheet {found}", "a visible sheet",
         "Unhide it if it counts. It was not read."),
    ),
    "no_header": Message(
        "error",
        ("keine Zeile enthält die nötigen Überschriften; die erste Zeile ist: {first}",
         "Spalten mit den Überschriften {needed}",
         "Geben Sie den Spalten diese Überschriften. {hint}"),
        ("no row holds the headings that are needed; the first row is: {first}",
         "columns with the headings {needed}", "Give the columns these headings. {hint}"),
    ),
    "no_rows": Message(
        "note",
        ("Überschriften, aber keine Zeilen", "eine Zeile je Eintrag",
         "Noch nicht ausgefüllt; der Abschnitt bleibt kürzer."),
        ("headings but no rows", "one row per entry",
         "Not filled in yet; the section stays shorter."),
    ),
    "example_row": Message(
        "note",
        ("die Beispielzeile", "eigene Einträge", "Sie wird nicht gelesen und darf stehen bleiben."),
        ("the example row", "entries of your own", "It is not read and may stay."),
    ),
    "above": Message(
        "note",
        ("{found}", "die Überschriften", "Steht darüber und wurde ausgelassen."),
        ("{found}", "the header", "Left out of the list."),
    ),
    "two_columns": Message(
        "error",
        ("zwei Spalten mit derselben Bedeutung, {first} und {second}, die sich unterscheiden: In "
         "Zeile {row_there} steht „{one}“ und „{other}“", "eine Spalte",
         "Lassen Sie nur einer diese Überschrift. Die Tabelle wurde nicht gelesen."),
        ("two columns with the same meaning, {first} and {second}, and they differ: row "
         "{row_there} holds “{one}” and “{other}”", "one column",
         "Give only one of them this heading. The table was not read."),
    ),
    "second_column": Message(
        "warning",
        ("eine zweite Spalte für {name}: {found}", "eine",
         "Genommen wurde Spalte {taken}; diese bleibt daneben stehen."),
        ("a second column for {name}: {found}", "one",
         "Column {taken} was taken; this one is kept beside it."),
    ),
    "near_heading": Message(
        "warning",
        ("Überschrift {found}", "{name}",
         "Die Spalte wurde nicht zugeordnet. Berichtigen Sie die Überschrift, wenn {name} gemeint "
         "ist."),
        ("heading {found}", "{name}",
         "The column was not recognised. Correct the heading if {name} is meant."),
    ),
    "merged": Message(
        "warning",
        ("verbundene Zellen {range}: {value}", "eine Zelle je Zeile",
         "Der Wert gilt für jede Zeile, über die sie reichen. Besser die Verbindung aufheben."),
        ("merged cells {range}: {value}", "one cell per row",
         "The value was taken for every row that the cells reach over. Unmerge them to be sure."),
    ),
    "too_many_cells": Message(
        "error",
        ("{found} Zellen", "{expected} Zellen",
         "Zellen jenseits der Überschriften werden nicht benutzt. Ein Trennzeichen in einem Text "
         "braucht Anführungszeichen um den Text."),
        ("{found} cells", "{expected} cells",
         "The cells beyond the header are kept in the column “further cells”. A separator inside "
         "a text needs quotes around the text."),
    ),
    "too_few_cells": Message(
        "warning",
        ("{found} Zellen", "{expected} Zellen", "Fehlt ein Wert?"),
        ("{found} cells", "{expected} cells", "Is a value missing?"),
    ),
    "formula_text": Message(
        "warning",
        ("{found}", "ein Wert",
         "Die Formel wurde als Text behalten und nicht berechnet. Schreiben "
         "Sie den Wert."),
        ("{found}", "a value",
         "The formula was not computed. It was kept as text. Write the value."),
    ),
    "formula_value": Message(
        "note",
        ("{found}", "ein Wert",
         "Die Formel wurde nicht neu berechnet; genommen wurde ihr letzter Wert, {value}."),
        ("{found}", "a value",
         "The formula was not computed. Its last value, {value}, was taken."),
    ),
    # values
    "spreadsheet_error": Message(
        "warning",
        ("{found}", "ein Wert", "Ein Fehler der Tabellenkalkulation; gilt als keine Angabe."),
        ("{found}", "a value", "An error of the spreadsheet; counts as missing."),
    ),
    "needed": Message(
        "error",
        ("nichts", "{de}", "Ohne diese Angabe wird die Zeile nicht benutzt. Tragen Sie sie ein "
         "oder löschen Sie die Zeile."),
        ("nothing", "{en}", "The row is not used without it. Fill it in or delete the row."),
    ),
    "markup": Message(
        "warning",
        ("{found}", "ein Name ohne spitze Klammern",
         "Wird als Text gezeigt und nie ausgeführt. Ist er richtig?"),
        ("{found}", "a name", "Shown as text, never run. Is it right?"),
    ),
    "no_number": Message(
        "error",
        ("{found}", "eine Zahl, etwa 1234,5", "Schreiben Sie nur die Zahl. Der Wert fehlt sonst."),
        ("{found}", "a number, such as 1234.5", "Write the number alone; it is missing otherwise."),
    ),
    "two_readings": Message(
        "error",
        ("{found}", "eine eindeutige Schreibweise",
         "Das kann zweierlei heißen. Zahlen: 1234 oder 1,2340 schreiben; Daten: 31.12.2026."),
        ("{found}", "one clear reading",
         "This can mean two things. Numbers: write 1234 or 1.2340; dates: 2026-12-31."),
    ),
    "marks_mixed": Message(
        "error",
        ("{found}", "Komma oder Punkt, einheitlich in der Spalte",
         "In der Spalte stehen Zahlen mit Dezimalkomma und mit Dezimalpunkt. Sie wurde nicht "
         "gelesen."),
        ("{found}", "comma or point, the same in the whole column",
         "The column holds numbers with a decimal comma and with a decimal point. It was not "
         "read."),
    ),
    "no_count": Message(
        "error",
        ("{found}", "eine ganze Zahl ab 0", "Berichtigen Sie den Wert; er fehlt sonst."),
        ("{found}", "a whole number from 0", "Correct it; it is missing otherwise."),
    ),
    "thousands": Message(
        "warning",
        ("{found}", "{name}", "Als {name} verstanden, nach den anderen Werten der Spalte."),
        ("{found}", "{name}", "Taken as {name}, by the other values of the column."),
    ),
    "percent": Message(
        "note",
        ("{found}", "eine Zahl", "Werte mit % werden als Prozent gelesen: 12,5 % ist 12,5."),
        ("{found}", "a number", "Values with % are read as per cent: 12.5 % is 12.5."),
    ),
    "percent_mixed": Message(
        "error",
        ("{found}", "entweder alle Werte mit % oder keiner",
         "Nur ein Teil der Spalte trägt ein %. Die Werte ohne % wurden nicht gelesen."),
        ("{found}", "all values with % or none",
         "Only a part of the column has a %. The values without it were not read."),
    ),
    "no_year": Message(
        "error",
        ("{found}", "ein Jahr, etwa 2021, oder ein Datum", "Schreiben Sie ein Jahr."),
        ("{found}", "one year, such as 2021, or a date", "Write one year."),
    ),
    "no_date": Message(
        "error",
        ("{found}", "ein Datum, etwa 31.12.2026 oder 12/2026", "Schreiben Sie es so."),
        ("{found}", "a date, such as 2026-12-31 or 2026-12", "Write it like this."),
    ),
    "no_yes_no": Message(
        "error",
        ("{found}", "ja oder nein", "Schreiben Sie ja oder nein; sonst fehlt die Angabe."),
        ("{found}", "yes or no", "Write yes or no; it is missing otherwise."),
    ),
    "no_kind": Message(
        "warning",
        ("{found}", "eine von: {de}", "Nicht zugeordnet. Wählen Sie aus der Liste."),
        ("{found}", "one of: {en}", "Not recognised. Choose from the list."),
    ),
    "no_choice": Message(
        "error",
        ("{found}", "eine von: {de}", "Wählen Sie aus der Liste; sonst fehlt die Angabe."),
        ("{found}", "one of: {en}", "Choose from the list; it is missing otherwise."),
    ),
    "near_choice": Message(
        "warning",
        ("{found}", "{name}", "Als „{name}“ verstanden."),
        ("{found}", "{name}", "Taken as “{name}”."),
    ),
    "no_answer": Message(
        "error",
        ("{found}", "eine ganze Zahl von 0 bis 10, etwa 4",
         "Schreiben Sie die Zahl der Antwort; sonst fehlt sie."),
        ("{found}", "a whole number from 0 to 10, such as 4",
         "Write the number of the answer; it is missing otherwise."),
    ),
    "no_items": Message(
        "error",
        ("keine Spalte mit Antworten", "eine Spalte je Frage", "Fügen Sie sie an."),
        ("no column with answers", "one column per question", "Add them."),
    ),
    "person": Message(
        "error",
        ("{found}", "eine laufende Nummer",
         "Das sieht nach einer Person aus. Ersetzen Sie Namen und E-Mail-Adressen durch Nummern; "
         "die Zeile wurde nicht benutzt."),
        ("{found}", "a running number",
         "This looks like a person. Replace names and e-mail addresses by numbers; the row was "
         "not used."),
    ),
    "own_regions": Message(
        "warning",
        ("{found}", "eigene Schlüssel von Regionen",
         "Die meisten Regionen sind keine deutschen Kreise; alle gelten als eigene Schlüssel."),
        ("{found}", "keys of your own",
         "Most regions are no German districts; all are taken as keys of your own."),
    ),
    "repeated_name": Message(
        "warning",
        ("{found}", "jedes Mitglied einmal",
         "Auch in Zeile {first}. Beide Zeilen bleiben und zählen einmal."),
        ("{found}", "each member once",
         "Also in row {first}. Both rows are kept and counted once."),
    ),
    "double": Message(
        "warning",
        ("{found}", "jeder Eintrag einmal", "Steht schon in Zeile {first}; zählt einmal."),
        ("{found}", "each entry once", "Is in row {first} already; counts once."),
    ),
    "contradiction": Message(
        "error",
        ("{found}", "jeder Eintrag einmal",
         "Zeile {first} sagt zum selben etwas anderes. Keine von beiden wurde benutzt."),
        ("{found}", "each entry once",
         "Row {first} says something else about the same. Neither was used."),
    ),
    "not_a_member": Message(
        "warning",
        ("{found}", "ein Name aus der Tabelle Mitglieder",
         "So heißt kein Mitglied. {hint} Gleiche Namen verbinden die Tabellen."),
        ("{found}", "a name from the table of members",
         "No member is called so. {hint} The same names connect the tables."),
    ),
    "with_itself": Message(
        "warning",
        ("{found}", "zwei verschiedene Organisationen", "Der Kontakt wird nicht gezählt."),
        ("{found}", "two different organisations", "The contact is not counted."),
    ),
    "ends_before": Message(
        "error",
        ("{found}", "ein Ende nach dem Beginn", "Berichtigen Sie eines der Jahre."),
        ("{found}", "an end after the start", "Correct one of the years."),
    ),
    "unknown_file": Message(
        "warning",
        ("{found}", "eine von: {known}", "Die Datei wird nicht benutzt. {hint}"),
        ("{found}", "one of: {known}", "The file is not used. {hint}"),
    ),
    "text_not_read": Message(
        "warning",
        ("{found}", "PDF, DOCX, HTML, TXT oder WARC", "Diese Datei wird nicht gelesen."),
        ("{found}", "PDF, DOCX, HTML, TXT or WARC", "This file is not read."),
    ),
}  # fmt: skip
