"""Errors that a user of the pipeline can act on; printed without a traceback."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class RunError(Exception):
    """Something about a run that the user can mend; the message says what and how."""


class NotebookFailed(RunError):  # noqa: N818 - reads as the sentence it reports
    """A cell of a notebook raised an error."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return `` Did you mean 'x'?`` for the known name nearest to ``name``, or an empty string."""
    match = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f" Did you mean {match[0]!r}?" if match else ""
