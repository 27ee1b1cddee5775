"""Names of districts in a German sentence: “der Burgenlandkreis”, “die Uckermark”, “Görlitz”."""

from __future__ import annotations

import re

FEMININE = ("Mecklenburgische Seenplatte", "Prignitz", "Region ", "Städteregion ", "Uckermark")
NEUTER = ("Ammerland", "Emsland", "Havelland")
DISTRICT_ONLY = ("Harz", "Sächsische Schweiz-Osterzgebirge")
"""Names that without “Landkreis” mean a landscape."""
TITLE = re.compile(r".*[kK]reis\b|Regionalverband ")


def with_article(name: str) -> str:
    """Return the name of a district as the subject of a German sentence.

    Parameters
    ----------
    name
        German name as in the tables of a dossier.

    Examples
    --------
    >>> with_article("Burgenlandkreis"), with_article("Uckermark"), with_article("Görlitz")
    ('der Burgenlandkreis', 'die Uckermark', 'Görlitz')
    >>> with_article("Leipzig (Landkreis)"), with_article("Märkischer Kreis")
    ('der Landkreis Leipzig', 'der Märkische Kreis')
    """
    if name.endswith(" (Landkreis)"):
        return f"der Landkreis {name.removesuffix(' (Landkreis)')}"
    if name in DISTRICT_ONLY:
        return f"der Landkreis {name}"
    if name.endswith("er Kreis"):
        return f"der {name.removesuffix('r Kreis')} Kreis"
    if TITLE.match(name):
        return f"der {name}"
    if name.startswith(FEMININE):
        return f"die {name}"
    if name in NEUTER or name.endswith(" Land"):
        return f"das {name}"
    return name
