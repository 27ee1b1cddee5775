"""Sentences on demand, competition and the profile of the region and of the alliance."""

# ruff: noqa: E501  (templates with cases stay on one line)

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wir.documents.inline import escape
from wir.dossier.speech import PARTLY, SURE, UNSURE, Speech
from wir.dossier.terms import SECTORS, term

if TYPE_CHECKING:
    import pandas as pd

NARROW_SPACE = "\N{NO-BREAK SPACE}"
CLEARLY_DISTINCT = 0.5
"""Share of draws from which on the nearest alliance in words is called a rival."""


def subject_sentence(coded: bool, count: int, say: Speech) -> str:
    """Return what the section is about: fields of the alliance, or strong occupations."""
    if not count:
        return say.pick(
            "Welche Berufsgruppen zu Ihrem Innovationsfeld gehören, ist nicht bekannt, und keine "
            "sticht in der Region hervor; dieser Abschnitt bleibt deshalb kurz.",
            "Which occupational groups belong to your field is not known, and none stands out in "
            "the region, so that this section is short.",
        )
    if coded:
        return say.pick(
            f"Betrachtet werden die {say.count(count)} Berufsgruppen, die Ihrem Innovationsfeld zugeordnet "
            "wurden."
            if count > 1
            else "Betrachtet wird die eine Berufsgruppe, die Ihrem Innovationsfeld zugeordnet "
            "wurde.",
            f"This is about the {say.count(count)} occupational groups that were coded to your field."
            if count > 1
            else "This is about the one occupational group that was coded to your field.",
        )
    return say.pick(
        "Ihrem Innovationsfeld sind keine Berufsgruppen zugeordnet; betrachtet "
        + (f"werden die {say.count(count)} stärksten der Region." if count > 1 else "wird die stärkste der "
           "Region."),
        "No occupational groups are coded to your field; this is about the "
        + (f"{say.count(count)} strongest of the region." if count > 1 else "strongest one of the region."),
    )  # fmt: skip


def demand_groups(points: pd.DataFrame) -> dict[str, list[str]]:
    """Return which fields grow faster or slower than all jobs, by interval, and which neither."""
    known = points.dropna(subset=["lower", "upper"])
    faster = known["lower"] > known["cut"]
    slower = known["upper"] < known["cut"]
    return {
        "faster": [str(one) for one in known.index[faster]],
        "slower": [str(one) for one in known.index[slower & (known["lower"] > 0)]],
        "shrinking": [str(one) for one in known.index[known["upper"] < 0]],
        "unclear": [
            str(one)
            for one in known.index[
                ~faster & ~(slower & (known["lower"] > 0)) & (known["upper"] >= 0)
            ]
        ],
        "missing": [str(one) for one in points.index.difference(known.index)],
    }


def demand_sentences(points: pd.DataFrame, say: Speech) -> list[str]:
    """Return in which fields employment in Germany grows, shrinks, or neither for sure."""
    if points.empty:
        return []
    groups = demand_groups(points)
    cut = f"{say.signed(points['cut'].iloc[0])}{say.pick(NARROW_SPACE, '')}%"
    phrases = {
        "faster": (
            f"wächst die Beschäftigung in Deutschland schneller als in allen Berufen zusammen "
            f"({cut} im Jahr)",
            f"Employment in Germany grows faster than in all occupations together ({cut} a year) in",
        ),
        "slower": (
            f"wächst die Beschäftigung in Deutschland, aber langsamer als in allen Berufen zusammen "
            f"({cut} im Jahr)",
            f"Employment in Germany grows, but more slowly than in all occupations together "
            f"({cut} a year), in",
        ),
        "shrinking": (
            "schrumpft die Beschäftigung in Deutschland", "Employment in Germany shrinks in",
        ),
        "unclear": (
            "lässt sich kein Unterschied zur Entwicklung aller Berufe belegen",
            "No difference from all occupations together can be shown for",
        ),
        "missing": ("fehlen Angaben zur Nachfrage", "Nothing is known about demand for"),
    }  # fmt: skip
    found = []
    for key, (german, english) in phrases.items():
        codes = groups[key]
        if codes:
            names = say.occupations(codes, 4)
            count = counted(len(codes), say)
            found.append(say.pick(f"In {count} {german}: {names}.", f"{english} {count}: {names}."))
    return found


def counted(number: int, say: Speech) -> str:
    """Return a number of occupational groups in words, as after “in”."""
    if number == 1:
        return say.pick("einer Berufsgruppe", "one occupational group")
    return say.pick(
        f"{say.count(number)} Berufsgruppen", f"{say.count(number)} occupational groups"
    )


