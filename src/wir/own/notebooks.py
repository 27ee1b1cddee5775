"""Which parameters a notebook takes from an alliance's own data, and what it cannot take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wir import config
from wir.files import replacing
from wir.own.alliance import OwnAlliance
from wir.own.safe import STARTS

PREPARED = ".prepared"
"""Folder inside the alliance's own that holds its tables in the form that notebooks read."""
HORIZON = 5
"""Years ahead that are forecast where the table has twice as many."""

Words = tuple[str, str]
"""What is said, in German and English."""


@dataclass(frozen=True)
class Adaptation:
    """What a notebook takes from an alliance.

    Attributes
    ----------
    parameters
        Parameter → value; empty where there is nothing to adapt.
    messages
        What was taken, what is missing, what cannot be adapted; each in German and English.
    """

    parameters: dict[str, Any] = field(default_factory=dict)
    messages: tuple[Words, ...] = ()

    def said(self, language: str) -> list[str]:
        """Return the messages in a language."""
        return [one[int(language == "en")] for one in self.messages]


def notebook_parameters(notebook: str, own: OwnAlliance) -> dict[str, Any]:
    """Return the parameters that a notebook takes from an alliance; see `adaptation`."""
    return adaptation(notebook, own).parameters


def adaptation(notebook: str, own: OwnAlliance) -> Adaptation:
    """Return what a notebook takes from an alliance's own data, and what to say about it.

    Parameters
    ----------
    notebook
        Name without ``.ipynb``.
    own
        Result of `wir.own.alliance.read_own`.

    Raises
    ------
    wir.run.errors.RunError
        There is no such notebook.
    """
    from wir.run.parameters import model_of

    known = set(model_of(notebook).model_fields)
    chosen = SPECIAL.get(notebook, _general)(own, known)
    return Adaptation(
        {name: value for name, value in chosen.parameters.items() if name in known}, chosen.messages
    )


def relative(path: Path) -> str:
    """Return a path as notebooks take it: below the project where it is there."""
    inside = path.is_relative_to(config.ROOT)
    return (path.relative_to(config.ROOT) if inside else path).as_posix()


SAID: dict[str, Words] = {
    "shown": ("Als Beispiel gezeigt: {focus}.", "Shown as the example: {focus}."),
    "not_published": (
        "Dieses Notebook vergleicht die veröffentlichten Bündnisse; Ihres ist nicht darunter. "
        'Gehört es dazu, tragen Sie known_as = "…" in alliance.toml ein.',
        "This notebook compares the published alliances; yours is not among them. If it is, put "
        'known_as = "…" into alliance.toml.',
    ),
    "everywhere": (
        "Hier ist nichts anzupassen: Das Notebook zeigt alle Kreise, auch Ihre. Was davon Ihr "
        "Bündnis betrifft, steht im Dossier.",
        "Nothing to adapt here: the notebook shows all districts, yours among them. What concerns "
        "your alliance is in the dossier.",
    ),
    "own_activities": (
        "Ihre Tabelle der Felder, {first} bis {last}; Vorhersage über {horizon} Jahre. Als "
        "Beispiel gezeigt: {focus}.",
        "Your table of activities, {first} to {last}; forecast over {horizon} years. Shown as the "
        "example: {focus}.",
    ),
    "few_years": (
        "Ihre Tabelle der Felder reicht von {first} bis {last}. Das Notebook braucht mindestens "
        "drei Jahre und nimmt die amtlichen Berufe.",
        "Your table of activities covers {first} to {last}. The notebook needs three years or more "
        "and takes the official occupations.",
    ),
    "occupations": (
        "Amtliche Berufe; als Beispiel gezeigt: {focus}. Mit activities.xlsx rechnet das Notebook "
        "auf Ihrer Tabelle.",
        "Official occupations; shown as the example: {focus}. With activities.xlsx the notebook "
        "uses your table.",
    ),
    "no_districts": ("Es fehlen die Kreise.", "The districts are missing."),
    "no_texts": (
        "Keine Texte: Legen Sie Konzept oder Webseiten in den Ordner texts/.",
        "No texts: put the concept or web pages into the folder texts/.",
    ),
    "own_texts": ("Ihre Texte aus {corpus}.", "Your texts from {corpus}."),
    "no_members": (
        "Weder Mitglieder noch Projekte: Füllen Sie members.xlsx oder projects.xlsx aus.",
        "Neither members nor projects: fill in members.xlsx or projects.xlsx.",
    ),
    "own_lists": ("Ihre Mitglieder und Projekte.", "Your members and projects."),
    "own_data": ("Ihre eigenen Angaben.", "Your own data."),
    "effects": (
        "Hier ist nichts anzupassen: Ein Bündnis allein hat zu wenige Kreise, um eine Wirkung zu "
        "schätzen. Was sich in Ihren Kreisen verändert hat, steht im Dossier. Für ein anderes "
        'Programm: P="programme_file=…".',
        "Nothing to adapt here: one alliance has too few districts to estimate an effect. What has "
        "changed in your districts is in the dossier. For another programme: "
        'P="programme_file=…".',
    ),
}


