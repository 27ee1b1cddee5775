"""From a cell to a code of the instrument."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from wir.success.instrument import Scale
from wir.success.surveys.limits import SurveyError

MISSING = "missing"
"""What a value is translated to if it stands for no answer."""
OPEN = "?"
"""What the draft writes where a person has to decide."""

Code = int | str


@dataclass(frozen=True)
class Reading:
    """What a cell says: a code, or why it says none (``out of range`` or ``unreadable``)."""

    code: Code | None
    problem: str = ""


def plain(text: str) -> str:
    """Return text for comparing: one kind of blanks, letters and dashes, lower case, no markup."""
    text = unicodedata.normalize("NFKC", re.sub(r"<[^<>]{0,200}>", " ", text))
    text = re.sub(r"[‐-―]", "-", text)
    return re.sub(r"\s+", " ", text).strip(" .:;…").casefold()


def whole_number(text: str) -> int | None:
    """Return the whole number that a text is (``3``, ``3.0``, ``3,0``), None if it is none.

    ``1.000`` and ``1,000`` can be one or a thousand, and are none.
    """
    found = re.fullmatch(r"([+-]?[0-9]{1,9})(?:[.,]0{1,2})?", text.strip())
    return int(found.group(1)) if found else None


def number_like(text: str) -> bool:
    """Return whether a text is a number of any kind."""
    return bool(re.fullmatch(r"[+-]?[0-9]+(?:[.,][0-9]+)*", text.strip()))


def label_codes(scale: Scale) -> dict[str, Code]:
    """Return the wording of each code in both languages, as `plain` writes it → the code."""
    return {
        plain(text): code
        for words in scale.labels.values()
        for code, text in zip(scale.codes, words, strict=False)
    }


def parse_values(text: str, scale: Scale | None, where: str) -> dict[str, Code | None]:
    """Return a translation such as ``A1=1 | A2=2 | weiß nicht=missing``.

    Parameters
    ----------
    text
        Pairs of what stands in the export and the code of the instrument, parted by ``|``.
    scale
        On which the codes must be; None: any text.
    where
        What the error begins with.

    Returns
    -------
    dict
        Text of the export, as `plain` writes it → code, None for no answer.

    Raises
    ------
    SurveyError
        A pair without ``=``, a code that is not on the scale or still open, a value given twice.
    """
    result: dict[str, Code | None] = {}
    for pair in text.split("|"):
        if not pair.strip():
            continue
        left, mark, right = (one.strip() for one in pair.rpartition("="))
        if not mark or not left or not right:
            raise SurveyError(
                f"{where}: {pair.strip()[:60]!r} is no pair. Expected export=code, parted by |, "
                "such as A1=1 | A2=2 | keine Angabe=missing."
            )
        if right == OPEN:
            raise SurveyError(
                f"{where}: {left[:60]!r} is still open (=?). Write the code of the instrument "
                f"({_codes(scale)}), or {MISSING}."
            )
        key = value_key(left)
        if key in result:
            raise SurveyError(f"{where}: {left[:60]!r} is given twice. Keep one.")
        result[key] = _target(right, scale, where)
    return result


def _target(right: str, scale: Scale | None, where: str) -> Code | None:
    if right.casefold() == MISSING:
        return None
    if scale is None:
        return right
    code: Code | None = right if scale.kind == "nominal" else whole_number(right)
    if code not in scale.codes:
        raise SurveyError(
            f"{where}: {right[:40]!r} is not a code of the instrument. Expected {_codes(scale)}, "
            f"or {MISSING}."
        )
    return code


def _codes(scale: Scale | None) -> str:
    if scale is None:
        return "a code"
    if scale.kind == "nominal":
        return ", ".join(str(one) for one in scale.codes)
    return f"{scale.lowest} to {scale.highest}"


def expected(scale: Scale) -> str:
    """Return in words what can be answered on a scale."""
    return _codes(scale)


def value_key(text: str) -> str:
    """Return text for looking a value up: numbers alike, whatever their decimals."""
    number = whole_number(text)
    return plain(text) if number is None else str(number)


def read_value(
    text: str, scale: Scale, values: Mapping[str, Code | None], *, reverse: bool = False
) -> Reading:
    """Return the code that a cell stands for.

    With `values` only what they name can be read. Without, numbers on the scale stand for
    themselves, and its wording in German or English for the code.
    """
    key = value_key(text)
    if values:
        if key not in values:
            return Reading(None, "out of range" if number_like(text) else "unreadable")
        return Reading(_turned(values[key], scale, reverse))
    number = whole_number(text)
    if scale.kind != "nominal" and number is not None:
        inside = scale.lowest <= number <= scale.highest
        return Reading(_turned(number, scale, reverse)) if inside else Reading(None, "out of range")
    if number_like(text):
        return Reading(None, "out of range")
    code = label_codes(scale).get(key)
    if code is None and scale.kind == "nominal" and text.strip() in scale.codes:
        code = text.strip()
    return Reading(None, "unreadable") if code is None else Reading(_turned(code, scale, reverse))


def _turned(code: Code | None, scale: Scale, reverse: bool) -> Code | None:
    if code is None or not reverse or isinstance(code, str):
        return code
    return scale.lowest + scale.highest - code
