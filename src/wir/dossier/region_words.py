"""Sentences on the region: which districts, where they stand in weakness and potential."""

# ruff: noqa: E501  (templates with cases stay on one line)

from __future__ import annotations

from typing import TYPE_CHECKING

from wir.documents.inline import escape
from wir.dossier.articles import with_article
from wir.dossier.country import INDICES
from wir.dossier.speech import PARTLY, SURE, UNSURE, Speech
from wir.dossier.terms import BASIS, FIELD_AREAS, PHASES, PILLARS, term
from wir.dossier.terms import INDICES as INDEX_TERMS
from wir.publish.language import join_list

if TYPE_CHECKING:
    import pandas as pd

    from wir.dossier.facts import DossierFacts

HALVES = {
    "weakness": {
        "first": (
            "in der strukturschwächeren Hälfte Deutschlands",
            "in the weaker half of Germany",
        ),
        "second": (
            "in der strukturstärkeren Hälfte Deutschlands",
            "in the stronger half of Germany",
        ),
    },
    "potential": {
        "first": (
            "in der Hälfte Deutschlands mit dem größeren Potenzial",
            "in the half of Germany with more potential",
        ),
        "second": (
            "in der Hälfte Deutschlands mit dem kleineren Potenzial",
            "in the half of Germany with less potential",
        ),
    },
}
HALF = 50
"""Share of districts (%) that makes a majority."""
SEVERAL = 3
"""Districts up to which each is named with its rank."""


def opening_sentence(facts: DossierFacts, say: Speech) -> str:
    """Return who the alliance is and which districts the dossier is about."""
    region = facts.region
    places = say.listed([say.place(one) for one in region.ags])
    name = f"**{escape(region.name)}**"
    if region.seat_only:
        return say.pick(
            f"Von {name} ist nur der Sitz der Koordination bekannt; alle Zahlen gelten für "
            f"diesen Kreis: {places}.",
            f"Of {name} only the seat of the coordinator is known; all figures are those of this "
            f"district: {places}.",
        )
    one = len(region.ags) == 1
    return say.pick(
        f"Die Region von {name} umfasst {'einen Kreis' if one else f'{say.count(len(region.ags))} Kreise'}: "
        f"{places}. Dort leben {say.number(round(facts.people.sum(), -2))} Menschen.",
        f"The region of {name} holds {'one district' if one else f'{say.count(len(region.ags))} districts'}: "
        f"{places}. {say.number(round(facts.people.sum(), -2))} people live there.",
    )


def made_up_sentence(say: Speech) -> str:
    """Return that the alliance does not exist."""
    return say.pick(
        "Dieses Bündnis ist erfunden und dient als Beispiel; die Kreise und ihre Zahlen gibt es.",
        "This alliance is made up and serves as an example; the districts and their figures exist.",
    )


def fact_pairs(facts: DossierFacts, say: Speech) -> tuple[tuple[str, str], ...]:
    """Return what is known about the alliance, as pairs of name and value."""
    region = facts.region
    pairs = []
    if region.full_title:
        pairs.append((say.pick("Voller Titel", "Full title"), escape(region.full_title)))
    if region.theme and not say.german:
        pairs.append(("Theme", escape(region.theme)))
    if region.field_area:
        area = term(FIELD_AREAS, region.field_area, say.german)
        pairs.append((say.pick("Innovationsfeld", "Innovation field"), area))
    if region.phase in PHASES:
        pairs.append((say.pick("Phase", "Phase"), term(PHASES, region.phase, say.german)))
    if region.start:
        pairs.append((say.pick("Beginn", "Start"), str(region.start)))
    districts = "; ".join(
        f"{escape(say.place(one))} ({term(BASIS, region.basis.get(one, 'own'), say.german)})"
        for one in region.ags
    )
    pairs.append((say.pick("Kreise", "Districts"), districts))
    pairs.append((say.pick("Einwohner", "Inhabitants"), say.number(facts.people.sum())))
    return tuple(pairs)


