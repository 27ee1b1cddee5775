"""Words about the profile of alliances, made from the results: sentences, sheets, questions.

Every sentence has cases, and none says more than its interval carries. What is not known is called
so. Names and terms come from data; they are escaped where they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wir.publish.demand_text import place_text
from wir.publish.language import join_list

if TYPE_CHECKING:
    import pandas as pd

    from wir.profile.material import Material
    from wir.profile.sheet import Facts

CLEAR_RIVAL = 0.7
"""Share of draws from which on an alliance is called a clear rival."""
TYPICAL = 2.0
"""z from which on a term is called typical beyond chance."""
QUESTIONS = 5
UNKNOWN = "not known"


def quoted(terms: Iterable[object]) -> str:
    """Return terms as a list in words, each in quotes."""
    return join_list([f"“{term}”" for term in terms])


def standing(distinct: pd.Series | None, groups: int) -> str:
    """Return what the interval of the rank allows to be said about distinctiveness."""
    if distinct is None:
        return UNKNOWN
    low, high = float(distinct["rank_lower"]), float(distinct["rank_upper"])
    if not low <= high:
        return "not known how sure this is"
    if high <= groups / 3:
        return "among the third that is most distinct"
    if low > groups * 2 / 3:
        return "among the third that is least distinct"
    if high <= groups / 2:
        return "in the more distinct half"
    if low > groups / 2:
        return "in the less distinct half"
    return "on which side of the middle it stands cannot be said"


def others_text(count: float) -> str:
    """Return how many others use a term, in words."""
    return "no other" if not count else "1 other" if count == 1 else f"{count:.0f} others"


def distinct_sentence(facts: Facts) -> str:
    """Return the distinctiveness of one alliance with its interval."""
    one = facts.distinct
    if one is None:
        return UNKNOWN
    return (
        f"{one['distinctiveness']:.2f} ({one['lower']:.2f}–{one['upper']:.2f}) on a scale from 0 "
        f"to 1; rank {one['rank']:.0f} ({one['rank_lower']:.0f}–{one['rank_upper']:.0f}) of "
        f"{facts.groups}: {standing(one, facts.groups)}"
    )


def rival_text(row: Mapping[Any, Any], names: Mapping[str, str]) -> str:
    """Return one rival with similarity, stability and shared terms."""
    stability = row["stability"]
    sure = f", among the nearest in {100 * stability:.0f} % of draws" if stability >= 0 else ""
    return (
        f"{names.get(row['rival'], row['rival'])} (similarity {row['similarity']:.2f}{sure}): "
        f"{', '.join(row['shared_terms'])}"
    )


def field_text(row: Mapping[Any, Any], occupations: Mapping[str, str]) -> str:
    """Return one field with the strength of the region, and the demand."""
    strength = f"quotient {row['lq']:.1f}" if row["lq"] >= 0 else "strength of the region not known"
    return f"{occupations.get(row['kldb3'], row['kldb3'])} ({strength}; {demand_text(row)})"


def demand_text(row: Mapping[Any, Any]) -> str:
    """Return direction of employment with its interval, and whether people are scarce."""
    if not row["lower"] <= row["upper"]:
        growth = "employment not known"
    else:
        words = {
            "growing": "growing",
            "shrinking": "shrinking",
        }.get(str(row["direction"]), "neither growing nor shrinking for sure")
        growth = (
            f"{words}, {signed(row['growth'])} % a year "
            f"({signed(row['lower'])} to {signed(row['upper'])})"
        )
    if row["tightness"] >= 0:
        growth += f", {row['tightness']:.1f} vacancies per unemployed person"
    return growth


def signed(value: float) -> str:
    """Return a number with one decimal and a plus or minus sign."""
    rounded = round(float(value), 1) or 0.0
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else '±'}{abs(rounded):.1f}"


def sheet_table(facts: Facts, words: Words) -> pd.DataFrame:
    """Return the profile sheet of one alliance: ``Aspect``, ``What the figures say``, ``Source``.

    Parameters
    ----------
    facts
        Result of `wir.profile.sheet.facts_of`.
    words
        Names, and where figures come from.
    """
    import pandas as pd

    names, occupations, sources = words.names, words.occupations, words.sources
    region = {
        "known": "",
        "seat": " (district of the coordinator's seat only)",
        "not known": "",
    }[facts.region]
    strong = facts.fields[facts.fields["strong"].fillna(False).astype(bool)]
    lacking = facts.fields[~facts.fields["strong"].fillna(True).astype(bool)]
    unknown_region = facts.region == "not known"

    def listed(rows: pd.DataFrame, empty: str) -> str:
        if not len(facts.fields):
            return UNKNOWN
        if unknown_region:
            return "not known: no source names its districts"
        texts = [field_text(row, occupations) for row in rows.to_dict("records")]
        return "; ".join(texts) or empty

    spoken = facts.known
    rows = [
        (
            "What only it says, or says more than others",
            ", ".join(
                f"{row['term']} ({others_text(row['others'])})"
                for row in facts.terms.to_dict("records")
            )
            or ("nothing" if spoken else UNKNOWN),
            facts.spoken.get("terms", ""),
        ),
        (
            "What many others say too",
            ", ".join(
                f"{row['term']} ({row['others']:.0f} others)"
                for row in facts.common.head(6).to_dict("records")
            )
            or ("nothing" if spoken else UNKNOWN),
            facts.spoken.get("common", ""),
        ),
        ("How distinct it is", distinct_sentence(facts), sources.words if spoken else ""),
        (
            "Nearest rivals in what is said",
            "; ".join(rival_text(row, names) for row in facts.rivals.to_dict("records"))
            or ("none: it shares no term with anybody" if spoken else UNKNOWN),
            facts.spoken.get("rivals", ""),
        ),
        (
            "Natural allies",
            "; ".join(
                f"{names.get(row['ally'], row['ally'])} (shares {', '.join(row['shared_terms'])}; "
                f"its region has {join_list([occupations.get(one, one) for one in row['fills']])})"
                for row in facts.allies.to_dict("records")
            )
            or _no_ally(facts),
            sources.region(facts.group) if len(facts.allies) else "",
        ),
        (
            f"Its fields in which the region is strong{region}",
            listed(strong, "none of its fields"),
            sources.fields(facts.group, strong["kldb3"]),
        ),
        (
            f"Its fields in which the region is not strong{region}",
            listed(lacking, "none of its fields"),
            sources.fields(facts.group, lacking["kldb3"]),
        ),
        (
            f"Its field as a whole, against demand and competition{region}",
            portfolio_text(facts.portfolio),
            f"2-1-demand-and-competition/own, {facts.group}" if facts.portfolio is not None else "",
        ),
        (
            "Wanted, claimed by nobody, and strong in the region",
            UNKNOWN
            if unknown_region
            else "; ".join(
                f"{occupations.get(row['kldb3'], row['kldb3'])} (quotient {row['lq']:.1f}; "
                f"{demand_text(row)})"
                for row in facts.free.to_dict("records")
            )
            or "nothing",
            sources.region(facts.group) if len(facts.free) else "",
        ),
    ]
    return pd.DataFrame(rows, columns=["Aspect", "What the figures say", "Source"])


def portfolio_text(row: pd.Series | None) -> str:
    """Return the place of a field between demand and competition, with its intervals."""
    if row is None or not row["crowding"] >= 0:
        return UNKNOWN
    return (
        f"{place_text(row['quadrant'], bool(row['clear']), float(row['agreement']))}: employment "
        f"{signed(row['growth'])} % a year ({signed(row['lower'])} to {signed(row['upper'])}; "
        f"all jobs {signed(row['cut'])}), "
        f"crowding {row['crowding']:.0f} ({row['crowding_lower']:.0f}–{row['crowding_upper']:.0f}, "
        "50 is the middle)"
    )


def _no_ally(facts: Facts) -> str:
    if facts.region == "not known" or not len(facts.fields) or not facts.known:
        return UNKNOWN
    return "none by this definition"


class Sources:
    """Names the rows that figures on fields and regions come from.

    Parameters
    ----------
    words
        What the words come from, such as ``alliance_keywords.csv``.
    year, span
        Year of the figures, years of growth.
    coded
        Table ``occupation_fields``; None if it is not used.
    """

    def __init__(self, words: str, year: int, span: int, coded: pd.DataFrame | None) -> None:
        self.words = words
        self.year, self.span = year, span
        self._rows: dict[tuple[str, str], list[int]] = {}
        if coded is not None:
            for number, (group, code) in enumerate(
                zip(coded["alliance_id"], coded["kldb3"], strict=True), start=2
            ):
                self._rows.setdefault((str(group), str(code)), []).append(number)

    def region(self, group: str) -> str:
        """Return the source of location quotients of the region of an alliance."""
        return f"1-2-new-fields/profile, region {group}, {self.year}"

    def fields(self, group: str, codes: Iterable[str]) -> str:
        """Return the rows of coded fields, and where strength and demand come from."""
        codes = list(codes)
        rows = sorted(number for code in codes for number in self._rows.get((group, code), []))
        if not rows:
            return ""
        return (
            f"occupation_fields.csv, row {', '.join(map(str, rows))}; {self.region(group)}; "
            f"occupation_year, {', '.join(codes)}, {self.year - self.span}–{self.year}"
        )


@dataclass(frozen=True)
class Words:
    """Names of alliances and occupations by key, and where figures come from."""

    names: Mapping[str, str]
    occupations: Mapping[str, str]
    sources: Sources

    def occupation(self, row: Mapping[Any, Any] | pd.Series) -> str:
        """Return the name of the occupation of a row."""
        return str(self.occupations.get(row["kldb3"], row["kldb3"]))


def sharpening_questions(facts: Facts, words: Words) -> pd.DataFrame:
    """Return three to five questions for a workshop, each with the figure behind it.

    Parameters
    ----------
    facts, words
        As `sheet_table`.

    Returns
    -------
    DataFrame
        ``Question``, ``Why``, ``Source``; empty where no word of the alliance is known. At least
        three questions otherwise, as far as figures give so many.
    """
    import pandas as pd

    rows: list[tuple[str, str, str]] = []
    if facts.known:
        makers = (
            _about_rival,
            _about_strength,
            _about_demand,
            _about_ally,
            _about_common,
            _about_white_space,
            _about_own,
        )
        for maker in makers:
            found = maker(facts, words)
            if found and len(rows) < QUESTIONS:
                rows.append(found)
    return pd.DataFrame(rows, columns=["Question", "Why", "Source"])


Question = tuple[str, str, str] | None


def _about_rival(facts: Facts, words: Words) -> Question:
    if not len(facts.rivals):
        return (
            "You share no term with any other alliance: do those whom you want to reach understand "
            "your words?",
            "no shared term",
            words.sources.words,
        )
    first = facts.rivals.iloc[0]
    name = words.names.get(first["rival"], first["rival"])
    shared = quoted(first["shared_terms"])
    why = rival_text(first.to_dict(), words.names)
    if first["stability"] >= CLEAR_RIVAL:
        question = (
            f"{name} says much of what you say ({shared}): what do you offer that it does not?"
        )
    else:
        question = (
            f"No single alliance is your clear rival; the nearest is {name} ({shared}). Against "
            "whom do you want to stand out?"
        )
    return question, why, str(first["source"]) or words.sources.words


def _about_strength(facts: Facts, words: Words) -> Question:
    known = facts.fields.dropna(subset=["lq"])
    if not len(known):
        return None
    seat = " (as far as the seat of the coordinator shows)" if facts.region == "seat" else ""
    strong = known[known["lq"] >= 1].sort_values("lq", ascending=False)
    if not len(strong):
        best = known.sort_values("lq").iloc[-1]
        return (
            f"In none of the {len(known)} occupations of your field does the region{seat} have "
            "more than the German share of jobs: where will the skills come from?",
            field_text(best.to_dict(), words.occupations),
            words.sources.fields(facts.group, list(known["kldb3"])),
        )
    best = strong.iloc[0]
    lacking = known[known["lq"] < 1].sort_values("lq")
    rest = (
        f", and least in {words.occupations.get(lacking.iloc[0]['kldb3'], '')} "
        f"({lacking.iloc[0]['lq']:.1f})"
        if len(lacking)
        else ""
    )
    return (
        f"Of the occupations of your field, the region{seat} is strongest in "
        f"{words.occupation(best)} ({best['lq']:.1f} times the German "
        f"share){rest}: does your profile build on the strength, and who fills the gap?",
        f"{len(strong)} of {len(known)} fields at or above the German share",
        words.sources.fields(facts.group, list(known["kldb3"])),
    )


def _about_demand(facts: Facts, words: Words) -> Question:
    shrinking = facts.fields[facts.fields["direction"] == "shrinking"]
    scarce = facts.fields[
        (facts.fields["direction"] == "growing") & facts.fields["scarce"].fillna(False).astype(bool)
    ]
    if len(shrinking):
        row = shrinking.sort_values("upper").iloc[0]
        question = (
            f"Employment in {words.occupation(row)} shrinks in Germany: for whom is your offer "
            "there, and what will they need in ten years?"
        )
    elif len(scarce):
        row = scarce.sort_values("tightness", ascending=False).iloc[0]
        question = (
            f"{words.occupation(row)} grows in Germany and people "
            "are scarce by every measure: what would make them come to you?"
        )
    elif len(facts.fields):
        row = facts.fields.sort_values("growth").iloc[-1]
        question = (
            "For none of your fields do the figures show that employment shrinks, and for none "
            "that it grows while people are scarce: how do you know that there is demand?"
        )
    else:
        return None
    return (
        question,
        field_text(row.to_dict(), words.occupations),
        words.sources.fields(facts.group, [row["kldb3"]]),
    )


def _about_white_space(facts: Facts, words: Words) -> Question:
    if not len(facts.free):
        return None
    row = facts.free.iloc[0]
    return (
        f"{words.occupation(row)} grows, people are scarce, your region is strong in it, and no "
        "alliance that we know has it as a field: is there anything in it for you?",
        f"quotient {row['lq']:.1f}; {demand_text(row.to_dict())}",
        words.sources.region(facts.group),
    )


def _about_ally(facts: Facts, words: Words) -> Question:
    if not len(facts.allies):
        return None
    row = facts.allies.iloc[0]
    fills = join_list([words.occupations.get(one, one) for one in row["fills"]])
    return (
        f"{words.names.get(row['ally'], row['ally'])} has a related theme "
        f"({', '.join(row['shared_terms'])}), and its region is "
        f"strong in {fills}, where yours is not: what could you do together?",
        f"similarity {row['similarity']:.2f}; fills {len(row['fills'])} of {row['gaps']} gaps",
        words.sources.region(str(row["ally"])),
    )


def _about_common(facts: Facts, words: Words) -> Question:
    if not len(facts.common):
        return None
    row = facts.common.iloc[0]
    return (
        f"{row['others']:.0f} other alliances also say “{row['term']}”: what do you mean by it "
        "that they do not?",
        f"“{row['term']}” is said by {row['others']:.0f} of {facts.groups - 1} others",
        str(row["source"]) or words.sources.words,
    )


def _about_own(facts: Facts, words: Words) -> Question:
    if not len(facts.terms):
        return None
    row = facts.terms.iloc[0]
    tied = facts.terms[facts.terms["z"] >= row["z"] - 1e-9]["term"].head(3)
    are = "are your most typical words" if len(tied) > 1 else "is your most typical word"
    return (
        f"{quoted(tied)} {are}: is that what you want to be known for?",
        f"z {row['z']:.1f}; “{row['term']}” is used by {others_text(row['others'])}",
        str(row["source"]) or words.sources.words,
    )


def stability_sentence(table: pd.DataFrame, chosen: int) -> str:
    """Return whether topics come out again, with the figures."""
    row = table.set_index("topics").loc[chosen]
    tried = f"{table['topics'].min()} to {table['topics'].max()}"
    count = int(table["stable"].sum())
    if not count:
        return (
            f"No number of topics from {tried} is stable: the best, {chosen}, has a mean "
            f"best-match similarity of {row['stability']:.2f}. The topics below are one of "
            "several readings."
        )
    which = "All" if count == len(table) else f"{count} of {len(table)}"
    weak = (
        f" Its weakest topic comes back with {row['weakest_topic']:.2f} only; read it with care."
        if row["weakest_topic"] < 0.8
        else ""
    )
    return (
        f"{which} numbers of topics from {tried} are stable in this sense; shown are {chosen}, "
        f"whose stability ({row['stability']:.2f}) is furthest above that by chance.{weak}"
    )


def drift_sentence(row: Mapping[Any, Any], name: str, split: str) -> str:
    """Return what can be said about the drift of one alliance."""
    if not row["p_value"] >= 0:
        return (
            f"How the profile of {name} changed is not known: {row['texts_before']:.0f} texts "
            f"before {split}, {row['texts_after']:.0f} from then on."
        )
    figures = (
        f"distance {row['drift']:.2f}, {row['by_chance']:.2f} by chance; excess "
        f"{row['excess']:.2f}, {row['lower']:.2f} to {row['upper']:.2f}; p = {row['p_value']:.3f}"
    )
    if row["p_value"] < 0.05 and row["lower"] > 0:
        return f"The words of {name} changed more than chance explains ({figures})."
    return f"For {name}, no change beyond chance is shown ({figures})."


def drift_table(moved: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Return the drift of each group for a reader; ``moved`` is the result of `drift`."""
    import pandas as pd

    rows = []
    for group, row in moved.iterrows():
        sure = row["lower"] <= row["upper"]
        rows.append(
            {
                "Alliance": names.get(str(group), str(group)),
                "Drift": row["drift"],
                "By chance": row["by_chance"],
                "Excess": f"{row['excess']:.2f} ({row['lower']:.2f} to {row['upper']:.2f})"
                if sure
                else UNKNOWN,
                "p": row["p_value"],
                "Texts before": int(row["texts_before"]),
                "Texts after": int(row["texts_after"]),
            }
        )
    return pd.DataFrame(rows)


