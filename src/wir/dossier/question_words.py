"""Questions for the next steering meeting, each derived from a result by a rule."""

# ruff: noqa: E501  (templates with cases stay on one line)

from __future__ import annotations

from typing import TYPE_CHECKING

from wir.documents.inline import escape
from wir.dossier.articles import with_article
from wir.dossier.learning_words import others_of
from wir.dossier.market_words import demand_groups, open_fields, shown_fields
from wir.dossier.partner_words import chosen
from wir.dossier.potential_words import substantial
from wir.dossier.speech import Speech
from wir.dossier.terms import HEALTH, PILLARS, term

if TYPE_CHECKING:
    from wir.dossier.facts import DossierFacts

MOST = 8


def questions(facts: DossierFacts, say: Speech) -> list[str]:
    """Return up to `MOST` questions; only those whose figure is there."""
    found = [
        rule(facts, say)
        for rule in (
            field_question, step_question, shrinking_question, scarce_question, rival_question,
            partner_question, network_question, health_question, challenge_question, peer_question,
            decision_question,
        )
    ]  # fmt: skip
    return [one for one in found if one][:MOST]


def field_question(facts: DossierFacts, say: Speech) -> str:
    """Ask about a field that is clearly open and related."""
    names = open_fields(facts.portfolio)
    if not names:
        return ""
    name = escape(say.occupation(names[0]))
    claimed = names[0] in facts.fields and facts.coded
    if claimed:
        return say.pick(
            f"„{name}“ gehört zu Ihrem Feld, wächst und ist wenig umkämpft: Wie bauen Sie den "
            "Vorsprung aus, bevor andere nachziehen?",
            f"“{name}” belongs to your field, grows and is little contested: how do you widen the "
            "lead before others follow?",
        )
    return say.pick(
        f"„{name}“ wächst, ist wenig umkämpft und mit den Stärken der Region verwandt: Liegt darin "
        "etwas für Ihr Bündnis?",
        f"“{name}” grows, is little contested and related to the strengths of the region: is there "
        "anything in it for your alliance?",
    )


def step_question(facts: DossierFacts, say: Speech) -> str:
    """Ask what the most probable larger step would take."""
    steps = substantial(facts.outlook)
    if steps.empty:
        return ""
    name = escape(say.occupation(steps.index[0]))
    count = say.number(round(steps["short_of"].iloc[0]))
    return say.pick(
        f"Für eine Spezialisierung in „{name}“ fehlen rund {count} Beschäftigte: Wer könnte sie "
        "einstellen oder ausbilden, und passt das zu Ihrer Strategie?",
        f"About {count} employees are missing to a specialisation in “{name}”: who could hire or "
        "train them, and does it suit your strategy?",
    )


def shrinking_question(facts: DossierFacts, say: Speech) -> str:
    """Ask about a field in which employment shrinks."""
    points = shown_fields(facts.portfolio, facts.fields) if len(facts.portfolio) else None
    if points is None or points.empty:
        return ""
    shrinking = demand_groups(points)["shrinking"]
    if not shrinking:
        return ""
    name = escape(say.occupation(shrinking[0]))
    return say.pick(
        f"In „{name}“ schrumpft die Beschäftigung in Deutschland: Für wen ist Ihr Angebot dort "
        "gedacht, und was brauchen diese Kunden in zehn Jahren?",
        f"Employment in “{name}” shrinks in Germany: for whom is your offer there, and what will "
        "these customers need in ten years?",
    )


def scarce_question(facts: DossierFacts, say: Speech) -> str:
    """Ask how to win people where they are scarce."""
    if facts.portfolio.empty:
        return ""
    points = shown_fields(facts.portfolio, facts.fields)
    scarce = points.index[points["verdict"] == "scarce"]
    if not len(scarce):
        return ""
    name = escape(say.occupation(scarce[0]))
    return say.pick(
        f"In „{name}“ sind Fachkräfte nach allen Messungen knapp: Was brächte sie gerade zu Ihnen?",
        f"In “{name}” workers are scarce by every measure: what would bring them to you?",
    )


