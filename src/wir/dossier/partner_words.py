"""Sentences on the network, on partners to approach, and on managing the alliance."""

# ruff: noqa: E501  (templates with cases stay on one line)

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wir.documents.inline import escape
from wir.dossier.country import PROJECT_YEARS
from wir.dossier.speech import Speech
from wir.dossier.terms import ADVICE, HEALTH, KINDS, term

if TYPE_CHECKING:
    import pandas as pd

    from wir.dossier.facts import DossierFacts

LITTLE, MUCH = 0.75, 1.33
"""Ratio to the median district below and above which participation is called lower or higher."""
SMALL = 0.1
"""Probability below which all suggestions are called unlikely."""


def known_sentence(organisations: pd.DataFrame, say: Speech) -> str:
    """Return how many organisations of the region are known in European projects."""
    count = len(organisations)
    if not count:
        return say.pick(
            "In der Region ist keine Organisation mit bekanntem Namen und Ort in Projekten von "
            "Horizont 2020 zu finden. Das heißt nicht, dass dort niemand forscht.",
            "No organisation of the region with a known name and town is found in projects of "
            "Horizon 2020. That does not mean that nobody there does research.",
        )
    tied = int((organisations["partners"] > 0).sum())
    have = say.pick("hat" if tied == 1 else "haben", "has" if tied == 1 else "have")
    return say.pick(
        f"{'Eine Organisation' if count == 1 else say.count(count).capitalize() + ' Organisationen'} der "
        f"Region mit bekanntem Namen und Ort {'ist' if count == 1 else 'sind'} in Projekten von "
        f"Horizont 2020 zu finden; {('eine' if tied == 1 else say.count(tied)) if tied else 'keine'} davon {have} dort "
        "Partner in Deutschland.",
        f"{'One organisation' if count == 1 else say.count(count).capitalize() + ' organisations'} of the "
        f"region with a known name and town {'is' if count == 1 else 'are'} found in projects of "
        f"Horizon 2020; {('one' if tied == 1 else say.count(tied)) if tied else 'none'} of them {have} German partners "
        "there.",
    )


def participation_sentence(facts: DossierFacts, say: Speech) -> str:
    """Return how much the region takes part, compared with the median of all districts."""
    own = facts.network.loc[list(facts.region.ags)]
    count, people = float(own["participations"].sum()), float(facts.people.sum())
    rate, median = 1e5 * count / people, float(facts.network["per_100000"].median())
    first, last = PROJECT_YEARS
    if median <= 0 or rate < LITTLE * median:
        level = ("weniger als", "fewer than") if median > 0 else ("anders als", "unlike")
    elif rate > MUCH * median:
        level = ("mehr als", "more than")
    else:
        level = ("etwa so viele wie", "about as many as")
    return say.pick(
        f"Auf 100.000 Einwohner kommen {say.number(rate, 1)} Beteiligungen ({first} bis {last}), "
        f"{level[0]} im mittleren Kreis Deutschlands ({say.number(median, 1)}).",
        f"There are {say.number(rate, 1)} participations per 100,000 inhabitants ({first} to "
        f"{last}), {level[1]} in the median district of Germany ({say.number(median, 1)}).",
    )


def suggestion_sentence(partners: pd.DataFrame, reach: str, say: Speech) -> str:
    """Return the first suggestion of a reach that is not among the best known anyway."""
    rows = chosen(partners, reach)
    where = {
        "regional": ("in der Region", "in the region"),
        "supra-regional": ("überregional", "beyond the region"),
    }[reach][not say.german]
    if rows.empty:
        return say.pick(
            f"Für Partner {where} gibt es keinen Vorschlag: Ohne bestehende Verbindung ist dort "
            "niemand bekannt.",
            f"There is no suggestion {where}: nobody is known there without a tie already.",
        )
    fresh = rows[~rows["famous"].astype(bool)]
    top = (fresh if len(fresh) else rows).sort_values("rank").iloc[0]
    name = escape(top["name"])
    return say.pick(
        f"Erster Vorschlag {where}{'' if not len(fresh) else ', der nicht zu den bestvernetzten gehört'}: "
        f"{name} ({reason(top, say)}).",
        f"First suggestion {where}{'' if not len(fresh) else ' that is not among the best connected'}: "
        f"{name} ({reason(top, say)}).",
    )  # fmt: skip


def chosen(partners: pd.DataFrame, reach: str) -> pd.DataFrame:
    """Return the suggestions of a reach: for organisations of the region, else for a newcomer."""
    if partners.empty:
        return partners
    rows = partners[partners["reach"] == reach]
    own = rows[rows["for_whom"] == "organisations"]
    return own if len(own) else rows[rows["for_whom"] == "newcomer"]