def topics_table(
    terms: Mapping[str, Sequence[str]], shares: pd.DataFrame, names: Mapping[str, str]
) -> pd.DataFrame:
    """Return each topic with its terms and the alliances for which it is the largest."""
    import pandas as pd

    known = shares.dropna()
    largest = known.idxmax(axis=1)
    rows = []
    for topic, words in terms.items():
        inside = known.index[largest == topic]
        order = known.loc[inside, topic].sort_values(ascending=False, kind="stable").index
        rows.append(
            {
                "Topic": topic,
                "Terms": ", ".join(words),
                "Alliances": len(inside),
                "Largest topic of": ", ".join(names.get(one, one) for one in order) or "none",
            }
        )
    return pd.DataFrame(rows)


def terms_table(typical: pd.DataFrame, names: Mapping[str, str], count: int = 6) -> pd.DataFrame:
    """Return the most typical terms of each alliance in one row."""
    import pandas as pd

    rows = [
        {
            "Alliance": names.get(str(group), str(group)),
            "Typical terms (z; others that use it)": ", ".join(
                f"{row['term']} ({row['z']:.1f}; {row['others']})"
                for row in part.head(count).to_dict("records")
            ),
        }
        for group, part in typical.groupby("group", sort=False)
    ]
    table = pd.DataFrame(rows, columns=["Alliance", "Typical terms (z; others that use it)"])
    return table.sort_values("Alliance", key=lambda one: one.str.casefold())


