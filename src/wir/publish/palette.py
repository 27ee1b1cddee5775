"""Colours: one meaning, one colour, in the whole book.

The values are taken from, or close to, the colour-blind-safe sets of Okabe and Ito (2008), Paul
Tol ("muted") and ColorBrewer (Brewer and Harrower). Each colour of a mark has a contrast of at
least 3 : 1 against white (WCAG 2.1, success criterion 1.4.11); the tests check this and that
the colours of one set stay apart under simulated colour blindness.
"""

from __future__ import annotations

EAST = "#C8500A"
WEST = "#0072B2"
EAST_WEST = {"East": EAST, "West": WEST}

ALLIANCE = "#882255"
OTHER = "#8C8C8C"
ALLIANCE_OTHER = {"alliance": ALLIANCE, "other": OTHER}

PILLARS = ("#332288", "#117733", "#CC6677", "#8A7A1F", "#0E8AA5", "#5A5A5A")
"""Colours of the pillars of a composite index, in the order in which the pillars are declared."""

CATEGORIES = ("#0072B2", "#C8500A", "#117733", "#D0609A", "#8A8A2B", "#5A5A5A")
"""Colours of categories that have no colour of their own."""

QUADRANTS = ("#B2DF8A", "#1F78B4", "#D9D9D9", "#E08214")
"""Map fills for two-by-two typologies, first strong, then weak."""

CLUSTERS = {
    "high-high": "#B2182B",
    "low-low": "#2166AC",
    "high-low": "#F4A582",
    "low-high": "#92C5DE",
    "not significant": "#EDEDED",
}
"""Map fills of local Moran clusters (ColorBrewer RdBu)."""

SEQUENTIAL = "YlGnBu"
DIVERGING = "PuOr_r"
"""ColorBrewer schemes; both are safe for the colour-blind."""

MISSING = "#F2F2F2"
MISSING_HATCH = "#A6A6A6"

INK = "#1F2328"
"""Text, axes and outlines on a figure (figures always stand on white)."""
FAINT = "#5F6670"
GRID = "#D8DCE0"


def pillar_colours(pillars: list[str]) -> dict[str, str]:
    """Return the colour of each pillar, in the order given.

    Raises
    ------
    ValueError
        If there are more pillars than colours that can be told apart.
    """
    return _assign(pillars, PILLARS, "pillars")


def category_colours(categories: list[str]) -> dict[str, str]:
    """Return the colour of each category, in the order given.

    Raises
    ------
    ValueError
        If there are more categories than colours that can be told apart.
    """
    return _assign(categories, CATEGORIES, "categories")


def _assign(names: list[str], colours: tuple[str, ...], what: str) -> dict[str, str]:
    if len(names) > len(colours):
        raise ValueError(
            f"{len(names)} {what}, but only {len(colours)} colours can be told apart: "
            "merge some, or use small multiples"
        )
    return dict(zip(names, colours, strict=False))
