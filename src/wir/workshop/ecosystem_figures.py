"""The figures for a workshop on the ecosystem: the region in projects, possible partners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wir.documents.blocks import Block, Callout, DataTable, Heading, Language
from wir.documents.inline import fill
from wir.own.columns import KINDS as OWN_KINDS
from wir.publish.language import format_number, join_list
from wir.workshop.plots import Drawing, bars
from wir.workshop.regions import Guest, Results, rows
from wir.workshop.words import KINDS, translated, word

if TYPE_CHECKING:
    import pandas as pd

PARTNERS = 6
SOURCE = {
    "de": "CORDIS (Horizont 2020, Projekte mit Beginn 2014–2020), eigene Berechnungen",
    "en": "CORDIS (Horizon 2020, projects that start in 2014–2020), own calculations",
}


def blocks(guest: Guest, results: Results, language: Language) -> list[Block]:
    """Return the slides on one alliance."""
    return [
        *_network_blocks(guest, results, language),
        *_member_blocks(guest, language),
        *_partner_blocks(guest, results, language),
    ]


def comparison(invited: list[Guest], results: Results, language: Language) -> DataTable:
    """Return one row per alliance: organisations and participations in European projects."""
    import pandas as pd

    german = language == "de"
    network = results["network"]
    lines = []
    for guest in invited:
        there = network.loc[list(guest.region.ags)]
        lines.append(
            {
                word("alliance", language): guest.name,
                "Kreise" if german else "Districts": len(there),
                "Einrichtungen" if german else "Organisations": int(there["organisations"].sum()),
                "Beteiligungen" if german else "Participations": int(there["participations"].sum()),
            }
        )
    return DataTable(
        pd.DataFrame(lines),
        "comparison",
        "Die Regionen in europäischen Forschungsprojekten"
        if german
        else "The regions in European research projects",
        "Summen über die Kreise. Große Regionen haben mehr davon; das ist kein Maß der Güte."
        if german
        else "Sums over the districts. Large regions have more; this does not measure quality.",
        SOURCE[language],
    )


def drawing(guest: Guest, results: Results, language: Language) -> Drawing:
    """Return the chart of participations of the region's districts."""
    import pandas as pd

    from wir.data import load
    from wir.dossier.country import district_names

    german = language == "de"
    network = results["network"]
    names = district_names(load("districts"), language)
    there = network.loc[list(guest.region.ags)].sort_values("per_100000", ascending=False)
    labels = [str(names[ags]) for ags in there.index]
    middle = float(network["per_100000"].median())
    shown = pd.Series(there["per_100000"].to_numpy(), index=labels)
    texts = [format_number(one, 1, language) for one in shown]
    said = "; ".join(f"{name} {text}" for name, text in zip(labels, texts, strict=True))
    above = int((shown > middle).sum())
    middle_text = format_number(middle, 1, language)
    title = position_sentence(labels, above, language)
    caption = (
        f"Beteiligungen je 100.000 Einwohner. Der mittlere aller Kreise hat {middle_text}. "
        "Nationale und regionale Projekte sind nicht gezählt."
        if german
        else "Participations per 100,000 inhabitants. The median of all districts is "
        f"{middle_text}. National and regional projects are not counted."
    )
    return Drawing(
        bars(
            shown, texts, line=middle, line_text="mittlerer Kreis" if german else "median district"
        ),
        title,
        caption,
        f"{'Balken' if german else 'Bars'}: {said}.",
        there.rename_axis("ags").reset_index().assign(name=labels),
        SOURCE[language],
    )


def _network_blocks(guest: Guest, results: Results, language: Language) -> list[Block]:
    german = language == "de"
    head = (
        "{name}: Wie stark ist die Region in europäischen Projekten?"
        if german
        else "{name}: how far does the region take part in European projects?"
    )
    seat: list[Block] = (
        [
            Callout(
                "warning",
                "Von diesem Bündnis ist nur der Sitz der Koordination bekannt; die Zahlen gelten "
                "für dessen Kreis."
                if german
                else "Only the seat of the coordinator is known; the figures are of its district.",
            )
        ]
        if guest.region.seat_only
        else []
    )
    drawn = drawing(guest, results, language)
    return [
        Heading(fill(head, name=guest.name)),
        drawn.block(f"network-{guest.key}"),
        *seat,
    ]


