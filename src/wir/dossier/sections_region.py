"""Sections of a dossier: summary, the alliance and its region, potential and new fields."""

# ruff: noqa: E501  (templates with cases stay on one line)

from __future__ import annotations

from typing import TYPE_CHECKING

from wir.documents import blocks as b
from wir.documents.charts import chart
from wir.dossier import charts, region_words
from wir.dossier import potential_words as words
from wir.dossier.country import INDICES, YEAR
from wir.dossier.speech import Speech
from wir.dossier.summary_words import certainty_sentence, findings
from wir.dossier.terms import INDICATORS, PILLARS, term
from wir.dossier.terms import INDICES as INDEX_TERMS

if TYPE_CHECKING:
    import pandas as pd

    from wir.documents.blocks import Block
    from wir.dossier.facts import DossierFacts

BOUNDARIES = "© GeoBasis-DE / BKG (2020), dl-de/by-2-0 (Daten verändert)"
"""The source of boundaries, as it wants to be named."""
TOP = 10
"""Rows of tables and charts of occupations."""


def summary(facts: DossierFacts, say: Speech) -> list[Block]:
    """Return the page with the findings that matter."""
    found = findings(facts, say)
    shown: list[Block] = [
        b.Heading(say.pick("Das Wichtigste in Kürze", "In short")),
        b.Paragraph(region_words.opening_sentence(facts, say)),
    ]
    if facts.region.made_up:
        shown.append(b.Callout("warning", region_words.made_up_sentence(say)))
    shown += [
        b.Callout("key", one.text, f"{one.topic} – {say.certainty(one.certainty)}") for one in found
    ]
    return [*shown, b.Paragraph(certainty_sentence(say))]


def region(facts: DossierFacts, say: Speech) -> list[Block]:
    """Return the section on the alliance and where its region stands."""
    source = say.pick(
        f"Kreisdaten bis {YEAR} (BBSR: INKAR; ARDECO; CORDIS); eigene Berechnungen",
        f"District data to {YEAR} (BBSR: INKAR; ARDECO; CORDIS); own calculations",
    )
    place = say.pick("Kreis", "District")
    standing = facts.standing.copy()
    standing.insert(0, "name", [say.place(one) for one in standing.index])
    standing.insert(1, "people", facts.people)
    shown: list[Block] = [
        b.Heading(say.pick("Das Bündnis und seine Region", "The alliance and its region")),
        b.Facts(region_words.fact_pairs(facts, say)),
        _map(facts, say),
        b.Heading(
            say.pick("Strukturschwäche und Innovationspotenzial", "Weakness and potential"), 2
        ),
        *[b.Paragraph(one) for one in region_words.region_findings(facts, say)],
        chart(
            charts.ranks(facts.standing, facts.total, say),
            "ranks",
            title=say.pick(
                f"Rang der Kreise unter {facts.total}",
                f"Ranks of the districts among {facts.total}",
            ),
            caption=say.pick(
                "Raute: Rang. Balken: Intervall, das neun von zehn Rängen enthält, wenn Gewichte, "
                "Skalen, Mittelung und Auswahl der Indikatoren wechseln. Gepunktet: Mitte.",
                "Diamond: rank. Bar: interval that holds nine tenths of the ranks when weights, "
                "scales, mean and choice of indicators vary. Dotted: the middle.",
            ),
            alt=" ".join(
                region_words.standing_sentence(facts, one, say) for one in INDICES
            ).replace("*", ""),
            data=standing.rename_axis("ags"),
            source=source,
        ),
        b.DataTable(
            standing.reset_index(drop=True),
            "standing",
            say.pick("Ränge mit Intervall", "Ranks with intervals"),
            say.pick(
                "Rang 1 ist der strukturschwächste Kreis beziehungsweise der mit dem größten "
                "Potenzial.",
                "Rank 1 is the weakest district, or the one with the most potential.",
            ),
            source,
            formats=dict.fromkeys(standing.columns[1:], 0),
            labels={
                "name": place,
                "people": say.pick("Einwohner", "Inhabitants"),
                "rank_weakness": say.pick("Schwäche: Rang", "Weakness: rank"),
                "lower_weakness": say.pick("von", "from"),
                "upper_weakness": say.pick("bis", "to"),
                "rank_potential": say.pick("Potenzial: Rang", "Potential: rank"),
                "lower_potential": say.pick("von", "from"),
                "upper_potential": say.pick("bis", "to"),
            },
        ),
        *_pillars(facts, say, source),
    ]
    return shown


