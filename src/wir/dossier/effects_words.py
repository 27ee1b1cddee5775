"""Sentences on the region before and since, beside its synthetic twin."""

# ruff: noqa: E501  (templates with cases stay on one line)

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wir.dossier.speech import PARTLY, UNSURE, Speech
from wir.dossier.terms import OUTCOMES

if TYPE_CHECKING:
    import pandas as pd

RARE = 0.1
"""p value up to which a gap to the twin is called rare."""


def outcome_name(key: str, say: Speech) -> str:
    """Return the name of an outcome."""
    return OUTCOMES[key][0 if say.german else 1]


def outcome_unit(key: str, say: Speech) -> str:
    """Return the unit of a gap in an outcome."""
    return OUTCOMES[key][2 if say.german else 3]


def twin_case(row: Mapping[str, Any] | pd.Series) -> str:
    """Return ``usual``, ``poor fit`` or ``rare`` for the gap of a region to its twin."""
    if row["p_value"] > RARE:
        return "usual"
    return "poor fit" if row["before"] > abs(row["gap"]) / 2 else "rare"


def twin_sentence(key: str, row: Mapping[str, Any] | pd.Series, say: Speech) -> str:
    """Return what the gap of the region to its twin allows to be said.

    Parameters
    ----------
    key
        Key of the outcome.
    row
        A row of `wir.effects.twins.Twins.ranks`.
    """
    digits = 2 if key == "qualification" else 1
    size, unit = abs(float(row["gap"])), outcome_unit(key, say)
    name = f"**{outcome_name(key, say)}**"
    year = f"{row['first_year']:.0f}"
    span = (
        say.pick(year, f"in {year}")
        if row["years_after"] == 1
        else say.pick(f"seit {year} im Mittel", f"since {year}, on average,")
    )
    amount = f"{say.number(size, digits)}\N{NO-BREAK SPACE}{unit}"
    if round(size, digits) == 0:
        head = say.pick(
            f"{name}: Die Region lag {span} gleichauf mit ihrem Zwilling",
            f"{name}: {span} the region was level with its twin",
        )
    else:
        above = row["gap"] > 0
        head = say.pick(
            f"{name}: Die Region lag {span} um {amount} {'über' if above else 'unter'} ihrem Zwilling",
            f"{name}: {span} the region was {amount} {'above' if above else 'below'} its twin",
        )
    placebos = int(row["placebos"])
    count = round(float(row["p_value"]) * (placebos + 1)) - 1
    rank = say.pick(
        f"{'keine' if count == 0 else say.number(count)} von {placebos} gleich großen Regionen "
        f"ohne Bündnis {'liegt' if count in (0, 1) else 'liegen'} ebenso weit oder weiter von ihrem "
        "entfernt",
        f"{'none' if count == 0 else say.number(count)} of {placebos} regions of the same size "
        f"without an alliance {'is' if count in (0, 1) else 'are'} as far from theirs or further",
    )
    case = twin_case(row)
    if case == "usual":
        return say.pick(
            f"{head}; {rank}: nichts Ungewöhnliches.", f"{head}; {rank}: nothing unusual."
        )
    if case == "poor fit":
        return say.pick(
            f"{head}; {rank}. Beide gingen aber schon vorher verschiedene Wege "
            f"({say.number(row['before'], digits)}\N{NO-BREAK SPACE}{unit}), sodass der Abstand "
            "wenig besagt.",
            f"{head}; {rank}. But both went different ways before already "
            f"({say.number(row['before'], digits)}\N{NO-BREAK SPACE}{unit}), so that the gap means "
            "little.",
        )
    return say.pick(
        f"{head}; {rank}. Ein solcher Abstand ist selten, aber nichts belegt, dass er vom Bündnis "
        "kommt.",
        f"{head}; {rank}. Such a gap is rare, but nothing shows that it comes from the alliance.",
    )


def no_twin_sentence(start: int | None, say: Speech) -> str:
    """Return why there is no twin."""
    if start is None:
        return say.pick(
            "Der Beginn Ihres Bündnisses ist nicht angegeben; ein Vergleich von vorher und seither "
            "ist daher nicht möglich. Tragen Sie das Jahr in `alliance.toml` ein (start_year)."
            .replace("`", ""),
            "The start of your alliance is not given, so that before and since cannot be compared. "
            "Enter the year in alliance.toml (start_year).",
        )  # fmt: skip
    return say.pick(
        f"Für den Beginn im Jahr {start} lässt sich kein Zwilling bilden: Die Zahlen enden vorher, "
        "oder es gibt davor zu wenige.",
        f"For the start in {start} no twin can be made: the figures end before it, or there are "
        "too few before it.",
    )


def twin_finding(ranks: pd.DataFrame, say: Speech) -> tuple[str, str]:
    """Return one sentence on all outcomes, and how certain it is."""
    if ranks.empty:
        return "", UNSURE
    cases = {str(key): twin_case(row) for key, row in ranks.iterrows()}
    rare = [key for key, case in cases.items() if case == "rare"]
    if not rare:
        names = say.listed([outcome_name(key, say) for key in cases])
        return (
            say.pick(
                f"Seit dem Beginn hat sich die Region nicht ungewöhnlich anders entwickelt als ihr "
                f"statistischer Zwilling ({names}). Das schließt Wirkungen nicht aus; sie wären "
                "bei einer einzelnen Region so nicht zu erkennen.",
                f"Since the start the region has not moved unusually far from its statistical twin "
                f"({names}). That does not rule out effects; in a single region they could not be "
                "seen this way.",
            ),
            PARTLY,
        )
    row = ranks.loc[rare[0]]
    above = row["gap"] > 0
    return (
        say.pick(
            f"Bei {say.listed([outcome_name(key, say) for key in rare])} liegt die Region seit dem "
            f"Beginn {'über' if above else 'unter'} ihrem statistischen Zwilling, und so weit wie "
            "wenige andere. Dass es am Bündnis liegt, ist damit nicht belegt.",
            f"In {say.listed([outcome_name(key, say) for key in rare])} the region has been "
            f"{'above' if above else 'below'} its statistical twin since the start, as far as few "
            "others. That does not show that the alliance is the reason.",
        )
        if len(rare) == 1
        else say.pick(
            f"Bei {say.listed([outcome_name(key, say) for key in rare])} hat sich die Region seit "
            "dem Beginn so weit von ihrem statistischen Zwilling entfernt wie wenige andere. Dass "
            "es am Bündnis liegt, ist damit nicht belegt.",
            f"In {say.listed([outcome_name(key, say) for key in rare])} the region has moved as far "
            "from its statistical twin since the start as few others. That does not show that the "
            "alliance is the reason.",
        ),
        PARTLY,
    )
