"""In which language a text is: German, English, or not known."""

from __future__ import annotations

import re

from wir.profile.documents import NOT_KNOWN
from wir.profile.stop_words import ENGLISH, GERMAN

WORD = re.compile(r"[^\W\d_]+")
SAMPLE = 400
"""Words that are looked at, from the beginning and the middle of a text."""
SHORT = 20
"""Texts with fewer words are judged by the dictionary, longer ones by their function words."""
LEAST, AHEAD = 0.2, 1.5


def detect_language(text: str) -> str:
    """Return ``de``, ``en`` or "not known".

    The share of function words decides in texts of 20 words or more (German and English texts have
    30 to 50 % of them); in shorter ones, which language knows more of the words.
    """
    words = _sample(text)
    if not words:
        return NOT_KNOWN
    if len(words) >= SHORT:
        lower = [word.lower() for word in words]
        shares = {
            language: sum(word in known for word in lower) / len(lower)
            for language, known in (("de", GERMAN), ("en", ENGLISH))
        }
        least = LEAST
    else:
        from simplemma import langdetect

        found = dict(langdetect(" ".join(words), lang=("de", "en")))
        shares, least = {one: found.get(one, 0.0) for one in ("de", "en")}, 0.6
    best, other = sorted(shares, key=lambda one: -shares[one])
    sure = shares[best] >= least and shares[best] >= AHEAD * shares[other]
    return best if sure else NOT_KNOWN


def _sample(text: str) -> list[str]:
    """Return words from the beginning and from the middle: the rest says the same."""
    half = SAMPLE * 8
    if len(text) > 2 * half:
        middle = len(text) // 2
        text = text[:half] + " " + text[middle : middle + half]
    return WORD.findall(text)[:SAMPLE]
