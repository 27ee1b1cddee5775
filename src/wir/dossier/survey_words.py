"""Sentences on how an alliance stands in a survey of several."""

# ruff: noqa: E501  (templates with cases stay on one line)

from __future__ import annotations

from typing import TYPE_CHECKING

from wir.documents import blocks as b
from wir.documents.inline import escape
from wir.dossier.speech import Speech
from wir.dossier.survey import LEAST_OTHERS
from wir.publish.disclosure import MIN_N

if TYPE_CHECKING:
    import pandas as pd

    from wir.documents.blocks import Block
    from wir.dossier.survey import Standing


def shown(standing: Standing, say: Speech) -> list[Block]:
    """Return the comparison with all alliances, or why there is none."""
    if standing.table.empty:
        return [b.Paragraph(why_not(standing, say))]
    return [
        b.Paragraph(found_sentence(standing, say)),
        b.DataTable(
            _table(standing.table, say),
            "survey",
            say.pick("Ihr Bündnis neben allen befragten", "Your alliance beside all that answered"),
            say.pick(
                "Punkte der jeweiligen Antwortskala, Mittel Ihrer Befragten mit 95-%-Intervall; Median der Bündnisse; Anteil der Bündnisse, deren Mittel höchstens so hoch ist wie Ihres. Bündnisse mit weniger als "
                f"{say.count(MIN_N)} Antworten zählen nicht mit.",
                "Points of the answer scale of each factor, mean of your respondents with 95% interval; median of the alliances; share of the alliances with a mean at or below yours. Alliances with fewer than "
                f"{say.count(MIN_N)} respondents do not count.",
            ),
            say.pick("Eigene Befragung; bleibt bei Ihnen.", "Own survey; it stays with you."),
            formats={"mean": 1, "median": 1, "share": "%:0"},
            labels={
                "factor": say.pick("Faktor", "Factor"),
                "mean": say.pick("Ihr Bündnis", "Your alliance"),
                "interval": say.pick("Intervall", "Interval"),
                "median": say.pick("Median", "Median"),
                "share": say.pick("Nicht höher", "Not higher"),
            },
        ),
    ]


def why_not(standing: Standing, say: Speech) -> str:
    """Return why there is no comparison."""
    if standing.problem:
        return say.pick(
            "Die Antworten Ihrer Befragung konnten nicht gelesen werden. Der Befehl `python -m wir.success.surveys` mit dem Namen Ihres Ordners sagt, woran es liegt.",
            "The answers of your survey could not be read. The command `python -m wir.success.surveys` with the name of your folder says why.",
        )
    if standing.people < MIN_N:
        return say.pick(
            f"Aus Ihrem Bündnis haben weniger als {say.count(MIN_N)} Personen verwertbar geantwortet. Damit niemand zu erkennen ist, wird nichts verglichen.",
            f"Fewer than {say.count(MIN_N)} people of your alliance gave answers that can be used. So that nobody can be recognised, nothing is compared.",
        )
    return say.pick(
        f"Für einen Vergleich müssen aus mindestens {say.count(LEAST_OTHERS)} weiteren Bündnissen je {say.count(MIN_N)} Personen geantwortet haben. Das ist in Ihrer Befragung nicht so.",
        f"A comparison needs {say.count(MIN_N)} respondents each from at least {say.count(LEAST_OTHERS)} other alliances. Your survey does not have them.",
    )


def found_sentence(standing: Standing, say: Speech) -> str:
    """Return which factors lie above or below the median of the alliances beyond their interval."""
    table, names = standing.table, _names(say)
    above = [str(names[one]) for one in table.index[table["lower"] > table["median_of_all"]]]
    below = [str(names[one]) for one in table.index[table["upper"] < table["median_of_all"]]]
    first = say.pick(
        f"{standing.people} Personen aus Ihrem Bündnis und Befragte aus {standing.others} weiteren Bündnissen haben geantwortet.",
        f"{standing.people} people of your alliance and respondents of {standing.others} other alliances answered.",
    )
    parts = []
    if above:
        parts.append(
            say.pick(
                f"Über dem Median der Bündnisse liegt: {say.listed(above)}.",
                f"Above the median of the alliances: {say.listed(above)}.",
            )
        )
    if below:
        parts.append(
            say.pick(
                f"Darunter liegt: {say.listed(below)}.",
                f"Below it: {say.listed(below)}.",
            )
        )
    if not parts:
        parts.append(
            say.pick(
                "Bei keinem Faktor unterscheidet sich Ihr Bündnis erkennbar vom Median der Bündnisse.",
                "On no factor can your alliance be told from the median of the alliances.",
            )
        )
    last = say.pick(
        "So schätzen Beteiligte ihr eigenes Bündnis ein; es ist kein Urteil von außen und sagt nichts über Ursachen.",
        "This is how members see their own alliance; it is no verdict from outside and says nothing about causes.",
    )
    return " ".join([first, *parts, last])


def _names(say: Speech) -> pd.Series:
    from wir.success.instrument import constructs  # most dossiers have no survey

    return constructs()["name_de" if say.german else "name_en"]


def _table(table: pd.DataFrame, say: Speech) -> pd.DataFrame:
    import pandas as pd

    names = _names(say)
    return pd.DataFrame(
        {
            "factor": [escape(str(names[one])) for one in table.index],
            "mean": table["mean"].to_numpy(),
            "interval": [
                say.span(low, high, 1)
                for low, high in zip(table["lower"], table["upper"], strict=True)
            ],
            "median": table["median_of_all"].to_numpy(),
            "share": 100 * table["share_below"].to_numpy(),
        }
    )
