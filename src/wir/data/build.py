"""From verified upstream files to the processed tables, one step per topic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from wir.data import (
    boundaries,
    district_year,
    districts,
    economy,
    funding,
    labour_market,
    network,
    occupations,
    raw,
    society,
    specialisation,
)
from wir.data.territory import current_district, nuts2010_crosswalk

LAST_OBSERVED = 2021
"""Last year of observed population and GDP."""

NUTS_YEAR = 2010
"""Year of the regions in which patents are counted."""

Files = Mapping[str, Path]
Say = Callable[[str], None]


def build_tables(files: Files, say: Say = lambda _: None) -> dict[str, pd.DataFrame]:
    """Compute every processed table.

    Parameters
    ----------
    files
        Verified upstream files by source id.
    say
        Called with one line before each step.

    Returns
    -------
    dict
        Table name → DataFrame (``boundaries``: GeoDataFrame).
    """
    say("Read the list of districts, their types, population and grants")
    list_of_2018 = raw.read_destatis(files["kreise_destatis_csv"])
    kept = list_of_2018[list_of_2018["ags"] == current_district(list_of_2018["ags"])]
    population = economy.clean_population(
        raw.read_ardeco(files["ardeco_population"], "Persons"), kept, LAST_OBSERVED
    )
    funds = raw.read_inkar(files["inkar_raumwirksame_mittel"])
    density = society.clean_density(raw.read_inkar(files["inkar_siedlungsstruktur"]))
    reference = raw.read_reference(files["bbsr_referenz_2015"])

    say("Dissolve and simplify the district boundaries")
    outlines = boundaries.dissolve_districts(raw.read_outlines(files["vg1000_kreise"]))
    centroids = boundaries.centroids(outlines)
    tables: dict[str, pd.DataFrame] = {
        "districts": districts.describe_districts(
            list_of_2018, reference, population, density, funds, centroids, LAST_OBSERVED
        ),
        "boundaries": boundaries.simplify_districts(outlines),
    }
    every_district = list(tables["districts"]["ags"])

    say("Place the organisations of Horizon 2020 in districts")
    organisations, participations = _network(files)
    tables["organisations"] = organisations
    tables["collaborations"] = network.describe_collaborations(participations)
    everywhere = raw.read_all_participations(files["h2020_participations"])
    tables["participations"] = network.describe_participations(participations, everywhere)
    tables["country_links"] = network.describe_country_links(everywhere)

    say("Read employees by occupation and district (4.4 million rows, decoded once)")
    counts = specialisation.clean_employees(raw.read_badata(files["ba_employees_workplace"]))
    say("Read vacancies and unemployed persons by occupation")
    vacancies, unemployed = (
        raw.read_badata(files["ba_jobs"]),
        raw.read_badata(files["ba_unemployed"]),
    )
    say("Compute the specialisation of every district")
    tables["specialisation"] = specialisation.specialise(counts)
    tables["occupations"] = occupations.clean_occupations(
        raw.read_badata(files["ba_occupation_codes"])
    )
    tables["occupation_year"] = occupations.describe_occupations(counts, vacancies, unemployed)
    tables["occupation_district"] = labour_market.describe_occupation_districts(
        counts, vacancies, unemployed
    )

    say("Distribute patents over districts")
    conversion = raw.read_conversion(files["bbsr_umsteiger_kreise_2019"], NUTS_YEAR)
    patents = funding.clean_patents(
        raw.read_patents(files["epo_patents_nuts"]), nuts2010_crosswalk(list_of_2018, conversion)
    )
    say("Join the indicators by district and year")
    parts = [
        economy.clean_inkar_economy(raw.read_inkar(files["inkar_wirtschaft"])),
        population,
        density,
        specialisation.district_employment(counts),
        society.clean_gerda(raw.read_gerda(files["gerda_sysdata"])),
        society.clean_inkar_education(raw.read_inkar(files["inkar_bildung"])),
        society.clean_gisd(raw.read_gisd(files["gisd_kreis"])),
        funding.clean_funds(funds),
        network.participations_by_district(participations, organisations, every_district),
    ]
    tables["district_year"] = district_year.describe_district_years(parts, patents, every_district)
    return tables


def _network(files: Files) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the organisations that may be named and the participations with public ids."""
    municipalities = raw.read_municipalities(files["bbsr_referenz_2015"])
    municipalities["ags"] = current_district(municipalities["ags"])
    upstream = raw.read_organisations(files["h2020_organisations_2017"])
    legal = network.drop_natural_persons(upstream)
    named = network.place_organisations(legal, municipalities)
    dropped = set(upstream["organisation_id"]) - set(legal["organisation_id"])
    participations = network.public_ids(
        raw.read_participations(files["h2020_participations"]), named, dropped
    )
    return network.describe_organisations(participations, named), participations
