"""Directional expectations, and the terms that they allow (easy counterfactuals)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from wir.potential.checks import listed, nearest
from wir.success.qca.expressions import literals

Expectations = Mapping[str, object] | Sequence[object] | str
PRESENT = {"1", "present", "+"}
ABSENT = {"0", "absent", "~"}
OPEN = {"-", "", "none", "nan", "<na>"}


def directions(
    expectations: Expectations | None, conditions: Sequence[str], *, flip: bool = False
) -> dict[str, bool]:
    """Return for each condition with an expectation whether its presence should contribute.

    Parameters
    ----------
    expectations
        A mapping from conditions to 1, 0 or None (also "present", "absent", "-"); or one such
        value per condition, in their order; or names such as ``["A", "~B"]``. Conditions that are
        not named have no expectation.
    conditions
        Of the truth table.
    flip
        Turn each expectation round, for the opposite outcome.

    Raises
    ------
    ValueError
        Unknown conditions or values, a list of another length.
    """
    if expectations is None:
        return {}
    if isinstance(expectations, str):
        expectations = [part.strip() for part in expectations.split(",")]
    if not isinstance(expectations, Mapping):
        given = list(expectations)
        names = [one for one in given if isinstance(one, str) and not _is_value(one)]
        if names and len(names) == len(given):
            expectations = {name: int(present) for one in names for name, present in literals(one)}
        elif len(given) == len(conditions):
            expectations = dict(zip(conditions, given, strict=True))
        else:
            raise ValueError(
                f"expectations has {len(given)} values for {len(conditions)} conditions. Expected "
                "one value per condition, or a mapping from conditions to 1, 0 or None."
            )
    result = {}
    for name, value in expectations.items():
        if name not in conditions:
            raise ValueError(
                f"expectations names {name!r}, which is no condition.{nearest(name, conditions)} "
                f"The conditions are {listed(conditions, 20)}."
            )
        text = _text(value)
        if text in OPEN:
            continue
        if text not in PRESENT | ABSENT:
            raise ValueError(
                f"The expectation of {name!r} is {value!r}. Expected 1 (its presence contributes "
                "to the outcome), 0 (its absence does) or None (no expectation)."
            )
        result[name] = (text in PRESENT) != flip
    return result


def _text(value: object) -> str:
    if isinstance(value, (bool, np.bool_, int, float, np.integer, np.floating)):
        number = float(value)
        return str(int(number)) if number in (0.0, 1.0) else str(number)
    return str(value).strip().lower()


def _is_value(text: str) -> bool:
    return _text(text) in PRESENT | ABSENT | OPEN


def easy_term(
    conservative: tuple[int, int], parsimonious: tuple[int, int], expected: Mapping[int, bool]
) -> tuple[int, int] | None:
    """Return the term between a conservative term and a parsimonious one that it lies within.

    From the conservative term everything that the parsimonious one lacks is left out where it is
    the opposite of what is expected: whoever has the outcome without what should help has it all
    the more with it. What agrees with the expectation stays, and so does what has none.

    Parameters
    ----------
    conservative, parsimonious
        A term of a model of each: which bits are fixed, and their values.
    expected
        For some bits (by their weight) whether their presence should contribute.

    Returns
    -------
    tuple
        The term; None where the first term does not lie within the second.
    """
    fixed, values = conservative
    needed, needed_values = parsimonious
    if fixed & needed != needed or values & needed != needed_values:
        return None
    opposite = sum(
        bit for bit, present in expected.items() if fixed & bit and bool(values & bit) != present
    )
    kept = needed | (fixed & ~opposite)
    return kept, values & kept
