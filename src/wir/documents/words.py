"""The words that writers add to a document, in German and English."""

from __future__ import annotations

from wir.documents.blocks import CalloutKind, Language

WORDS: dict[str, dict[Language, str]] = {
    "contents": {"en": "Contents", "de": "Inhalt"},
    "skip": {"en": "Skip to the text", "de": "Zum Text springen"},
    "top": {"en": "Back to the top", "de": "Zum Anfang"},
    "table": {"en": "Table", "de": "Tabelle"},
    "chart": {"en": "Figure", "de": "Abbildung"},
    "source": {"en": "Source", "de": "Quelle"},
    "data": {"en": "Data of the figure (CSV)", "de": "Daten der Abbildung (CSV)"},
    "table_data": {"en": "Data of the table (CSV)", "de": "Daten der Tabelle (CSV)"},
    "page": {"en": "Page", "de": "Seite"},
    "of": {"en": "of", "de": "von"},
    "missing": {"en": "no data", "de": "keine Angabe"},
    "yes": {"en": "yes", "de": "ja"},
    "no": {"en": "no", "de": "nein"},
    "rows": {
        "en": "The first {shown} of {all} rows; all of them are in the workbook.",
        "de": "Die ersten {shown} von {all} Zeilen; alle stehen in der Arbeitsmappe.",
    },
    "appendix": {"en": "Tables and data", "de": "Tabellen und Daten"},
    "sheet": {"en": "Sheet", "de": "Blatt"},
    "title": {"en": "Title", "de": "Titel"},
    "kind": {"en": "Kind", "de": "Art"},
    "row_count": {"en": "Rows", "de": "Zeilen"},
    "back": {"en": "← Contents", "de": "← Inhalt"},
    "about": {
        "en": "Every table of the document in full, and the data of each figure.",
        "de": "Alle Tabellen des Dokuments in voller Länge und die Daten jeder Abbildung.",
    },
}

CALLOUTS: dict[CalloutKind, dict[Language, str]] = {
    "key": {"en": "Key finding", "de": "Kernaussage"},
    "note": {"en": "Note", "de": "Hinweis"},
    "warning": {"en": "Read with care", "de": "Mit Vorsicht zu lesen"},
    "question": {"en": "Question", "de": "Frage"},
    "decision": {"en": "What you decided", "de": "Ihr Beschluss"},
}


def word(key: str, language: Language) -> str:
    """Return one of the words that writers add."""
    return WORDS[key][language]
