"""Words about who can learn what from whom, made from results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from wir.learning.topics import FIELD, PHASE, STRUCTURE
from wir.publish.language import format_number, join_list, plural

if TYPE_CHECKING:
    import pandas as pd

    from wir.learning.matching import Matching

LIKELY, UNSURE = 0.8, 0.5
"""Shares of definitions from which on a match is called stable, and below which it is not."""
COORDINATORS = {
    "university": "a university",
    "university of applied sciences": "a university of applied sciences",
    "research institute": "a research institute",
    "association": "an association",
    "public body": "a public body",
    "company": "a company",
    "chamber/craft": "a chamber",
}
VARIED = {
    "weights": "Weights",
    "cut-offs": "Cut-offs",
    "standardisation": "Standardisation",
    "all": "All at once",
}


def why(row: Mapping[str, Any], names: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """Return why a match was made, in one sentence that its figures carry.

    Parameters
    ----------
    row
        A match: ``asker``, ``peer``, ``topic``, ``asker_place``, ``asker_upper``, ``peer_place``,
        ``peer_lower`` (challenges only), ``field``, ``closeness``, ``further``.
    names, labels
        Names of units and topics.
    """
    topic, peer, asker = row["topic"], names[row["peer"]], names[row["asker"]]
    also = _also(row)
    if topic == FIELD:
        return f"{asker} and {peer} work in related fields{_beside(also, FIELD)}."
    if topic == PHASE:
        return f"{peer} is further on in the programme{_beside(also, PHASE)}."
    if topic == STRUCTURE:
        return (
            f"The region of {peer} is among those most like the region of {asker}"
            f"{_beside(also, STRUCTURE)}."
        )
    return (
        f"{labels[topic]}: the region of {asker} stands at {_place(row['asker_place'])} of 100 "
        f"(at most {_place(row['asker_upper'])}), that of {peer} at {_place(row['peer_place'])} "
        f"(at least {_place(row['peer_lower'])}){_beside(also, topic)}."
    )


def _place(value: float) -> str:
    return format_number(float(value))


def _also(row: Mapping[str, Any]) -> dict[str, str]:
    said = {}
    if row["field"] >= 1 / 3 - 1e-9:
        said[FIELD] = "their fields are related"
    if row["closeness"] == row["closeness"] and row["closeness"] >= 0.8:
        said[STRUCTURE] = "their regions are alike"
    if row["further"]:
        said[PHASE] = "the peer is further on in the programme"
    return said


def _beside(also: Mapping[str, str], topic: str) -> str:
    more = [words for key, words in also.items() if key != topic]
    return f"; also, {join_list(more)}" if more else ""


def difference(row: Mapping[str, Any], figures: Mapping[str, str], words: Mapping[str, str]) -> str:
    """Return what is known of how the peer differs; what it does is in no table.

    Parameters
    ----------
    row
        A match with ``figure``, ``asker_value``, ``peer_value``, ``only_peer``,
        ``asker_coordinator``, ``peer_coordinator``.
    figures
        Indicator → label.
    words
        Activity or field → name.
    """
    parts = []
    figure = row["figure"]
    if isinstance(figure, str):
        theirs, mine = _both(row["peer_value"], row["asker_value"])
        parts.append(f"{figures.get(figure, figure)}: {theirs} there, {mine} here")
    if len(row["only_peer"]):
        listed = join_list([f"“{words.get(one, one)}”" for one in row["only_peer"]])
        said = (
            "only the region there is specialised in"
            if row["topic"] in {"complexity", "related"}
            else "only there among the fields:"
        )
        parts.append(f"{said} {listed}")
    here, there = row.get("asker_coordinator"), row.get("peer_coordinator")
    if isinstance(here, str) and isinstance(there, str) and here != there:
        first, second = COORDINATORS.get(there, there), COORDINATORS.get(here, here)
        parts.append(f"coordinated there by {first}, here by {second}")
    if not parts:
        return "Not known."
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def _both(one: float, other: float) -> tuple[str, str]:
    """Return two values with as many decimals as it takes to tell them apart, three at most."""
    for digits in range(0 if max(abs(one), abs(other)) >= 100 else 1, 4):
        first, second = format_number(one, digits), format_number(other, digits)
        if first != second:
            break
    return first, second


def stability_word(share: float) -> str:
    """Return how stable a match is."""
    if share >= LIKELY:
        return "stable"
    return "depends" if share >= UNSURE else "weak"


def summary(
    found: Matching, known: int, units: int, with_challenge: int, with_strength: int
) -> str:
    """Return what came out of the matching, in two sentences.

    Parameters
    ----------
    found
        The matching.
    known
        Alliances whose region is known.
    units
        All alliances.
    with_challenge, with_strength
        Alliances with at least one clear challenge, strength.
    """
    counts = found.matches["peer"].value_counts()
    often = int(counts.max())
    everyone = (
        f"All {units} alliances ask and are asked"
        if len(counts) == units and found.matches["asker"].nunique() == units
        else f"{len(counts)} of {units} alliances are asked, {found.matches['asker'].nunique()} ask"
    )
    met = int((~found.matches["topic"].isin([FIELD, PHASE, STRUCTURE])).sum())
    return (
        f"{everyone}, nobody more than {plural(often, {'one': 'once', 'other': '{n} times'})}. "
        f"Of the {known} alliances whose region is known, {with_challenge} have at least one clear "
        f"challenge and {with_strength} at least one clear strength; {met} of {len(found.matches)} "
        "matches rest on a clear weakness that meets a clear strength, the others on field, "
        "programme or similar regions."
    )


def standings_title(clear: int, known: int) -> str:
    """Return how many of the places are clear, as a title."""
    share = clear / known if known else 0.0
    many = "most" if share > 0.5 else "a good third" if share > 1 / 3 else "few"
    return {
        "most": "Most places are clearly on the weak or the strong side",
        "a good third": "More than a third of the places are clearly weak or strong; most are not",
        "few": "Clear challenges and clear strengths are few; most places are not clear",
    }[many]


def greedy_sentence(best: pd.Series, cap: int, value: float, best_value: float) -> str:
    """Return what would happen if everyone took those who fit best, and what the limits cost."""
    left = int((best == 0).sum())
    over = int((best > cap).sum())
    words = (
        f"If everyone simply asked those who fit best, {_many(over)} would be named more than "
        f"{cap} times, the most popular {int(best.max())} times, and {_many(left)} would be named "
        "by nobody"
        if over or left
        else "Here the limits bind nobody: those who fit best are spread evenly by themselves"
    )
    lost = 100 * (1 - value / best_value) if best_value else 0.0
    return f"{words}. Keeping the limits costs {format_number(lost, 1)}% of the value of the pairs."


def _many(number: int) -> str:
    return plural(number, {"one": "one alliance", "other": "{n} alliances", "zero": "no alliance"})


def stability_sentence(table: pd.DataFrame, count: int) -> str:
    """Return how stable the matches are.

    Parameters
    ----------
    table
        Index: what is varied; ``pairs_kept``, ``topics_kept``, ``pairs_half``.
    count
        Number of definitions drawn.
    """
    share = 100 * float(table["pairs_kept"]["all"])
    half = 100 * float(table["pairs_half"]["all"])
    alone = table.drop(index="all")["pairs_kept"]
    most = VARIED[str(alone.idxmin())].lower()
    word = "mostly stay" if share >= 80 else "partly stay" if share >= 50 else "mostly change"
    return (
        f"When everything is varied at once ({count} definitions), matches {word}: on average "
        f"{format_number(share)}% of them are kept, and {format_number(half)}% are kept in at "
        f"least half of the definitions. Varied alone, {most} matter"
        f"{'' if most.endswith('s') else 's'} most."
    )


def own_answers_sentence(items: Sequence[str], asked: int) -> str:
    """Return on which questions an alliance is clearly on the weak side by its own answers.

    Parameters
    ----------
    items
        The questions.
    asked
        Questions with enough answers.
    """
    if not asked:
        return "None of its own questions has enough answers to say anything."
    others = "Others have not been asked, so that no peer can be named for that."
    if not items:
        return "By its own answers, it is not clearly on the weak side with any question."
    listed = join_list([f"“{one}”" for one in items])
    count = plural(len(items), {"one": "one question is", "other": "{n} questions are"})
    return f"By its own answers, {count} clearly on the weak side: {listed}. {others}"


def limits_sentence(relaxed: Sequence[str], cap: int, least: int) -> str:
    """Return whether the limits were kept."""
    if not relaxed:
        return f"All limits were kept: everyone is named at least {least} and at most {cap} times."
    return "Not all limits could be kept. " + " ".join(relaxed)


def groups_sentence(table: pd.DataFrame, chance: float) -> str:
    """Return how mixed the groups are, and whether they beat groups drawn at random."""
    low, high = int(table["size"].min()), int(table["size"].max())
    size = str(low) if low == high else f"{low} to {high}"
    weights = table["size"] * (table["size"] - 1)
    mean = float((table["complement"] * weights).sum() / weights.sum())
    words = (
        f"{format_number(mean, 2)} topics on average, against {format_number(chance, 2)} in groups "
        "drawn at random"
    )
    fewest = int(table["laender"].min())
    return (
        f"{plural(len(table), {'one': 'One group', 'other': '{n} groups'})} of {size}, each from "
        f"at least {plural(fewest, {'one': 'one Land', 'other': '{n} Länder'})}; one member can "
        f"learn from another on {words}."
    )
