"""Sections of a dossier: success factors, before and since, learning, decisions, questions, method."""

# ruff: noqa: E501  (templates with cases stay on one line)

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wir.documents import blocks as b
from wir.documents.charts import chart
from wir.documents.inline import escape
from wir.dossier import charts
from wir.dossier import effects_words as effects
from wir.dossier import learning_words as learn
from wir.dossier import survey_words as survey
from wir.dossier.country import YEAR
from wir.dossier.question_words import questions
from wir.dossier.speech import Speech

if TYPE_CHECKING:
    import pandas as pd

    from wir.documents.blocks import Block
    from wir.dossier.facts import DossierFacts

LOGARITHMIC = ("employees", "gdp")
TABLES = (
    "district_year", "districts", "boundaries", "specialisation", "occupation_year",
    "occupation_district", "organisations", "participations", "collaborations",
)  # fmt: skip
"""Tables behind a dossier."""


def attributions(tables: Sequence[str]) -> list[str]:
    """Return how the sources of tables want to be named, word for word, each once."""
    from wir.data.load import resources

    known = resources()
    titles = [one["title"] for name in tables for one in known[name][1].get("sources", ())]
    return list(dict.fromkeys(titles))


def success(facts: DossierFacts, say: Speech) -> list[Block]:
    """Return the section on success factors: short where there are no answers."""
    heading = b.Heading(say.pick("Erfolgsfaktoren", "Success factors"))
    if facts.survey is not None:
        return [heading, *survey.shown(facts.survey, say)]
    answered = (
        len(facts.own.answers) if facts.own is not None and facts.own.answers is not None else 0
    )
    if answered:
        text = say.pick(
            f"Zu den Erfolgsfaktoren liegen {answered} Antworten aus Ihrem Bündnis vor. Ein "
            "Vergleich mit anderen Bündnissen ist in diesem Dossier nicht enthalten: Er braucht "
            "deren Antworten und so viele Beteiligte, dass niemand zu erkennen ist.",
            f"There are {answered} answers on success factors from your alliance. A comparison with "
            "other alliances is not part of this dossier: it needs their answers, and so many "
            "respondents that nobody can be recognised.",
        )
    else:
        text = say.pick(
            "Für Ihr Bündnis liegen keine Antworten aus Befragungen vor. Welche Faktoren mit Erfolg "
            "einhergehen, lässt sich deshalb für Sie nicht vergleichen, und dieser Abschnitt bleibt "
            "leer: Zahlen über andere sind kein Urteil über Sie.",
            "There are no survey answers for your alliance. Which factors go with success can "
            "therefore not be compared for you, and this section stays empty: figures on others "
            "are no verdict on you.",
        )
    return [heading, b.Paragraph(text)]


def since(facts: DossierFacts, say: Speech) -> list[Block]:
    """Return the section on the region before and since."""
    shown: list[Block] = [
        b.Heading(say.pick("Die Region vorher und seither", "The region before and since"))
    ]
    if facts.twin_ranks.empty:
        return [*shown, b.Paragraph(effects.no_twin_sentence(facts.region.start, say))]
    shown.append(
        b.Paragraph(
            say.pick(
                "Der *statistische Zwilling* ist ein gewichtetes Mittel strukturschwacher Kreise ohne "
                "Bündnis, das sich vor dem Beginn so entwickelt hat wie Ihre Region. Danach können "
                "beide auseinandergehen. Das beschreibt, es beweist nichts: Ein einzelnes Bündnis "
                "lässt sich an solchen Zahlen nicht messen.",
                "The *synthetic twin* is a weighted mean of structurally weak districts without an "
                "alliance that went the same way as your region before the start. After it, the two "
                "may part. This describes and proves nothing: a single alliance cannot be judged by "
                "such figures.",
            )
        )
    )
    if facts.region.phase == "concept":
        shown.append(
            b.Paragraph(
                say.pick(
                    "Ihr Bündnis ist aus der Konzeptphase bekannt; als Beginn gilt das Jahr, in dem "
                    "die Umsetzungsphase seiner Runde begann.",
                    "Your alliance is known from the concept phase; the start is the year in which "
                    "the implementation phase of its round began.",
                )
            )
        )
    shown.append(
        b.Bullets(
            tuple(
                effects.twin_sentence(str(key), row, say)
                for key, row in facts.twin_ranks.iterrows()
            )
        )
    )
    paths = _paths(facts, say)
    if paths:
        start = int(facts.twin_ranks["first_year"].iloc[0])
        units = [
            say.pick("Index", "Index") if key in LOGARITHMIC else say.pick("%", "%")
            for key in _drawn(facts)
        ]
        shown.append(
            chart(
                charts.lines(paths, start, units, say),
                "twin",
                title=say.pick("Die Region und ihr Zwilling", "The region and its twin"),
                caption=say.pick(
                    "Durchgezogen: Region; gestrichelt: Zwilling; gepunktet: Beginn. Index: letztes "
                    "Jahr vor dem Beginn = 100; Wissensberufe: Anteil an den Beschäftigten in %.",
                    "Solid: region; dashed: twin; dotted: start. Index: last year before the start "
                    "= 100; knowledge occupations: share of employees in %.",
                ),
                alt="; ".join(
                    say.pick(
                        f"{name}: zuletzt Region {say.number(rows['own'].iloc[-1], 1)}, Zwilling "
                        f"{say.number(rows['twin'].iloc[-1], 1)}",
                        f"{name}: at last region {say.number(rows['own'].iloc[-1], 1)}, twin "
                        f"{say.number(rows['twin'].iloc[-1], 1)}",
                    )
                    for name, rows in paths.items()
                ),
                data=facts.twin_series,
                source=say.pick(
                    "Kreisdaten; Methode: synthetische Kontrolle (Arkhangelsky u. a. 2021)",
                    "District data; method: synthetic control (Arkhangelsky et al. 2021)",
                ),
            )
        )
    return shown


