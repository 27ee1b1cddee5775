"""How an alliance stands in a survey of several, for its own dossier only.

The answers lie in the folder of the alliance, the dossier in ``runs/``: neither is published. Still
nobody is to be recognised: the alliance is shown where enough of its people answered, and against
others where so many of these have enough answers that none can be worked out from the median.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wir import config
from wir.data.errors import DataError
from wir.publish.disclosure import MIN_N

if TYPE_CHECKING:
    import pandas as pd

LEAST_OTHERS = 5
"""Other alliances with enough answers that a comparison needs."""

LEAST_ANSWERED, LONGSTRING, MOST_FLAGS = 0.5, 12, 2
"""Which answers are used, as in the notebook on success factors."""


@dataclass(frozen=True)
class Standing:
    """Scores of an alliance against those of all.

    Attributes
    ----------
    people
        Respondents of the alliance whose answers are used, first wave.
    others
        Other alliances with enough answers.
    table
        Per factor: ``mean`` of the alliance with its 95 % interval ``lower``–``upper`` (Student's
        t over respondents), ``median_of_all`` (of the means of alliances), ``share_below`` (share
        of all alliances, this one among them, with a mean at or below its own, 0–1); index
        ``construct``. Empty where too few answered.
    problem
        Whether the answers could not be read.
    """

    people: int
    others: int
    table: pd.DataFrame
    problem: bool = False


def survey_standing(own: str, keys: Sequence[str]) -> Standing | None:
    """Return how an alliance stands in the survey of its own folder; None without a survey.

    Parameters
    ----------
    own
        Name of a folder below ``data/raw/own``; its survey needs a mapping.
    keys
        Keys that the alliance may have in the answers.
    """
    import pandas as pd

    if not (config.OWN / own / "survey" / "mapping.csv").is_file():
        return None
    from wir.success.answers import read_answers

    try:
        answers = read_answers(own).table
    except DataError:
        return Standing(0, 0, pd.DataFrame(), problem=True)
    return standing(answers, keys)


def standing(answers: pd.DataFrame, keys: Sequence[str]) -> Standing:
    """Return how an alliance stands against all, from the first wave of answers."""
    import pandas as pd
    from scipy.stats import t

    from wir.success.instrument import constructs, score
    from wir.success.survey_tables import against_all, careless_table, usable

    flags = careless_table(answers, longstring=LONGSTRING)
    used = usable(answers, LEAST_ANSWERED, flags, MOST_FLAGS)
    first = answers[used & (answers["wave"] == answers["wave"].min())]
    people = first.groupby("alliance")["respondent"].nunique()
    enough = set(people.index[people >= MIN_N])
    mine = next((one for one in keys if one in people.index), "")
    others = len(enough - {mine})
    number = int(people.get(mine, 0))
    if mine not in enough or others < LEAST_OTHERS:
        return Standing(number, others, pd.DataFrame())
    part = first[first["alliance"].isin(enough)]
    scores = score(part)[list(constructs("factor").index)]
    answered = scores[part["alliance"] == mine].count()
    shown = scores.columns[answered >= MIN_N]
    table = against_all(scores[shown], part["alliance"], [mine]).set_index("construct")
    own = scores.loc[part["alliance"] == mine, shown]
    half = own.sem() * t.ppf(0.975, own.count() - 1)
    table["lower"], table["upper"] = table["mean"] - half, table["mean"] + half
    columns = ["mean", "lower", "upper", "median_of_all", "share_below"]
    return Standing(number, others, table[columns])
