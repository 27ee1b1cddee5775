"""Sections of a dossier: demand, competition and profile; network, partners and management."""

# ruff: noqa: E501  (templates with cases stay on one line)

from __future__ import annotations

from typing import TYPE_CHECKING

from wir.documents import blocks as b
from wir.documents.charts import chart
from wir.dossier import charts
from wir.dossier import market_words as words
from wir.dossier import partner_words as people
from wir.dossier.country import PROJECT_YEARS
from wir.dossier.sections_region import occupation_source, verdict
from wir.dossier.speech import Speech
from wir.dossier.terms import HEALTH, KINDS, QUADRANTS, SECTORS, term

if TYPE_CHECKING:
    from wir.documents.blocks import Block
    from wir.dossier.facts import DossierFacts

OPENED = 6
"""Open fields named in the chart."""


def market(facts: DossierFacts, say: Speech) -> list[Block]:
    """Return the section on demand, competition and profile."""
    shown: list[Block] = [
        b.Heading(say.pick("Nachfrage, Wettbewerb und Profil", "Demand, competition and profile"))
    ]
    if facts.portfolio.empty:
        return [*shown, b.Paragraph(words.subject_sentence(facts.coded, 0, say))]
    points = words.shown_fields(facts.portfolio, facts.fields)
    sentences = [
        *words.demand_sentences(points, say),
        words.scarcity_sentence(points, say),
        words.contest_sentence(points, say),
    ]
    shown += [
        b.Paragraph(
            say.pick(
                "Wo wächst die Nachfrage, und wer ist dort noch stark? *Offen* heißt: wachsend und "
                "wenig umkämpft, also früh zu besetzen. *Umkämpft*: wachsend, aber andere sind "
                "stark; hier braucht es ein eigenes Profil oder Partner unter ihnen. *Ruhig*: eine "
                "Nische, zu halten, wo die Kundschaft bekannt ist. *Besetzt*: braucht einen guten "
                "Grund zu bleiben.",
                "Where does demand grow, and who else is strong there? *Open*: growing and little "
                "contested, to be claimed early. *Contested*: growing, but others are strong; it "
                "takes a profile of one's own, or partners among them. *Quiet*: a niche to hold "
                "where customers are known. *Crowded*: needs a reason to stay.",
            )
        ),
        b.Paragraph(words.subject_sentence(facts.coded, len(points), say)),
        b.Bullets(tuple(one for one in sentences if one)),
    ]
    if opened := words.open_sentence(facts.portfolio, say):
        shown.append(b.Callout("key", opened, say.pick("Offene Felder", "Open fields")))
    shown += _portfolio(facts, say)
    shown += _profile(facts, say)
    shown += _customers(facts, say)
    return shown


