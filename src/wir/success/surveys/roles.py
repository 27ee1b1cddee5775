"""What the columns that survey tools add by themselves are, and which of them identify people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

QUESTION = "question"
RESPONDENT = "respondent"
COMPLETE = "complete"
LANGUAGE = "language"
TECHNICAL = "technical"
IDENTIFYING = "identifying"
FREE_TEXT = "free text"

ALLIANCE = "alliance"
WAVE = "wave"
CONSENT = "consent"

KNOWN: dict[str, dict[str, tuple[str, ...]]] = {
    "limesurvey": {
        RESPONDENT: ("id", "response id", "antwort id", "antwort-id"),
        COMPLETE: ("submitdate", "date submitted", "datum abgeschickt"),
        LANGUAGE: ("startlanguage", "start language", "start-sprache", "startsprache"),
        TECHNICAL: (
            "lastpage", "last page", "letzte seite", "seed", "zufallsstartwert", "startdate",
            "date started", "datum gestartet", "datestamp", "date last action",
            "datum letzte aktivität", "interviewtime", "total time", "gesamtzeit",
        ),
        IDENTIFYING: (
            "ipaddr", "ip address", "ip-adresse", "refurl", "referrer url",
            "weiterleitungs-url", "firstname", "first name", "vorname", "lastname", "last name",
            "nachname", "email", "email address", "e-mail-adresse",
        ),
    },
    "sosci": {
        RESPONDENT: ("case",),
        COMPLETE: ("finished",),
        LANGUAGE: ("language",),
        TECHNICAL: (
            "questnnr", "mode", "started", "time_sum", "mailsent", "lastdata", "status",
            "q_viewer", "lastpage", "maxpage", "missing", "missrel", "time_rsi", "deg_time",
            "deg_missing",
        ),
        IDENTIFYING: ("ref", "ip", "referer", "referrer", "browser", "useragent"),
    },
    "unipark": {
        RESPONDENT: ("lfdn",),
        COMPLETE: ("dispcode",),
        LANGUAGE: ("language",),
        TECHNICAL: (
            "external_lfdn", "tester", "lastpage", "quality", "duration", "javascript", "flash",
            "session_id", "cookies", "device_type", "quota", "quota_assignment",
            "quota_rejected_id", "page_history", "hflip", "vflip", "output_mode",
            "datetime", "date_of_last_access", "date_of_first_mail", "survey_complete",
            "lang",
        ),
        IDENTIFYING: (
            "referer", "browser", "participant_browser", "participant_browser_version",
            "participant_os", "screensize", "participant_resolution", "host_name", "ip",
            "ip_address", "cookies_id", "tic", "u_email", "u_name", "u_firstname", "u_account",
        ),
    },
    "qualtrics": {
        RESPONDENT: ("responseid",),
        COMPLETE: ("finished",),
        LANGUAGE: ("userlanguage", "q_language"),
        TECHNICAL: (
            "startdate", "enddate", "status", "progress", "duration (in seconds)",
            "recordeddate", "distributionchannel", "q_recaptchascore", "q_duplicaterespondent",
        ),
        IDENTIFYING: (
            "ipaddress", "recipientlastname", "recipientfirstname", "recipientemail",
            "externalreference", "externaldatareference", "locationlatitude",
            "locationlongitude", "q_url", "q_relevantidfrauduscore",
        ),
    },
    "plain": {
        RESPONDENT: (
            "respondent", "respondent_id", "respondentid", "id", "teilnehmer", "teilnehmer_id",
            "teilnehmerid", "befragte", "befragter", "participant", "participant_id", "code",
            "pseudonym", "token",
        ),
        ALLIANCE: (
            "alliance", "alliance_id", "allianceid", "bündnis", "buendnis", "bündnis_id",
            "buendnis_id", "wir-bündnis", "wir_buendnis",
        ),
        WAVE: ("wave", "welle", "zeitpunkt", "messzeitpunkt", "erhebungswelle"),
        CONSENT: (
            "consent", "einwilligung", "zustimmung", "datenschutz", "einverständnis",
            "einverstaendnis", "dsgvo",
        ),
        COMPLETE: ("complete", "completed", "abgeschlossen", "vollständig"),
    },
}  # fmt: skip
"""Tool → role → headings, in lower case. SPSS files of the tools use the same ones."""

PATTERNS = (
    (re.compile(r"grouptime\d+|\d+x\d+x\d+time|question time.*", re.I), TECHNICAL),
    (re.compile(r"time\d{3}(?:_\d+)?|rts\d+|dur(?:ation)?_\d+", re.I), TECHNICAL),
    (re.compile(r".*_(?:first|last|page) ?(?:click|submit)|.*_click count", re.I), TECHNICAL),
    (re.compile(r"attribute_\d+(?:\b.*)?", re.I), IDENTIFYING),
    (re.compile(r".*\[(?:other|comment|kommentar|sonstiges)\]|.*\[\w+comment\]", re.I), FREE_TEXT),
    (re.compile(r".*_text", re.I), FREE_TEXT),
)
"""Patterns of headings → role."""

PERSONAL = re.compile(
    r"(?:^|[\W_])(?:e-?mail\w*|mail-?adresse|ip-?(?:adresse|address|addr)|vorname|nachname|"
    r"familienname|first ?name|last ?name|surname|full ?name|(?:ihr|your) name|telefon\w*|"
    r"tel|phone\w*|mobil(?:nummer)?|handy\w*|anschrift|postanschrift|stra(?:ß|ss)e|street|"
    r"geburts(?:datum|tag)|date of birth|birth ?date|latitude|longitude|breitengrad|längengrad|"
    r"geo ?(?:location|koordinaten)|unterschrift|signature)(?:$|[\W_])",
    re.IGNORECASE,
)
"""Words in a heading or question that ask for what identifies a person."""
PERSONAL_WHOLE = {"name", "namen", "names", "ort", "wohnort", "plz", "adresse", "address", "ip"}
"""Headings that do so when they are nothing but that."""

ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
IP = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}|(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}", re.I)
COORDINATE = re.compile(r"-?\d{1,3}[.,]\d{4,}")
PHONE = re.compile(r"(?:\+|00?)[1-9][\d\s/()-]{6,}")

LONG = 60
"""Characters: from here on an answer without a label is taken for free text."""


def role_of(heading: str, question: str, tool: str) -> str:
    """Return the role of a column by its heading and the text of its question."""
    key = " ".join(heading.split()).casefold()
    tools = [tool, "plain"] if tool in KNOWN else list(KNOWN)
    for one in tools:
        for role, words in KNOWN[one].items():
            if key in words:
                return role
    for pattern, role in PATTERNS:
        if pattern.fullmatch(key):
            return role
    text = f"{heading} {question}"
    if key in PERSONAL_WHOLE or PERSONAL.search(text.replace("_", " ")):
        return IDENTIFYING
    return QUESTION


def role_by_content(values: Sequence[str], labels: Iterable[str] = ()) -> str:
    """Return ``identifying`` or ``free text`` for a column whose answers show it, else question.

    Free text: no number, no known label, and either longer than `LONG` characters, or several
    words that hardly ever repeat.
    """
    known = set(labels)
    answers = [one for one in values if one and one not in known]
    for mark in (ADDRESS, IP, PHONE):
        if any(mark.fullmatch(one) for one in answers):
            return IDENTIFYING
    if any(ADDRESS.search(one) for one in answers):
        return IDENTIFYING
    texts = [one for one in answers if not _number(one)]
    if not texts or len(texts) < len(answers) / 2:
        places = [one for one in answers if COORDINATE.fullmatch(one)]
        return IDENTIFYING if len(places) > max(2, len(answers) / 2) else QUESTION
    if any(len(one) > LONG and texts.count(one) == 1 for one in texts):
        return FREE_TEXT
    different = len(set(texts)) / len(texts)
    words = sum(" " in one for one in texts) / len(texts)
    if len(texts) >= 3 and different > 0.5 and (words > 0.3 or len(set(texts)) > 12):
        return FREE_TEXT
    return QUESTION


def _number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True