def standing_side(standing: pd.DataFrame, index: str, total: int) -> str:
    """Return where the rank intervals of the districts lie.

    ``first`` or ``second`` half of all districts, ``across`` the middle, ``mixed``, or ``missing``.
    """
    known = standing.dropna(subset=[f"rank_{index}"])
    if known.empty:
        return "missing"
    half = total / 2
    first = int((known[f"upper_{index}"] <= half).sum())
    second = int((known[f"lower_{index}"] > half).sum())
    if first == len(known):
        return "first"
    if second == len(known):
        return "second"
    return "mixed" if first or second else "across"


def standing_sentence(facts: DossierFacts, index: str, say: Speech) -> str:
    """Return the ranks of the districts in an index and what their intervals allow to be said."""
    subject = term(INDEX_TERMS, index, say.german)
    known = facts.standing.dropna(subset=[f"rank_{index}"]).sort_values(f"rank_{index}")
    if known.empty:
        return say.pick(
            f"Für **{subject}** lässt sich kein Rang angeben: Zu viele Indikatoren fehlen.",
            f"In **{subject}** no rank can be given: too many indicators are missing.",
        )
    first = {
        "weakness": ("am schwächsten", "weakest"),
        "potential": ("größtes Potenzial", "most potential"),
    }[index][not say.german]
    total = say.number(facts.total)
    if len(known) <= SEVERAL:
        parts = [
            say.pick(
                f"{escape(with_article(say.place(ags)))} auf Rang {row[f'rank_{index}']:.0f} "
                f"(Intervall {say.span(row[f'lower_{index}'], row[f'upper_{index}'])})",
                f"{escape(say.place(ags))} has rank {row[f'rank_{index}']:.0f} "
                f"(interval {say.span(row[f'lower_{index}'], row[f'upper_{index}'])})",
            )
            for ags, row in known.iterrows()
        ]
        body = join_list(parts, say.language)
        text = say.pick(
            f"Bei **{subject}** liegt {body} von {total} Kreisen (Rang 1: {first}).",
            f"In **{subject}** {body} among {total} districts (rank 1: {first}).",
        )
        if say.german and len(parts) > 1:
            text = text.replace(" liegt ", " liegen ", 1)
    else:
        best, last = known.iloc[0], known.iloc[-1]
        text = say.pick(
            f"Bei **{subject}** reichen die Ränge der {say.count(len(known))} Kreise von "
            f"{best[f'rank_{index}']:.0f} ({escape(say.place(known.index[0]))}) bis "
            f"{last[f'rank_{index}']:.0f} ({escape(say.place(known.index[-1]))}), von {total} "
            f"Kreisen insgesamt (Rang 1: {first}).",
            f"In **{subject}** the ranks of its {say.count(len(known))} districts go from "
            f"{best[f'rank_{index}']:.0f} ({escape(say.place(known.index[0]))}) to "
            f"{last[f'rank_{index}']:.0f} ({escape(say.place(known.index[-1]))}), among {total} "
            f"districts (rank 1: {first}).",
        )
    return f"{text} {side_sentence(facts.standing, index, facts.total, say)}"