def scarcity_sentence(points: pd.DataFrame, say: Speech) -> str:
    """Return in which fields workers are scarce by every definition."""
    if points.empty or "verdict" not in points:
        return ""
    scarce = [str(one) for one in points.index[points["verdict"] == "scarce"]]
    if not scarce:
        return say.pick(
            "In keiner dieser Berufsgruppen sind Fachkräfte nach allen drei Messungen knapp.",
            "In none of these occupational groups are workers scarce by all three measures.",
        )
    return say.pick(
        f"Fachkräfte sind nach allen drei Messungen knapp in {say.occupations(scarce, 4)}: Wer hier "
        "wachsen will, muss Menschen gewinnen oder ausbilden.",
        f"Workers are scarce by all three measures in {say.occupations(scarce, 4)}: who wants to "
        "grow here must attract or train people.",
    )


def open_fields(portfolio: pd.DataFrame) -> list[str]:
    """Return the fields that are clearly open and related to the region, most related first.

    Clearly open: four fifths of the ways to measure agree, and the interval of growth lies above
    that of all jobs.
    """
    if portfolio.empty:
        return []
    related = portfolio["density"] >= portfolio["density"].median()
    growing = portfolio["lower"] > portfolio["cut"]
    is_open = (portfolio["quadrant"] == "open") & portfolio["clear"].astype(bool)
    chosen = portfolio[is_open & related & growing]
    return [str(one) for one in chosen.sort_values("density", ascending=False).index]


def open_sentence(portfolio: pd.DataFrame, say: Speech) -> str:
    """Return which fields are wanted and little contested, and related to the region."""
    if portfolio.empty:
        return ""
    names = open_fields(portfolio)
    if not names:
        return say.pick(
            "Keine Berufsgruppe, die mit den Stärken der Region verwandt ist, liegt eindeutig im "
            "Feld „offen“ (wachsend und wenig umkämpft).",
            "No occupational group that is related to the strengths of the region is clearly open "
            "(growing and little contested).",
        )
    if len(names) == 1:
        return say.pick(
            f"Eindeutig „offen“ – wachsend, wenig umkämpft und mit den Stärken der Region "
            f"verwandt – ist eine Berufsgruppe: {say.occupations(names)}.",
            f"One occupational group is clearly open – growing, little contested and related to "
            f"the strengths of the region: {say.occupations(names)}.",
        )
    return say.pick(
        f"Eindeutig „offen“ – wachsend, wenig umkämpft und mit den Stärken der Region verwandt – "
        f"sind {say.count(len(names))} Berufsgruppen, darunter {say.occupations(names[:4])}."
        if len(names) > 4
        else f"Eindeutig „offen“ – wachsend, wenig umkämpft und mit den Stärken der Region "
        f"verwandt – sind {say.occupations(names)}.",
        f"{say.count(len(names)).capitalize()} occupational groups are clearly open – growing, little contested "
        f"and related to the strengths of the region – among them {say.occupations(names[:4])}."
        if len(names) > 4
        else f"Clearly open – growing, little contested and related to the strengths of the region "
        f"– are {say.occupations(names)}.",
    )


def contest_sentence(points: pd.DataFrame, say: Speech) -> str:
    """Return how many of the fields are clearly contested, clearly not, or depend on measuring."""
    if points.empty:
        return ""
    contested = points["quadrant"].isin(["contested", "crowded"])
    clear = points["clear"].astype(bool)
    much = [str(one) for one in points.index[contested & clear]]
    little = [str(one) for one in points.index[~contested & clear]]
    unsure = len(points) - len(much) - len(little)
    parts = []
    if much:
        parts.append(
            say.pick(
                f"eindeutig umkämpft: {say.occupations(much, 3)}",
                f"clearly contested: {say.occupations(much, 3)}",
            )
        )
    if little:
        parts.append(
            say.pick(
                f"eindeutig wenig umkämpft: {say.occupations(little, 3)}",
                f"clearly little contested: {say.occupations(little, 3)}",
            )
        )
    if unsure:
        parts.append(
            say.pick(
                f"bei {'einer' if unsure == 1 else say.count(unsure)} hängt das Urteil davon ab, wie man Wachstum und Wettbewerb misst",
                f"for {'one' if unsure == 1 else say.count(unsure)}, the verdict depends on how growth and competition are measured",
            )
        )
    return say.pick(
        f"Wettbewerb mit anderen Regionen – {'; '.join(parts)}.",
        f"Competition with other regions – {'; '.join(parts)}.",
    )


def market_certainty(portfolio: pd.DataFrame) -> str:
    """Return how certain the open fields are."""
    if portfolio.empty:
        return UNSURE
    return SURE if open_fields(portfolio) else PARTLY


