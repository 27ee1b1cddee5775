"""Words about what interviews say; each sentence has cases, none says more than its interval."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from wir.publish.language import format_number, join_list, plural
from wir.publish.suppression import TOTAL

if TYPE_CHECKING:
    from wir.success.interviews import Voices

GOOD, TENTATIVE = 0.8, 0.667
"""Limits of alpha after Krippendorff (2019)."""


def notice(made_up: bool) -> str:
    """Return the first line of the page."""
    if made_up:
        return (
            "These interviews are synthetic: made up, with themes, coders and errors planted. They "
            "say nothing about any alliance. They test whether the methods find again what was "
            "planted; the page says what they found and what they missed."
        )
    return (
        "These interviews are confidential. Everything on this page has passed the disclosure "
        "gate; read it once more before you pass it on."
    )


def summary(voices: Voices) -> str:
    """Return who was interviewed."""
    size = voices.size
    if size["interviews"] is None:
        return "There are too few interviews to show anything of them."
    text = plural(size["interviews"], {"one": "{n} interview", "other": "{n} interviews"})
    if size["alliances"] is not None:
        text += " in " + plural(
            size["alliances"], {"one": "{n} alliance", "other": "{n} alliances"}
        )
    codes = plural(size["codes"] or 0, {"one": "{n} code", "other": "{n} codes"})
    coders = plural(size["coders"] or 0, {"one": "{n} coder", "other": "{n} coders"})
    return f"{text}, {codes}, {coders}."


def agreement_sentence(table: pd.DataFrame) -> str:
    """Return how far the coding can be relied on, by the lower end of the intervals."""
    if "overall" not in table.index or table["alpha"].isna()["overall"]:
        return (
            "Whether coders agree is not known: no interview that may be shown was coded by two "
            "people."
        )
    whole = table.loc["overall"].astype(float)
    text = f"Over all codes alpha is {whole['alpha']:.2f}"
    if not whole.notna().all():
        text += ", its interval not known."
    else:
        text += f" (95% interval {whole['lower']:.2f} to {whole['upper']:.2f})."
    codes = table.drop(index="overall")
    known = codes.dropna(subset=["lower"])
    bad = known[known["upper"] < TENTATIVE]
    good = known[known["lower"] >= TENTATIVE]
    between = len(known) - len(bad) - len(good)
    if len(known):
        text += (
            f" {len(good)} of {len(known)} codes are reliable enough for tentative conclusions, "
            f"{len(bad)} {'is' if len(bad) == 1 else 'are'} not"
            + (f", and for {between} the interval leaves it open." if between else ".")
        )
    if len(bad):
        text += f" What is said below on {_named(bad.index)} does not rest on a shared reading."
    missing = len(codes) - len(known)
    if missing:
        text += f" For {missing} it is not known: used too rarely, or coded by one person."
    return text


def themes_sentence(voices: Voices) -> str:
    """Return which themes differ between types of alliances."""
    table = voices.themes
    if voices.size["types"] is None or voices.size["types"] < 2 or table.empty:
        return "Types of alliances cannot be compared: fewer than two are large enough to show."
    found = list(table.index[table["found"]])
    if not found:
        return (
            f"No theme of {len(table)} differs between the types beyond chance. That does not mean "
            "that they are alike; see what the sample could have found."
        )
    verb = "differs" if len(found) == 1 else "differ"
    rest = len(table) - len(found)
    text = f"{_named(found)} {verb} between the types of alliances beyond chance (false discovery "
    text += "rate of 5%)."
    if rest:
        text += f" For the other {rest} no difference could be seen, which is no proof of none."
    return text


def power_sentence(voices: Voices) -> str:
    """Return what the sample could have found."""
    if voices.power is None:
        return "What the sample could have found is not known: there are no types to compare."
    share = format_number(100 * voices.power)
    return (
        "A theme that four fifths of the largest type and three tenths of the others raise would "
        f"be noticed in {share}% of such samples (one test at 5%, before the correction for many "
        "themes). Smaller differences mostly stay unseen."
    )


def pairs_sentence(table: pd.DataFrame) -> str:
    """Return which codes come together more, or less, than chance lets expect."""
    if table.empty:
        return "No pair of codes is shared by enough interviews to be shown."
    found = table[table["found"]]
    more = found[found["count"] > found["expected"]]
    less = found[found["count"] < found["expected"]]
    if found.empty:
        return f"None of the {len(table)} pairs that may be shown is beyond chance."
    parts = []
    for rows, word in ((more, "more"), (less, "less")):
        if len(rows):
            names = join_list([f"“{r['first']}” with “{r['second']}”" for _, r in rows.iterrows()])
            parts.append(f"{names} {word} often")
    return f"Beyond chance come {join_list(parts)} together than if the codes were unrelated."


def hidden_sentence(log: pd.DataFrame, voices: Voices) -> str:
    """Return what the gate held back."""
    cells = int(log.loc[log["what"] == "cell", "times"].sum())
    quotes = int(log.loc[log["what"] == "quotation", "times"].sum())
    parts = [
        plural(cells, {"one": "{n} cell", "other": "{n} cells"}) + " of the table",
        plural(quotes, {"one": "{n} quotation", "other": "{n} quotations"}),
        plural(voices.size["hidden"] or 0, {"one": "{n} code", "other": "{n} codes"}),
    ]
    return f"The gate held back {join_list(parts)}."


def truth_sentence(checks: Mapping[str, tuple[int, int]]) -> str:
    """Return how much of what was planted was found again; `checks`: what → (found, of)."""
    parts = [f"{what} {found} of {total}" for what, (found, total) in checks.items()]
    return f"Of what was planted: {join_list(parts)}."


def percent(counts: pd.DataFrame, bases: pd.Series) -> pd.DataFrame:
    """Return counts as per cent of the alliances of each type; missing where either is hidden."""
    table = counts.astype(float)
    sizes = bases.astype(float)
    return 100 * table.div(sizes.reindex(table.columns), axis=1)


def order(voices: Voices) -> list[str]:
    """Return the themes, the most frequent first."""
    table = voices.themes.assign(known=voices.themes["alliances"].fillna(-1))
    return [str(one) for one in table.sort_values("known", ascending=False, kind="stable").index]


def alt_shares(shares: pd.DataFrame) -> str:
    """Return what the chart of themes shows."""
    rows = []
    for name, row in shares.iterrows():
        known = [f"{kind} {value:.0f}%" for kind, value in row.items() if pd.notna(value)]
        rows.append(f"{name}: {', '.join(known) if known else 'hidden'}")
    return "Share of alliances that raise each theme. " + "; ".join(rows) + "."


def shown_cell(value: object) -> str:
    """Return a cell of the table; hidden ones say so."""
    return "hidden" if pd.isna(value) else format_number(float(str(value)))  # type: ignore[call-overload]


def checks(
    voices: Voices, planted: pd.DataFrame, together: tuple[str, str]
) -> dict[str, tuple[int, int]]:
    """Return how much of what was planted was found: what → (found, of).

    Parameters
    ----------
    voices
        Results on made-up interviews.
    planted
        Index: key of the theme; ``differs``, ``alpha``.
    together
        Keys of the planted pair.
    """
    keys = pd.Series(voices.keys)
    truth = planted.loc[list(keys)].set_axis(list(keys.index))
    found = voices.themes.loc[truth.index, "found"]
    inside = voices.agreement.loc[truth.index]
    within = (inside["lower"] <= truth["alpha"]) & (truth["alpha"] <= inside["upper"])
    names = {key: name for name, key in voices.keys.items()}
    pair = {names.get(one) for one in together}
    hits = voices.pairs[voices.pairs["found"]]
    known = [{row["first"], row["second"]} == pair for _, row in hits.iterrows()]
    return {
        "themes that differ between types found": (
            int((found & truth["differs"]).sum()),
            int(truth["differs"].sum()),
        ),
        "themes alike in all types called different": (
            int((found & ~truth["differs"]).sum()),
            int((~truth["differs"]).sum()),
        ),
        "planted agreements inside their interval": (int(within.sum()), len(truth)),
        "pairs that go together found": (int(any(known)), 1),
        "unrelated pairs called related": (
            len(known) - int(any(known)),
            len(voices.pairs) - 1,
        ),
    }


def _named(names: object) -> str:
    return join_list([f"“{one}”" for one in names])  # type: ignore[attr-defined]


__all__ = [
    "TOTAL",
    "agreement_sentence",
    "alt_shares",
    "checks",
    "hidden_sentence",
    "notice",
    "order",
    "pairs_sentence",
    "percent",
    "power_sentence",
    "shown_cell",
    "summary",
    "themes_sentence",
    "truth_sentence",
]
