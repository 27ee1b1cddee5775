"""What a minimisation finds: models, their terms with parameters of fit, and the chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from wir.potential.checks import Floats
from wir.success.qca.fit import sufficiency_table
from wir.success.qca.primes import Booleans, Implicants, Integers, covered


@dataclass(frozen=True)
class Model:
    """One model: terms joined by "or".

    Attributes
    ----------
    terms
        Such as ``("A*~B", "C")``, the one with the largest coverage first.
    table
        One row per term and a last row ``total``: ``consistency``, ``pri``, ``raw_coverage``,
        ``unique_coverage`` (missing in the total).
    consistency, pri, coverage
        Of the whole model.
    assumptions
        Row numbers of the remainders that the model counts as sufficient.
    membership
        Membership of each case in the model.
    """

    terms: tuple[str, ...]
    _implicants: Implicants = field(repr=False, compare=False)
    _remainder: Booleans = field(repr=False, compare=False)
    _x: Floats = field(repr=False, compare=False)
    _y: Floats = field(repr=False, compare=False)

    @property
    def formula(self) -> str:
        """The model as text."""
        return " + ".join(self.terms)

    @cached_property
    def table(self) -> pd.DataFrame:
        """Parameters of fit."""
        return sufficiency_table(self.terms, self._x, self._y)

    @cached_property
    def assumptions(self) -> tuple[int, ...]:
        """Row numbers of the remainders that the model uses."""
        used = covered(self._implicants, len(self._remainder)) & self._remainder
        return row_numbers(np.flatnonzero(used))

    @property
    def consistency(self) -> float:
        """Consistency of the whole model."""
        return float(self.table["consistency"].iloc[-1])

    @property
    def pri(self) -> float:
        """PRI of the whole model."""
        return float(self.table["pri"].iloc[-1])

    @property
    def coverage(self) -> float:
        """Coverage of the whole model."""
        return float(self.table["raw_coverage"].iloc[-1])

    @property
    def membership(self) -> Floats:
        """Membership of each case in the model."""
        return np.asarray(self._x.max(axis=0))

    def __str__(self) -> str:
        return self.formula


@dataclass(frozen=True)
class Solution:
    """All models of a solution.

    Attributes
    ----------
    kind
        ``conservative``, ``parsimonious`` or ``intermediate``.
    outcome
        Name of the outcome; ``~NAME`` for its absence.
    models
        All of them; none where no row is sufficient.
    complete
        Whether these are all models; False where there are more than the limit.
    chart
        Prime implicants (terms) × sufficient rows (row numbers), True where covered.
    essential
        Terms that alone cover some row, and so belong to every model.
    easy, difficult
        Row numbers of the remainders that the parsimonious models use and that the intermediate
        models use (easy counterfactuals) or refuse (difficult ones); empty for other solutions.
    """

    kind: str
    outcome: str
    models: tuple[Model, ...]
    complete: bool
    chart: pd.DataFrame
    easy: tuple[int, ...]
    difficult: tuple[int, ...]
    _cases: pd.Index = field(repr=False, compare=False)

    @property
    def formulas(self) -> list[str]:
        """The models as texts."""
        return [model.formula for model in self.models]

    @property
    def terms(self) -> list[str]:
        """Every term of any model."""
        return list(dict.fromkeys(term for model in self.models for term in model.terms))

    @property
    def essential(self) -> list[str]:
        """Terms that alone cover some row."""
        alone = self.chart.loc[:, self.chart.sum() == 1]
        return list(alone.index[alone.any(axis=1)])

    @property
    def table(self) -> pd.DataFrame:
        """One row per model and term, as journals print it.

        Columns: ``model`` (1, 2, …), ``term``, ``consistency``, ``pri``, ``raw_coverage``,
        ``unique_coverage``, ``cases`` (with a membership above 0.5).
        """
        parts = []
        for number, model in enumerate(self.models, 1):
            part = model.table.reset_index()
            part.insert(0, "model", number)
            inside = np.vstack([model._x, model.membership]) > 0.5
            part["cases"] = [", ".join(map(str, self._cases[row])) for row in inside]
            parts.append(part)
        if not parts:
            names = ["model", "term", "consistency", "pri", "raw_coverage", "unique_coverage"]
            return pd.DataFrame(columns=[*names, "cases"])
        return pd.concat(parts, ignore_index=True)

    def __len__(self) -> int:
        return len(self.models)

    def __str__(self) -> str:
        if not self.models:
            return f"No row of the truth table is sufficient for {self.outcome}."
        more = "" if self.complete else "\n(and more)"
        return "\n".join(f"{formula} → {self.outcome}" for formula in self.formulas) + more


def names_of(terms: Implicants, conditions: Sequence[str]) -> list[str]:
    """Return implicants as text; ``1`` for the one that fixes nothing."""
    k = len(conditions)
    result = []
    for fixed, values in zip(*terms, strict=True):
        parts = [
            name if values >> (k - 1 - place) & 1 else f"~{name}"
            for place, name in enumerate(conditions)
            if fixed >> (k - 1 - place) & 1
        ]
        result.append("*".join(parts) or "1")
    return result


def term_memberships(terms: Implicants, values: Floats) -> Floats:
    """Return the membership of cases in implicants, implicants × cases."""
    k = values.shape[1]
    result = np.ones((len(terms.fixed), len(values)))
    for place in range(k):
        bit = 1 << (k - 1 - place)
        fixed, present = (terms.fixed & bit) > 0, (terms.present & bit) > 0
        here = np.where(present[:, None], values[:, place], 1 - values[:, place])
        np.minimum(result, np.where(fixed[:, None], here, 1.0), out=result)
    return result


def row_numbers(rows: Integers) -> tuple[int, ...]:
    """Return configurations, counted from 0, as the row numbers that users see."""
    return tuple(int(row) + 1 for row in rows)
