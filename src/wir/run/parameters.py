"""Typed parameters of the notebooks.

Each notebook has one cell tagged ``parameters`` that holds its defaults as plain literals, and one
model here that says what each of them means and may be. A name that the model does not know, or a
value of another type, is an error before any notebook starts.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from wir.run.errors import RunError, nearest

AllianceId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Weight = Annotated[float, Field(ge=0)]
WeaknessPillar = Literal["Productivity and income", "Labour market", "Demography"]
PotentialPillar = Literal["Skills", "Research", "Business"]
Seed = Annotated[int, Field(ge=0, le=2**32 - 1)]


class Parameters(BaseModel):
    """What all models share: no unknown names, no silent conversion of types."""

    model_config = ConfigDict(extra="forbid", strict=True)


class TheAlliances(Parameters):
    """0-1-the-alliances: what is known about the alliances."""

    phase: Literal["all", "implementation", "concept"] = Field(
        description="which alliances the figures show"
    )


class RegionalPotential(Parameters):
    """1-1-regional-potential: structural weakness, innovation potential, convergence."""

    year: int = Field(ge=2014, le=2021, description="year of the indicators")
    first_year: int = Field(ge=1995, le=2015, description="first year of the convergence analysis")
    normalisation: Literal["minmax", "zscore"] = Field(description="scale of the indicators")
    aggregation: Literal["arithmetic", "geometric"] = Field(description="mean over the pillars")
    weakness_weights: dict[WeaknessPillar, Weight] = Field(
        description="weight of each pillar of structural weakness"
    )
    potential_weights: dict[PotentialPillar, Weight] = Field(
        description="weight of each pillar of innovation potential"
    )
    draws: int = Field(ge=100, le=20_000, description="draws behind the rank intervals")
    permutations: int = Field(ge=99, le=99_999, description="permutations behind Moran's I")
    seed: Seed = Field(description="seed of every random number")


class NewFields(Parameters):
    """1-2-new-fields: relatedness, complexity, and a forecast of new specialisations."""

    first_year: int = Field(ge=1900, le=2100, description="first year of the table")
    last_year: int = Field(ge=1900, le=2100, description="last year of the table")
    horizon: int = Field(ge=1, le=20, description="years from a forecast to its outcome")
    threshold: float = Field(
        gt=0, le=10, description="location quotient from which on a region is specialised"
    )
    activity_table: str = Field(
        description="file with region, activity, year, count; empty for the German occupations"
    )
    regions: list[str] = Field(
        description="regions to compare: keys, Länder, East or West; empty for all"
    )
    focus: str = Field(description="alliance or region shown as the example")
    coder_file: str = Field(description="file of a further coder of the fields; empty for none")
    null_draws: int = Field(ge=2, le=100_000, description="random tables behind the z-scores")
    draws: int = Field(ge=100, le=20_000, description="draws behind the intervals of scores")
    permutations: int = Field(ge=99, le=99_999, description="permutations of stated fields")
    seed: Seed = Field(description="seed of every random number")


class DemandAndCompetition(Parameters):
    """2-1-demand-and-competition: where demand grows, and who else is strong there."""

    year: int = Field(ge=2018, le=2025, description="last year of the labour market")
    growth_years: int = Field(ge=4, le=12, description="years of growth up to that year")
    entry_years: int = Field(ge=1, le=12, description="years in which others have entered")
    coding: Literal["first", "second", "union", "intersection"] = Field(
        description="which coding of the fields: one of two passes, either of them, or both"
    )
    threshold: float = Field(
        gt=0, le=10, description="location quotient from which on a district is specialised"
    )
    half_distance: float = Field(
        gt=0, le=10_000, description="km at which a competitor counts half"
    )
    focus: AllianceId = Field(description="alliance shown as the example")
    draws: int = Field(ge=100, le=20_000, description="draws behind the intervals of tightness")
    seed: Seed = Field(description="seed of every random number")


class Profile(Parameters):
    """2-2-profile: what alliances say, how distinct that is, and what it rests on."""

    corpus: str = Field(
        description="folder with texts below the project; empty for the keywords of the alliances"
    )
    text_language: Literal["de", "en"] = Field(description="language of the texts compared")
    coding: Literal["first", "second", "union", "intersection"] = Field(
        description="which coding of the fields: one of two passes, either of them, or both"
    )
    year: int = Field(ge=2018, le=2025, description="last year of the labour market")
    growth_years: int = Field(ge=4, le=12, description="years of growth up to that year")
    split_date: str = Field(
        description="first day of the later texts, for the drift (2021-08-01); empty for none"
    )
    min_topics: int = Field(ge=2, le=50, description="smallest number of topics")
    max_topics: int = Field(ge=2, le=50, description="largest number of topics")
    starts: int = Field(ge=20, le=200, description="random starts of each number of topics")
    draws: int = Field(ge=100, le=20_000, description="draws behind intervals")
    focus: str = Field(description="alliance or group of texts shown as the example")
    seed: Seed = Field(description="seed of every random number")


class PartnerNetwork(Parameters):
    """3-1-partner-network: who innovates with whom, who bridges, which proximities count."""

    first_year: int = Field(ge=2014, le=2021, description="first year in which projects start")
    last_year: int = Field(ge=2015, le=2022, description="last year in which projects start")
    split_year: int = Field(ge=2015, le=2021, description="first year of the later period")
    quotient_year: int = Field(ge=2013, le=2025, description="year of the specialisation")
    largest_project: int = Field(
        ge=0, le=1000, description="leave out projects with more organisations than this; 0: none"
    )
    drawn: int = Field(ge=20, le=400, description="organisations drawn in the network")
    draws: int = Field(ge=100, le=20_000, description="bootstrap draws and permutations of MRQAP")
    random_networks: int = Field(
        ge=5, le=1000, description="random networks behind the small-world comparison"
    )
    runs: int = Field(ge=2, le=1000, description="runs behind the stability of communities")
    seed: Seed = Field(description="seed of every random number")


class FindingPartners(Parameters):
    """3-2-finding-partners: whom to approach next, and how good such suggestions are."""

    learn: int = Field(ge=2014, le=2020, description="last year of ties seen when learning")
    cut: int = Field(ge=2015, le=2021, description="last year before the test")
    last: int = Field(ge=2016, le=2022, description="last year of ties there are")
    count: int = Field(ge=1, le=50, description="suggestions per list")
    diversity: float = Field(ge=0, le=1, description="weight of being different from each other")
    famous_share: float = Field(ge=0, le=1, description="largest share of famous organisations")
    focus: AllianceId = Field(description="alliance shown as the example")
    own: str = Field(description="folder in data/raw/own/ with one's own lists, or 'example'")
    draws: int = Field(ge=50, le=5_000, description="bootstrap draws behind the intervals")
    seed: Seed = Field(description="seed of every random number")


OwnFolder = Annotated[
    str,
    Field(description="folder in data/raw/own/ with real answers; empty for the synthetic twin"),
]


class SuccessFactors(Parameters):
    """4-1-success-factors: which factors go with success, in surveys and in regional data."""

    own: OwnFolder
    wave: int = Field(ge=1, le=9, description="wave of the outcomes; factors are from the first")
    least_answered: float = Field(
        gt=0, le=1, description="share of the items put to a person that must be answered"
    )
    longstring: int = Field(
        ge=4, le=100, description="run of the same answer that counts as a sign of carelessness"
    )
    most_flags: int = Field(
        ge=1, le=6, description="signs of carelessness from which on a person is left out"
    )
    imputations: int = Field(ge=2, le=100, description="completed copies of the alliances' table")
    draws: int = Field(ge=99, le=20_000, description="permutations and bootstrap draws")
    curve_draws: int = Field(
        ge=39, le=10_000, description="permutations behind the specification curves"
    )
    level: float = Field(gt=0, le=0.5, description="false discovery rate that is accepted")
    min_people: int = Field(ge=3, le=100, description="least respondents behind a figure")
    min_alliances: int = Field(ge=2, le=100, description="least alliances behind a figure")
    focus_factor: str = Field(description="construct of the specification curve of the survey")
    base_year: int = Field(
        ge=2014,
        le=2020,
        description="year up to which regions are described, for the regional data",
    )
    focus_characteristic: str = Field(
        description="characteristic of the specification curve of the regions"
    )
    seed: Seed = Field(description="seed of every random number, and of the twin")


Share = Annotated[float, Field(ge=0, le=1)]


class PathsToSuccess(Parameters):
    """4-2-paths-to-success: which combinations of conditions go with success (fsQCA)."""

    own: OwnFolder
    wave: int = Field(ge=1, le=9, description="wave of the outcome; factors are from the first")
    outcome: str = Field(description="outcome: a construct or a record of the alliances")
    conditions: list[str] = Field(
        description="conditions; empty for those planted in the twin, or four of the survey"
    )
    extra_condition: str = Field(
        description="one more condition, to see what remainders do; empty for none"
    )
    anchors: dict[str, list[float]] = Field(
        description="exclusion, crossover, inclusion by variable; planted or percentiles if missing"
    )
    expectations: dict[str, int] = Field(
        description="1 where the presence of a condition should contribute, 0 where its absence; "
        "1 if missing"
    )
    consistency: Share = Field(description="least consistency of a sufficient configuration")
    pri: Share = Field(description="least PRI of a sufficient configuration")
    frequency: int = Field(ge=1, le=50, description="least alliances of a configuration")
    necessary: Share = Field(description="least consistency of a necessary condition")
    least_answered: float = Field(
        gt=0, le=1, description="share of the items put to a person that must be answered"
    )
    longstring: int = Field(
        ge=4, le=100, description="run of the same answer that counts as a sign of carelessness"
    )
    most_flags: int = Field(
        ge=1, le=6, description="signs of carelessness from which on a person is left out"
    )
    min_people: int = Field(ge=3, le=100, description="least respondents behind a figure")
    min_alliances: int = Field(ge=2, le=100, description="least alliances behind a figure")
    seed: Seed = Field(description="seed of the twin")


class ProgrammeEffects(Parameters):
    """5-1-programme-effects: what the programme changes in the regions, and what can be known."""

    programme_file: str = Field(
        description="CSV with district and first_year of another programme; empty for WIR!"
    )
    control_file: str = Field(
        description="CSV with the districts to compare with; empty for those of `comparison`"
    )
    comparison: Literal["weak", "all"] = Field(
        description="districts without an alliance to compare with"
    )
    outcomes: list[str] = Field(description="outcomes, by key; empty for all")
    main: str = Field(description="outcome of the sensitivity checks")
    first_year: int = Field(ge=1995, le=2020, description="earliest year of the panel")
    window: int = Field(ge=3, le=20, description="years before, for level and trend")
    draws: int = Field(ge=99, le=20_000, description="placebo programmes")
    curve_draws: int = Field(
        ge=39, le=10_000, description="placebo programmes of the specification curve"
    )
    seed: Seed = Field(description="seed of every random number")


class LearningFromPeers(Parameters):
    """6-1-learning-from-peers: who can learn what from whom, as a matching."""

    cap: int = Field(ge=1, le=50, description="most often that one alliance may be named")
    asks: int = Field(ge=1, le=6, description="peers that each alliance asks")
    weak: float = Field(gt=5, le=50, description="places up to here are on the weak side")
    certain: float = Field(gt=0.5, le=1, description="share of draws that must be on that side")
    group_size: int = Field(ge=2, le=20, description="members of a workshop group")
    draws: int = Field(ge=100, le=5_000, description="ways to build each pillar")
    definitions: int = Field(ge=5, le=500, description="definitions behind the stability")
    year: int = Field(ge=2014, le=2021, description="year of the indicators")
    own: str = Field(description="folder in data/raw/own/ with one's own data; empty for none")
    seed: Seed = Field(description="seed of every random number")


class Voices(Parameters):
    """4-3-voices: what interviews say, and what of it may be shown."""

    own: str = Field(description="folder in data/raw/own/ with interviews; empty: made-up ones")
    level: Literal["codes", "folders"] = Field(description="themes are the codes, or their folders")
    rule: Literal["all", "any"] = Field(
        description="a theme is raised if all coders of an interview say so, or any of them"
    )
    min_n: int = Field(ge=3, le=50, description="least number of respondents behind a figure")
    min_alliances: int = Field(ge=2, le=20, description="least number of alliances behind one")
    quotations: int = Field(ge=0, le=10, description="most quotations per theme; 0: none")
    bootstrap: int = Field(ge=200, le=20_000, description="draws behind the intervals of alpha")
    draws: int = Field(ge=200, le=20_000, description="shifts behind co-occurrence by chance")
    seed: Seed = Field(description="seed of every random number")


class AllianceDossier(Parameters):
    """alliance-dossier: one alliance and its region."""

    alliance: AllianceId = Field(description="key of the alliance in data/raw/alliances.csv")
    own_lists: str = Field(description="folder in data/raw/own/ with own lists; empty for none")
    year: int = Field(ge=2014, le=2021, description="year of the indicators")
    peers: int = Field(ge=1, le=20, description="number of peer districts shown")
    draws: int = Field(ge=100, le=20_000, description="draws behind intervals")
    seed: Seed = Field(description="seed of every random number")


class WorkshopKit(Parameters):
    """workshop-kit: everything for one workshop of an alliance, or of a group of alliances."""

    topic: Literal["innovation-potential", "value-proposition", "ecosystem"] = Field(
        description="what the workshop is about"
    )
    alliances: list[AllianceId] = Field(
        min_length=1, max_length=12, description="known alliances or own folders; several: a group"
    )
    language: Literal["de", "en"] = Field(description="language of all that is printed and shown")
    minutes: int = Field(ge=60, le=480, multiple_of=5, description="time there is, breaks included")


MODELS: dict[str, type[Parameters]] = {
    "0-1-the-alliances": TheAlliances,
    "1-1-regional-potential": RegionalPotential,
    "1-2-new-fields": NewFields,
    "2-1-demand-and-competition": DemandAndCompetition,
    "2-2-profile": Profile,
    "3-1-partner-network": PartnerNetwork,
    "3-2-finding-partners": FindingPartners,
    "4-1-success-factors": SuccessFactors,
    "4-2-paths-to-success": PathsToSuccess,
    "4-3-voices": Voices,
    "5-1-programme-effects": ProgrammeEffects,
    "6-1-learning-from-peers": LearningFromPeers,
    "workshop-kit": WorkshopKit,
    "alliance-dossier": AllianceDossier,
}


def model_of(notebook: str) -> type[Parameters]:
    """Return the parameter model of a notebook (name without ``.ipynb``)."""
    try:
        return MODELS[notebook]
    except KeyError:
        raise RunError(
            f"There is no notebook {notebook!r}.{nearest(notebook, MODELS)} "
            f"Known notebooks: {', '.join(MODELS)}. "
            "A new notebook needs a model in src/wir/run/parameters.py."
        ) from None


def defaults_of(path: Path) -> dict[str, Any]:
    """Return the literals in the cell tagged ``parameters`` of the notebook at ``path``."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except FileNotFoundError:
        raise RunError(f"The notebook {path.name} is missing from {path.parent.name}/.") from None
    except (ValueError, KeyError) as error:
        raise RunError(f"{path.name} is not a readable notebook: {error}.") from error
    sources = [
        "".join(cell["source"])
        for cell in cells
        if cell["cell_type"] == "code" and "parameters" in cell["metadata"].get("tags", [])
    ]
    if len(sources) != 1:
        raise RunError(
            f"{path.name} has {len(sources)} cells tagged 'parameters'; it needs exactly one."
        )
    return _literals(sources[0], path.name)


