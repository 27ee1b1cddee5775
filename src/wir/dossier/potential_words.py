"""Sentences on what the region is strong in, and on new fields within reach."""

# ruff: noqa: E501  (templates with cases stay on one line)

from __future__ import annotations

from typing import TYPE_CHECKING

from wir.documents.inline import escape
from wir.dossier.speech import PARTLY, SURE, UNSURE, Speech

if TYPE_CHECKING:
    import pandas as pd

SUBSTANTIAL = 25
"""Missing employees from which on a field is a step worth the name."""
STRONG = 1.5
"""Location quotient from which on a specialisation is called marked."""
LEAST_EMPLOYEES = 100
WIDE = 0.3
"""Width of an interval of probability from which on it says little."""


def marked(portfolio: pd.DataFrame) -> pd.DataFrame:
    """Return the marked specialisations that are not tiny, the strongest first."""
    if portfolio.empty:
        return portfolio
    chosen = portfolio[
        (portfolio["lq"] >= STRONG) & (portfolio["region_employees"] >= LEAST_EMPLOYEES)
    ]
    return chosen.sort_values("lq", ascending=False, kind="stable")


def strength_sentence(portfolio: pd.DataFrame, say: Speech) -> str:
    """Return in which occupations the region is markedly specialised."""
    if portfolio.empty:
        return say.pick(
            "Zu den Berufen der Region liegen keine Zahlen vor.",
            "There are no figures on the occupations of the region.",
        )
    chosen = marked(portfolio)
    if chosen.empty:
        return say.pick(
            "In keiner Berufsgruppe mit mindestens 100 Beschäftigten ist der Anteil in der Region "
            "anderthalbmal so hoch wie in Deutschland: Die Region ist breit aufgestellt, ohne "
            "ausgeprägten Schwerpunkt.",
            "In no occupational group with at least 100 employees is the share in the region one "
            "and a half times that in Germany: the region is broad, without a marked focus.",
        )
    top = chosen.iloc[0]
    first = escape(say.occupation(chosen.index[0]))
    head = say.pick(
        f"Am stärksten spezialisiert ist die Region auf „{first}“: Der Anteil an allen "
        f"Beschäftigten ist {say.number(top['lq'], 1)}-mal so hoch wie in Deutschland "
        f"(Standortquotient {say.number(top['lq'], 1)}).",
        f"The region is most specialised in “{first}”: its share of all employees is "
        f"{say.number(top['lq'], 1)} times that in Germany (location quotient "
        f"{say.number(top['lq'], 1)}).",
    )
    if len(chosen) == 1:
        return head
    rest = say.occupations(list(chosen.index[1:4]))
    count = say.number(len(chosen))
    return head + say.pick(
        f" Insgesamt {count} Berufsgruppen mit mindestens 100 Beschäftigten erreichen einen "
        f"Standortquotienten von 1,5 oder mehr; es folgen {rest}.",
        f" {count} occupational groups with at least 100 employees reach a location quotient of "
        f"1.5 or more; next come {rest}.",
    )


def strength_trend_sentences(portfolio: pd.DataFrame, say: Speech) -> list[str]:
    """Return in which marked specialisations employment in the region grows or shrinks."""
    chosen = marked(portfolio)
    if chosen.empty or "region_lower" not in chosen:
        return []
    top = chosen.head(10).dropna(subset=["region_lower", "region_upper"])
    if top.empty:
        return []
    up = list(top.index[top["region_lower"] > 0])
    down = list(top.index[top["region_upper"] < 0])
    unclear = [one for one in top.index if one not in up and one not in down]
    years = f"{top['growth_years'].iloc[0]:.0f}"
    found = []
    for codes, german, english in (
        (up, "ist die Beschäftigung in der Region gewachsen", "has grown"),
        (down, "ist die Beschäftigung in der Region geschrumpft", "has shrunk"),
        (unclear, "ist die Richtung nicht eindeutig", "has moved neither way for sure"),
    ):
        if codes:
            names = say.occupations(codes, 3)
            found.append(
                say.pick(
                    f"Unter den {say.count(len(top))} stärksten Spezialisierungen {german}: {names} (letzte "
                    f"{years} Jahre)."
                    if len(top) > 1
                    else f"In dieser Spezialisierung {german}: {names} (letzte {years} Jahre).",
                    f"Among the {say.count(len(top))} strongest specialisations, employment in the region "
                    f"{english} in {names} (over {years} years)."
                    if len(top) > 1
                    else f"In this specialisation, employment in the region {english}: {names} "
                    f"(over {years} years).",
                )
            )
    return found


def substantial(outlook: pd.DataFrame) -> pd.DataFrame:
    """Return the fields that the region never had and that ask for a real step, likely ones first."""
    if outlook.empty:
        return outlook
    chosen = outlook[~outlook["returning"].astype(bool) & (outlook["short_of"] >= SUBSTANTIAL)]
    return chosen.sort_values("probability", ascending=False, kind="stable")


