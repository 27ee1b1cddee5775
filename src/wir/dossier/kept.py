"""The results that the notebooks have kept, for all known alliances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wir import config

if TYPE_CHECKING:
    import pandas as pd

RESULTS = {
    "outlook": ("1-2-new-fields", "outlook"),
    "suggestions": ("1-2-new-fields", "suggestions"),
    "profile": ("1-2-new-fields", "profile"),
    "portfolio": ("2-1-demand-and-competition", "portfolio"),
    "rivals": ("2-1-demand-and-competition", "rivals"),
    "namesakes": ("2-1-demand-and-competition", "namesakes"),
    "customers": ("2-1-demand-and-competition", "customers"),
    "work": ("2-1-demand-and-competition", "work"),
    "partners": ("3-2-finding-partners", "suggestions"),
    "organisations": ("3-2-finding-partners", "organisations"),
    "twin-ranks": ("5-1-programme-effects", "twin-ranks"),
    "twin-series": ("5-1-programme-effects", "twin-series"),
    "twin-weights": ("5-1-programme-effects", "twin-weights"),
}
"""Name here → notebook and name there. `wir.dossier.on_the_spot` computes the same tables."""

OPTIONAL = {
    "word-rivals": ("2-2-profile", "rivals"),
    "word-allies": ("2-2-profile", "allies"),
    "distinctiveness": ("2-2-profile", "distinctiveness"),
    "matches": ("6-1-learning-from-peers", "matches"),
}
"""Results about the words of alliances and about learning: for known alliances only."""


def kept_results() -> dict[str, pd.DataFrame] | None:
    """Return all results by name, or None where one of `RESULTS` is not there.

    What of `OPTIONAL` is missing is left out.
    """
    from wir.publish.results import result

    if not all(_there(*where) for where in RESULTS.values()):
        return None
    found = {name: result(*where) for name, where in RESULTS.items()}
    return found | {name: result(*where) for name, where in OPTIONAL.items() if _there(*where)}


def _there(notebook: str, name: str) -> bool:
    return (config.EXECUTED / notebook / f"{name}.parquet").is_file()