def typical_sentence(typical: pd.DataFrame, groups: int) -> str:
    """Return how many terms are typical beyond what chance gives."""
    clear = typical[typical["z"] >= TYPICAL]
    if clear.empty:
        most = f", the largest is {typical['z'].max():.1f}" if len(typical) else ""
        return (
            f"No term of any of {groups} alliances reaches z = {TYPICAL:.0f}{most}: single words "
            "tell no alliance from the others for sure, the table only orders them."
        )
    return (
        f"{len(clear)} terms of {clear['group'].nunique()} of {groups} alliances reach z = "
        f"{TYPICAL:.0f}; the others only order the words."
    )


def neighbours_table(
    rivals: pd.DataFrame,
    allies: pd.DataFrame,
    groups: Iterable[str],
    names: Mapping[str, str],
    occupations: Mapping[str, str],
    without: Mapping[str, str],
) -> pd.DataFrame:
    """Return rivals and allies of each alliance in one row.

    Parameters
    ----------
    rivals, allies
        Results of `wir.profile.positioning`.
    groups
        All alliances, also those without words.
    names, occupations
        Names by key.
    without
        Why an alliance has no allies, where there is a reason: group → words.
    """
    import pandas as pd

    rows = []
    for group in groups:
        near, friends = rivals[rivals["group"] == group], allies[allies["group"] == group]
        rows.append(
            {
                "Alliance": names.get(group, group),
                "Nearest rivals in what is said": "; ".join(
                    f"{names.get(r['rival'], r['rival'])} ({r['similarity']:.2f}, "
                    f"{100 * r['stability']:.0f} %)"
                    for r in near.to_dict("records")
                )
                or "none",
                "Natural allies, and what their regions have": "; ".join(
                    f"{names.get(a['ally'], a['ally'])}: "
                    f"{join_list([occupations.get(one, one) for one in a['fills']])}"
                    for a in friends.to_dict("records")
                )
                or without.get(group, "none by this definition"),
            }
        )
    return pd.DataFrame(rows).sort_values("Alliance", key=lambda one: one.str.casefold())


