"""Making dossiers: gather the facts of an alliance and write them in all forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wir import config
from wir.data.errors import DataError
from wir.dossier.region import (
    Region,
    UnknownAllianceError,
    known_region,
    own_region,
    unknown_message,
)

if TYPE_CHECKING:
    import pandas as pd

    from wir.dossier.country import Country
    from wir.dossier.facts import DossierFacts

LANGUAGES = ("de", "en")
FOLDER = config.BOOK / "_build" / "dossiers"
OWN_FOLDER = config.RUNS / "dossiers"
"""Where dossiers of own alliances go: apart from the book, and not in what is published."""


class LanguageError(DataError, ValueError):
    """A language that dossiers do not have."""


def check_languages(given: str) -> list[str]:
    """Return the languages of a text such as ``de``, ``en`` or ``de en``; both where empty.

    Raises
    ------
    LanguageError
        Another language.
    """
    wanted = given.replace(",", " ").split() or list(LANGUAGES)
    for one in wanted:
        if one not in LANGUAGES:
            raise LanguageError(
                f"LANGUAGE={one!r}: Dossiers gibt es auf Deutsch (de) und Englisch (en). / "
                "Dossiers are in German (de) and English (en)."
            )
    return list(dict.fromkeys(wanted))


def own_names() -> list[str]:
    """Return the names of the folders with own data."""
    return sorted(one.name for one in config.OWN.glob("*") if one.is_dir())


def stem(region: Region, language: str, folder: Path | None = None) -> Path:
    """Return where a dossier is written, without the ending of the file."""
    place = folder or (OWN_FOLDER if region.own else FOLDER)
    return place / f"{region.key}.{language}"


def facts_of(
    key: str, country: Country, results: Mapping[str, pd.DataFrame] | None
) -> DossierFacts:
    """Return the facts of a known alliance or of an own one.

    Parameters
    ----------
    key
        Key of a known alliance, or name of a folder in ``data/raw/own/``.
    country
        Result of `wir.dossier.country.load_country`.
    results
        Result of `wir.dossier.kept.kept_results`; None computes what is needed on the spot.

    Raises
    ------
    UnknownAllianceError
        There is neither.
    """
    known = set(country.places.loc[country.places["ags"].notna(), "alliance_id"])
    if key in own_names() or key == "example":
        return _own_facts(key, country)
    if key not in known:
        raise UnknownAllianceError(unknown_message(key, sorted(known), own_names()))
    from wir.dossier.facts import gather

    region = known_region(key, country.alliances, country.places, country.coded)
    if results is not None:
        return gather(region, country, results)
    return gather(region, country, _spot(region), quick=True)


def _spot(region: Region) -> dict[str, Any]:
    from wir.dossier.on_the_spot import computed_results

    since = {region.key: region.start} if region.start else {}
    return computed_results(
        {region.key: list(region.ags)}, {region.key: list(region.fields)}, since
    )


def _own_facts(key: str, country: Country) -> DossierFacts:
    from wir.dossier.facts import gather
    from wir.dossier.survey import survey_standing
    from wir.own.alliance import read_own

    own = read_own(key)
    if not own.districts:
        raise DataError(
            f"data/raw/own/{key}/alliance.toml: Es ist kein Kreis angegeben. Tragen Sie unter "
            'districts mindestens einen ein, etwa districts = ["Görlitz"]; `make check '
            f"ALLIANCE={key}` prüft alles. / No district is given. Enter at least one under "
            f"districts; `make check ALLIANCE={key}` checks everything."
        )
    known = set(country.alliances["alliance_id"])
    known_as = own.known_as if own.known_as in known else ""
    fields = list(own.fields)
    if not fields and known_as:
        coded = country.coded
        fields = sorted(set(coded.loc[coded["alliance_id"] == known_as, "kldb3"]))
    region = own_region(
        key,
        own.name,
        own.districts,
        made_up=key == "example",
        start=own.start_year,
        fields=fields,
        known_as=known_as,
    )
    health, breaks = partnership_of(own, region)
    return gather(
        region, country, _spot(region), quick=True, health=health, breaks=breaks, own=own,
        decisions=own.decisions, survey=survey_standing(key, [known_as, key]),
    )  # fmt: skip


def partnership_of(own: Any, region: Region) -> tuple[pd.DataFrame | None, pd.DataFrame | None]:
    """Return the items of health of an own alliance and what breaks; None without lists."""
    if own.members is None and own.projects is None:
        return None, None
    import pandas as pd

    from wir.data import load
    from wir.partners.management import health, partnership, reference_values, what_breaks
    from wir.partners.own_lists import ISSUE_COLUMNS, OwnList

    def as_list(table: pd.DataFrame | None, name: str) -> OwnList | None:
        if table is None or table.empty:
            return None
        text = table.astype(object).where(table.notna(), None)
        shown = text.map(lambda one: None if one is None else str(one))
        return OwnList(shown, pd.DataFrame(columns=ISSUE_COLUMNS), name)

    members, projects = as_list(own.members, "members"), as_list(own.projects, "projects")
    if members is None and projects is None:
        return None, None
    register = load("organisations")
    year = last_year(own)
    partners = partnership(
        members, projects, districts=load("districts"), inside=list(region.ags), register=register,
        year=year,
    )  # fmt: skip
    items = health(partners, reference_values(load("participations"), register))
    return items, (what_breaks(partners.ties) if len(partners.ties) else None)


def last_year(own: Any) -> int:
    """Return the last year that the lists name: the present of the alliance."""
    import pandas as pd

    years = []
    for table, columns in (
        (own.members, ("joined", "last_active")),
        (own.projects, ("start", "end")),
    ):
        for column in columns:
            if table is not None and column in table:
                numbers = pd.to_numeric(table[column].astype(str).str[:4], errors="coerce")
                years += [int(one) for one in numbers.dropna() if 1990 <= one <= 2100]
    return max(years, default=2025)


@cache
def _country() -> Country:
    """Return tables and indices, once per process."""
    from wir.dossier.country import load_country

    return load_country()


@cache
def _results() -> Mapping[str, pd.DataFrame] | None:
    """Return the kept results, read once per process."""
    from wir.dossier.kept import kept_results

    return kept_results()


def make(keys: Sequence[str], languages: Iterable[str], folder: Path | None = None) -> list[Path]:
    """Write dossiers and return their files.

    Parameters
    ----------
    keys
        Known alliances and own folders.
    languages
        ``de``, ``en``.
    folder
        Other folder than the usual ones.
    """
    from wir.documents.write import write
    from wir.dossier.document import dossier_document

    country, results = _country(), _results()
    written = []
    for key in keys:
        facts = facts_of(key, country, results)
        for language in languages:
            document = dossier_document(facts, language)  # type: ignore[arg-type]
            written += write(document, stem(facts.region, language, folder))
    return written
