"""The five findings that matter, chosen by rule, each with its certainty.

Each topic offers at most one finding with a weight. What stands out and is certain comes first:
weight = how much it stands out (0–1) + 0.5 for well supported, + 0.25 for partly supported. The
five with the largest weights are shown, in the order of the dossier.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wir.dossier import (
    effects_words,
    learning_words,
    market_words,
    partner_words,
    potential_words,
    region_words,
)
from wir.dossier.speech import PARTLY, SURE, UNSURE, Speech

if TYPE_CHECKING:
    from wir.dossier.facts import DossierFacts

COUNT = 5
BONUS = {SURE: 0.5, PARTLY: 0.25, UNSURE: 0.0}


@dataclass(frozen=True)
class Finding:
    """One finding: its topic in words, sentence, certainty, and how much it stands out (0–1)."""

    topic: str
    text: str
    certainty: str
    stands_out: float

    @property
    def weight(self) -> float:
        """By which findings are chosen."""
        return self.stands_out + BONUS[self.certainty]


def findings(facts: DossierFacts, say: Speech, count: int = COUNT) -> list[Finding]:
    """Return the `count` findings with the largest weights, in the order of the dossier."""
    offered = [
        one
        for one in (
            _standing(facts, say, "weakness"),
            _standing(facts, say, "potential"),
            _strength(facts, say),
            _new_field(facts, say),
            _open(facts, say),
            _demand(facts, say),
            _network(facts, say),
            _managing(facts, say),
            _since(facts, say),
            _learning(facts, say),
        )
        if one is not None and one.text
    ]
    best = sorted(range(len(offered)), key=lambda at: (-offered[at].weight, at))[:count]
    return [offered[at] for at in sorted(best)]


def _standing(facts: DossierFacts, say: Speech, index: str) -> Finding | None:
    known = facts.standing.dropna(subset=[f"rank_{index}"])
    if known.empty:
        return None
    middle = known[f"rank_{index}"].mean()
    away = abs(middle - facts.total / 2) / (facts.total / 2)
    topic = {
        "weakness": say.pick("Strukturschwäche", "Structural weakness"),
        "potential": say.pick("Innovationspotenzial", "Innovation potential"),
    }[index]
    text = region_words.standing_sentence(facts, index, say)
    return Finding(topic, text, region_words.standing_certainty(facts, index), float(away))


def _strength(facts: DossierFacts, say: Speech) -> Finding | None:
    chosen = potential_words.marked(facts.portfolio)
    if chosen.empty:
        return None
    top = float(chosen["lq"].iloc[0])
    text = potential_words.strength_sentence(facts.portfolio, say)
    return Finding(say.pick("Stärken", "Strengths"), text, SURE, min(1.0, (top - 1) / 5))


def _new_field(facts: DossierFacts, say: Speech) -> Finding | None:
    if facts.outlook.empty:
        return None
    text = potential_words.field_sentence(facts.outlook, say)
    step = potential_words.step_sentence(facts.outlook, say)
    text = f"{text} {step}".strip()
    chance = float(facts.outlook["probability"].max())
    certainty = potential_words.field_certainty(facts.outlook)
    return Finding(say.pick("Neue Felder", "New fields"), text, certainty, 0.4 + chance / 2)


def _open(facts: DossierFacts, say: Speech) -> Finding | None:
    if facts.portfolio.empty:
        return None
    names = market_words.open_fields(facts.portfolio)
    text = market_words.open_sentence(facts.portfolio, say)
    certainty = market_words.market_certainty(facts.portfolio)
    return Finding(
        say.pick("Nachfrage und Wettbewerb", "Demand and competition"), text, certainty,
        0.6 if names else 0.2,
    )  # fmt: skip


def _demand(facts: DossierFacts, say: Speech) -> Finding | None:
    if not facts.coded or facts.portfolio.empty:
        return None
    points = market_words.shown_fields(facts.portfolio, facts.fields)
    groups = market_words.demand_groups(points)
    told = len(groups["faster"]) + len(groups["shrinking"])
    sentences = market_words.demand_sentences(points, say)
    if not told or not sentences:
        return None
    share = told / len(points)
    first = "faster" if groups["faster"] else "shrinking"
    text = next(
        one for one in sentences
        if say.occupation(groups[first][0]) in one.replace("\\", "")
    )  # fmt: skip
    certainty = SURE if share >= 0.5 else PARTLY
    return Finding(say.pick("Ihr Innovationsfeld", "Your field"), text, certainty, 0.3 + share / 2)


def _network(facts: DossierFacts, say: Speech) -> Finding | None:
    known = partner_words.known_sentence(facts.organisations, say)
    rate = partner_words.participation_sentence(facts, say)
    count = len(facts.organisations)
    return Finding(
        say.pick("Netzwerk", "Network"), f"{known} {rate}", PARTLY, 0.7 if not count else 0.45
    )


def _managing(facts: DossierFacts, say: Speech) -> Finding | None:
    if facts.health.empty or not facts.health["value"].notna().any():
        return None
    text = partner_words.health_sentence(facts.health, say)
    acts = int((facts.health["what_to_do"] != "").sum())
    return Finding(
        say.pick("Management des Bündnisses", "Managing the alliance"), text, SURE,
        0.8 if acts else 0.3,
    )  # fmt: skip


def _since(facts: DossierFacts, say: Speech) -> Finding | None:
    text, certainty = effects_words.twin_finding(facts.twin_ranks, say)
    if not text:
        return None
    rare = any(effects_words.twin_case(row) == "rare" for _, row in facts.twin_ranks.iterrows())
    return Finding(
        say.pick("Entwicklung seit dem Beginn", "Development since the start"), text, certainty,
        0.8 if rare else 0.35,
    )  # fmt: skip


def _learning(facts: DossierFacts, say: Speech) -> Finding | None:
    if facts.allied_peers.empty:
        return None
    text = learning_words.nearest_sentence(facts, say)
    return Finding(
        say.pick("Lernen von anderen", "Learning from others"), text,
        learning_words.nearest_certainty(facts), 0.4,
    )  # fmt: skip


def certainty_sentence(say: Speech) -> str:
    """Return what the words for certainty mean."""
    return say.pick(
        "*Gut gesichert*: Das Ergebnis hält bei anderen Messungen und Annahmen stand, oder es ist "
        "eine amtliche Zahl. *Teilweise gesichert*: Es hängt zum Teil davon ab, was und wie "
        "gemessen wird. *Unsicher*: Das Intervall ist breit; nehmen Sie es als Frage.",
        "*Well supported*: the result holds under other measures and assumptions, or is an "
        "official figure. *Partly supported*: it depends in part on what is measured and how. "
        "*Uncertain*: the interval is wide; take it as a question.",
    )


def sentence_caps(text: str) -> str:
    """Return a text that begins with a capital letter."""
    return text[:1].upper() + text[1:]
