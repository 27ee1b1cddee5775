"""The questionnaire: constructs, items, response scales, scores, and a check of answers.

A table of answers has one row per respondent and wave: ``respondent``, ``alliance``, ``wave``,
the descriptors ``role`` and ``organisation`` (codes), and one column of numbers per item, named by
its key and as answered (reverse-coded items not turned round), missing where nothing was answered.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
import pandas as pd

from wir.potential.checks import listed, nearest, numeric_table, same_labels
from wir.success.questionnaire import QUESTIONNAIRE

Kind = Literal["factor", "outcome"]

IDENTIFIERS = ("respondent", "alliance", "wave")
"""Columns that say whose answers a row holds: a pseudonym, the alliance's key, and when."""

LANGUAGES = ("de", "en")


@dataclass(frozen=True)
class Scale:
    """How an item can be answered.

    Attributes
    ----------
    key, kind
        ``likert``, ``ordinal``, ``yes_no``, ``count`` or ``nominal``.
    codes
        What is stored: whole numbers in order, or words for a nominal scale.
    labels
        Wording of each code by language; empty for counts.
    """

    key: str
    kind: str
    codes: tuple[int | str, ...]
    labels: Mapping[str, tuple[str, ...]]

    @property
    def lowest(self) -> int:
        """The lowest number that can be answered."""
        return int(self.codes[0])

    @property
    def highest(self) -> int:
        """The highest number that can be answered."""
        return int(self.codes[-1])


@dataclass(frozen=True)
class Condition:
    """Who is asked an item: those whose answer to another is one of `values`, or at least `least`.

    Exactly one of the two is given.
    """

    item: str
    values: tuple[int | str, ...] = ()
    least: int | None = None

    def holds(self, answers: pd.Series) -> pd.Series:
        """Return for each answer whether it leads to the item; a missing one does not."""
        if self.least is not None:
            return answers >= self.least
        return answers.isin(list(self.values))

    def __str__(self) -> str:
        if self.least is not None:
            return f"{self.item} ≥ {self.least}"
        return f"{self.item} = {' or '.join(str(value) for value in self.values)}"


@dataclass(frozen=True)
class Item:
    """A question.

    Attributes
    ----------
    key, construct, scale
        Keys; a descriptor has no construct.
    text
        Wording by language.
    reverse
        Agreement means less of the construct.
    scored
        Part of the construct's score.
    asked_if
        Who is asked; everyone if None.
    """

    key: str
    construct: str
    scale: str
    text: Mapping[str, str]
    reverse: bool = False
    scored: bool = True
    asked_if: Condition | None = None


@dataclass(frozen=True)
class Construct:
    """What several items measure together: a factor of success, or an outcome."""

    key: str
    kind: Kind
    name: Mapping[str, str]
    definition: Mapping[str, str]
    aggregate: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Instrument:
    """The whole questionnaire; items and constructs in the order they are asked."""

    version: str
    scales: Mapping[str, Scale]
    descriptors: Mapping[str, Item]
    constructs: Mapping[str, Construct]
    items: Mapping[str, Item]


@cache
def instrument() -> Instrument:
    """Return the questionnaire."""
    data = tomllib.loads(QUESTIONNAIRE)
    questions = {one["key"]: _item(one) for one in data["items"]}
    return Instrument(
        data["version"],
        {key: _scale(key, one) for key, one in data["scales"].items()},
        {one["key"]: _item(one) for one in data["descriptors"]},
        {
            one["key"]: Construct(
                one["key"],
                one["kind"],
                one["name"],
                one["definition"],
                one.get("aggregate", "mean"),
                tuple(key for key, item in questions.items() if item.construct == one["key"]),
            )
            for one in data["constructs"]
        },
        questions,
    )


def constructs(kind: Kind | None = None) -> pd.DataFrame:
    """Return the constructs, all or those of one kind.

    Returns
    -------
    DataFrame
        One row per construct (index ``construct``): ``kind``, ``name_de``, ``name_en``,
        ``definition_de``, ``definition_en``, ``aggregate``, ``items`` (how many).
    """
    rows = [
        {
            "construct": one.key,
            "kind": one.kind,
            **{f"name_{language}": one.name[language] for language in LANGUAGES},
            **{f"definition_{language}": one.definition[language] for language in LANGUAGES},
            "aggregate": one.aggregate,
            "items": len(one.items),
        }
        for one in instrument().constructs.values()
        if kind in (None, one.kind)
    ]
    return pd.DataFrame(rows).set_index("construct")


