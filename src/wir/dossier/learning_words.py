"""Sentences on whom to learn from: by structure, and by challenge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wir.documents.inline import escape
from wir.dossier.speech import PARTLY, SURE, UNSURE, Speech
from wir.dossier.terms import INDICES, PILLARS, STRUCTURE, TOPICS, term
from wir.publish.language import join_list

if TYPE_CHECKING:
    import pandas as pd

    from wir.dossier.facts import DossierFacts

STABLE, HALF = 0.8, 0.5
"""Share of draws in which a peer stays among the nearest: called stable, and mostly there."""


def variables(text: Any, say: Speech) -> str:
    """Return structural variables, given as keys separated by commas, in words."""
    keys = [one.strip() for one in str(text).split(",") if one.strip()]
    return ", ".join(term(STRUCTURE, one, say.german) for one in keys)


def others_of(facts: DossierFacts, ags: str, say: Speech) -> str:
    """Return the names of the other alliances that cover a district, plain."""
    names = [say.alliance(one) for one in facts.covering.get(ags, [])]
    return ", ".join(names) or say.pick("keines bekannt", "none known")


def nearest_sentence(facts: DossierFacts, say: Speech) -> str:
    """Return the nearest district of another alliance and how stable that is."""
    if facts.allied_peers.empty:
        return say.pick(
            "Zu dieser Region ist keine ähnliche eines anderen Bündnisses bekannt.",
            "No similar region of another alliance is known.",
        )
    top = facts.allied_peers.sort_values("place").iloc[0]
    place = escape(say.place(top["peer"]))
    who = escape(others_of(facts, str(top["peer"]), say))
    share = say.percent(100 * top["stability"])
    alike = variables(top["most_similar"], say)
    return say.pick(
        f"Unter den Kreisen anderer Bündnisse ist einer Ihrer Region am ähnlichsten: {place} "
        f"({who}), vor allem bei: {alike}. In {share} der Ziehungen bleibt er unter den fünf "
        "ähnlichsten.",
        f"The most similar district of another alliance is {place} ({who}), most of all in: "
        f"{alike}. In {share} of the draws it stays among the five most similar.",
    )


def nearest_certainty(facts: DossierFacts) -> str:
    """Return how certain the nearest district of another alliance is."""
    if facts.allied_peers.empty:
        return UNSURE
    share = float(facts.allied_peers.sort_values("place").iloc[0]["stability"])
    return SURE if share >= STABLE else PARTLY if share >= HALF else UNSURE


def ask_sentences(facts: DossierFacts, say: Speech) -> list[str]:
    """Return whom to ask on which challenge, and why."""
    found = []
    groups: Any = facts.learn.groupby(["index", "pillar"], sort=False)
    for (index, pillar), rows in groups:
        share = float(facts.better_share.loc[(index, pillar)])
        worse = share if index == "weakness" else 1 - share
        names = [
            f"{escape(say.place(one['ags']))} ({escape(say.alliance(one['alliance']))})"
            for one in rows.to_dict("records")
        ]
        who = say.pick(" und ", " and ").join(names)
        topic = term(PILLARS, pillar, say.german)
        found.append(
            say.pick(
                f"**{topic}**: Hier stehen {say.percent(100 * worse)} aller Kreise besser da als "
                f"Ihre Region. Unter ähnlichen Bedingungen deutlich günstiger: {who}.",
                f"**{topic[:1].upper()}{topic[1:]}**: {say.percent(100 * worse)} of all districts "
                f"do better here than your region. Under similar conditions {who} "
                f"{'is' if len(names) == 1 else 'are'} clearly better placed.",
            )
        )
    if not found:
        found.append(
            say.pick(
                "Bei keinem der sechs betrachteten Bereiche liegt die Region auf der schwächeren "
                "Seite der Mitte und zugleich ein ähnlich gebauter Kreis eines anderen Bündnisses "
                "deutlich günstiger.",
                "In none of the six pillars is the region on the weaker side of the middle while a "
                "district of another alliance with a similar structure is clearly better placed.",
            )
        )
    return found


def offer_sentence(facts: DossierFacts, say: Speech) -> str:
    """Return on which pillar others could ask this region."""
    shares: Any = facts.better_share.dropna().items()
    strength: dict[tuple[str, str], float] = {
        key: (1 - share if key[0] == "weakness" else share) for key, share in shares
    }
    if not strength:
        return ""
    key = max(strength, key=lambda one: strength[one])
    if strength[key] < 0.6:
        return say.pick(
            "Bei keinem Bereich steht die Region besser da als drei von fünf Kreisen; was sie "
            "anderen anzubieten hat, zeigen diese Zahlen nicht.",
            "In no pillar does the region do better than three of five districts; what it has to "
            "offer to others these figures do not show.",
        )
    index, pillar = key
    return say.pick(
        f"Umgekehrt könnten andere Sie zu *{term(PILLARS, pillar, True)}* "
        f"({term(INDICES, index, True)}) fragen: Hier steht die Region besser da als "
        f"{say.percent(100 * strength[key])} aller Kreise.",
        f"The other way round, others could ask you about *{term(PILLARS, pillar, False)}* "
        f"({term(INDICES, index, False)}): here the region does better than "
        f"{say.percent(100 * strength[key])} of all districts.",
    )


def match_sentence(matches: pd.DataFrame, say: Speech) -> str:
    """Return who was matched with the alliance, where everyone asks and is asked."""
    if matches.empty:
        return ""
    names = [
        f"{escape(say.alliance(one['peer']))} ({term(TOPICS, one['topic'], say.german)})"
        for one in matches.to_dict("records")
    ]
    listed = join_list(names, say.language)
    return say.pick(
        "In einer Zuordnung aller bekannten Bündnisse, bei der jedes fragt und gefragt wird, "
        f"{'ist Ihnen' if len(names) == 1 else 'sind Ihnen'} zugeordnet: {listed}.",
        "In a matching of all known alliances, in which everyone asks and is asked, you are "
        f"matched with {listed}.",
    )


def match_table(matches: pd.DataFrame, say: Speech) -> pd.DataFrame:
    """Return the matches with the places behind them and how stable they are, as text."""
    import pandas as pd

    def place(value: float) -> str:
        return say.number(value) if value == value else "–"

    return pd.DataFrame(
        [
            {
                say.pick("Bündnis", "Alliance"): say.alliance(one["peer"]),
                say.pick("Worum es geht", "What it is about"): term(
                    TOPICS, one["topic"], say.german
                ),
                say.pick("Ihr Platz", "Your place"): place(one["asker_place"]),
                say.pick("Dortiger Platz", "Their place"): place(one["peer_place"]),
                say.pick("Stabilität", "Stability"): say.percent(100 * one["stability"]),
            }
            for one in matches.to_dict("records")
        ]
    )


def caution_sentence(say: Speech) -> str:
    """Return what the comparison cannot say."""
    return say.pick(
        "Die Zahlen sagen, wer besser dasteht, nicht, warum. Was die anderen anders machen, "
        "erfahren Sie nur von ihnen.",
        "The figures say who is better placed, not why. What the others do differently you can "
        "learn only from them.",
    )


def learning_caption(say: Speech) -> str:
    """Return how the table of peers is to be read."""
    return say.pick(
        "Abstand: mittlerer Unterschied in Standardabweichungen über neun Strukturmerkmale. "
        "Stabilität: Anteil der Ziehungen mit anderen Gewichten, in denen der Kreis unter den fünf "
        "nächsten bleibt.",
        "Distance: mean difference in standard deviations over nine structural variables. "
        "Stability: share of draws with other weights in which the district stays among the five "
        "nearest.",
    )


def learn_table(facts: DossierFacts, say: Speech) -> pd.DataFrame:
    """Return whom to ask on what, with the values behind it."""
    import pandas as pd

    return pd.DataFrame(
        [
            {
                say.pick("Bereich", "Pillar"): term(PILLARS, one["pillar"], say.german),
                say.pick("Teil des Index", "Part of the index"): term(
                    INDICES, one["index"], say.german
                ),
                say.pick("Bündnis", "Alliance"): say.alliance(one["alliance"]),
                say.pick("Kreis", "District"): say.place(one["ags"]),
                say.pick("Ihre Region", "Your region"): one["own"],
                say.pick("Dort", "There"): one["other"],
                say.pick("Abstand", "Distance"): one["distance"],
            }
            for one in facts.learn.to_dict("records")
        ]
    )