def _map(facts: DossierFacts, say: Speech) -> Block:
    from wir.publish.maps import locator

    listed = ", ".join(say.place(one) for one in facts.region.ags)
    data = facts.people.rename("people").rename_axis("ags").to_frame()
    return chart(
        locator(
            list(facts.region.ags), names={str(one): say.place(one) for one in say.places.index}
        ),
        "map",
        title=say.pick("Wo die Region liegt", "Where the region lies"),
        caption=say.pick(
            "Fett: Kreise der Region; grau: Nachbarkreise; Linien: Grenzen der Länder.",
            "Bold: districts of the region; grey: neighbours; lines: borders of the Länder.",
        ),
        alt=say.pick(
            f"Kartenausschnitt mit {listed} und den Nachbarkreisen, dazu eine kleine Karte "
            "Deutschlands.",
            f"Map section with {listed} and the neighbours, and a small map of Germany.",
        ),
        data=data.assign(name=[say.place(one) for one in data.index]),
        source=BOUNDARIES,
        width=0.55,
    )


def _pillars(facts: DossierFacts, say: Speech, source: str) -> list[Block]:
    names = [
        f"{term(PILLARS, pillar, say.german)[:1].upper()}{term(PILLARS, pillar, say.german)[1:]}"
        for _, pillar in facts.own_pillars.index
    ]
    labels = [
        f"{name} ({term(INDEX_TERMS, index, say.german)})"
        for name, (index, _) in zip(names, facts.own_pillars.index, strict=True)
    ]
    data = facts.own_pillars.rename("region").to_frame().assign(
        median=facts.pillars.median(), share=100 * facts.better_share
    )  # fmt: skip
    data.index = labels
    known = data.dropna(subset=["region"])
    frame = facts.indicators.loc[[one for one in INDICATORS if one in facts.indicators.index]]
    words_of = [INDICATORS[one][0 if say.german else 1] for one in frame.index]
    # one column cannot hold both euros and shares in one format: values as text, numbers in data
    shown_frame = frame.assign(
        indicator=words_of,
        own=[say.number(v, INDICATORS[str(k)][2]) for k, v in frame["region"].items()],
        middle=[say.number(v, INDICATORS[str(k)][2]) for k, v in frame["median"].items()],
    )[["indicator", "own", "middle"]].reset_index(drop=True)  # fmt: skip
    return [
        chart(
            charts.pillars(facts.pillars, facts.own_pillars, labels, say),
            "pillars",
            title=say.pick("Wo die Region in jedem Bereich steht", "Where the region stands"),
            caption=say.pick(
                "Raute: Region (Mittel der Kreise, nach Einwohnern gewichtet). Schraffiert: mittlere "
                "Hälfte aller Kreise, Strich: Median. Strukturschwäche: weiter rechts ist schwächer; "
                "Potenzial: weiter rechts ist mehr.",
                "Diamond: region (mean of its districts, weighted by population). Hatched: middle "
                "half of all districts, line: median. Weakness: further right is weaker; "
                "potential: further right is more.",
            ),
            alt="; ".join(
                say.pick(
                    f"{name}: Region {say.number(row['region'])}, Median {say.number(row['median'])}",
                    f"{name}: region {say.number(row['region'])}, median {say.number(row['median'])}",
                )
                for name, row in known.iterrows()
            )
            or say.pick("Keine Angaben.", "No figures."),
            data=data.rename_axis(say.pick("Bereich", "Pillar")),
            source=source,
        ),
        b.DataTable(
            shown_frame,
            "indicators",
            say.pick("Die Indikatoren dahinter", "The indicators behind it"),
            say.pick(
                f"Mittel der letzten drei verfügbaren Werte bis {YEAR}; Region: nach Einwohnern "
                "gewichtet.",
                f"Mean of the last three values up to {YEAR}; region: weighted by population.",
            ),
            source,
            labels={
                "indicator": say.pick("Indikator", "Indicator"),
                "own": say.pick("Region", "Region"),
                "middle": say.pick("Median aller Kreise", "Median of all districts"),
            },
        ),
    ]


