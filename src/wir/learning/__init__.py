"""Who can learn what from whom: challenges, strengths, a matching, groups, and their stability."""

from __future__ import annotations

from wir.learning.challenges import answers_standing, challenges, strengths
from wir.learning.groups import balance, groups
from wir.learning.likeness import closeness, field_likeness, further_on
from wir.learning.matching import Matching, match
from wir.learning.pairs import Likeness, possible_pairs
from wir.learning.stability import stability
from wir.learning.standing import places_among, standing

__all__ = [
    "Likeness",
    "Matching",
    "answers_standing",
    "balance",
    "challenges",
    "closeness",
    "field_likeness",
    "further_on",
    "groups",
    "match",
    "places_among",
    "possible_pairs",
    "stability",
    "standing",
    "strengths",
]