def _portfolio(facts: DossierFacts, say: Speech) -> list[Block]:
    points = words.shown_fields(facts.portfolio, facts.fields)
    opened = [one for one in words.open_fields(facts.portfolio) if one not in points.index][:OPENED]
    codes = [*points.index, *opened]
    source = occupation_source(say)
    if not codes:
        return []
    rows = facts.portfolio.loc[codes]
    cut = float(rows["cut"].iloc[0])
    frame = rows.reset_index(drop=True)
    frame["number"] = range(1, len(frame) + 1)
    frame["name"] = [say.occupation(one) for one in codes]
    frame["place"] = [term(QUADRANTS, one, say.german) for one in rows["quadrant"]]
    frame["certain"] = [
        say.pick("eindeutig", "clear")
        if one
        else say.pick("je nach Messung", "depends on the measure")
        for one in rows["clear"]
    ]
    frame["workers"] = [verdict(one, say) for one in rows["verdict"]]
    press = facts.rivals
    frame["rivals"] = [
        words.rival_words(press[press["field"] == one], say, 2) if len(press) else ""
        for one in codes
    ]
    none = say.pick("niemand stark in Reichweite", "nobody strong within reach")
    unknown = say.pick("nicht betrachtet", "not looked at")
    asked = set(press["field"]) if len(press) else set()
    frame["rivals"] = [
        text or (none if code in points.index and asked else unknown)
        for code, text in zip(codes, frame["rivals"], strict=True)
    ]
    own_word = (
        say.pick("Feld Ihres Bündnisses", "field of your alliance")
        if facts.coded
        else say.pick("starke Berufsgruppe der Region", "strong occupational group of the region")
    )
    counts = facts.portfolio["quadrant"].value_counts()
    listing = ", ".join(
        f"{term(QUADRANTS, key, say.german)} {say.number(counts.get(key, 0))}" for key in QUADRANTS
    )
    return [
        chart(
            charts.portfolio(facts.portfolio, list(points.index), opened, cut, say),
            "portfolio",
            title=say.pick(
                "Wachstum der Nachfrage und Wettbewerb, aus Sicht der Region",
                "Growth of demand and competition, seen from the region",
            ),
            caption=say.pick(
                f"Schwarz: {own_word}; weiß: weiteres eindeutig offenes Feld; Nummern wie in der "
                "Tabelle. Punkte: alle anderen Berufsgruppen. Gestrichelt: Wachstum aller Berufe und "
                "mittlerer Wettbewerb.",
                f"Black: {own_word}; white: other field that is clearly open; numbers as in the "
                "table. Dots: all other occupational groups. Dashed: growth of all jobs, and middle "
                "of competition.",
            ),
            alt=say.pick(f"Berufsgruppen je Feld: {listing}.", f"Occupational groups: {listing}."),
            data=frame[["number", "name", "growth", "crowding"]],
            source=source,
        ),
        b.DataTable(
            frame[["number", "name", "growth", "crowding", "lq", "place", "certain", "workers"]],
            "fields",
            say.pick("Die Felder in Zahlen", "The fields in figures"),
            say.pick(
                "Wachstum in Deutschland in % pro Jahr; Wettbewerb von 0 bis 100. Eindeutig: vier "
                "Fünftel von 108 Messungen stimmen bei Wachstum und Wettbewerb überein.",
                "Growth in Germany in % a year; competition from 0 to 100. Clear: four fifths of "
                "108 ways to measure agree on growth and on competition.",
            ),
            source,
            formats={"number": "plain", "growth": 1, "crowding": 0, "lq": 1},
            labels={
                "number": say.pick("Nr.", "No."),
                "name": say.pick("Berufsgruppe", "Occupational group"),
                "growth": say.pick("Wachstum", "Growth"),
                "crowding": say.pick("Wett\N{SOFT HYPHEN}bewerb", "Compe\N{SOFT HYPHEN}tition"),
                "lq": say.pick("Standort\N{SOFT HYPHEN}quotient", "Location quotient"),
                "place": say.pick("Lage", "Place"),
                "certain": say.pick("Urteil", "Verdict"),
                "workers": say.pick("Fachkräfte", "Workers"),
            },
        ),
        *(
            [
                b.DataTable(
                    frame[["name", "rivals"]].iloc[: len(points)],
                    "rivals",
                    say.pick("Wer sonst in diesen Feldern stark ist", "Who else is strong there"),
                    say.pick(
                        "Kreise, die durch Größe und Nähe am stärksten drücken, mit "
                        "Standortquotient und Entfernung.",
                        "Districts that press hardest by size and nearness, with location quotient "
                        "and distance.",
                    ),
                    source,
                    labels={
                        "name": say.pick("Berufsgruppe", "Occupational group"),
                        "rivals": say.pick("Stärkste Wettbewerber", "Strongest competitors"),
                    },
                )
            ]
            if len(points) and asked
            else []
        ),
    ]  # fmt: skip


def _profile(facts: DossierFacts, say: Speech) -> list[Block]:
    shown: list[Block] = [b.Heading(say.pick("Das Profil in Worten", "The profile in words"), 2)]
    total = max(len(facts.titles), 1)
    sentences = [
        words.words_sentence(facts.word_rivals, facts.distinctiveness, total, say),
        words.allies_sentence(facts.word_allies, say),
    ]
    told = [one for one in sentences if one]
    if not told:
        return [
            *shown,
            b.Paragraph(
                say.pick(
                    "Über die Worte, mit denen Ihr Bündnis für sich wirbt, liegt hier nichts vor.",
                    "Nothing is known here about the words by which your alliance presents itself.",
                )
            ),
        ]
    note = say.pick(
        "Grundlage sind Schlagwörter, die eine Person von öffentlichen Seiten kodiert hat: ein "
        "Urteil, keine Aussage des Bündnisses.",
        "Based on keywords that one person coded from public pages: a judgement, not a statement "
        "of the alliance.",
    )
    return [*shown, *[b.Paragraph(one) for one in told], b.Paragraph(note)]


