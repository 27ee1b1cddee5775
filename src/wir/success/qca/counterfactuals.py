"""Directional expectations, and the remainders that they allow to be used (easy counterfactuals)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from wir.potential.checks import listed, nearest
from wir.success.qca.expressions import literals
from wir.success.qca.primes import Booleans, Implicants, Integers

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
            expectations = {
                name: int(present) for one in names for name, present in literals(one)
            }
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
                f"The expectation of {name!r} is {value!r}. Expected 1 (its presence contributes to "
                "the outcome), 0 (its absence does) or None (no expectation)."
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


def easy_terms(
    conservative: Implicants, parsimonious: Implicants, expected: Mapping[int, bool]
) -> Implicants:
    """Return a term for each conservative term that lies within a parsimonious one.

    From the conservative term everything that the parsimonious one lacks is left out where it is
    the opposite of what is expected: whoever has the outcome without what should help has it all
    the more with it. What agrees with the expectation stays, and so does what has none.

    Parameters
    ----------
    conservative, parsimonious
        Terms of a model of each.
    expected
        For some bits (by their weight) whether their presence should contribute.
    """
    against_one = sum(bit for bit, present in expected.items() if present)
    against_zero = sum(bit for bit, present in expected.items() if not present)
    found = []
    for fixed, values in zip(*conservative, strict=True):
        within = ((parsimonious.fixed & fixed) == parsimonious.fixed) & (
            (values & parsimonious.fixed) == parsimonious.values
        )
        opposite = (fixed & ~values & against_one) | (fixed & values & against_zero)
        for needed in parsimonious.fixed[within]:
            kept = int(needed | (fixed & ~opposite))
            found.append((kept, int(values) & kept))
    unique = sorted(set(found))
    # a term within another one allows nothing that the other does not
    widest = [
        one
        for one in unique
        if not any(
            other != one and other[0] & one[0] == other[0] and one[1] & other[0] == other[1]
            for other in unique
        )
    ]
    pairs = np.array(widest, np.int64).reshape(-1, 2)
    return Implicants(pairs[:, 0], pairs[:, 1])


def covered(terms: Implicants, size: int) -> Booleans:
    """Return which of the configurations 0 … size − 1 at least one term covers."""
    numbers: Integers = np.arange(size, dtype=np.int64)
    result = np.zeros(size, bool)
    for fixed, values in zip(*terms, strict=True):
        result |= (numbers & fixed) == values
    return result