def potential(facts: DossierFacts, say: Speech) -> list[Block]:
    """Return the section on strengths and new fields."""
    shown: list[Block] = [
        b.Heading(say.pick("Potenzial und neue Felder", "Potential and new fields")),
        b.Heading(say.pick("Worin die Region stark ist", "What the region is strong in"), 2),
        b.Paragraph(words.strength_sentence(facts.portfolio, say)),
    ]
    if trends := words.strength_trend_sentences(facts.portfolio, say):
        shown.append(b.Bullets(tuple(trends)))
    strong = words.marked(facts.portfolio).head(TOP)
    if len(strong):
        shown += _strong(strong, say)
    shown += [
        b.Heading(say.pick("Neue Felder in Reichweite", "New fields within reach"), 2),
        b.Paragraph(
            say.pick(
                "Ein neues Feld ist eine Berufsgruppe, auf die die Region noch nicht spezialisiert "
                "ist. Die Vorhersage hat aus allen Kreisen gelernt, welche Felder wo hinzukamen: "
                "vor allem dort, wo schon vieles Verwandte vorhanden war. Sie weiß nichts vom Thema "
                "Ihres Bündnisses. Ein Vorschlag ist ein Anlass, genauer hinzusehen.",
                "A new field is an occupational group in which the region is not specialised yet. "
                "The forecast has learnt from all districts which fields came where: most of all "
                "where much of what is related was there. It knows nothing of the theme of your "
                "alliance. A suggestion is a reason to look closer.",
            )
        ),
        b.Paragraph(words.field_sentence(facts.outlook, say)),
    ]
    more = [words.step_sentence(facts.outlook, say), words.smart_sentence(facts.outlook, say)]
    shown += [b.Paragraph(one) for one in more if one]
    if len(facts.outlook):
        shown += _new(facts, say)
    return shown


def _strong(strong: pd.DataFrame, say: Speech) -> list[Block]:
    source = occupation_source(say)
    names = [say.occupation(one) for one in strong.index]
    frame = strong[["lq", "region_employees", "region_growth", "growth"]].reset_index(drop=True)
    frame.insert(0, "name", names)
    frame["region_employees"] = (frame["region_employees"] / 10).round() * 10
    frame["verdict"] = [verdict(one, say) for one in strong["verdict"]]
    return [
        chart(
            charts.bars(
                strong["lq"], names, 1.0,
                say.pick("Standortquotient", "Location quotient"), say,
                reference_name=say.pick("Deutschland = 1", "Germany = 1"),
            ),
            "strengths",
            title=say.pick("Die stärksten Spezialisierungen", "The strongest specialisations"),
            caption=say.pick(
                "Standortquotient: Anteil der Berufsgruppe an allen Beschäftigten der Region, "
                "geteilt durch den Anteil in Deutschland. Nur Gruppen mit mindestens 100 "
                "Beschäftigten.",
                "Location quotient: share of the occupational group in all employees of the region, "
                "over that in Germany. Groups with at least 100 employees only.",
            ),
            alt="; ".join(
                f"{name}: {say.number(value, 1)}"
                for name, value in zip(names, strong["lq"], strict=True)
            ),
            data=frame[["name", "lq"]],
            source=source,
        ),
        b.DataTable(
            frame,
            "strengths-table",
            say.pick("Die stärksten Spezialisierungen in Zahlen", "The strongest specialisations"),
            say.pick(
                "Beschäftigte in der Region, auf Zehner gerundet; Wachstum in % pro Jahr über zehn "
                "Jahre. Ein Sprung kann auf einen einzelnen Betrieb zurückgehen, der umzieht oder "
                "anders zugeordnet wird.",
                "Employees in the region, rounded to tens; growth in % a year over ten years. A jump "
                "can be due to a single establishment that moves or is classified anew.",
            ),
            source,
            formats={"lq": 1, "region_employees": 0, "region_growth": 1, "growth": 1},
            labels={
                "name": say.pick("Berufsgruppe", "Occupational group"),
                "lq": say.pick("Standortquotient", "Location quotient"),
                "region_employees": say.pick("Beschäftigte", "Employees"),
                "region_growth": say.pick("Wachstum Region", "Growth in the region"),
                "growth": say.pick("Wachstum Deutschland", "Growth in Germany"),
                "verdict": say.pick("Fachkräfte", "Workers"),
            },
        ),
    ]  # fmt: skip


