"""Words and tables about suggested partners and the health of partnerships, made from results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from wir.publish.language import format_number, join_list

if TYPE_CHECKING:
    import pandas as pd

    from wir.partners.own_alliance import OwnAlliance
    from wir.partners.partner_backtest import Holdout

NARROW = 0.1
"""Share of a lead below which the lower end of its interval makes it a narrow one."""
GROUP_WORDS = {"known": "pairs of known organisations", "newcomer": "newcomers without ties"}
SCORE_WORDS = {
    "average_precision": "average precision in one list",
    "own_average_precision": "mean average precision of the lists",
    "auc": "AUC in one list",
    "own_auc": "mean AUC of the lists",
    "precision_at_10": "precision at 10",
}
RULES = {
    "popularity": "popularity",
    "common_neighbours": "common partners",
    "adamic_adar": "common partners, rare ones counting more",
    "distance": "distance",
}


def comparison(found: Holdout, metric: str, model: str = "logit") -> tuple[str, str]:
    """Return whether a model is ``better``, ``worse`` or ``unclear`` against the best baseline.

    The second value is the name of that baseline.
    """
    rows = found.differences
    one = rows[(rows["model"] == model) & (rows["metric"] == metric)].iloc[0]
    return _side_of(one), RULES[str(one["reference"])]


def comparison_sentence(found: Holdout, model: str = "logit") -> str:
    """Return how a model did against the best baseline of each score, with intervals."""
    groups: dict[str, list[str]] = {"better": [], "worse": [], "unclear": []}
    for metric, words in SCORE_WORDS.items():
        rows = found.differences
        one = rows[(rows["model"] == model) & (rows["metric"] == metric)].iloc[0]
        side, rule = comparison(found, metric, model)
        gap = (
            f"{words} ({_signed(one['difference'])}, interval {_signed(one['lower'])} to "
            f"{_signed(one['upper'])}, against {rule})"
        )
        groups[side].append(gap)
    parts = []
    if groups["better"]:
        parts.append(f"clearly better in {join_list(groups['better'])}")
    if groups["worse"]:
        parts.append(f"clearly worse in {join_list(groups['worse'])}")
    if groups["unclear"]:
        parts.append(f"not clearly different in {join_list(groups['unclear'])}")
    return f"For {GROUP_WORDS[found.group]} the {model} is {'; '.join(parts)}."


def newcomer_meaning(found: Holdout) -> str:
    """Return what the comparison of average precision means for newcomers."""
    side, rule = comparison(found, "average_precision")
    if side == "better":
        return (
            "Even without a network of its own, who a newcomer is and where it is says something "
            "about whom it will meet."
        )
    words = "A simple rule does better" if side == "worse" else "A simple rule is hard to beat"
    text = f"{words} for newcomers: {rule}."
    if rule == RULES["popularity"]:
        text += (
            " Whoever is new mostly meets those who have many partners already. That is what "
            "happens, not what a region needs: a list of the largest helps nobody who knows them."
        )
    return text


def _signed(value: float) -> str:
    return f"{value:+.4f}".replace("-", "−")


def summary_sentence(known: Holdout, newcomer: Holdout) -> str:
    """Return what came out in one sentence, as far as the intervals bear it."""
    sides = {
        group: [comparison(found, metric)[0] for metric in ("average_precision", "own_auc")]
        for group, found in (("known", known), ("newcomer", newcomer))
    }
    words = {
        ("better", "better"): "the recommender beats every simple rule",
        ("narrow", "better"): "the recommender beats every simple rule, in average precision "
        "narrowly: the interval of its lead begins just above zero",
        ("unclear", "better"): "the recommender orders the whole list of an organisation better "
        "than every simple rule; whether it finds more of the few ties at the top is not clear",
        ("better", "unclear"): "the recommender finds more ties at the top than every simple rule, "
        "but does not clearly order a whole list better",
        ("unclear", "unclear"): "it is not clear that the recommender is better than the best "
        "simple rule",
    }
    rows = known.differences
    one = rows[(rows["model"] == "logit") & (rows["metric"] == "average_precision")].iloc[0]
    if 0 < one["lower"] < NARROW * one["difference"] and sides["known"][1] == "better":
        sides["known"][0] = "narrow"
    text = [
        f"For {GROUP_WORDS[group]} "
        + words.get(
            (sides[group][0], sides[group][1]),
            "the recommender is worse than the best simple rule in at least one score",
        )
        for group in ("known", "newcomer")
    ]
    return ". ".join(text) + "."


def scores_title(found: Holdout) -> str:
    """Return the message of the scores, as far as the interval of average precision bears it."""
    side, rule = comparison(found, "average_precision")
    who = GROUP_WORDS[found.group]
    if side == "better":
        return f"For {who}, the logit beats the best simple rule ({rule})"
    if side == "worse":
        return f"For {who}, a simple rule ({rule}) beats the logit"
    own, _ = comparison(found, "own_auc")
    if own == "better":
        return (
            f"For {who}, the logit orders lists better, but is not clearly better at the top than "
            f"{rule}"
        )
    return f"For {who}, the logit is not clearly better than {rule}"


def scores_alt(found: Holdout, metrics: Sequence[str], names: dict[str, str]) -> str:
    """Return what the figure of scores shows."""
    parts = []
    for metric in metrics:
        part = found.table[found.table["metric"] == metric].set_index("model")
        values = "; ".join(f"{names[one]} {part.loc[one, 'value']:.3f}" for one in part.index)
        parts.append(f"{SCORE_WORDS[metric]}: {values}")
    return f"Dots with intervals, a panel per score. {'. '.join(parts)}."


def effects_sentence(table: pd.DataFrame, group: str) -> str:
    """Return which variables clearly go with new ties, and which against them."""
    up = table[table["lower"] > 1].sort_values("odds_ratio", ascending=False)
    down = table[table["upper"] < 1].sort_values("odds_ratio")

    def words(part: pd.DataFrame) -> str:
        return join_list(
            [
                f"{label} (× {value:.2f}, {low:.2f}–{high:.2f})"
                for label, value, low, high in zip(
                    part["label"], part["odds_ratio"], part["lower"], part["upper"], strict=True
                )
            ]
        )

    parts = [f"For {GROUP_WORDS[group]}, "]
    parts.append(f"ties are more likely with {words(up)}" if len(up) else "nothing clearly helps")
    parts.append(f"; less likely with {words(down)}." if len(down) else ".")
    return "".join(parts)


def effects_alt(tables: dict[str, pd.DataFrame]) -> str:
    """Return what the figure of effects shows."""
    parts = []
    for name, table in tables.items():
        clear = table[(table["lower"] > 1) | (table["upper"] < 1)]
        values = ", ".join(
            f"{label} {value:.2f}"
            for label, value in zip(clear["label"], clear["odds_ratio"], strict=True)
        )
        parts.append(f"{name}: intervals that leave out 1: {values or 'none'}")
    return f"Odds ratios with intervals. {'. '.join(parts)}."


def diversity_sentence(costs: pd.DataFrame, used: tuple[float, float]) -> str:
    """Return what diversity costs and gains.

    `costs` is the result of `wir.partners.partner_backtest.diversity_cost`, the first row without
    any; `used` are the settings in use.
    """
    plain = costs.iloc[0]
    rows = costs[(costs["diversity"] == used[0]) & (costs["famous_share"] == used[1])]
    one = rows.iloc[0] if len(rows) else costs.iloc[-1]
    return (
        f"Of ten suggestions, {10 * plain['precision']:.1f} came where the most probable ones are "
        f"shown, {100 * plain['famous']:.0f} % of them famous (the tenth with most partners). With "
        f"the settings used here {10 * one['precision']:.1f} came, {100 * one['famous']:.0f} % of "
        f"them famous, and {100 * one['different']:.0f} instead of {100 * plain['different']:.0f} "
        "of 100 suggestions were different organisations."
    )


def suggestion_table(rows: pd.DataFrame, places: pd.Series, *, whose: bool = True) -> pd.DataFrame:
    """Return suggestions of one list for a reader.

    Parameters
    ----------
    rows
        Rows of `wir.partners.recommend.recommend` with one reach.
    places
        Name of each district.
    whose
        Show to whom each suggestion fits best.
    """
    table = rows.assign(
        chance=[_percent(one) for one in rows["probability"]],
        place=places.reindex(rows["ags"]).to_numpy(),
        name=[
            f"{a} (no ties yet)" if b else a
            for a, b in zip(rows["name"], rows["newcomer"], strict=True)
        ],
    )
    columns = {"name": "Organisation", "kind": "Kind", "place": "District"}
    if whose:
        columns["focal_name"] = "Fits best to"
    columns |= {"chance": "Chance", "reason": "Why"}
    return table[list(columns)].rename(columns=columns)


def _percent(value: float) -> str:
    """Return a chance that does not break over two lines."""
    return (
        f"{100 * value:.0f}\N{NO-BREAK SPACE}%"
        if value >= 0.01
        else "<\N{NO-BREAK SPACE}1\N{NO-BREAK SPACE}%"
    )


def known_sentence(count: int, tied: int, districts: str) -> str:
    """Return how many organisations of a region are known in the network."""
    if count == 0:
        return (
            f"In {districts} no organisation of Horizon 2020 with a known name and town: none "
            "known. That does not mean that nobody there does research."
        )
    subject = "organisation" if count == 1 else "organisations"
    have = "has" if tied == 1 else "have"
    return (
        f"{format_number(count)} {subject} of Horizon 2020 with a known name and town in "
        f"{districts}; {format_number(tied)} of them {have} German partners there."
    )


def no_list_sentence(reach: str) -> str:
    """Return why a list is empty."""
    where = "in the region" if reach == "regional" else "beyond the region"
    return f"No suggestion {where}: none known without a tie already."


def health_table(items: pd.DataFrame) -> pd.DataFrame:
    """Return the items of health for a reader."""
    import pandas as pd

    rows = []
    for one in items.to_dict("records"):
        known = one["value"] == one["value"]
        reference = one["reference"]
        rows.append(
            {
                "Item": one["label"],
                "Value": f"{one['value']:.0f} %" if known else "not known",
                "Reference": f"{reference:.0f} % ({one['reference_of']})"
                if reference == reference
                else "none known",
                "What it is": one["detail"] if known else f"Needs {one['missing']}",
                "What to do": one["what_to_do"] or ("nothing urgent" if known else "add it"),
            }
        )
    return pd.DataFrame(rows, columns=["Item", "Value", "Reference", "What it is", "What to do"])


def health_alt(items: pd.DataFrame) -> str:
    """Return what the figure of health shows."""
    known = items[items["value"].notna()]
    parts = [
        f"{one['label']}: {one['value']:.0f} %"
        + (f", reference {one['reference']:.0f} %" if one["reference"] == one["reference"] else "")
        for one in known.to_dict("records")
    ]
    return f"Dots beside marks of the reference. {'; '.join(parts)}."


def health_title(items: pd.DataFrame) -> str:
    """Return how many items call for something."""
    acts = int((items["what_to_do"] != "").sum())
    known = int(items["value"].notna().sum())
    if not known:
        return "No item is known"
    if not acts:
        return f"None of {known} known items calls for something"
    verb = "calls" if acts == 1 else "call"
    return f"{acts} of {known} known items {verb} for something"


def break_table(breaks: pd.DataFrame, count: int = 5) -> pd.DataFrame:
    """Return what happens if members leave, for a reader."""
    table = breaks.head(count).reset_index()
    table.columns = ["If this member left", "Partners it has", "Members cut off", "Left alone"]
    return table


def match_table(matches: pd.DataFrame) -> pd.DataFrame:
    """Return the matches of names for a reader."""
    shown = matches[["name", "matched_name", "score", "verdict", "decision"]].copy()
    shown["matched_name"] = shown["matched_name"].fillna("no similar name")
    shown["decision"] = shown["decision"].fillna("").replace("", "open")
    shown.columns = ["Name in the list", "In the register", "Score", "Verdict", "Decision"]
    return shown


def issue_table(issues: pd.DataFrame) -> pd.DataFrame:
    """Return what was odd in own lists, for a reader."""
    shown = issues.astype({"row": "object"})
    shown["row"] = [
        "" if one is None or one != one else str(one)
        for one in shown["row"].where(issues["row"].notna(), None)
    ]
    shown.columns = ["File", "Row", "Column", "Kind", "Found", "Expected", "What to do"]
    return shown


def difference_table(
    differences: pd.DataFrame, models: Mapping[str, str], metrics: Mapping[str, str]
) -> pd.DataFrame:
    """Return models against the best rule of each score, for a reader."""
    import pandas as pd

    return pd.DataFrame(
        {
            "Pairs": differences["group"].to_numpy(),
            "Model": differences["model"].map(dict(models)).to_numpy(),
            "Score": differences["metric"].map(dict(metrics)).to_numpy(),
            "Best rule": differences["reference"].map(RULES).to_numpy(),
            "Difference": differences["difference"].to_numpy(),
            "from": differences["lower"].to_numpy(),
            "to": differences["upper"].to_numpy(),
        }
    )


def list_title(reach: str, for_whom: str) -> str:
    """Return the title of a list of suggestions."""
    who = (
        "the organisations of the districts"
        if for_whom == "organisations"
        else "a firm of the region without ties (imagined)"
    )
    where = "within the region" if reach == "regional" else "beyond the region"
    return f"Suggestions {where} for {who}"


def list_caption(for_whom: str, newcomers: str = "unclear") -> str:
    """Return how to read a list of suggestions.

    `newcomers` says how the model of newcomers did against the best rule, see `comparison`.
    """
    text = (
        "Chance of a joint project of the two in a period as long as that learnt from. Why: the "
        "facts that make the pair more usual than others in the model, and what speaks against it."
    )
    if for_whom == "newcomer":
        words = {
            "better": "better than the best simple rule",
            "worse": "worse than the best simple rule",
        }.get(newcomers, "not clearly better than the best simple rule")
        return (
            f"{text} The firm is imagined: it stands for any firm without a joint project. For "
            f"newcomers the model was {words} in the test (average precision)."
        )
    return text


def overview_table(
    suggestions: pd.DataFrame,
    regions: Mapping[str, Sequence[str]],
    there: pd.DataFrame,
    titles: Mapping[str, str],
    sure: Sequence[str],
) -> pd.DataFrame:
    """Return for each alliance who is in its districts, and its first suggestion.

    Parameters
    ----------
    suggestions
        Result of `wir.partners.alliance_suggestions.alliance_suggestions`.
    regions
        Districts of each alliance.
    there
        Organisations: ``ags``, ``partners``.
    titles
        Name of each alliance.
    sure
        Alliances of which more than the seat of the coordinator is known.
    """
    import pandas as pd

    far = suggestions[(suggestions["reach"] == "supra-regional") & ~suggestions["famous"]]
    rows = []
    for alliance, inside in regions.items():
        local = there[there["ags"].isin(list(inside))]
        part = far[far["alliance"] == alliance]
        own = part[part["for_whom"] == "organisations"]
        chosen = own if len(own) else part
        first = chosen.sort_values("rank").iloc[0] if len(chosen) else None
        rows.append(
            {
                "Alliance": str(titles[alliance])
                + ("" if alliance in sure else " (seat of the coordinator)"),
                "Organisations": len(local),
                "With ties": int((local["partners"] > 0).sum()),
                "First suggestion": "none" if first is None else str(first["name"]),
                "Fits best to": "none" if first is None else str(first["focal_name"]),
            }
        )
    table = pd.DataFrame(rows)
    return table.sort_values("Alliance", key=lambda one: one.str.casefold())


def main_districts(ags: pd.Series, share: float = 0.15) -> list[str]:
    """Return the districts that hold at least a share of the members whose district is known."""
    known = ags.dropna()
    counts = known.value_counts(normalize=True)
    return sorted(str(one) for one in counts.index[counts >= share])


def position_table(
    positions: pd.DataFrame, region: Sequence[str], names: pd.Series
) -> pd.DataFrame:
    """Return where the districts of an alliance stand in the network, and the median of all.

    Parameters
    ----------
    positions
        Index ``ags``: ``organisations``, ``participations``, ``per_100000``.
    region
        Districts of the alliance.
    names
        Name of each district.
    """
    import pandas as pd

    columns = ["organisations", "participations", "per_100000"]
    own = positions.reindex(list(region))[columns]
    rows = pd.concat([own, positions[columns].median().to_frame("all").T])
    labels = [*names.reindex(list(region)), "Median of all districts"]
    rows.insert(0, "District", labels)
    rows.columns = pd.Index(
        ["District", "Organisations", "Participations", "Per 100,000 inhabitants"]
    )
    return rows.reset_index(drop=True)


def local_table(local: pd.DataFrame, names: pd.Series, count: int = 10) -> pd.DataFrame:
    """Return the organisations of a region with most partners, for a reader."""
    import pandas as pd

    from wir.partners.pair_features import KINDS

    best = local.sort_values(["partners", "name"], ascending=[False, True]).head(count)
    return pd.DataFrame(
        {
            "Organisation": best["name"].to_numpy(),
            "Kind": best["activity_type"].map(KINDS).to_numpy(),
            "District": names.reindex(best["ags"]).to_numpy(),
            "Partners": best["partners"].to_numpy(),
        }
    )


def newcomers_side(differences: pd.DataFrame) -> str:
    """Return how the logit of newcomers did in average precision: better, worse or unclear.

    `differences` is the result of that name of notebook 3-2.
    """
    from wir.partners.pair_features import GROUPS

    rows = differences[
        (differences["group"] == GROUPS["newcomer"])
        & (differences["model"] == "logit")
        & (differences["metric"] == "average_precision")
    ]
    return _side_of(rows.iloc[0])


def _side_of(one: pd.Series) -> str:
    return "better" if one["lower"] > 0 else "worse" if one["upper"] < 0 else "unclear"


def last_year(own: OwnAlliance) -> int:
    """Return the last year that an alliance's own lists name: their present."""
    from wir.partners.own_lists import year_of

    years = [
        year
        for one, columns in ((own.members, ("joined", "last_active")), (own.projects, ("start",)))
        if one is not None
        for column in columns
        if column in one.table
        for text in one.table[column]
        if (year := year_of(text)) is not None
    ]
    return max(years, default=0)
