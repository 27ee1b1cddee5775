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
}
"""Words of our own that stand for a value in a message."""

MESSAGES: dict[str, Message] = {
    # alliance.toml
    "no_alliance_file": Message(
        "error",
        ("keine Datei alliance.toml", "alliance.toml mit Namen und Landkreisen",
         "Legen Sie sie an: make alliance NAME={folder} ergänzt, was fehlt, und ändert nichts, was da "
         "ist."),
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
}  # fmt: skip
