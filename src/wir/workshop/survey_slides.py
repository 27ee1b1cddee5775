"""The slide on how an alliance stands in a survey: in a workshop of its own, never in a group."""

from __future__ import annotations

from collections.abc import Sequence

from wir.documents.blocks import Block, Heading, Language
from wir.documents.inline import fill
from wir.workshop.regions import Guest


def surveyed(invited: Sequence[Guest], language: Language) -> list[Block]:
    """Return the slide; none for a group, without a survey, or where too few answered."""
    import pandas as pd

    from wir.dossier import survey_words
    from wir.dossier.speech import Speech
    from wir.dossier.survey import survey_standing

    if len(invited) != 1 or invited[0].own is None:
        return []
    guest = invited[0]
    found = survey_standing(guest.key, [guest.own.known_as, guest.key])
    if found is None or found.table.empty:
        return []
    nothing = pd.Series(dtype=object)
    title = "So sehen Sie Ihr Bündnis" if language == "de" else "How you see your alliance"
    return [
        Heading(fill("{name}: {title}", name=guest.name, title=title)),
        *survey_words.shown(found, Speech(language, nothing, nothing)),
    ]