def _literals(source: str, notebook: str) -> dict[str, Any]:
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise RunError(f"{notebook}, parameters cell, line {error.lineno}: {error.msg}.") from error
    values: dict[str, Any] = {}
    for statement in statements:
        try:
            if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
                raise ValueError
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            if not isinstance(target, ast.Name):
                raise ValueError
            values[target.id] = ast.literal_eval(statement.value)
        except ValueError:
            raise RunError(
                f"{notebook}, parameters cell, line {statement.lineno}: found "
                f"`{ast.unparse(statement)}`; expected `name = value` with a plain number, text, "
                "list or dictionary."
            ) from None
    return values


def resolve(
    notebook: str, path: Path, overrides: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the checked parameters of a run: the notebook's defaults, then ``overrides``.

    Parameters
    ----------
    notebook
        Name without ``.ipynb``.
    path
        The notebook file, whose parameters cell holds the defaults.
    overrides
        Values that replace defaults.

    Raises
    ------
    RunError
        If a name is unknown or missing, or a value has another type or lies outside its bounds.
        The message names notebook, parameter, what was found and what is allowed, and for an
        unknown name the nearest one.
    """
    model = model_of(notebook)
    values = {**defaults_of(path), **(overrides or {})}
    try:
        return model.model_validate(values).model_dump()
    except ValidationError as error:
        lines = [f"  {_explain(model, details)}" for details in error.errors()]
        raise RunError("\n".join([f"Parameters of {notebook}:", *lines])) from None


def _explain(model: type[Parameters], details: ErrorDetails) -> str:
    name, *inside = (str(part) for part in details["loc"])
    if details["type"] == "extra_forbidden":
        return (
            f"{name!r} is not a parameter.{nearest(name, model.model_fields)} "
            f"Parameters: {', '.join(model.model_fields)}."
        )
    field = model.model_fields[name]
    where = name + "".join(f"[{part!r}]" for part in inside if part != "[key]")
    if details["type"] == "missing":
        return f"{where} is missing ({field.description}); expected {describe_type(model, name)}."
    return (
        f"{where} = {details['input']!r} does not fit ({field.description}): "
        f"{details['msg'][:1].lower()}{details['msg'][1:]}; expected {describe_type(model, name)}."
    )


def describe_type(model: type[Parameters], name: str) -> str:
    """Return the allowed type and bounds of a parameter in words, from the model's JSON schema."""
    return _describe(model.model_json_schema()["properties"][name])


def _describe(schema: Mapping[str, Any]) -> str:
    words = {
        "integer": "a whole number",
        "number": "a number",
        "string": "a text",
        "boolean": "True or False",
        "object": "a dictionary of names and numbers",
        "array": "a list",
    }
    if "enum" in schema:
        return "one of " + ", ".join(repr(value) for value in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(_describe(part) for part in schema["anyOf"])
    text = words.get(schema.get("type", ""), "a value")
    if "propertyNames" in schema:
        names = ", ".join(repr(name) for name in schema["propertyNames"].get("enum", []))
        text = f"a dictionary that gives a number to {names}"
    low, high = schema.get("minimum"), schema.get("maximum")
    above = schema.get("exclusiveMinimum")
    if above is not None and high is not None:
        text += f" above {above:g}, at most {high:g}"
    elif low is not None and high is not None:
        text += f" from {low} to {high}"
    elif low is not None:
        text += f" of at least {low}"
    elif high is not None:
        text += f" of at most {high}"
    if "pattern" in schema:
        text += " of lower-case letters, digits and single hyphens"
    return text


def parse_overrides(text: str) -> dict[str, Any]:
    """Parse ``name=value name=value`` as given on the command line.

    A value is a Python literal (``2019``, ``0.5``, ``[1, 2]``); anything else is taken as text, so
    that ``normalisation=zscore`` needs no quotes. Values with blanks need quotes.
    """
    values: dict[str, Any] = {}
    for item in _items(text):
        name, equals, value = item.partition("=")
        if not equals or not name.isidentifier():
            raise RunError(f"Found {item!r} among the parameters; expected name=value.")
        if name in values:
            raise RunError(f"The parameter {name!r} is given twice; which value is meant?")
        values[name] = _value(value)
    return values


def _value(text: str) -> Any:
    """Return a Python literal, also one in quotes such as ``"{'a': 1}"``; anything else is text."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
    return _value(value) if isinstance(value, str) and value[:1] in "[{(" and value else value


def _items(text: str) -> list[str]:
    """Split at blanks that are neither inside quotes nor inside brackets; quotes stay."""
    items, depth, quote = [""], 0, ""
    for mark in text:
        if quote:
            quote = "" if mark == quote else quote
        elif mark in "\"'":
            quote = mark
        elif mark in "([{":
            depth += 1
        elif mark in ")]}":
            depth -= 1
        elif mark.isspace() and not depth:
            items.append("")
            continue
        items[-1] += mark
    if quote or depth:
        raise RunError(
            f"Found {text!r} among the parameters; a quote or bracket in it is not closed."
        )
    return [item for item in items if item]