def customer_sentence(customers: pd.DataFrame, say: Speech) -> str:
    """Return in which sector the region differs most from Germany."""
    if customers.empty:
        return ""
    rows = customers[(customers["kind"] == "sector") & customers["share"].notna()]
    if rows.empty:
        return ""
    gap = (rows["share"] - rows["germany"]).abs()
    one = rows.iloc[int(gap.to_numpy().argmax())]
    name = term(SECTORS, one["item"], say.german)
    more = one["share"] > one["germany"]
    return say.pick(
        f"Im Bereich *{name}* arbeiten {say.percent(one['share'], 1)} der Erwerbstätigen, "
        f"{'mehr' if more else 'weniger'} als in Deutschland ({say.percent(one['germany'], 1)}): "
        f"Das ist der größte Unterschied zwischen den drei Sektoren ({one['year']:.0f}).",
        f"*{name}* has {say.percent(one['share'], 1)} of the persons in work, "
        f"{'more' if more else 'less'} than in Germany ({say.percent(one['germany'], 1)}): the "
        f"largest difference among the three sectors ({one['year']:.0f}).",
    )


def words_sentence(
    rivals: pd.DataFrame, distinctiveness: pd.DataFrame, total: int, say: Speech
) -> str:
    """Return who says the same as the alliance, and on which side of the middle it stands."""
    if rivals.empty:
        return ""
    top = rivals.sort_values("place").iloc[0]
    name = escape(say.alliance(top["rival"]))
    share = say.percent(100 * top["stability"])
    terms = say.quoted(list(top["shared_terms"]), 4)
    text = (
        say.pick(
            f"In seinen Worten steht {name} Ihrem Bündnis am nächsten ({terms}); in {share} der "
            "Ziehungen bleibt es unter den nächsten.",
            f"In its words, {name} is nearest to your alliance ({terms}); in {share} of the draws "
            "it stays among the nearest.",
        )
        if top["stability"] >= CLEARLY_DISTINCT
        else say.pick(
            f"Kein einzelnes Bündnis sagt eindeutig dasselbe; am nächsten steht {name} ({terms}).",
            f"No single alliance clearly says the same; the nearest is {name} ({terms}).",
        )
    )
    if distinctiveness.empty:
        return text
    row = distinctiveness.iloc[0]
    half = total / 2
    if row["rank_upper"] <= half:
        side = say.pick(
            " Ihr Profil ist in Worten unverwechselbarer als das der meisten.",
            " Its profile is more distinct in words than most.",
        )
    elif row["rank_lower"] > half:
        side = say.pick(
            " Ihr Profil ist in Worten weniger unverwechselbar als das der meisten.",
            " Its profile is less distinct in words than most.",
        )
    else:
        side = say.pick(
            " Ob Ihr Profil in Worten unverwechselbarer ist als das der Mehrheit, lassen die Zahlen "
            "offen.",
            " Whether its profile is more distinct in words than most, the figures leave open.",
        )
    return text + side


def allies_sentence(allies: pd.DataFrame, say: Speech) -> str:
    """Return which alliances could fill gaps of the region."""
    if allies.empty:
        return ""
    rows = allies.sort_values("place").head(2)
    parts = [
        say.pick(
            f"{escape(say.alliance(row['ally']))} ({say.occupations(list(row['fills']), 3)})",
            f"{escape(say.alliance(row['ally']))} ({say.occupations(list(row['fills']), 3)})",
        )
        for _, row in rows.iterrows()
        if len(row["fills"])
    ]
    if not parts:
        return ""
    body = say.pick(" und ", " and ").join(parts)
    return say.pick(
        f"Ein verwandtes Thema und Stärken, wo Ihrer Region Fachleute fehlen, {'hat' if len(parts) == 1 else 'haben'} {body}.",
        f"A related theme, and strength where your region lacks people, {'has' if len(parts) == 1 else 'have'} {body}.",
    )


def rival_words(rows: pd.DataFrame, say: Speech, most: int = 3) -> str:
    """Return the districts that press hardest in a field, with quotient and distance, plain."""
    return "; ".join(
        f"{say.place(row['ags'])} ({say.number(row['lq'], 1)}; {say.number(row['km'])}"
        "\N{NO-BREAK SPACE}km)"
        for _, row in rows.sort_values("place").head(most).iterrows()
    )


def shown_fields(portfolio: pd.DataFrame, fields: Sequence[str]) -> pd.DataFrame:
    """Return the rows of the fields that the section is about."""
    return portfolio.loc[[str(one) for one in fields if one in portfolio.index], :]
