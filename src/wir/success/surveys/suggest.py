"""A draft of the mapping, by names of columns and texts of questions, for a person to check."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from wir.success.instrument import Item, Scale, instrument, scale_of
from wir.success.surveys.roles import (
    ALLIANCE,
    COMPLETE,
    CONSENT,
    LANGUAGE,
    RESPONDENT,
    TECHNICAL,
    WAVE,
)
from wir.success.surveys.survey import Survey
from wir.success.surveys.values import (
    MISSING,
    OPEN,
    Code,
    label_codes,
    plain,
    whole_number,
)

DRAFT_COLUMNS = [
    "file", "column", "item", "values", "reverse", "wave", "question", "match", "item_text",
]  # fmt: skip
SURE = 85
"""Similarity of the texts (0–100) from which on an item is suggested."""
CLOSE = 7
"""A second item this near to the best one is named, too."""
ROUTED = {RESPONDENT: "respondent", ALLIANCE: "alliance", WAVE: "wave", CONSENT: "consent"}
WAVE_PART = re.compile(r"^(?P<before>.+?)[_.\- ]?(?:w|t|welle|wave)(?P<wave>[1-9])$", re.I)
WAVE_FIRST = re.compile(r"^(?:w|t|welle|wave)(?P<wave>[1-9])[_.\- ](?P<before>.+)$", re.I)
NO_ANSWER = re.compile(
    r"(?:ich )?(?:weiß (?:es )?nicht|kann ich nicht (?:sagen|beurteilen)|keine angaben?|k\. ?a|"
    r"nicht beantwortet|(?:i )?(?:do not|don['’]t) know|prefer not to (?:say|answer)|no answer|"
    r"not applicable|trifft auf mich nicht zu|entfällt)"
)


def suggest_mapping(survey: Survey) -> pd.DataFrame:
    """Return a draft of the mapping file for the columns of a survey.

    A column is matched by its name (``anchoring_1``, ``Q3[anchoring1]``, ``w2_anchoring_1``), else
    by the text of its question in German or English. Values whose meaning is not certain are
    drafted as ``=?``, which `apply_mapping` refuses until a person has decided.

    Returns
    -------
    DataFrame
        One row per column of the export, the technical ones left out: ``file``, ``column``,
        ``item`` (empty: none found), ``values``, ``reverse``, ``wave``, ``question``, ``match``
        (why this item, and what to check), ``item_text``.
    """
    rows = []
    respondents = 0
    known = {**instrument().items, **instrument().descriptors}
    matched = _matches(survey)
    for name, column in survey.columns.iterrows():
        if column["role"] in (TECHNICAL, COMPLETE, LANGUAGE):
            continue
        item, wave, why = matched.get(str(name), ("", "", ""))
        route = ROUTED.get(column["role"], "")
        if not item and route:
            respondents += route == "respondent"
            second = route == "respondent" and respondents > 1
            item, why = ("", "a second number of respondents") if second else (route, "its name")
        if not item and not why:
            why = "no item found" if column["kept"] else f"dropped: {column['role']}"
        values = draft_values(survey, str(name), scale_of(item)) if item in known else ""
        if OPEN in [one.rpartition("=")[2] for one in values.split(" | ")]:
            why += "; decide the values with =?"
        text = f"{known[item].text['de']} / {known[item].text['en']}" if item in known else ""
        rows.append(("", name, item, values, "", wave, _short(column["question"]), why, text))
    return pd.DataFrame(rows, columns=DRAFT_COLUMNS, dtype="str")


def _short(text: str) -> str:
    flat = " ".join(re.sub(r"<[^<>]{0,200}>", " ", text).split())
    return flat if len(flat) <= 200 else flat[:199] + "…"


def _matches(survey: Survey) -> dict[str, tuple[str, str, str]]:
    """Return column → item, wave and why; each item once per wave, the best match first."""
    found: dict[str, tuple[str, str, str]] = {}
    taken: set[tuple[str, str]] = set()
    for name in survey.columns.index:
        item, wave = by_name(str(name))
        if item and (item, wave) not in taken:
            taken.add((item, wave))
            found[str(name)] = (item, wave, "its name")
    free = {
        str(name): str(question)
        for name, question, role in zip(
            survey.columns.index, survey.columns["question"], survey.columns["role"], strict=True
        )
        if str(name) not in found and role not in (TECHNICAL, COMPLETE, LANGUAGE, RESPONDENT)
    }
    ranked = sorted(
        (
            (score, name, item, others)
            for name, question in free.items()
            for score, item, others in by_text(question or name)
        ),
        key=lambda one: (-one[0], one[1], one[2]),
    )
    for score, name, item, others in ranked:
        wave = _wave_of(name)[1]
        if name in found or (item, wave) in taken:
            continue
        taken.add((item, wave))
        why = f"its text, {score:.0f} of 100" + (
            f"; near, too: {', '.join(others)}" if others else ""
        )
        found[name] = (item, wave, why)
    return found


def by_name(name: str) -> tuple[str, str]:
    """Return the item whose key a heading ends with, and the wave it names; ``""`` without."""
    keys = {re.sub(r"[^a-z0-9]", "", key): key for key in _questions()}
    for text, wave in ((name, ""), _wave_of(name)):
        inner = re.findall(r"\[([^\]]+)\]", text)
        for part in [text, *inner[::-1]]:
            flat = re.sub(r"[^a-z0-9]", "", part.casefold())
            if flat in keys:
                return keys[flat], wave
            word = re.split(r"[.\s:/]", part.strip("[] "))[-1]
            flat = re.sub(r"[^a-z0-9]", "", word.casefold())
            if flat in keys:
                return keys[flat], wave
            ends = [key for short, key in keys.items() if flat.endswith(short)]
            if len(ends) == 1 and any(one.isdigit() for one in ends[0]):
                return ends[0], wave
    return "", ""


def _wave_of(name: str) -> tuple[str, str]:
    """Return a heading without the part that names the wave, and the wave."""
    for pattern in (WAVE_PART, WAVE_FIRST):
        found = pattern.match(name)
        if found:
            return found["before"], found["wave"]
    return name, ""


def by_text(question: str) -> list[tuple[float, str, list[str]]]:
    """Return items whose wording is like a question: similarity, item, others as near."""
    from rapidfuzz import fuzz

    parts = _parts(question)
    scores = {
        key: max(
            fuzz.token_sort_ratio(plain(part), plain(text))
            for part in parts
            for text in item.text.values()
        )
        for key, item in _questions().items()
    }
    good = sorted((key for key in scores if scores[key] >= SURE), key=lambda key: -scores[key])
    return [
        (
            scores[key],
            key,
            [other for other in good if other != key and scores[key] - scores[other] < CLOSE],
        )
        for key in good
    ]


def _parts(question: str) -> list[str]:
    """Return a question as a whole and the part of it that a matrix question adds at the end."""
    flat = " ".join(re.sub(r"<[^<>]{0,200}>", " ", question).split())
    inner = re.findall(r"\[([^\]]+)\]", flat)
    return [flat, *flat.split(" - ")[1:], *flat.split(": ")[1:], *inner]


def _questions() -> dict[str, Item]:
    return {**instrument().items, **instrument().descriptors}


def draft_values(survey: Survey, column: str, scale: Scale) -> str:
    """Return the translation of a column's values, ``""`` if they stand for themselves."""
    labels = dict(survey.labels.get(column, {}))
    seen: list[str] = []
    if column in survey.answers:
        seen = sorted(survey.valid()[column].dropna().unique(), key=_order)
    wanted = dict.fromkeys([*_without_missing(survey, column, labels), *seen])
    if len(wanted) > 60 or scale.kind == "count":
        return ""
    pairs = {code: guess(code, labels.get(code, ""), scale) for code in wanted}
    if all(_stands_for_itself(code, labels.get(code, ""), pairs[code], scale) for code in pairs):
        return ""
    return " | ".join(f"{code}={target}" for code, target in pairs.items() if "|" not in code)


