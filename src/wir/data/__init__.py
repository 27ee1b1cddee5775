"""Data: fetch and verify upstream files, harmonise them, describe them, load them."""

from wir.data.load import UnknownTableError, known_tables, load

__all__ = ["UnknownTableError", "known_tables", "load"]
