"""Errors about data that a user can mend; the command line prints them without a traceback."""

from __future__ import annotations


class DataError(Exception):
    """Something about the data that the user can mend; the message says what and how."""