def distinct_title(table: pd.DataFrame) -> str:
    """Return what the figure of distinctiveness shows."""
    groups = len(table.dropna(subset=["distinctiveness"]))
    widths = (table["rank_upper"] - table["rank_lower"]).dropna()
    if not len(widths):
        return "How distinct each alliance is"
    if widths.median() > groups / 3:
        return "How distinct alliances are: most ranks are too uncertain for a ranking"
    return "How distinct alliances are"


def map_title(kept: float, chance: float) -> str:
    """Return what the map shows, and how far it can be trusted."""
    if not kept >= 0:
        return "A map of the alliances"
    if kept < 2 * chance:
        return "A map of the alliances that keeps few of their neighbourhoods"
    return f"A map of the alliances: it keeps {100 * kept:.0f} % of the nearest neighbours"


def white_title(free: int, all_: int) -> str:
    """Return how much demand nobody claims."""
    if not all_:
        return "No occupation grows and is scarce by every measure"
    if not free:
        return "Every occupation that grows and is scarce is claimed by an alliance"
    return f"{free} of {all_} occupations that grow and are scarce are claimed by no alliance"


def distinct_summary(table: pd.DataFrame) -> str:
    """Return how many alliances are for sure among the most or least distinct."""
    known = table.dropna(subset=["distinctiveness"])
    total = len(known)
    most = int((known["rank_upper"] <= total / 3).sum())
    least = int((known["rank_lower"] > total * 2 / 3).sum())
    rest = total - most - least
    return (
        f"Of {total} alliances, {most} stand with their whole interval (90 %) in the third that is "
        f"most distinct and {least} in the third that is least; the ranks of {rest} cannot be told "
        "so exactly."
    )


