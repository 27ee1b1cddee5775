"""The dossier as a document: its sections in order, in German or English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wir.documents.blocks import Document, PageBreak
from wir.dossier import sections_learning, sections_market, sections_region
from wir.dossier.country import YEAR, district_names
from wir.dossier.speech import Speech

if TYPE_CHECKING:
    from wir.documents.blocks import Block, Language
    from wir.dossier.facts import DossierFacts


LONG = 50
"""Characters from which on the names of the districts do not fit into the head of a page."""


def dossier_document(facts: DossierFacts, language: Language) -> Document:
    """Return the dossier of a region.

    Parameters
    ----------
    facts
        Result of `wir.dossier.facts.gather`.
    language
        ``de`` or ``en``.
    """
    say = Speech(language, district_names(facts.districts, language), facts.titles)
    shown: list[Block] = [
        *sections_region.summary(facts, say),
        PageBreak(),
        *sections_region.region(facts, say),
        *sections_region.potential(facts, say),
        *sections_market.market(facts, say),
        *sections_market.partners(facts, say),
        *sections_learning.success(facts, say),
        *sections_learning.since(facts, say),
        *sections_learning.learning(facts, say),
        *sections_learning.decided(facts, say),
        *sections_learning.steering(facts, say),
        *sections_learning.method(facts, say),
    ]
    names = [say.place(one) for one in facts.region.ags]
    places = ", ".join(names)
    if len(places) > LONG:
        places = say.pick(
            f"{say.count(len(names))} Kreise, darunter {names[0]}",
            f"{say.count(len(names))} districts, among them {names[0]}",
        )
    return Document(
        title=say.pick(f"Dossier: {facts.region.name}", f"Dossier: {facts.region.name}"),
        subtitle=say.pick(
            f"Potenzial, Profil und Partner der Region: {places}",
            f"Potential, profile and partners of the region: {places}",
        ),
        language=language,
        blocks=tuple(shown),
        key=f"dossier-{facts.region.key}",
        note=say.pick(
            f"WIR!-Forschungskompendium · Kreisdaten bis {YEAR}, Berufe bis 2025",
            f"WIR! research compendium · district data to {YEAR}, occupations to 2025",
        ),
    )