def _new(facts: DossierFacts, say: Speech) -> list[Block]:
    source = occupation_source(say)
    top = facts.outlook.sort_values("probability", ascending=False, kind="stable").head(TOP)
    names = [say.occupation(one) for one in top.index]
    year = int(top["year"].iloc[0] + top["horizon"].iloc[0])
    reasons = facts.suggestions
    why = [
        "; ".join(say.occupation(other) for other in list(reasons.loc[one, "has"])[:2])
        if one in reasons.index and len(reasons.loc[one, "has"])
        else ""
        for one in top.index
    ]
    made = [
        ", ".join(say.place(other) for other in list(reasons.loc[one, "stepped"])[:2])
        if one in reasons.index and len(reasons.loc[one, "stepped"])
        else ""
        for one in top.index
    ]
    none = say.pick("keine", "none")
    frame = top.assign(name=names, percent=100 * top["probability"], why=why, made=made)
    frame["interval"] = [
        f"{say.number(100 * low)}–{say.number(100 * high)}" if low == low else none
        for low, high in zip(top["lower"], top["upper"], strict=True)
    ]
    frame["short_of"] = frame["short_of"].round()
    frame[["why", "made"]] = frame[["why", "made"]].replace("", none)
    columns = ["name", "percent", "interval", "short_of", "why", "made"]
    shown: list[Block] = [
        chart(
            charts.chances(top, names, say),
            "new-fields",
            title=say.pick(
                f"Die zehn wahrscheinlichsten neuen Felder bis {year}",
                f"The ten most probable new fields by {year}",
            ),
            caption=say.pick(
                "Raute: Wahrscheinlichkeit; Kreis: Die Region war schon einmal spezialisiert. "
                "Balken: Intervall (neun Zehntel), abhängig davon, welche Kreise und Jahre die "
                "Vorhersage kennt.",
                "Diamond: probability; circle: the region has been specialised before. Bar: "
                "nine-tenths interval by which districts and years the forecast has seen.",
            ),
            alt="; ".join(
                f"{name}: {say.chance(value)}"
                for name, value in zip(names, top["probability"], strict=True)
            ),
            data=frame[["name", "probability", "lower", "upper", "returning"]].reset_index(
                drop=True
            ),
            source=source,
        ),
        b.DataTable(
            frame[columns].reset_index(drop=True),
            "new-fields-table",
            say.pick("Neue Felder: was dafür spricht", "New fields: what speaks for them"),
            say.pick(
                "Fehlend: Beschäftigte bis zur Spezialisierung. Verwandt: was die Region schon hat. "
                "Vorbilder: ähnlich gebaute Kreise, denen der Schritt zuletzt gelang.",
                "Missing: employees to a specialisation. Related: what the region has already. "
                "Made the step: districts of similar structure that gained the field lately.",
            ),
            source,
            formats={"percent": "%:0", "short_of": 0},
            labels={
                "name": say.pick("Berufsgruppe", "Occupational group"),
                "percent": say.pick("Wahrschein\N{SOFT HYPHEN}lichkeit", "Probability"),
                "interval": say.pick("Intervall", "Interval"),
                "short_of": say.pick("Fehlend", "Missing"),
                "why": say.pick("Verwandt und vorhanden", "Related and there"),
                "made": say.pick("Vorbilder", "Made the step"),
            },
        ),
    ]
    steps = words.substantial(facts.outlook).head(5)
    if len(steps):
        table = steps.assign(
            name=[say.occupation(one) for one in steps.index], percent=100 * steps["probability"]
        )
        table["short_of"] = table["short_of"].round()
        shown.append(
            b.DataTable(
                table[["name", "percent", "short_of", "lq", "growth", "pci"]].reset_index(
                    drop=True
                ),
                "steps",
                say.pick("Größere Schritte in ganz neue Felder", "Larger steps into new fields"),
                say.pick(
                    "Felder, die die Region in keinem Jahr der Tabelle hatte und für die mindestens "
                    "25 Beschäftigte fehlen. Wachstum in Deutschland in % pro Jahr; Komplexität in "
                    "Standardabweichungen.",
                    "Fields that the region had in no year of the table, with at least 25 employees "
                    "missing. Growth in Germany in % a year; complexity in standard deviations.",
                ),
                source,
                formats={"percent": "%:0", "short_of": 0, "lq": 1, "growth": 1, "pci": 1},
                labels={
                    "name": say.pick("Berufsgruppe", "Occupational group"),
                    "percent": say.pick("Wahrschein\N{SOFT HYPHEN}lichkeit", "Probability"),
                    "short_of": say.pick("Fehlend", "Missing"),
                    "lq": say.pick("Standort\N{SOFT HYPHEN}quotient", "Location quotient"),
                    "growth": say.pick("Wachstum", "Growth"),
                    "pci": say.pick("Komplexität", "Complexity"),
                },
            )
        )
    return shown


def occupation_source(say: Speech) -> str:
    """Return the source of figures on occupations."""
    return say.pick(
        "Beschäftigte nach Berufsgruppen (Bundesagentur für Arbeit), 2013 bis 2025; eigene "
        "Berechnungen",
        "Employees by occupational group (Federal Employment Agency), 2013 to 2025; own "
        "calculations",
    )


def verdict(value: object, say: Speech) -> str:
    """Return the verdict on scarcity of workers in words."""
    from wir.dossier.terms import VERDICTS

    return term(VERDICTS, value, say.german) if value == value else say.pick("–", "–")
