"""What stops the reading of an alliance's own data; the message says what to do."""

from __future__ import annotations

from wir.data.errors import DataError


class OwnError(DataError):
    """Something about the folder or its name that the user can mend."""
