"""Where an alliance's own data are, and which names its folder can have."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from wir import config
from wir.own.errors import OwnError

EXAMPLE = "example"
"""Name of the made-up alliance, in ``data/raw/example/``."""
LONGEST = 50
RESERVED = {EXAMPLE, "cache", "own", "con", "prn", "aux", "nul"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)
}
"""Names with a meaning of their own, here or on Windows."""

_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def slug(text: str) -> str:
    """Return the name of a folder for the name of an alliance: ``Mein Bündnis`` is mein-buendnis.

    Empty where nothing of `text` can stay.
    """
    composed = unicodedata.normalize("NFC", text).casefold().translate(_SPELLED)
    bare = unicodedata.normalize("NFKD", composed)
    letters = "".join(one for one in bare if not unicodedata.combining(one))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:LONGEST].strip("-")


def check_name(name: str) -> str:
    """Return a name for a new folder as it is.

    Raises
    ------
    OwnError
        If it is empty, is none of lower-case letters, digits and single hyphens, is too long or has
        a meaning of its own. The message suggests a name.
    """
    suggested = slug(name)
    if not name:
        raise OwnError(
            "Wie soll der Ordner heißen? Zum Beispiel: make alliance NAME=mein-buendnis\n"
            "What shall the folder be called? For example: make alliance NAME=my-alliance"
        )
    if name in RESERVED or suggested in RESERVED:
        raise OwnError(
            f"Der Name {name!r} ist vergeben. Nehmen Sie einen anderen, etwa NAME={suggested}-"
            f"buendnis.\nThe name {name!r} is taken. Choose another one, such as "
            f"NAME={suggested}-alliance."
        )
    if name != suggested:
        hint = suggested or "mein-buendnis"
        raise OwnError(
            f"Der Name {name[:80]!r} taugt nicht als Name eines Ordners: nur Kleinbuchstaben ohne "
            f"Umlaute, Ziffern und Bindestriche, höchstens {LONGEST} Zeichen. Vorschlag: "
            f"NAME={hint}\nThe name {name[:80]!r} cannot be the name of a folder: lower-case "
            f"letters without umlauts, digits and hyphens, at most {LONGEST} of them. Suggestion: "
            f"NAME={hint}"
        )
    return name


def own_folder(name: str) -> Path:
    """Return the folder of an alliance's own data, ``data/raw/own/<name>``.

    ``example`` is the made-up alliance in ``data/raw/example``.

    Raises
    ------
    OwnError
        If it is not there, `name` is no plain name, or the folder is a link that leads elsewhere.
    """
    if not re.fullmatch(r"[\w.-]+", name) or name.startswith("."):
        shown = repr(name[:80])
        raise OwnError(
            f"{shown} ist nicht der Name eines Ordners in data/raw/own/: nur Buchstaben, Ziffern "
            f"und Bindestriche.\nown = {shown} is not the name of a folder in data/raw/own/. "
            "Use letters, digits and hyphens."
        )
    folder = config.RAW / EXAMPLE if name == EXAMPLE else config.OWN / name
    if not folder.is_dir():
        there = ", ".join(sorted(one.name for one in config.OWN.glob("*") if one.is_dir()))
        raise OwnError(
            f"Es gibt keinen Ordner data/raw/own/{name}. Vorhanden: {there or 'keiner'}. "
            f"Legen Sie ihn an: make alliance NAME={slug(name)}\n"
            f"There is no folder data/raw/own/{name}. Folders there: {there or 'none'}. "
            f"Make it with: make alliance NAME={slug(name)}"
        )
    if not folder.resolve().is_relative_to(folder.parent.resolve()):
        raise OwnError(
            f"data/raw/own/{name} ist ein Verweis auf einen Ordner anderswo. Legen Sie den Ordner "
            f"selbst dorthin.\ndata/raw/own/{name} is a link to a folder elsewhere. Move the "
            "folder itself there."
        )
    return folder


def inside(path: Path, folder: Path) -> bool:
    """Return whether a file lies in a folder once all links are followed."""
    return path.resolve().is_relative_to(folder.resolve())