def _drawn(facts: DossierFacts) -> list[str]:
    there = set(facts.twin_series["outcome"]) if len(facts.twin_series) else set()
    return [str(key) for key in facts.twin_ranks.index if key in there]


def _paths(facts: DossierFacts, say: Speech) -> dict[str, pd.DataFrame]:
    return {
        effects.outcome_name(key, say): charts.index_path(
            facts.twin_series[facts.twin_series["outcome"] == key], key in LOGARITHMIC
        )
        for key in _drawn(facts)
    }


def learning(facts: DossierFacts, say: Speech) -> list[Block]:
    """Return whom to learn from, on what, and why."""
    source = say.pick(
        f"Kreisdaten bis {YEAR}; Zuordnung der Bündnisse nach öffentlichen Seiten; eigene Berechnungen",
        f"District data to {YEAR}; alliances as known from public pages; own calculations",
    )  # fmt: skip
    shown: list[Block] = [
        b.Heading(say.pick("Von wem Sie lernen können", "Whom you can learn from")),
        b.Heading(say.pick("Ähnliche Regionen", "Regions built like yours"), 2),
        b.Paragraph(
            say.pick(
                "Am meisten lernt man von denen, die unter denselben Bedingungen arbeiten. Verglichen "
                "wird, was eine Region nicht schnell ändern kann: Größe, Dichte, Alter, Sektoren, "
                "Betriebsgrößen, Qualifikation.",
                "One learns most from those who work under the same conditions. What is compared is "
                "what a region cannot change quickly: size, density, age, sectors, size of firms, "
                "skills.",
            )
        ),
        b.Paragraph(learn.nearest_sentence(facts, say)),
    ]
    for key, rows, title in (
        ("peers", facts.peers, say.pick("Die ähnlichsten Kreise", "The most similar districts")),
        (
            "allied-peers",
            facts.allied_peers,
            say.pick(
                "Die ähnlichsten Kreise anderer Bündnisse",
                "The most similar districts of other alliances",
            ),
        ),
    ):
        if len(rows):
            shown.append(_peer_table(facts, rows, key, title, say, source))
    shown += [
        b.Heading(say.pick("Nach Herausforderung", "By challenge"), 2),
        b.Bullets(tuple(learn.ask_sentences(facts, say))),
    ]
    if len(facts.learn):
        table = learn.learn_table(facts, say)
        columns = list(table.columns)
        shown.append(
            b.DataTable(
                table,
                "challenges",
                say.pick("Wen Sie wozu fragen können", "Whom to ask on what"),
                say.pick(
                    "Punkte von 0 bis 100 (Strukturschwäche: mehr ist schwächer; Potenzial: mehr ist "
                    "besser). Genannt wird, wer unter den ähnlichsten Kreisen mindestens eine halbe "
                    "Standardabweichung günstiger liegt.",
                    "Points from 0 to 100 (weakness: more is weaker; potential: more is better). "
                    "Named are those of the most similar districts that are better by half a "
                    "standard deviation or more.",
                ),
                source,
                formats={columns[4]: 0, columns[5]: 0, columns[6]: 1},
            )
        )
    if text := learn.offer_sentence(facts, say):
        shown.append(b.Paragraph(text))
    if len(facts.matches):
        shown += [
            b.Heading(say.pick("Ihre Lernpartner", "Your partners in learning"), 2),
            b.Paragraph(learn.match_sentence(facts.matches, say)),
            b.DataTable(
                learn.match_table(facts.matches, say),
                "matches",
                say.pick("Mit wem und worüber", "With whom and on what"),
                say.pick(
                    "Platz unter den Bündnissen von 0 bis 100 (100: am besten), wo das Thema eine "
                    "Herausforderung ist. Stabilität: Anteil anderer Definitionen mit derselben "
                    "Zuordnung.",
                    "Place among the alliances from 0 to 100 (100: best), where the topic is a "
                    "challenge. Stability: share of other definitions with the same match.",
                ),
                source,
            ),
        ]
    return [*shown, b.Callout("note", learn.caution_sentence(say))]


