"""What an export looks like, version 1; everything in it is checked before it is used."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
)

from wir.exchange.errors import ExchangeError
from wir.publish.disclosure import MIN_N

FORMAT = "wir-exchange"
VERSION = 1
LARGEST = 1_000_000
"""Bytes of a file."""
DEEPEST = 6
"""Levels of brackets."""


def tidy(text: str) -> str:
    """Return a text, if it is one line without control characters."""
    if any(unicodedata.category(one) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} for one in text):
        raise ValueError("holds control characters or marks that turn the direction of writing")
    if not text.strip():
        raise ValueError("is empty")
    return text


def day(text: str) -> str:
    """Return a date as it is, if it is one."""
    date.fromisoformat(text)
    return text


Text = Annotated[str, Field(max_length=200), AfterValidator(tidy)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=60)]
Ags = Annotated[str, Field(pattern=r"^\d{5}$")]
Count = Annotated[int, Field(ge=MIN_N, le=1_000_000)]
Value = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]


class Part(BaseModel):
    """What all parts share: no unknown names, no silent conversion."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Figure(Part):
    """A figure of the region, from public statistics."""

    key: Key
    label: Text
    value: Value
    year: int = Field(ge=1990, le=2100)


class Answers(Part):
    """The answers to one question: how many, and their mean with one decimal."""

    question: Text
    n: Count
    mean: float = Field(ge=0, le=10, allow_inf_nan=False)


class Members(Part):
    """How many members of one kind."""

    kind: Text
    n: Count


class Export(Part):
    """An export of one alliance."""

    format: Literal["wir-exchange"] = "wir-exchange"
    version: Literal[1] = 1
    name: Text
    language: Literal["de", "en"]
    made: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(day)]
    threshold: int = Field(ge=MIN_N, le=1000)
    districts: list[Ags] = Field(max_length=60)
    figures: list[Figure] = Field(max_length=100)
    answers: list[Answers] = Field(max_length=300)
    members: list[Members] = Field(max_length=50)
    left_out: int = Field(ge=0, le=10_000)

    @field_validator("figures", "answers", "members")
    @classmethod
    def _once(cls, parts: list[Any]) -> list[Any]:
        keys = [next(iter(one.model_dump().values())) for one in parts]
        twice = sorted({one for one in keys if keys.count(one) > 1})
        if twice:
            raise ValueError(f"holds {twice[0]!r} more than once")
        return parts


def to_json(export: Export) -> bytes:
    """Return an export as the bytes of its file; the same export gives the same bytes."""
    return (json.dumps(export.model_dump(), ensure_ascii=False, indent=1) + "\n").encode()


def read_export(path: Path) -> Export:
    """Read the export of an alliance.

    Raises
    ------
    ExchangeError
        If the file is missing, is no ordinary file, is too large, or is no export; the message
        names the place.
    """
    shown = ascii(path.name)[1:-1][:80]
    if path.suffix.lower() != ".json":
        raise ExchangeError(f"{shown}: an export is a file that ends in .json.")
    if not path.is_file():
        raise ExchangeError(f"{shown}: there is no such file.")
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ExchangeError(f"{shown}: larger than {LARGEST:,} bytes. No export is that large.")
    try:
        given = json.loads(
            _shallow(content.decode("utf-8")), object_pairs_hook=_no_repeats, parse_constant=_refuse
        )
        if not isinstance(given, dict) or given.get("format") != FORMAT:
            raise ExchangeError(f"{shown}: no export of this compendium (format {FORMAT!r}).")
        if given.get("version") != VERSION:
            raise ExchangeError(
                f"{shown}: version {str(given.get('version'))[:20]!r}; this compendium reads "
                f"version {VERSION}. Ask for an export made with the same release."
            )
        return Export.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(one)[:40] for one in first["loc"])
        raise ExchangeError(
            f"{shown}, {ascii(place)[1:-1]}: {first['msg']} ({error.error_count()} in all). The "
            "file was changed or is damaged; ask for it again."
        ) from None
    except (ValueError, RecursionError) as error:
        if isinstance(error, ExchangeError):
            raise
        raise ExchangeError(f"{shown}: cannot be read ({str(error)[:120]}).") from None


def _shallow(text: str) -> str:
    """Return the text if its brackets are not nested too deeply (texts in it left out)."""
    depth = 0
    for mark in re.sub(r'"(?:[^"\\]|\\.)*"', "", text):
        depth += (mark in "[{") - (mark in "]}")
        if depth > DEEPEST:
            raise ValueError(f"more than {DEEPEST} levels of brackets")
    return text


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name occurs twice")
    return found


def _refuse(text: str) -> float:
    raise ValueError(f"{text} is no number")


def rounded(mean: float) -> float:
    """Return a mean with one decimal, halves up."""
    return math.floor(10 * mean + 0.5 + 1e-9) / 10
