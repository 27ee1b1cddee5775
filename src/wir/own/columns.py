"""Which tables an alliance can fill in, and what their columns hold.

The templates are made from this, the reader reads by it, and the help texts in the templates say
it, so that the three cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text", "number", "count", "year", "date", "yes_no", "choice", "district", "kind", "region"
]


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    key
        Its name in the DataFrame.
    holds
        What is in it.
    de, en
        Heading in the templates.
    help_de, help_en
        What to put there.
    example
        A made-up value (German, English).
    words
        Further headings that are understood, in lower case.
    needed
        A row without it is not used.
    choices
        Value → words that stand for it (German first, then English); for ``choice`` and ``kind``.
    """

    key: str
    holds: Kind
    de: str
    en: str
    help_de: str
    help_en: str
    example: tuple[str | int | float, str | int | float] = ("", "")
    words: tuple[str, ...] = ()
    needed: bool = False
    choices: Mapping[str, tuple[str, ...]] | None = None

    @property
    def headings(self) -> set[str]:
        """All headings that are understood, in lower case."""
        return {self.key, self.de.casefold(), self.en.casefold(), *self.words}

    def label(self, language: str) -> str:
        """Return the heading in a language."""
        return self.de if language == "de" else self.en


@dataclass(frozen=True)
class Table:
    """One table: its file is ``<key>.xlsx`` or ``<key>.csv``.

    Attributes
    ----------
    key, de, en
        Name, and what it is called.
    purpose_de, purpose_en
        What it is for, in one sentence.
    unique
        Columns whose values together can occur only once.
    items
        Heading of the columns beyond, which hold answers as numbers; empty where they are text.
    """

    key: str
    de: str
    en: str
    purpose_de: str
    purpose_en: str
    columns: tuple[Column, ...]
    files: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    items: bool = False

    def label(self, language: str) -> str:
        """Return what the table is called."""
        return self.de if language == "de" else self.en

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns that must be there."""
        return tuple(one.key for one in self.columns if one.needed)

    @property
    def meaning(self) -> dict[str, str]:
        """Heading in lower case → key of the column."""
        return {word: one.key for one in self.columns for word in one.headings}


KINDS = {
    "HES": ("Hochschule", "university"),
    "REC": ("Forschungseinrichtung", "research institute"),
    "PRC": ("Unternehmen", "company"),
    "PUB": ("Kommune oder Behörde", "public body"),
    "OTH": ("Verein oder Sonstiges", "association or other"),
}
YES_NO = {"yes": ("ja", "yes"), "no": ("nein", "no")}
FREQUENCY = {
    "weekly": ("wöchentlich", "weekly", "jede woche", "täglich", "daily"),
    "monthly": ("monatlich", "monthly", "jeden monat"),
    "quarterly": ("vierteljährlich", "quarterly", "quartalsweise", "jedes quartal"),
    "yearly": ("jährlich", "yearly", "jedes jahr", "annually"),
    "rarely": ("seltener", "rarely", "selten"),
}
TOPICS = {
    "potential": ("Innovationspotenzial", "innovation potential", "potential", "potenzial"),
    "profile": ("Nutzenversprechen und Zielgruppen", "value proposition and target groups",
                "profile", "profil", "zielgruppen", "value proposition"),
    "ecosystem": ("Strukturen und Prozesse des Ökosystems", "ecosystem structures and processes",
                  "ecosystem", "ökosystem", "strukturen und prozesse"),
}  # fmt: skip
PRIORITY = {
    "high": ("hoch", "high", "1"),
    "medium": ("mittel", "medium", "2"),
    "low": ("niedrig", "low", "3", "gering"),
}
STATUS = {
    "open": ("offen", "open", "geplant", "planned"),
    "running": ("läuft", "running", "in arbeit", "in progress", "begonnen"),
    "done": ("erledigt", "done", "abgeschlossen", "fertig"),
}


def _district(help_de: str, help_en: str, *, key: str = "ags") -> Column:
    return Column(
        key, "district", "Kreis", "District", help_de, help_en, ("Landkreis Görlitz", "14626"),
        ("ags", "district", "kreis", "kreisschlüssel", "landkreis", "kreis (name oder ags)"),
    )  # fmt: skip


MEMBERS = Table(
    "members", "Mitglieder", "Members",
    "Wer zum Bündnis gehört. Organisationen, keine Personen.",
    "Who belongs to the alliance. Organisations, not persons.",
    (
        Column("name", "text", "Name", "Name", "Name der Organisation, wie sie sich nennt",
               "name of the organisation as it calls itself",
               ("Muster-Werkstatt GmbH", "Sample Workshop Ltd"),
               ("organisation", "organization", "einrichtung", "institution", "partner",
                "mitglied", "member", "unternehmen", "firma", "name der organisation"),
               needed=True),
        Column("city", "text", "Ort", "City", "Ort des Sitzes", "town of the seat",
               ("Musterstadt", "Musterstadt"), ("town", "stadt", "sitz", "standort")),
        _district("Landkreis oder kreisfreie Stadt: Name oder Schlüssel (AGS)",
                  "district: name or key (AGS)"),
        Column("kind", "kind", "Art", "Kind", "Art der Organisation (Liste)",
               "kind of organisation (list)", ("Unternehmen", "company"),
               ("type", "typ", "organisationstyp", "kategorie", "sektor"), choices=KINDS),
        Column("role", "text", "Rolle", "Role", "Rolle im Bündnis", "role in the alliance",
               ("Mitglied", "member"), ("funktion",)),
        Column("joined", "year", "Mitglied seit", "Joined", "Jahr des Beitritts",
               "year of joining", (2021, 2021), ("beitritt", "seit", "eintritt", "since")),
        Column("last_active", "year", "Zuletzt aktiv", "Last active",
               "Jahr der letzten Beteiligung", "year of the last contribution", (2025, 2025),
               ("letzte aktivität", "letzter kontakt")),
        Column("new_to_rd", "yes_no", "Neu in FuE", "New to R&D",
               "Vorher ohne eigene Forschung und Entwicklung? ja oder nein",
               "no R&D of its own before? yes or no", ("nein", "no"),
               ("neu in f&e", "fue-neuling", "newcomer"), choices=YES_NO),
    ),
    ("mitglieder",),
)  # fmt: skip

PROJECTS = Table(
    "projects", "Projekte", "Projects",
    "Gemeinsame Vorhaben: eine Zeile je Projekt und Partner.",
    "Joint projects: one row per project and partner.",
    (
        Column("project", "text", "Projekt", "Project", "Titel oder Kürzel des Vorhabens",
               "title or acronym of the project", ("Musterprojekt", "Sample project"),
               ("vorhaben", "projekttitel", "titel", "title", "akronym"), needed=True),
        Column("name", "text", "Partner", "Partner", "Name eines Partners, je Zeile einer",
               "name of one partner per row", ("Muster-Werkstatt GmbH", "Sample Workshop Ltd"),
               ("name", "organisation", "organization", "einrichtung", "mitglied", "member",
                "projektpartner", "zuwendungsempfänger"), needed=True),
        Column("role", "text", "Rolle", "Role", "Leitung oder Partner", "lead or partner",
               ("Leitung", "lead"), ("funktion",)),
        Column("kind_of_tie", "text", "Art", "Kind", "Art der Zusammenarbeit",
               "kind of collaboration", ("Verbundprojekt", "joint project"),
               ("art der zusammenarbeit", "typ", "type")),
        Column("start", "year", "Beginn", "Start", "Jahr oder Datum", "year or date",
               (2022, 2022), ("laufzeitbeginn", "von")),
        Column("end", "year", "Ende", "End", "Jahr oder Datum", "year or date", (2024, 2024),
               ("laufzeitende", "bis")),
    ),
    ("projekte", "vorhaben"), ("project", "name"),
)  # fmt: skip

CONTACTS = Table(
    "contacts", "Kontakte", "Contacts",
    "Wer von den Mitgliedern mit wem arbeitet, auch ohne Projekt: eine Zeile je Paar.",
    "Who of the members works with whom, also without a project: one row per pair.",
    (
        Column("name_a", "text", "Organisation A", "Organisation A", "Name wie bei Mitglieder",
               "name as among the members", ("Muster-Werkstatt GmbH", "Sample Workshop Ltd"),
               ("a", "von", "from", "mitglied a", "member a", "partner a"), needed=True),
        Column("name_b", "text", "Organisation B", "Organisation B", "Name wie bei Mitglieder",
               "name as among the members", ("Muster-Hochschule", "Sample University"),
               ("b", "zu", "an", "to", "mitglied b", "member b", "partner b"), needed=True),
        Column("kind_of_tie", "text", "Art", "Kind", "Worum es geht, etwa Austausch, Auftrag",
               "what it is about, such as exchange or contract", ("Austausch", "exchange"),
               ("art der zusammenarbeit", "typ", "type")),
        Column("frequency", "choice", "Häufigkeit", "Frequency", "Wie oft (Liste)",
               "how often (list)", ("monatlich", "monthly"), ("wie oft",), choices=FREQUENCY),
        Column("since", "year", "Seit", "Since", "Jahr", "year", (2021, 2021), ()),
    ),
    ("kontakte",), ("name_a", "name_b"),
)  # fmt: skip

INDICATORS = Table(
    "indicators", "Kennzahlen", "Indicators",
    "Eigene Zahlen zur Region oder zum Bündnis: eine Zeile je Kennzahl, Kreis und Jahr.",
    "Figures of your own: one row per indicator, district and year.",
    (
        Column("indicator", "text", "Kennzahl", "Indicator", "Was gezählt wird",
               "what is counted", ("Gründungen im Handwerk", "start-ups in crafts"),
               ("indikator", "merkmal"), needed=True),
        _district("Kreis; leer für die Region als Ganzes", "district; empty: the whole region"),
        Column("year", "year", "Jahr", "Year", "Jahr", "year", (2024, 2024), (), needed=True),
        Column("value", "number", "Wert", "Value", "Zahl, auch mit Komma oder %",
               "number", (12.5, 12.5), ("zahl", "anzahl"), needed=True),
        Column("unit", "text", "Einheit", "Unit", "etwa Anzahl, %, Euro", "such as number, %, euro",
               ("Anzahl", "number")),
        Column("source", "text", "Quelle", "Source", "Woher die Zahl stammt",
               "where the figure is from", ("eigene Erhebung", "own survey")),
    ),
    ("kennzahlen", "indikatoren"), ("indicator", "ags", "year"),
)  # fmt: skip

ACTIVITIES = Table(
    "activities", "Beschäftigte nach Feld", "Employment by field",
    "Beschäftigte, Patente oder anderes nach Region und Feld: eine Zeile je Region, Feld und Jahr.",
    "Employment, patents or other by region and field: one row per region, field and year.",
    (
        Column("region", "region", "Region", "Region", "Kreis, oder eigener Schlüssel der Region",
               "district, or a key of your own", ("Landkreis Görlitz", "14626"),
               ("kreis", "district", "ags", "landkreis"), needed=True),
        Column("activity", "text", "Feld", "Activity", "Schlüssel des Feldes, etwa C28",
               "key of the field, such as C28", ("C28", "C28"),
               ("tätigkeit", "branche", "beruf", "wz", "kldb", "kldb3"), needed=True),
        Column("year", "year", "Jahr", "Year", "Jahr", "year", (2022, 2022), (), needed=True),
        Column("count", "count", "Anzahl", "Count", "ganze Zahl ab 0", "whole number from 0",
               (1200, 1200), ("beschäftigte", "zahl", "wert", "employees"), needed=True),
        Column("name", "text", "Bezeichnung", "Name", "Das Feld in Worten",
               "the field in words", ("Maschinenbau", "mechanical engineering"),
               ("feldname", "bezeichnung des feldes")),
    ),
    ("beschaeftigte", "beschäftigte", "felder", "taetigkeiten"), ("region", "activity", "year"),
)  # fmt: skip

ANSWERS = Table(
    "answers", "Antworten einer Befragung", "Survey answers",
    "Eine Zeile je Antwortbogen, eine Spalte je Frage; Nummern statt Namen von Personen.",
    "One row per questionnaire, one column per question; numbers, not names of persons.",
    (
        Column("respondent", "text", "Bogen", "Respondent", "laufende Nummer, kein Name",
               "running number, not a name", (1, 1),
               ("nr", "nr.", "nummer", "id", "respondent", "fragebogen", "code"), needed=True),
        Column("group", "text", "Gruppe", "Group", "etwa Unternehmen, Hochschule; darf fehlen",
               "such as company, university; may be missing", ("Unternehmen", "company"),
               ("gruppe", "akteursgruppe")),
    ),
    ("antworten", "befragung"), ("respondent",), items=True,
)  # fmt: skip

DECISIONS = Table(
    "decisions", "Was Sie beschlossen haben", "What you decided",
    "Ergebnisse eines Workshops: eine Zeile je Beschluss.",
    "Results of a workshop: one row per decision.",
    (
        Column("topic", "choice", "Thema", "Topic", "Thema des Workshops (Liste)",
               "topic of the workshop (list)", ("Innovationspotenzial", "innovation potential"),
               (), choices=TOPICS),
        Column("decision", "text", "Beschluss", "Decision", "Was beschlossen wurde",
               "what was decided", ("Zwei Betriebe besuchen", "visit two firms"),
               ("ergebnis", "maßnahme", "vorhaben", "result", "action"), needed=True),
        Column("responsible", "text", "Zuständig", "Responsible",
               "Organisation oder Gremium, keine Person", "organisation or board, not a person",
               ("Koordination", "coordination"), ("verantwortlich", "wer", "who")),
        Column("due", "date", "Bis wann", "Due", "Datum oder Monat", "date or month",
               ("30.06.2026", "2026-06-30"), ("termin", "frist", "bis", "deadline")),
        Column("priority", "choice", "Priorität", "Priority", "Liste", "list",
               ("hoch", "high"), ("wichtigkeit",), choices=PRIORITY),
        Column("status", "choice", "Stand", "Status", "Liste", "list", ("offen", "open"), (),
               choices=STATUS),
        Column("decided_on", "date", "Beschlossen am", "Decided on", "Datum des Workshops",
               "date of the workshop", ("15.03.2026", "2026-03-15"), ("datum", "date")),
    ),
    ("beschluesse", "beschlüsse", "ergebnisse"),
)  # fmt: skip

TABLES: dict[str, Table] = {
    one.key: one
    for one in (MEMBERS, PROJECTS, CONTACTS, INDICATORS, ACTIVITIES, ANSWERS, DECISIONS)
}
