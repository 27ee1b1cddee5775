"""From a statement back to the rows and pages that it comes from."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from wir.profile.text import TermCounts


class Evidence:
    """Finds the texts of a group in which a term is.

    Parameters
    ----------
    counts
        Texts × terms.
    texts
        The texts in the same order: ``group``, ``file``, ``record``.
    """

    def __init__(self, counts: TermCounts, texts: pd.DataFrame) -> None:
        if len(texts) != counts.matrix.shape[0]:
            raise ValueError(f"{len(texts)} texts for {counts.matrix.shape[0]} rows of counts.")
        self._columns = counts.matrix.tocsc()
        self._place = {term: number for number, term in enumerate(counts.terms)}
        self._group = texts["group"].to_numpy()
        self._file = texts["file"].to_numpy()
        self._record = texts["record"].to_numpy()

    def texts_with(self, group: str, term: str) -> np.ndarray:
        """Return the numbers of the texts of a group that have a term."""
        place = self._place.get(term)
        if place is None:
            return np.empty(0, dtype=int)
        start, end = self._columns.indptr[place : place + 2]
        rows = np.sort(self._columns.indices[start:end])
        return rows[self._group[rows] == group]

    def source(self, group: str, terms: Iterable[str], limit: int = 12) -> str:
        """Return file and record of the texts of a group that have any of the terms, as text.

        Examples of what is returned: ``alliance_keywords.csv, row 12, row 15``.
        """
        found = [self.texts_with(group, term) for term in terms]
        rows = np.unique(np.concatenate(found)) if found else np.empty(0, dtype=int)
        by_file: dict[str, list[str]] = {}
        for row in rows[:limit]:
            by_file.setdefault(str(self._file[row]), []).append(str(self._record[row]))
        more = f" and {len(rows) - limit} more" if len(rows) > limit else ""
        parts = [
            ", ".join([file, *(record for record in records if record)])
            for file, records in by_file.items()
        ]
        return "; ".join(parts) + more