def _peer_table(
    facts: DossierFacts, rows: pd.DataFrame, key: str, title: str, say: Speech, source: str
) -> b.DataTable:
    rows = rows.sort_values("place")
    table = rows.assign(
        district=[f"{say.place(one)} ({facts.land[one]})" for one in rows["peer"]],
        alliances=[learn.others_of(facts, str(one), say) for one in rows["peer"]],
        stable=[say.percent(100 * one) for one in rows["stability"]],
        alike=[learn.variables(one, say) for one in rows["most_similar"]],
        unlike=[learn.variables(one, say) for one in rows["most_different"]],
    )[["district", "alliances", "distance", "stable", "alike", "unlike"]].reset_index(drop=True)
    return b.DataTable(
        table,
        key,
        title,
        learn.learning_caption(say),
        source,
        formats={"distance": 2},
        labels={
            "district": say.pick("Kreis", "District"),
            "alliances": say.pick("Bündnisse", "Alliances"),
            "distance": say.pick("Abstand", "Distance"),
            "stable": say.pick("Stabilität", "Stability"),
            "alike": say.pick("Ähnlich bei", "Alike in"),
            "unlike": say.pick("Verschieden bei", "Different in"),
        },
    )


DECISION_COLUMNS = {
    "topic": ("Thema", "Topic"),
    "decision": ("Beschluss", "Decision"),
    "responsible": ("Verantwortlich", "Responsible"),
    "due": ("Bis", "Due"),
    "status": ("Stand", "Status"),
}


def decided(facts: DossierFacts, say: Speech) -> list[Block]:
    """Return what the alliance decided, as its folder says."""
    shown: list[Block] = [b.Heading(say.pick("Was Sie beschlossen haben", "What you decided"))]
    rows = facts.decisions
    if rows is None or rows.empty:
        return [
            *shown,
            b.Paragraph(
                say.pick(
                    "Noch sind keine Beschlüsse festgehalten. Was Sie in Workshops vereinbaren und in "
                    "Ihrem Ordner ablegen, steht im nächsten Dossier an dieser Stelle.",
                    "No decisions are recorded yet. What you agree on in workshops and put into your "
                    "folder will stand here in the next dossier.",
                )
            ),
        ]
    there = [one for one in DECISION_COLUMNS if one in rows and rows[one].notna().any()]
    table = rows[there].astype(object).where(rows[there].notna(), "").astype(str)
    return [
        *shown,
        b.DataTable(
            table.reset_index(drop=True),
            "decisions",
            say.pick("Ihre Beschlüsse", "Your decisions"),
            source=say.pick("Ihr Ordner", "Your folder"),
            labels={one: DECISION_COLUMNS[one][not say.german] for one in there},
        ),
    ]


def steering(facts: DossierFacts, say: Speech) -> list[Block]:
    """Return questions for the next steering meeting."""
    found = questions(facts, say)
    shown: list[Block] = [
        b.Heading(
            say.pick("Fragen für die nächste Steuerungsrunde", "Questions for the steering meeting")
        ),
        b.Paragraph(
            say.pick(
                "Jede Frage folgt nach einer festen Regel aus einem Ergebnis dieses Dossiers.",
                "Each question follows from a result of this dossier by a fixed rule.",
            )
        ),
    ]
    if not found:
        return [
            *shown,
            b.Paragraph(
                say.pick(
                    "Aus den vorliegenden Zahlen ergibt sich keine Frage.",
                    "No question follows from the figures at hand.",
                )
            ),
        ]
    return [*shown, b.Bullets(tuple(found), ordered=True)]