def rival_question(facts: DossierFacts, say: Speech) -> str:
    """Ask what sets the region apart from the district that presses hardest."""
    if facts.rivals.empty or not facts.fields:
        return ""
    rows = facts.rivals[facts.rivals["field"].isin(facts.fields) & (facts.rivals["place"] == 1)]
    if rows.empty:
        return ""
    top = rows["ags"].value_counts()
    place = escape(say.place(top.index[0]))
    fields = list(rows.loc[rows["ags"] == top.index[0], "field"])
    names = say.occupations(fields, 2)
    return say.pick(
        f"Stärkster Wettbewerber in Reichweite für {names}: {place}. Wettbewerb oder "
        "Partnerschaft?",
        f"In {names}, {place} is the strongest competitor within reach: rival or partner?",
    )


def partner_question(facts: DossierFacts, say: Speech) -> str:
    """Ask who approaches the first supra-regional suggestion."""
    rows = chosen(facts.partners, "supra-regional")
    if rows.empty:
        return ""
    fresh = rows[~rows["famous"].astype(bool)]
    top = (fresh if len(fresh) else rows).sort_values("rank").iloc[0]
    return say.pick(
        f"Wer von Ihnen kennt {escape(top['name'])} ({escape(say.place(top['ags']))}) und "
        "könnte den ersten Kontakt herstellen?",
        f"Who among you knows {escape(top['name'])} ({escape(say.place(top['ags']))}) and could "
        "make the first contact?",
    )


def network_question(facts: DossierFacts, say: Speech) -> str:
    """Ask about organisations of the region that have no partner yet."""
    if facts.organisations.empty:
        return say.pick(
            "Keine Organisation der Region ist in europäischen Projekten sichtbar: Wer forscht "
            "oder entwickelt hier dennoch, und weiß das Bündnis davon?",
            "No organisation of the region is visible in European projects: who does research or "
            "development here all the same, and does the alliance know?",
        )
    return ""


def health_question(facts: DossierFacts, say: Speech) -> str:
    """Ask about the first item of the partnership that calls for something."""
    if facts.health.empty:
        return ""
    acts = facts.health[facts.health["what_to_do"] != ""]
    if acts.empty:
        return ""
    one = acts.iloc[0]
    label = term(HEALTH, one["item"], say.german)
    return say.pick(
        f"„{label}“: {say.percent(one['value'])}, Vergleichswert {say.percent(one['reference'])} – "
        "was wollen Sie bis zur nächsten Sitzung daran ändern?",
        f"“{label}”: {say.percent(one['value'])}, reference {say.percent(one['reference'])} – what "
        "do you want to change by the next meeting?",
    )


def challenge_question(facts: DossierFacts, say: Speech) -> str:
    """Ask what to learn on the weakest pillar."""
    if facts.learn.empty:
        return ""
    one = facts.learn.iloc[0]
    topic = term(PILLARS, one["pillar"], say.german)
    place = say.pick(with_article(say.place(one["ags"])), say.place(one["ags"]))
    name = f"{escape(place)} ({escape(say.alliance(one['alliance']))})"
    return say.pick(
        f"*{topic}*: Unter ähnlichen Bedingungen günstiger steht {name}. Was möchten Sie von dort "
        "wissen, und was können Sie im Gegenzug anbieten?",
        f"On *{topic}*, {name} is better placed under similar conditions: what do you want to know "
        "from there, and what can you offer in return?",
    )


def peer_question(facts: DossierFacts, say: Speech) -> str:
    """Ask about an exchange with the nearest alliance."""
    if facts.allied_peers.empty:
        return ""
    top = facts.allied_peers.sort_values("place").iloc[0]
    name = escape(others_of(facts, str(top["peer"]), say))
    if name in say.pick("keines bekannt", "none known"):
        return ""
    return say.pick(
        f"Ein Besuch bei {name} ({escape(say.place(top['peer']))}): Wer fährt, und mit welchen drei "
        "Fragen?",
        f"A visit to {name} ({escape(say.place(top['peer']))}): who goes, and with which three "
        "questions?",
    )


def decision_question(facts: DossierFacts, say: Speech) -> str:
    """Ask about what was decided and is still open."""
    if facts.decisions is None or facts.decisions.empty:
        return ""
    return say.pick(
        "Was ist aus Ihren Beschlüssen geworden, und welche sind überholt?",
        "What has become of your decisions, and which are out of date?",
    )