def _customers(facts: DossierFacts, say: Speech) -> list[Block]:
    rows = facts.customers
    if rows.empty:
        return []
    shown: list[Block] = [
        b.Heading(say.pick("Wer in der Region Kunde sein könnte", "Who could be a customer"), 2)
    ]
    if sentence := words.customer_sentence(rows, say):
        shown.append(b.Paragraph(sentence))
    frame = rows.assign(
        what=[term(SECTORS, one, say.german) for one in rows["item"]],
        kind=[
            say.pick("Erwerbstätige", "Persons in work")
            if one == "sector"
            else say.pick("Betriebe", "Establishments")
            for one in rows["kind"]
        ],
    )[["what", "kind", "share", "germany"]].reset_index(drop=True)
    return [
        *shown,
        b.DataTable(
            frame,
            "customers",
            say.pick("Wirtschaftsstruktur der Region", "Structure of the regional economy"),
            say.pick(
                "Anteile in %. Betriebe nach Beschäftigtenzahl: Mittel der Kreise, nach "
                "Erwerbstätigen gewichtet. Öffentliche Auftraggeber und Haushalte sind nach Feldern "
                "nicht bekannt.",
                "Shares in %. Establishments by number of employees: mean of the districts, "
                "weighted by persons in work. Public buyers and households are not known by field.",
            ),
            say.pick("Kreisdaten (INKAR); eigene Berechnungen", "District data (INKAR); own calculations"),
            formats={"share": 1, "germany": 1},
            labels={
                "what": say.pick("Bereich", "Area"),
                "kind": say.pick("Anteil an", "Share of"),
                "share": say.pick("Region", "Region"),
                "germany": say.pick("Deutschland", "Germany"),
            },
        ),
    ]  # fmt: skip


def partners(facts: DossierFacts, say: Speech) -> list[Block]:
    """Return the section on network, partners to approach, and managing the alliance."""
    first, last = PROJECT_YEARS
    source = say.pick(
        f"Horizont 2020 (CORDIS), Organisationen mit bekanntem Namen und Ort, {first} bis {last}",
        f"Horizon 2020 (CORDIS), organisations with a known name and town, {first} to {last}",
    )
    own = facts.network.loc[list(facts.region.ags)].copy()
    own.insert(0, "name", [say.place(one) for one in own.index])
    rates = own.set_index("name")["per_100000"]
    median = float(facts.network["per_100000"].median())
    shown: list[Block] = [
        b.Heading(say.pick("Netzwerk und Partner", "Network and partners")),
        b.Paragraph(people.known_sentence(facts.organisations, say)),
        b.Paragraph(people.participation_sentence(facts, say)),
        b.Paragraph(
            say.pick(
                "Sichtbar sind hier nur europäische Forschungsprojekte; viele Partnerschaften "
                "bestehen anderswo. Große Einrichtungen zählen an ihrem Sitz.",
                "Only European research projects are seen here; many partnerships are elsewhere. "
                "Large bodies count at their seat.",
            )
        ),
    ]
    if rates.max() > 0:
        shown.append(
            chart(
                charts.bars(
                    rates, list(rates.index), median,
                    say.pick("Beteiligungen je 100.000 Einwohner", "Participations per 100,000 inhabitants"),
                    say, reference_name=say.pick("Median aller Kreise", "Median of all districts"),
                ),
                "participations",
                title=say.pick("Beteiligungen an Horizont 2020", "Participations in Horizon 2020"),
                caption=say.pick(
                    f"Projekte mit Beginn {first} bis {last}, je 100.000 Einwohner.",
                    f"Projects that start from {first} to {last}, per 100,000 inhabitants.",
                ),
                alt="; ".join(f"{name}: {say.number(value, 1)}" for name, value in rates.items()),
                data=own.rename_axis("ags"),
                source=source,
            )
        )  # fmt: skip
    if len(facts.organisations):
        local = facts.organisations.sort_values(
            ["partners", "name"], ascending=[False, True], kind="stable"
        )
        table = local.assign(
            kind=[term(KINDS, one, say.german) for one in local["activity_type"]],
            place=[say.place(one) for one in local["ags"]],
        )[["name", "kind", "place", "partners"]].reset_index(drop=True)
        shown.append(
            b.DataTable(
                table,
                "organisations",
                say.pick("Wer in der Region vernetzt ist", "Who is connected in the region"),
                say.pick(
                    "Partner: deutsche Organisationen mit einem gemeinsamen Projekt in Horizont "
                    "2020.",
                    "Partners: German organisations with a joint project in Horizon 2020.",
                ),
                source,
                formats={"partners": 0},
                rows_shown=8,
                labels={
                    "name": "Organisation",
                    "kind": say.pick("Art", "Kind"),
                    "place": say.pick("Kreis", "District"),
                    "partners": say.pick("Partner", "Partners"),
                },
            )
        )
    shown.append(b.Heading(say.pick("Wen Sie ansprechen könnten", "Whom you could approach"), 2))
    if people.for_newcomers(facts.partners):
        shown.append(
            b.Paragraph(
                say.pick(
                    "Da keine Organisation der Region bekannt ist, gelten die Vorschläge für ein "
                    "gedachtes Unternehmen ohne Verbindungen in der Region.",
                    "Since no organisation of the region is known, the suggestions are for an "
                    "imagined firm of the region without ties.",
                )
            )
        )
    for reach in ("regional", "supra-regional"):
        shown.append(b.Paragraph(people.suggestion_sentence(facts.partners, reach, say)))
        shown += _suggestions(facts, reach, say, source)
    if text := people.chance_sentence(facts.partners, say):
        shown.append(b.Callout("note", text))
    return [*shown, *management(facts, say)]


