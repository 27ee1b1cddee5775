"""What stops an export or a comparison; the message says what to do."""

from __future__ import annotations

from wir.data.errors import DataError


class ExchangeError(DataError):
    """An export that cannot be made, or a file that is none."""
