"""The figures for a workshop on value proposition: demand, competition, who says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wir.documents.blocks import Block, Callout, DataTable, Heading, Language
from wir.documents.inline import fill
from wir.publish.language import format_number
from wir.workshop.plots import Drawing, dots
from wir.workshop.potential_figures import LEAST_EMPLOYEES, SOURCE
from wir.workshop.regions import Guest, Results, rows
from wir.workshop.words import SCARCITY, names_of, word

if TYPE_CHECKING:
    import pandas as pd

STRONGEST = 6
"""Occupations shown where none are coded as fields of the alliance."""
RIVALS = 5
CASES: dict[Language, dict[str, tuple[str, str]]] = {
    "de": {
        "growing": ("{n} wächst", "{n} wachsen"),
        "shrinking": ("{n} schrumpft", "{n} schrumpfen"),
        "open": ("bei {n} ist die Richtung offen", "bei {n} ist die Richtung offen"),
        "missing": ("zu {n} fehlen Zahlen", "zu {n} fehlen Zahlen"),
    },
    "en": {
        "growing": ("{n} grows", "{n} grow"),
        "shrinking": ("{n} shrinks", "{n} shrink"),
        "open": ("for {n} the direction is open", "for {n} the direction is open"),
        "missing": ("for {n} figures are missing", "for {n} figures are missing"),
    },
}
"""How fields develop → one of them, several of them."""
WORDS_SOURCE = {
    "de": "Schlagwörter der Bündnisse (Kodierung des Projekts), eigene Berechnungen",
    "en": "Keywords of the alliances (coded by the project), own calculations",
}


def own_fields(guest: Guest, results: Results) -> tuple[pd.DataFrame, bool]:
    """Return the rows of the alliance's fields, and whether they are coded as its fields.

    Where none are, the strongest occupations of the region stand in for them.
    """
    table = rows(results, "portfolio", guest.key)
    if table.empty:
        return table, False
    coded = table[table["field"].isin(guest.region.fields)]
    if len(coded):
        return coded.sort_values("growth", ascending=False), True
    large = table[(table["region_employees"] >= LEAST_EMPLOYEES) & (table["lq"] >= 1)]
    return large.nlargest(STRONGEST, "lq").sort_values("growth", ascending=False), False


def counts(table: pd.DataFrame) -> dict[str, int]:
    """Return how many fields grow and shrink for sure, how many do neither, how many lack data."""
    known = table.dropna(subset=["growth", "lower", "upper"]) if len(table) else table
    grow = int((known["lower"] > 0).sum()) if len(known) else 0
    shrink = int((known["upper"] < 0).sum()) if len(known) else 0
    return {
        "growing": grow,
        "shrinking": shrink,
        "open": len(known) - grow - shrink,
        "missing": len(table) - len(known),
    }


def growth_sentence(table: pd.DataFrame, language: Language) -> str:
    """Return how demand for the fields develops, in a sentence with all cases."""
    number = counts(table)
    total = len(table)
    if total == number["missing"]:
        return word("no_figures", language)
    cases = CASES[language]
    parts = [cases[key][count != 1].format(n=count) for key, count in number.items() if count]
    if language == "de":
        first = f"Von {total} Feldern" if total != 1 else "Von einem Feld"
    else:
        first = f"Of {total} fields" if total != 1 else "Of one field"
    return f"{first}: {', '.join(parts)}."


def blocks(guest: Guest, results: Results, language: Language) -> list[Block]:
    """Return the slides on one alliance."""
    table, coded = own_fields(guest, results)
    german = language == "de"
    head = (
        "{name}: Wächst die Nachfrage nach unseren Feldern?"
        if german
        else "{name}: does demand for our fields grow?"
    )
    drawn = drawing(guest, results, language)
    if drawn is None:
        made: list[Block] = [
            Heading(fill(head, name=guest.name)),
            Callout("note", word("no_figures", language)),
        ]
    else:
        made = [
            Heading(fill(head, name=guest.name)),
            drawn.block(f"growth-{guest.key}"),
            Callout("note", _basis(coded, language)),
            Heading(
                fill(
                    "{name}: Wer ist dort schon stark?"
                    if german
                    else "{name}: who is strong there already?",
                    name=guest.name,
                )
            ),
            _competition(guest, table, language),
        ]
    return [*made, *_word_blocks(guest, results, language)]


def comparison(invited: list[Guest], results: Results, language: Language) -> DataTable:
    """Return one row per alliance: how many of its fields grow, shrink, or do neither for sure."""
    import pandas as pd

    german = language == "de"
    heads = {
        "growing": "wachsen" if german else "grow",
        "open": "Richtung offen" if german else "direction open",
        "shrinking": "schrumpfen" if german else "shrink",
        "missing": "ohne Angabe" if german else "no data",
    }
    lines = []
    for guest in invited:
        number = counts(own_fields(guest, results)[0])
        lines.append(
            {word("alliance", language): guest.name}
            | {text: number[key] for key, text in heads.items()}
        )
    return DataTable(
        pd.DataFrame(lines),
        "comparison",
        "Nachfrage nach den Feldern im Vergleich" if german else "Demand for the fields compared",
        "„Wachsen“ und „schrumpfen“: Die ganze Spanne liegt auf einer Seite der Null."
        if german
        else "“Grow” and “shrink”: the whole interval lies on one side of zero.",
        SOURCE[language],
    )


def _basis(coded: bool, language: Language) -> str:
    if coded:
        return (
            "Felder: Berufe, die das Projekt dem Thema des Bündnisses zugeordnet hat. Passt die "
            "Zuordnung? Streichen und ergänzen Sie."
            if language == "de"
            else "Fields: occupations that the project has assigned to the alliance’s theme. Does "
            "the assignment fit? Strike out and add."
        )
    return (
        "Dem Bündnis sind keine Berufe zugeordnet. Gezeigt sind die stärksten der Region."
        if language == "de"
        else "No occupations are assigned to the alliance. Shown are the region’s strongest."
    )


def drawing(guest: Guest, results: Results, language: Language) -> Drawing | None:
    """Return the chart of growth of the fields, None where nothing is known."""
    import pandas as pd

    table, _ = own_fields(guest, results)
    known = table.dropna(subset=["growth", "lower", "upper"]) if len(table) else table
    if known.empty:
        return None
    german = language == "de"
    names = names_of(known["field"], language)
    shown = known.set_index(pd.Index(names))[["growth", "lower", "upper"]]
    years = int(known["growth_years"].iloc[0]) if "growth_years" in known else None
    last = int(known["year"].iloc[0]) if "year" in known else None
    over = ""
    if years and last:
        over = f", {last - years}\N{EN DASH}{last}"
    told = "; ".join(
        f"{name} {_signed(row['growth'], language)} "
        f"({_signed(row['lower'], language)} {'bis' if german else 'to'} "
        f"{_signed(row['upper'], language)})"
        for name, (_, row) in zip(names, shown.iterrows(), strict=True)
    )
    return Drawing(
        dots(
            shown["growth"],
            shown["lower"],
            shown["upper"],
            label=("Wachstum in Prozent je Jahr" if german else "Growth in per cent a year") + over,
            zero=True,
        ),
        growth_sentence(table, language),
        (
            "Beschäftigte des Berufs in Deutschland. Strich: Spanne; offener Punkt: Die Spanne "
            "überdeckt die Null, die Richtung ist offen."
            if german
            else "Employees in the occupation in Germany. Line: interval; open dot: the interval "
            "covers zero, the direction is open."
        ),
        f"{'Wachstum je Jahr in Prozent' if german else 'Growth a year in per cent'}: {told}.",
        shown.rename_axis("name").reset_index(),
        SOURCE[language],
    )


def _competition(guest: Guest, table: pd.DataFrame, language: Language) -> DataTable:
    import pandas as pd

    german = language == "de"

    def span(row: pd.Series) -> str | None:
        if row["crowding"] != row["crowding"]:
            return None
        text, low, high = (
            format_number(row[one], 0, language)
            for one in ("crowding", "crowding_lower", "crowding_upper")
        )
        return f"{text} ({low}\N{EN DASH}{high})"

    shortage = "Fachkräfte knapp?" if german else "Skilled workers scarce?"
    return DataTable(
        pd.DataFrame(
            {
                word("field", language): names_of(table["field"], language),
                "Standortquotient" if german else "Location quotient": table["lq"].to_numpy(),
                "Wettbewerb (0–100)" if german else "Competition (0–100)": [
                    span(row) for _, row in table.iterrows()
                ],
                shortage: [SCARCITY.get(str(one), {}).get(language) for one in table["verdict"]]
                if "verdict" in table
                else None,
            }
        ),
        f"competition-{guest.key}",
        "Wettbewerb und Fachkräfte je Feld" if german else "Competition and workers by field",
        "Wettbewerb: wie stark andere Kreise, nahe vor fernen, in dem Beruf sind; 50 ist die Mitte "
        "aller Berufe; in Klammern die Spanne über verschiedene Definitionen."
        if german
        else "Competition: how strong other districts, near ones first, are in the occupation; 50 "
        "is the middle of all occupations; in brackets the span over several definitions.",
        SOURCE[language],
        formats={"Standortquotient" if german else "Location quotient": 1},
    )


def _word_blocks(guest: Guest, results: Results, language: Language) -> list[Block]:
    """Return the slide on alliances that say similar things; none for an alliance of one's own."""
    import pandas as pd

    from wir.data import load

    table = rows(results, "word-rivals", guest.key)
    if table.empty:
        return []
    german = language == "de"
    titles = load("alliances", ["alliance_id", "name"]).set_index("alliance_id")["name"]
    table = table.sort_values("place").head(RIVALS)
    frame = pd.DataFrame(
        {
            word("alliance", language): [str(titles.get(one, one)) for one in table["rival"]],
            "Ähnlichkeit (0–1)" if german else "Similarity (0–1)": table["similarity"].to_numpy(),
            "Gesichert in" if german else "Stable in": 100 * table["stability"].to_numpy(),
            "Gemeinsame Wörter" if german else "Words in common": [
                ", ".join(map(str, one)) for one in table["shared_terms"]
            ],
        }
    )
    made: list[Block] = [
        Heading(
            fill(
                "{name}: Wer sagt Ähnliches?" if german else "{name}: who says similar things?",
                name=guest.name,
            )
        ),
        DataTable(
            frame,
            f"rivals-{guest.key}",
            "Bündnisse mit den ähnlichsten Schlagwörtern"
            if german
            else "Alliances with the most similar keywords",
            "„Gesichert in“: Anteil der Wiederholungen mit anderen Stichproben der Wörter, in "
            "denen das Bündnis unter den nächsten bleibt."
            if german
            else "“Stable in”: share of the repetitions with other samples of the words in which "
            "the alliance stays among the nearest.",
            WORDS_SOURCE[language],
            formats={frame.columns[1]: 2, frame.columns[2]: "%:0"},
        ),
    ]
    standing = rows(results, "distinctiveness", guest.key)
    if len(standing):
        everyone = len(results["distinctiveness"])
        made.append(Callout("note", _rank(standing.iloc[0], everyone, language)))
    return made


def _rank(row: pd.Series, everyone: int, language: Language) -> str:
    """Return how distinct an alliance’s words are, and whether a side of the middle is certain."""
    low, high = float(row["rank_lower"]), float(row["rank_upper"])
    half = (everyone + 1) / 2
    german = language == "de"
    if high < half:
        where = "eher eigenständig" if german else "rather distinct"
    elif low > half:
        where = "eher nah an anderen" if german else "rather close to others"
    else:
        where = (
            "auf welcher Seite der Mitte, ist offen"
            if german
            else "on which side of the middle is open"
        )
    rank = format_number(float(row["rank"]), 0, language)
    span = f"{format_number(low, 0, language)}\N{EN DASH}{format_number(high, 0, language)}"
    if german:
        return f"Eigenständigkeit der Wörter: Rang {rank} von {everyone} (Spanne {span}) – {where}."
    return f"Distinctiveness of the words: rank {rank} of {everyone} (interval {span}): {where}."


def _signed(value: float, language: Language) -> str:
    text = format_number(float(value), 1, language)
    return f"+{text}" if round(float(value), 1) > 0 else text