def _suggestions(facts: DossierFacts, reach: str, say: Speech, source: str) -> list[Block]:
    rows = people.chosen(facts.partners, reach)
    if rows.empty:
        return []
    rows = rows.sort_values("rank")
    table = rows.assign(
        place=[say.place(one) for one in rows["ags"]],
        chance=[say.chance(one) for one in rows["probability"]],
        why=[people.reason(one, say) for one in rows.to_dict("records")],
    )
    columns = {
        "name": "Organisation",
        "place": say.pick("Kreis", "District"),
        "focal_name": say.pick("Passt am besten zu", "Fits best to"),
        "chance": say.pick("Chance", "Chance"),
        "why": say.pick("Was bekannt ist", "What is known"),
    }
    if people.for_newcomers(facts.partners) or not (rows["for_whom"] == "organisations").any():
        columns.pop("focal_name")
    regional = reach == "regional"
    return [
        b.DataTable(
            table[list(columns)].reset_index(drop=True),
            f"partners-{'regional' if regional else 'beyond'}",
            say.pick(
                f"Vorschläge {'in der Region' if regional else 'überregional'}",
                f"Suggestions {'in the region' if regional else 'beyond the region'}",
            ),
            say.pick(
                "Chance: geschätzte Wahrscheinlichkeit eines gemeinsamen Projekts. Höchstens die "
                "Hälfte der Liste sind die bekanntesten Organisationen.",
                "Chance: estimated probability of a joint project. At most half of the list are the "
                "best known organisations.",
            ),
            source,
            rows_shown=8,
            labels=columns,
        )
    ]


def management(facts: DossierFacts, say: Speech) -> list[Block]:
    """Return what own lists say about the partnership."""
    shown: list[Block] = [
        b.Heading(say.pick("Das Bündnis führen", "Managing the alliance"), 2),
        b.Paragraph(people.health_sentence(facts.health, say)),
    ]
    known = facts.health[facts.health["value"].notna()] if len(facts.health) else facts.health
    if len(known):
        todo = [
            people.advice(*pair, say) for pair in zip(known["item"], known["side"], strict=True)
        ]
        unknown = say.pick("keiner bekannt", "none known")
        table = known.assign(
            what=[term(HEALTH, one, say.german) for one in known["item"]],
            shown=[say.percent(one) for one in known["value"]],
            middle=[say.percent(one) if one == one else unknown for one in known["reference"]],
            todo=[one or say.pick("nichts Dringendes", "nothing urgent") for one in todo],
        )[["what", "shown", "middle", "todo"]].reset_index(drop=True)
        shown.append(
            b.DataTable(
                table,
                "managing",
                say.pick("Die Partnerschaft in Kennzahlen", "The partnership in figures"),
                say.pick(
                    "Werte aus Ihren eigenen Listen. Vergleichswert: Median in Horizont 2020 oder "
                    "Faustregel; ein Maßstab, kein Ziel.",
                    "Values from your own lists. Reference: median in Horizon 2020, or rule of "
                    "thumb; a yardstick, no target.",
                ),
                say.pick(
                    "Ihre Listen; Horizont 2020 (CORDIS)", "Your lists; Horizon 2020 (CORDIS)"
                ),
                labels={
                    "what": say.pick("Kennzahl", "Item"),
                    "shown": say.pick("Wert", "Value"),
                    "middle": say.pick("Vergleichswert", "Reference"),
                    "todo": say.pick("Was zu tun ist", "What to do"),
                },
            )
        )
    if text := people.break_sentence(facts.breaks, say):
        shown.append(b.Paragraph(text))
    return shown
