"""Terms of the results in German and English: pillars, indicators, kinds, quadrants, outcomes."""

# ruff: noqa: E501
from __future__ import annotations

Pair = tuple[str, str]

INDICES: dict[str, Pair] = {
    "weakness": ("Strukturschwäche", "structural weakness"),
    "potential": ("Innovationspotenzial", "innovation potential"),
}
PILLARS: dict[str, Pair] = {
    "Productivity and income": ("Produktivität und Einkommen", "productivity and income"),
    "Labour market": ("Arbeitsmarkt", "labour market"),
    "Demography": ("Demografie", "demography"),
    "Skills": ("Qualifikation", "skills"),
    "Research": ("Forschung", "research"),
    "Business": ("Unternehmen", "business"),
}
INDICATORS: dict[str, tuple[str, str, int]] = {
    "gdp_per_worker": ("Bruttoinlandsprodukt je Erwerbstätigen (Euro)", "GDP per worker (EUR)", 0),
    "purchasing_power": ("Kaufkraft je Einwohner (Euro)", "Purchasing power per head (EUR)", 0),
    "tax_revenue_per_head": ("Kommunale Steuereinnahmen je Einwohner (Euro)", "Municipal tax revenue per head (EUR)", 0),
    "unemployment_rate": ("Arbeitslosenquote (%)", "Unemployment rate (%)", 1),
    "longterm_unemployed_share": ("Langzeitarbeitslose (% der Arbeitslosen)", "Long-term unemployed (% of the unemployed)", 1),
    "youth_unemployment_rate": ("Jugendarbeitslosenquote (%)", "Youth unemployment rate (%)", 1),
    "population_change_10y": ("Bevölkerungsentwicklung in zehn Jahren (%)", "Change of population in ten years (%)", 1),
    "share_65plus": ("Einwohner ab 65 Jahren (%)", "Inhabitants aged 65 and over (%)", 1),
    "knowledge_occupation_share": ("Beschäftigte in technischen, naturwissenschaftlichen und IT-Berufen (%)", "Employees in development, science and IT occupations (%)", 1),
    "students_per_1000": ("Studierende je 1.000 Einwohner", "Students per 1,000 inhabitants", 1),
    "apprentices_per_1000": ("Auszubildende je 1.000 Beschäftigte", "Apprentices per 1,000 employees", 1),
    "federal_rd_per_head_10y": ("Projektförderung des Bundes in zehn Jahren (Euro je Einwohner)", "Federal project funding in ten years (EUR per head)", 0),
    "h2020_per_100000": ("Beteiligungen an Horizont 2020 in fünf Jahren je 100.000 Einwohner", "Horizon 2020 participations begun in five years, per 100,000 inhabitants", 1),
    "patents_per_million": ("EPA-Patentanmeldungen je Mio. Einwohner (bis 2011)", "EPO patent applications per million inhabitants (to 2011)", 1),
    "gva_per_worker_secondary": ("Wertschöpfung je Erwerbstätigen im produzierenden Gewerbe (Euro)", "Value added per worker in industry and construction (EUR)", 0),
    "industry_investment_per_worker": ("Investitionen in der Industrie je Beschäftigten (Euro)", "Investment in industry per worker (EUR)", 0),
    "establishments_large_share": ("Betriebe ab 250 Beschäftigten (%)", "Establishments with 250 and more employees (%)", 2),
    "occupational_variety": ("Vielfalt der Berufe (Entropie, Bit)", "Variety of occupations (entropy, bits)", 2),
}  # fmt: skip
"""Indicator → German, English, decimals."""

