"""Whether aggregates may leave: thresholds, near unanimity, and what earlier exports give away.

Two views of each question are kept in the register beside the data (keyed hashes, see
`wir.publish.published`), and both have to pass:

- *who* answered, by the number of the questionnaire;
- *what* was answered, as a multiset: the third 4 is the third 4, whoever gave it. A sum depends on
  nothing else, so this holds even if questionnaires are numbered anew or answers are corrected.

People in the same exports cannot be told apart by adding and subtracting them. So the people of all
exports are parted by the exports they are in, and each part must be empty or hold `min_n`. That is
stricter than looking for sums that single somebody out, and it needs no search.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from wir.publish.disclosure import MIN_N, Gate
from wir.publish.published import Group

RUN = "exchange"
LEAST_OTHERS = 2
"""So many must differ from the most frequent answer; else nearly everyone's answer is known."""
ANSWERS = range(11)
"""Answers there can be (0 to 10)."""


def gate_of(folder: Path | None, min_n: int = MIN_N) -> Gate:
    """Return the disclosure gate for the data of one alliance.

    Respondents of a single alliance: rules on the number of alliances do not apply. Thresholds
    below the usual one are refused.
    """
    if min_n < MIN_N:
        raise ValueError(f"min_n is {min_n}. Expected {MIN_N} or more.")
    return Gate(run=RUN, folder=folder, min_n=min_n, min_alliances=1, top=1, dominance=1.0)


def small_part(groups: Iterable[Group], min_n: int) -> bool:
    """Say whether people told apart by the groups they are in are ever fewer than `min_n`."""
    found = list(dict.fromkeys(groups))
    everyone = set().union(*found) if found else set()
    parts = Counter(tuple(one in group for group in found) for one in everyone)
    return any(count < min_n for count in parts.values())


def multiset(answers: pd.Series) -> pd.Series:
    """Return the answers as who-series for the register: ``answer 4, number 3`` → ``all``."""
    whole = answers.dropna().astype(int)
    number = whole.groupby(whole).cumcount()
    labels = [f"{value}#{place}" for value, place in zip(whole, number, strict=True)]
    return pd.Series("all", index=pd.Index(sorted(labels)))


def why_not_answers(gate: Gate, question: str, answers: pd.Series) -> str:
    """Return why the number and mean of answers to a question must not leave; empty if they may.

    Parameters
    ----------
    gate
        Result of `gate_of`.
    question
        The question; the same in each export.
    answers
        Respondent → answer (whole numbers from 0 to 10), missing where none was given.
    """
    known = answers.dropna()
    if len(known) < gate.min_n:
        return "few"
    if not known.isin(list(ANSWERS)).all():
        return "scale"
    if len(known) - Counter(known).most_common(1)[0][1] < LEAST_OTHERS:
        return "unanimous"
    who = pd.Series("all", index=known.index.astype(str))
    for variable, people in ((f"who: {question}", who), (f"what: {question}", multiset(known))):
        group = gate.register.group(people)
        earlier = _earlier(gate, variable)
        if gate.why_not(people, variable) or small_part([*earlier, group], gate.min_n):
            return "differencing"
    if _alike(gate, f"what: {question}", known):
        return "differencing"
    return ""


def enter_answers(gate: Gate, question: str, answers: pd.Series) -> None:
    """Note in the register that a question leaves; call `Gate.close` to write it."""
    known = answers.dropna()
    who = pd.Series("all", index=known.index.astype(str))
    for variable, people in ((f"who: {question}", who), (f"what: {question}", multiset(known))):
        _enter(gate, variable, people)


def why_not_count(gate: Gate, what: str, names: Iterable[str]) -> str:
    """Return why the number of organisations of a kind must not leave; empty if it may."""
    people = pd.Series("all", index=pd.Index(sorted(set(names))))
    if len(people) < gate.min_n:
        return "few"
    group = gate.register.group(people)
    variable = f"count: {what}"
    if gate.why_not(people, variable) or small_part([*_earlier(gate, variable), group], gate.min_n):
        return "differencing"
    return ""


def enter_count(gate: Gate, what: str, names: Iterable[str]) -> None:
    """Note in the register that a number of organisations leaves."""
    _enter(gate, f"count: {what}", pd.Series("all", index=pd.Index(sorted(set(names)))))


def _earlier(gate: Gate, variable: str) -> list[Group]:
    return [one.members for one in gate.register.entries if one.variable == variable]


def _enter(gate: Gate, variable: str, people: pd.Series) -> None:
    number = len(_earlier(gate, variable)) + 1
    group = gate.register.group(people)
    if group not in _earlier(gate, variable):
        gate.register.add(f"{RUN}/{number}", variable, group)


def _alike(gate: Gate, variable: str, answers: pd.Series) -> bool:
    """Say whether those who came, or who left, since an earlier export all answered the same."""
    now = Counter(answers.astype(int))
    for group in _earlier(gate, variable):
        before = _composition(gate, group)
        for difference in (now - before, before - now):
            if len(difference) == 1:
                return True
    return False


def _composition(gate: Gate, group: Group) -> Counter[int]:
    """Return how often each answer is in an earlier group, by trying the hashes."""
    found: Counter[int] = Counter()
    for answer in ANSWERS:
        for place in range(len(group)):
            label = pd.Series("all", index=[f"{answer}#{place}"])
            if not gate.register.group(label) <= group:
                break
            found[answer] += 1
    return found
