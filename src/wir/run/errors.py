"""Errors that a user of the pipeline can act on; printed without a traceback."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class RunError(Exception):
    """Something about a run that the user can mend; the message says what and how."""


class NotebookFailed(RunError):  # noqa: N818 - reads as the sentence it reports
    """A cell of a notebook raised an error."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return `` Did you mean 'x'?`` for the known name nearest to ``name``, or an empty string.

    Capitals and blanks do not count: ``REeGION Now`` is near ``reegion-now``. A name of which only
    the beginning is given is near as well.
    """
    by_key = {one.casefold(): one for one in known}
    key = "-".join(name.casefold().split())
    match = difflib.get_close_matches(key, by_key, n=1, cutoff=0.5)
    match = match or [one for one in by_key if key and one.startswith(key)][:1]
    return f" Did you mean {by_key[match[0]]!r}?" if match else ""