STRUCTURE: dict[str, Pair] = {
    "log_population": ("Größe", "size"),
    "log_density": ("Siedlungsdichte", "density"),
    "share_65plus": ("Alter", "age"),
    "gva_share_primary": ("Landwirtschaft", "agriculture"),
    "gva_share_secondary": ("Industrie", "industry"),
    "establishments_large_share": ("Großbetriebe", "large firms"),
    "knowledge_occupation_share": ("Wissensberufe", "knowledge occupations"),
    "log_students": ("Studierende", "students"),
    "occupational_variety": ("Vielfalt der Berufe", "variety of occupations"),
}
QUADRANTS: dict[str, Pair] = {
    "open": ("offen", "open"),
    "contested": ("umkämpft", "contested"),
    "quiet": ("ruhig", "quiet"),
    "crowded": ("besetzt", "crowded"),
}
KINDS: dict[str, Pair] = {
    "university": ("Hochschule", "university"),
    "research institute": ("Forschungseinrichtung", "research institute"),
    "firm": ("Unternehmen", "firm"),
    "public body or other": ("öffentliche oder sonstige Einrichtung", "public body or other"),
    "HES": ("Hochschule", "university"),
    "REC": ("Forschungseinrichtung", "research institute"),
    "PRC": ("Unternehmen", "firm"),
    "PUB": ("öffentliche Einrichtung", "public body"),
    "OTH": ("sonstige Einrichtung", "other"),
}
OUTCOMES: dict[str, tuple[str, str, str, str]] = {
    "employees": ("Beschäftigte", "Employees", "%", "%"),
    "gdp": ("Bruttoinlandsprodukt je Einwohner", "GDP per head", "%", "%"),
    "qualification": ("Wissensberufe", "Knowledge occupations", "Prozentpunkte", "points"),
}
"""Outcome → German, English, unit in German, in English."""

