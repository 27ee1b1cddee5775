"""Surveys: read what survey tools export, map it to the instrument, report what does not fit."""

from wir.success.surveys.apply import Applied, apply_mapping
from wir.success.surveys.limits import SurveyError
from wir.success.surveys.mapping import load_mapping, write_mapping
from wir.success.surveys.read import read_survey
from wir.success.surveys.suggest import suggest_mapping
from wir.success.surveys.survey import KINDS, Survey

__all__ = [
    "KINDS",
    "Applied",
    "Survey",
    "SurveyError",
    "apply_mapping",
    "load_mapping",
    "read_survey",
    "suggest_mapping",
    "write_mapping",
]