def rivals_summary(rivals: pd.DataFrame, groups: int) -> str:
    """Return how many alliances have a clear rival, and how many none."""
    first = rivals[rivals["place"] == 1]
    clear = int((first["stability"] >= CLEAR_RIVAL).sum())
    none = groups - len(first)
    alone = f" {none} share no term with anybody." if none else ""
    return (
        f"The nearest rival of {clear} of {groups} alliances stays among the three nearest in "
        f"{100 * CLEAR_RIVAL:.0f} % or more of the draws; for the others, who says the same hangs "
        f"on single words.{alone}"
    )


def topics_summary(table: pd.DataFrame, chance: pd.DataFrame, chosen: int) -> str:
    """Return whether there are topics: stability and error against shuffled keywords."""
    row = table.set_index("topics").loc[chosen]
    by_chance = chance.set_index("topics").loc[chosen]
    stable = "come back" if row["stable"] else "do not come back"
    text = (
        f"{chosen} topics {stable} from other starts (mean best-match similarity "
        f"{row['stability']:.2f}; stable means 0.8 or more). "
    )
    if row["stability"] <= by_chance["stability_by_chance_highest"]:
        text += (
            f"Terms dealt to the alliances by chance give as much (up to "
            f"{by_chance['stability_by_chance_highest']:.2f}), so this alone proves nothing. "
        )
    else:
        text += (
            f"Terms dealt by chance give less ({by_chance['stability_by_chance']:.2f}, at most "
            f"{by_chance['stability_by_chance_highest']:.2f}). "
        )
    left, least = 100 * row["error"], 100 * by_chance["error_by_chance_lowest"]
    if left < least:
        return text + (
            f"The topics leave {left:.0f} % of the weights unexplained, those of chance at least "
            f"{least:.0f} %: alliances do share themes."
        )
    return text + (
        f"The topics leave {left:.0f} % of the weights unexplained, no less than those of chance "
        f"({least:.0f} %): they show no themes."
    )


