"""German organisations in Horizon 2020, their participations and joint projects; countries."""

from __future__ import annotations

import hashlib

import pandas as pd

from wir.data.legal_persons import PUBLIC, is_legal_person
from wir.data.places import find_district, gazetteer, largest, repair, stems_of


def drop_natural_persons(organisations: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose name shows a legal person."""
    keep = [
        is_legal_person(name, kind)
        for name, kind in zip(organisations["name"], organisations["activity_type"], strict=True)
    ]
    return organisations[keep]


def place_organisations(organisations: pd.DataFrame, municipalities: pd.DataFrame) -> pd.DataFrame:
    """Add ``ags`` (missing if unknown) and ``match`` (how it was found) from ``city``.

    Parameters
    ----------
    organisations
        Column city.
    municipalities
        name, ags of the 400 districts, population.
    """
    places, dominant = gazetteer(municipalities), largest(municipalities)
    stems = stems_of(municipalities)
    found = [find_district(city, places, dominant, stems) for city in organisations["city"]]
    return organisations.assign(
        ags=pd.Series([ags for ags, _ in found], index=organisations.index, dtype="str"),
        match=[how for _, how in found],
    )


def public_ids(
    participations: pd.DataFrame, named: pd.DataFrame, dropped: set[str]
) -> pd.DataFrame:
    """Return the participations with identifiers that name no natural person.

    Parameters
    ----------
    participations
        project, organisation_id (PIC), activity_type, year.
    named
        Organisations that may be named.
    dropped
        Identifiers of natural persons; their participations go.

    Returns
    -------
    DataFrame
        As given. A private organisation without a known name could be a person, so that it gets a
        running number (``X0001``) for its PIC.
    """
    table = participations[~participations["organisation_id"].isin(dropped)].copy()
    unnamed = ~table["organisation_id"].isin(set(named["organisation_id"]))
    hidden = unnamed & ~table["activity_type"].isin(PUBLIC)
    # An organisation that any of its participations calls public keeps its PIC throughout.
    public = set(table.loc[table["activity_type"].isin(PUBLIC), "organisation_id"])
    hidden &= ~table["organisation_id"].isin(public)
    numbers = {
        pic: f"X{number:04d}"
        for number, pic in enumerate(sorted(table.loc[hidden, "organisation_id"].unique()), 1)
    }
    table.loc[hidden, "organisation_id"] = table.loc[hidden, "organisation_id"].map(numbers)
    return table


def describe_organisations(participations: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """Return one row per organisation that takes part in a project or may be named.

    Parameters
    ----------
    participations
        Result of :func:`public_ids`.
    named
        Placed legal persons: organisation_id, name, city, activity_type, ags, match.

    Returns
    -------
    DataFrame
        organisation_id, name, city, ags, match, activity_type, country, participations.
    """
    kinds = participations.groupby("organisation_id")["activity_type"].agg(
        lambda kind: kind.mode().iloc[0]
    )
    counts = participations.groupby("organisation_id")["project"].nunique()
    table = named.set_index("organisation_id")[["name", "city", "ags", "match", "activity_type"]]
    table = table.reindex(sorted(set(table.index) | set(kinds.index)))
    table.index.name = "organisation_id"
    table["name"] = table["name"].map(repair, na_action="ignore")
    table["city"] = table["city"].map(repair, na_action="ignore")
    table["match"] = table["match"].fillna("no name")
    table["activity_type"] = kinds.reindex(table.index).fillna(table["activity_type"])
    table["country"] = "DE"
    table["participations"] = counts.reindex(table.index).fillna(0).astype("int64")
    return table.reset_index()


def describe_collaborations(participations: pd.DataFrame) -> pd.DataFrame:
    """Return how many projects two organisations have in common, by year of their start.

    Returns
    -------
    DataFrame
        organisation_a < organisation_b, year, projects. Projects without a year are left out.
    """
    table = participations.dropna(subset="year")[["project", "organisation_id", "year"]]
    table = table.drop_duplicates(["project", "organisation_id"])
    pairs = table.merge(table[["project", "organisation_id"]], on="project", suffixes=("_a", "_b"))
    pairs = pairs[pairs["organisation_id_a"] < pairs["organisation_id_b"]]
    pairs = pairs.rename(
        columns={"organisation_id_a": "organisation_a", "organisation_id_b": "organisation_b"}
    )
    keys = ["organisation_a", "organisation_b", "year"]
    counts = pairs.groupby(keys)["project"].nunique().rename("projects").reset_index()
    return counts.astype({"year": "int64"}).sort_values(keys, ignore_index=True)


def describe_participations(participations: pd.DataFrame, everywhere: pd.DataFrame) -> pd.DataFrame:
    """Return who takes part in which project, with the size of the project.

    Parameters
    ----------
    participations
        Result of :func:`public_ids`, with ``role``.
    everywhere
        project, organisation_id, country of the participations from all countries.

    Returns
    -------
    DataFrame
        project, organisation_id, year, role, organisations, countries; an organisation once in each
        project. Projects have running numbers in the order of a hash: with its number in CORDIS,
        an organisation without a name could be looked up.
    """
    table = participations.dropna(subset="year")
    # An organisation with several entries in one project counts once; coordinating comes first.
    table = table.sort_values(["project", "organisation_id", "role"])
    table = table.drop_duplicates(["project", "organisation_id"]).copy()
    of_project = everywhere.groupby("project")
    table["organisations"] = table["project"].map(of_project["organisation_id"].nunique())
    table["countries"] = table["project"].map(of_project["country"].nunique())
    hashed = {one: hashlib.sha256(one.encode()).hexdigest() for one in table["project"].unique()}
    order = sorted(hashed, key=hashed.__getitem__)
    table["project"] = table["project"].map({one: f"P{n:05d}" for n, one in enumerate(order, 1)})
    kinds = {"year": "int64", "organisations": "int64", "countries": "int64"}
    columns = ["project", "organisation_id", "year", "role", "organisations", "countries"]
    return (
        table[columns].astype(kinds).sort_values(["project", "organisation_id"], ignore_index=True)
    )


def describe_country_links(everywhere: pd.DataFrame) -> pd.DataFrame:
    """Return in how many projects two countries take part together, by year of their start.

    Parameters
    ----------
    everywhere
        project, organisation_id, country, year.

    Returns
    -------
    DataFrame
        country_a ≤ country_b, year, projects. A country with itself: projects that it takes part
        in.
    """
    table = everywhere.dropna(subset="year").drop_duplicates(["project", "country"])
    table = table[["project", "country", "year"]]
    pairs = table.merge(table[["project", "country"]], on="project", suffixes=("_a", "_b"))
    pairs = pairs[pairs["country_a"] <= pairs["country_b"]]
    keys = ["country_a", "country_b", "year"]
    counts = pairs.groupby(keys).size().rename("projects").reset_index()
    return counts.astype({"year": "int64", "projects": "int64"}).sort_values(
        keys, ignore_index=True
    )


def participations_by_district(
    participations: pd.DataFrame,
    organisations: pd.DataFrame,
    districts: list[str],
    last: int = 2020,
) -> pd.DataFrame:
    """Return ags, year, h2020_participations of the organisations with a known district.

    Parameters
    ----------
    participations
        Result of :func:`public_ids`.
    organisations
        Columns organisation_id and ags.
    districts
        AGS of the 400 districts; those without a participation get 0.
    last
        Last complete year of project starts.
    """
    table = participations.dropna(subset="year").merge(
        organisations[["organisation_id", "ags"]].dropna(), on="organisation_id"
    )
    table = table[table["year"] <= last]
    years = range(int(table["year"].min()), last + 1)
    every = pd.MultiIndex.from_product([sorted(districts), years], names=["ags", "year"])
    counts = table.astype({"year": "int64"}).groupby(["ags", "year"]).size()
    return counts.reindex(every, fill_value=0).rename("h2020_participations").reset_index()