def field_sentence(outlook: pd.DataFrame, say: Speech) -> str:
    """Return the most probable new field, with its interval and what is missing."""
    if outlook.empty:
        return say.pick(
            "Für diese Region liegt keine Vorhersage neuer Felder vor.",
            "For this region there is no forecast of new fields.",
        )
    top = outlook.sort_values("probability", ascending=False).iloc[0]
    code = outlook["probability"].idxmax()
    name = escape(say.occupation(code))
    year = int(top["year"] + top["horizon"])
    between = _between(top, say)
    missing = missing_words(top["short_of"], say)
    return say.pick(
        f"Am wahrscheinlichsten wird „{name}“ bis {year} zu einer neuen Spezialisierung: "
        f"{say.chance(top['probability'])} {between}; {missing}.",
        f"“{name}” is the occupation most likely to become a new specialisation by {year}: "
        f"{say.chance(top['probability'])} {between}; {missing}.",
    )


def missing_words(short_of: float, say: Speech) -> str:
    """Return how many employees are missing to a specialisation."""
    count = round(float(short_of))
    if count < 1:
        return say.pick("es fehlt weniger als eine Stelle", "less than one job is missing")
    if count == 1:
        return say.pick("es fehlt eine Stelle", "one job is missing")
    return say.pick(
        f"es fehlen rund {say.count(count)} Beschäftigte",
        f"about {say.count(count)} employees are missing",
    )


def _between(row: pd.Series, say: Speech) -> str:
    if row["lower"] != row["lower"]:
        return say.pick("(ohne Intervall)", "(no interval)")
    lower, upper = say.number(100 * row["lower"]), say.number(100 * row["upper"])
    return say.pick(f"(Intervall {lower} bis {upper})", f"(interval {lower} to {upper})")


def step_sentence(outlook: pd.DataFrame, say: Speech) -> str:
    """Return the most probable real step: a field that was not there and is not next door."""
    if outlook.empty:
        return ""
    steps = substantial(outlook)
    if steps.empty:
        return say.pick(
            "Ein größerer Schritt in ein ganz neues Feld zeichnet sich nicht ab: Was in Reichweite "
            "liegt, hatte die Region schon einmal oder hat sie fast.",
            "No larger step into an entirely new field is in sight: what is within reach the "
            "region has had before or nearly has.",
        )
    top, name = steps.iloc[0], escape(say.occupation(steps.index[0]))
    return say.pick(
        f"Viele dieser Felder sind kurze Schritte oder eine Rückkehr. Der wahrscheinlichste "
        f"größere Schritt ist „{name}“: {say.chance(top['probability'])} "
        f"{_between(top, say)}; {missing_words(top['short_of'], say)}.",
        f"Many of these fields are short steps, or a return. The most probable larger step is "
        f"“{name}”: {say.chance(top['probability'])} {_between(top, say)}; "
        f"{missing_words(top['short_of'], say)}.",
    )


def smart_sentence(outlook: pd.DataFrame, say: Speech) -> str:
    """Return how many possible fields are both related to the region and complex."""
    if outlook.empty:
        return ""
    middle = outlook["density"].median()
    both = outlook[(outlook["density"] > middle) & (outlook["pci"] > 0)]
    if both.empty:
        return say.pick(
            "Kein mögliches neues Feld ist zugleich mit den Stärken der Region verwandt und "
            "überdurchschnittlich komplex.",
            "No possible new field is both related to the strengths of the region and of more than "
            "average complexity.",
        )
    best = list(both.sort_values("probability", ascending=False).index[:3])
    one = len(both) == 1
    return say.pick(
        f"{'Eine' if one else say.count(len(both)).capitalize()} der {say.number(len(outlook))} möglichen "
        f"neuen Berufsgruppen {'ist' if one else 'sind'} zugleich mit den Stärken der Region "
        f"verwandt und überdurchschnittlich komplex; am ehesten erreichbar "
        f"{'ist' if len(best) == 1 else 'sind'} {say.occupations(best)}.",
        f"{'One' if one else say.count(len(both)).capitalize()} of the {say.number(len(outlook))} possible new occupations "
        f"{'is' if one else 'are'} both related to the strengths of the region and of more than "
        f"average complexity; most within reach {'is' if len(best) == 1 else 'are'} "
        f"{say.occupations(best)}.",
    )


def field_certainty(outlook: pd.DataFrame) -> str:
    """Return how certain the most probable new field is, by its probability and its interval."""
    if outlook.empty:
        return UNSURE
    top = outlook.sort_values("probability", ascending=False).iloc[0]
    width = top["upper"] - top["lower"]
    if top["lower"] > 0.5 and width <= WIDE:
        return SURE
    return PARTLY if top["probability"] >= 0.25 and width <= WIDE else UNSURE