def position_sentence(labels: list[str], above: int, language: Language) -> str:
    """Return how many districts of the region lie above the median of all districts."""
    count = len(labels)
    if language == "de":
        if count == 1:
            return f"{labels[0]} liegt {'' if above else 'nicht '}über dem mittleren Kreis"
        if above in (0, count):
            return (
                f"{'Alle' if above else 'Keiner der'} {count} Kreise "
                f"{'liegen' if above else 'liegt'} über dem mittleren Kreis"
            )
        verb = "liegen" if above > 1 else "liegt"
        return f"{above} von {count} Kreisen {verb} über dem mittleren Kreis"
    if count == 1:
        return f"{labels[0]} is {'' if above else 'not '}above the median district"
    if above in (0, count):
        return (
            f"{'All' if above else 'None of the'} {count} districts {'are' if above else 'is'} "
            "above the median district"
        )
    return f"{above} of {count} districts {'are' if above > 1 else 'is'} above the median district"


def _member_blocks(guest: Guest, language: Language) -> list[Block]:
    """Return the slide on the alliance's own members; none where it has given no list."""
    members = None if guest.own is None else guest.own.members
    if members is None or members.empty:
        return []
    german = language == "de"
    names = {key: words[0 if german else 1] for key, words in OWN_KINDS.items()}
    kinds = members["kind"].replace(names).fillna(word("not_known", language))
    table = kinds.value_counts(sort=False).sort_values(ascending=False, kind="stable")
    frame = table.rename_axis("Art" if german else "Kind").rename(
        "Mitglieder" if german else "Members"
    )
    return [
        Heading(
            fill("{name}: unsere Mitglieder" if german else "{name}: our members", name=guest.name)
        ),
        DataTable(
            frame.reset_index(),
            f"members-{guest.key}",
            "Mitglieder nach Art" if german else "Members by kind",
            "Wer fehlt in dieser Liste?" if german else "Who is missing from this list?",
            "Eigene Angaben des Bündnisses" if german else "As given by the alliance",
        ),
    ]


def _partner_blocks(guest: Guest, results: Results, language: Language) -> list[Block]:
    import pandas as pd

    german = language == "de"
    head = "{name}: Wen könnten wir ansprechen?" if german else "{name}: whom could we approach?"
    table = rows(results, "partners", guest.key)
    if table.empty:
        return [
            Heading(fill(head, name=guest.name)),
            Callout("note", word("no_figures", language)),
        ]
    chosen = mixed(table, PARTNERS)
    kinds = [translated(one, KINDS, language) for one in chosen["kind"]]
    frame = pd.DataFrame(
        {
            "Einrichtung" if german else "Organisation": chosen["name"].astype(str).to_list(),
            "Art" if german else "Kind": kinds,
            "Entfernung (km)" if german else "Distance (km)": chosen["km"].to_numpy(),
            "Partner bisher" if german else "Partners so far": chosen["partners"].to_numpy(),
        }
    )
    found = join_list(sorted(set(kinds)), language)
    return [
        Heading(fill(head, name=guest.name)),
        DataTable(
            frame,
            f"partners-{guest.key}",
            "Einrichtungen, die zur Region passen könnten"
            if german
            else "Organisations that might fit the region",
            f"Vorschläge aus den Netzwerken europäischer Projekte ({found}). Die "
            "Wahrscheinlichkeit eines neuen Projekts ist in jedem einzelnen Fall gering: eine "
            "Liste zum Prüfen, keine Empfehlung."
            if german
            else f"Suggestions from the networks of European projects ({found}). For each of them "
            "the probability of a new project is small: a list to check, no recommendation.",
            SOURCE[language],
            formats={frame.columns[2]: 0, frame.columns[3]: 0},
        ),
    ]


def mixed(table: pd.DataFrame, count: int) -> pd.DataFrame:
    """Return suggestions by rank, taken in turn from those near and those far, each name once."""
    ordered = table.sort_values(["rank", "reach"], kind="stable")
    return ordered.drop_duplicates("name").head(count)