def _say(key: str, **values: object) -> Words:
    german, english = SAID[key]
    return german.format(**values), english.format(**values)


def _focus(own: OwnAlliance, known: set[str]) -> Adaptation:  # noqa: ARG001
    if own.known_as:
        return Adaptation({"focus": own.known_as}, (_say("shown", focus=own.known_as),))
    return Adaptation({}, (_say("not_published"),))


def _everywhere(own: OwnAlliance, known: set[str]) -> Adaptation:  # noqa: ARG001
    return Adaptation({}, (_say("everywhere"),))


def _new_fields(own: OwnAlliance, known: set[str]) -> Adaptation:  # noqa: ARG001
    if own.activities is None:
        return _by_district(own)
    first, last = int(own.activities["year"].min()), int(own.activities["year"].max())
    horizon = min(HORIZON, (last - first) // 2)
    if horizon < 1:
        return _by_district(own, _say("few_years", first=first, last=last))
    regions = set(own.activities["region"])
    focus = ([ags for ags in own.districts if ags in regions] or sorted(regions))[0]
    chosen = {
        "activity_table": relative(prepared_activities(own)),
        "first_year": first,
        "last_year": last,
        "horizon": horizon,
        "focus": focus,
    }
    said = _say("own_activities", first=first, last=last, horizon=horizon, focus=focus)
    return Adaptation(chosen, (said,))


def _by_district(own: OwnAlliance, *before: Words) -> Adaptation:
    focus = own.known_as or (own.districts[0] if own.districts else "")
    if not focus:
        return Adaptation({}, (*before, _say("no_districts")))
    return Adaptation({"focus": focus}, (*before, _say("occupations", focus=focus)))


def _profile(own: OwnAlliance, known: set[str]) -> Adaptation:
    if own.texts is None:
        without = _focus(own, known)
        return Adaptation(without.parameters, (_say("no_texts"), *without.messages))
    groups = sorted(one.name for one in own.texts.iterdir() if one.is_dir())
    direct = any(one.is_file() for one in own.texts.iterdir())
    corpus = relative(own.texts)
    focus = own.key if direct or not groups else groups[0]
    chosen = {"corpus": corpus, "focus": focus, "text_language": own.language}
    return Adaptation(chosen, (_say("own_texts", corpus=corpus),))


def _partners(own: OwnAlliance, known: set[str]) -> Adaptation:
    focus = {"focus": own.known_as} if own.known_as else {}
    if own.members is None and own.projects is None:
        return Adaptation(focus, (_say("no_members"), *_focus(own, known).messages))
    return Adaptation({"own": own.key, **focus}, (_say("own_lists"),))


def _effects(own: OwnAlliance, known: set[str]) -> Adaptation:  # noqa: ARG001
    return Adaptation({}, (_say("effects"),))


def _general(own: OwnAlliance, known: set[str]) -> Adaptation:
    """Return what any other notebook takes: own data by name, the alliance by its key."""
    names = [one for one in ("own", "own_lists") if one in known]
    if names:
        keys = [one for one in ("focus", "alliance") if one in known and own.known_as]
        chosen: dict[str, Any] = {names[0]: own.key}
        chosen |= dict.fromkeys(keys, own.known_as)
        return Adaptation(chosen, (_say("own_data"),))
    return _focus(own, known) if "focus" in known else _everywhere(own, known)


SPECIAL: dict[str, Callable[[OwnAlliance, set[str]], Adaptation]] = {
    "0-1-the-alliances": _everywhere,
    "1-1-regional-potential": _everywhere,
    "1-2-new-fields": _new_fields,
    "2-2-profile": _profile,
    "3-1-partner-network": _everywhere,
    "3-2-finding-partners": _partners,
    "5-1-programme-effects": _effects,
}


def prepared_activities(own: OwnAlliance) -> Path:
    """Write the table of activities as `wir.potential.activity_tables` reads it; return the file.

    The file lies in the alliance's own folder and is written anew each time.
    """
    assert own.activities is not None
    table = own.activities[["region", "activity", "year", "count", "name"]].copy()
    for column in ("region", "activity", "name"):
        table[column] = table[column].map(_plain, na_action="ignore")
    table["year"] = table["year"].astype(int)
    path = own.folder / PREPARED / "activities.csv"
    with replacing(path) as temporary:
        table.to_csv(temporary, sep=";", index=False, float_format="%.0f", encoding="utf-8")
    return path


def _plain(text: str) -> str:
    """Return a label without what a spreadsheet would run; the key itself has to stay readable."""
    return text.lstrip("".join(STARTS)) if text.startswith(STARTS) else text
