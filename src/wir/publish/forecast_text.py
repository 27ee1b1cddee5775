"""Words and tables about entries and forecasts, made from the results."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

from wir.publish.table_words import OCCUPATIONS, Words

if TYPE_CHECKING:
    import pandas as pd

    from wir.potential.complexity import Complexity
    from wir.potential.forecast_scores import Scores

SHORT = {"density": ", density", "persistence": ", persistence"}

Rows = dict[tuple[str, str], dict[Hashable, Any]]
"""Rows of a table of scores, by model and metric."""

MODEST = 0.25
"""A margin below this share of the score of the best baseline is called modest."""
NARROW = 10
"""Percentage points within which intervals must lie for a forecast to be called calibrated."""
AIM = 3
"""Largest gap in any tenth, in percentage points, that the project sets itself as a mark."""
LARGE = 5
"""Percentage points above which a gap is no longer called small."""

SCORE = {"auc": "AUC", "average_precision": "average precision", "brier": "Brier score"}


def _signed(value: float, digits: int) -> str:
    """Return a number with its sign, and a minus that is one."""
    return f"{value:+.{digits}f}".replace("-", "−")


def space_alt(nodes: pd.DataFrame, edges: pd.DataFrame) -> str:
    """Return what the network shows: its largest activities and how many links there are."""
    largest = nodes.sort_values("size", ascending=False)["name"].head(4)
    return (
        f"Network of {len(nodes)} activities with {len(edges)} links. The largest: "
        f"{', '.join(map(str, largest))}."
    )


def complexity_alt(eci: pd.Series, names: pd.Series) -> str:
    """Return what a map of complexity shows."""
    ordered = eci.sort_values()
    most = ", ".join(str(names[one]) for one in ordered.index[::-1][:4])
    least = ", ".join(str(names[one]) for one in ordered.index[:4])
    return (
        f"Map of the districts. The most complex, dark: {most}; the least complex, light: {least}."
    )


def extremes(
    complexity: Complexity, names: pd.Series, regions: pd.Series, count: int = 5
) -> pd.DataFrame:
    """Return the regions and activities at both ends of the index, side by side."""
    import pandas as pd

    eci, pci = (
        complexity.eci.sort_values(ascending=False),
        complexity.pci.sort_values(ascending=False),
    )
    count = min(count, len(eci) // 2, len(pci) // 2)
    rows = []
    for end, place in (("most", range(count)), ("least", range(-count, 0))):
        for one in place:
            region, activity = eci.index[one], pci.index[one]
            rows.append(
                {
                    "End": f"{end} complex",
                    "Region": regions[region],
                    "ECI": eci.iloc[one],
                    "Activity": names[activity],
                    "PCI": pci.iloc[one],
                }
            )
    return pd.DataFrame(rows)


def effects_alt(table: pd.DataFrame) -> str:
    """Return what the figure of odds ratios shows."""
    parts = []
    for controls, rows in table.groupby("controls", sort=False):
        ordered = rows.sort_values("horizon")
        first, last = ordered.iloc[0], ordered.iloc[-1]
        years = "year" if first["horizon"] == 1 else "years"
        words = f"{controls}: odds ratio {first['odds_ratio']:.2f} after {first['horizon']} {years}"
        if len(ordered) > 1:
            words += f" and {last['odds_ratio']:.2f} after {last['horizon']}"
        parts.append(words)
    return f"Dots with intervals by horizon. {'; '.join(parts)}."


def effects_title(table: pd.DataFrame) -> str:
    """Return the message of the odds ratios, as far as the intervals bear it."""
    held = table[table["controls"] == "with the location quotient"].sort_values("horizon")
    alone = table[table["controls"] == "density alone"]
    if len(held) and (held["lower"] > 1).all():
        rises = held["odds_ratio"].is_monotonic_increasing
        longer = rises and held["lower"].iloc[-1] > held["upper"].iloc[0]
        more = ", more so over longer horizons" if longer else ""
        return f"Relatedness goes with entry beyond the head start{more}"
    if len(alone) and (alone["lower"] > 1).all():
        if not len(held):
            return "Relatedness goes with entry"
        if (held["upper"] < 1).all():
            return "Relatedness goes with entry, but beyond the head start against it"
        return "Relatedness goes with entry; beyond the head start this is not clear everywhere"
    if len(alone) and (alone["upper"] < 1).all():
        return "Relatedness goes against entry: what is related comes more rarely"
    return "Whether relatedness goes with entry is not clear"


def effects_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return the effects with headings for a reader."""
    shown = table[
        ["group", "controls", "odds_ratio", "lower", "upper", "marginal", "more", "n"]
    ].copy()
    shown.columns = [
        "Regions", "Held fixed", "Odds ratio", "from", "to", "Points", "A tenth more density",
        "Possible entries",
    ]  # fmt: skip
    words = {
        "density alone": "nothing else",
        "with the location quotient": "current location quotient",
        "with all controls": "all controls",
    }
    return shown.assign(**{"Held fixed": shown["Held fixed"].map(words)})