def items(construct: str | None = None, *, scored: bool = False) -> pd.DataFrame:
    """Return the items, all or those of one construct.

    Parameters
    ----------
    construct
        Key of a construct.
    scored
        Only those that are part of the score.

    Returns
    -------
    DataFrame
        One row per item (index ``item``): ``construct``, ``scale``, ``kind`` (of the scale),
        ``lowest``, ``highest``, ``reverse``, ``scored``, ``asked_if`` (empty: everyone), ``de``,
        ``en``.

    Raises
    ------
    ValueError
        An unknown construct.
    """
    if construct is not None:
        _construct(construct)
    rows = [
        {
            "item": one.key,
            "construct": one.construct,
            "scale": one.scale,
            "kind": scale_of(one.key).kind,
            "lowest": scale_of(one.key).lowest,
            "highest": scale_of(one.key).highest,
            "reverse": one.reverse,
            "scored": one.scored,
            "asked_if": "" if one.asked_if is None else str(one.asked_if),
            **{language: one.text[language] for language in LANGUAGES},
        }
        for one in instrument().items.values()
        if construct in (None, one.construct) and (one.scored or not scored)
    ]
    return pd.DataFrame(rows).set_index("item")


def scale_of(item: str) -> Scale:
    """Return the response scale of an item or a descriptor.

    Raises
    ------
    ValueError
        An unknown item.
    """
    questions = {**instrument().items, **instrument().descriptors}
    if item not in questions:
        raise ValueError(
            f"The questionnaire has no item {item!r}.{nearest(item, questions)} "
            "wir.success.instrument.items() lists all."
        )
    return instrument().scales[questions[item].scale]