def strength_summary(gap: Mapping[str, float]) -> str:
    """Return how often regions are strong in the fields of their alliances, and in any.

    Parameters
    ----------
    gap
        Result of `wir.profile.white_space.strength_gap`.
    """
    if not gap["stated"] >= 0:
        return "Whether regions are strong in the fields of their alliances is not known."
    if gap["lower"] > 0:
        verdict = "more often than in other occupations"
    elif gap["upper"] < 0:
        verdict = "less often than in other occupations"
    else:
        verdict = "no difference to other occupations is shown"
    return (
        f"In {gap['stated']:.0f} % of the fields of an alliance its region has at least the German "
        f"share of jobs (mean of {gap['alliances']:.0f} alliances), in all occupations in "
        f"{gap['all']:.0f} %: {verdict} (difference {signed(gap['gap'])} points, "
        f"{signed(gap['lower'])} to {signed(gap['upper'])})."
    )


def white_summary(free: pd.DataFrame, wanted: int, names: Mapping[str, str]) -> str:
    """Return what demand shows and nobody claims."""
    if not wanted:
        return "There is no occupation that grows and in which people are scarce by every measure."
    if not len(free):
        return (
            f"Each of the {wanted} occupations that grow and are scarce is a field of an alliance."
        )
    listed = join_list([str(names.get(one, one)) for one in free.index[:6]])
    more = f" and {len(free) - 6} more" if len(free) > 6 else ""
    return (
        f"Of {wanted} occupations that grow and in which people are scarce by every measure, "
        f"{len(free)} {'is' if len(free) == 1 else 'are'} a field of no alliance: {listed}{more}."
    )