def side_sentence(standing: pd.DataFrame, index: str, total: int, say: Speech) -> str:
    """Return what the rank intervals allow to be said about the middle of all districts."""
    side = standing_side(standing, index, total)
    count = int(standing[f"rank_{index}"].notna().sum())
    if side in ("first", "second"):
        place = HALVES[index][side][not say.german]
        if count == 1:
            return say.pick(
                f"Das ganze Intervall liegt {place}.", f"The whole interval lies {place}."
            )
        return say.pick(f"Alle Intervalle liegen {place}.", f"All intervals lie {place}.")
    if side == "across":
        return say.pick(
            "Das Intervall reicht über die Mitte hinweg: Auf welcher Seite die Region steht, hängt "
            "davon ab, wie man misst."
            if count == 1
            else "Alle Intervalle reichen über die Mitte hinweg: Auf welcher Seite die Kreise "
            "stehen, hängt davon ab, wie man misst.",
            "The interval reaches across the middle: on which side the region stands depends on "
            "how it is measured."
            if count == 1
            else "All intervals reach across the middle: on which side the districts stand depends "
            "on how it is measured.",
        )
    half = total / 2
    first = int((standing[f"upper_{index}"] <= half).sum())
    second = int((standing[f"lower_{index}"] > half).sum())
    across = count - first - second
    lying = [
        (number, HALVES[index][half_of][not say.german])
        for number, half_of in ((first, "first"), (second, "second"))
        if number
    ]
    shown = [f"{_intervals(number, say)} {place}" for number, place in lying]
    head = say.pick(
        f"Von den {say.count(count)} Intervallen {'liegt' if lying[0][0] == 1 else 'liegen'} ",
        f"Of the {say.count(count)} intervals, ",
    )
    if not say.german:
        shown = [
            f"{_intervals(number, say)} {'lies' if number == 1 else 'lie'} {place}"
            for number, place in lying
        ]
    if across:
        shown.append(
            say.pick(
                f"{_intervals(across, say)} {'reicht' if across == 1 else 'reichen'} über die Mitte "
                "hinweg",
                f"{_intervals(across, say)} {'reaches' if across == 1 else 'reach'} across the "
                "middle",
            )
        )
    return f"{head}{join_list(shown, say.language)}."


def _intervals(number: int, say: Speech) -> str:
    """Return a number of intervals, as in “eines”, “two”."""
    return say.pick("eines", "one") if number == 1 else say.count(number)


def standing_certainty(facts: DossierFacts, index: str) -> str:
    """Return how certain the side of the middle is."""
    side = standing_side(facts.standing, index, facts.total)
    return {"first": SURE, "second": SURE, "mixed": PARTLY}.get(side, UNSURE)


def pillar_sentence(facts: DossierFacts, index: str, say: Speech) -> str:
    """Return the pillars in which the region scores highest and lowest among all districts."""
    share = (100 * facts.better_share[index]).dropna().sort_values(ascending=False)
    if len(share) < 2:
        return ""
    high, low = (term(PILLARS, one, say.german) for one in (share.index[0], share.index[-1]))
    most, least = say.percent(share.iloc[0]), say.percent(share.iloc[-1])
    if index == "weakness":
        if share.iloc[0] < HALF:
            return say.pick(
                f"In allen Bereichen der Strukturschwäche steht die Region besser da als die meisten "
                f"Kreise, am wenigsten bei *{high}* (schwächer als {most}).",
                f"In all pillars of structural weakness the region does better than most districts, "
                f"least so in *{high}* (weaker than {most}).",
            )
        return say.pick(
            f"Am deutlichsten zeigt sich Strukturschwäche im Bereich *{high}*: Hier ist die Region "
            f"schwächer aufgestellt als {most} aller Kreise. Am wenigsten zeigt sie sich im Bereich "
            f"*{low}* (schwächer als {least}).",
            f"Structural weakness shows most in *{high}*, where the region is weaker than {most} of "
            f"all districts, and least in *{low}* (weaker than {least}).",
        )
    if share.iloc[0] < HALF:
        return say.pick(
            f"In keinem Bereich hat die Region mehr Potenzial als die Hälfte der Kreise. Am nächsten "
            f"kommt sie dem bei *{high}* (mehr als {most} aller Kreise); am weitesten zurück liegt "
            f"sie bei *{low}* (mehr als {least}).",
            f"In no pillar has the region more potential than half of the districts. It comes "
            f"nearest in *{high}* (more than {most} of all districts) and lies furthest back in "
            f"*{low}* (more than {least}).",
        )
    return say.pick(
        f"Ihr größtes Potenzial hat die Region im Bereich *{high}*: Hier übertrifft sie {most} aller "
        f"Kreise. Am wenigsten hat sie im Bereich *{low}* (mehr als {least}).",
        f"The region has most potential in *{high}*, where it does better than {most} of all "
        f"districts, and least in *{low}* (more than {least}).",
    )


def region_findings(facts: DossierFacts, say: Speech) -> list[str]:
    """Return the sentences on weakness and potential."""
    found = []
    for index in INDICES:
        found.append(standing_sentence(facts, index, say))
        if sentence := pillar_sentence(facts, index, say):
            found.append(sentence)
    return found
