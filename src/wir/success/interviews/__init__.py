"""Interviews: reading coded ones, and what can be counted in them."""

from wir.success.interviews.cooccurrence import cooccurrence
from wir.success.interviews.export import write_codebook, write_project
from wir.success.interviews.folder import read_interviews
from wir.success.interviews.frequencies import code_frequencies, frequencies_by
from wir.success.interviews.material import InterviewError, Interviews
from wir.success.interviews.passages import by_folder, passages, raised
from wir.success.interviews.refi import read_codebook, read_project
from wir.success.interviews.reliability import agreement
from wir.success.interviews.synthetic import SyntheticInterviews, synthetic_interviews
from wir.success.interviews.tables import read_segments
from wir.success.interviews.themes import power_for_types, themes_by_type

__all__ = [
    "InterviewError",
    "Interviews",
    "SyntheticInterviews",
    "agreement",
    "by_folder",
    "code_frequencies",
    "cooccurrence",
    "frequencies_by",
    "passages",
    "power_for_types",
    "raised",
    "read_codebook",
    "read_interviews",
    "read_project",
    "read_segments",
    "synthetic_interviews",
    "themes_by_type",
    "write_codebook",
    "write_project",
]
