"""What the regions, activities and counts of a table are called in titles and captions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Several regions, one; several activities, one; what is counted, as a word and as a gain."""

    regions: str
    region: str
    activities: str
    activity: str
    counted: str
    gain: str
    share: str


OCCUPATIONS = Words(
    "districts", "district", "occupations", "occupation", "employees", "Jobs", "share of jobs"
)
"""Occupational groups in German districts."""

ANYTHING = Words("regions", "region", "activities", "activity", "units", "Gain", "share")
"""A table of one's own, of which nothing is known but its labels."""