def keyed(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the items among the columns, reverse-coded ones turned round.

    Raises
    ------
    TypeError, ValueError
        Text instead of numbers, answers to a reverse-coded item outside its scale.
    """
    known = [key for key in instrument().items if key in answers.columns]
    table = numeric_table(answers, "answers", known)
    for key in known:
        if not instrument().items[key].reverse:
            continue
        scale = scale_of(key)
        outside = (table[key] < scale.lowest) | (table[key] > scale.highest)
        if outside.any():
            found = table[key][outside]
            raise ValueError(
                f"answers holds {found.iloc[0]:g} in row {found.index[0]!r}, column {key!r}. "
                f"Expected {scale.lowest} to {scale.highest}; check_answers lists all such answers."
            )
        table[key] = scale.lowest + scale.highest - table[key]
    return table


def score(
    answers: pd.DataFrame, names: Sequence[str] | None = None, *, least: float = 0.5
) -> pd.DataFrame:
    """Return each respondent's score of each construct: the mean of the items answered.

    Parameters
    ----------
    answers
        Respondents × items (other columns are left alone).
    names
        Constructs; by default all of which a scored item is among the columns.
    least
        Share of a construct's scored items that must be answered; otherwise the score is missing.

    Returns
    -------
    DataFrame
        Respondents × constructs, on the scale of the items.

    Raises
    ------
    TypeError, ValueError
        As `keyed`; unknown constructs, constructs without an item among the columns, a share
        outside 0–1.
    """
    if not 0 < least <= 1:
        raise ValueError(f"least is {least}. Expected a share above 0 and up to 1, such as 0.5.")
    table = keyed(answers)
    asked = {key: scored_items(key) for key in (names or instrument().constructs)}
    result = {}
    for key, wanted in asked.items():
        present = [item for item in wanted if item in table.columns]
        if not present:
            if names is None:
                continue
            raise ValueError(
                f"answers has none of the items of {key!r}: {listed(wanted)}. Map the columns of "
                "the survey to the items first."
            )
        share = table[present].notna().sum(axis=1) / len(wanted)
        result[key] = table[present].mean(axis=1).where(share >= least - 1e-9)
    return pd.DataFrame(result, index=answers.index)


def scored_items(construct: str) -> list[str]:
    """Return the items that make up the score of a construct."""
    every = instrument().items
    return [item for item in _construct(construct).items if every[item].scored]


def aggregate(scores: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """Return one value per group and construct from the scores of respondents.

    The mean of the scores that are there; for outcomes that the coordination reports, the lower
    median (an answer that somebody gave), and for yes or no the majority, missing if undecided.

    Parameters
    ----------
    scores
        From `score`.
    groups
        The alliance of each respondent.

    Raises
    ------
    ValueError
        Other labels in `groups`, unknown constructs.
    """
    same_labels(groups.index, scores.index, "groups", "scores")
    grouped = scores.groupby(groups.reindex(scores.index))
    result = {}
    for key in scores.columns:
        rule = _construct(str(key)).aggregate
        values = grouped[key]
        if rule == "median":
            result[key] = values.quantile(0.5, interpolation="lower")
        elif rule == "majority":
            share = values.mean()
            result[key] = share.where(share != 0.5).round()
        else:
            result[key] = values.mean()
    return pd.DataFrame(result).rename_axis(str(groups.name))


def check_answers(answers: pd.DataFrame, *, least: float = 0.5) -> pd.DataFrame:
    """Return what is wrong with a table of answers, one row per finding.

    Parameters
    ----------
    answers
        As described at the top of this module.
    least
        Share of the items put to a respondent below which a row counts as incomplete.

    Returns
    -------
    DataFrame
        ``row`` (label; empty for the whole column), ``column``, ``problem``, ``found``,
        ``expected``. Problems: ``missing column``, ``unknown column``, ``not a number``,
        ``out of range``, ``not asked`` (an answer where the routing put no question),
        ``more than the whole`` (part of a count that exceeds it), ``repeated respondent``,
        ``incomplete``. Empty if all is well.
    """
    found: list[tuple[object, str, str, str, str]] = []
    known = instrument()
    questions = {**known.descriptors, **known.items}
    wanted = [*IDENTIFIERS, *questions]
    for column in wanted:
        if column not in answers.columns:
            found.append(("", column, "missing column", "", "a column of this name"))
    for column in answers.columns.difference(wanted, sort=False):
        hint = nearest(str(column), wanted).strip()
        found.append(("", str(column), "unknown column", "", hint or "an item of the instrument"))
    present = [column for column in questions if column in answers.columns]
    values = answers.copy(deep=False)
    for column in present:
        scale = scale_of(column)
        if scale.kind == "nominal":
            valid = answers[column].isin(list(scale.codes)) | answers[column].isna()
            expected, problem = listed(scale.codes, 9), "out of range"
        else:
            values[column] = pd.to_numeric(answers[column], errors="coerce")
            text = values[column].isna() & answers[column].notna()
            found += _cells(answers, column, text, "not a number", "a whole number")
            inside = values[column].between(scale.lowest, scale.highest)
            whole = values[column] % 1 == 0
            valid = (inside & whole) | values[column].isna()
            expected = f"a whole number from {scale.lowest} to {scale.highest}"
            problem = "out of range"
        found += _cells(answers, column, ~valid, problem, expected)
    asked = asked_table(values)
    for column in asked.columns:
        wrong = values[column].notna() & ~asked[column]
        condition = known.items[column].asked_if
        found += _cells(answers, column, wrong, "not asked", f"empty unless {condition}")
    for part, whole_item in PARTS.items():
        if part in present and whole_item in present:
            more = values[part] > values[whole_item]
            found += _cells(answers, part, more, "more than the whole", f"at most {whole_item}")
    if {"respondent", "wave"} <= set(answers.columns):
        twice = answers.duplicated(["respondent", "wave"], keep=False)
        found += _cells(answers, "respondent", twice, "repeated respondent", "once in each wave")
    if len(asked.columns):
        share = (values[asked.columns].notna() & asked).sum(axis=1) / asked.sum(axis=1).clip(1)
        few = f"at least {least:.0%} of the items"
        for row, given in share[share < least].items():
            found.append((row, "", "incomplete", f"{given:.0%} answered", few))
    return pd.DataFrame(found, columns=["row", "column", "problem", "found", "expected"])


PARTS = {"partners_2": "partners_1", "partners_3": "partners_1"}
"""Counts that are part of another."""


def asked_table(answers: pd.DataFrame) -> pd.DataFrame:
    """Return which of the items among the columns each respondent was asked, True or False.

    An item whose condition refers to a column that is not there counts as asked.
    """
    result = {}
    for key, item in instrument().items.items():
        if key not in answers.columns:
            continue
        asked = pd.Series(True, index=answers.index)
        if item.asked_if is not None and item.asked_if.item in answers.columns:
            asked = item.asked_if.holds(answers[item.asked_if.item]).fillna(False).astype(bool)
        result[key] = asked
    return pd.DataFrame(result, index=answers.index)


def _cells(
    answers: pd.DataFrame, column: str, wrong: pd.Series, problem: str, expected: str
) -> list[tuple[object, str, str, str, str]]:
    places = np.flatnonzero(wrong.to_numpy(dtype=bool))
    chosen = answers[column].iloc[places]
    return [(row, column, problem, str(value), expected) for row, value in chosen.items()]


def _construct(key: str) -> Construct:
    known = instrument().constructs
    if key not in known:
        raise ValueError(
            f"The questionnaire has no construct {key!r}.{nearest(key, known)} Its constructs are "
            f"{listed(known, 12)}."
        )
    return known[key]


def _scale(key: str, data: Mapping[str, object]) -> Scale:
    labels = {language: tuple(_words(data[language])) for language in LANGUAGES}
    if "codes" in data:
        codes: tuple[int | str, ...] = tuple(_words(data["codes"]))
    else:
        codes = tuple(range(int(str(data["lowest"])), int(str(data["highest"])) + 1))
    return Scale(key, str(data["kind"]), codes, labels)


def _words(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _item(data: Mapping[str, object]) -> Item:
    rule = data.get("asked_if")
    condition = None
    if isinstance(rule, Mapping):
        condition = Condition(rule["item"], tuple(rule.get("values", ())), rule.get("least"))
    return Item(
        str(data["key"]),
        str(data.get("construct", "")),
        str(data["scale"]),
        {language: str(data[language]) for language in LANGUAGES},
        bool(data.get("reverse", False)),
        bool(data.get("scored", True)),
        condition,
    )