def for_newcomers(partners: pd.DataFrame) -> bool:
    """Return whether suggestions exist only for an imagined newcomer."""
    return len(partners) > 0 and not (partners["for_whom"] == "organisations").any()


def reason(row: Any, say: Speech) -> str:
    """Return what is known about a suggested partner: facts of the pair, no judgement."""
    parts = [term(KINDS, row["kind"], say.german)]
    common = int(row["common_partners"])
    if common:
        parts.append(
            say.pick(
                f"{say.number(common)} gemeinsame{'r' if common == 1 else ''} Partner",
                f"{say.number(common)} common partner{'' if common == 1 else 's'}",
            )
        )
    km = float(row["km"])
    parts.append(
        say.pick("im selben Kreis", "same district")
        if km < 1
        else f"{say.number(km)}\N{NO-BREAK SPACE}km"
    )
    count = int(row["partners"])
    if count:
        parts.append(
            say.pick(
                f"{say.number(count)} Partner in Horizont 2020",
                f"{say.number(count)} partner{'' if count == 1 else 's'} in Horizon 2020",
            )
        )
    else:
        parts.append(say.pick("bisher ohne Partner", "no partners so far"))
    return "; ".join(parts)


def chance_sentence(partners: pd.DataFrame, say: Speech) -> str:
    """Return how likely the suggestions are, so that nobody takes them for promises."""
    if partners.empty:
        return ""
    best = float(partners["probability"].max())
    learnt = say.pick(
        "Ein Vorschlag ist ein Anlass für ein Gespräch, keine Zusage. Das Modell hat gelernt, wie "
        "Verbindungen bisher entstanden sind, nicht, was für Sie gut wäre.",
        "A suggestion is a reason to talk, no promise. The model has learnt how ties have come "
        "about, not what would be good for you.",
    )
    if best < SMALL:
        head = say.pick(
            f"Die Wahrscheinlichkeiten sind klein (höchstens {say.chance(best)}).",
            f"The probabilities are small (at most {say.chance(best)}).",
        )
    else:
        head = say.pick(
            f"Die höchste Wahrscheinlichkeit beträgt {say.chance(best)}.",
            f"The highest probability is {say.chance(best)}.",
        )
    return f"{head} {learnt}"


def health_sentence(health: pd.DataFrame, say: Speech) -> str:
    """Return how many items of the partnership call for something."""
    known = health[health["value"].notna()] if len(health) else health
    if known.empty:
        return say.pick(
            "Über Mitglieder und Vorhaben Ihres Bündnisses liegt hier keine Liste vor. Mit einer "
            "Mitglieder- und einer Projektliste zeigt dieser Abschnitt, wie das Bündnis "
            "zusammengesetzt ist, woran es hängt und wer fehlt.",
            "There is no list of members or projects of your alliance here. With a list of members "
            "and one of projects, this section shows how the alliance is made up, what it hangs on "
            "and who is missing.",
        )
    acts = known[known["what_to_do"] != ""]
    total = len(known)
    if acts.empty:
        return say.pick(
            f"Von {total} bekannten Kennzahlen der Partnerschaft verlangt keine eine Reaktion.",
            f"None of the {total} known items of the partnership calls for something.",
        )
    names = say.quoted([term(HEALTH, one, say.german) for one in acts["item"]], 3)
    one = len(acts) == 1
    return say.pick(
        f"Von {total} bekannten Kennzahlen der Partnerschaft "
        f"{'verlangt eine' if one else f'verlangen {say.count(len(acts))}'} Aufmerksamkeit: {names}.",
        f"{'One' if one else say.count(len(acts)).capitalize()} of {total} known items of the partnership "
        f"{'calls' if one else 'call'} for attention: {names}.",
    )


def break_sentence(breaks: pd.DataFrame, say: Speech) -> str:
    """Return what would happen if the most consequential member left."""
    if breaks.empty:
        return ""
    name, row = str(breaks.index[0]), breaks.iloc[0]
    lost = int(row["cut_off"])
    if not lost:
        return say.pick(
            "Das Netz Ihrer gemeinsamen Vorhaben bliebe zusammen, wer auch immer ausschiede.",
            "The network of your joint projects would hang together whoever left.",
        )
    return say.pick(
        f"Schiede {escape(name)} aus, {'verlöre ein Mitglied' if lost == 1 else f'verlören {say.count(lost)} Mitglieder'} den Anschluss an die übrigen.",
        f"If {escape(name)} left, {lost} member{'' if lost == 1 else 's'} would be cut off from the rest.",
    )  # fmt: skip


def advice(item: str, side: str, say: Speech) -> str:
    """Return what to do about an item of the partnership; empty where nothing."""
    pair = ADVICE.get((item, side))
    return "" if pair is None else pair[not say.german]
