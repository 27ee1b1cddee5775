"""The figures for a workshop on innovation potential: strengths, and new fields within reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wir.documents.blocks import Block, Callout, DataTable, Heading, Language
from wir.documents.inline import fill
from wir.publish.language import format_number, format_percent, join_list
from wir.workshop.plots import Drawing, bars, dots
from wir.workshop.regions import Guest, Results, rows
from wir.workshop.words import names_of, occupations, word

if TYPE_CHECKING:
    import pandas as pd

STRENGTHS = 8
FIELDS = 6
SHEETS = 3
"""Suggested fields that get a worksheet of their own."""
LEAST_EMPLOYEES = 100
SOURCE = {
    "de": "Statistik der Bundesagentur für Arbeit, eigene Berechnungen",
    "en": "Statistics of the Federal Employment Agency, own calculations",
}


def strengths(results: Results, key: str) -> pd.DataFrame:
    """Return the occupations in which a region is strongest: ``field``, ``lq``, employees."""
    table = rows(results, "portfolio", key)
    if table.empty:
        return table
    large = table[(table["region_employees"] >= LEAST_EMPLOYEES) & (table["lq"] >= 1)]
    return large.nlargest(STRENGTHS, "lq")[["field", "lq", "region_employees"]]


def fields(results: Results, key: str, count: int = FIELDS) -> pd.DataFrame:
    """Return the new fields nearest to a region, the likeliest first."""
    table = rows(results, "suggestions", key)
    return table if table.empty else table.sort_values("place").head(count)


def until(results: Results) -> int | None:
    """Return the year for which the forecast is made; None where it is not known."""
    ahead = results.get("outlook")
    if ahead is None or ahead.empty:
        return None
    return int(ahead["year"].iloc[0] + ahead["horizon"].iloc[0])


def blocks(guest: Guest, results: Results, language: Language) -> list[Block]:
    """Return the slides on one alliance."""
    return [
        *_strength_blocks(guest, strengths(results, guest.key), language),
        *_field_blocks(guest, results, language),
    ]


def _strength_blocks(guest: Guest, table: pd.DataFrame, language: Language) -> list[Block]:
    german = language == "de"
    if table.empty:
        head = "{name}: Stärken der Region" if german else "{name}: strengths of the region"
        return [
            Heading(fill(head, name=guest.name)),
            Callout("note", word("no_figures", language)),
        ]
    names = names_of(table["field"], language)
    head = (
        "{name}: Hier ist die Region stärker als der Bund"
        if german
        else "{name}: where the region is stronger than Germany"
    )
    caption = (
        "Standortquotient: Anteil des Berufs an allen Beschäftigten der Region, geteilt durch "
        "seinen Anteil in Deutschland. Gezeigt sind die höchsten unter den Berufen mit mindestens "
        "{least} Beschäftigten."
        if german
        else "Location quotient: the occupation’s share of all employees of the region, divided by "
        "its share in Germany. Shown are the highest among occupations with at least {least} "
        "employees."
    )
    shown = table.set_index(_index(names))["lq"]
    texts = [format_number(one, 1, language) for one in shown]
    said = join_list(
        [f"{name} {text}" for name, text in zip(shown.index, texts, strict=True)], language
    )
    return [
        Heading(fill(head, name=guest.name)),
        Drawing(
            bars(shown, texts, line=1, line_text="Deutschland = 1" if german else "Germany = 1"),
            f"Am stärksten: {names[0]}" if german else f"Strongest: {names[0]}",
            fill(caption, least=LEAST_EMPLOYEES),
            f"Balken der Standortquotienten: {said}."
            if german
            else f"Bars of location quotients: {said}.",
            table.assign(name=names)[["field", "name", "lq"]],
            SOURCE[language],
        ).block(f"strengths-{guest.key}"),
    ]


def drawing(guest: Guest, results: Results, language: Language) -> Drawing | None:
    """Return the chart of the new fields within reach, None where nothing is known."""
    table = fields(results, guest.key)
    if table.empty:
        return None
    german = language == "de"
    percent = _percent(table, language)
    year = until(results)
    by = f" bis {year}" if german and year else f" by {year}" if year else ""
    told = [f"{name} {_span(row, language)}" for name, row in percent.iterrows()]
    return Drawing(
        dots(
            percent["probability"],
            percent["lower"],
            percent["upper"],
            label="Wahrscheinlichkeit in Prozent" if german else "Probability in per cent",
        ),
        f"Die höchste Schätzung: {told[0]}" if german else f"Highest estimate: {told[0]}",
        f"Geschätzte Wahrscheinlichkeit, dass die Region sich{by} auf den Beruf spezialisiert "
        "(Standortquotient mindestens 1). Punkt: beste Schätzung; Strich: Spanne der Schätzung."
        if german
        else f"Estimated probability that the region will be specialised in the occupation{by} "
        "(location quotient of at least 1). Dot: best estimate; line: interval of the estimate.",
        f"{'Punkte mit Spannen' if german else 'Dots with intervals'}: {'; '.join(told)}.",
        percent.rename_axis("name").reset_index(),
        SOURCE[language],
    )


def _percent(table: pd.DataFrame, language: Language) -> pd.DataFrame:
    """Return probabilities in per cent, by the names of the fields."""
    names = _index(names_of(table["activity"], language))
    return 100 * table.set_index(names)[["probability", "lower", "upper"]]


def _field_blocks(guest: Guest, results: Results, language: Language) -> list[Block]:
    german = language == "de"
    head = fill("{name}: neue Felder" if german else "{name}: new fields", name=guest.name)
    drawn = drawing(guest, results, language)
    if drawn is None:
        return [Heading(head), Callout("note", word("no_figures", language))]
    table = fields(results, guest.key)
    return [
        Heading(head + (" in Reichweite" if german else " within reach")),
        drawn.block(f"fields-{guest.key}"),
        Callout("warning", order_sentence(_percent(table, language), language)),
        Heading(head + (" – was da ist, was fehlt" if german else ": what is there, what is not")),
        DataTable(
            _relatives(table.head(SHEETS), language),
            f"relatives-{guest.key}",
            "Verwandte Berufe der drei nächsten Felder"
            if german
            else "Related occupations of the three nearest fields",
            "Verwandt heißt: In Deutschland sind dieselben Kreise in beiden Berufen spezialisiert."
            if german
            else "Related: in Germany, the same districts are specialised in both occupations.",
            SOURCE[language],
        ),
    ]


def order_sentence(percent: pd.DataFrame, language: Language) -> str:
    """Return how sure the order of the suggested fields is.

    `percent` has ``probability``, ``lower`` and ``upper``, the likeliest first.
    """
    if len(percent) < 2:
        return (
            "Es gibt nur diesen einen Vorschlag."
            if language == "de"
            else "This is the only suggestion."
        )
    first, rest = percent.iloc[0], percent.iloc[1:]
    overlap = int((rest["upper"] >= first["lower"]).sum())
    if overlap == 0:
        return (
            "Die Spanne des ersten Feldes liegt über den Spannen aller anderen."
            if language == "de"
            else "The interval of the first field lies above those of all others."
        )
    if language == "de":
        return (
            f"Die Spannen überlappen: Bei {overlap} der {len(rest)} übrigen Felder kann die "
            "Wahrscheinlichkeit ebenso hoch sein wie beim ersten. Die Reihenfolge ist nicht "
            "gesichert."
        )
    return (
        f"The intervals overlap: for {overlap} of the other {len(rest)} fields, the probability "
        "may be as high as for the first. Their order is not certain."
    )


def sheet_facts(row: pd.Series, year: int | None, language: Language) -> list[str]:
    """Return what is printed on the worksheet of a suggested field."""
    percent = 100 * row[["probability", "lower", "upper"]].astype(float)
    has = join_list(occupations(row["has"], language), language)
    lacks = join_list(occupations(row["lacks"], language), language)
    if language == "de":
        by = f" bis {year}" if year else ""
        lines = [
            f"Geschätzte Wahrscheinlichkeit einer Spezialisierung{by}: {_span(percent, language)}."
        ]
        lines += [f"Verwandte Stärken der Region: {has}."] if has else []
        return lines + ([f"Verwandt, aber nicht stark: {lacks}."] if lacks else [])
    by = f" by {year}" if year else ""
    lines = [f"Estimated probability of being specialised{by}: {_span(percent, language)}."]
    lines += [f"Related strengths of the region: {has}."] if has else []
    return lines + ([f"Related, but not strong: {lacks}."] if lacks else [])


def comparison(invited: list[Guest], results: Results, language: Language) -> DataTable:
    """Return one row per alliance: its strongest occupation and its nearest new field."""
    import pandas as pd

    german = language == "de"
    lines = []
    for guest in invited:
        strong, near = strengths(results, guest.key), fields(results, guest.key, 1)
        lines.append(
            {
                word("alliance", language): guest.name,
                "Stärkster Beruf" if german else "Strongest occupation": None
                if strong.empty
                else f"{names_of(strong['field'], language)[0]} "
                f"({format_number(strong['lq'].iloc[0], 1, language)})",
                "Nächstes neues Feld" if german else "Nearest new field": None
                if near.empty
                else f"{names_of(near['activity'], language)[0]} "
                + _span(
                    100 * near.iloc[0][["probability", "lower", "upper"]].astype(float), language
                ),
            }
        )
    return DataTable(
        pd.DataFrame(lines),
        "comparison",
        "Stärken und Felder im Vergleich" if german else "Strengths and fields compared",
        "In Klammern: Standortquotient; Wahrscheinlichkeit mit Spanne."
        if german
        else "In brackets: location quotient; probability with its interval.",
        SOURCE[language],
    )


def _relatives(table: pd.DataFrame, language: Language) -> pd.DataFrame:
    import pandas as pd

    german = language == "de"
    return pd.DataFrame(
        {
            word("field", language): names_of(table["activity"], language),
            "Stark und verwandt" if german else "Strong and related": [
                join_list(occupations(one, language), language) or None for one in table["has"]
            ],
            "Verwandt, aber nicht stark" if german else "Related, but not strong": [
                join_list(occupations(one, language), language) or None for one in table["lacks"]
            ],
        }
    )


def _span(percent: pd.Series, language: Language) -> str:
    value = format_percent(float(percent["probability"]), 0, language)
    low = format_number(float(percent["lower"]), 0, language)
    high = format_percent(float(percent["upper"]), 0, language)
    return f"{value} ({low}\N{EN DASH}{high})"


def _index(names: list[str]) -> pd.Index:
    import pandas as pd

    return pd.Index(names)