def method(facts: DossierFacts, say: Speech) -> list[Block]:
    """Return sources and notes on method."""
    notes = [
        say.pick(
            "Dieses Dossier beschreibt die Region, nicht die Arbeit des Bündnisses. Es sagt nichts "
            "darüber, was das Bündnis bewirkt hat.",
            "This dossier describes the region, not the work of the alliance. It says nothing about "
            "what the alliance has changed.",
        ),
        say.pick(
            "Zahlen gelten für ganze Kreise, auch wenn das Bündnis nur einen Teil davon umfasst.",
            "Figures are for whole districts, even where the alliance covers a part of one.",
        ),
        say.pick(
            "Strukturschwäche und Innovationspotenzial sind zusammengesetzte Indizes aus acht "
            "beziehungsweise zehn Indikatoren. Das Rangintervall zeigt, wie weit der Rang von "
            "Gewichten, Skalen, Mittelung und Auswahl abhängt (2.000 Ziehungen).",
            "Structural weakness and innovation potential are composite indices of eight and ten "
            "indicators. The interval shows how far the rank depends on weights, scales, mean and "
            "choice (2,000 draws).",
        ),
        say.pick(
            "Berufsgruppen sind die 140 Dreisteller der Klassifikation der Berufe (KldB 2010); sie "
            "sagen, was Menschen bei der Arbeit tun, nicht für welches Produkt. Auf ein Feld "
            "spezialisiert ist eine Region ab einem Standortquotienten von 1.",
            "Occupational groups are the 140 three-digit groups of the classification of occupations "
            "(KldB 2010); they say what people do at work, not for which product. Their English "
            "names are translations of this project. A region is specialised from a location "
            "quotient of 1 on.",
        ),
        say.pick(
            "Neue Felder: Gradient Boosting über alle Kreise und Berufsgruppen, fünf Jahre voraus, "
            "rekalibriert."
            + (
                " Für dieses Dossier wurde eine schnellere Fassung gerechnet (ein Modell statt drei, "
                "sechs statt zwölf Modelle für die Intervalle); über 30 % weicht sie im Mittel um 2 "
                "bis 3 Prozentpunkte von der vollen ab."
                if facts.quick
                else " Intervalle: zwölf Modelle aus neu gezogenen Kreisen."
            ),
            "New fields: gradient boosting over all districts and occupational groups, five years "
            "ahead, recalibrated."
            + (
                " A quicker version was computed for this dossier (one model instead of three, six "
                "instead of twelve models for the intervals); above 30% it differs from the full "
                "one by 2 to 3 points on average."
                if facts.quick
                else " Intervals: twelve models from districts drawn anew."
            ),
        ),
        say.pick(
            "Wettbewerb misst, wie viele andere Kreise spezialisiert sind, wie stark und wie nah sie "
            "sind und wie viele hinzukommen.",
            "Competition measures how many other districts are specialised, how strong and near "
            "they are, and how many have entered.",
        ),
        say.pick(
            "Partner: Modell der Verbindungen in Horizont 2020, gelernt aus früheren und geprüft an "
            "späteren Projekten.",
            "Partners: model of ties in Horizon 2020, learnt from earlier and tested on later "
            "projects.",
        ),
        say.pick(
            "Alle Tabellen und die Daten jeder Abbildung stehen in der Arbeitsmappe (XLSX) zu diesem "
            "Dossier; Methoden, Prüfungen und Lizenzen im WIR!-Forschungskompendium.",
            "All tables and the data of each figure are in the workbook (XLSX) of this dossier; "
            "methods, tests and licences in the WIR! research compendium.",
        ),
    ]
    sources = [escape(one) for one in attributions(TABLES)]
    if not facts.region.own:
        sources.append(
            say.pick(
                "Öffentliche Seiten zu den Bündnissen; die Zuordnung von Kreisen, Berufsgruppen und "
                "Schlagwörtern ist ein Urteil des Projekts",
                "Public pages on the alliances; the assignment of districts, occupational groups and "
                "keywords is a judgement of the project",
            )
        )
    else:
        sources.append(
            escape(
                say.pick("Ihre eigenen Angaben im Ordner des Bündnisses", "What your folder says")
            )
        )
    return [
        b.Heading(say.pick("Quellen und Methode", "Sources and method")),
        b.Heading(say.pick("So ist das Dossier zu lesen", "How to read this dossier"), 2),
        b.Bullets(tuple(notes)),
        b.Heading(say.pick("Quellen", "Sources"), 2),
        b.Paragraph(
            say.pick(
                "Wie es die Quellen verlangen, stehen ihre Namen im Wortlaut; alle Zahlen hier sind "
                "daraus berechnet.",
                "As the sources ask for, their names stand word for word; all figures here are "
                "computed from them.",
            )
        ),
        b.Bullets(tuple(sources)),
    ]