def problems_table(problems: pd.DataFrame) -> pd.DataFrame:
    """Return what could not be read, for a reader."""
    return problems.rename(
        columns={
            "file": "File",
            "record": "Where",
            "reason": "Reason",
            "detail": "What was found",
            "advice": "What to do",
        }
    )


def corpus_table(texts: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Return how many texts there are of each group, their languages, formats and dates."""
    import pandas as pd

    rows = []
    for group, part in texts.groupby("group"):
        dates = part.loc[part["date"] != UNKNOWN, "date"]
        undated = int((part["date"] == UNKNOWN).sum())
        span = f"{dates.min()} to {dates.max()}" if len(dates) else UNKNOWN
        rows.append(
            {
                "Alliance": names.get(str(group), str(group)),
                "Texts": len(part),
                "Words": int(part["words"].sum()),
                "Languages": ", ".join(
                    f"{language} {count}"
                    for language, count in part["language"].value_counts().items()
                ),
                "Formats": ", ".join(sorted(set(part["format"]))),
                "Dates": span + (f" ({undated} without)" if undated and len(dates) else ""),
            }
        )
    return pd.DataFrame(rows)


def map_alt(places: pd.DataFrame, near: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Return what the map shows, with its closest pairs."""
    pairs = near.sort_values("similarity", ascending=False).drop_duplicates("similarity").head(3)
    said = "; ".join(
        f"{names.get(row['group'], row['group'])} and {names.get(row['rival'], row['rival'])}"
        for row in pairs.to_dict("records")
    )
    return f"Scatter plot of {len(places)} names. Closest in what they say: {said or 'nobody'}."


def distinct_alt(table: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Return what the figure of distinctiveness shows."""
    known = table.dropna(subset=["distinctiveness"]).sort_values("distinctiveness")
    low, high = known.iloc[0], known.iloc[-1]
    return (
        f"Dots with intervals for {len(known)} alliances, from {low['distinctiveness']:.2f} "
        f"({names.get(str(low.name), str(low.name))}) to {high['distinctiveness']:.2f} "
        f"({names.get(str(high.name), str(high.name))}). The median interval is "
        f"{(known['upper'] - known['lower']).median():.2f} wide."
    )


def demand_alt(free: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Return what the figure of demand and claims shows."""
    listed = join_list([str(names.get(one, one)) for one in free.index])
    return (
        "Scatter plot of occupations: growth of employment against vacancies per unemployed "
        f"person. Ringed as growing, scarce and claimed by nobody: {listed or 'none'}."
    )


NO_TOPICS = (
    "No topics: no number from `min_topics` to `max_topics` lies below the numbers of groups and "
    "of terms."
)
TOO_FEW = "Distinctiveness needs words of three groups or more: not known."
NO_DRIFT = (
    "**Not known.** There is one set of words without dates; the drift needs dated texts of both "
    "phases."
)
NO_SPLIT = "**Not computed.** No `split_date` says where the later texts begin."
AMONG_KEYWORDS = (
    "There are texts of one or two groups only, so they stand among the keywords of the other "
    "alliances. Only words that are keywords of somebody count, each once. Whom the texts come "
    "close to can be read; how distinct they are compared with keywords cannot."
)


def words_are(material: Material, corpus: str) -> str:
    """Return what the compared words are, and how far they can be trusted."""
    groups, texts = len(material.groups), len(material.texts)
    if not corpus:
        each = material.texts.groupby("group").size()
        span = f"{each.min()}" if each.min() == each.max() else f"{each.min()} to {each.max()}"
        return (
            f"Here they are {texts} keywords of {groups} alliances, {span} for each, coded by one "
            "person from public pages. They are a judgement, and no evidence of what an alliance "
            "does."
        )
    if material.among_keywords:
        return (
            f"Here they are the texts of {len(material.own)} group(s) in {corpus}, among the "
            f"keywords of {groups - len(material.own)} other alliances, which are a coding "
            "judgement."
        )
    return f"Here they are {texts} texts of {groups} groups in {corpus}."


def reading_sentence(
    read: int, kept: int, problems: int, language: str, *, unknown: int = 0
) -> str:
    """Return how much was read, left out and used; `unknown`: texts of no known language."""
    repeated = f", {read - kept} of them repeated and left out" if kept < read else ""
    failed = (
        f" {problems} files or records could not be read; they are listed below."
        if problems
        else ""
    )
    name = {"de": "German", "en": "English"}[language]
    unsure = f" The language of {unknown} is not known; they are left out." if unknown else ""
    return f"{read} texts were read{repeated}. Those in {name} are compared.{unsure}{failed}"


def validity_sentence(
    share: float, chance: float, areas: int, languages: tuple[float, float] | None
) -> str:
    """Return whether similarity agrees with what was coded apart from it."""
    parts = []
    if share >= 0:
        more = "more often than" if share > 1.5 * chance else "about as often as"
        parts.append(
            f"The nearest rival is in the same of {areas} areas of innovation in {share:.0f} % of "
            f"cases, {more} by chance ({chance:.0f} %); the areas are a coding by the same person."
        )
    if languages is not None:
        split, whole = languages
        helps = (
            f"with German compounds left whole it would be {whole:.2f}, so splitting them helps"
            if split > whole + 0.005
            else f"splitting German compounds does not raise it ({whole:.2f} without)"
        )
        parts.append(
            f"Similarities from German and from English keywords correlate with {split:.2f}; "
            f"{helps}. Both languages are by the same person, so this shows the method, not the "
            "coding."
        )
    return " ".join(parts)


def strength_note(stated: pd.DataFrame) -> str:
    """Return how the demand for stated fields moves."""
    known = stated[stated["direction"] != UNKNOWN]
    if known.empty:
        return "The demand for their fields is not known."
    share = known["direction"].value_counts(normalize=True).mul(100)
    scarce = 100 * float(known["scarce"].astype(bool).mean())
    return (
        f"Employment in Germany grew in {share.get('growing', 0):.0f} % of their fields, shrank in "
        f"{share.get('shrinking', 0):.0f} %, and cannot be told from standing still in "
        f"{share.get('not clear', 0):.0f} %; people are scarce by every measure in {scarce:.0f} %."
    )


def white_table(
    little: pd.DataFrame,
    fields: Mapping[str, set[str]],
    names: Mapping[str, str],
    occupations: Mapping[str, str],
) -> pd.DataFrame:
    """Return fields that nobody or one alliance claims, for a reader."""
    import pandas as pd

    rows = [
        {
            "Occupation": occupations.get(str(code), str(code)),
            "Employees": row["employees"],
            "Growth (% a year)": f"{signed(row['growth'])} ({signed(row['lower'])} to "
            f"{signed(row['upper'])})",
            "Vacancies per unemployed": row["tightness"],
            "Alliances": ", ".join(
                names.get(one, one) for one, coded in sorted(fields.items()) if str(code) in coded
            )
            or "none",
        }
        for code, row in little.iterrows()
    ]
    return pd.DataFrame(rows)


def stability_title(table: pd.DataFrame, chance: pd.DataFrame) -> str:
    """Return what the figure of topics shows: whether more comes out than by chance."""
    both = table.merge(chance, on="topics")
    explains = (both["error"] < both["error_by_chance_lowest"]).mean()
    stabler = (both["stability"] > both["stability_by_chance_highest"]).mean()
    if explains == 1 and stabler < 0.5:
        return "At most numbers topics come back no more than by chance, but they explain more"
    if explains == 1:
        return "Topics come back and explain more than by chance"
    return "Topics explain no more than by chance at every number"


def stability_alt(table: pd.DataFrame, chance: pd.DataFrame) -> str:
    """Return the figures behind stability and error."""
    both = table.merge(chance, on="topics")
    return (
        "Two line charts over the number of topics. "
        + "; ".join(
            f"{row['topics']:.0f}: stability {row['stability']:.2f} (by chance "
            f"{row['stability_by_chance']:.2f}), unexplained {100 * row['error']:.0f} % (by chance "
            f"{100 * row['error_by_chance']:.0f} %)"
            for row in both.to_dict("records")
        )
        + "."
    )
