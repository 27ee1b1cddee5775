"""How a text names a recorded number: the key, in the page's own results first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wir.publish.language import format_value


def resolve_number(
    text: str, docname: str, numbers: Mapping[str, Mapping[str, Any]]
) -> tuple[str, str] | None:
    """Return the full key and the text of a number as a page names it; None if unknown.

    Parameters
    ----------
    text : str
        A key, or a key with a language: ``potential.weak_districts|de``.
    docname : str
        The page. In the dossier of an alliance the short key means the number of that alliance.
    numbers : mapping
        Entries by full key.
    """
    key, _, language = text.partition("|")
    local = docname.removeprefix("executed/").replace("/", ".") + "." + key.strip()
    for candidate in (local, key.strip()):
        if candidate in numbers:
            entry = numbers[candidate]
            return candidate, format_value(
                entry["value"], entry["unit"], entry["digits"], language.strip() or "en"
            )
    return None
