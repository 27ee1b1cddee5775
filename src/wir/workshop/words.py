"""Words of workshop kits in German and English, and the names of codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wir.documents.blocks import Language

if TYPE_CHECKING:
    import pandas as pd

WORDS: dict[str, dict[Language, str]] = {
    "workshop": {"de": "Workshop", "en": "Workshop"},
    "slides": {"de": "Folien", "en": "Slides"},
    "slide": {"de": "Folie", "en": "Slide"},
    "next": {"de": "Weiter", "en": "Next"},
    "back": {"de": "Zurück", "en": "Back"},
    "keys": {
        "de": "Pfeiltasten: blättern. Pos1, Ende: erste, letzte Folie.",
        "en": "Arrow keys: turn the slides. Home, End: first, last slide.",
    },
    "notes": {"de": "Leitfaden für die Moderation", "en": "Facilitation notes"},
    "about": {"de": "Worum es geht", "en": "What this is about"},
    "leading": {"de": "Leitfrage", "en": "Guiding question"},
    "outcome": {"de": "Am Ende haben wir", "en": "At the end we have"},
    "agenda": {"de": "Ablauf", "en": "Agenda"},
    "time": {"de": "Zeit", "en": "Time"},
    "minutes": {"de": "Minuten", "en": "Minutes"},
    "part": {"de": "Teil", "en": "Part"},
    "goal": {"de": "Ziel", "en": "Aim"},
    "steps": {"de": "Schritte", "en": "Steps"},
    "material": {"de": "Material", "en": "Material"},
    "tip": {"de": "Tipp", "en": "Tip"},
    "prepare": {"de": "Vorbereitung", "en": "Preparation"},
    "prints": {"de": "Was zu drucken ist", "en": "What to print"},
    "after": {"de": "Nach dem Workshop", "en": "After the workshop"},
    "figures": {"de": "Zahlen der Region", "en": "The region’s figures"},
    "alliance": {"de": "Bündnis", "en": "Alliance"},
    "occupation": {"de": "Beruf", "en": "Occupation"},
    "field": {"de": "Feld", "en": "Field"},
    "district": {"de": "Kreis", "en": "District"},
    "own_field": {"de": "eigenes Feld", "en": "a field of your own"},
    "not_known": {"de": "nicht bekannt", "en": "not known"},
    "worksheet": {"de": "Arbeitsblatt", "en": "Worksheet"},
    "worksheets": {"de": "Arbeitsblätter", "en": "Worksheets"},
    "group": {"de": "Gruppe", "en": "Group"},
    "date": {"de": "Datum", "en": "Date"},
    "known": {"de": "Was bekannt ist", "en": "What is known"},
    "why": {"de": "Warum dieses Bündnis", "en": "Why this alliance"},
    "unknown": {"de": "Was nicht bekannt ist", "en": "What is not known"},
    "ask": {"de": "Unsere Frage an sie", "en": "Our question to them"},
    "who_asks": {"de": "Wer fragt, bis wann?", "en": "Who asks, by when?"},
    "cards": {"de": "Karten", "en": "Cards"},
    "made_up": {
        "de": "Erfundenes Bündnis in wirklichen Kreisen: nur zum Ausprobieren.",
        "en": "A made-up alliance in real districts: for trying out only.",
    },
    "no_figures": {
        "de": "Für dieses Bündnis liegen dazu keine Zahlen vor.",
        "en": "There are no figures on this for this alliance.",
    },
}

AREAS: dict[str, str] = {
    "bioeconomy & food": "Bioökonomie und Ernährung",
    "health": "Gesundheit",
    "materials & manufacturing": "Werkstoffe und Produktion",
    "energy & hydrogen": "Energie und Wasserstoff",
    "culture & social innovation": "Kultur und soziale Innovation",
    "resources & environment": "Ressourcen und Umwelt",
    "construction & heritage": "Bauen und Kulturerbe",
    "digital technologies": "Digitale Technologien",
    "mobility & aerospace": "Mobilität und Luftfahrt",
}
COORDINATORS: dict[str, str] = {
    "university": "Universität",
    "university of applied sciences": "Hochschule für angewandte Wissenschaften",
    "research institute": "Forschungsinstitut",
    "company": "Unternehmen",
    "association": "Verein oder Verband",
    "public body": "öffentliche Stelle",
    "chamber/craft": "Kammer oder Handwerk",
}
PHASES: dict[str, dict[Language, str]] = {
    "implementation": {"de": "Umsetzungsphase", "en": "implementation phase"},
    "concept": {
        "de": "aus der Konzeptphase bekannt; ob es weiterging, ist nicht bekannt",
        "en": "known from the concept phase; whether it went on is not known",
    },
}
KINDS: dict[str, str] = {
    "research institute": "Forschungsinstitut",
    "university": "Hochschule",
    "firm": "Unternehmen",
    "public body or other": "öffentliche Stelle oder andere",
}
REASONS: dict[str, dict[Language, str]] = {
    "log_population": {"de": "Größe", "en": "size"},
    "log_density": {"de": "Siedlungsdichte", "en": "density"},
    "share_65plus": {"de": "Alter der Bevölkerung", "en": "age of the population"},
    "gva_share_primary": {"de": "Anteil der Landwirtschaft", "en": "share of agriculture"},
    "gva_share_secondary": {"de": "Anteil der Industrie", "en": "share of industry"},
    "establishments_large_share": {"de": "Anteil großer Betriebe", "en": "share of large firms"},
    "knowledge_occupation_share": {
        "de": "Anteil wissensintensiver Berufe",
        "en": "share of knowledge occupations",
    },
    "log_students": {"de": "Zahl der Studierenden", "en": "number of students"},
    "students_per_1000": {"de": "Studierende je Einwohner", "en": "students per inhabitant"},
    "occupational_variety": {"de": "Vielfalt der Berufe", "en": "variety of occupations"},
}
CHALLENGES: dict[str, dict[Language, str]] = {
    "income": {"de": "Produktivität und Einkommen", "en": "productivity and income"},
    "labour": {"de": "Arbeitsmarkt", "en": "labour market"},
    "demography": {"de": "Demografie", "en": "demography"},
    "skills": {"de": "Qualifikation", "en": "skills"},
    "research": {"de": "Forschung", "en": "research"},
    "business": {"de": "Unternehmen", "en": "business"},
    "taking-part": {
        "de": "Beteiligung an geförderten Projekten",
        "en": "taking part in funded projects",
    },
    "reach": {"de": "Reichweite der Partnerschaften", "en": "reach of the partners"},
    "bridging": {"de": "Brücken zwischen Regionen", "en": "bridging between regions"},
    "complexity": {"de": "Komplexität der Tätigkeiten", "en": "complexity of what is done"},
    "related": {"de": "Nähe zu komplexen neuen Feldern", "en": "closeness to complex new fields"},
    "demand": {"de": "Nachfrage nach dem eigenen Feld", "en": "demand for the own field"},
    "room": {"de": "Freiraum im Wettbewerb", "en": "room among competitors"},
}
"""Topics of notebook 6-1 on which one is weak and the other strong."""
BONDS: dict[str, dict[Language, str]] = {
    "field": {"de": "arbeitet in einem verwandten Feld", "en": "works in a related field"},
    "phase": {"de": "ist im Programm weiter", "en": "is further on in the programme"},
    "structure": {"de": "hat eine ähnliche Region", "en": "has a similar region"},
}
"""Topics of notebook 6-1 without a weakness on one side and a strength on the other."""
SCARCITY: dict[str, dict[Language, str]] = {
    "scarce": {"de": "ja", "en": "yes"},
    "not scarce": {"de": "nein", "en": "no"},
    "depends": {"de": "je nach Maß", "en": "depends on the measure"},
}


def word(key: str, language: Language) -> str:
    """Return one of the words."""
    return WORDS[key][language]


def translated(value: object, german: dict[str, str], language: Language) -> str:
    """Return a coded value in words; "not known" where there is none."""
    text = "" if value is None or value != value else str(value)
    if not text:
        return word("not_known", language)
    return german.get(text, text) if language == "de" else text


def occupations(codes: object, language: Language) -> list[str]:
    """Return the names of occupational groups (KldB 2010, three digits)."""
    from wir.dossier.occupation_names import occupation_name

    given = [] if codes is None else list(codes)  # type: ignore[call-overload]
    return [occupation_name(str(one), language) for one in given]


def names_of(series: pd.Series, language: Language) -> list[str]:
    """Return the names of a column of occupational groups."""
    return occupations(series.tolist(), language)