FIELD_AREAS: dict[str, Pair] = {
    "bioeconomy & food": ("Bioökonomie und Ernährung", "bioeconomy and food"),
    "health": ("Gesundheit", "health"),
    "materials & manufacturing": ("Werkstoffe und Produktion", "materials and manufacturing"),
    "energy & hydrogen": ("Energie und Wasserstoff", "energy and hydrogen"),
    "culture & social innovation": (
        "Kultur und soziale Innovation", "culture and social innovation",
    ),
    "resources & environment": ("Ressourcen und Umwelt", "resources and environment"),
    "digital technologies": ("Digitale Technologien", "digital technologies"),
    "construction & heritage": ("Bauen und baukulturelles Erbe", "construction and heritage"),
    "mobility & aerospace": ("Mobilität und Luft- und Raumfahrt", "mobility and aerospace"),
}  # fmt: skip
PHASES: dict[str, Pair] = {
    "implementation": ("Umsetzungsphase", "implementation phase"),
    "concept": ("bekannt aus der Konzeptphase", "known from the concept phase"),
}
BASIS: dict[str, Pair] = {
    "named": ("in einer Quelle genannt", "named by a source"),
    "definition": ("aus dem Namen der Region erschlossen", "the region's name stands for it"),
    "lead_city_only": ("nur Sitz der Koordination", "seat of the coordinator only"),
    "own": ("von Ihnen angegeben", "as you gave it"),
}
SECTORS: dict[str, Pair] = {
    "Agriculture, forestry, fishing": (
        "Land- und Forstwirtschaft, Fischerei", "Agriculture, forestry, fishing",
    ),
    "Industry and construction": ("Produzierendes Gewerbe", "Industry and construction"),
    "Services": ("Dienstleistungen", "Services"),
    "Fewer than 10 employees": ("unter 10 Beschäftigte", "Fewer than 10 employees"),
    "10 to 49": ("10 bis 49", "10 to 49"),
    "50 to 249": ("50 bis 249", "50 to 249"),
    "250 and more": ("250 und mehr", "250 and more"),
}  # fmt: skip
TOPICS: dict[str, Pair] = {
    "income": ("Produktivität und Einkommen", "productivity and income"),
    "labour": ("Arbeitsmarkt", "labour market"),
    "demography": ("Demografie", "demography"),
    "skills": ("Qualifikation", "skills"),
    "research": ("Forschung", "research"),
    "business": ("Unternehmen", "business"),
    "taking-part": ("Beteiligung an geförderten Projekten", "taking part in funded projects"),
    "reach": ("Reichweite der Partnerschaften", "reach of the partners"),
    "bridging": ("Brücken zwischen Regionen", "bridging between regions"),
    "complexity": ("Komplexität der Tätigkeiten", "complexity of what the region does"),
    "related": ("Nähe zu komplexen neuen Feldern", "closeness to complex new fields"),
    "demand": ("Nachfrage im eigenen Feld", "demand for the own field"),
    "room": ("Platz im Wettbewerb", "room among competitors"),
    "field": ("gleiches Feld", "same field"),
    "phase": ("weiter im Programm", "further on in the programme"),
    "structure": ("ähnliche Region", "similar region"),
}
"""Topics of `wir.learning.topics`."""
VERDICTS: dict[str, Pair] = {
    "scarce": ("knapp", "scarce"),
    "not scarce": ("nicht knapp", "not scarce"),
    "depends": ("je nach Messung", "depends on the measure"),
}
HEALTH: dict[str, Pair] = {
    "coordinator_share": ("Vorhaben mit Beteiligung der Koordination", "Projects that the coordinator takes part in"),
    "broker_dependence": ("Mitglieder ohne Anschluss, falls der wichtigste Vermittler ausfällt", "Members cut off if the most important broker left"),
    "inactive_share": ("Mitglieder seit über zwei Jahren ohne Aktivität", "Members without activity for more than two years"),
    "newcomer_share": ("Mitglieder ohne FuE-Erfahrung", "Members new to research and development"),
    "regional_share": ("Mitglieder aus der Region", "Members from the region"),
    "firm_share": ("Unternehmen", "Firms"),
    "science_share": ("Hochschulen und Forschungseinrichtungen", "Universities and research institutes"),
    "society_share": ("Öffentliche Einrichtungen, Verbände und Sonstige", "Public bodies, associations and others"),
    "balance": ("Ausgewogenheit von Wirtschaft, Wissenschaft und Gesellschaft (100: gleiche Teile)", "Balance of firms, science and society (100: equal parts)"),
    "multiplex_share": ("Beziehungen, die auf mehr als einem Vorhaben oder Anlass beruhen", "Ties that rest on more than one project or kind"),
}  # fmt: skip
ADVICE: dict[tuple[str, str], Pair] = {
    ("coordinator_share", "above"): ("Lassen Sie Mitglieder Vorhaben ohne die Koordination leiten; fragen Sie zuerst die gut vernetzten.", "Let members lead projects without the coordinator; ask those with most partners first."),
    ("broker_dependence", "above"): ("Bringen Sie die Mitglieder, die an diesem einen hängen, in einem Vorhaben ohne ihn zusammen.", "Bring the members that hang on this one together directly, in a project without it."),
    ("inactive_share", "above"): ("Rufen Sie an: Was brächte sie zurück? Wer nicht bleiben will, darf gehen.", "Call them: what would bring them back? Who does not want to stay may leave."),
    ("newcomer_share", "below"): ("Sprechen Sie Betriebe ohne bisheriges Forschungsprojekt an; die Kammern kennen sie.", "Ask firms that have never had a research project; chambers know them."),
    ("regional_share", "above"): ("Sie arbeiten überwiegend unter Nachbarn: Die überregionale Liste zeigt, was hier fehlt.", "Mostly among neighbours: see the supra-regional list for what is missing here."),
    ("regional_share", "below"): ("Die meisten kommen von außerhalb: Die regionale Liste zeigt, wer dazukommen könnte.", "Mostly from elsewhere: see the regional list for who could join."),
    ("firm_share", "below"): ("Suchen Sie Unternehmen, auch solche ohne bisherige Kooperationen.", "Look for firms, also for those without ties yet."),
    ("science_share", "below"): ("Suchen Sie Forschung überregional, falls die Region keine hat.", "Look for research beyond the region, if it has none."),
    ("society_share", "below"): ("Sprechen Sie Kommunen, Kammern und Verbände an; sie öffnen Türen zu Anwendern.", "Ask municipalities, chambers and associations; they open doors to users."),
    ("balance", "below"): ("Prüfen Sie, welche der drei Gruppen die kleinste ist, und beginnen Sie dort.", "See which of the three is smallest, and start there."),
    ("multiplex_share", "below"): ("Eine Beziehung, die nur auf einem Vorhaben ruht, endet mit ihm: Vereinbaren Sie vorher den nächsten Schritt.", "A tie that rests on one project ends with it: agree on the next step before."),
}  # fmt: skip
"""Item and side of the reference → what to do."""


def term(table: dict[str, Pair], key: object, german: bool) -> str:
    """Return a term of one of the tables above; the key itself where it is not there."""
    pair = table.get(str(key))
    return str(key) if pair is None else pair[not german]