def _order(text: str) -> tuple[int, str]:
    number = whole_number(text)
    return (10**10 if number is None else number, text)


def _without_missing(survey: Survey, column: str, labels: Iterable[str]) -> list[str]:
    """Return the labelled codes of a column that do not stand for a missing answer."""
    if column not in survey.answers:
        return list(labels)
    gone = set(survey.answers[column][survey.missing[column] != ""].dropna())
    return [code for code in labels if code not in gone]


def _stands_for_itself(code: str, label: str, target: Code | str, scale: Scale) -> bool:
    if target in (OPEN, MISSING):
        return False
    return code == str(target) or (not label and label_codes(scale).get(plain(code)) == target)


def guess(code: str, label: str, scale: Scale) -> Code | str:
    """Return what a value stands for: a code of the scale, ``missing``, or ``?``."""
    words = label_codes(scale)
    for text in (label, code):
        if text and plain(text) in words:
            return words[plain(text)]
        if text and NO_ANSWER.fullmatch(plain(text)):
            return MISSING
    if label:
        return OPEN
    if scale.kind == "nominal":
        return code if code in scale.codes else OPEN
    if scale.kind == "yes_no" and code.casefold() in ("y", "n", "j"):
        return int(code.casefold() != "n")
    found = re.fullmatch(r"(?:AO|A|SQ)?0*([0-9]{1,3})", code)
    number = int(found.group(1)) if found else None
    if number is not None and scale.lowest <= number <= scale.highest:
        return number
    return OPEN