def _rows(table: pd.DataFrame) -> Rows:
    return {(str(one["model"]), str(one["metric"])): one for one in table.to_dict("records")}


def _beats(scores: Scores, metric: str, model: str = "boosting") -> int:
    """Return 1 if a model is surely better than the best baseline, −1 if worse, else 0."""
    gap = _rows(scores.differences)[model, metric]
    sign = int(gap["lower"] > 0) - int(gap["upper"] < 0)
    return -sign if metric == "brier" else sign


def _apart(scores: Scores, metric: str, model: str = "boosting") -> bool:
    """Return whether the intervals of a model and of the best baseline do not overlap."""
    value = _rows(scores.table)
    own = value[model, metric]
    other = value[_rows(scores.differences)[model, metric]["reference"], metric]
    return bool(own["lower"] > other["upper"] or own["upper"] < other["lower"])


def backtest_title(scores: Scores) -> str:
    """Return the message of the comparison of models, as far as the intervals bear it."""
    sure = [SCORE[metric] for metric in SCORE if _beats(scores, metric) > 0]
    if len(sure) == len(SCORE):
        gap = _rows(scores.differences)["boosting", "average_precision"]
        reference = _rows(scores.table)[gap["reference"], "average_precision"]["value"]
        modest = gap["reference"] == "lq" and gap["upper"] < MODEST * reference
        more = ", the current location quotient by a modest margin" if modest else ""
        return f"The forecast beats every simple rule{more}"
    if sure:
        return f"The forecast beats every simple rule on {' and '.join(sure)} only"
    if all(_beats(scores, metric) < 0 for metric in SCORE):
        return "A simple rule beats the forecast"
    return "The forecast does not clearly beat the best simple rule"


def verdict(scores: Scores, names: Mapping[str, str]) -> list[str]:
    """Return what the comparison of the gradient boosting with the best baseline says."""
    gap = _rows(scores.differences)
    sentences = []
    for metric, words in SCORE.items():
        one = gap["boosting", metric]
        digits = 4 if metric == "brier" else 3
        sure = _beats(scores, metric)
        intervals = (
            "the intervals of the two do not overlap"
            if _apart(scores, metric)
            else "the intervals of the two overlap"
            + (
                ", since both are scored on the same regions and rise and fall together; the "
                "difference on the same draws decides"
                if sure
                else ""
            )
        )
        baseline = f"the best baseline ({names[str(one['reference'])].lower()})"
        size = f"{abs(one['difference']):.{digits}f}"
        compared = {
            1: f"better than {baseline} by {size}",
            -1: f"worse than {baseline} by {size}",
            0: f"not clearly better or worse than {baseline}: they differ by {size}",
        }[sure]
        sentences.append(
            f"On {words} the gradient boosting is {compared} (95 % interval of the difference "
            f"{_signed(one['lower'], digits)} to {_signed(one['upper'], digits)}); {intervals}."
        )
    return sentences


