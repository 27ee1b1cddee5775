"""Cards of alliances to learn from: what public pages and statistics say, and what they do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wir.documents.blocks import Language
from wir.publish.language import format_number, format_percent, join_list
from wir.workshop.regions import Guest, Results, rows
from wir.workshop.words import (
    AREAS,
    BONDS,
    CHALLENGES,
    COORDINATORS,
    PHASES,
    REASONS,
    translated,
)

if TYPE_CHECKING:
    import pandas as pd

EACH = 6
"""Cards for an alliance; fewer for each one in a group."""
FEWEST = 2
YEAR = 2021
SEED = 20190401
DRAWS = 200
KEYWORDS = 6


@dataclass(frozen=True, slots=True)
class Card:
    """A card of one alliance.

    Attributes
    ----------
    key, name
        Whose card it is.
    why
        Why it is dealt, a sentence for each alliance of the workshop.
    facts
        Pairs of what and value, all from the tables of facts.
    missing
        What the tables do not say.
    website
        Its address (https), empty where none is known.
    """

    key: str
    name: str
    why: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    website: str = ""


def cards(invited: Sequence[Guest], results: Results, language: Language) -> list[Card]:
    """Return the cards for a workshop.

    The alliances come from the matches of notebook 6-1 where there are any, and else from the
    structure of the region: the nearest districts that other alliances cover. In a group, the
    alliances that take part have a card each as well.
    """
    from wir.data import load

    each = max(FEWEST, EACH // len(invited))
    why: dict[str, list[str]] = {}
    if len(invited) > 1:
        for guest in invited:
            if not guest.region.own:
                why[guest.key] = [_takes_part(language)]
    present = {one.key for one in invited} | {
        str(one.own.known_as) for one in invited if one.own is not None and one.own.known_as
    }
    titles = load("alliances", ["alliance_id", "name"]).set_index("alliance_id")["name"]
    for guest in invited:
        found = matched(guest, results, titles, present, language)
        if len(found) < each:
            structural = alike(guest, present | set(found), each - len(found), language)
            found |= structural
        for key, reason in list(found.items())[:each]:
            why.setdefault(key, []).append(reason)
    about = {str(row["alliance_id"]): row for row in load("alliances").to_dict("records")}
    keywords = load("alliance_keywords")
    return [
        card(
            key,
            about[key],
            _keywords(keywords, key, language),
            tuple(reasons),
            language,
        )
        for key, reasons in why.items()
    ]


def matched(
    guest: Guest,
    results: Results,
    titles: pd.Series,
    present: set[str],
    language: Language,
) -> dict[str, str]:
    """Return alliances that notebook 6-1 matches with this one, each with the reason."""
    table = rows(results, "matches", guest.key)
    found: dict[str, str] = {}
    for row in table.to_dict("records"):
        key = str(row["peer"])
        if key not in present and key in titles.index:
            found.setdefault(key, match_reason(guest.name, row, language))
    return found


def match_reason(guest: str, row: Mapping[Any, Any], language: Language) -> str:
    """Return why notebook 6-1 matches an alliance with another one.

    `row` has ``topic``, ``asker_place``, ``peer_place`` (0–100, 100 is best among the alliances)
    and ``stability`` (share of other definitions, 0–1, in which the pair comes out again).
    """
    german = language == "de"
    topic = str(row["topic"])
    again = 100 * float(row["stability"])
    sure = ""
    if again == again:
        share = format_percent(again, 0, language)
        sure = (
            f" Das Paar ergibt sich in {share} der geprüften Definitionen."
            if german
            else f" The pair comes out in {share} of the definitions tried."
        )
    if topic in BONDS:
        return f"{'Für' if german else 'For'} {guest}: {BONDS[topic][language]}.{sure}"
    label = CHALLENGES.get(topic, {}).get(language, topic)
    mine, theirs = float(row["asker_place"]), float(row["peer_place"])
    places = ""
    if mine == mine and theirs == theirs:
        one, other = (format_number(value, 0, language) for value in (mine, theirs))
        places = (
            f" (eigene Region {one}, deren Region {other}; 100 ist der beste Wert der Bündnisse)"
            if german
            else f" (own region {one}, theirs {other}; 100 is the best of the alliances)"
        )
    if german:
        return f"Für {guest}: deren Region steht bei „{label}“ besser{places}.{sure}"
    return f"For {guest}: their region stands better in “{label}”{places}.{sure}"


def alike(guest: Guest, present: set[str], count: int, language: Language) -> dict[str, str]:
    """Return alliances in the districts most like the region, each with what they share."""
    import pandas as pd

    from wir.data import load
    from wir.dossier.country import district_names
    from wir.potential.alliance_regions import SEAT_ONLY
    from wir.potential.indicators import structural_features
    from wir.potential.peers import nearest_peers

    districts, places = load("districts"), load("alliance_districts")
    sure = places[(places["basis"] != SEAT_ONLY) & places["ags"].notna()]
    sure = sure[~sure["alliance_id"].isin(present)]
    covering = sure.groupby("ags")["alliance_id"].agg(lambda one: sorted(set(one))).to_dict()
    name = f"region:{guest.key}"
    features = structural_features(
        load("district_year"), load("specialisation"), districts, YEAR,
        {name: list(guest.region.ags)},
    )  # fmt: skip
    among = pd.Series(
        features.index.isin(list(covering)) & ~features.index.isin([*guest.region.ags, name]),
        index=features.index,
    )
    near = nearest_peers(
        features, k=min(8 * count, int(among.sum())), units=[name], candidates=among,
        standardise_over=list(districts["ags"]), draws=DRAWS, seed=SEED,
    ).peers  # fmt: skip
    names = district_names(districts, language)
    found: dict[str, str] = {}
    for row in near.sort_values("place").to_dict("records"):
        for key in covering.get(str(row["peer"]), []):
            if len(found) < count and key not in found:
                found[str(key)] = _alike(
                    guest.name, str(names[row["peer"]]), str(row["most_similar"]), language
                )
                break
    return found


def card(
    key: str,
    about: Mapping[Any, Any],
    keywords: Sequence[str],
    why: tuple[str, ...],
    language: Language,
) -> Card:
    """Return a card with all that the table of alliances says, and a list of what it does not."""
    german = language == "de"

    def text(column: str) -> str:
        value = about[column]
        return "" if value is None or value != value else str(value)

    partners = text("partners")
    if partners:
        partners = format_number(float(partners), 0, language)
        if year := text("partners_year"):
            partners += f" ({int(float(year))})"
    start = text("start_year")
    pairs = {
        "Feld" if german else "Field": translated(about["field_area"], AREAS, language)
        if text("field_area")
        else "",
        "Thema (englisch gefasst)" if german else "Theme": text("theme"),
        "Schlagwörter" if german else "Keywords": join_list(list(keywords), language),
        "Länder": text("laender").replace(";", ","),
        "Koordination" if german else "Coordinator": _coordinator(
            text("coordinator"), text("coordinator_type"), language
        ),
        "Stand" if german else "Phase": PHASES.get(text("phase"), {}).get(language, ""),
        "Beginn" if german else "Start": str(int(float(start))) if start else "",
        "Partner (Mindestzahl)" if german else "Partners (at least)": partners,
    }
    missing = [name for name, value in pairs.items() if not value]
    website = text("website")
    return Card(
        key,
        text("name"),
        why,
        tuple((name, value) for name, value in pairs.items() if value),
        (
            *missing,
            "was dort gut gelingt und was nicht"
            if german
            else "what works there and what does not",
        ),
        website if website.startswith("https://") else "",
    )


def _coordinator(name: str, kind: str, language: Language) -> str:
    if not name:
        return ""
    if language == "de":
        name = name.replace("(with ", "(mit ").replace("(co-led by ", "(gemeinsam mit ")
    return f"{name}; {translated(kind, COORDINATORS, language)}" if kind else name


def _keywords(table: pd.DataFrame, key: str, language: Language) -> list[str]:
    own = table[(table["alliance_id"] == key) & (table["language"] == language)]
    return own["keyword"].astype(str).head(KEYWORDS).to_list()


def _takes_part(language: Language) -> str:
    return "Nimmt am Workshop teil." if language == "de" else "Takes part in the workshop."


def _alike(guest: str, district: str, variables: str, language: Language) -> str:
    keys = [one.strip() for one in variables.split(",") if one.strip() in REASONS]
    shared = join_list([REASONS[one][language] for one in keys], language)
    if language == "de":
        end = f", besonders bei: {shared}" if shared else ""
        return f"Für {guest}: {district} ist der Region in ihrer Struktur ähnlich{end}."
    end = f", most of all in: {shared}" if shared else ""
    return f"For {guest}: {district} has a similar structure{end}."