def scores_alt(values: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Return what the figure of scores shows."""
    parts = []
    for metric, words in SCORE.items():
        part = values[values["metric"] == metric].set_index("model")["value"]
        listed = ", ".join(f"{names[one].lower()} {part[one]:.3f}" for one in names)
        parts.append(f"{words}: {listed}")
    return f"Dots with intervals for {len(names)} models. {'; '.join(parts)}."


def tests_table(tests: Mapping[str, Scores]) -> pd.DataFrame:
    """Return several tests, one row each: the gradient boosting beside the best baseline.

    The best baseline is the location quotient unless the cell says otherwise.
    """
    import pandas as pd

    rows = []
    for name, scores in tests.items():
        value = _rows(scores.table)
        gap = _rows(scores.differences)
        ap = gap["boosting", "average_precision"]
        best = str(ap["reference"])

        def text(model: str, metric: str, value: Rows = value) -> str:
            return _with_interval(value[model, metric])

        rows.append(
            {
                "Test": name,
                "Average precision": text("boosting", "average_precision"),
                "Best baseline": f"{text(best, 'average_precision')}{SHORT.get(best, '')}",
                "Gain": f"{_signed(ap['difference'], 3)} ({_signed(ap['lower'], 3)} to "
                f"{_signed(ap['upper'], 3)})",
                "AUC": text("boosting", "auc"),
                "AUC of the quotient": text("lq", "auc"),
            }
        )
    return pd.DataFrame(rows)


def tests_data(tests: Mapping[str, Scores]) -> pd.DataFrame:
    """Return the scores of several tests as one table."""
    import pandas as pd

    return pd.concat(
        {name: scores.table for name, scores in tests.items()}, names=["test"]
    ).reset_index(level="test")


def calibration_title(curve: pd.DataFrame) -> str:
    """Return the message of a calibration curve, as far as the intervals bear it."""
    outside = ~curve["predicted"].between(curve["lower"], curve["upper"])
    place = int(curve["gap"].abs().to_numpy().argmax())
    worst = 100 * abs(curve["gap"].iloc[place])
    narrow = 100 * (curve["upper"] - curve["lower"]).max() <= NARROW
    if worst <= 1 and narrow:
        return "Probabilities can be taken at their word"
    if not outside.any():
        return "Predicted and observed rates agree as far as the intervals tell"
    top = curve["gap"].iloc[-1]
    if place < len(curve) // 2 or not outside.iloc[-1] or curve["gap"].iloc[place] * top < 0:
        return f"Predicted and observed rates differ by up to {worst:.1f} points in a tenth"
    more = "more" if top > 0 else "less"
    much = "somewhat" if worst <= LARGE else "much"
    return f"Of what was called likely, {much} {more} came: up to {worst:.1f} points in a tenth"


def calibration_alt(curve: pd.DataFrame) -> str:
    """Return what the calibration curve shows."""
    top = curve.iloc[-1]
    return (
        "Lines of observed against predicted rates beside the diagonal; in the highest tenth "
        f"{100 * top['predicted']:.1f} % were predicted and {100 * top['observed']:.1f} % came."
    )


def drift_table(drift: pd.DataFrame, horizon: int) -> pd.DataFrame:
    """Return the drift with headings for a reader."""
    shown = drift.reset_index()
    shown["origin"] = [f"{one} to {int(str(one)) + horizon}" for one in shown["origin"]]
    headings = {
        "origin": "Test", "gap": "Largest gap", "gap_raw": "Before recalibration",
        "predicted": "Predicted", "observed": "Observed", "learnt": "Learnt from",
    }  # fmt: skip
    return shown[[one for one in headings if one in shown]].rename(columns=headings)


def calibration_sentence(
    curve: pd.DataFrame, raw: pd.DataFrame, drift: pd.DataFrame, *, three_horizons: bool
) -> str:
    """Return the largest gaps, before and after the recalibration, and what it cannot know.

    `curve` and `raw` are results of `wir.potential.forecast_scores.calibration` after and before
    it, `drift` one of `wir.potential.backtest.drift`; `three_horizons` says whether the table is
    long enough for a recalibration by earlier tests.
    """
    now, before = (100 * float(one["gap"].abs().max()) for one in (curve, raw))
    aim = "within" if now <= AIM else "beyond"
    text = (
        f"The largest gap of the gradient boosting in any tenth is {now:.1f} percentage points "
        f"over all test years ({before:.1f} before the recalibration), {aim} the {AIM} points that "
        "this project sets itself as a mark; in single test years it is "
        f"{drift['gap'].min():.1f} to {drift['gap'].max():.1f} points."
    )
    if now > before:
        text += " Here the recalibration has made it larger."
    if not three_horizons:
        text += (
            " It learns from regions left out, not from earlier tests: their outcomes would have "
            "been known in none of the test years, so that a drift cannot be mended."
        )
    return text


def drift_sentence(drift: pd.DataFrame) -> str:
    """Return in which direction the rates moved."""
    moved = drift["observed"] - drift["learnt"]
    missed = drift["observed"] - drift["predicted"]
    if moved.abs().max() < 0.05:
        words = "the rate of entry was that of the years that the models had learnt from"
    elif (moved > 0).all() or (moved < 0).all():
        more = "more" if (moved > 0).all() else "less"
        words = f"entry became {more} frequent than in the years that the models had learnt from"
        if (missed * moved > 0).all():
            often = {"more": "more", "less": "fewer"}[more]
            words += f", and {often} entries came than predicted"
    else:
        words = "the rate of entry moved in both directions, with no trend that would explain it"
    listed = ", ".join(_signed(one, 1) for one in moved)
    return f"The drift: {words} ({listed} percentage points by test year)."


def shape_sentence(curve: pd.DataFrame) -> str:
    """Return where along the curve predicted and observed rates part, beside any drift."""
    low, high = curve["gap"].iloc[: len(curve) // 2], curve["gap"].iloc[-1]
    if (low < 0).all() and high > 0:
        return (
            "The gaps have a shape besides: unlikely entries came less often than predicted and "
            "likely ones more often. The probabilities are too even, and a drift of the rate alone "
            "does not explain that."
        )
    return "The gaps have no clear shape along the curve."


def worth_table(
    worth: pd.DataFrame, names: Mapping[str, str], words: Words = OCCUPATIONS
) -> pd.DataFrame:
    """Return what suggestions were worth with headings for a reader."""
    shown = worth.reset_index()
    shown["model"] = shown["model"].map({**names, "chance": "Ten at random"})
    headings = {
        "model": "Suggested by", "hits": "Hits", "lower": "from", "upper": "to", "found": "Found",
        "gain": words.gain, "gain_lower": "from ", "gain_upper": "to ",
    }  # fmt: skip
    return shown.rename(columns=headings)


def jobs_sentence(worth: pd.DataFrame, words: Words = OCCUPATIONS) -> str:
    """Return what the suggestions brought in jobs, beside suggestions by chance."""
    one = {key: float(worth[key]["boosting"]) for key in ("gain", "gain_lower", "gain_upper")}
    chance = float(worth["gain"]["chance"])
    interval = f"(95 % interval {_signed(one['gain_lower'], 1)} to {_signed(one['gain_upper'], 1)})"
    text = (
        f"In {words.counted}, a suggestion gained {_minus(one['gain'])} on average {interval} "
        f"beyond the growth of the activity in all regions; fields at random, {_minus(chance)}"
    )
    if one["gain_lower"] > chance:
        return f"{text}."
    return (
        f"{text}: not clearly more. To forecast that a share passes the average is not to forecast "
        "growth."
    )


def _minus(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")


def _odds(effect: Mapping[str, float]) -> str:
    return (
        f"odds ratio per standard deviation {effect['odds_ratio']:.2f}, 95 % interval "
        f"{effect['lower']:.2f}–{effect['upper']:.2f}"
    )


def _with_interval(score: Mapping[Hashable, Any]) -> str:
    return f"{score['value']:.3f} ({score['lower']:.3f}–{score['upper']:.3f})"


def _hits(worth: pd.DataFrame, model: str) -> str:
    one = {key: float(worth[key][model]) for key in ("hits", "lower", "upper")}
    return f"{one['hits']:.0f} % ({one['lower']:.0f}–{one['upper']:.0f})"


def relatedness_summary(effects: pd.DataFrame, horizon: int) -> str:
    """Return how relatedness goes with entry, as far as the intervals bear it.

    `effects` is the result of `wir.potential.entry_effects.entry_effects` for one horizon, all
    regions first.
    """
    rows = effects.drop_duplicates("controls").set_index("controls")
    alone, held = (
        {key: float(rows[key][one]) for key in ("odds_ratio", "lower", "upper", "more")}
        for one in ("density alone", "with the location quotient")
    )
    if alone["lower"] > 1 or alone["upper"] < 1:
        more, way = ("more", "gain") if alone["lower"] > 1 else ("less", "do not gain")
        first = (
            f"Regions {way} what is related to what they have: where relatedness density, the part "
            "of the related activities that is there, is a tenth higher, an activity is "
            f"{abs(alone['more']):.0f} % {more} likely to become a specialisation within {horizon} "
            f"years ({_odds(alone)})."
        )
    else:
        first = (
            "Whether relatedness goes with new specialisations is not clear in this table "
            f"({_odds(alone)})."
        )
    if held["lower"] > 1 and alone["lower"] > 1:
        part = "Much of this is a head start" if held["more"] < alone["more"] else "This is more"
        part += " than a head start" if held["more"] >= alone["more"] else ""
        first += (
            f" {part}: among activities with the same location quotient (its share over the "
            f"usual one) today it is {held['more']:.0f} % ({_odds(held)})."
        )
    elif alone["lower"] > 1:
        first += (
            f" Beyond the head start, the current share, no relation is certain ({_odds(held)})."
        )
    return first


def forecast_summary(scores: Scores, names: Mapping[str, str]) -> str:
    """Return how the forecast compares with the best simple rule, as far as the intervals say."""
    gap = _rows(scores.differences)["boosting", "average_precision"]
    value = _rows(scores.table)
    best = str(gap["reference"])
    beats = {1: "beats", 0: "does not clearly beat", -1: "is worse than"}[
        _beats(scores, "average_precision")
    ]
    chance = value["persistence", "average_precision"]["value"]
    return (
        f"A forecast that uses all variables {beats} the best simple rule "
        f"({names[best].lower()}): average precision "
        f"{_with_interval(value['boosting', 'average_precision'])} against "
        f"{_with_interval(value[best, 'average_precision'])}, where 1 would be perfect and "
        f"{chance:.3f} is chance."
    )


def suggestions_summary(worth: pd.DataFrame, new: pd.DataFrame, horizon: int) -> str:
    """Return what ten suggestions per region were worth.

    `worth` is the result of `wir.potential.forecast_scores.worth_of_suggestions` for all possible
    entries, `new` the one for those that the region had not had before.
    """
    return (
        "Of the ten activities that it would have suggested to each region, "
        f"{_hits(worth, 'boosting')} had become specialisations after {horizon} years; suggested "
        f"by the current share alone it would have been {_hits(worth, 'lq')}, by chance "
        f"{_hits(worth, 'chance')}. Among activities that the region had not had before, it is "
        f"{_hits(new, 'boosting')}, {_hits(new, 'lq')} and {_hits(new, 'chance')}. (In brackets: "
        "95 % intervals.)"
    )


def literature_sentence(more: float, with_quotient: float, published: float = 30.0) -> str:
    """Compare the effect of a tenth more density (%) with that found by Boschma et al. (2015)."""
    ratio = more / published
    if more <= 0:
        words = "the sign is not the same"
    elif 0.5 <= ratio <= 2:
        words = "the sign and the order of magnitude are the same"
    else:
        words = f"the sign is the same, the size {ratio:.1f} times as large"
    return (
        f"Here it is {more:.0f} % without and {with_quotient:.0f} % with the current location "
        f"quotient held fixed (as a curve): without it, {words}."
    )


def stability_title(stable: pd.Series) -> str:
    """Return how much the order of the regions changes over the years."""
    lowest = stable.min()
    how = "hardly changes" if lowest >= 0.9 else "changes slowly" if lowest >= 0.7 else "changes"
    return f"The order of the regions {how} over the years"


def complexity_title(with_size: float) -> str:
    """Return where complex activities are, by the rank correlation of complexity with size."""
    if with_size > 0.4:
        return "Rare combinations of activities sit in large regions"
    if with_size < -0.4:
        return "Rare combinations of activities sit in small regions"
    return "Rare combinations of activities sit in large and small regions"


def complexity_sentence(with_size: float, with_diversity: float) -> str:
    """Return what the index goes with, and warn where its sign is arbitrary."""
    text = (
        f"The rank correlation of the index with the size of the region is {with_size:.2f}, with "
        f"the number of its specialisations {with_diversity:.2f}."
    )
    if abs(with_diversity) < 0.1:
        text += (
            " By convention the sign of the index is that of its correlation with the number of "
            "specialisations; as this is close to zero here, which end is called complex is "
            "uncertain."
        )
    return text


def tails_sentence(above: float, below: float, z_auc: float, density_auc: float, year: int) -> str:
    """Return what the null model says, both tails, and whether it predicts entry."""
    return (
        f"{above:.0f} % of all regions × activities have a density more than two standard "
        f"deviations above chance, and {below:.0f} % more than two below: the space is far from "
        f"random in both directions. As a predictor of entry after {year}, the z-score alone "
        f"reaches an AUC of {z_auc:.2f}, density itself {density_auc:.2f}."
    )


def ablation_sentence(found: Mapping[str, float] | None) -> str:
    """Return what trend and growth add to the forecast."""
    if found is None:
        return "No origin has a history in the table, so that trend and growth cannot be used."
    return (
        "Trend and national growth are known only from origins with a history in the table, so the "
        "models go without them. In the last test, learnt from origins with a history alone, they "
        f"change the average precision from {found['without']:.3f} to {found['with']:.3f}."
    )
